//! Failover: how a service gets from a placement that no longer holds to one that does.
//!
//! What is being done is a phase. Steps that take no time follow each other at once, so that a
//! service which fails over in no time is never down; each other step is an event.

use super::change::{Change, MoveStep, OutageStage, ServiceState};
use super::event::{Event, Stamp};
use super::incident::Cause;
use super::people::Task;
use super::world::World;
use crate::model::{DecidedBy, Failover, OnCallId, Serves, ServiceId};
use crate::quantity::Span;

/// What is being done about where a service runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing.
    Settled,
    /// Its placement no longer holds, and that is to be seen; its own detector will at the next
    /// step.
    Seeing,
    /// The step came while the detector was down.
    Blind,
    /// A runbook runs, or a rule waits.
    Ruling,
    /// People have been called.
    Calling,
    /// They decide.
    Deciding,
    /// It is to go elsewhere, and nothing else holds.
    Looking,
    /// Data is brought to this placement, which is then activated, and verified.
    Bringing(u8),
    Activating(u8),
    Verifying(u8),
    /// An attempt failed: the next follows after a while.
    Waiting,
    /// People bring it up by hand.
    ByHand(u8),
    /// It is moved as planned: its data is brought first, then it is down for a while.
    Preparing(u8, Why),
    Switching(u8, Why),
    /// It stays in the placement of a drill.
    Drilling,
}

/// Why a service is moved as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Back,
    Drill,
    Warned,
}

/// One loss of a placement, until the service has gone elsewhere or the placement is back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Case {
    /// Its number among those of the service, from 1.
    pub number: u64,
    /// Attempts at a failover.
    pub attempts: u32,
    /// The failing that must be detected before anything is done.
    pub awaited: Option<Cause>,
    /// How many losses of data had been told when those of restores were last accounted for.
    pub losses: Option<usize>,
}

impl Phase {
    /// What is being done about an outage; `None`: nothing about where the service runs.
    pub const fn stage(self) -> Option<OutageStage> {
        match self {
            Self::Settled | Self::Drilling => None,
            Self::Preparing(..) | Self::Switching(..) => None,
            Self::Seeing | Self::Blind => Some(OutageStage::Detect),
            Self::Ruling | Self::Deciding => Some(OutageStage::Decide),
            Self::Calling => Some(OutageStage::Acknowledge),
            Self::Looking => Some(OutageStage::Repair),
            Self::Bringing(_) => Some(OutageStage::Restore),
            Self::Activating(_) | Self::Waiting | Self::ByHand(_) => Some(OutageStage::Activate),
            Self::Verifying(_) => Some(OutageStage::Verify),
        }
    }

    /// Whether a failover is under way.
    pub const fn fails_over(self) -> bool {
        self.stage().is_some()
    }
}

impl<'p> World<'p> {
    /// Judges a service that runs in one of its placements at a time.
    pub(super) fn judge_placed(&mut self, service: ServiceId) -> ServiceState {
        let plan = self.plan;
        self.note_what_holds(service);
        let run = &self.services[usize::from(service)];
        let (active, phase) = (run.active, run.phase);
        let itself = self.places.service_is_up(service);
        let placements = &plan.model.services[service].placements;
        let here = self.holds(&placements[usize::from(active)].needs);
        if let Phase::Preparing(to, _) | Phase::Switching(to, _) = phase
            && (!here || !itself || !self.placement_would_hold(service, to, true))
        {
            self.planned_move_is_broken_off(service);
        }
        if let Phase::Preparing(to, why) = self.services[usize::from(service)].phase
            && self.data_is_level(service, to)
        {
            self.switch_over(service, to, why);
        }
        if !here || !itself {
            self.disruption_may_begin(service);
        }
        // What is wrong with the service itself is no reason to go elsewhere, nor to stay.
        if !here {
            self.failover_goes_on_or_begins(service);
        } else if self.services[usize::from(service)].phase.fails_over() {
            self.failover_is_called_off(service);
        }
        self.drill_may_begin(service);
        self.state_in_place(service)
    }

    /// The state of a service by its placement.
    pub(super) fn state_in_place(&self, service: ServiceId) -> ServiceState {
        let run = &self.services[usize::from(service)];
        if let Phase::Switching(..) = run.phase {
            return ServiceState::Planned;
        }
        let placements = &self.plan.model.services[service].placements;
        let here = self.holds(&placements[usize::from(run.active)].needs);
        match (here && self.places.service_is_up(service), run.active) {
            (false, _) => ServiceState::Outage,
            (true, 0) => ServiceState::Full,
            (true, _) => ServiceState::Degraded,
        }
    }

    fn failover_goes_on_or_begins(&mut self, service: ServiceId) {
        match self.services[usize::from(service)].phase {
            Phase::Settled | Phase::Drilling => self.failover_begins(service),
            Phase::Looking => self.look_for_placement(service),
            Phase::Bringing(to)
            | Phase::Activating(to)
            | Phase::Verifying(to)
            | Phase::ByHand(to)
                if !self.placement_would_hold(service, to, false) =>
            {
                self.failover_fails(service, to, Failing::Target);
            }
            Phase::Bringing(to) => self.data_may_be_there(service, to),
            _ => {}
        }
    }

    /// A placement no longer holds: that is to be seen.
    pub(super) fn failover_begins(&mut self, service: ServiceId) {
        let now = self.now;
        let detector = self.failover(service).detected_by;
        let awaited = self.what_is_to_blame(service).awaited;
        // What was due, such as the end of a drill, is no step of this.
        let stamp = self.next_stamp();
        let run = &mut self.services[usize::from(service)];
        run.stamp = stamp;
        run.case = Case { number: run.case.number + 1, awaited, ..Case::default() };
        run.phase = Phase::Seeing;
        let Some(detector) = detector else {
            return self.look_whether_seen(service);
        };
        let number = self.services[usize::from(service)].case.number;
        let key = self.plan.services[usize::from(service)].detection;
        match self.detector_sees_at(detector, key, number) {
            Some(at) if at <= now => self.outage_may_be_seen(service),
            Some(at) => self.schedule_step(service, at - now),
            None => {}
        }
    }

    /// What broke the placement may have been detected.
    fn look_whether_seen(&mut self, service: ServiceId) {
        let awaited = self.services[usize::from(service)].case.awaited;
        if !awaited.is_some_and(|cause| self.is_awaited(cause)) {
            self.outage_is_seen(service);
        }
    }

    /// The detector of a failover sees the outage, if it sees anything.
    fn outage_may_be_seen(&mut self, service: ServiceId) {
        let detector = self.failover(service).detected_by.expect("a detector has its step");
        if self.places.detector_is_up(detector) {
            self.outage_is_seen(service);
        } else {
            self.services[usize::from(service)].phase = Phase::Blind;
        }
    }

    /// At the end of an instant with an outage: what was waited for may be there.
    pub(super) fn look_after_failover(&mut self, service: ServiceId) {
        let phase = self.services[usize::from(service)].phase;
        match phase {
            Phase::Seeing if self.failover(service).detected_by.is_none() => {
                self.look_whether_seen(service);
            }
            Phase::Blind => self.outage_may_be_seen(service),
            Phase::Looking => self.judge |= self.can_go_elsewhere(service),
            _ => return,
        }
        self.judge |= self.services[usize::from(service)].phase != phase;
    }

    fn outage_is_seen(&mut self, service: ServiceId) {
        self.tell_move(service, MoveStep::Seen);
        let number = self.services[usize::from(service)].case.number;
        let keys = self.plan.services[usize::from(service)];
        let decided_by = &self.failover(service).decided_by;
        let (law, key) = match decided_by {
            DecidedBy::OnCall { people, .. } => return self.call_for_decision(service, *people),
            DecidedBy::Automatic(law) => (law, keys.rule),
            DecidedBy::Runbook { takes, .. } => (takes, keys.rule),
        };
        let takes = key.span(law, self.replication, number);
        self.services[usize::from(service)].phase = Phase::Ruling;
        self.step_after(service, takes);
    }

    fn call_for_decision(&mut self, service: ServiceId, people: OnCallId) {
        self.services[usize::from(service)].phase = Phase::Calling;
        self.call_people(people, Task::Decide(service));
    }

    /// A rule or a runbook has come to its end.
    fn rule_ends(&mut self, service: ServiceId) {
        let number = self.services[usize::from(service)].case.number;
        let key = self.plan.services[usize::from(service)].runbook;
        if let DecidedBy::Runbook { succeeds, people, .. } = self.failover(service).decided_by
            && !key.chance(succeeds, self.replication, number)
        {
            return self.call_for_decision(service, people);
        }
        self.failover_is_decided(service);
    }

    /// People who were called have acknowledged and decide.
    pub(super) fn people_decide(&mut self, service: ServiceId) {
        assert_eq!(self.services[usize::from(service)].phase, Phase::Calling, "they were called");
        let number = self.services[usize::from(service)].case.number;
        let (DecidedBy::OnCall { decides, .. } | DecidedBy::Runbook { decides, .. }) =
            &self.failover(service).decided_by
        else {
            panic!("only people who decide are called to")
        };
        let key = self.plan.services[usize::from(service)].decides;
        let takes = key.span(decides, self.replication, number);
        self.services[usize::from(service)].phase = Phase::Deciding;
        self.step_after(service, takes);
    }

    fn failover_is_decided(&mut self, service: ServiceId) {
        if self.services[usize::from(service)].phase == Phase::Deciding {
            self.task_ends(Task::Decide(service));
        }
        self.tell_move(service, MoveStep::Decided);
        self.look_for_placement(service);
    }

    /// Goes to the first placement that would hold, or waits for one.
    fn look_for_placement(&mut self, service: ServiceId) {
        self.services[usize::from(service)].phase = Phase::Looking;
        if matches!(self.plan.model.services[service].serves, Serves::All { .. }) {
            return self.traffic_may_move(service);
        }
        let Some(to) = self.other_placement(service, false) else { return };
        if self.failover(service).data.is_empty() {
            return self.activate(service, to);
        }
        self.services[usize::from(service)].phase = Phase::Bringing(to);
        self.tell_move(service, MoveStep::Bringing(to));
        self.bring_data(service, to);
        self.data_may_be_there(service, to);
    }

    /// Whether a service that is to go elsewhere can: there may be data now, or copies of it.
    fn can_go_elsewhere(&self, service: ServiceId) -> bool {
        match self.plan.model.services[service].serves {
            Serves::One => self.other_placement(service, false).is_some(),
            Serves::All { .. } => self.holding(service) != 0,
        }
    }

    /// The first placement that a service is not in and that would hold.
    pub(super) fn other_placement(&self, service: ServiceId, planned: bool) -> Option<u8> {
        let active = self.services[usize::from(service)].active;
        let count = self.plan.model.services[service].placements.len() as u8;
        let mut others = (0..count).filter(|&at| at != active);
        others.find(|&at| self.placement_would_hold(service, at, planned))
    }

    /// Whether a placement holds once the data that comes with the service is there.
    pub(super) fn placement_would_hold(&self, service: ServiceId, at: u8, planned: bool) -> bool {
        let placement = &self.plan.model.services[service].placements[usize::from(at)];
        self.would_hold(service, &placement.needs, planned)
    }

    /// The data that a failover brings may be there.
    fn data_may_be_there(&mut self, service: ServiceId, to: u8) {
        if self.data_is_ready(service, to) {
            self.restores_are_done(service);
            self.activate(service, to);
        } else if !self.data_is_on_its_way(service) {
            self.restores_are_done(service);
            self.failover_fails(service, to, Failing::Data);
        }
    }

    pub(super) fn activate(&mut self, service: ServiceId, to: u8) {
        let case = &mut self.services[usize::from(service)].case;
        let (number, attempt) = (case.number, case.attempts);
        case.attempts += 1;
        self.services[usize::from(service)].phase = Phase::Activating(to);
        if matches!(self.plan.model.services[service].serves, Serves::One) {
            self.tell_move(service, MoveStep::Activating(to));
        }
        let key = self.plan.services[usize::from(service)].activation.attempt(attempt);
        let takes = key.span(&self.failover(service).activation, self.replication, number);
        self.step_after(service, takes);
    }

    fn verify_placement(&mut self, service: ServiceId, to: u8) {
        let Case { number, attempts, .. } = self.services[usize::from(service)].case;
        let attempt = attempts - 1;
        self.services[usize::from(service)].phase = Phase::Verifying(to);
        let key = self.plan.services[usize::from(service)].verifies.attempt(attempt);
        let takes = key.span(&self.failover(service).verifies, self.replication, number);
        self.step_after(service, takes);
    }

    fn placement_is_verified(&mut self, service: ServiceId, to: u8) {
        let Case { number, attempts, .. } = self.services[usize::from(service)].case;
        let attempt = attempts - 1;
        let key = self.plan.services[usize::from(service)].success.attempt(attempt);
        if key.chance(self.failover(service).succeeds, self.replication, number) {
            self.failover_is_done(service, to);
        } else {
            self.failover_fails(service, to, Failing::Chance);
        }
    }

    fn failover_fails(&mut self, service: ServiceId, to: u8, failing: Failing) {
        self.tell_move(service, MoveStep::Failed(to));
        let failover = self.failover(service);
        match (failing, &failover.manual) {
            (Failing::Target, _) => {
                let stamp = self.next_stamp();
                self.services[usize::from(service)].stamp = stamp;
                self.look_for_placement(service);
            }
            (Failing::Chance, Some(law)) => {
                let Case { number, attempts, .. } = self.services[usize::from(service)].case;
                let attempt = attempts - 1;
                let key = self.plan.services[usize::from(service)].manual.attempt(attempt);
                let takes = key.span(law, self.replication, number);
                self.services[usize::from(service)].phase = Phase::ByHand(to);
                self.tell_move(service, MoveStep::ByHand(to));
                self.step_after(service, takes);
            }
            (Failing::Data, _) | (Failing::Chance, None) => {
                self.services[usize::from(service)].phase = Phase::Waiting;
                self.schedule_step(service, failover.retry);
            }
        }
    }

    fn failover_is_done(&mut self, service: ServiceId, to: u8) {
        self.tell_move(service, MoveStep::Done(to));
        self.settle_in(service, to);
    }

    /// A service is in a placement from now on, and nothing is under way.
    pub(super) fn settle_in(&mut self, service: ServiceId, to: u8) {
        let from = std::mem::replace(&mut self.services[usize::from(service)].active, to);
        self.services[usize::from(service)].phase = Phase::Settled;
        self.placement_serves(service, to, true);
        if from != to {
            self.placement_serves(service, from, false);
        }
        self.note_what_holds(service);
        self.judge = true;
    }

    /// What a service had is there again before its failover is done.
    pub(super) fn failover_is_called_off(&mut self, service: ServiceId) {
        let phase = self.services[usize::from(service)].phase;
        if let Phase::Calling | Phase::Deciding = phase {
            self.task_ends(Task::Decide(service));
        }
        let stamp = self.next_stamp();
        let run = &mut self.services[usize::from(service)];
        run.phase = Phase::Settled;
        run.stamp = stamp;
        // Nothing was begun where nothing was seen.
        if !matches!(phase, Phase::Seeing | Phase::Blind) {
            self.tell_move(service, MoveStep::CalledOff);
        }
    }

    /// What is being done comes to its next step after a while, or at once.
    pub(super) fn step_after(&mut self, service: ServiceId, takes: Span) {
        if takes > Span::ZERO {
            return self.schedule_step(service, takes);
        }
        let stamp = self.next_stamp();
        self.services[usize::from(service)].stamp = stamp;
        self.take_step(service);
    }

    fn schedule_step(&mut self, service: ServiceId, takes: Span) {
        let stamp = self.next_stamp();
        self.services[usize::from(service)].stamp = stamp;
        self.schedule(self.now + takes, Event::ServiceGoesOn { service, stamp });
    }

    /// What is done about a service has come to its next step.
    pub(super) fn service_goes_on(&mut self, service: ServiceId, stamp: Stamp) {
        if self.services[usize::from(service)].stamp == stamp {
            self.judge = true;
            self.take_step(service);
        }
    }

    fn take_step(&mut self, service: ServiceId) {
        match self.services[usize::from(service)].phase {
            Phase::Seeing => self.outage_may_be_seen(service),
            Phase::Ruling => self.rule_ends(service),
            Phase::Deciding => self.failover_is_decided(service),
            Phase::Activating(to) => match self.plan.model.services[service].serves {
                Serves::One => self.verify_placement(service, to),
                Serves::All { .. } => self.traffic_moves(service),
            },
            Phase::Verifying(to) => self.placement_is_verified(service, to),
            Phase::ByHand(to) => self.failover_is_done(service, to),
            Phase::Waiting => self.look_for_placement(service),
            Phase::Switching(to, why) => self.switchover_ends(service, to, why),
            Phase::Drilling => self.drill_ends(service),
            phase @ (Phase::Settled
            | Phase::Blind
            | Phase::Calling
            | Phase::Looking
            | Phase::Bringing(_)
            | Phase::Preparing(..)) => panic!("{phase:?} has no step of its own"),
        }
    }

    pub(super) fn failover(&self, service: ServiceId) -> &'p Failover {
        let failover = self.plan.model.services[service].failover.as_ref();
        failover.expect("a service with placements has a way between them")
    }

    pub(super) fn tell_move(&mut self, service: ServiceId, step: MoveStep) {
        self.changes.push(Change::Move { service, step });
    }
}

/// Why an attempt at a failover fails.
#[derive(Clone, Copy, Debug)]
enum Failing {
    /// What the placement needs is gone.
    Target,
    /// What was to be restored was given up, though there may be another way.
    Data,
    Chance,
}
