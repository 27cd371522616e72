//! Retention: which copies a job keeps, and when the others go.
//!
//! A copy has grounds of its own to stay while the job's rule wants it, if it is of use, and while
//! it is immutable. What a copy of use builds on stays with it. All others go at once.

use super::backup::BackupState;
use super::change::Change;
use super::copies::BackupCopy;
use super::event::Event;
use super::world::World;
use crate::model::{BackupId, Keep, Partial, StoreId};
use crate::quantity::{Span, Time};

/// The periods of grandfather, father and son: a day, a week, a month and a year.
const PERIODS: [Span; 4] = [
    Span::from_hours(24.0),
    Span::from_hours(168.0),
    Span::from_hours(730.0),
    Span::from_hours(8760.0),
];

impl World<'_> {
    /// A copy has come to those that are there, with all that it builds on.
    pub(super) fn copy_is_added(&mut self, backup: BackupId) {
        let is_expected = self.backups[usize::from(backup)].expiry.is_some();
        match self.plan.model.backups[backup].keeps {
            Keep::All => {}
            Keep::For(_) if is_expected => {}
            Keep::For(_) | Keep::Newest(_) | Keep::Gfs { .. } => self.look_through_copies(backup),
        }
    }

    /// What a run builds on need not stay for its sake any longer: the run has failed.
    pub(super) fn copies_are_needed_less(&mut self, backup: BackupId) {
        if self.plan.model.backups[backup].keeps != Keep::All {
            self.look_through_copies(backup);
        }
    }

    /// Some copy of a job may have been kept long enough.
    pub(super) fn copies_expire(&mut self, backup: BackupId) {
        if self.backups[usize::from(backup)].expiry.is_some_and(|at| at <= self.now) {
            self.look_through_copies(backup);
        }
    }

    /// Makes room on a store of limited capacity: what expires now goes before anything new comes.
    pub(super) fn make_room(&mut self, store: StoreId) {
        let model = self.plan.model;
        if model.stores[store].capacity.is_none() {
            return;
        }
        for (backup, _) in model.backups.entries().filter(|(_, job)| job.to == store) {
            self.copies_expire(backup);
        }
    }

    /// Drops the copies that are not kept.
    pub(super) fn look_through_copies(&mut self, backup: BackupId) {
        let job = &self.plan.model.backups[backup];
        let immutable_for = self.plan.model.stores[job.to].immutable_for;
        let state = &mut self.backups[usize::from(backup)];
        let before = state.copies.len();
        let (freed, next) = match job.keeps {
            Keep::For(span) if !state.some_of_no_use => {
                let (all, stays) = (state.copies.len(), span.max(immutable_for));
                state.drop_oldest(all, stays, job.between, self.now)
            }
            Keep::Newest(count) if !state.some_of_no_use => {
                let others = state.copies.len().saturating_sub(count as usize);
                state.drop_oldest(others, immutable_for, job.between, self.now)
            }
            keeps => state.drop_others(keeps, immutable_for, self.now),
        };
        let dropped = state.copies.len() < before;
        if state.copies.is_empty() {
            state.bytes = 0.0;
        }
        let pending = std::mem::replace(&mut state.expiry, next);
        if dropped {
            self.changes.push(Change::Stored { store: job.to, bytes: -freed });
            self.look_after_restores();
        }
        if let Some(at) = next.filter(|_| next != pending) {
            self.schedule(at, Event::Expiry { backup });
        }
    }
}

impl BackupState {
    /// Of so many oldest copies drops those made at least so long ago, where all are of use: only
    /// the oldest can go, and not what the first of those that stay builds on. Returns the bytes of
    /// what goes and when the next is that old.
    fn drop_oldest(
        &mut self,
        of: usize,
        stays: Span,
        between: Partial,
        now: Time,
    ) -> (f64, Option<Time>) {
        let old = self.copies.partition_point(|copy| copy.version + stays <= now).min(of);
        let next = (old < of).then(|| self.copies[old].version + stays);
        let of_run = || self.copy(self.run.as_ref()?.base?);
        let needed = self.copies.get(old).or_else(of_run).map_or(self.finished, |copy| copy.root);
        let before = self.copies.partition_point(|copy| copy.number < needed).min(old);
        let mut freed = 0.0;
        for _ in 0..before {
            let copy = self.copies.pop_front().expect("the oldest are there");
            freed += self.forget(&copy);
        }
        if between == Partial::Differential {
            // What is left of the old ones is the full copy that is needed and others after it.
            for _ in before + 1..old {
                let copy = self.copies.remove(1).expect("old copies are there");
                freed += self.forget(&copy);
            }
        }
        (freed, next)
    }

    /// Drops the copies that are not kept. Returns their bytes and when the next of those that are
    /// loses grounds of its own.
    fn drop_others(&mut self, keeps: Keep, immutable_for: Span, now: Time) -> (f64, Option<Time>) {
        let next = self.mark_kept(keeps, immutable_for, now);
        let marks = std::mem::take(&mut self.marks);
        let mut place = 0;
        let freed = self.keep(|_| {
            place += 1;
            marks[place - 1]
        });
        self.marks = marks;
        self.some_of_no_use = !self.copies.iter().all(BackupCopy::is_of_use);
        (freed, next)
    }

    /// Marks the copies that are kept, and says when the next of them loses grounds of its own.
    fn mark_kept(&mut self, keeps: Keep, immutable_for: Span, now: Time) -> Option<Time> {
        self.mark_wanted(keeps, now);
        let mut next = Time::NEVER;
        for (copy, kept) in self.copies.iter().zip(&mut self.marks) {
            let wanted_until = match keeps {
                Keep::For(span) if *kept => copy.version + span,
                _ if *kept => Time::NEVER,
                _ => Time::START,
            };
            let until = wanted_until.max(copy.version + immutable_for);
            *kept = until > now;
            if until > now && until < next {
                next = until;
            }
        }
        self.mark_bases();
        (next < Time::NEVER).then_some(next)
    }

    /// Marks what the job's rule wants.
    fn mark_wanted(&mut self, keeps: Keep, now: Time) {
        self.marks.clear();
        self.marks.extend(self.copies.iter().map(BackupCopy::is_of_use));
        let of_use = self.copies.iter().zip(&mut self.marks).rev().filter(|(_, mark)| **mark);
        match keeps {
            Keep::All => {}
            Keep::For(span) => of_use.for_each(|(copy, mark)| *mark = copy.version + span > now),
            Keep::Newest(count) => of_use.skip(count as usize).for_each(|(_, mark)| *mark = false),
            Keep::Gfs { daily, weekly, monthly, yearly } => {
                let mut sieve = Sieve::new([daily, weekly, monthly, yearly]);
                of_use.for_each(|(copy, mark)| *mark = sieve.keeps(copy.version));
            }
        }
    }

    /// Marks what marked copies of use build on, and what a run under way builds on.
    fn mark_bases(&mut self) {
        if let Some(base) = self.run.as_ref().and_then(|run| run.base)
            && let Some(place) = self.place_of(base)
        {
            self.marks[place] = true;
        }
        for place in (0..self.copies.len()).rev() {
            let copy = &self.copies[place];
            if let Some(base) = copy.base.filter(|_| self.marks[place] && copy.is_of_use()) {
                let base = self.place_of(base).expect("a copy of use has all that it builds on");
                self.marks[base] = true;
            }
        }
    }
}

/// Grandfather, father, son: shown versions from the newest on, keeps the newest of each of so
/// many days, weeks, months and years.
struct Sieve {
    /// How many of each period are still wanted.
    wanted: [u32; 4],
    /// The period of each kind that was last seen.
    seen: [Option<f64>; 4],
}

impl Sieve {
    const fn new(wanted: [u32; 4]) -> Self {
        Self { wanted, seen: [None; 4] }
    }

    fn keeps(&mut self, version: Time) -> bool {
        let mut keeps = false;
        for (kind, period) in PERIODS.into_iter().enumerate() {
            let number = (version.since_start() / period).floor();
            if self.seen[kind] != Some(number) {
                self.seen[kind] = Some(number);
                if self.wanted[kind] > 0 {
                    self.wanted[kind] -= 1;
                    keeps = true;
                }
            }
        }
        keeps
    }
}

#[cfg(test)]
impl BackupState {
    /// Asserts that all copies that are there are kept, by the rule that holds for all cases.
    pub fn check_kept(&self, keeps: Keep, immutable_for: Span, now: Time) {
        let mut copy = self.clone();
        copy.mark_kept(keeps, immutable_for, now);
        let versions = self.copies.iter().map(|copy| copy.version.hours());
        let marked = versions.zip(&copy.marks).collect::<Vec<_>>();
        assert!(copy.marks.iter().all(|&kept| kept), "at {}: {marked:?}", now.hours());
    }
}
