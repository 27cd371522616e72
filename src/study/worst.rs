//! The worst of many replications.

use std::ops::ControlFlow;

use super::{BLOCK, Settings, StudyError, ordered};
use crate::engine::TooManyEvents;
use crate::measure::{Outcome, Recorder, Timeline};
use crate::model::Model;
use crate::quantity::Span;

/// What makes a replication the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worst {
    /// The longest recovery time actual: of services, or of datasets where there are none.
    Rta,
    /// The recovery point actual that lies farthest back, of services and datasets.
    Rpa,
}

/// A replication with how bad it is, if there was anything of the kind.
type Found = (u64, Option<Span>);

impl Worst {
    /// How bad an outcome is; `None` where there was nothing of the kind.
    fn of(self, outcome: &Outcome, services: &[&str]) -> Option<Span> {
        let rows = outcome.incidents.iter();
        let spans = rows.filter_map(|row| match self {
            Self::Rpa => row.rpa,
            Self::Rta if services.is_empty() => Some(row.rta),
            Self::Rta => services.contains(&row.subject.as_str()).then_some(row.rta),
        });
        spans.max_by(|one, other| one.seconds().total_cmp(&other.seconds()))
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

/// The worst of the replications of a model that the settings ask for, the first of those that are
/// equally bad; `None` where none had anything of the kind.
///
/// # Errors
/// When a replication serves too many events.
///
/// # Panics
/// When a thread cannot be started.
pub fn worst(model: &Model, settings: &Settings, worst: Worst) -> Result<Option<u64>, StudyError> {
    let plan = settings.plan(model);
    let replications = settings.stop.most();
    let services: Vec<&str> = model.services.iter().map(|it| it.name.as_str()).collect();
    let work = |recorder: &mut Recorder<'_>, block: u64, go_on: &mut dyn FnMut() -> bool| {
        let first = block * BLOCK;
        (first..replications.min(first + BLOCK))
            .take_while(|_| go_on())
            .map(|number| Ok((number, worst.of(&recorder.run(number)?, &services))))
            .collect::<Result<Vec<_>, TooManyEvents>>()
    };
    let mut found: Option<(u64, Span)> = None;
    let mut failed = None;
    let fold = |block: Option<Result<Vec<Found>, TooManyEvents>>| {
        match block {
            Some(Ok(spans)) => {
                for (number, span) in spans {
                    let Some(span) = span else { continue };
                    if found.is_none_or(|(_, most)| span > most) {
                        found = Some((number, span));
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
    failed.map_or(Ok(found.map(|(number, _)| number)), Err)
}
