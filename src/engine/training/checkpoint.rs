//! Taking checkpoints: a part for which the training stands still, and one beside its work.

use super::super::event::{Event, MemberNo, Stamp};
use super::super::plan::Plan;
use super::super::stream::Key;
use super::super::transfer::{Begun, Errand};
use super::super::world::World;
use super::tier::Version;
use super::{TrainingPhase, TrainingStep, Waits};
use crate::model::{Kept, Moves, PoolId, StoreId, TrainingId};
use crate::quantity::{Probability, Span};

impl World<'_> {
    /// Takes the next checkpoint that is due, or goes on with the work. One that falls due while
    /// the one before is being saved, or its store is down, is left out.
    pub(super) fn take_checkpoints(&mut self, id: TrainingId) {
        let plan = self.plan;
        let now = self.now;
        for (index, tier) in plan.model.training[id].checkpoints.iter().enumerate() {
            let free = self.can_be_written(tier);
            let run = self.training_run(id);
            let work = run.done.work;
            let state = &mut run.tiers[index];
            if !state.is_due(tier, work, now) {
                continue;
            }
            state.set_due(tier, work, now);
            if free && state.saving.is_none() {
                return self.begin_checkpoint(id, index);
            }
        }
        self.run_on(id);
    }

    fn begin_checkpoint(&mut self, id: TrainingId, tier: usize) {
        let plan = self.plan;
        let (now, replication) = (self.now, self.replication);
        let run = self.training_run(id);
        run.taking = (tier, Version { of: run.done, at: now });
        run.tiers[tier].begun += 1;
        let number = run.tiers[tier].begun;
        let key = plan.training[usize::from(id)].tiers[tier].blocks;
        let law = &plan.model.training[id].checkpoints[tier].blocks;
        let takes = key.span(law, replication, number);
        self.spend(id, TrainingPhase::Checkpointing, takes);
    }

    /// A warning has a training save what it has, by the first tier that is free.
    pub(in super::super) fn checkpoint_as_warned(&mut self, id: TrainingId) {
        let told = &self.plan.model.training[id];
        if self.training_run(id).phase != TrainingPhase::Running {
            return;
        }
        let free = told.checkpoints.iter().enumerate().find(|(index, tier)| {
            let state = &self.training[usize::from(id)].tiers[*index];
            state.saving.is_none() && self.can_be_written(tier)
        });
        if let Some((tier, _)) = free {
            self.count_work(id);
            self.begin_checkpoint(id, tier);
        }
    }

    /// The training need not stand still any longer; what is left is saved beside its work, unless
    /// something waits for it.
    pub(super) fn block_ends(&mut self, id: TrainingId) {
        let tier = self.training_run(id).taking.0;
        if self.training_run(id).waits.is_none() && !self.training_run(id).gang.joined.is_empty() {
            self.training_run(id).waits = Some(Waits::ToGrow);
        }
        let waits = self.training_run(id).waits.is_some();
        if waits {
            self.turn(id, TrainingPhase::Checkpointing);
        }
        self.save(id, tier);
        if !waits {
            self.take_checkpoints(id);
        }
    }

    fn save(&mut self, id: TrainingId, tier: usize) {
        let plan = self.plan;
        let told = &plan.model.training[id].checkpoints[tier];
        let (stamp, replication) = (self.next_stamp(), self.replication);
        let run = self.training_run(id);
        let version = run.taking.1;
        run.tiers[tier].saving = Some((version, stamp));
        let number = run.tiers[tier].begun;
        let takes = match (&told.saves, told.kept) {
            (Moves::Takes(law), _) => {
                let key = plan.training[usize::from(id)].tiers[tier].saves;
                key.span(law, replication, number)
            }
            (Moves::Carries(bytes), Kept::Remote(store, _)) => {
                let errand = Errand::Save(id, tier as u8);
                match self.begin_transfer(errand, (store, store), None, bytes.get()) {
                    Begun::Done => Span::ZERO,
                    Begun::UnderWay => return,
                    Begun::NoWay => panic!("a store is reached without a way"),
                }
            }
            (Moves::Carries(_), _) => panic!("only a store has a bandwidth"),
        };
        let tier = tier as u8;
        if takes == Span::ZERO {
            return self.checkpoint_is_saved(id, tier);
        }
        let event = Event::CheckpointSaved { training: id, tier, stamp };
        self.schedule(self.now + takes, event);
    }

    /// A checkpoint is saved, unless that was broken off.
    pub(in super::super) fn checkpoint_is_due(&mut self, id: TrainingId, tier: u8, stamp: Stamp) {
        let saving = self.training_run(id).tiers[usize::from(tier)].saving;
        if saving.is_some_and(|(_, of)| of == stamp) {
            self.checkpoint_is_saved(id, tier);
        }
    }

    /// A checkpoint can be used, and what waited for it goes on.
    pub(in super::super) fn checkpoint_is_saved(&mut self, id: TrainingId, tier: u8) {
        let told = &self.plan.model.training[id].checkpoints[usize::from(tier)];
        let run = self.training_run(id);
        let state = &mut run.tiers[usize::from(tier)];
        let (version, _) = state.saving.take().expect("only what is being saved ends so");
        state.keep(told, version);
        self.tell_training(id, TrainingStep::Saved { tier });
        let run = self.training_run(id);
        if run.taking.0 != usize::from(tier) || run.phase != TrainingPhase::Checkpointing {
            return;
        }
        match run.waits.take() {
            None => {}
            Some(Waits::ToFinish) => self.complete(id),
            Some(Waits::ToGrow) => {
                self.form_gang(id);
                self.read(id, usize::from(tier));
            }
        }
    }

    /// The store of a checkpoint that is being saved is down.
    pub(super) fn save_is_cut(&mut self, id: TrainingId, tier: usize) {
        self.cancel_transfer(Errand::Save(id, tier as u8));
        let run = self.training_run(id);
        run.tiers[tier].saving = None;
        if run.taking.0 != tier || run.phase != TrainingPhase::Checkpointing {
            return;
        }
        match run.waits.take() {
            None => {}
            Some(Waits::ToFinish) => self.finish(id),
            Some(Waits::ToGrow) => self.take_checkpoints(id),
        }
    }

    /// What a training is saving beside its work is lost.
    pub(super) fn break_off_saves(&mut self, id: TrainingId) {
        for tier in 0..self.training_run(id).tiers.len() {
            if self.training_run(id).tiers[tier].saving.take().is_some() {
                self.cancel_transfer(Errand::Save(id, tier as u8));
            }
        }
    }

    /// The work is done: it is saved by the last tier that can be written, and then the training is
    /// complete. Where none can be written it waits.
    pub(super) fn finish(&mut self, id: TrainingId) {
        let tiers = &self.plan.model.training[id].checkpoints;
        if tiers.is_empty() {
            return self.complete(id);
        }
        let last = (0..tiers.len()).rev().find(|&tier| self.can_be_written(&tiers[tier]));
        self.training_run(id).waits = Some(Waits::ToFinish);
        if let Some(tier) = last {
            self.break_off_saves(id);
            return self.begin_checkpoint(id, tier);
        }
        let stamp = self.next_stamp();
        self.training_run(id).stamp = stamp;
        self.turn(id, TrainingPhase::Stalled);
    }

    /// What a member of a pool had on its own disk is gone, a part of a checkpoint if it was of the
    /// gang.
    pub(in super::super) fn local_part_is_lost(&mut self, pool: PoolId, member: MemberNo) {
        let plan = self.plan;
        for &id in &plan.pools[pool].gangs {
            let tiers = plan.model.training[id].checkpoints.iter();
            for (tier, state) in tiers.zip(&mut self.training[usize::from(id)].tiers) {
                if tier.kept == Kept::Local && state.away.contains(&member) {
                    state.kept.clear();
                }
            }
        }
    }

    /// Each checkpoint on a store is gone with a probability, by a draw of a stream for the episode
    /// and the checkpoint.
    pub(in super::super) fn checkpoints_perish(
        &mut self,
        store: StoreId,
        (probability, key, episode): (Probability, Key, u64),
    ) {
        let (plan, replication) = (self.plan, self.replication);
        self.keep_checkpoints(store, |training, tier, version| {
            let of_training = Plan::part(episode, plan.training[usize::from(training)].identity);
            let number = Plan::part(of_training, tier as u64);
            let number = Plan::part(number, version.at.seconds().to_bits());
            !key.chance(probability, replication, number)
        });
    }

    /// Somebody deletes every checkpoint on a store, but for those that cannot be.
    pub(in super::super) fn checkpoints_are_deleted(&mut self, store: StoreId) {
        let now = self.now;
        let immutable_for = self.plan.model.stores[store].immutable_for;
        self.keep_checkpoints(store, |_, _, version| version.at + immutable_for > now);
    }

    /// Keeps these of the checkpoints on a store.
    fn keep_checkpoints(
        &mut self,
        store: StoreId,
        keeps: impl Fn(TrainingId, usize, &Version) -> bool,
    ) {
        for (id, told) in self.plan.model.training.entries() {
            let states = &mut self.training[usize::from(id)].tiers;
            for (index, (tier, state)) in told.checkpoints.iter().zip(states).enumerate() {
                if matches!(tier.kept, Kept::Remote(at, _) if at == store) {
                    state.kept.retain(|version| keeps(id, index, version));
                }
            }
        }
    }
}
