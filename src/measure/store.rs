//! What is observed of stores: the backups that they hold, and, built ones, the data they lose.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::model::{Model, Store, StoreId};
use crate::quantity::{Bytes, Time};

/// Adds a store's columns.
pub fn add_columns(model: &Model, id: StoreId, layout: &mut Layout) {
    let store = &model.stores[id];
    let column = |metric| Column { metric, subject: store.name.clone() };
    let has = Has::of(model, id);
    if has.backups {
        layout.values.push(column(Metric::StoredBytes));
    }
    if has.limit {
        layout.values.push(column(Metric::StoreFull));
    }
    if has.groups {
        layout.values.push(column(Metric::StoreLosses));
        layout.values.push(column(Metric::ProbabilityOfStoreLoss));
        layout.values.push(column(Metric::TimeToStoreLoss));
        layout.pooled.push(column(Metric::TimeToStoreLoss));
    }
    layout.series.push(column(Metric::StoredBytesAt));
}

/// What can be observed of a store.
#[derive(Clone, Copy, Debug)]
struct Has {
    /// Backups, from before the start or by some job.
    backups: bool,
    /// A job that can find it full.
    limit: bool,
    /// Groups of members that can lose what they hold.
    groups: bool,
}

impl Has {
    fn of(model: &Model, id: StoreId) -> Self {
        let store = &model.stores[id];
        let is_written = model.backups.iter().any(|backup| backup.to == id);
        Self {
            backups: is_written || store.holds > Bytes::ZERO,
            limit: is_written && store.capacity.is_some(),
            groups: store.built.is_some(),
        }
    }
}

/// The ledger of one store.
#[derive(Clone, Copy, Debug)]
pub struct StoreLedger {
    start: f64,
    has: Has,
    held: Integral,
    full: u64,
    losses: u64,
    /// When the first loss of the observed time came.
    first_loss: Option<Time>,
    first_pooled: u16,
}

impl StoreLedger {
    /// How many pooled columns a store has.
    pub fn pooled(store: &Store) -> usize {
        usize::from(store.built.is_some())
    }

    /// The ledger of a store whose pooled column, if it has one, is `first_pooled`.
    pub fn new(model: &Model, id: StoreId, first_pooled: u16) -> Self {
        let start = model.stores[id].holds.get();
        Self {
            start,
            has: Has::of(model, id),
            held: Integral::starting_at(start),
            full: 0,
            losses: 0,
            first_loss: None,
            first_pooled,
        }
    }

    pub fn restart(&mut self) {
        let held = Integral::starting_at(self.start);
        *self = Self { held, full: 0, losses: 0, first_loss: None, ..*self };
    }

    pub fn begin(&mut self, now: Time) {
        self.held.begin(now);
        *self = Self { full: 0, losses: 0, first_loss: None, ..*self };
    }

    /// What it holds grows by so many bytes, or shrinks.
    pub fn stores(&mut self, now: Time, bytes: f64) {
        // Never less than from the start on, though sums in another order round otherwise.
        self.held.set(now, (self.held.level() + bytes).max(self.start));
    }

    /// A backup did not fit.
    pub fn was_full(&mut self) {
        self.full += 1;
    }

    /// A group lost its data.
    pub fn loses(&mut self, now: Time) {
        assert!(self.has.groups, "only a store with groups loses one");
        self.losses += 1;
        self.first_loss.get_or_insert(now);
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        if self.has.backups {
            values.push(observed.average(self.held));
        }
        if self.has.limit {
            values.push(observed.count(self.full));
        }
        if self.has.groups {
            let first = self.first_loss.filter(|_| observed.any());
            values.push(observed.count(self.losses));
            values.push(observed.count(u64::from(self.losses > 0)));
            values.push(first.map(|at| (at - observed.start).hours()));
        }
    }

    /// The time to the first loss, or to the end where there was none.
    pub fn first_loss(&self, observed: &Observed) -> Option<Observation> {
        (self.has.groups && observed.any()).then(|| Observation {
            column: self.first_pooled,
            value: (self.first_loss.unwrap_or(observed.end) - observed.start).hours(),
            finished: self.first_loss.is_some(),
        })
    }

    /// What it holds now.
    pub fn now(&self) -> Option<f64> {
        Some(self.held.level())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0.3 - 0.1 - 0.2 is -3e-17 in binary.
    #[test]
    fn an_emptied_store_does_not_hold_less_than_nothing() {
        let mut ledger = StoreLedger {
            start: 0.0,
            has: Has { backups: true, limit: false, groups: false },
            held: Integral::starting_at(0.0),
            full: 0,
            losses: 0,
            first_loss: None,
            first_pooled: 0,
        };
        for bytes in [0.3, -0.1, -0.2] {
            ledger.stores(Time::START, bytes);
        }
        assert_eq!(ledger.now(), Some(0.0));
    }
}
