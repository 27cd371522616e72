//! Planned moves of services: back to a placement that is preferred, for a drill, or because of a
//! warning.

use super::change::{MoveStep, ServiceState};
use super::event::{Event, Stamp};
use super::failover::{Phase, Why};
use super::incident::earlier;
use super::people::Task;
use super::world::World;
use crate::model::{Drilled, Failback, Serves, ServiceId};
use crate::quantity::{Span, Time};

/// What is due may come as much later than reckoned from its warning: rounding.
const ROUNDING: Span = Span::from_seconds(1e-3);

impl World<'_> {
    /// Drills are scheduled; placements that are not served from stand by.
    pub(super) fn start_services(&mut self) {
        for (service, told) in self.plan.model.services.entries() {
            if told.serves == Serves::One {
                for at in 1..told.placements.len() as u8 {
                    self.placement_serves(service, at, false);
                }
            }
            self.schedule_drill(service, 0);
        }
    }

    /// Notes since when each placement holds.
    pub(super) fn note_what_holds(&mut self, service: ServiceId) {
        let (now, count) = (self.now, self.plan.model.services[service].placements.len() as u8);
        for at in 0..count {
            let holds = self.placement_would_hold(service, at, true);
            let since = &mut self.services[usize::from(service)].held_since[usize::from(at)];
            *since = if holds { since.or(Some(now)) } else { None };
        }
    }

    /// How long a placement must have held before a service goes back to it; `None`: it does not.
    fn healthy_after(&self, service: ServiceId) -> Option<Span> {
        match self.failover(service).failback {
            Failback::Never => None,
            Failback::AfterHealthy(healthy) | Failback::Manual { healthy, .. } => Some(healthy),
        }
    }

    /// The placements that a service would go back to, or give traffic again, each with the time
    /// from which it has held for long enough.
    fn ways_back(&self, service: ServiceId, healthy: Span) -> impl Iterator<Item = (u8, Time)> {
        let run = &self.services[usize::from(service)];
        let serves = self.plan.model.services[service].serves;
        let wanted = move |at: &u8| match serves {
            Serves::One => *at < run.active,
            Serves::All { .. } => run.traffic >> at & 1 == 0,
        };
        let held = (0..).zip(&run.held_since).filter(move |(at, _)| wanted(at));
        held.filter_map(move |(at, since)| Some((at, (*since)? + healthy)))
    }

    /// The placement that a service goes back to now, as far as it can tell by itself.
    fn way_back(&self, service: ServiceId) -> Option<u8> {
        let healthy = self.healthy_after(service)?;
        let run = &self.services[usize::from(service)];
        let usable = run.state.is_up() || self.plan.model.services[service].serves != Serves::One;
        let ready = usable && run.phase == Phase::Settled;
        let mut ways = self.ways_back(service, healthy).filter(|_| ready);
        ways.find(|&(_, at)| at <= self.now).map(|(to, _)| to)
    }

    /// Sets the time to look whether a placement that a service prefers has held for long enough to
    /// go back to it. People who were asked whether to are no longer, if it cannot.
    pub(super) fn schedule_look(&mut self, service: ServiceId) {
        let told = &self.plan.model.services[service];
        if told.placements.is_empty() {
            return;
        }
        let Some(healthy) = self.healthy_after(service) else { return };
        if self.people.slot_of(Task::GoBack(service)).is_some() {
            if self.way_back(service).is_none() {
                self.task_ends(Task::GoBack(service));
            }
            return;
        }
        let run = &self.services[usize::from(service)];
        let can_go = run.state.is_up() || told.serves != Serves::One;
        if run.phase != Phase::Settled || run.look.is_some() || !can_go {
            return;
        }
        let ways = self.ways_back(service, healthy).map(|(_, at)| at);
        let Some(first) = ways.reduce(earlier) else { return };
        let at = first.max(self.now);
        let stamp = self.next_stamp();
        self.services[usize::from(service)].look = Some(stamp);
        self.schedule(at, Event::Healthy { service, stamp });
    }

    /// A placement that a service prefers may have held for long enough to go back.
    pub(super) fn placement_is_healthy(&mut self, service: ServiceId, stamp: Stamp) {
        let run = &mut self.services[usize::from(service)];
        if run.look != Some(stamp) {
            return;
        }
        run.look = None;
        // What holds is known only once all of this instant has happened.
        self.judge = true;
        let Some(to) = self.way_back(service) else { return };
        if let Failback::Manual { people, .. } = self.failover(service).failback {
            self.services[usize::from(service)].asked += 1;
            self.call_people(people, Task::GoBack(service));
        } else {
            self.goes_back(service, to);
        }
    }

    fn goes_back(&mut self, service: ServiceId, to: u8) {
        match self.plan.model.services[service].serves {
            Serves::One => self.begin_move(service, to, Why::Back),
            Serves::All { .. } => self.traffic_returns(service),
        }
    }

    /// People who were called have acknowledged: the service goes back, if it still can.
    pub(super) fn people_agree(&mut self, service: ServiceId) {
        self.task_ends(Task::GoBack(service));
        self.judge = true;
        if let Some(to) = self.way_back(service) {
            self.goes_back(service, to);
        }
    }

    /// The placements without traffic that have held for long enough.
    pub(super) fn healthy_again(&self, service: ServiceId) -> Vec<u8> {
        let healthy = self.healthy_after(service).into_iter();
        let ways = healthy.flat_map(|healthy| self.ways_back(service, healthy));
        ways.filter(|&(_, at)| at <= self.now).map(|(to, _)| to).collect()
    }

    /// A warning makes a service go over to the next placement that holds, as planned, if it can.
    /// What is left is not gone back to before what was warned of is due, in `lead`.
    pub(super) fn move_as_warned(&mut self, service: ServiceId, lead: Span) {
        let run = &self.services[usize::from(service)];
        let ready = run.phase == Phase::Settled && run.state.is_up();
        if let Some(to) = self.other_placement(service, true).filter(|_| ready) {
            self.judge = true;
            // It is left because it is about to fail: that it holds until then counts for nothing.
            let due = self.now + lead + ROUNDING;
            let run = &mut self.services[usize::from(service)];
            run.held_since[usize::from(run.active)] = Some(due);
            run.look = None;
            self.begin_move(service, to, Why::Warned);
        }
    }

    fn begin_move(&mut self, service: ServiceId, to: u8, why: Why) {
        self.tell_move(
            service,
            match why {
                Why::Back => MoveStep::BackBegins(to),
                Why::Drill => MoveStep::DrillBegins(to),
                Why::Warned => MoveStep::WarnedBegins(to),
            },
        );
        self.services[usize::from(service)].moves += 1;
        self.services[usize::from(service)].phase = Phase::Preparing(to, why);
        if self.data_is_level(service, to) {
            self.switch_over(service, to, why);
        }
    }

    /// The service is down for as long as it takes to move it.
    pub(super) fn switch_over(&mut self, service: ServiceId, to: u8, why: Why) {
        let number = self.services[usize::from(service)].moves;
        let key = self.plan.services[usize::from(service)].switchover;
        let takes = key.span(&self.failover(service).switchover, self.replication, number);
        self.services[usize::from(service)].phase = Phase::Switching(to, why);
        self.step_after(service, takes);
    }

    pub(super) fn switchover_ends(&mut self, service: ServiceId, to: u8, why: Why) {
        let number = self.services[usize::from(service)].moves;
        let key = self.plan.services[usize::from(service)].drill;
        let succeeds = self.failover(service).succeeds;
        let drilled = why == Why::Drill;
        if drilled && !key.chance(succeeds, self.replication, number) {
            self.tell_move(service, MoveStep::DrillFailed(to));
            self.services[usize::from(service)].phase = Phase::Settled;
            self.judge = true;
            return;
        }
        if !self.data_is_level(service, to) {
            self.judge = true;
            return self.planned_move_is_broken_off(service);
        }
        self.move_data(service, to);
        self.tell_move(
            service,
            match why {
                Why::Back => MoveStep::BackDone(to),
                Why::Drill => MoveStep::DrillDone(to),
                Why::Warned => MoveStep::WarnedDone(to),
            },
        );
        self.settle_in(service, to);
        if drilled {
            let drills = self.plan.model.services[service].drills.as_ref();
            let stays = drills.expect("only what has drills is drilled").stays;
            let run = &mut self.services[usize::from(service)];
            run.phase = Phase::Drilling;
            run.look = None;
            self.step_after(service, stays);
        }
    }

    /// A move that was planned cannot be made, or not be ended.
    pub(super) fn planned_move_is_broken_off(&mut self, service: ServiceId) {
        let phase = self.services[usize::from(service)].phase;
        if let Phase::Preparing(to, Why::Drill) | Phase::Switching(to, Why::Drill) = phase {
            self.tell_move(service, MoveStep::DrillFailed(to));
        }
        let stamp = self.next_stamp();
        let run = &mut self.services[usize::from(service)];
        run.phase = Phase::Settled;
        run.stamp = stamp;
    }

    fn schedule_drill(&mut self, service: ServiceId, index: u32) {
        let Some(drills) = &self.plan.model.services[service].drills else { return };
        let at = match &drills.due {
            Drilled::At(times) => times.get(index as usize).copied(),
            Drilled::Every(every) => Some((*every * f64::from(index + 1)).after_start()),
        };
        if let Some(at) = at {
            self.schedule(at, Event::Drill { service, index });
        }
    }

    /// A drill of a service falls due: whether all is well shows once this instant has happened.
    pub(super) fn drill_is_due(&mut self, service: ServiceId, index: u32) {
        self.schedule_drill(service, index + 1);
        self.services[usize::from(service)].drill_is_due = true;
        self.judge = true;
    }

    /// A drill that is due is held: the service goes to the next placement, if all is well.
    pub(super) fn drill_may_begin(&mut self, service: ServiceId) {
        if !std::mem::take(&mut self.services[usize::from(service)].drill_is_due) {
            return;
        }
        let settled = self.services[usize::from(service)].phase == Phase::Settled;
        let ready = settled && self.state_in_place(service) == ServiceState::Full;
        match self.other_placement(service, true).filter(|_| ready) {
            Some(to) => self.begin_move(service, to, Why::Drill),
            None => self.tell_move(service, MoveStep::DrillSkipped),
        }
    }

    /// A drill has stayed for long enough: the service goes back, if it can.
    pub(super) fn drill_ends(&mut self, service: ServiceId) {
        self.services[usize::from(service)].phase = Phase::Settled;
        self.judge = true;
        if self.placement_would_hold(service, 0, true) {
            self.begin_move(service, 0, Why::Back);
        }
    }
}
