//! The worst of many replications.

use std::ops::ControlFlow;

use super::{BLOCK, Settings, StudyError, ordered};
use crate::engine::TooManyEvents;
use crate::measure::{Disrupted, Outcome, Recorder, Timeline};
use crate::model::Model;
use crate::quantity::Time;

/// What makes a replication the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worst {
    /// The longest recovery time actual: of services, or of datasets where there are none.
    Rta,
    /// The recovery point actual that lies farthest back, of services and datasets; data that was
    /// beyond recovery is worse than any.
    Rpa,
}

/// The incident that makes a replication the worst.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorstIncident {
    pub replication: u64,
    pub onset: Time,
    /// When its subject had come back, or observation ended.
    pub back: Time,
    /// In hours; infinite where data was beyond recovery.
    badness: f64,
}

impl Worst {
    /// The worst incident of an outcome; `None` where there was nothing of the kind.
    fn of(self, outcome: &Outcome, kind: Disrupted) -> Option<WorstIncident> {
        let found = outcome.incidents.iter().filter_map(|row| {
            let badness = match (self, row.rpa) {
                (Self::Rta, _) => (row.of == kind).then(|| row.rta.hours()),
                (Self::Rpa, Some(rpa)) => Some(rpa.hours()),
                (Self::Rpa, None) => {
                    (row.of == Disrupted::Dataset && row.finished).then_some(f64::INFINITY)
                }
            };
            badness.map(|badness| WorstIncident {
                replication: outcome.replication,
                onset: row.start,
                back: row.start + row.rta,
                badness,
            })
        });
        found.reduce(|worst, other| if other.badness > worst.badness { other } else { worst })
    }
}

/// One replication of a model, told as a timeline.
///
/// # Errors
/// When it serves too many events.
pub fn told(model: &Model, settings: &Settings, replication: u64) -> Result<Timeline, StudyError> {
    let plan = settings.plan(model);
    Timeline::of(&plan, replication).map_err(StudyError::TooManyEvents)
}

/// The worst incident of the replications of a model that the settings ask for, the first of those
/// that are equally bad; `None` where none had anything of the kind.
///
/// # Errors
/// When a replication serves too many events.
///
/// # Panics
/// When a thread cannot be started.
pub fn worst(
    model: &Model,
    settings: &Settings,
    worst: Worst,
) -> Result<Option<WorstIncident>, StudyError> {
    let plan = settings.plan(model);
    let replications = settings.stop.most();
    let kind = if model.services.is_empty() { Disrupted::Dataset } else { Disrupted::Service };
    let work = |recorder: &mut Recorder<'_>, block: u64, go_on: &mut dyn FnMut() -> bool| {
        let first = block * BLOCK;
        (first..replications.min(first + BLOCK))
            .take_while(|_| go_on())
            .map(|number| Ok(worst.of(&recorder.run(number)?, kind)))
            .collect::<Result<Vec<_>, TooManyEvents>>()
    };
    let mut found: Option<WorstIncident> = None;
    let mut failed = None;
    let fold = |block: Option<Result<Vec<Option<WorstIncident>>, TooManyEvents>>| {
        match block {
            Some(Ok(incidents)) => {
                for incident in incidents.into_iter().flatten() {
                    if found.is_none_or(|worst| incident.badness > worst.badness) {
                        found = Some(incident);
                    }
                }
            }
            Some(Err(error)) => {
                failed = Some(StudyError::TooManyEvents(error));
                return ControlFlow::Break(());
            }
            None => {}
        }
        ControlFlow::Continue(())
    };
    let recorder = || Recorder::new(&plan);
    ordered::run(settings.threads, replications.div_ceil(BLOCK), recorder, work, fold);
    failed.map_or(Ok(found), Err)
}
