//! What strikes the data itself: rot, ransomware, a person's mistake, a stolen credential, a
//! breach.

use super::change::{Change, MemberState};
use super::event::{Event, Stamp};
use super::incident::Cause;
use super::plan::ClassId;
use super::world::World;
use crate::model::{CredentialId, DatasetId, StoreId, Strikes};

impl World<'_> {
    /// A mode has struck a dataset, or a credential has been stolen: it acts now, or in a while.
    pub(super) fn strike_acts_or_dwells(&mut self, id: ClassId, episode: u64) {
        if !self.dwells(id, episode) {
            self.strike_acts(id);
        }
    }

    /// Schedules when a mode that goes unnoticed for a while acts; whether there is such a while.
    fn dwells(&mut self, id: ClassId, episode: u64) -> bool {
        let class = &self.plan.classes[id];
        let Some(law) = &class.mode.effect.dwells else { return false };
        let dwells = class.dwells.span(law, self.replication, episode);
        let stamp = self.pools[usize::from(class.pool)].record(0).stamp;
        self.schedule(self.now + dwells, Event::DwellEnds { class: id, stamp });
        true
    }

    /// What has gone unnoticed acts and shows itself, unless it was found before.
    pub(super) fn dwell_ends(&mut self, id: ClassId, stamp: Stamp) {
        let pool = self.plan.classes[id].pool;
        let Some(record) = self.pools[usize::from(pool)].get(0) else { return };
        if record.stamp == stamp && record.state == MemberState::Undetected {
            let cause = Cause { class: id, member: 0 };
            self.blame(self.root_of(cause), self.scope_of(pool), Some(cause));
            self.strike_acts(id);
            self.take_out(pool, 0, id);
        }
    }

    fn strike_acts(&mut self, id: ClassId) {
        let plan = self.plan;
        let mode = plan.classes[id].mode;
        match mode.strikes {
            Strikes::Dataset(dataset) => self.data_is_spoiled(dataset, id),
            Strikes::Credential(credential) => self.credential_is_abused(credential, id),
            _ => panic!("only datasets and credentials are struck without a place"),
        }
    }

    /// Data is useless; what was copied of it since the strike is too.
    fn data_is_spoiled(&mut self, dataset: DatasetId, id: ClassId) {
        let plan = self.plan;
        let class = &plan.classes[id];
        let effect = &class.mode.effect;
        let struck = self.pools[usize::from(class.pool)].record(0).failed_at;
        if let Some(credential) = effect.abuses {
            for store in self.opened_by(credential) {
                self.copies_are_deleted(store);
            }
            self.look_after_restores();
        }
        let cause = Cause { class: id, member: 0 };
        self.data_is_lost(dataset, effect.destroys.get(), cause, Some(struck));
    }

    /// Everything that a credential reaches is deleted, but for what cannot be.
    fn credential_is_abused(&mut self, credential: CredentialId, id: ClassId) {
        let stores = self.opened_by(credential);
        for &store in &stores {
            self.copies_are_deleted(store);
        }
        for store in stores {
            self.live_data_is_lost(store, 1.0, Cause { class: id, member: 0 });
        }
        self.look_after_restores();
    }

    /// The stores that somebody with a credential reaches.
    fn opened_by(&self, credential: CredentialId) -> Vec<StoreId> {
        let stores = self.plan.model.stores.entries();
        let opened = stores
            .filter(|(_, store)| store.credential == Some(credential) && !store.offline)
            .map(|(id, _)| id);
        opened.collect()
    }

    /// Strangers read what lies on a store.
    pub(super) fn store_is_breached(&mut self, store: StoreId) {
        for dataset in self.plan.model.datasets.ids() {
            if self.lies_open_on(dataset, store) {
                self.changes.push(Change::Exposed { dataset });
            }
        }
    }

    /// Whether a dataset, or a copy of it, lies on a store as plain text.
    fn lies_open_on(&self, dataset: DatasetId, store: StoreId) -> bool {
        let model = self.plan.model;
        let live =
            !model.datasets[dataset].encrypted && self.datasets[usize::from(dataset)].on == store;
        let mirrored = model.mirrors.entries().any(|(id, mirror)| {
            (mirror.of, self.mirror_store(id)) == (dataset, store)
                && mirror.encryption.is_none()
                && self.mirror_version(id).is_some()
        });
        let backed_up = model.backups.entries().any(|(id, job)| {
            (job.of, job.to) == (dataset, store)
                && job.encryption.is_none()
                && !self.backups[usize::from(id)].copies.is_empty()
        });
        live || mirrored || backed_up
    }
}
