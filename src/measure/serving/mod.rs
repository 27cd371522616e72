//! What is observed of serving workloads: what becomes of their requests.
//!
//! Demand is a step function and all else changes at events, so that between two turns every rate
//! is constant and every amount exact. It is reckoned when something changes or somebody looks, and
//! costs no event.

mod flow;
mod ledger;
#[cfg(test)]
mod tests;

use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::engine::{Change, MemberState};
use crate::model::{Model, Overflow, Service, ServiceId, Serving};
use crate::quantity::Time;

use ledger::ServingLedger;

/// Services with a workload, with that.
fn served(model: &Model) -> impl Iterator<Item = (&Service, &Serving)> {
    model.services.iter().filter_map(|service| Some((service, service.workload.as_ref()?)))
}

/// Adds the columns of all workloads.
pub fn add_columns(model: &Model, layout: &mut Layout) {
    for (service, workload) in served(model) {
        let column = |metric| Column { metric, subject: service.name.clone() };
        layout.values.push(column(Metric::ServedFraction));
        layout.values.push(column(Metric::TimeWithinSlo));
        layout.values.push(column(Metric::TransactionsLost));
        if !workload.levels.is_empty() {
            layout.values.push(column(Metric::ServedBelowFull));
            layout.values.push(column(Metric::Satisfaction));
        }
        if matches!(workload.overflow, Overflow::Queue { .. }) {
            layout.values.push(column(Metric::PeakQueue));
            layout.values.push(column(Metric::QueuedTime));
        }
        layout.series.push(column(Metric::DemandAt));
        layout.series.push(column(Metric::ServedAt));
        layout.series.push(column(Metric::ServedFractionAt));
    }
}

/// The ledgers of all workloads.
#[derive(Clone, Debug)]
pub struct ServingLedgers<'m> {
    model: &'m Model,
    ledgers: Vec<ServingLedger<'m>>,
}

impl<'m> ServingLedgers<'m> {
    pub fn new(model: &'m Model) -> Self {
        let services = model.services.entries();
        let ledgers = services.filter_map(|(id, service)| {
            let workload = service.workload.as_ref()?;
            Some(ServingLedger::new(model, id, workload))
        });
        Self { model, ledgers: ledgers.collect() }
    }

    /// Whether no service has a workload.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.ledgers.is_empty()
    }

    pub fn restart(&mut self) {
        let model = self.model;
        self.ledgers.iter_mut().for_each(|ledger| ledger.restart(model));
    }

    /// Observation begins: what went before does not count, but what waits goes on waiting.
    pub fn begin(&mut self, now: Time) {
        self.ledgers.iter_mut().for_each(|ledger| ledger.begin(now));
    }

    /// Takes a change in, if it bears on a workload.
    pub fn observe(&mut self, now: Time, change: Change) {
        for ledger in &mut self.ledgers {
            match change {
                Change::Moved { pool, from: MemberState::Active, .. } => {
                    ledger.members_up(now, pool, |up| up - 1);
                }
                Change::Moved { pool, to: MemberState::Active, .. } => {
                    ledger.members_up(now, pool, |up| up + 1);
                }
                Change::Dead { pool, dead } => ledger.members_dead(now, pool, dead),
                Change::Serving { service, traffic, serving } => {
                    ledger.serving(now, service, (traffic, serving));
                }
                Change::BackupWorks { backup, at_work } => {
                    let of = self.model.backups[backup].of;
                    ledger.backup_works(now, of, at_work);
                }
                _ => {}
            }
        }
    }

    /// The values of all workloads at a time, in the order of their columns over time.
    pub fn now(&mut self, at: Time) -> impl Iterator<Item = Option<f64>> + '_ {
        self.ledgers.iter_mut().flat_map(move |ledger| ledger.now(at))
    }

    /// What is known of a time after a replication's early end.
    pub fn after_end(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.ledgers.iter().flat_map(|_| [None; 3])
    }

    /// The requests that each workload has lost, as far as all is reckoned.
    pub fn lost(&self) -> impl Iterator<Item = (ServiceId, f64)> + '_ {
        self.ledgers.iter().map(|ledger| (ledger.service, ledger.sums.lost))
    }

    /// All values over the observed time, in the order of their columns.
    pub fn values(&mut self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        self.ledgers.iter_mut().for_each(|ledger| ledger.values(observed, values));
    }
}
