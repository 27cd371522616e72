//! What is observed of datasets: losses from them, and how they come back.

use super::cause::{self, ByCause};
use super::incident::recovery_point;
use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::engine::{Incident, RootCause};
use crate::model::{Built, Dataset, DatasetId, Failure, Model, Place, StoreId, Strikes};
use crate::quantity::{Probability, Time};

/// What is said of each dataset, once a replication.
const VALUES: [Metric; 5] = [
    Metric::DataIncidents,
    Metric::DataLost,
    Metric::LossEvents,
    Metric::ProbabilityOfLoss,
    Metric::Nomdl,
];

/// What is said of one that can lose data: once a replication, and of each incident.
const RESTORES: [Metric; 2] = [Metric::Restores, Metric::RestoreFailures];
const POOLED: [Metric; 4] =
    [Metric::RestoreTime, Metric::DataRta, Metric::Rpa, Metric::RecoveryRate];

/// Adds a dataset's columns.
pub fn add_columns(model: &Model, id: DatasetId, layout: &mut Layout) {
    let column = |metric| Column { metric, subject: model.datasets[id].name.clone() };
    layout.values.extend(VALUES.map(column));
    let has = Has::of(model, id);
    layout.incidents |= has.losses;
    if has.losses {
        layout.values.extend(RESTORES.map(column));
        layout.pooled.extend(POOLED.map(column));
        for cause in causes(model, id) {
            let subject = format!("{}/{}", model.datasets[id].name, cause::name(model, cause));
            layout.values.push(Column { metric: Metric::DataLostByCause, subject });
        }
    }
    if has.breaches {
        layout.values.push(column(Metric::Exposures));
    }
}

/// What some failure of the model can do to a dataset.
#[derive(Clone, Copy, Debug)]
struct Has {
    /// Make it lose data.
    losses: bool,
    /// Let strangers read it or a copy of it.
    breaches: bool,
}

impl Has {
    fn of(model: &Model, id: DatasetId) -> Self {
        Self {
            losses: cause::is_brought(model, id)
                || model.failures.iter().any(|failure| destroys(model, failure, id)),
            breaches: model.failures.iter().any(|failure| failure.effect.breach),
        }
    }
}

/// The root causes that can be behind a loss from a dataset.
fn causes(model: &Model, id: DatasetId) -> Vec<RootCause> {
    cause::of_losses(model, id, |failure| destroys(model, &model.failures[failure], id))
}

/// Whether a failure can make a dataset lose data, from a store that it can lie on.
fn destroys(model: &Model, failure: &Failure, id: DatasetId) -> bool {
    matches!(&failure.strikes, Strikes::Dataset(dataset) if *dataset == id)
        || model.stores_of(id).any(|store| destroys_what_is_on(model, failure, store))
}

fn destroys_what_is_on(model: &Model, failure: &Failure, on: StoreId) -> bool {
    let store = &model.stores[on];
    let opens = |credential| store.credential == Some(credential);
    let built_on_what = |built: &Built| takes_pieces(model, failure, built);
    let of_members = store.built.as_ref().is_some_and(built_on_what);
    let abused = failure.effect.abuses.is_some_and(opens);
    let struck = match &failure.strikes {
        Strikes::Credential(credential) => opens(*credential),
        strikes => {
            let around = |place: &Place| model.is_in(Place::Store(on), *place);
            failure.effect.destroys > Probability::NEVER && strikes.places().iter().any(around)
        }
    };
    struck || of_members || abused
}

/// Whether a failure can take what members of a built store hold, for good or until it is rebuilt.
fn takes_pieces(model: &Model, failure: &Failure, built: &Built) -> bool {
    let domains = &model.pools[built.pool].across;
    let lies_in =
        |place: &Place| domains.iter().any(|&domain| model.is_in(Place::Domain(domain), *place));
    let dark = failure.strikes.places().iter().any(lies_in);
    failure.strikes.pools().contains(&built.pool)
        || (failure.effect.destroys > Probability::NEVER && dark)
}

/// The ledger of one dataset.
#[derive(Clone, Debug)]
pub struct DatasetLedger {
    has: Has,
    by_cause: ByCause,
    incidents: u64,
    restores: u64,
    restore_failures: u64,
    lost: f64,
    losses: u64,
    exposures: u64,
    first_pooled: u16,
}

impl DatasetLedger {
    /// How many pooled columns a dataset has.
    pub fn pooled(model: &Model, id: DatasetId) -> usize {
        if Has::of(model, id).losses { POOLED.len() } else { 0 }
    }

    /// The ledger of a dataset whose pooled columns, if it has any, begin at `first_pooled`.
    pub fn new(model: &Model, id: DatasetId, first_pooled: u16) -> Self {
        Self {
            has: Has::of(model, id),
            by_cause: ByCause::new(causes(model, id)),
            incidents: 0,
            restores: 0,
            restore_failures: 0,
            lost: 0.0,
            losses: 0,
            exposures: 0,
            first_pooled,
        }
    }

    /// Forgets what went before: a replication, or its warm-up.
    pub fn begin(&mut self) {
        self.by_cause.clear();
        self.incidents = 0;
        self.restores = 0;
        self.restore_failures = 0;
        self.lost = 0.0;
        self.losses = 0;
        self.exposures = 0;
    }

    pub fn restore_failed(&mut self) {
        self.restore_failures += 1;
    }

    pub fn exposed(&mut self) {
        self.exposures += 1;
    }

    /// An incident that began in the observed time is over, or was cut short at `now`.
    pub fn incident(
        &mut self,
        now: Time,
        incident: &Incident,
        observations: &mut Vec<Observation>,
    ) {
        assert!(self.has.losses, "only a dataset that a failure can strike has incidents");
        let point = recovery_point(incident);
        self.incidents += 1;
        self.restores += u64::from(point.is_some());
        self.losses += u64::from(incident.beyond_recovery);
        let finished = incident.over.is_some();
        let mut observe = |metric: Metric, value: f64| {
            let at = POOLED.iter().position(|&pooled| pooled == metric);
            let at = at.expect("a pooled metric of datasets") as u16;
            observations.push(Observation { column: self.first_pooled + at, value, finished });
        };
        let restoring = incident.restoring + incident.verifying;
        // One that was given up says nothing of how long it takes to have data back.
        if point.is_some() || (!finished && restoring.seconds() > 0.0) {
            observe(Metric::RestoreTime, restoring.hours());
        }
        if point.is_some() || !finished {
            observe(Metric::DataRta, (incident.over.unwrap_or(now) - incident.onset).hours());
        }
        if let Some(point) = point {
            observe(Metric::Rpa, point.hours());
        }
        if finished {
            let existed = incident.existed.get();
            if existed > 0.0 {
                observe(Metric::RecoveryRate, incident.recovered.get() / existed);
            }
            self.lost += incident.lost.get();
            self.by_cause.add(incident.root.cause, incident.lost.get());
        }
    }

    pub fn values(&self, dataset: &Dataset, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let lost = observed.any().then_some(self.lost);
        let size = dataset.size_at(observed.end).get();
        values.extend([
            observed.count(self.incidents),
            lost,
            observed.count(self.losses),
            observed.count(u64::from(self.losses > 0)),
            lost.filter(|_| size > 0.0).map(|lost| lost / size),
        ]);
        if self.has.losses {
            values.push(observed.count(self.restores));
            values.push(observed.count(self.restore_failures));
            let amounts = self.by_cause.amounts.iter();
            values.extend(amounts.map(|&bytes| observed.any().then_some(bytes)));
        }
        if self.has.breaches {
            values.push(observed.count(self.exposures));
        }
    }
}
