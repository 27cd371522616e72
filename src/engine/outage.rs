//! Disruptions of services: what began them, what is being done, and when they are over.
//!
//! A disruption begins with an outage. Its stages are kept each on its own account, as what is
//! being done about it changes, until the service is up; it is told when the service is in full
//! again.

use super::blame::Blame;
use super::change::{
    Change, Disruption, MemberState, OutageStage, Root, RootCause, Scope, ServiceState,
};
use super::incident::{Cause, Stage};
use super::world::World;
use crate::model::{DatasetId, Need, ServiceId};
use crate::quantity::{Bytes, Span, Time};

/// What a service needs of others, in the order in which it names them.
#[derive(Debug)]
pub(super) struct Needed {
    services: Vec<ServiceId>,
    datasets: Vec<DatasetId>,
}

impl Needed {
    pub fn of(needs: &Need) -> Self {
        let services = needs.leaves().filter_map(|need| match need {
            Need::Service(service) => Some(*service),
            _ => None,
        });
        let datasets = needs.leaves().filter_map(|need| match need {
            Need::Data(dataset, _) => Some(*dataset),
            _ => None,
        });
        Self { services: services.collect(), datasets: datasets.collect() }
    }
}

/// What a service is down by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub root: Root,
    pub scope: Option<Scope>,
    pub awaited: Option<Cause>,
    /// The service that it is down with.
    pub with: Option<ServiceId>,
}

/// A disruption that is not over.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// What is told of it, its stages as they were until `since`.
    pub told: Disruption,
    /// The failing that must be detected before anything is done.
    awaited: Option<Cause>,
    /// Whether it has been, or there is none: what fails anew is not waited for again.
    seen: bool,
    /// The service that it is down with.
    with: Option<ServiceId>,
    stage: OutageStage,
    since: Time,
}

impl Open {
    fn enter(&mut self, stage: OutageStage, now: Time) {
        let spent = now - std::mem::replace(&mut self.since, now);
        let before = std::mem::replace(&mut self.stage, stage);
        self.told.stages[before as usize] += spent;
    }
}

impl World<'_> {
    /// The disruption of a service that is down.
    pub(super) fn disruption_under_way(&mut self, service: ServiceId) -> &mut Open {
        let open = self.services[usize::from(service)].open.last_mut();
        let open = open.expect("a service that is down is disrupted");
        assert!(open.told.up.is_none(), "a service that is down is disrupted");
        open
    }

    /// The disruption of a service that is down, with its stages up to now.
    pub(super) fn disruption_up_to_now(&mut self, service: ServiceId) -> Disruption {
        let now = self.now;
        let open = self.disruption_under_way(service);
        open.enter(open.stage, now);
        open.told
    }

    /// A service is down: a disruption begins, unless one is under way.
    pub(super) fn disruption_may_begin(&mut self, service: ServiceId) {
        let under_way = |open: &Open| open.told.up.is_none();
        if self.services[usize::from(service)].open.last().is_some_and(under_way) {
            return;
        }
        let Fault { root, scope, awaited, with } = self.what_is_to_blame(service);
        let now = self.now;
        let run = &mut self.services[usize::from(service)];
        run.open.push(Open {
            told: Disruption {
                service,
                root,
                scope,
                onset: now,
                up: None,
                full: None,
                stages: [Span::ZERO; 7],
                version: None,
                lost: Bytes::ZERO,
            },
            awaited,
            seen: false,
            with,
            stage: OutageStage::Detect,
            since: now,
        });
    }

    /// What a service that is down from now on is down by: a service that it needs and that went
    /// down just now, or else what was struck or taken out just now.
    pub(super) fn what_is_to_blame(&self, service: ServiceId) -> Fault {
        let needed = &self.plan.needed[usize::from(service)].services;
        let now = self.now;
        for &other in needed {
            let run = &self.services[usize::from(other)];
            let just_now = |open: &&Open| open.told.onset == now && open.told.up.is_none();
            if let Some(open) = run.open.last().filter(just_now) {
                let Disruption { root, scope, .. } = open.told;
                return Fault { root, scope, awaited: open.awaited, with: Some(other) };
            }
        }
        if let Some(blame) = self.blamed_for(service) {
            let Blame { root, scope, awaited, .. } = blame;
            return Fault { root, scope: Some(scope), awaited, with: None };
        }
        let is_moved =
            |other: &ServiceId| self.services[usize::from(*other)].state == ServiceState::Planned;
        let with = needed.iter().copied().find(is_moved);
        let root = moved(with.unwrap_or(service));
        Fault { root, scope: None, awaited: None, with }
    }

    /// A service is up again, if it was not.
    pub(super) fn disruption_is_up(&mut self, service: ServiceId) {
        let now = self.now;
        let run = &mut self.services[usize::from(service)];
        let Some(open) = run.open.last_mut().filter(|open| open.told.up.is_none()) else { return };
        if open.told.onset == now {
            // What was put right at its own instant is no disruption.
            run.open.pop();
            return;
        }
        open.enter(open.stage, now);
        open.told.up = Some(now);
    }

    /// A service is in full again: its disruptions are over and told.
    pub(super) fn disruptions_are_over(&mut self, service: ServiceId) {
        let now = self.now;
        let run = &mut self.services[usize::from(service)];
        for mut open in std::mem::take(&mut run.open) {
            open.told.full = Some(now);
            self.tell_disruption(open.told);
        }
    }

    fn tell_disruption(&mut self, told: Disruption) {
        let disruption = u32::try_from(self.disruptions.len()).expect("they fit 32 bits");
        self.disruptions.push(told);
        self.changes.push(Change::Disruption { disruption });
    }

    /// Tells the observers of disruptions that are not over when the replication ends.
    pub(super) fn tell_open_disruptions(&mut self) {
        let now = self.now;
        for service in self.plan.model.services.ids() {
            for mut open in std::mem::take(&mut self.services[usize::from(service)].open) {
                if open.told.up.is_none() {
                    open.enter(open.stage, now);
                }
                self.tell_disruption(open.told);
            }
        }
    }

    /// At the end of an instant: what is being done about services that are not well.
    pub(super) fn look_after_outages(&mut self) {
        let plan = self.plan;
        for service in plan.model.services.ids() {
            self.look_after_failover(service);
        }
        if self.judge {
            self.judge_services();
        }
        for &service in &plan.model.service_order {
            if self.services[usize::from(service)].state == ServiceState::Outage {
                let awaited = self.disruption_under_way(service).awaited;
                let seen = !awaited.is_some_and(|cause| self.is_awaited(cause));
                self.disruption_under_way(service).seen |= seen;
                let (stage, now) = (self.stage_of(service), self.now);
                let open = self.disruption_under_way(service);
                if open.stage != stage {
                    open.enter(stage, now);
                }
            }
        }
    }

    /// What is being done about a service that is down: about where it runs, else about the service
    /// that it is down with, else about what failed.
    fn stage_of(&self, service: ServiceId) -> OutageStage {
        let run = &self.services[usize::from(service)];
        let open = run.open.last().expect("a service that is down is disrupted");
        if let Some(stage) = run.phase.stage() {
            return stage;
        }
        if let Some(with) =
            open.with.filter(|with| !self.services[usize::from(*with)].state.is_up())
        {
            let other = self.services[usize::from(with)].open.last();
            let other = other.filter(|open| open.told.up.is_none());
            return other.map_or(OutageStage::Activate, |open| open.stage);
        }
        if !open.seen {
            return OutageStage::Detect;
        }
        if let Some(stage) = self.stage_of_data(service) {
            return stage;
        }
        let called = open.awaited.is_some_and(|cause| {
            let pool = self.plan.classes[cause.class].pool;
            let record = self.pools[usize::from(pool)].get(cause.member);
            record.is_some_and(|record| record.state == MemberState::AwaitingPeople)
        });
        if called { OutageStage::Acknowledge } else { OutageStage::Repair }
    }

    /// What is being done about data that a service needs and misses; `None`: it misses none, or
    /// has something wrong with it besides.
    fn stage_of_data(&self, service: ServiceId) -> Option<OutageStage> {
        if !self.places.service_is_up(service) {
            return None;
        }
        let datasets = &self.plan.needed[usize::from(service)].datasets;
        let mut needed = datasets.iter().map(|&dataset| &self.datasets[usize::from(dataset)]);
        let loss = needed.find(|state| state.is_missed())?.open.as_ref()?;
        Some(match loss.stage {
            Stage::Detecting => OutageStage::Detect,
            Stage::Waiting => OutageStage::Repair,
            Stage::Starting | Stage::Carrying | Stage::Applying => OutageStage::Restore,
            Stage::Verifying => OutageStage::Verify,
        })
    }
}

pub(super) const fn moved(service: ServiceId) -> Root {
    Root { cause: RootCause::Move(service), injected: false }
}
