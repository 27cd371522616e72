//! Training: a gang that runs only while all its members are up, and what an interruption costs.
//!
//! A training goes from phase to phase: its gang is initialised, runs, and stands still for
//! checkpoints. When a member that serves fails or is taken out, or the training itself is struck,
//! it is interrupted: it is not known until what failed is detected, then hosts are selected, it
//! stalls until the gang is whole, loads the newest checkpoint that is left, and is initialised.
//! Phases that take no time are passed over.

mod checkpoint;
mod corruption;
mod gang;
mod keys;
mod restart;
mod tier;
mod told;

use super::change::{Change, MemberState};
use super::event::{Event, MemberNo, Stamp};
use super::world::World;
use crate::model::{Checkpoint, Clock, Ends, Model, Place, PoolId, Training, TrainingId};
use crate::quantity::{Span, Time};

pub(super) use keys::TrainingPlan;
pub use told::{TrainingPhase, TrainingStep};

use gang::Gang;
use tier::{Progress, TierRun, Version};

/// A training in one replication.
#[derive(Clone, Debug)]
pub(super) struct TrainingRun {
    phase: TrainingPhase,
    /// The stamp of its next step.
    stamp: Stamp,
    /// How far it is; where it runs, how far it was when that began.
    done: Progress,
    /// When it began to run.
    since: Time,
    /// How fast its gang runs, over its full speed.
    speed: f64,
    /// What was last told: the phase, and the speed.
    told: (TrainingPhase, f64),
    /// The work at which it next stops of itself, and when.
    goal: (Span, Time),
    gang: Gang,
    tiers: Vec<TierRun>,
    /// The checkpoint that it stands still for, and its tier.
    taking: (usize, Version),
    /// What it waits for that checkpoint to do.
    waits: Option<Waits>,
    /// Whether it is being restarted, or has not come to run since the start.
    restarting: bool,
    /// Whether it stalls with everything else done.
    ready: bool,
    /// Silent strikes that its work since then is spoiled by: the site and when.
    struck: Vec<(PoolId, Time)>,
    restarts: u64,
    initialised: u64,
    loads: u64,
}

/// What waits for a checkpoint to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    /// Going on with more members.
    ToGrow,
    /// The end.
    ToFinish,
}

impl TrainingRun {
    pub fn new(training: &Training) -> Self {
        Self {
            phase: TrainingPhase::Initialising,
            stamp: 0,
            done: Progress::NONE,
            since: Time::START,
            speed: 1.0,
            told: (TrainingPhase::Initialising, 1.0),
            goal: (Span::ZERO, Time::START),
            gang: Gang::default(),
            tiers: vec![TierRun::default(); training.checkpoints.len()],
            taking: (0, Version::NONE),
            waits: None,
            restarting: true,
            ready: false,
            struck: Vec::new(),
            restarts: 0,
            initialised: 0,
            loads: 0,
        }
    }

    pub fn restart(&mut self) {
        self.phase = TrainingPhase::Initialising;
        self.stamp = 0;
        self.done = Progress::NONE;
        self.speed = 1.0;
        self.told = (TrainingPhase::Initialising, 1.0);
        self.gang.restart();
        self.tiers.iter_mut().for_each(TierRun::restart);
        self.waits = None;
        self.restarting = true;
        self.ready = false;
        self.struck.clear();
        self.restarts = 0;
        self.initialised = 0;
        self.loads = 0;
    }

    fn is_done(&self) -> bool {
        self.phase == TrainingPhase::Done
    }

    /// Whether its gang has formed, so that who comes now is not of it.
    fn has_formed(&self) -> bool {
        use TrainingPhase::{Checkpointing, Initialising, Loading, Running};
        matches!(self.phase, Running | Checkpointing | Loading | Initialising)
    }
}

/// Whether a checkpoint that is due at some work is that with which all of it is saved, but for
/// rounding.
fn is_last(tier: &Checkpoint, due: f64, all: Span) -> bool {
    all.seconds() - due <= tier.every.seconds() * tier::ROUNDING
}

/// The state of every training of a model.
pub(super) fn runs(model: &Model) -> Vec<TrainingRun> {
    model.training.iter().map(TrainingRun::new).collect()
}

impl World<'_> {
    /// Every training begins to be initialised.
    pub(super) fn start_training(&mut self) {
        for id in self.plan.model.training.ids() {
            self.initialise(id);
        }
    }

    fn training_run(&mut self, id: TrainingId) -> &mut TrainingRun {
        &mut self.training[usize::from(id)]
    }

    pub(super) fn tell_training(&mut self, training: TrainingId, step: TrainingStep) {
        self.changes.push(Change::Training { training, step });
    }

    /// A training goes over to a phase, which is told unless it was in it, as fast.
    fn turn(&mut self, id: TrainingId, phase: TrainingPhase) {
        let run = self.training_run(id);
        run.phase = phase;
        let speed = run.speed;
        if std::mem::replace(&mut run.told, (phase, speed)) != (phase, speed) {
            self.tell_training(id, TrainingStep::Turns { phase, speed });
        }
    }

    /// A training spends a time in a phase, and goes on from there; at once if it is none.
    fn spend(&mut self, id: TrainingId, phase: TrainingPhase, takes: Span) {
        let stamp = self.next_stamp();
        self.training_run(id).stamp = stamp;
        if takes == Span::ZERO {
            return self.phase_ends(id, phase);
        }
        self.turn(id, phase);
        self.schedule(self.now + takes, Event::TrainingGoesOn { training: id, stamp });
    }

    /// A training has come to its next step, unless something else has come before.
    pub(super) fn training_goes_on(&mut self, id: TrainingId, stamp: Stamp) {
        if self.training_run(id).stamp == stamp {
            let phase = self.training_run(id).phase;
            self.phase_ends(id, phase);
        }
    }

    fn phase_ends(&mut self, id: TrainingId, phase: TrainingPhase) {
        match phase {
            TrainingPhase::Running => self.run_ends(id),
            TrainingPhase::Checkpointing => self.block_ends(id),
            TrainingPhase::Selecting => self.gang_may_form(id),
            TrainingPhase::Loading => self.is_loaded(id),
            TrainingPhase::Initialising => self.is_initialised(id),
            TrainingPhase::Detecting | TrainingPhase::Stalled | TrainingPhase::Done => {
                panic!("a phase that ends by what happens elsewhere has no step of its own")
            }
        }
    }

    /// A training begins to run, or goes on, until its work is done or a checkpoint is due.
    fn run_on(&mut self, id: TrainingId) {
        let told = &self.plan.model.training[id];
        let (now, stamp) = (self.now, self.next_stamp());
        let run = self.training_run(id);
        let all = told.work.unwrap_or(Span::FOREVER);
        let mut goal = all;
        let mut until = Time::NEVER;
        for (tier, state) in told.checkpoints.iter().zip(&run.tiers) {
            match tier.clock {
                Clock::Work if state.due < goal.seconds() && !is_last(tier, state.due, all) => {
                    goal = Span::from_seconds(state.due);
                }
                Clock::Wall if state.due < until.seconds() => {
                    until = Time::from_seconds(state.due).max(now);
                }
                _ => {}
            }
        }
        let speed = run.speed;
        let reached = now + (goal - run.done.work) / speed;
        run.goal = (goal, reached);
        run.since = now;
        run.stamp = stamp;
        self.turn(id, TrainingPhase::Running);
        let at = if until < reached { until } else { reached };
        self.schedule(at, Event::TrainingGoesOn { training: id, stamp });
    }

    /// Works out how far a training that runs has come.
    fn count_work(&mut self, id: TrainingId) {
        let now = self.now;
        let run = self.training_run(id);
        let passed = now - run.since;
        let (goal, reached) = run.goal;
        let work = run.done.work + passed * run.speed;
        run.done.work = if now >= reached || work > goal { goal } else { work };
        run.done.run += passed;
        run.since = now;
    }

    /// A training has reached what it ran for.
    fn run_ends(&mut self, id: TrainingId) {
        self.count_work(id);
        if self.has_done_its_work(id) {
            self.finish(id);
        } else {
            self.take_checkpoints(id);
        }
    }

    fn has_done_its_work(&self, id: TrainingId) -> bool {
        let work = self.plan.model.training[id].work;
        work.is_some_and(|work| self.training[usize::from(id)].done.work >= work)
    }

    /// A training is done.
    fn complete(&mut self, id: TrainingId) {
        let stamp = self.next_stamp();
        self.training_run(id).stamp = stamp;
        self.break_off_saves(id);
        self.turn(id, TrainingPhase::Done);
        if self.plan.model.ends == Ends::Completed(id) {
            self.ended = true;
        }
    }

    /// A member of a pool went from one state to another: what that means for those who train on
    /// it is looked at when all of the event has happened.
    pub(super) fn gang_moves(
        &mut self,
        pool: PoolId,
        member: MemberNo,
        from: MemberState,
        to: MemberState,
    ) {
        let plan = self.plan;
        for &id in &plan.pools[pool].gangs {
            if from == MemberState::Active {
                self.member_leaves(id, member, to);
            } else if to == MemberState::Active {
                self.member_comes(id, member);
            }
        }
        use MemberState::{Active, Dark, Undetected};
        self.training_turned |= from == Active || to == Active;
        self.training_turned |= matches!(from, Undetected | Dark);
    }

    fn member_leaves(&mut self, id: TrainingId, member: MemberNo, to: MemberState) {
        let plan = self.plan;
        let told = &plan.model.training[id];
        let run = self.training_run(id);
        let seat =
            if plan.training[usize::from(id)].has_peers { run.gang.leaves(member) } else { 0 };
        if run.gang.joined.remove(&member) || run.is_done() {
            return;
        }
        for (tier, state) in told.checkpoints.iter().zip(&mut run.tiers) {
            state.loses(tier, member, seat);
        }
        if told.uninterrupted && run.restarting {
            return;
        }
        run.gang.broken = true;
        if matches!(to, MemberState::Undetected | MemberState::Dark) {
            run.gang.unseen.push(member);
        }
    }

    fn member_comes(&mut self, id: TrainingId, member: MemberNo) {
        let plan = self.plan;
        let run = self.training_run(id);
        if plan.training[usize::from(id)].has_peers {
            run.gang.sits(member);
        }
        if plan.model.training[id].at_least.is_some() && run.has_formed() {
            run.gang.joined.insert(member);
        }
    }

    /// Places turn: a training that is struck itself is interrupted.
    pub(super) fn training_is_struck(&mut self, turned: &[Place], up: bool) {
        for place in turned {
            if let (Place::Training(id), false) = (*place, up) {
                let uninterrupted = self.plan.model.training[id].uninterrupted;
                let run = self.training_run(id);
                run.gang.broken |= !(uninterrupted && run.restarting);
            }
        }
        self.training_turned = true;
    }

    /// Looks after every training once an event has happened that may matter to one.
    pub(super) fn look_after_training(&mut self) {
        self.training_turned = false;
        for id in self.plan.model.training.ids() {
            if self.training_run(id).is_done() {
                continue;
            }
            if std::mem::take(&mut self.training_run(id).gang.broken) {
                self.interrupt(id);
            }
            self.look_at_stores(id);
            match self.training_run(id).phase {
                TrainingPhase::Detecting => self.failures_may_be_seen(id),
                TrainingPhase::Stalled => self.gang_may_form(id),
                _ => {}
            }
        }
    }
}
