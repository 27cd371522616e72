//! Backups: periodic full copies of a dataset, which take no time.

use super::change::Change;
use super::event::Event;
use super::world::World;
use crate::model::{BackupId, FirstBackup};
use crate::quantity::Time;

impl World<'_> {
    pub(super) fn schedule_first_backup(&mut self, backup: BackupId) {
        let at = self.backup_time(backup, 0);
        self.schedule(at, Event::Backup { backup });
    }

    /// When a job runs for the `number`th time, counted from 0.
    fn backup_time(&self, id: BackupId, number: u64) -> Time {
        let backup = &self.plan.model.backups[id];
        let first = match backup.first {
            FirstBackup::At(time) => time,
            FirstBackup::RandomPhase => {
                let key = self.plan.backup_phases[usize::from(id)];
                (backup.every * key.draw(self.replication, 0).first()).after_start()
            }
        };
        first + backup.every * number as f64
    }

    /// A backup runs: it succeeds or fails, and the next one is due an interval later.
    pub(super) fn backup_runs(&mut self, backup: BackupId) {
        let number = self.backups[usize::from(backup)];
        self.backups[usize::from(backup)] += 1;
        let key = self.plan.backup_success[usize::from(backup)];
        let succeeds = self.plan.model.backups[backup].succeeds;
        let succeeded = key.chance(succeeds, self.replication, number);
        self.changes.push(Change::Backup { backup, succeeded });
        let next = self.backup_time(backup, number + 1);
        self.schedule(next, Event::Backup { backup });
    }
}
