//! What can be observed of a service: the stages of its outages, and how it can move.

use crate::engine::OutageStage;
use crate::model::{DecidedBy, Model, Need, ServiceId};
use crate::quantity::{Law, Span};

/// What can be observed of a service.
#[derive(Clone, Copy, Debug)]
pub struct Has {
    /// Placements to move between.
    pub placements: bool,
    /// Times at which it is down as planned: by moves of its own or of a service that it needs.
    pub planned: bool,
    pub drills: bool,
    /// The stages that its outages can come to, in the order of [`OutageStage::ALL`].
    pub stages: [bool; OutageStage::ALL.len()],
}

impl Has {
    pub fn of(model: &Model, id: ServiceId) -> Self {
        let service = &model.services[id];
        let needed: Vec<Self> =
            services(&service.needs).into_iter().map(|needed| Self::of(model, needed)).collect();
        let placements = !service.placements.is_empty();
        let mut stages = stages(model, id);
        for of_needed in &needed {
            for (has, needed) in stages.iter_mut().zip(of_needed.stages) {
                *has |= needed;
            }
        }
        Self {
            placements,
            planned: placements || needed.iter().any(|needed| needed.planned),
            drills: service.drills.is_some(),
            stages,
        }
    }

    /// The stages that its outages can come to.
    pub fn stages(&self) -> impl Iterator<Item = OutageStage> + use<> {
        let has = self.stages;
        OutageStage::ALL.into_iter().filter(move |stage| has[*stage as usize])
    }
}

/// The stages that outages of a service can come to, but for those of services that it needs.
fn stages(model: &Model, id: ServiceId) -> [bool; OutageStage::ALL.len()] {
    let service = &model.services[id];
    let needs_data = mentions_data(&service.needs);
    let takes_time = |law: &Law| *law != Law::Fixed(Span::ZERO);
    let failover = service.failover.as_ref();
    let decides = failover.is_some_and(|failover| match &failover.decided_by {
        DecidedBy::Automatic(law) => takes_time(law),
        DecidedBy::OnCall { .. } | DecidedBy::Runbook { .. } => true,
    });
    OutageStage::ALL.map(|stage| match stage {
        OutageStage::Detect | OutageStage::Repair => true,
        OutageStage::Acknowledge => !model.people.is_empty(),
        OutageStage::Decide => decides,
        OutageStage::Restore => needs_data || failover.is_some_and(|it| !it.data.is_empty()),
        OutageStage::Activate => failover.is_some(),
        OutageStage::Verify => {
            needs_data || failover.is_some_and(|failover| takes_time(&failover.verifies))
        }
    })
}

fn mentions_data(need: &Need) -> bool {
    match need {
        Need::Data(..) => true,
        Need::All(needs) | Need::Any(needs) | Need::KOfN(_, needs) => {
            needs.iter().any(mentions_data)
        }
        Need::AtLeast(..) | Need::Service(_) | Need::Domain(_) | Need::Link(_) => false,
    }
}

/// The services that a need names.
fn services(need: &Need) -> Vec<ServiceId> {
    match need {
        Need::Service(service) => vec![*service],
        Need::All(needs) | Need::Any(needs) | Need::KOfN(_, needs) => {
            needs.iter().flat_map(services).collect()
        }
        Need::AtLeast(..) | Need::Data(..) | Need::Domain(_) | Need::Link(_) => Vec::new(),
    }
}
