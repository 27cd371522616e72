//! What is observed of data and of where it lies: the ledgers of places, stores, backups and
//! datasets, and the incidents.

use super::backup::{self, BackupLedger};
use super::dataset::{self, DatasetLedger};
use super::incident::IncidentRow;
use super::layout::Layout;
use super::outcome::{Observed, Outcome};
use super::place::{self, PlaceLedgers};
use super::store::{self, StoreLedger};
use crate::engine::{BackupFault, Change, Incident};
use crate::model::Model;
use crate::quantity::Time;

/// Adds the columns of places, stores, backups and datasets.
pub fn add_columns(model: &Model, layout: &mut Layout) {
    place::add_columns(model, layout);
    for id in model.stores.ids() {
        store::add_columns(model, id, layout);
    }
    for backup in model.backups.iter() {
        backup::add_columns(backup, layout);
    }
    for id in model.datasets.ids() {
        dataset::add_columns(model, id, layout);
    }
}

/// The ledgers of all that is about data.
#[derive(Debug)]
pub struct DataLedgers<'m> {
    model: &'m Model,
    places: PlaceLedgers,
    stores: Vec<StoreLedger>,
    backups: Vec<BackupLedger>,
    datasets: Vec<DatasetLedger>,
}

impl<'m> DataLedgers<'m> {
    /// The ledgers of a model; `pooled` gives out the numbers of so many pooled columns in turn.
    pub fn new(model: &'m Model, mut pooled: impl FnMut(usize) -> u16) -> Self {
        let stores = model.stores.entries();
        let stores = stores.map(|(id, store)| {
            let first = pooled(StoreLedger::pooled(store));
            StoreLedger::new(model, id, first)
        });
        let stores = stores.collect();
        let backups = model.backups.iter();
        let backups =
            backups.map(|backup| BackupLedger::new(backup, pooled(BackupLedger::POOLED))).collect();
        let datasets = model.datasets.ids();
        let datasets = datasets
            .map(|id| DatasetLedger::new(model, id, pooled(DatasetLedger::pooled(model, id))))
            .collect();
        Self { model, places: PlaceLedgers::new(model), stores, backups, datasets }
    }

    pub fn restart(&mut self) {
        self.places.restart();
        self.stores.iter_mut().for_each(StoreLedger::restart);
        self.backups.iter_mut().for_each(BackupLedger::begin);
        self.datasets.iter_mut().for_each(DatasetLedger::begin);
    }

    /// Observation begins: what went before does not count.
    pub fn begin(&mut self, start: Time) {
        self.places.begin(start);
        self.stores.iter_mut().for_each(|store| store.begin(start));
        self.backups.iter_mut().for_each(BackupLedger::begin);
        self.datasets.iter_mut().for_each(DatasetLedger::begin);
    }

    /// Takes a change in. Durations and incidents that began in the observed time go to the
    /// outcome; `incident` finds those that changes name.
    ///
    /// # Panics
    /// When the change is not about data.
    pub fn observe<'i>(
        &mut self,
        now: Time,
        change: Change,
        incident: impl Fn(u32) -> &'i Incident,
        outcome: &mut Outcome,
    ) {
        let start = self.model.warm_up.after_start();
        match change {
            Change::Place { place, up } => self.places.turns(now, place, up),
            Change::BackupDone { backup, since, bytes } => {
                let took = self.backups[usize::from(backup)].done(now, since, bytes);
                outcome.observations.extend(Some(took).filter(|_| since >= start));
            }
            Change::BackupFailed { backup, fault } => {
                self.backups[usize::from(backup)].failed();
                if fault == BackupFault::Full {
                    self.stores[usize::from(self.model.backups[backup].to)].was_full();
                }
            }
            Change::BackupSkipped { backup } => self.backups[usize::from(backup)].skipped(),
            Change::UnsoundFound { backup } => self.backups[usize::from(backup)].unsound_found(),
            Change::Stored { store, bytes } => self.stores[usize::from(store)].stores(now, bytes),
            Change::StoreLost { store } => self.stores[usize::from(store)].loses(now),
            Change::Exposed { dataset } => self.datasets[usize::from(dataset)].exposed(),
            Change::RestoreFailed { dataset } => {
                self.datasets[usize::from(dataset)].restore_failed();
            }
            Change::Incident { incident: number } => {
                let incident = incident(number);
                if incident.onset >= start {
                    let ledger = &mut self.datasets[usize::from(incident.dataset)];
                    ledger.incident(now, incident, &mut outcome.observations);
                    outcome.incidents.push(IncidentRow::of_data(self.model, incident, now));
                }
            }
            other => panic!("{other:?} is not about data"),
        }
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        self.places.values(observed, values);
        self.stores.iter().for_each(|store| store.values(observed, values));
        self.backups.iter().for_each(|backup| backup.values(observed, values));
        for (ledger, dataset) in self.datasets.iter().zip(self.model.datasets.iter()) {
            ledger.values(dataset, observed, values);
        }
    }

    /// What had not come when observation ended, or when it came.
    pub fn finish(&self, observed: &Observed, outcome: &mut Outcome) {
        outcome.observations.extend(self.stores.iter().filter_map(|s| s.first_loss(observed)));
    }

    /// What stores hold now, in the order of their columns over time.
    pub fn now(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.stores.iter().map(StoreLedger::now)
    }

    /// The same at a time after an early end, of which nothing is known.
    pub fn after_end(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.stores.iter().map(|_| None)
    }
}

#[cfg(test)]
#[path = "data_tests.rs"]
mod tests;
