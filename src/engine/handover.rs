//! Data that goes over to another store because of a disruption or a planned move: what is given up
//! where it lies, and what becomes of an incident that is open.

use super::change::{Disruption, Incident, OutageStage, Scope};
use super::incident::{Stage, earlier};
use super::transfer::Errand;
use super::world::World;
use crate::model::{DatasetId, StoreId};
use crate::quantity::Time;

impl World<'_> {
    /// A dataset is to be restored because of a disruption: what cannot be reached is given up, if
    /// it is not missed anyway. The loss dates from the disruption, whose stages up to now are its
    /// own; one that is open and has not been found out becomes one of all of it.
    pub(super) fn data_is_given_up(&mut self, dataset: DatasetId, of: &Disruption) {
        let state = &mut self.datasets[usize::from(dataset)];
        let is_missed = state.is_missed();
        if let Some(open) = &mut state.open {
            open.share = if is_missed { open.share } else { 1.0 };
        } else {
            let told = self.incident_of(dataset, of);
            self.open_with(told, 1.0, None, Vec::new());
            self.blame_data_for_leaving(of.root);
            self.data_turns();
        }
        self.loss_is_known(dataset);
    }

    /// An incident of a dataset that began with a disruption of a service.
    fn incident_of(&self, dataset: DatasetId, of: &Disruption) -> Incident {
        let scope = of.scope.unwrap_or(Scope::Data);
        let spent = |stage: OutageStage| of.stages[stage as usize];
        let known = spent(OutageStage::Acknowledge) + spent(OutageStage::Decide);
        let tried = spent(OutageStage::Restore) + spent(OutageStage::Activate);
        Incident {
            detecting: spent(OutageStage::Detect),
            waiting: known + spent(OutageStage::Repair),
            restoring: tried,
            verifying: spent(OutageStage::Verify),
            ..self.new_incident(dataset, of.root, scope, of.onset)
        }
    }

    /// A dataset goes over to a mirror's store as it is there, because of a disruption: what the
    /// mirror lacks is lost. An incident that is open ends with it; but what is spoiled and has
    /// not been found out goes along, and its incident goes on.
    pub(super) fn data_goes_over(
        &mut self,
        dataset: DatasetId,
        (version, store): (Time, StoreId),
        of: &Disruption,
    ) {
        let state = &mut self.datasets[usize::from(dataset)];
        let goes_along = !state.is_missed() && state.is_spoiled(version);
        if let Some(open) = state.open.as_mut().filter(|_| !goes_along) {
            let version = earlier(version, open.onset());
            // Of what is still where it was nothing comes along.
            open.share = 1.0;
            if open.stage == Stage::Carrying {
                self.cancel_transfer(Errand::Restore(dataset));
            }
            return self.incident_is_over(dataset, Some((version, store)));
        }
        state.on = store;
        if version < of.onset && !goes_along {
            state.begun += 1;
            let mut told = self.incident_of(dataset, of);
            let model = &self.plan.model.datasets[dataset];
            told.over = Some(self.now);
            told.version = Some(version);
            told.lost = model.changed(version, of.onset);
            told.recovered = model.unchanged(version, of.onset);
            self.tell_incident(told);
        }
        self.data_turns();
    }

    /// A dataset is moved to a mirror's store as planned.
    pub(super) fn data_is_moved(&mut self, dataset: DatasetId, store: StoreId) {
        self.datasets[usize::from(dataset)].on = store;
        self.data_turns();
    }
}
