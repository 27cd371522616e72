//! Repair: ordered stages that may wait for a part, then for a crew.

use std::collections::VecDeque;

use super::change::{Change, MemberState, Stretch};
use super::event::{Event, MemberNo, Stamp};
use super::people::Task;
use super::plan::StagePlan;
use super::window::{begins, works};
use super::world::World;
use crate::model::{CrewId, Part, PartId, PoolId};
use crate::quantity::Time;

/// What waits for a crew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    /// A stage of a member's repair.
    Member(PoolId, MemberNo),
    /// Planned work, in a slot of that under way.
    Job(u32),
}

/// A crew at work.
#[derive(Clone, Debug, Default)]
pub(super) struct CrewState {
    busy: u32,
    /// Who waits, first come first served.
    waiting: VecDeque<Waits>,
    /// Whether the beginning of its hours is scheduled.
    pub due: bool,
}

impl CrewState {
    pub fn restart(&mut self) {
        self.busy = 0;
        self.waiting.clear();
        self.due = false;
    }
}

/// A shelf of parts. Each demand orders a replacement at once, whether or not it is met.
#[derive(Clone, Debug)]
pub(super) struct PartState {
    stock: u32,
    waiting: VecDeque<(PoolId, MemberNo)>,
    ordered: u64,
}

impl PartState {
    pub fn new(part: &Part) -> Self {
        Self { stock: part.stock, waiting: VecDeque::new(), ordered: 0 }
    }

    pub fn restart(&mut self, part: &Part) {
        self.stock = part.stock;
        self.waiting.clear();
        self.ordered = 0;
    }
}

impl<'p> World<'p> {
    /// A member enters the stage that its record names: it takes its part or waits for it.
    pub(super) fn enter_stage(&mut self, pool: PoolId, member: MemberNo) {
        let now = self.now;
        let plan = self.stage_plan(pool, member);
        self.pools[usize::from(pool)].record(member).waiting_since = now;
        let Some(part) = plan.stage.part else {
            return self.ask_for_crew(pool, member, plan);
        };
        let state = &mut self.parts[usize::from(part)];
        let number = state.ordered;
        state.ordered += 1;
        let met = state.stock > 0;
        if met {
            state.stock -= 1;
        } else {
            state.waiting.push_back((pool, member));
            self.move_member(pool, member, MemberState::AwaitingPart);
        }
        let key = self.plan.lead_times[usize::from(part)];
        let lead_time = key.span(&self.plan.model.parts[part].lead_time, self.replication, number);
        self.schedule(now + lead_time, Event::PartArrives { part });
        if met {
            self.part_is_taken(pool, member, plan);
        }
    }

    /// A part arrives: it goes to whoever waited longest, or onto the shelf.
    pub(super) fn part_arrives(&mut self, part: PartId) {
        let state = &mut self.parts[usize::from(part)];
        match state.waiting.pop_front() {
            Some((pool, member)) => {
                let plan = self.stage_plan(pool, member);
                self.part_is_taken(pool, member, plan);
            }
            None => state.stock += 1,
        }
    }

    fn part_is_taken(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>) {
        let now = self.now;
        self.part_is_paid(plan.stage.part.expect("a stage that takes a part has one"));
        let record = self.pools[usize::from(pool)].record(member);
        let since = std::mem::replace(&mut record.waiting_since, now);
        let stretch = Stretch::PartWait;
        self.tell(pool, Change::Stretch { pool, stretch, since, finished: true });
        self.ask_for_crew(pool, member, plan);
    }

    fn ask_for_crew(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>) {
        if let Some(people) = plan.stage.people {
            return self.ask_for_people(pool, member, people);
        }
        let Some(crew) = plan.stage.crew else {
            return self.start_stage(pool, member, plan);
        };
        let free = self.can_be_worked_on((pool, member)) && self.crew_works(crew);
        let state = &mut self.crews[usize::from(crew)];
        // Those who waited for the crew's hours come first when they begin.
        if free && !state.due && state.busy < self.plan.model.crews[crew].size {
            state.busy += 1;
            let busy = state.busy;
            self.changes.push(Change::CrewBusy { crew, busy });
            self.crew_arrives(pool, member, plan, self.now);
        } else {
            state.waiting.push_back(Waits::Member(pool, member));
            self.move_member(pool, member, MemberState::AwaitingCrew);
            self.schedule_crew_hours(crew);
        }
    }

    /// Planned work asks for its crew.
    pub(super) fn ask_crew_for_job(&mut self, crew: CrewId, job: u32) {
        let free = self.crew_works(crew);
        let state = &mut self.crews[usize::from(crew)];
        state.waiting.push_back(Waits::Job(job));
        if free && state.busy < self.plan.model.crews[crew].size {
            self.crew_goes_on(crew);
        } else {
            self.schedule_crew_hours(crew);
        }
    }

    /// Whether a crew begins stages now.
    fn crew_works(&self, crew: CrewId) -> bool {
        works(self.plan.model.crews[crew].hours, self.now)
    }

    /// Schedules the beginning of a crew's hours, where something waits for that.
    pub(super) fn schedule_crew_hours(&mut self, crew: CrewId) {
        let Some(hours) = self.plan.model.crews[crew].hours else { return };
        let state = &mut self.crews[usize::from(crew)];
        if !state.due && !state.waiting.is_empty() && !works(Some(hours), self.now) {
            state.due = true;
            self.schedule(begins(hours, self.now), Event::CrewBegins { crew });
        }
    }

    fn crew_arrives(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>, since: Time) {
        let stretch = Stretch::CrewWait;
        self.tell(pool, Change::Stretch { pool, stretch, since, finished: true });
        self.start_stage(pool, member, plan);
    }

    pub(super) fn start_stage(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>) {
        let stamp = self.next_stamp();
        let record = self.pools[usize::from(pool)].record(member);
        let draw = plan.work.attempt(record.attempt).draw(self.replication, record.episode);
        let work = if std::mem::take(&mut record.suspended) {
            record.left
        } else {
            plan.stage.takes.sample(draw.first())
        };
        record.done_at = self.now + work;
        let done = record.done_at;
        record.fixes = plan.stage.fixes.holds_for(draw.second());
        record.stamp = stamp;
        self.move_member(pool, member, MemberState::InRepair);
        self.schedule(done, Event::StageDone { pool, member, stamp });
    }

    /// Whether the stage that a member waits for can be worked on: not while its domain is down and
    /// the crew has to be there.
    pub(super) fn can_be_worked_on(&self, (pool, member): (PoolId, MemberNo)) -> bool {
        !self.is_dark(pool, member) || self.stage_plan(pool, member).stage.remote
    }

    /// The domain of a member goes down while a stage is under way: where its crew has to be there
    /// it leaves, and the rest is done when the domain is up again.
    pub(super) fn suspend_repair(&mut self, pool: PoolId, member: MemberNo) {
        let plan = self.stage_plan(pool, member);
        if plan.stage.remote || plan.stage.crew.is_none() && plan.stage.people.is_none() {
            return;
        }
        let (now, stamp) = (self.now, self.next_stamp());
        let record = self.pools[usize::from(pool)].record(member);
        record.left = record.done_at - now;
        record.suspended = true;
        record.stamp = stamp;
        record.waiting_since = now;
        let Some(crew) = plan.stage.crew else { return self.people_leave(pool, member) };
        self.move_member(pool, member, MemberState::AwaitingCrew);
        let waiting = self.crews[usize::from(crew)].waiting.iter();
        let ahead = waiting.take_while(|&&of| self.is_suspended(of)).count();
        self.crews[usize::from(crew)].waiting.insert(ahead, Waits::Member(pool, member));
        self.release_crew(crew);
    }

    fn is_suspended(&self, waits: Waits) -> bool {
        let Waits::Member(pool, member) = waits else { return false };
        self.pools[usize::from(pool)].get(member).is_some_and(|record| record.suspended)
    }

    /// Domains are up again: crews with time turn to those who waited for that.
    pub(super) fn crews_go_on(&mut self) {
        for crew in self.plan.model.crews.ids() {
            self.crew_goes_on(crew);
        }
        self.people_are_called_again();
    }

    /// A crew turns to those who wait for it, as far as it has time.
    pub(super) fn crew_goes_on(&mut self, crew: CrewId) {
        let size = self.plan.model.crews[crew].size;
        while self.crews[usize::from(crew)].busy < size && self.crew_works(crew) {
            let waiting = &self.crews[usize::from(crew)].waiting;
            if !waiting.iter().any(|&waits| self.crew_can_turn_to(waits)) {
                break;
            }
            self.crews[usize::from(crew)].busy += 1;
            let busy = self.crews[usize::from(crew)].busy;
            self.changes.push(Change::CrewBusy { crew, busy });
            self.release_crew(crew);
        }
        self.schedule_crew_hours(crew);
    }

    /// A stage is done: its crew turns to the next in line, and the member goes on.
    pub(super) fn stage_is_done(&mut self, pool: PoolId, member: MemberNo, stamp: Stamp) {
        let Some(record) = self.pools[usize::from(pool)].get(member) else { return };
        if record.stamp != stamp {
            return;
        }
        let fixes = record.fixes;
        let plan = self.stage_plan(pool, member);
        if let Some(crew) = plan.stage.crew {
            self.release_crew(crew);
        }
        if plan.stage.people.is_some() {
            self.task_ends(Task::Repair(pool, member));
        }
        if fixes {
            self.repair_is_done(pool, member, plan);
        } else {
            self.pools[usize::from(pool)].record(member).stage += 1;
            self.enter_stage(pool, member);
        }
    }

    /// Somebody of a crew has time, and turns to the next in line.
    pub(super) fn release_crew(&mut self, crew: CrewId) {
        while let Some(next) = self.next_in_line(crew) {
            let (pool, member) = match next {
                Waits::Member(pool, member) => (pool, member),
                Waits::Job(job) if self.crew_comes_to_job(job) => return,
                Waits::Job(_) => continue,
            };
            let plan = self.stage_plan(pool, member);
            let since = self.pools[usize::from(pool)].record(member).waiting_since;
            return self.crew_arrives(pool, member, plan, since);
        }
        let state = &mut self.crews[usize::from(crew)];
        state.busy -= 1;
        let busy = state.busy;
        self.changes.push(Change::CrewBusy { crew, busy });
        self.schedule_crew_hours(crew);
    }

    /// Takes the first off a crew's line that it can turn to now.
    fn next_in_line(&mut self, crew: CrewId) -> Option<Waits> {
        if !self.crew_works(crew) {
            return None;
        }
        let mut waiting = self.crews[usize::from(crew)].waiting.iter();
        let place = waiting.position(|&waits| self.crew_can_turn_to(waits))?;
        self.crews[usize::from(crew)].waiting.remove(place)
    }

    fn crew_can_turn_to(&self, waits: Waits) -> bool {
        match waits {
            Waits::Member(pool, member) => self.can_be_worked_on((pool, member)),
            Waits::Job(_) => true,
        }
    }

    /// The pipeline ends with this stage; what was called fixed is fixed if it sticks.
    fn repair_is_done(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>) {
        let record = self.pools[usize::from(pool)].record(member);
        let (stretch, since) = (Stretch::Repair, record.taken_at);
        let (needless, episode) = (record.needless, record.episode);
        self.tell(pool, Change::Stretch { pool, stretch, since, finished: true });
        self.repair_is_paid(plan.repair);
        if !needless && plan.sticks.chance(plan.stage.sticks, self.replication, episode) {
            self.renew(pool, member);
        }
        self.back_to_service(pool, member);
    }

    /// A repair that sticks: the failed mode, or all of them, is as new, and badness is cured.
    fn renew(&mut self, pool: PoolId, member: MemberNo) {
        let plan = self.plan;
        let struck = self.pools[usize::from(pool)].record(member).class;
        let class = &plan.classes[struck];
        if class.bad_only {
            self.pools[usize::from(pool)].record(member).bad = false;
        }
        if class.mode.minimal_repair {
            return;
        }
        if class.mode.renews_all {
            for &other in &plan.pools[pool].classes {
                self.renew_clock(other, member);
            }
        } else {
            self.renew_clock(struck, member);
        }
    }

    pub(super) fn stage_plan(&self, pool: PoolId, member: MemberNo) -> StagePlan<'p> {
        let record = self.pools[usize::from(pool)].get(member).expect("a repair has a record");
        self.plan.origins[record.origin as usize][usize::from(record.stage)]
    }
}
