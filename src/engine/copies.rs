//! Copies that backup jobs have made: which there are, what they build on, how they are lost.

use super::backup::BackupState;
use super::change::Change;
use super::event::Event;
use super::plan::{ClassId, Plan};
use super::stream::Key;
use super::world::World;
use crate::model::{Backup, BackupId, Encryption, KeyId, Mirror, MirrorId, StoreId};
use crate::quantity::{Bytes, Probability, Time};

/// The run that a seeded copy is numbered by: none that ever falls due.
const SEED_RUN: u64 = u64::MAX;

/// One finished backup.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct BackupCopy {
    /// Its number among the job's finished copies, from 0; copies are kept in this order, which is
    /// that of their versions too.
    pub number: u64,
    /// The run that made it, which numbers its draws.
    pub run: u64,
    /// The start of its backup.
    pub version: Time,
    pub usable_at: Time,
    pub bytes: Bytes,
    /// The copy that it builds on; `None`: it is a full one.
    pub base: Option<u64>,
    /// The full copy that it builds on in the end: itself, if it is one.
    pub root: u64,
    /// Whether it can be restored at all, known or not.
    pub sound: bool,
    /// Whether it is known not to be sound.
    pub known_unsound: bool,
    /// Whether something that it builds on is gone or known not to be sound.
    pub broken: bool,
}

impl BackupCopy {
    /// Whether it can be restored, as far as anybody knows.
    pub fn is_of_use(&self) -> bool {
        !self.known_unsound && !self.broken
    }
}

impl BackupState {
    /// Where a copy is among those that are there.
    pub fn place_of(&self, number: u64) -> Option<usize> {
        self.copies.binary_search_by_key(&number, |copy| copy.number).ok()
    }

    /// A copy, if it is there.
    pub fn copy(&self, number: u64) -> Option<&BackupCopy> {
        self.place_of(number).map(|place| &self.copies[place])
    }

    /// Keeps the copies for which `keeps` holds, and returns the bytes of the others.
    pub fn keep(&mut self, mut keeps: impl FnMut(&BackupCopy) -> bool) -> f64 {
        let mut copies = std::mem::take(&mut self.copies);
        let mut freed = 0.0;
        copies.retain(|copy| {
            let keeps = keeps(copy);
            if !keeps {
                freed += self.forget(copy);
            }
            keeps
        });
        self.copies = copies;
        freed
    }

    /// Counts a copy no longer, and returns its bytes.
    pub fn forget(&mut self, copy: &BackupCopy) -> f64 {
        self.unsound -= u64::from(!copy.sound && !copy.known_unsound);
        self.bytes -= copy.bytes.get();
        copy.bytes.get()
    }

    /// Finds the copies that build on what is gone or of no use.
    fn find_broken(&mut self) {
        for place in 0..self.copies.len() {
            if let Some(base) = self.copies[place].base {
                let is_of_use = self.copy(base).is_some_and(BackupCopy::is_of_use);
                self.copies[place].broken = !is_of_use;
            }
        }
        self.some_of_no_use = !self.copies.iter().all(BackupCopy::is_of_use);
    }
}

impl World<'_> {
    /// A full copy of the start is there.
    pub(super) fn add_seed(&mut self, backup: BackupId) {
        let job = &self.plan.model.backups[backup];
        self.add_copy(
            backup,
            BackupCopy {
                number: 0,
                run: SEED_RUN,
                version: Time::START,
                usable_at: Time::START,
                bytes: self.plan.model.datasets[job.of].size,
                base: None,
                root: 0,
                sound: true,
                known_unsound: false,
                broken: false,
            },
        );
    }

    /// A backup is finished: its copy is there.
    pub(super) fn add_copy(&mut self, backup: BackupId, copy: BackupCopy) {
        let store = self.plan.model.backups[backup].to;
        let state = &mut self.backups[usize::from(backup)];
        state.finished += 1;
        if copy.base.is_none() {
            state.last_full = Some(copy.number);
        }
        state.unsound += u64::from(!copy.sound);
        state.bytes += copy.bytes.get();
        state.copies.push_back(copy);
        self.changes.push(Change::Stored { store, bytes: copy.bytes.get() });
        let state = &self.backups[usize::from(backup)];
        if copy.base.is_some_and(|base| !state.copy(base).is_some_and(BackupCopy::is_of_use)) {
            self.chains_may_be_broken(backup);
        } else {
            self.copy_is_added(backup);
        }
    }

    /// The copies that a copy is restored from, full one first; `None` where one is gone or known
    /// to be unsound.
    pub(super) fn chain(&self, backup: BackupId, number: u64) -> Option<Vec<BackupCopy>> {
        let state = &self.backups[usize::from(backup)];
        let mut chain = vec![*state.copy(number).filter(|copy| copy.is_of_use())?];
        while let Some(base) = chain[chain.len() - 1].base {
            chain.push(*state.copy(base)?);
        }
        chain.reverse();
        Some(chain)
    }

    /// Keeps the copies of a job for which `keeps` holds; what builds on the others is of no use.
    pub(super) fn keep_copies(&mut self, backup: BackupId, keeps: impl Fn(&BackupCopy) -> bool) {
        let store = self.plan.model.backups[backup].to;
        let state = &mut self.backups[usize::from(backup)];
        let before = state.copies.len();
        let freed = state.keep(keeps);
        if state.copies.len() < before {
            self.changes.push(Change::Stored { store, bytes: -freed });
            self.chains_may_be_broken(backup);
        }
    }

    fn chains_may_be_broken(&mut self, backup: BackupId) {
        self.backups[usize::from(backup)].find_broken();
        self.look_through_copies(backup);
        self.look_after_restores();
    }

    /// Copies turned out not to be sound: they are thrown away, and what builds on them, but what
    /// is immutable stays where it is and is of no use.
    pub(super) fn copies_are_unsound(&mut self, backup: BackupId, numbers: &[u64]) {
        let state = &mut self.backups[usize::from(backup)];
        let mut some = false;
        for &number in numbers {
            let Some(place) = state.place_of(number) else { continue };
            let copy = &mut state.copies[place];
            if !std::mem::replace(&mut copy.known_unsound, true) {
                state.unsound -= u64::from(!copy.sound);
                some = true;
            }
        }
        if some {
            self.chains_may_be_broken(backup);
        }
    }

    /// Checks every copy of a job.
    pub(super) fn copies_are_verified(&mut self, backup: BackupId) {
        let job = &self.plan.model.backups[backup];
        let verification = job.verifies.expect("only a job that verifies has its copies checked");
        let state = &mut self.backups[usize::from(backup)];
        state.checks += 1;
        let key = self.plan.backups[usize::from(backup)].verification.attempt(state.checks);
        let next = verification.every * f64::from(state.checks + 1);
        if state.unsound > 0 {
            let replication = self.replication;
            let is_found = |copy: &&BackupCopy| {
                let unknown = !copy.sound && !copy.known_unsound;
                unknown && key.chance(verification.finds, replication, copy.run)
            };
            let found: Vec<u64> = state.copies.iter().filter(is_found).map(|c| c.number).collect();
            self.changes.extend(found.iter().map(|_| Change::UnsoundFound { backup }));
            self.copies_are_unsound(backup, &found);
        }
        self.schedule(next.after_start(), Event::Verification { backup });
    }

    /// A failure destroys copies on a store, backups and mirrors, each with the mode's probability;
    /// immutability is no help.
    pub(super) fn copies_are_destroyed(&mut self, store: StoreId, id: ClassId, episode: u64) {
        let class = &self.plan.classes[id];
        self.copies_perish(store, class.mode.effect.destroys, class.destroys, episode);
    }

    /// A key is lost for good, though another may take its place: each copy encrypted with it is
    /// useless with the mode's probability.
    pub(super) fn copies_lose_their_key(&mut self, lost: KeyId, id: ClassId, episode: u64) {
        let class = &self.plan.classes[id];
        let with_it = |by: Option<Encryption>| by.is_some_and(|by| by.key == Some(lost));
        self.perish(
            |job| with_it(job.encryption),
            |_, mirror| with_it(mirror.encryption),
            (class.mode.effect.destroys, class.destroys, episode),
        );
    }

    /// Each copy on a store, backup or mirror, is gone with a probability, by a draw of a stream
    /// for the episode and the copy. Mirrors begin anew.
    pub(super) fn copies_perish(
        &mut self,
        store: StoreId,
        probability: Probability,
        key: Key,
        episode: u64,
    ) {
        let chance = (probability, key, episode);
        let stores = self.mirror_stores.clone();
        let is = |id: MirrorId, _: &Mirror| stores[usize::from(id)] == store;
        self.perish(|job| job.to == store, is, chance);
        self.checkpoints_perish(store, chance);
    }

    fn perish(
        &mut self,
        of_job: impl Fn(&Backup) -> bool,
        is: impl Fn(MirrorId, &Mirror) -> bool,
        (probability, key, episode): (Probability, Key, u64),
    ) {
        let (plan, replication) = (self.plan, self.replication);
        for (backup, _) in plan.model.backups.entries().filter(|(_, job)| of_job(job)) {
            let of_job = Plan::part(episode, plan.backups[usize::from(backup)].identity);
            self.keep_copies(backup, |copy| {
                !key.chance(probability, replication, Plan::part(of_job, copy.run))
            });
        }
        for (mirror, _) in plan.model.mirrors.entries().filter(|(id, mirror)| is(*id, mirror)) {
            let number = Plan::part(episode, plan.mirrors[usize::from(mirror)]);
            if key.chance(probability, replication, number) {
                self.mirror_is_gone(mirror);
            }
        }
    }

    /// Somebody deletes every copy on a store that he can, backups and mirrors: not the backups
    /// that are still immutable. Mirrors begin anew.
    pub(super) fn copies_are_deleted(&mut self, store: StoreId) {
        let (plan, now) = (self.plan, self.now);
        let immutable_for = plan.model.stores[store].immutable_for;
        for (backup, _) in plan.model.backups.entries().filter(|(_, job)| job.to == store) {
            self.keep_copies(backup, |copy| copy.version + immutable_for > now);
        }
        self.mirrors_are_gone(store);
        self.checkpoints_are_deleted(store);
    }
}
