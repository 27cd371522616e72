//! Mirrors: continuous copies, and how far they lie behind.
//!
//! While all that a mirror depends on is up it follows its dataset, its lag behind. When something
//! breaks it stays where it is; mended, it catches up by moving what has changed since.

use super::transfer::{Begun, Errand};
use super::world::World;
use crate::model::{DatasetId, MirrorId, StoreId};
use crate::quantity::{Span, Time};

/// A mirror in one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum MirrorState {
    /// It has all but its lag, and nothing older than what it caught up with.
    Follows(Time),
    /// Something is broken: it has the data of a time; `None`: it has none.
    Behind(Option<Time>),
    /// It is catching up from there, since then.
    CatchesUp(Option<Time>, Time),
}

impl Default for MirrorState {
    fn default() -> Self {
        Self::Follows(Time::START)
    }
}

impl MirrorState {
    pub fn restart(&mut self) {
        *self = Self::default();
    }

    /// Whether nothing of it is there, nor on its way.
    pub fn is_empty(&self) -> bool {
        *self == Self::Behind(None)
    }
}

impl World<'_> {
    /// The point that a mirror has the data of; `None`: it has none.
    pub(super) fn mirror_version(&self, mirror: MirrorId) -> Option<Time> {
        match self.mirrors[usize::from(mirror)] {
            MirrorState::Follows(since) => {
                let lag = self.plan.model.mirrors[mirror].lag.unwrap_or(Span::ZERO);
                Some((self.now.since_start() - lag).max(since.since_start()).after_start())
            }
            MirrorState::Behind(version) | MirrorState::CatchesUp(version, _) => version,
        }
    }

    /// The store that a mirror is on now: once promoted it follows the other way round.
    pub(super) fn mirror_store(&self, mirror: MirrorId) -> StoreId {
        self.mirror_stores[usize::from(mirror)]
    }

    /// Whether a mirror follows its dataset, with nothing to catch up with.
    pub(super) fn mirror_follows(&self, mirror: MirrorId) -> bool {
        matches!(self.mirrors[usize::from(mirror)], MirrorState::Follows(_))
    }

    /// A mirror has become the data: from now on it is where the data was, with what that held at
    /// a version, if it is still there.
    pub(super) fn mirror_turns_round(&mut self, mirror: MirrorId, to: StoreId, has: Option<Time>) {
        self.mirror_stores[usize::from(mirror)] = to;
        self.mirrors[usize::from(mirror)] = MirrorState::Behind(has);
        self.mirrors_turned = true;
    }

    /// Whether a mirror can follow its dataset.
    fn mirror_can_follow(&self, id: MirrorId) -> bool {
        let mirror = &self.plan.model.mirrors[id];
        self.data_is_there(mirror.of, None)
            && self.store_can_be_read(self.mirror_store(id))
            && self.some_way_is_up(mirror.over.as_ref())
    }

    /// Whether a mirror of a dataset that can be read lies on a store, be it behind.
    pub(super) fn is_mirrored_at(&self, dataset: DatasetId, at: StoreId) -> bool {
        let state = &self.datasets[usize::from(dataset)];
        self.store_can_be_read(at)
            && self.plan.model.mirrors.entries().any(|(id, mirror)| {
                let key = mirror.encryption.and_then(|encryption| encryption.key);
                let version = self.mirror_version(id);
                (mirror.of, self.mirror_store(id)) == (dataset, at)
                    && key.is_none_or(|key| self.places.key_is_up(key))
                    && version.is_some_and(|version| !state.was_spoiled(version))
            })
    }

    /// What mirrors depend on may have changed: some break off, some catch up.
    pub(super) fn look_after_mirrors(&mut self) {
        for mirror in self.plan.model.mirrors.ids() {
            let can_follow = self.mirror_can_follow(mirror);
            match self.mirrors[usize::from(mirror)] {
                MirrorState::Behind(since) if can_follow => self.catch_up(mirror, since),
                MirrorState::Follows(_) | MirrorState::CatchesUp(..) if !can_follow => {
                    self.mirror_is_cut(mirror);
                }
                _ => {}
            }
        }
    }

    /// A mirror begins to catch up by moving what has changed since, or everything.
    fn catch_up(&mut self, id: MirrorId, since: Option<Time>) {
        let mirror = &self.plan.model.mirrors[id];
        let dataset = &self.plan.model.datasets[mirror.of];
        let bytes = match since {
            Some(since) => dataset.changed(since, self.now),
            None => dataset.size_at(self.now),
        };
        let throughput = mirror.encryption.map_or(1.0, |encryption| encryption.throughput);
        self.mirrors[usize::from(id)] = MirrorState::CatchesUp(since, self.now);
        let stores = (self.datasets[usize::from(mirror.of)].on, self.mirror_store(id));
        let over = mirror.over.as_ref();
        match self.begin_transfer(Errand::Resync(id), stores, over, bytes.get() / throughput) {
            Begun::Done => self.mirror_is_level(id),
            Begun::UnderWay => {}
            Begun::NoWay => panic!("a mirror that can follow has a way"),
        }
    }

    /// A mirror has caught up.
    pub(super) fn mirror_is_level(&mut self, mirror: MirrorId) {
        let MirrorState::CatchesUp(_, since) = self.mirrors[usize::from(mirror)] else {
            panic!("only a mirror that catches up becomes level")
        };
        self.mirrors[usize::from(mirror)] = MirrorState::Follows(since);
        self.judge = true;
    }

    /// A mirror breaks off, or one that was catching up is cut: it stays where it is.
    pub(super) fn mirror_is_cut(&mut self, mirror: MirrorId) {
        let version = self.mirror_version(mirror);
        self.cancel_transfer(Errand::Resync(mirror));
        self.mirrors[usize::from(mirror)] = MirrorState::Behind(version);
    }

    /// A mirror is gone. It begins anew once all that happens with it has, so that it does not
    /// catch up with data that is lost in the same instant.
    pub(super) fn mirror_is_gone(&mut self, mirror: MirrorId) {
        self.cancel_transfer(Errand::Resync(mirror));
        self.mirrors[usize::from(mirror)] = MirrorState::Behind(None);
        self.mirrors_turned = true;
        self.judge = true;
    }

    /// A dataset is from now on as it was at a version: mirrors of it that have more lose that.
    pub(super) fn mirrors_fall_back(&mut self, dataset: DatasetId, version: Time) {
        for (mirror, told) in self.plan.model.mirrors.entries() {
            let has_more = self.mirror_version(mirror).is_some_and(|has| has > version);
            if told.of == dataset && has_more {
                self.mirror_is_cut(mirror);
                self.mirrors[usize::from(mirror)] = MirrorState::Behind(Some(version));
                self.mirrors_turned = true;
            }
        }
    }

    /// Mirrors on a store are gone, and begin anew.
    pub(super) fn mirrors_are_gone(&mut self, store: StoreId) {
        let plan = self.plan;
        for mirror in plan.model.mirrors.ids() {
            if self.mirror_store(mirror) == store {
                self.mirror_is_gone(mirror);
            }
        }
    }
}
