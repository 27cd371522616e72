//! Restore: the newest chain of copies that can be used, and what it takes to bring it back.
//!
//! An attempt starts, carries the bytes of its chain, applies the copies after the full one and
//! verifies; then copies that are not sound are found out, or it fails by chance. Each step is an
//! event, even one that takes no time: attempts never nest.

use super::candidate::Candidate;
use super::change::{Change, Disruption};
use super::copies::BackupCopy;
use super::event::Stamp;
use super::incident::{DatasetState, Stage, earlier};
use super::transfer::{Begun, Errand};
use super::world::World;
use crate::model::{BackupId, DatasetId, MirrorId, StoreId};
use crate::quantity::{Bytes, Span, Time};

/// What a dataset is restored from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Mirror(MirrorId),
    /// The copy of this number, with all that it builds on.
    Backup(BackupId, u64),
}

/// An attempt under way.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    source: Source,
    version: Time,
    /// The store that the dataset will lie on.
    target: StoreId,
    bytes: Bytes,
    /// Copies after the full one.
    increments: u32,
    /// Copies of the chain that will turn out not to be sound.
    unsound: Vec<u64>,
}

impl World<'_> {
    /// What restores wait for may be there now, what they need may be gone.
    pub(super) fn look_after_restores(&mut self) {
        for dataset in self.plan.model.datasets.ids() {
            let Some(open) = &self.datasets[usize::from(dataset)].open else { continue };
            match (open.stage, &open.attempt) {
                (Stage::Detecting, _) => {}
                (stage, Some(attempt)) if self.can_go_on(stage, attempt) => {}
                (_, Some(_)) => self.break_off_restore(dataset),
                (_, None) => self.restore_anew(dataset),
            }
        }
    }

    /// Whether a restore of a dataset to a store is under way.
    pub(super) fn is_restored_to(&self, dataset: DatasetId, store: StoreId) -> bool {
        let open = self.datasets[usize::from(dataset)].open.as_ref();
        let attempt = open.and_then(|open| open.attempt.as_ref());
        attempt.is_some_and(|attempt| attempt.target == store)
    }

    /// Whether a service that fails over can have a dataset restored to a store, or to any: one
    /// that is lost, or that cannot be reached where it lies and is given up there.
    pub(super) fn can_be_restored(&self, dataset: DatasetId, at: Option<StoreId>) -> bool {
        let DatasetState { on, ref open, .. } = self.datasets[usize::from(dataset)];
        if let Some(attempt) = open.as_ref().and_then(|open| open.attempt.as_ref()) {
            return at.is_none_or(|at| at == attempt.target);
        }
        let is_lost = self.datasets[usize::from(dataset)].is_missed();
        if !is_lost && self.store_can_be_read(on) {
            return false;
        }
        let others = &self.plan.model.datasets[dataset].restore.to;
        let target = match at {
            Some(at) => (at == on || others.contains(&at)) && self.store_can_be_read(at),
            None => self.restore_target(dataset).is_some(),
        };
        target && self.prospect(dataset).best.is_some()
    }

    /// Has a dataset restored for a service that fails over, to a store if one is given, unless it
    /// is being restored already.
    pub(super) fn restore_for_failover(
        &mut self,
        dataset: DatasetId,
        at: Option<StoreId>,
        of: &Disruption,
    ) {
        let open = self.datasets[usize::from(dataset)].open.as_ref();
        if open.is_some_and(|open| open.attempt.is_some()) {
            return;
        }
        self.data_is_given_up(dataset, of);
        self.open_incident(dataset).wanted = at;
    }

    /// Whether what an attempt needs from its stage on is up: the store that it writes to and,
    /// until its bytes are there, all that it reads them with.
    fn can_go_on(&self, stage: Stage, attempt: &Attempt) -> bool {
        let reads = matches!(stage, Stage::Starting | Stage::Carrying);
        let source = attempt.source;
        self.store_can_be_read(attempt.target)
            && (!reads || self.can_be_reached(source) && self.is_there(source))
    }

    fn is_there(&self, source: Source) -> bool {
        match source {
            Source::Mirror(mirror) => self.mirror_version(mirror).is_some(),
            Source::Backup(backup, number) => {
                let copy = self.backups[usize::from(backup)].copy(number);
                copy.is_some_and(BackupCopy::is_of_use)
            }
        }
    }

    /// A restore is to begin as soon as all that happens at this instant has.
    pub(super) fn restore_anew(&mut self, dataset: DatasetId) {
        self.schedule_restore(dataset, self.now);
    }

    /// A restore has come to its next step.
    pub(super) fn restore_goes_on(&mut self, dataset: DatasetId, stamp: Stamp) {
        let Some(open) = &self.datasets[usize::from(dataset)].open else { return };
        if open.stamp != stamp {
            return;
        }
        match open.stage {
            Stage::Waiting => self.look_for_copies(dataset),
            Stage::Starting => self.carry(dataset),
            Stage::Applying => self.verify(dataset),
            Stage::Verifying => self.restore_ends(dataset),
            Stage::Detecting | Stage::Carrying => {
                panic!("a loss that is not known, or a transfer, has no step of its own")
            }
        }
    }

    /// Begins an attempt with the newest copy that can be used; waits where there will be one;
    /// gives the data up where there is none.
    fn look_for_copies(&mut self, dataset: DatasetId) {
        let prospect = self.prospect(dataset);
        match (prospect.best, self.restore_target(dataset)) {
            (Some(candidate), Some(target)) => self.begin_restore(dataset, candidate, target),
            (None, _) if !prospect.hope => self.incident_is_over(dataset, None),
            (_, target) => {
                if let Some(at) = prospect.usable_from.filter(|_| target.is_some()) {
                    self.schedule_restore(dataset, at);
                }
            }
        }
    }

    /// Where a dataset can be restored to now: where a failover wants it, or else where it lies, or
    /// else elsewhere.
    pub(super) fn restore_target(&self, dataset: DatasetId) -> Option<StoreId> {
        let DatasetState { on, ref open, .. } = self.datasets[usize::from(dataset)];
        let wanted = open.as_ref().and_then(|open| open.wanted);
        let others = &self.plan.model.datasets[dataset].restore.to;
        let mut stores = wanted.into_iter().chain([on]).chain(others.iter().copied());
        stores.find(|&store| self.store_can_be_read(store))
    }

    fn begin_restore(&mut self, dataset: DatasetId, candidate: Candidate, target: StoreId) {
        let plan = self.plan;
        let Candidate { source, version } = candidate;
        let (bytes, increments, unsound) = match source {
            Source::Mirror(_) => (plan.model.datasets[dataset].size_at(version), 0, Vec::new()),
            Source::Backup(backup, number) => {
                let chain = self.chain(backup, number).expect("a candidate has its chain");
                let bytes = chain.iter().map(|copy| copy.bytes.get()).sum();
                let unsound = chain.iter().filter(|copy| !copy.sound).map(|copy| copy.number);
                (Bytes::new(bytes), chain.len() as u32 - 1, unsound.collect())
            }
        };
        let open = self.open_incident(dataset);
        // Copies made since a disruption that the data was given up for have all there was.
        let version = earlier(version, open.onset());
        let (number, attempts) = (open.number, open.attempts);
        open.attempts += 1;
        open.attempt = Some(Attempt { source, version, target, bytes, increments, unsound });
        let key = plan.datasets[usize::from(dataset)].starts.attempt(attempts);
        let law = &plan.model.datasets[dataset].restore.starts;
        let takes = key.span(law, self.replication, number);
        self.enter_stage_of_restore(dataset, Stage::Starting, takes);
    }

    fn enter_stage_of_restore(&mut self, dataset: DatasetId, stage: Stage, takes: Span) {
        let now = self.now;
        self.open_incident(dataset).enter(stage, now);
        self.schedule_restore(dataset, now + takes);
    }

    /// The attempt under way for a dataset.
    fn attempt(&mut self, dataset: DatasetId) -> &mut Attempt {
        self.open_incident(dataset).attempt.as_mut().expect("an attempt is under way")
    }

    /// Moves the bytes of a chain to where the dataset will lie.
    fn carry(&mut self, dataset: DatasetId) {
        let now = self.now;
        let attempt = self.attempt(dataset);
        let (source, target, bytes) = (attempt.source, attempt.target, attempt.bytes);
        let way = self.way_of(source);
        let moved = bytes.get() / way.throughput();
        self.open_incident(dataset).enter(Stage::Carrying, now);
        match self.begin_transfer(Errand::Restore(dataset), (way.store, target), way.over, moved) {
            Begun::Done => self.restore_is_carried(dataset),
            Begun::UnderWay => {}
            Begun::NoWay => self.restore_is_cut(dataset),
        }
    }

    /// The bytes that a restore under way moves for each that it takes the time of.
    pub(super) fn throughput_of_restore(&self, dataset: DatasetId) -> f64 {
        let open = self.datasets[usize::from(dataset)].open.as_ref();
        let attempt = open.and_then(|open| open.attempt.as_ref());
        self.way_of(attempt.expect("an attempt is under way").source).throughput()
    }

    /// The bytes of a restore are there.
    pub(super) fn restore_is_carried(&mut self, dataset: DatasetId) {
        let Attempt { increments, .. } = *self.attempt(dataset);
        let each = self.plan.model.datasets[dataset].restore.per_increment;
        self.enter_stage_of_restore(dataset, Stage::Applying, each * f64::from(increments));
    }

    fn verify(&mut self, dataset: DatasetId) {
        let plan = self.plan;
        let open = self.open_incident(dataset);
        let (number, attempt) = (open.number, open.attempts - 1);
        let key = plan.datasets[usize::from(dataset)].verifies.attempt(attempt);
        let law = &plan.model.datasets[dataset].restore.verifies;
        let takes = key.span(law, self.replication, number);
        self.enter_stage_of_restore(dataset, Stage::Verifying, takes);
    }

    /// An attempt has come to its end: now it is seen what was restored.
    fn restore_ends(&mut self, dataset: DatasetId) {
        let plan = self.plan;
        let open = self.open_incident(dataset);
        let (number, attempts) = (open.number, open.attempts - 1);
        let Attempt { source, version, target, ref mut unsound, .. } = *self.attempt(dataset);
        let unsound = std::mem::take(unsound);
        if let Source::Backup(backup, _) = source
            && !unsound.is_empty()
        {
            self.copies_are_unsound(backup, &unsound);
            return self.restore_fails(dataset);
        }
        let succeeds = plan.model.datasets[dataset].restore.succeeds;
        let key = plan.datasets[usize::from(dataset)].success.attempt(attempts);
        if key.chance(succeeds, self.replication, number) {
            self.incident_is_over(dataset, Some((version, target)));
        } else {
            self.open_incident(dataset).failed.push(source);
            self.restore_fails(dataset);
        }
    }

    /// An attempt has failed; the next begins at once, if it can.
    fn restore_fails(&mut self, dataset: DatasetId) {
        let now = self.now;
        let open = self.open_incident(dataset);
        open.attempt = None;
        open.enter(Stage::Waiting, now);
        self.changes.push(Change::RestoreFailed { dataset });
        self.restore_anew(dataset);
    }

    /// The way of a restore is lost.
    pub(super) fn restore_is_cut(&mut self, dataset: DatasetId) {
        self.restore_fails(dataset);
    }

    /// Breaks off the attempt under way.
    pub(super) fn break_off_restore(&mut self, dataset: DatasetId) {
        if self.open_incident(dataset).stage == Stage::Carrying {
            self.cancel_transfer(Errand::Restore(dataset));
        }
        self.restore_fails(dataset);
    }
}
