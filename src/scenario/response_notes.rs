//! What a person should know of how a scenario responds: who sees, who answers, what is planned.

use super::names::Named;
use super::reader::Reading;
use super::root::Sections;
use crate::model::{
    Action, Drilled, Due, Failback, Model, Objective, Occurs, Place, Serves, Service, ServiceId,
};
use crate::quantity::Probability;
use crate::quantity::text::write_span;

/// Notes what is without effect or surprising about the response.
pub(super) fn add(model: &Model, sections: &Sections<'_>, reading: &mut Reading) {
    failures(model, &sections.failures, reading);
    detectors(model, &sections.detectors, reading);
    predictors(model, &sections.predictors, reading);
    maintenance(model, &sections.maintenance, reading);
    services(model, &sections.services, reading);
    objectives(model, sections, reading);
}

/// Notes failures that take down what would see or mend them.
fn failures(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, failure) in named.iter().zip(model.failures.iter()) {
        let name = &named.name;
        let struck = |place: Place| failure.strikes.places().contains(&place);
        if let Some(detector) = failure.detected_by
            && struck(Place::Detector(detector))
        {
            let message = format!("failure `{name}` takes down the detector that would see it");
            reading.note(named.key, format!("{message}: it is seen once that is up again"));
        }
    }
}

/// Notes detectors that see nothing.
fn detectors(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, detector) in named.iter().zip(model.detectors.iter()) {
        if detector.coverage == Probability::NEVER && detector.backstop.is_none() {
            let message =
                format!("detector `{}` never sees anything: its coverage is 0", named.name);
            reading.note(named.key, message);
        }
    }
}

/// Notes predictors that never warn.
fn predictors(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, predictor) in named.iter().zip(model.predictors.iter()) {
        if predictor.recall == Probability::NEVER {
            let message = format!("predictor `{}` never warns: its recall is 0", named.name);
            reading.note(named.key, message);
        }
    }
}

/// Notes maintenance that is never done.
fn maintenance(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, work) in named.iter().zip(model.maintenance.iter()) {
        if let Due::Every { first, .. } = work.due
            && first.since_start() > model.horizon
        {
            let first = write_span(first.since_start());
            let message = format!("maintenance `{}` is never done", named.name);
            let message = format!("{message}: its first round, at {first}, is past the horizon");
            reading.note(named.key, message);
        }
    }
}

/// Notes drills that are never held and planned moves that never come.
fn services(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, (id, service)) in named.iter().zip(model.services.entries()) {
        let name = &named.name;
        let late = |drilled: &Drilled| match drilled {
            Drilled::At(times) => times.iter().all(|time| time.since_start() > model.horizon),
            Drilled::Every(every) => *every > model.horizon,
        };
        if service.drills.as_ref().is_some_and(|drills| late(&drills.due)) {
            let message = format!("the drills of service `{name}` are past the horizon");
            reading.note(named.key, message);
        }
        let waits = |it: &crate::model::Failover| it.switchover.mean().seconds() > 0.0;
        if service.failover.as_ref().is_some_and(waits) && !moves_as_planned(model, id, service) {
            let message = format!("service `{name}` is never moved as planned");
            reading.note(named.key, format!("{message}: its `switchover` is without effect"));
        }
    }
}

/// Whether a service goes back, is drilled or is moved by a warning.
fn moves_as_planned(model: &Model, id: ServiceId, service: &Service) -> bool {
    let back = service.failover.as_ref().is_some_and(|it| it.failback != Failback::Never);
    let mut actions = model.predictors.iter().flat_map(|it| &it.actions);
    let warned = actions.any(|it| *it == Action::Switchover(id));
    service.serves == Serves::One && (back || warned || service.drills.is_some())
}

/// Notes promises about causes that begin no outage by themselves.
fn objectives(model: &Model, sections: &Sections<'_>, reading: &mut Reading) {
    for objective in &model.objectives {
        let Objective::RecoveryTime { caused_by, .. } = objective else {
            continue;
        };
        for &cause in caused_by {
            if model.failures[cause].occurs == Occurs::Triggered {
                let named = &sections.failures[usize::from(cause)];
                let message = format!("failure `{}` begins no outage by itself", named.name);
                let why = "an outage that it brings is caused by what brought it about";
                reading.note(named.key, format!("{message}: {why}"));
            }
        }
    }
}
