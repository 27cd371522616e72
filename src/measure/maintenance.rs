//! What is observed of planned maintenance.

use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::model::{Due, Maintenance};

/// Adds the columns of planned maintenance: what goes wrong, and rounds, only where there are any.
pub fn add_columns(maintenance: &Maintenance, layout: &mut Layout) {
    let column = |metric| Column { metric, subject: maintenance.name.clone() };
    layout.values.push(column(Metric::Maintained));
    if maintenance.goes_wrong.is_some() {
        layout.values.push(column(Metric::MaintenanceFailed));
    }
    if matches!(maintenance.due, Due::Every { .. }) {
        layout.values.push(column(Metric::RoundsSkipped));
    }
}

/// The work of one kind of maintenance.
#[derive(Clone, Copy, Debug)]
pub struct MaintenanceLedger {
    done: u64,
    /// `None`: nothing goes wrong.
    failed: Option<u64>,
    /// `None`: it is not done in rounds.
    skipped: Option<u64>,
}

impl MaintenanceLedger {
    pub fn new(maintenance: &Maintenance) -> Self {
        Self {
            done: 0,
            failed: maintenance.goes_wrong.is_some().then_some(0),
            skipped: matches!(maintenance.due, Due::Every { .. }).then_some(0),
        }
    }

    /// Forgets what went before: a replication, or its warm-up.
    pub fn begin(&mut self) {
        let (failed, skipped) = (self.failed.map(|_| 0), self.skipped.map(|_| 0));
        *self = Self { done: 0, failed, skipped };
    }

    pub fn done(&mut self, well: bool) {
        self.done += 1;
        if !well {
            *self.failed.as_mut().expect("only work that can go wrong does") += 1;
        }
    }

    pub fn skipped(&mut self) {
        *self.skipped.as_mut().expect("only maintenance in rounds skips one") += 1;
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let counts = [Some(self.done), self.failed, self.skipped].into_iter().flatten();
        values.extend(counts.map(|count| observed.count(count)));
    }
}
