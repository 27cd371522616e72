//! What can be observed of a service: the stages of its outages, and how it can move.

use crate::engine::OutageStage;
use crate::model::{DecidedBy, Model, Need, ServiceId};
use crate::quantity::{Law, Span};

/// What can be observed of a service.
#[derive(Clone, Copy, Debug)]
pub struct Has {
    /// Placements to move between.
    pub placements: bool,
    /// Times at which it is up and not in full: elsewhere, or below its full level of demand.
    pub degrees: bool,
    /// Times at which it is down as planned: by moves of its own or of a service that it needs.
    pub planned: bool,
    pub drills: bool,
    /// The stages that its outages can come to, in the order of [`OutageStage::ALL`].
    pub stages: [bool; OutageStage::ALL.len()],
}

impl Has {
    pub fn of(model: &Model, id: ServiceId) -> Self {
        let service = &model.services[id];
        let needed = service.needs.leaves().filter_map(|need| match need {
            Need::Service(service) => Some(Self::of(model, *service)),
            _ => None,
        });
        let needed: Vec<Self> = needed.collect();
        let placements = !service.placements.is_empty();
        let mut stages = stages(model, id);
        for of_needed in &needed {
            for (has, needed) in stages.iter_mut().zip(of_needed.stages) {
                *has |= needed;
            }
        }
        Self {
            placements,
            degrees: placements || service.workload.as_ref().is_some_and(|it| it.mbco.is_some()),
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
    let needs_data = service.needs.leaves().any(|need| matches!(need, Need::Data(..)));
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
