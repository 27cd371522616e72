//! Planned maintenance: rounds and ages, and whose turn it is. What is done on each is in `job.rs`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::drain::Drains;
use super::event::{Event, MemberNo, Stamp};
use super::job::{Job, Target};
use super::plan::ClassId;
use super::window::{begins, works};
use super::world::World;
use crate::model::{Due, Maintained, MaintenanceId, Model, PoolId};
use crate::quantity::Span;

/// An age within this share of what is asked for has reached it: rounding.
const ROUNDING: f64 = 1e-9;

/// Planned work in one replication.
#[derive(Clone, Debug)]
pub(super) struct Works {
    programs: Vec<Program>,
    /// Work under way, by slot.
    pub jobs: Vec<Option<Job>>,
    pub free: Vec<u32>,
    pub drains: Drains,
}

/// One maintenance.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    /// Rounds that have fallen due.
    rounds: u32,
    /// The number of the round under way.
    round: u32,
    /// Whose turn it is in the round under way; `None`: all have had theirs.
    next: Option<u32>,
    /// Members of the age, the first to reach it first.
    waiting: VecDeque<(PoolId, MemberNo)>,
    /// Members that wait so or are being worked on.
    pending: BTreeSet<(PoolId, MemberNo)>,
    /// How often the turn of each has come.
    turns: BTreeMap<(PoolId, MemberNo), u32>,
    /// Work under way.
    at_work: u32,
    /// Whether the beginning of its hours is scheduled.
    due: bool,
}

impl Works {
    pub fn new(model: &Model) -> Self {
        let programs = vec![Program::default(); model.maintenance.len()];
        Self { programs, jobs: Vec::new(), free: Vec::new(), drains: Drains::new() }
    }

    pub fn restart(&mut self) {
        self.programs.fill(Program::default());
        self.jobs.clear();
        self.free.clear();
        self.drains.clear();
    }

    fn program(&mut self, maintenance: MaintenanceId) -> &mut Program {
        &mut self.programs[usize::from(maintenance)]
    }

    /// Finds a slot for work that begins.
    fn hold(&mut self, job: Job) -> u32 {
        self.program(job.maintenance).at_work += 1;
        let slot = self.free.pop().unwrap_or(self.jobs.len() as u32);
        match self.jobs.get_mut(slot as usize) {
            Some(free) => *free = Some(job),
            None => self.jobs.push(Some(job)),
        }
        slot
    }

    pub fn job(&mut self, slot: u32) -> &mut Job {
        self.jobs[slot as usize].as_mut().expect("work under way has its slot")
    }

    /// Work is over, or called off.
    pub fn release(&mut self, slot: u32) -> Job {
        let job = self.jobs[slot as usize].take().expect("work under way has its slot");
        self.free.push(slot);
        let program = self.program(job.maintenance);
        program.at_work -= 1;
        if let Target::Member(pool, member) = job.target {
            program.pending.remove(&(pool, member));
        }
        job
    }

    /// The round under way ends with what has begun.
    pub fn stop(&mut self, maintenance: MaintenanceId) {
        self.program(maintenance).next = None;
    }
}

impl World<'_> {
    /// Schedules the first rounds.
    pub(super) fn start_maintenance(&mut self) {
        for (maintenance, told) in self.plan.model.maintenance.entries() {
            if let Due::Every { first, .. } = told.due {
                self.schedule(first, Event::MaintenanceDue { maintenance });
            }
        }
    }

    /// A round falls due: it begins, unless the one before is still under way.
    pub(super) fn maintenance_is_due(&mut self, maintenance: MaintenanceId) {
        let Due::Every { first, every } = self.plan.model.maintenance[maintenance].due else {
            panic!("only maintenance in rounds falls due")
        };
        let program = self.works.program(maintenance);
        program.rounds += 1;
        let next = first + every * f64::from(program.rounds);
        if program.next.is_some() || program.at_work > 0 {
            self.changes.push(super::change::Change::MaintenanceSkipped { maintenance });
        } else {
            program.round = program.rounds;
            program.next = Some(0);
            self.maintenance_proceeds(maintenance);
        }
        self.schedule(next, Event::MaintenanceDue { maintenance });
    }

    /// A member's clock may have reached the age for some maintenance.
    pub(super) fn maintenance_age_comes(&mut self, id: ClassId, member: MemberNo, stamp: Stamp) {
        if self.classes[usize::from(id)].own_clock(member).stamp != stamp {
            return;
        }
        let plan = self.plan;
        let class = &plan.classes[id];
        let watch = class.watch.as_ref().expect("only clocks that are followed come of age");
        for &(maintenance, age) in &watch.ages {
            let of_age = self.is_of_age(id, member, age);
            let program = self.works.program(maintenance);
            if of_age && program.pending.insert((class.pool, member)) {
                program.waiting.push_back((class.pool, member));
                self.maintenance_proceeds(maintenance);
            }
        }
    }

    /// Whether a member's clock of a class has reached an age.
    fn is_of_age(&mut self, id: ClassId, member: MemberNo, age: Span) -> bool {
        let (now, class) = (self.now, &self.plan.classes[id]);
        let clock = self.classes[usize::from(id)].own_clock(member);
        let reached = clock.age_at(now, class.mode.ages_by_calendar);
        reached >= age * (class.ages_by() * (1.0 - ROUNDING))
    }

    /// Its hours begin.
    pub(super) fn maintenance_goes_on(&mut self, maintenance: MaintenanceId) {
        self.works.program(maintenance).due = false;
        self.maintenance_proceeds(maintenance);
    }

    /// Work begins on what is next, as long as more may be worked on at once.
    pub(super) fn maintenance_proceeds(&mut self, maintenance: MaintenanceId) {
        let told = &self.plan.model.maintenance[maintenance];
        loop {
            let program = self.works.program(maintenance);
            let left = program.next.is_some() || !program.waiting.is_empty();
            if !left || program.at_work >= told.at_once {
                return;
            }
            if let Some(hours) = told.hours.filter(|_| !works(told.hours, self.now)) {
                if !std::mem::replace(&mut self.works.program(maintenance).due, true) {
                    let event = Event::MaintenanceGoesOn { maintenance };
                    self.schedule(begins(hours, self.now), event);
                }
                return;
            }
            let job = self.next_job(maintenance);
            if self.may_be_worked_on(&job) {
                let slot = self.works.hold(job);
                self.job_begins(slot);
            } else if let Target::Member(pool, member) = job.target {
                self.works.program(maintenance).pending.remove(&(pool, member));
            }
        }
    }

    /// Takes the next in order.
    fn next_job(&mut self, maintenance: MaintenanceId) -> Job {
        let plan = self.plan;
        let told = &plan.model.maintenance[maintenance];
        let works = &plan.works[usize::from(maintenance)];
        let program = self.works.program(maintenance);
        if let Some((pool, member)) = program.waiting.pop_front() {
            let turns = program.turns.entry((pool, member)).or_default();
            let number = plan.part_of_member(u64::from(*turns), pool, member);
            *turns += 1;
            return Job::new(maintenance, Target::Member(pool, member), number);
        }
        let place = program.next.expect("something is left to work on");
        program.next = Some(place + 1).filter(|&next| next < works.count());
        let round = u64::from(program.round);
        match &told.of {
            Maintained::Pools(pools) => {
                let (at, member) = works.member(place);
                let number = plan.part_of_member(round, pools[at], member);
                Job::new(maintenance, Target::Member(pools[at], member), number)
            }
            Maintained::Domains(domains) => {
                let domain = domains[place as usize];
                let number = super::plan::Plan::part(round, works.domains[place as usize]);
                Job::new(maintenance, Target::Domain(domain), number)
            }
        }
    }

    /// Whether a member that is worked on at an age still has it; of rounds always.
    pub(super) fn is_due_for_work(
        &mut self,
        maintenance: MaintenanceId,
        pool: PoolId,
        member: MemberNo,
    ) -> bool {
        let plan = self.plan;
        let Due::AtAge(age) = plan.model.maintenance[maintenance].due else { return true };
        let first = plan.model.maintenance[maintenance].renews[0];
        let renews = plan.works[usize::from(maintenance)].renews.iter();
        let aged = renews.copied().find(|&id| {
            let class = &plan.classes[id];
            class.pool == pool && class.failure == first
        });
        self.is_of_age(aged.expect("what is worked on at an age has one"), member, age)
    }
}
