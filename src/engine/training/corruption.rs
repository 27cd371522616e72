//! Silent data corruption: the training goes on, and what it does from then on is worth nothing.
//!
//! A checkpoint is spoiled when it was begun after the strike: nothing is written into it. A
//! training that goes back to one from before the strike is rid of it, known or not.

use super::super::change::MemberState;
use super::super::incident::Cause;
use super::super::world::World;
use crate::model::{PoolId, TrainingId};
use crate::quantity::Time;

impl World<'_> {
    /// A training is struck and does not know.
    pub(in super::super) fn training_is_corrupted(&mut self, id: TrainingId, site: PoolId) {
        let now = self.now;
        self.training_run(id).struck.push((site, now));
    }

    /// Corruption is found: where the training's work comes after it, that is thrown away.
    pub(in super::super) fn corruption_is_found(&mut self, id: TrainingId, cause: Cause) {
        let site = self.plan.classes[cause.class].pool;
        let record = self.pools[usize::from(site)].get(0).expect("what failed has a record");
        let (struck, root) = (record.failed_at, record.root);
        self.site_is_well(cause);
        let run = self.training_run(id);
        if run.is_done() || !run.struck.contains(&(site, struck)) {
            return;
        }
        for state in &mut run.tiers {
            state.kept.retain(|version| version.at <= struck);
        }
        self.blame(root, self.scope_of(site), None);
        self.interrupt(id);
    }

    /// A training is as it was at a time: what struck it since is undone.
    pub(super) fn strikes_are_undone(&mut self, id: TrainingId, version: Time) {
        if self.training_run(id).struck.is_empty() {
            return;
        }
        let struck = std::mem::take(&mut self.training_run(id).struck);
        let (stay, undone) = struck.into_iter().partition(|&(_, at)| at < version);
        self.training_run(id).struck = stay;
        for (site, _) in undone {
            let site: PoolId = site;
            let record = self.pools[usize::from(site)].get(0);
            let unseen = record.filter(|record| record.state == MemberState::Undetected);
            if let Some(class) = unseen.map(|record| record.class) {
                self.site_is_well(Cause { class, member: 0 });
            }
        }
    }
}
