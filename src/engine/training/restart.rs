//! Restarting a training: from an interruption until it runs again.

use super::super::change::MemberState;
use super::super::event::MemberNo;
use super::super::transfer::{Begun, Errand};
use super::super::world::World;
use super::tier::{Progress, Version};
use super::{TrainingPhase, TrainingStep, Waits};
use crate::model::{Checkpoint, Kept, Moves, Place, PoolId, Training, TrainingId};
use crate::quantity::{Span, Time};

/// What a training can go back to.
enum Found {
    /// The newest checkpoint of this tier.
    Newest(usize),
    /// None that can be read now, but one that can when its store is up.
    Later,
    /// Nothing: it begins anew.
    Nothing,
}

impl World<'_> {
    /// A training is interrupted: what it does is broken off, and it waits to be noticed.
    pub(super) fn interrupt(&mut self, id: TrainingId) {
        if self.training_run(id).phase == TrainingPhase::Running {
            self.count_work(id);
        }
        self.break_off_saves(id);
        self.break_off_load(id);
        let stamp = self.next_stamp();
        let blame = self.blamed_for_training(id);
        let root =
            blame.expect("what takes a member away, or strikes a training, is to blame").root;
        let run = self.training_run(id);
        run.stamp = stamp;
        run.waits = None;
        run.ready = false;
        run.gang.broken = false;
        run.gang.joined.clear();
        if !std::mem::replace(&mut run.restarting, true) {
            run.told = (TrainingPhase::Detecting, run.speed);
            self.tell_training(id, TrainingStep::Interrupted { root });
        }
        self.failures_may_be_seen(id);
    }

    /// What interrupted a training may be known by now: then hosts are selected.
    pub(super) fn failures_may_be_seen(&mut self, id: TrainingId) {
        let plan = self.plan;
        let pool = plan.model.training[id].on;
        let mut unseen = std::mem::take(&mut self.training_run(id).gang.unseen);
        unseen.retain(|&member| self.is_unseen(pool, member));
        let crashes = &plan.training[usize::from(id)].crashes;
        let undetected =
            |site: &PoolId| self.pools[usize::from(*site)].state(0) == MemberState::Undetected;
        let known = unseen.is_empty() && !crashes.iter().any(undetected);
        self.training_run(id).gang.unseen = unseen;
        if !known {
            return self.turn(id, TrainingPhase::Detecting);
        }
        let replication = self.replication;
        let run = self.training_run(id);
        run.restarts += 1;
        let number = run.restarts;
        let selects = plan.training[usize::from(id)].selects;
        let takes = selects.span(&plan.model.training[id].selects, replication, number);
        self.spend(id, TrainingPhase::Selecting, takes);
    }

    /// Whether a lost member is not known to be: failed and not detected, or in the dark.
    fn is_unseen(&self, pool: PoolId, member: MemberNo) -> bool {
        match self.pools[usize::from(pool)].state(member) {
            MemberState::Undetected => true,
            MemberState::Dark => {
                let domain = self.plan.domain_of(pool, member);
                domain.is_some_and(|domain| !self.darkness_is_known(domain))
            }
            _ => false,
        }
    }

    /// Whether there are members enough, and nothing is wrong with the training itself.
    fn gang_is_whole(&self, id: TrainingId) -> bool {
        let told = &self.plan.model.training[id];
        let members = &self.pools[usize::from(told.on)];
        members.in_service >= told.needs(members.positions()) && self.places.training_is_up(id)
    }

    /// A training whose hosts are selected goes on as soon as there are members enough.
    pub(super) fn gang_may_form(&mut self, id: TrainingId) {
        if !self.gang_is_whole(id) {
            self.turn(id, TrainingPhase::Stalled);
        } else if self.training_run(id).ready {
            self.runs_again(id);
        } else if self.training_run(id).waits == Some(Waits::ToFinish) {
            self.finish(id);
        } else {
            self.load(id);
        }
    }

    /// The members that are up become the gang. The speed follows once the training turns.
    pub(super) fn form_gang(&mut self, id: TrainingId) {
        let pool = self.plan.model.training[id].on;
        let members = &self.pools[usize::from(pool)];
        let speed = f64::from(members.in_service) / f64::from(members.positions());
        let run = self.training_run(id);
        run.speed = speed;
        run.gang.joined.clear();
    }

    /// Goes back to the newest checkpoint that can be read, or else waits for one, or begins anew.
    fn load(&mut self, id: TrainingId) {
        match self.newest(id) {
            Found::Newest(tier) => {
                let kept = &self.training_run(id).tiers[tier].kept;
                let version = *kept.back().expect("what was found is there");
                self.go_back(id, version);
                self.form_gang(id);
                self.read(id, tier);
            }
            Found::Later => {
                self.turn(id, TrainingPhase::Stalled);
            }
            Found::Nothing => {
                self.go_back(id, Version::NONE);
                self.form_gang(id);
                self.initialise(id);
            }
        }
    }

    fn newest(&self, id: TrainingId) -> Found {
        let told = &self.plan.model.training[id];
        let run = &self.training[usize::from(id)];
        let mut best: Option<(usize, Span, Span)> = None;
        let mut later = false;
        for (index, (tier, state)) in told.checkpoints.iter().zip(&run.tiers).enumerate() {
            let Some(version) = state.kept.back() else { continue };
            if tier.kept == Kept::Local && !self.all_are_back(told.on, &state.away) {
                continue;
            }
            if !self.can_be_written(tier) {
                later |= !self.is_gone_for_good(tier);
                continue;
            }
            let (work, takes) = (version.of.work, self.expected(tier));
            if best.is_none_or(|(_, most, least)| work > most || work == most && takes < least) {
                best = Some((index, work, takes));
            }
        }
        match best {
            Some((tier, ..)) => Found::Newest(tier),
            None if later => Found::Later,
            None => Found::Nothing,
        }
    }

    fn all_are_back(&self, pool: PoolId, away: &[MemberNo]) -> bool {
        let members = &self.pools[usize::from(pool)];
        away.iter().all(|&member| members.state(member) == MemberState::Active)
    }

    /// Whether a tier can be written and read now.
    pub(super) fn can_be_written(&self, tier: &Checkpoint) -> bool {
        match tier.kept {
            Kept::Peers(_) | Kept::Local => true,
            Kept::Remote(store, _) => self.store_can_be_read(store),
        }
    }

    fn is_gone_for_good(&self, tier: &Checkpoint) -> bool {
        match tier.kept {
            Kept::Peers(_) | Kept::Local => false,
            Kept::Remote(store, _) => self.is_lost_for_good(Place::Store(store)),
        }
    }

    /// How long reading a tier takes, when nothing else reads.
    fn expected(&self, tier: &Checkpoint) -> Span {
        match (&tier.loads, tier.kept) {
            (Moves::Takes(law), _) => law.mean(),
            (Moves::Carries(bytes), Kept::Remote(store, _)) => {
                let rate = self.plan.model.stores[store].read;
                rate.map_or(Span::ZERO, |rate| Span::from_seconds(bytes.get() / rate.per_second()))
            }
            (Moves::Carries(_), _) => panic!("only a store has a bandwidth"),
        }
    }

    /// A training is as it was when a version was taken: what it did since is lost, and so are
    /// newer versions, which belong to another course.
    fn go_back(&mut self, id: TrainingId, version: Version) {
        let run = self.training_run(id);
        let Progress { work, run: ran } = version.of;
        let (lost_run, lost) = (run.done.run - ran, run.done.work - work);
        run.done = version.of;
        for state in &mut run.tiers {
            while state.kept.back().is_some_and(|newer| newer.of.work > work) {
                state.kept.pop_back();
            }
        }
        if lost_run > Span::ZERO {
            self.tell_training(id, TrainingStep::Lost { run: lost_run, work: lost });
        }
        self.strikes_are_undone(id, version.at);
    }

    /// Reads the newest checkpoint of a tier.
    pub(super) fn read(&mut self, id: TrainingId, tier: usize) {
        let plan = self.plan;
        let told = &plan.model.training[id].checkpoints[tier];
        let (replication, version) = (self.replication, self.training_run(id).taking.1);
        let run = self.training_run(id);
        run.loads += 1;
        run.taking = (tier, version);
        let number = run.loads;
        let takes = match (&told.loads, told.kept) {
            (Moves::Takes(law), _) => {
                let key = plan.training[usize::from(id)].tiers[tier].loads;
                key.span(law, replication, number)
            }
            (Moves::Carries(bytes), Kept::Remote(store, _)) => {
                let stamp = self.next_stamp();
                self.training_run(id).stamp = stamp;
                self.turn(id, TrainingPhase::Loading);
                let errand = Errand::Load(id);
                match self.begin_transfer(errand, (store, store), None, bytes.get()) {
                    Begun::Done => Span::ZERO,
                    Begun::UnderWay => return,
                    Begun::NoWay => panic!("a store is reached without a way"),
                }
            }
            (Moves::Carries(_), _) => panic!("only a store has a bandwidth"),
        };
        self.spend(id, TrainingPhase::Loading, takes);
    }

    fn break_off_load(&mut self, id: TrainingId) {
        if self.training_run(id).phase == TrainingPhase::Loading {
            self.cancel_transfer(Errand::Load(id));
        }
    }

    /// Stores may have gone down: what is read from them, or saved to them, is broken off.
    pub(super) fn look_at_stores(&mut self, id: TrainingId) {
        let plan = self.plan;
        let told: &Training = &plan.model.training[id];
        for (index, tier) in told.checkpoints.iter().enumerate() {
            if self.can_be_written(tier) {
                continue;
            }
            if self.training_run(id).tiers[index].saving.is_some() {
                self.save_is_cut(id, index);
            }
            if self.training_run(id).phase == TrainingPhase::Loading
                && self.training_run(id).taking.0 == index
            {
                self.break_off_load(id);
                let stamp = self.next_stamp();
                self.training_run(id).stamp = stamp;
                self.turn(id, TrainingPhase::Stalled);
            }
        }
    }

    /// A checkpoint is read: the gang is brought up with it.
    pub(in super::super) fn is_loaded(&mut self, id: TrainingId) {
        let run = self.training_run(id);
        let tier = run.taking.0;
        run.tiers[tier].whole();
        self.initialise(id);
    }

    pub(super) fn initialise(&mut self, id: TrainingId) {
        let plan = self.plan;
        let replication = self.replication;
        let run = self.training_run(id);
        run.initialised += 1;
        let number = run.initialised;
        let key = plan.training[usize::from(id)].initialises;
        let takes = key.span(&plan.model.training[id].initialises, replication, number);
        self.spend(id, TrainingPhase::Initialising, takes);
    }

    /// The gang is up: it runs, unless members were lost along the way that nobody minded.
    pub(super) fn is_initialised(&mut self, id: TrainingId) {
        if self.gang_is_whole(id) {
            return self.runs_again(id);
        }
        let run = self.training_run(id);
        run.ready = true;
        self.turn(id, TrainingPhase::Stalled);
    }

    /// A training comes to run after a start.
    fn runs_again(&mut self, id: TrainingId) {
        let told = &self.plan.model.training[id];
        let now: Time = self.now;
        if told.uninterrupted {
            self.form_gang(id);
        }
        let run = self.training_run(id);
        run.restarting = false;
        run.ready = false;
        let work = run.done.work;
        for (tier, state) in told.checkpoints.iter().zip(&mut run.tiers) {
            state.set_due(tier, work, now);
        }
        self.run_on(id);
    }
}
