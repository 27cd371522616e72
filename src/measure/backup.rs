//! What is observed of backup jobs.

use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::model::Backup;
use crate::quantity::{Bytes, Probability, Time};

/// Adds a backup job's columns.
pub fn add_columns(backup: &Backup, layout: &mut Layout) {
    let column = |metric| Column { metric, subject: backup.name.clone() };
    layout.values.push(column(Metric::BackupsDone));
    layout.values.push(column(Metric::BackupsFailed));
    layout.values.push(column(Metric::BackupsSkipped));
    layout.values.push(column(Metric::BackupVolume));
    if is_seen_unsound(backup) {
        layout.values.push(column(Metric::UnsoundFound));
    }
    layout.pooled.push(column(Metric::BackupTime));
}

/// Whether a verification can find a copy of the job unsound.
fn is_seen_unsound(backup: &Backup) -> bool {
    backup.sound < Probability::SURE && backup.verifies.is_some()
}

/// The runs of one backup job.
#[derive(Clone, Copy, Debug)]
pub struct BackupLedger {
    done: u64,
    failed: u64,
    skipped: u64,
    /// `None`: no check can find one.
    unsound: Option<u64>,
    volume: f64,
    first_pooled: u16,
}

impl BackupLedger {
    /// How many pooled columns a job has.
    pub const POOLED: usize = 1;

    /// The ledger of a job whose pooled column is `first_pooled`.
    pub fn new(backup: &Backup, first_pooled: u16) -> Self {
        let unsound = is_seen_unsound(backup).then_some(0);
        Self { done: 0, failed: 0, skipped: 0, unsound, volume: 0.0, first_pooled }
    }

    /// Forgets what went before: a replication, or its warm-up.
    pub fn begin(&mut self) {
        let unsound = self.unsound.map(|_| 0);
        *self = Self { done: 0, failed: 0, skipped: 0, unsound, volume: 0.0, ..*self };
    }

    /// A backup begun `since` is finished; how long it took.
    pub fn done(&mut self, now: Time, since: Time, bytes: Bytes) -> Observation {
        self.done += 1;
        self.volume += bytes.get();
        let value = (now - since).hours();
        Observation { column: self.first_pooled, value, finished: true }
    }

    pub fn failed(&mut self) {
        self.failed += 1;
    }

    pub fn skipped(&mut self) {
        self.skipped += 1;
    }

    pub fn unsound_found(&mut self) {
        let unsound = self.unsound.as_mut().expect("only a job whose copies are checked finds one");
        *unsound += 1;
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        values.extend([self.done, self.failed, self.skipped].map(|count| observed.count(count)));
        values.push(observed.any().then_some(self.volume));
        values.extend(self.unsound.map(|count| observed.count(count)));
    }
}
