//! Destruction: what a failure of a place, or of a built store's members, takes with it.

use super::incident::Cause;
use super::plan::ClassId;
use super::world::World;
use crate::model::{DatasetId, StoreId};
use crate::quantity::Probability;

impl World<'_> {
    /// A failure destroys what lies on a plain store: a share of the data, and copies each with
    /// that probability.
    pub(super) fn store_is_destroyed(&mut self, store: StoreId, id: ClassId, episode: u64) {
        let destroys = self.plan.classes[id].mode.effect.destroys;
        self.copies_are_destroyed(store, id, episode);
        self.live_data_is_lost(store, destroys.get(), Cause { class: id, member: 0 });
        self.look_after_restores();
    }

    /// A group of a built store has lost its data: `share` of what lies there. A copy lies in one
    /// group.
    pub(super) fn group_is_lost(&mut self, store: StoreId, share: f64, cause: Cause) {
        let lost = &mut self.groups_lost[usize::from(store)];
        let key = self.plan.classes[cause.class].destroys.attempt(*lost + 1);
        *lost += 1;
        self.copies_perish(store, Probability::new(share), key, 0);
        self.live_data_is_lost(store, share, cause);
        self.look_after_restores();
    }

    /// A share of every dataset that lies on a store is gone, and of what is being restored to it.
    pub(super) fn live_data_is_lost(&mut self, store: StoreId, share: f64, cause: Cause) {
        if share <= 0.0 {
            return;
        }
        for dataset in self.datasets_on(store) {
            self.data_is_lost(dataset, share, cause, None);
        }
        for dataset in self.plan.model.datasets.ids() {
            if self.is_restored_to(dataset, store) {
                self.break_off_restore(dataset);
            }
        }
    }

    fn datasets_on(&self, store: StoreId) -> Vec<DatasetId> {
        let ids = self.plan.model.datasets.ids();
        ids.filter(|&dataset| self.datasets[usize::from(dataset)].on == store).collect()
    }
}
