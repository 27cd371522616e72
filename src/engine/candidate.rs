//! Candidates: which copies of a dataset it can be restored from, and how they are reached.

use super::restore::Source;
use super::world::World;
use crate::model::{BackupId, DatasetId, Encryption, MirrorId, Place, Route, StoreId};
use crate::quantity::Time;

/// A copy that a dataset can be restored from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub source: Source,
    pub version: Time,
}

/// What there is to restore a dataset from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Prospect {
    /// The newest version that can be read now.
    pub best: Option<Candidate>,
    /// Whether there are copies that can be read later.
    pub hope: bool,
    /// When the next of those that can be reached is usable.
    pub usable_from: Option<Time>,
}

/// How a copy is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'m> {
    pub store: StoreId,
    pub over: Option<&'m Route>,
    encryption: Option<Encryption>,
}

impl Way<'_> {
    /// How fast it goes, over a plain copy.
    pub fn throughput(&self) -> f64 {
        self.encryption.map_or(1.0, |encryption| encryption.throughput)
    }
}

impl<'m> World<'m> {
    /// How a copy is read.
    pub(super) fn way_of(&self, source: Source) -> Way<'m> {
        let model = self.plan.model;
        match source {
            Source::Mirror(id) => {
                let mirror = &model.mirrors[id];
                let (store, over) = (self.mirror_store(id), mirror.over.as_ref());
                Way { store, over, encryption: mirror.encryption }
            }
            Source::Backup(id, _) => {
                let job = &model.backups[id];
                Way { store: job.to, over: job.over.as_ref(), encryption: job.encryption }
            }
        }
    }
}

impl Prospect {
    /// Takes a candidate in; of equal versions the one that came first is better.
    fn add(&mut self, candidate: Candidate) {
        if self.best.is_none_or(|best| candidate.version > best.version) {
            self.best = Some(candidate);
        }
    }

    fn hope_for(&mut self, usable_from: Time) {
        self.hope = true;
        let sooner = self.usable_from.is_none_or(|at| usable_from < at);
        if sooner {
            self.usable_from = Some(usable_from);
        }
    }
}

impl World<'_> {
    /// What a dataset can be restored from: mirrors first, then jobs in their order.
    pub(super) fn prospect(&self, dataset: DatasetId) -> Prospect {
        let model = self.plan.model;
        let mut prospect = Prospect::default();
        for (id, mirror) in model.mirrors.entries() {
            if mirror.of == dataset {
                self.add_mirror(dataset, id, &mut prospect);
            }
        }
        for (id, job) in model.backups.entries() {
            if job.of == dataset {
                self.add_copies(dataset, id, &mut prospect);
            }
        }
        prospect
    }

    fn add_mirror(&self, dataset: DatasetId, id: MirrorId, prospect: &mut Prospect) {
        let state = &self.datasets[usize::from(dataset)];
        let Some(version) = self.mirror_version(id) else { return };
        let source = Source::Mirror(id);
        if state.is_spoiled(version) || self.is_worn_out(dataset, source) {
            return;
        }
        if self.can_be_reached(source) {
            prospect.add(Candidate { source, version });
        } else {
            prospect.hope |= self.may_be_reached(source);
        }
    }

    /// The newest copy of a job that can be used, and whether there are others.
    fn add_copies(&self, dataset: DatasetId, id: BackupId, prospect: &mut Prospect) {
        let state = &self.datasets[usize::from(dataset)];
        for copy in self.backups[usize::from(id)].copies.iter().rev() {
            let source = Source::Backup(id, copy.number);
            let usable = copy.is_of_use()
                && !state.is_spoiled(copy.version)
                && !self.is_worn_out(dataset, source);
            if !usable {
                continue;
            }
            if !self.can_be_reached(source) {
                prospect.hope |= self.may_be_reached(source);
                return;
            }
            if copy.usable_at <= self.now {
                return prospect.add(Candidate { source, version: copy.version });
            }
            prospect.hope_for(copy.usable_at);
        }
    }

    /// Whether restoring from a copy has been tried often enough.
    fn is_worn_out(&self, dataset: DatasetId, source: Source) -> bool {
        let open = self.datasets[usize::from(dataset)].open.as_ref();
        let failed = open.map_or(0, |open| open.failed.iter().filter(|&&it| it == source).count());
        failed >= self.plan.model.datasets[dataset].restore.tries as usize
    }

    /// Whether nothing that a copy is read with is down for good: its store, every way and its key.
    fn may_be_reached(&self, source: Source) -> bool {
        let way = self.way_of(source);
        let lasting = |place| !self.is_lost_for_good(place);
        let key = way.encryption.and_then(|encryption| encryption.key);
        let some_way = |route: &Route| {
            let links = |links: &Vec<_>| links.iter().all(|&link| lasting(Place::Link(link)));
            route.alternatives.iter().any(links)
        };
        lasting(Place::Store(way.store))
            && key.is_none_or(|key| lasting(Place::Key(key)))
            && way.over.is_none_or(some_way)
    }

    /// Whether what a copy is read with is up: its store, a way and its key.
    pub(super) fn can_be_reached(&self, source: Source) -> bool {
        let way = self.way_of(source);
        let key = way.encryption.and_then(|encryption| encryption.key);
        self.store_can_be_read(way.store)
            && key.is_none_or(|key| self.places.key_is_up(key))
            && self.some_way_is_up(way.over)
    }
}
