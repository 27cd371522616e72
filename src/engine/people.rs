//! People on call: alarms, who acknowledges them, and where they go when nobody does.

use std::collections::VecDeque;

use super::change::{Change, MemberState};
use super::event::{Event, MemberNo, Stamp};
use super::plan::Plan;
use super::window::{begins, works};
use super::world::World;
use crate::model::{CrewId, Model, OnCallId, PoolId, ServiceId};
use crate::quantity::Time;

/// What people are called for. One alarm at a time is open for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// A stage of the repair of a member.
    Repair(PoolId, MemberNo),
    /// Deciding on a failover.
    Decide(ServiceId),
    /// Agreeing to going back.
    GoBack(ServiceId),
}

/// People and open alarms in one replication.
#[derive(Clone, Debug)]
pub(super) struct People {
    levels: Vec<Level>,
    /// Open alarms, by slot.
    alarms: Vec<Option<Alarm>>,
    free: Vec<u32>,
    /// Members whose stage waits for light before people are called, with the number of the call.
    in_the_dark: Vec<(PoolId, MemberNo, u32)>,
}

/// The people of one level.
#[derive(Clone, Debug, Default)]
struct Level {
    busy: u32,
    /// Alarms that wait for somebody, the oldest first.
    waiting: VecDeque<u32>,
    /// Whether the beginning of their hours is scheduled.
    due: bool,
}

#[derive(Clone, Copy, Debug)]
struct Alarm {
    task: Task,
    /// A number that its task alone has.
    number: u64,
    /// How often they were called for this task before and had to put it down.
    call: u32,
    level: OnCallId,
    raised: Time,
    /// When it reached its level.
    reached: Time,
    stage: AlarmStage,
    stamp: Stamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AlarmStage {
    /// Nobody has it.
    Waiting,
    /// Somebody has it and is to acknowledge it; or it escalates first.
    Given { acknowledges: bool },
    /// Acknowledged: somebody works on it.
    Working,
}

impl People {
    pub fn new(model: &Model) -> Self {
        let levels = vec![Level::default(); model.people.len()];
        Self { levels, alarms: Vec::new(), free: Vec::new(), in_the_dark: Vec::new() }
    }

    pub fn restart(&mut self) {
        for level in &mut self.levels {
            level.busy = 0;
            level.waiting.clear();
            level.due = false;
        }
        self.alarms.clear();
        self.free.clear();
        self.in_the_dark.clear();
    }

    fn alarm(&mut self, slot: u32) -> &mut Alarm {
        self.alarms[slot as usize].as_mut().expect("an open alarm has its slot")
    }

    pub(super) fn slot_of(&self, task: Task) -> Option<u32> {
        let of_task = |alarm: &Option<Alarm>| alarm.is_some_and(|alarm| alarm.task == task);
        self.alarms.iter().position(of_task).map(|slot| slot as u32)
    }
}

impl World<'_> {
    /// Raises an alarm to people; [`World::task_begins`] follows when they acknowledge, never at
    /// once but as an event of its own. They are busy with it until [`World::task_ends`]. While an
    /// alarm is open for a task that one stands.
    pub(super) fn call_people(&mut self, people: OnCallId, task: Task) {
        if self.people.slot_of(task).is_none() {
            self.raise_alarm(people, task, 0);
        }
    }

    fn raise_alarm(&mut self, people: OnCallId, task: Task, call: u32) {
        let (now, number) = (self.now, self.number_of(task));
        let slot = self.people.free.pop().unwrap_or(self.people.alarms.len() as u32);
        let alarm = Alarm {
            task,
            number,
            call,
            level: people,
            raised: now,
            reached: now,
            stage: AlarmStage::Waiting,
            stamp: 0,
        };
        match self.people.alarms.get_mut(slot as usize) {
            Some(free) => *free = Some(alarm),
            None => self.people.alarms.push(Some(alarm)),
        }
        self.alarm_reaches(slot, people);
    }

    /// The number of a task's draws: the same whatever else people are called for.
    fn number_of(&self, task: Task) -> u64 {
        match task {
            Task::Repair(pool, member) => {
                let record = self.pools[usize::from(pool)].get(member);
                let record = record.expect("what is repaired has a record");
                // Its own among all stages of all repairs, as are the draws for its work.
                let work = self.stage_plan(pool, member).work.attempt(record.attempt);
                Plan::part(record.episode, work.identity())
            }
            Task::Decide(service) => {
                let keys = &self.plan.services[usize::from(service)];
                Plan::part(self.services[usize::from(service)].case.number, keys.identity)
            }
            Task::GoBack(service) => {
                let keys = &self.plan.services[usize::from(service)];
                Plan::part(self.services[usize::from(service)].asked | 1 << 63, keys.identity)
            }
        }
    }

    /// A task is done, or no longer needed: who was busy with it is free, an alarm that has not
    /// been acknowledged is taken back. Nothing, where there is neither.
    pub(super) fn task_ends(&mut self, task: Task) {
        let Some(slot) = self.people.slot_of(task) else { return };
        let alarm = *self.people.alarm(slot);
        if alarm.stage != AlarmStage::Working {
            let (people, since) = (alarm.level, alarm.raised);
            self.changes.push(Change::Acknowledged { people, since, finished: false });
        }
        self.people.alarms[slot as usize] = None;
        self.people.free.push(slot);
        self.alarm_leaves(slot, alarm);
    }

    /// An alarm is no longer with its level.
    fn alarm_leaves(&mut self, slot: u32, alarm: Alarm) {
        let level = &mut self.people.levels[usize::from(alarm.level)];
        if alarm.stage == AlarmStage::Waiting {
            level.waiting.retain(|&waiting| waiting != slot);
            return;
        }
        level.busy -= 1;
        let (people, busy) = (alarm.level, level.busy);
        self.changes.push(Change::PeopleBusy { people, busy });
        self.alarms_are_given(people);
    }

    /// An alarm reaches a level: somebody has it at once, or it waits.
    fn alarm_reaches(&mut self, slot: u32, people: OnCallId) {
        let now = self.now;
        let alarm = self.people.alarm(slot);
        alarm.level = people;
        alarm.reached = now;
        alarm.stage = AlarmStage::Waiting;
        self.changes.push(Change::Alarm { people });
        self.people.levels[usize::from(people)].waiting.push_back(slot);
        self.alarms_are_given(people);
        if self.people.alarm(slot).stage != AlarmStage::Waiting {
            return;
        }
        if let Some(escalation) = self.plan.model.people[people].escalates {
            self.schedule_alarm(slot, now + escalation.after);
        }
    }

    /// Schedules the beginning of the hours of people, where something waits for that.
    fn schedule_hours(&mut self, people: OnCallId) {
        let Some(hours) = self.plan.model.people[people].hours else { return };
        let level = &mut self.people.levels[usize::from(people)];
        if !level.due && !level.waiting.is_empty() && !works(Some(hours), self.now) {
            level.due = true;
            self.schedule(begins(hours, self.now), Event::PeopleBegin { people });
        }
    }

    fn schedule_alarm(&mut self, slot: u32, at: Time) {
        let stamp = self.next_stamp();
        self.people.alarm(slot).stamp = stamp;
        self.schedule(at, Event::AlarmGoesOn { alarm: slot, stamp });
    }

    /// Whoever is free, at work and within reach has the alarms that have waited longest.
    pub(super) fn alarms_are_given(&mut self, people: OnCallId) {
        let told = &self.plan.model.people[people];
        if !works(told.hours, self.now) {
            return self.schedule_hours(people);
        }
        if !self.places.on_call_is_up(people) {
            return;
        }
        while self.people.levels[usize::from(people)].busy < told.size {
            let level = &mut self.people.levels[usize::from(people)];
            let Some(slot) = level.waiting.pop_front() else { return };
            level.busy += 1;
            let busy = level.busy;
            self.changes.push(Change::PeopleBusy { people, busy });
            let Alarm { number, call, reached, .. } = *self.people.alarm(slot);
            let key = self.plan.people[usize::from(people)].attempt(call);
            let acknowledged = self.now + key.span(&told.acknowledges, self.replication, number);
            let escalated = told.escalates.map(|escalation| reached + escalation.after);
            let acknowledges = escalated.is_none_or(|at| acknowledged <= at);
            self.people.alarm(slot).stage = AlarmStage::Given { acknowledges };
            let at = escalated.filter(|_| !acknowledges).unwrap_or(acknowledged);
            self.schedule_alarm(slot, at);
        }
    }

    /// An alarm is acknowledged, or goes to the next level.
    pub(super) fn alarm_goes_on(&mut self, slot: u32, stamp: Stamp) {
        let Some(alarm) = self.people.alarms.get(slot as usize).copied().flatten() else { return };
        if alarm.stamp != stamp {
            return;
        }
        let people = alarm.level;
        if (AlarmStage::Given { acknowledges: true }) == alarm.stage {
            self.people.alarm(slot).stage = AlarmStage::Working;
            let since = alarm.raised;
            self.changes.push(Change::Acknowledged { people, since, finished: true });
            return self.task_begins(alarm.task);
        }
        let escalation = self.plan.model.people[people].escalates;
        let next = escalation.expect("only what can escalate does").to;
        self.changes.push(Change::Escalated { people });
        self.alarm_leaves(slot, alarm);
        self.alarm_reaches(slot, next);
    }

    /// Somebody has acknowledged and turns to a task.
    fn task_begins(&mut self, task: Task) {
        match task {
            Task::Repair(pool, member) => self.people_repair(pool, member),
            Task::Decide(service) => self.people_decide(service),
            Task::GoBack(service) => self.people_agree(service),
        }
    }

    /// A stage of a repair asks for people; in the dark they are not called, unless they need not
    /// be there.
    pub(super) fn ask_for_people(&mut self, pool: PoolId, member: MemberNo, people: OnCallId) {
        self.move_member(pool, member, MemberState::AwaitingPeople);
        if self.can_be_worked_on((pool, member)) {
            self.call_people(people, Task::Repair(pool, member));
        } else {
            self.people.in_the_dark.push((pool, member, 0));
        }
    }

    /// People who were called for a repair have acknowledged: its stage begins, if there is light.
    fn people_repair(&mut self, pool: PoolId, member: MemberNo) {
        if self.can_be_worked_on((pool, member)) {
            let plan = self.stage_plan(pool, member);
            return self.start_stage(pool, member, plan);
        }
        self.people_put_down(pool, member);
    }

    /// A domain goes down while people work on a member: they leave, and are called again when it
    /// is up.
    pub(super) fn people_leave(&mut self, pool: PoolId, member: MemberNo) {
        self.people_put_down(pool, member);
        self.move_member(pool, member, MemberState::AwaitingPeople);
    }

    fn people_put_down(&mut self, pool: PoolId, member: MemberNo) {
        let task = Task::Repair(pool, member);
        let slot = self.people.slot_of(task).expect("who puts something down has it in hand");
        let call = self.people.alarm(slot).call + 1;
        self.task_ends(task);
        self.people.in_the_dark.push((pool, member, call));
    }

    /// Domains are up again: people are called to what waited for that.
    pub(super) fn people_are_called_again(&mut self) {
        for (pool, member, call) in std::mem::take(&mut self.people.in_the_dark) {
            if self.can_be_worked_on((pool, member)) {
                let people = self.stage_plan(pool, member).stage.people;
                let people = people.expect("only stages with people wait for them");
                self.raise_alarm(people, Task::Repair(pool, member), call);
            } else {
                self.people.in_the_dark.push((pool, member, call));
            }
        }
    }

    /// The hours of people begin.
    pub(super) fn people_begin(&mut self, people: OnCallId) {
        self.people.levels[usize::from(people)].due = false;
        self.alarms_are_given(people);
    }

    /// The hours of a crew begin.
    pub(super) fn crew_begins(&mut self, crew: CrewId) {
        self.crews[usize::from(crew)].due = false;
        self.crew_goes_on(crew);
    }

    /// Tells the observers of alarms that are not acknowledged when the replication ends.
    pub(super) fn tell_open_alarms(&mut self) {
        for alarm in self.people.alarms.iter().flatten() {
            if alarm.stage != AlarmStage::Working {
                let (people, since) = (alarm.level, alarm.raised);
                self.changes.push(Change::Acknowledged { people, since, finished: false });
            }
        }
    }
}
