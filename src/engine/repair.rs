//! Repair: ordered stages that may wait for a part, then for a crew.

use std::collections::VecDeque;

use super::change::{Change, MemberState, Stretch};
use super::event::{Event, MemberNo, Stamp};
use super::plan::StagePlan;
use super::world::World;
use crate::model::{CrewId, Part, PartId, PoolId};
use crate::quantity::Time;

/// A crew at work.
#[derive(Clone, Debug, Default)]
pub(super) struct CrewState {
    busy: u32,
    /// Who waits, first come first served.
    waiting: VecDeque<(PoolId, MemberNo)>,
}

impl CrewState {
    pub fn restart(&mut self) {
        self.busy = 0;
        self.waiting.clear();
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
        let record = self.pools[usize::from(pool)].record(member);
        let since = std::mem::replace(&mut record.waiting_since, now);
        let stretch = Stretch::PartWait;
        self.tell(pool, Change::Stretch { pool, stretch, since, finished: true });
        self.ask_for_crew(pool, member, plan);
    }

    fn ask_for_crew(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>) {
        let Some(crew) = plan.stage.crew else {
            return self.start_stage(pool, member, plan);
        };
        let free = self.can_be_worked_on((pool, member));
        let state = &mut self.crews[usize::from(crew)];
        if free && state.busy < self.plan.model.crews[crew].size {
            state.busy += 1;
            let busy = state.busy;
            self.changes.push(Change::CrewBusy { crew, busy });
            self.crew_arrives(pool, member, plan, self.now);
        } else {
            state.waiting.push_back((pool, member));
            self.move_member(pool, member, MemberState::AwaitingCrew);
        }
    }

    fn crew_arrives(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>, since: Time) {
        let stretch = Stretch::CrewWait;
        self.tell(pool, Change::Stretch { pool, stretch, since, finished: true });
        self.start_stage(pool, member, plan);
    }

    fn start_stage(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>) {
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
    fn can_be_worked_on(&self, (pool, member): (PoolId, MemberNo)) -> bool {
        !self.is_dark(pool, member) || self.stage_plan(pool, member).stage.remote
    }

    /// The domain of a member goes down while a stage is under way: where its crew has to be there
    /// it leaves, and the rest is done when the domain is up again.
    pub(super) fn suspend_repair(&mut self, pool: PoolId, member: MemberNo) {
        let plan = self.stage_plan(pool, member);
        let Some(crew) = plan.stage.crew.filter(|_| !plan.stage.remote) else { return };
        let (now, stamp) = (self.now, self.next_stamp());
        let record = self.pools[usize::from(pool)].record(member);
        record.left = record.done_at - now;
        record.suspended = true;
        record.stamp = stamp;
        record.waiting_since = now;
        self.move_member(pool, member, MemberState::AwaitingCrew);
        let waiting = self.crews[usize::from(crew)].waiting.iter();
        let ahead = waiting.take_while(|&&of| self.is_suspended(of)).count();
        self.crews[usize::from(crew)].waiting.insert(ahead, (pool, member));
        self.release_crew(crew);
    }

    fn is_suspended(&self, (pool, member): (PoolId, MemberNo)) -> bool {
        self.pools[usize::from(pool)].get(member).is_some_and(|record| record.suspended)
    }

    /// Domains are up again: crews with time turn to those who waited for that.
    pub(super) fn crews_go_on(&mut self) {
        for crew in self.plan.model.crews.ids() {
            let size = self.plan.model.crews[crew].size;
            while self.crews[usize::from(crew)].busy < size {
                let waiting = &self.crews[usize::from(crew)].waiting;
                if !waiting.iter().any(|&of| self.can_be_worked_on(of)) {
                    break;
                }
                self.crews[usize::from(crew)].busy += 1;
                let busy = self.crews[usize::from(crew)].busy;
                self.changes.push(Change::CrewBusy { crew, busy });
                self.release_crew(crew);
            }
        }
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
        if fixes {
            self.repair_is_done(pool, member, plan);
        } else {
            self.pools[usize::from(pool)].record(member).stage += 1;
            self.enter_stage(pool, member);
        }
    }

    fn release_crew(&mut self, crew: CrewId) {
        let waiting = self.crews[usize::from(crew)].waiting.iter();
        let next = waiting.enumerate().find(|(_, of)| self.can_be_worked_on(**of)).map(|it| it.0);
        let state = &mut self.crews[usize::from(crew)];
        if let Some((pool, member)) = next.and_then(|place| state.waiting.remove(place)) {
            let plan = self.stage_plan(pool, member);
            let since = self.pools[usize::from(pool)].record(member).waiting_since;
            self.crew_arrives(pool, member, plan, since);
        } else {
            state.busy -= 1;
            let busy = state.busy;
            self.changes.push(Change::CrewBusy { crew, busy });
        }
    }

    /// The pipeline ends with this stage; what was called fixed is fixed if it sticks.
    fn repair_is_done(&mut self, pool: PoolId, member: MemberNo, plan: StagePlan<'_>) {
        let record = self.pools[usize::from(pool)].record(member);
        let (stretch, since) = (Stretch::Repair, record.taken_at);
        let (needless, episode) = (record.needless, record.episode);
        self.tell(pool, Change::Stretch { pool, stretch, since, finished: true });
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

    fn stage_plan(&self, pool: PoolId, member: MemberNo) -> StagePlan<'p> {
        let record = self.pools[usize::from(pool)].get(member).expect("a repair has a record");
        self.plan.origins[record.origin as usize][usize::from(record.stage)]
    }
}
