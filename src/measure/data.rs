//! What is observed of backups and of the stores they go to.

use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::model::{Backup, Store};
use crate::quantity::Bytes;

/// Adds a backup job's columns.
pub fn add_backup_columns(backup: &Backup, layout: &mut Layout) {
    for metric in [Metric::BackupsDone, Metric::BackupsFailed, Metric::BackupVolume] {
        layout.values.push(Column { metric, subject: backup.name.clone() });
    }
}

/// Adds a store's columns.
pub fn add_store_columns(store: &Store, layout: &mut Layout) {
    let metric = Metric::StoredBytesAt;
    layout.series.push(Column { metric, subject: store.name.clone() });
}

/// The runs of one backup job.
#[derive(Clone, Copy, Debug)]
pub struct BackupLedger {
    done: u64,
    failed: u64,
    size: Bytes,
}

impl BackupLedger {
    /// The ledger of a job that writes `size` each time it succeeds.
    pub const fn new(size: Bytes) -> Self {
        Self { done: 0, failed: 0, size }
    }

    /// Forgets what went before: a replication, or its warm-up.
    pub fn begin(&mut self) {
        *self = Self::new(self.size);
    }

    pub fn ran(&mut self, succeeded: bool) {
        if succeeded {
            self.done += 1;
        } else {
            self.failed += 1;
        }
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let volume = observed.count(self.done).map(|done| done * self.size.get());
        values.extend([observed.count(self.done), observed.count(self.failed), volume]);
    }
}

/// Backups on one store.
#[derive(Clone, Copy, Debug)]
pub struct StoreLedger {
    start: Bytes,
    held: Bytes,
}

impl StoreLedger {
    pub fn new(store: &Store) -> Self {
        Self { start: store.holds, held: store.holds }
    }

    pub fn restart(&mut self) {
        self.held = self.start;
    }

    pub fn receives(&mut self, bytes: Bytes) {
        self.held = self.held + bytes;
    }

    pub fn now(&self) -> Option<f64> {
        Some(self.held.get())
    }
}
