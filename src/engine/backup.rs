//! Backup jobs: when they run, what they write, how they fail and are tried again.
//!
//! A run is one or more attempts; an attempt first takes its own time, then moves its bytes. Every
//! draw is numbered by the run, and attempts draw from streams of their own, so that nothing that
//! happens to one run moves the chance of another.

use std::collections::VecDeque;

use super::change::{BackupFault, Change};
use super::copies::BackupCopy;
use super::event::{Event, Stamp};
use super::transfer::{Begun, Errand};
use super::window;
use super::world::World;
use crate::model::{BackupId, FirstBackup, Partial, StoreId};
use crate::quantity::{Bytes, Span, Time};

/// A store takes what exceeds its capacity by less than this share: rounding.
const ROUNDING: f64 = 1e-12;
/// Marks the numbers of runs that are not in the timetable.
const ASKED_FOR: u64 = 1 << 62;

/// A backup job in one replication.
#[derive(Clone, Debug, Default)]
pub(super) struct BackupState {
    /// Runs that have fallen due.
    pub runs: u64,
    /// Runs that were asked for besides.
    asked_for: u64,
    /// Copies that are there, by number.
    pub copies: VecDeque<BackupCopy>,
    /// The number of the next copy.
    pub finished: u64,
    /// The newest full copy made, there or not.
    pub last_full: Option<u64>,
    /// What its copies hold together.
    pub bytes: f64,
    /// Copies that are not sound, which nobody knows.
    pub unsound: u64,
    /// Whether some may be of no use, as far as is known.
    pub some_of_no_use: bool,
    /// Checks of its copies that there have been.
    pub checks: u32,
    /// When copies are next looked through for what need not be kept.
    pub expiry: Option<Time>,
    /// Memory for looking through them.
    pub marks: Vec<bool>,
    /// The run under way.
    pub run: Option<Run>,
    /// Whether it was told to be moving data, where that takes capacity from a workload.
    pub told_at_work: bool,
}

impl BackupState {
    /// Whether an attempt is under way.
    pub fn is_at_work(&self) -> bool {
        self.run.as_ref().is_some_and(Run::is_at_work)
    }

    pub fn restart(&mut self) {
        self.copies.clear();
        *self = Self {
            copies: std::mem::take(&mut self.copies),
            marks: std::mem::take(&mut self.marks),
            ..Self::default()
        };
    }

    /// Bytes that an attempt under way will have written.
    pub fn reserved(&self) -> f64 {
        self.run.as_ref().filter(|run| run.is_at_work()).map_or(0.0, |run| run.bytes)
    }
}

/// A run from its falling due to its success or its last attempt's failure.
#[derive(Clone, Debug)]
pub(super) struct Run {
    number: u64,
    /// Attempts that have failed.
    attempt: u32,
    step: RunStep,
    /// When the attempt began.
    since: Time,
    /// Where the attempt reads.
    from: StoreId,
    /// What it builds on; `None`: it is a full one.
    pub base: Option<u64>,
    /// What it writes.
    bytes: f64,
    stamp: Stamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RunStep {
    /// An attempt has failed, and another follows.
    Waiting,
    /// An attempt waits for the job's window to open.
    Window,
    /// An attempt takes its own time.
    Takes,
    /// The bytes of an attempt are on their way.
    Moves,
}

impl Run {
    /// Whether an attempt is under way.
    pub fn is_at_work(&self) -> bool {
        matches!(self.step, RunStep::Takes | RunStep::Moves)
    }
}

impl World<'_> {
    /// Schedules a job's first run and its first verification.
    pub(super) fn start_backups(&mut self, backup: BackupId) {
        let at = self.backup_time(backup, 0);
        self.schedule(at, Event::BackupDue { backup });
        let job = &self.plan.model.backups[backup];
        if let Some(verification) = job.verifies {
            self.schedule(verification.every.after_start(), Event::Verification { backup });
        }
        if job.seeded {
            self.add_seed(backup);
        }
    }

    /// When a job runs for the `number`th time, counted from 0.
    fn backup_time(&self, id: BackupId, number: u64) -> Time {
        let backup = &self.plan.model.backups[id];
        let first = match backup.first {
            FirstBackup::At(time) => time,
            FirstBackup::RandomPhase => {
                let key = self.plan.backups[usize::from(id)].phase;
                (backup.every * key.draw(self.replication, 0).first()).after_start()
            }
        };
        first + backup.every * number as f64
    }

    /// A run falls due: it begins, unless the one before is still under way.
    pub(super) fn backup_is_due(&mut self, backup: BackupId) {
        let state = &mut self.backups[usize::from(backup)];
        let number = state.runs;
        state.runs += 1;
        if state.run.is_some() {
            self.changes.push(Change::BackupSkipped { backup });
        } else {
            self.begin_run(backup, number);
        }
        let next = self.backup_time(backup, number + 1);
        self.schedule(next, Event::BackupDue { backup });
    }

    /// A run is asked for besides those of the timetable; nothing, if one is under way.
    pub(super) fn backup_is_asked_for(&mut self, backup: BackupId) {
        let state = &mut self.backups[usize::from(backup)];
        if state.run.is_none() {
            let number = ASKED_FOR | state.asked_for;
            state.asked_for += 1;
            self.begin_run(backup, number);
        }
    }

    fn begin_run(&mut self, backup: BackupId, number: u64) {
        let state = &mut self.backups[usize::from(backup)];
        state.run = Some(Run {
            number,
            attempt: 0,
            step: RunStep::Waiting,
            since: self.now,
            from: self.plan.model.datasets[self.plan.model.backups[backup].of].on,
            base: None,
            bytes: 0.0,
            stamp: 0,
        });
        self.attempt_when_open(backup);
    }

    fn run(&mut self, backup: BackupId) -> &mut Run {
        self.backups[usize::from(backup)].run.as_mut().expect("a run is under way")
    }

    /// Begins an attempt, now or when the job's window opens.
    fn attempt_when_open(&mut self, backup: BackupId) {
        let Some(window) = self.plan.model.backups[backup].window else {
            return self.begin_attempt(backup);
        };
        if window::is_open(window, self.now) {
            return self.begin_attempt(backup);
        }
        self.wait(backup, RunStep::Window, window::next(window.opens, self.now));
    }

    fn wait(&mut self, backup: BackupId, step: RunStep, until: Time) {
        let stamp = self.next_stamp();
        let run = self.run(backup);
        run.step = step;
        run.stamp = stamp;
        self.schedule(until, Event::BackupGoesOn { backup, stamp });
    }

    /// An attempt begins: what it copies is as it is now.
    fn begin_attempt(&mut self, backup: BackupId) {
        if let Err(fault) = self.prepare_attempt(backup) {
            return self.attempt_fails(backup, fault);
        }
        let job = &self.plan.model.backups[backup];
        let takes = self.plan.backups[usize::from(backup)].takes;
        let (now, replication) = (self.now, self.replication);
        let run = self.run(backup);
        let takes = takes.attempt(run.attempt).span(&job.takes, replication, run.number);
        if takes > Span::ZERO {
            self.wait(backup, RunStep::Takes, now + takes);
        } else {
            self.move_backup(backup);
        }
        self.backup_load_turns(backup);
        let Some(window) = job.window else { return };
        let run = self.backups[usize::from(backup)].run.as_ref();
        if let Some(run) = run.filter(|run| run.is_at_work() && run.since == now) {
            let stamp = run.stamp;
            let closes = window::next(window.closes, now);
            self.schedule(closes, Event::WindowCloses { backup, stamp });
        }
    }

    /// Finds out what an attempt has to copy, and whether it can.
    fn prepare_attempt(&mut self, id: BackupId) -> Result<(), BackupFault> {
        let job = &self.plan.model.backups[id];
        self.backup_can_go_on(id)?;
        let dataset = &self.plan.model.datasets[job.of];
        let base = self.base_of_next(id);
        let bytes = match base {
            Some(since) => dataset.changed(since.version, self.now),
            None => dataset.size_at(self.now),
        };
        let (now, from) = (self.now, self.datasets[usize::from(job.of)].on);
        let run = self.run(id);
        run.since = now;
        run.from = from;
        // Told before room is made, so that what it builds on does not make room for it.
        run.base = base.map(|base| base.number);
        run.bytes = bytes.get();
        self.make_room(job.to);
        if self.is_full(job.to, bytes.get()) {
            return Err(BackupFault::Full);
        }
        Ok(())
    }

    /// Whether an attempt can begin or go on, as far as what it reads, writes and goes over.
    fn backup_can_go_on(&self, id: BackupId) -> Result<(), BackupFault> {
        let job = &self.plan.model.backups[id];
        if !self.data_is_there(job.of, None) {
            return Err(BackupFault::Source);
        }
        if !self.store_can_be_read(job.to) {
            return Err(BackupFault::Target);
        }
        if !self.some_way_is_up(job.over.as_ref()) {
            return Err(BackupFault::Route);
        }
        Ok(())
    }

    /// The copy that the run under way builds on; `None`: it is, or is made, a full one.
    fn base_of_next(&self, id: BackupId) -> Option<BackupCopy> {
        let job = &self.plan.model.backups[id];
        let state = &self.backups[usize::from(id)];
        let number = state.run.as_ref().expect("a run is under way").number;
        let full = match number & ASKED_FOR {
            0 => number.is_multiple_of(u64::from(job.full_every)),
            _ => job.full_every == 1,
        };
        if full {
            return None;
        }
        let base = match job.between {
            Partial::Incremental => state.finished.checked_sub(1)?,
            Partial::Differential => state.last_full?,
        };
        let dataset = &self.datasets[usize::from(job.of)];
        let is_good = |copy: &&BackupCopy| copy.is_of_use() && !dataset.was_spoiled(copy.version);
        state.copy(base).filter(is_good).copied()
    }

    /// Whether so many bytes more are too many for a store.
    fn is_full(&self, store: StoreId, bytes: f64) -> bool {
        let Some(capacity) = self.plan.model.stores[store].capacity else {
            return false;
        };
        self.bytes_on(store) + bytes > capacity.get() * (1.0 + ROUNDING)
    }

    /// All that lies on a store now: what it holds from before, datasets, mirrors, backups, and
    /// what backups under way will have written.
    pub(super) fn bytes_on(&self, store: StoreId) -> f64 {
        let model = self.plan.model;
        let datasets = model.datasets.iter().zip(&self.datasets);
        let here = datasets.filter(|(_, state)| state.on == store);
        let live: f64 = here.map(|(dataset, _)| dataset.size_at(self.now).get()).sum();
        let mirrors = model.mirrors.iter().zip(&self.mirrors).zip(&self.mirror_stores);
        let here = mirrors.filter(|((_, state), to)| **to == store && !state.is_empty());
        let size = |of| model.datasets[of].size_at(self.now).get();
        let mirrored: f64 = here.map(|((mirror, _), _)| size(mirror.of)).sum();
        let jobs = model.backups.iter().zip(&self.backups).filter(|(job, _)| job.to == store);
        let copied: f64 = jobs.map(|(_, state)| state.bytes + state.reserved()).sum();
        model.stores[store].holds.get() + live + mirrored + copied
    }

    /// The own time of an attempt is over: its bytes are moved.
    fn move_backup(&mut self, backup: BackupId) {
        let job = &self.plan.model.backups[backup];
        let throughput = job.encryption.map_or(1.0, |encryption| encryption.throughput);
        let run = self.run(backup);
        run.step = RunStep::Moves;
        let (from, bytes) = (run.from, run.bytes / throughput);
        let errand = Errand::Backup(backup);
        match self.begin_transfer(errand, (from, job.to), job.over.as_ref(), bytes) {
            Begun::Done => self.backup_is_carried(backup),
            Begun::UnderWay => {}
            Begun::NoWay => self.backup_is_cut(backup, BackupFault::Route),
        }
    }

    /// A backup under way, or one to be tried again, has come to its next step.
    pub(super) fn backup_goes_on(&mut self, backup: BackupId, stamp: Stamp) {
        let Some(run) = &self.backups[usize::from(backup)].run else { return };
        if run.stamp != stamp {
            return;
        }
        match run.step {
            RunStep::Waiting => self.attempt_when_open(backup),
            RunStep::Window => self.begin_attempt(backup),
            RunStep::Takes => self.move_backup(backup),
            RunStep::Moves => panic!("bytes on their way wait for no event of their own"),
        }
    }

    /// The window of a backup under way closes; what is ready at that very moment is in time.
    pub(super) fn window_closes(&mut self, backup: BackupId, stamp: Stamp) {
        let stamp_of = |run: &Run| run.stamp == stamp;
        if !self.backups[usize::from(backup)].run.as_ref().is_some_and(stamp_of) {
            return;
        }
        self.end_transfers();
        if self.backups[usize::from(backup)].run.as_ref().is_some_and(stamp_of) {
            self.backup_is_cut(backup, BackupFault::Window);
        }
    }

    /// The bytes of a backup are written.
    pub(super) fn backup_is_carried(&mut self, backup: BackupId) {
        let job = &self.plan.model.backups[backup];
        let keys = &self.plan.backups[usize::from(backup)];
        let run = self.backups[usize::from(backup)].run.take().expect("a run is under way");
        let success = keys.success.attempt(run.attempt);
        if !success.chance(job.succeeds, self.replication, run.number) {
            self.backups[usize::from(backup)].run = Some(run);
            return self.attempt_fails(backup, BackupFault::Chance);
        }
        let bytes = Bytes::new(run.bytes);
        self.changes.push(Change::BackupDone { backup, since: run.since, bytes });
        let sound = keys.sound.chance(job.sound, self.replication, run.number);
        let state = &self.backups[usize::from(backup)];
        let number = state.finished;
        let base = run.base.and_then(|base| state.copy(base));
        let root = base.map_or(number, |base| base.root);
        self.add_copy(
            backup,
            BackupCopy {
                number,
                run: run.number,
                version: run.since,
                usable_at: self.now + job.lag,
                bytes,
                base: run.base,
                root,
                sound,
                known_unsound: false,
                broken: false,
            },
        );
        self.backup_load_turns(backup);
    }

    /// A backup under way is cut short.
    pub(super) fn backup_is_cut(&mut self, backup: BackupId, fault: BackupFault) {
        self.cancel_transfer(Errand::Backup(backup));
        self.attempt_fails(backup, fault);
    }

    fn attempt_fails(&mut self, backup: BackupId, fault: BackupFault) {
        self.changes.push(Change::BackupFailed { backup, fault });
        let now = self.now;
        let retry = self.plan.model.backups[backup].retry;
        let run = self.run(backup);
        let built_on = run.base.take().is_some();
        match retry.filter(|retry| run.attempt < retry.tries) {
            Some(retry) => {
                run.attempt += 1;
                self.wait(backup, RunStep::Waiting, now + retry.after);
            }
            None => self.backups[usize::from(backup)].run = None,
        }
        if built_on {
            self.copies_are_needed_less(backup);
        }
        self.backup_load_turns(backup);
    }

    /// What backups under way depend on may have changed: those that cannot go on are cut short.
    pub(super) fn look_after_backups(&mut self) {
        for backup in self.plan.model.backups.ids() {
            let run = self.backups[usize::from(backup)].run.as_ref();
            if run.is_some_and(Run::is_at_work)
                && let Err(fault) = self.backup_can_go_on(backup)
            {
                self.backup_is_cut(backup, fault);
            }
        }
    }
}
