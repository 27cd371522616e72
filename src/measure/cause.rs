//! Root causes: what they are called, and which ones can be behind what.

use crate::engine::RootCause;
use crate::model::{
    Bring, DatasetId, Detector, DetectorId, Failure, FailureId, Maintenance, Model, Predictor,
    PredictorId, Service, ServiceId,
};

/// What a root cause is called in files: a failure by its name, others with what they are.
#[must_use]
pub fn name(model: &Model, cause: RootCause) -> String {
    match cause {
        RootCause::Failure(id) => model.failures[id].name.clone(),
        RootCause::FalseAlarm(id) => format!("false alarm of {}", model.detectors[id].name),
        RootCause::Warning(id) => format!("warning of {}", model.predictors[id].name),
        RootCause::Maintenance(id) => format!("maintenance {}", model.maintenance[id].name),
        RootCause::Move(id) => format!("move of {}", model.services[id].name),
    }
}

/// Every root cause that can be behind an outage of some service of a model, in the order of files:
/// failures that do more than let strangers read, whatever service they are near.
pub fn of_outages(model: &Model) -> Vec<RootCause> {
    let fails = |(_, mode): &(FailureId, &Failure)| {
        !mode.effect.breach || !mode.triggers.is_empty() || mode.effect.abuses.is_some()
    };
    let failures = model.failures.entries().filter(fails).map(|(id, _)| RootCause::Failure(id));
    let moved = |(_, service): &(ServiceId, &Service)| !service.placements.is_empty();
    let moves = model.services.entries().filter(moved).map(|(id, _)| RootCause::Move(id));
    failures.chain(of_people(model)).chain(moves).collect()
}

/// What people and their machines set going: alarms, warnings, maintenance.
fn of_people(model: &Model) -> impl Iterator<Item = RootCause> + '_ {
    let alarming = |(_, detector): &(DetectorId, &Detector)| detector.false_alarms.is_some();
    let detectors = model.detectors.entries().filter(alarming);
    let predictors = model.predictors.entries();
    let maintenance = model.maintenance.ids().map(RootCause::Maintenance);
    let alarms = detectors.map(|(id, _)| RootCause::FalseAlarm(id));
    let warnings = predictors.map(|(id, _): (PredictorId, &Predictor)| RootCause::Warning(id));
    alarms.chain(warnings).chain(maintenance)
}

/// Every root cause that can be behind a loss from a dataset, where `destroys` tells which failures
/// themselves can make it lose some.
///
/// A failure can that triggers one, and maintenance that can go wrong into one. Bringing data to
/// where a service fails over to can lose some by whatever made it fail over; and what takes
/// members away can take the pieces of a built store.
pub fn of_losses(
    model: &Model,
    id: DatasetId,
    destroys: impl Fn(FailureId) -> bool,
) -> Vec<RootCause> {
    let by_failing_over = is_brought(model, id);
    let built = model.stores_of(id).any(|store| model.stores[store].built.is_some());
    let lost = losing(model, destroys);
    let loses = |cause: &RootCause| match cause {
        RootCause::Failure(failure) => by_failing_over || lost[usize::from(*failure)],
        RootCause::FalseAlarm(_) | RootCause::Warning(_) => by_failing_over || built,
        RootCause::Maintenance(id) => {
            let Maintenance { goes_wrong, .. } = &model.maintenance[*id];
            let into = goes_wrong.as_ref().map(|wrong| usize::from(wrong.into));
            by_failing_over || built || into.is_some_and(|into| lost[into])
        }
        RootCause::Move(_) => by_failing_over,
    };
    of_outages(model).into_iter().filter(loses).collect()
}

/// Whether some service that fails over brings a dataset along.
pub fn is_brought(model: &Model, id: DatasetId) -> bool {
    let failovers = model.services.iter().filter_map(|service| service.failover.as_ref());
    let mut brought = failovers.flat_map(|failover| &failover.data);
    brought.any(|bring| match bring {
        Bring::Promote(mirror) => model.mirrors[*mirror].of == id,
        Bring::Restore(dataset) => *dataset == id,
    })
}

/// For each failure whether it, or what it triggers, loses data.
fn losing(model: &Model, destroys: impl Fn(FailureId) -> bool) -> Vec<bool> {
    let mut lost: Vec<bool> = model.failures.ids().map(destroys).collect();
    // A chain of triggers is at most as long as there are failures.
    for _ in model.failures.ids() {
        for (id, failure) in model.failures.entries() {
            let mut triggers = failure.triggers.iter();
            lost[usize::from(id)] |= triggers.any(|trigger| lost[usize::from(trigger.failure)]);
        }
    }
    lost
}

/// What something is counted by: a number a root cause that can occur.
#[derive(Clone, Debug)]
pub struct ByCause {
    pub causes: Vec<RootCause>,
    pub amounts: Vec<f64>,
}

impl ByCause {
    pub fn new(causes: Vec<RootCause>) -> Self {
        let amounts = vec![0.0; causes.len()];
        Self { causes, amounts }
    }

    pub fn clear(&mut self) {
        self.amounts.fill(0.0);
    }

    /// The place of a cause among those that can occur.
    pub fn place(&self, cause: RootCause) -> usize {
        let place = self.causes.iter().position(|&other| other == cause);
        place.unwrap_or_else(|| panic!("only causes that can occur do, and not {cause:?}"))
    }

    pub fn add(&mut self, cause: RootCause, amount: f64) {
        let place = self.place(cause);
        self.amounts[place] += amount;
    }
}
