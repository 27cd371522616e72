//! Planned work on one thing: it waits for its crew, is drained, is worked on, and goes back to
//! service or is struck by what goes wrong.

use super::change::{Change, MemberState, Root, RootCause, Scope};
use super::drain::Purpose;
use super::episode;
use super::event::{Event, MemberNo, Stamp};
use super::failure::Blow;
use super::world::World;
use crate::model::{DomainId, Due, MaintenanceId, Place, PoolId};
use crate::quantity::{Span, Time};

/// Work on one thing under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub maintenance: MaintenanceId,
    pub target: Target,
    /// A number that its draws are found by.
    number: u64,
    step: Step,
    /// Whether its crew is there.
    crewed: bool,
    /// When the work itself began.
    since: Time,
    stamp: Stamp,
}

/// What is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Member(PoolId, MemberNo),
    Domain(DomainId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It waits for its crew, or is drained.
    Before,
    /// It is worked on.
    Working,
}

impl Job {
    pub const fn new(maintenance: MaintenanceId, target: Target, number: u64) -> Self {
        let (step, since) = (Step::Before, Time::START);
        Self { maintenance, target, number, step, crewed: false, since, stamp: 0 }
    }

    const fn root(&self) -> Root {
        Root { cause: RootCause::Maintenance(self.maintenance), injected: false }
    }
}

impl World<'_> {
    /// Whether what is to be worked on is whole, and not on its way out of service.
    pub(super) fn may_be_worked_on(&mut self, job: &Job) -> bool {
        let (pool, member) = match job.target {
            Target::Domain(domain) => return self.places.domain_is_up(domain),
            Target::Member(pool, member) => (pool, member),
        };
        let at_age = matches!(self.plan.model.maintenance[job.maintenance].due, Due::AtAge(_));
        let whole = match self.pools[usize::from(pool)].state(member) {
            MemberState::Active | MemberState::Standby => true,
            MemberState::Activating => at_age,
            _ => false,
        };
        whole
            && !self.is_draining(pool, member)
            && self.is_due_for_work(job.maintenance, pool, member)
    }

    /// Work begins: its crew is called first.
    pub(super) fn job_begins(&mut self, slot: u32) {
        let maintenance = self.works.job(slot).maintenance;
        match self.plan.model.maintenance[maintenance].crew {
            Some(crew) => self.ask_crew_for_job(crew, slot),
            None => self.job_drains(slot),
        }
    }

    /// A crew turns to planned work; says whether there is still something to do.
    pub(super) fn crew_comes_to_job(&mut self, slot: u32) -> bool {
        let job = *self.works.job(slot);
        if !self.may_be_worked_on(&job) {
            self.works.release(slot);
            self.maintenance_proceeds(job.maintenance);
            return false;
        }
        self.works.job(slot).crewed = true;
        self.job_drains(slot);
        true
    }

    fn job_drains(&mut self, slot: u32) {
        let Job { maintenance, target, number, .. } = *self.works.job(slot);
        let key = self.plan.works[usize::from(maintenance)].drains;
        let drains = &self.plan.model.maintenance[maintenance].drains;
        let takes = key.span(drains, self.replication, number);
        match target {
            Target::Member(pool, member) => {
                self.drain(pool, member, takes, Purpose::Maintenance(slot));
            }
            // At once, but not before what its crew came from has ended.
            Target::Domain(_) => self.schedule_job(slot, takes),
        }
    }

    fn schedule_job(&mut self, slot: u32, after: Span) {
        let stamp = self.next_stamp();
        self.works.job(slot).stamp = stamp;
        self.schedule(self.now + after, Event::MaintenanceStep { job: slot, stamp });
    }

    /// What is worked on is drained, or work on it is done.
    pub(super) fn maintenance_steps(&mut self, slot: u32, stamp: Stamp) {
        let job = self.works.jobs.get(slot as usize).copied().flatten();
        match job.filter(|job| job.stamp == stamp).map(|job| job.step) {
            Some(Step::Before) => self.job_begins_work(slot),
            Some(Step::Working) => self.job_is_done(slot),
            None => {}
        }
    }

    /// The work itself begins, if what is worked on is still whole: it goes out of service.
    pub(super) fn job_begins_work(&mut self, slot: u32) {
        let job = *self.works.job(slot);
        if !self.may_be_worked_on(&job) {
            return self.job_ends(slot);
        }
        let now = self.now;
        let told = self.works.job(slot);
        (told.step, told.since) = (Step::Working, now);
        match job.target {
            Target::Member(pool, member) => {
                self.blame(job.root(), Scope::Members(pool), None);
                let held = self.withdraw(pool, member);
                self.move_member(pool, member, MemberState::Maintained);
                if held {
                    self.open_position(pool);
                }
            }
            Target::Domain(domain) => {
                self.blame(job.root(), Scope::Place(Place::Domain(domain)), None);
                self.domain_goes_dark_as_planned(domain);
            }
        }
        let key = self.plan.works[usize::from(job.maintenance)].takes;
        let takes = &self.plan.model.maintenance[job.maintenance].takes;
        let takes = key.span(takes, self.replication, job.number);
        self.schedule_job(slot, takes);
    }

    /// The work is done, well or not.
    fn job_is_done(&mut self, slot: u32) {
        let plan = self.plan;
        let job = *self.works.job(slot);
        let Job { maintenance, target, since, number, .. } = job;
        let key = plan.works[usize::from(maintenance)].wrong;
        let wrong = plan.model.maintenance[maintenance].goes_wrong.as_ref();
        let wrong = wrong.filter(|it| key.chance(it.probability, self.replication, number));
        let well = wrong.is_none();
        self.changes.push(Change::MaintenanceDone { maintenance, since, well });
        if wrong.is_some_and(|wrong| wrong.stops) {
            self.works.stop(maintenance);
        }
        if !well {
            self.work_has_broken(&job);
        }
        match target {
            Target::Member(pool, member) if well => self.member_is_maintained(&job, pool, member),
            Target::Member(..) => {}
            Target::Domain(domain) => self.domain_lights_up_as_planned(domain),
        }
        self.job_ends(slot);
    }

    /// A member is as new in what the work renews, and back in service.
    fn member_is_maintained(&mut self, job: &Job, pool: PoolId, member: MemberNo) {
        let plan = self.plan;
        for &id in &plan.works[usize::from(job.maintenance)].renews {
            if plan.classes[id].pool == pool {
                self.renew_clock(id, member);
            }
        }
        self.back_to_service(pool, member);
    }

    /// What was worked on is struck by the failure that the work ends in.
    fn work_has_broken(&mut self, job: &Job) {
        let plan = self.plan;
        let works = &plan.works[usize::from(job.maintenance)];
        let bits = works.numbers.draw(self.replication, job.number).0[0];
        let blow = Blow { episode: episode::triggered(bits), root: job.root(), lasts: None };
        for &id in &works.into {
            let pool = plan.classes[id].pool;
            match job.target {
                Target::Member(of, member) if of == pool => self.strike_as(id, member, blow),
                Target::Domain(domain) => {
                    let scope = plan.site(pool).map(|site| site.scope);
                    let here = scope == Some(Scope::Place(Place::Domain(domain)));
                    if here && self.pools[usize::from(pool)].state(0) == MemberState::Active {
                        self.strike_as(id, 0, blow);
                    }
                }
                Target::Member(..) => {}
            }
        }
    }

    /// Work is over or called off: the round goes on, and its crew turns to the next in line.
    pub(super) fn job_ends(&mut self, slot: u32) {
        let job = self.works.release(slot);
        self.maintenance_proceeds(job.maintenance);
        let crew = self.plan.model.maintenance[job.maintenance].crew;
        if let Some(crew) = crew.filter(|_| job.crewed) {
            self.release_crew(crew);
        }
    }
}
