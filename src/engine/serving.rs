//! Serving workloads: which placements serve, which dead members are still given requests, and
//! whether what can be served is enough for the service to be up.
//!
//! What becomes of each request is reckoned by the observer, from what is told here. Demand itself
//! makes events only for a service with a minimum level, and only while it could fall below that.

use super::change::{Change, MemberState, Root, RootCause, Scope, ServiceState};
use super::event::{Event, MemberNo, Stamp};
use super::world::World;
use crate::model::{Model, Need, Place, PoolId, Serves, Service, ServiceId, Serving};

/// What is known of a service's workload in one replication.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    /// The placements that have traffic, and those that serve it, as last told.
    told: Option<(u64, u64)>,
    /// The stamp of the next change of demand that may matter.
    due: Option<Stamp>,
    /// Whether the service is down though its needs hold: less than its least share is served.
    pub is_short: bool,
}

/// How members of a pool bear on workloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bears {
    /// Not at all.
    Not,
    /// They serve one.
    Serves,
    /// They serve one on which it depends whether its service is up.
    Carries,
}

impl Bears {
    pub fn of(model: &Model, pool: PoolId) -> Self {
        let workloads = model.services.iter().filter_map(|service| service.workload.as_ref());
        let own = workloads.filter(|load| load.of.iter().any(|pools| pools.contains(&pool)));
        let bears = |load: &Serving| if load.mbco.is_some() { Self::Carries } else { Self::Serves };
        own.map(bears).max().unwrap_or(Self::Not)
    }
}

/// For each backup whether it takes capacity from some workload while it runs.
pub(super) fn loading(model: &Model) -> Vec<bool> {
    let loaded = |service: &&Service| {
        service.workload.as_ref().is_some_and(|workload| workload.backup_load > 0.0)
    };
    let services: Vec<_> = model.services.iter().filter(loaded).collect();
    let needs = |service: &&Service, of| {
        service.needs.leaves().any(|need| matches!(need, Need::Data(data, _) if *data == of))
    };
    model.backups.iter().map(|it| services.iter().any(|service| needs(service, it.of))).collect()
}

/// What is served of a demand at one instant, leaving aside what waits.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Served {
    /// The share that is served, at whatever level.
    share: f64,
    /// Whether all of it is, in full quality.
    full: bool,
}

impl World<'_> {
    /// A member of a pool that serves a workload goes from one state to another.
    pub(super) fn serving_member_moves(
        &mut self,
        pool: PoolId,
        member: MemberNo,
        (from, to): (MemberState, MemberState),
    ) {
        let in_service = from == MemberState::Active || to == MemberState::Active;
        self.judge |= in_service && self.plan.pools[pool].bears == Bears::Carries;
        let was_given = self.pools[usize::from(pool)].dead.binary_search(&member).is_ok();
        let given = from == MemberState::Active || was_given;
        let keeps = match to {
            MemberState::Undetected => given,
            MemberState::Dark => given && !self.is_known_to_be_dark(pool, member),
            _ => false,
        };
        self.give_requests(pool, member, keeps);
    }

    fn is_known_to_be_dark(&self, pool: PoolId, member: MemberNo) -> bool {
        let domain = self.plan.domain_of(pool, member);
        domain.is_some_and(|domain| self.darkness_is_known(domain))
    }

    /// From now on a member that is dead is given requests, or no longer.
    pub(super) fn give_requests(&mut self, pool: PoolId, member: MemberNo, given: bool) {
        let bears = self.plan.pools[pool].bears;
        if bears == Bears::Not {
            return;
        }
        let list = &mut self.pools[usize::from(pool)].dead;
        match (list.binary_search(&member), given) {
            (Err(place), true) => list.insert(place, member),
            (Ok(place), false) => drop(list.remove(place)),
            _ => return,
        }
        let dead = list.len() as u32;
        self.judge |= bears == Bears::Carries;
        self.changes.push(Change::Dead { pool, dead });
    }

    /// A backup may have begun to move data, or ended.
    pub(super) fn backup_load_turns(&mut self, backup: crate::model::BackupId) {
        if !self.plan.loading[usize::from(backup)] {
            return;
        }
        let state = &mut self.backups[usize::from(backup)];
        let at_work = state.is_at_work();
        if std::mem::replace(&mut state.told_at_work, at_work) != at_work {
            self.judge = true;
            self.changes.push(Change::BackupWorks { backup, at_work });
        }
    }

    /// The state of a service with a workload, given that by its needs: what serves is told, and
    /// where there is a minimum level the service is up only while that is reached.
    pub(super) fn state_by_load(
        &mut self,
        service: ServiceId,
        state: ServiceState,
    ) -> ServiceState {
        let plan = self.plan;
        let told = &plan.model.services[service];
        let Some(workload) = &told.workload else { return state };
        let run = &self.services[usize::from(service)];
        let traffic = match (told.placements.is_empty(), told.serves) {
            (true, _) => 1,
            (_, Serves::One) => 1 << run.active,
            (_, Serves::All { .. }) => run.traffic,
        };
        let serving = match told.serves {
            _ if !state.is_up() => 0,
            Serves::One => traffic,
            Serves::All { .. } => traffic & self.holding(service),
        };
        let load = &mut self.services[usize::from(service)].load;
        if load.told.replace((traffic, serving)) != Some((traffic, serving)) {
            self.changes.push(Change::Serving { service, traffic, serving });
        }
        let was_short = std::mem::take(&mut load.is_short);
        if was_short && state == ServiceState::Planned {
            // A move that is to end an outage is part of it.
            load.is_short = true;
            return ServiceState::Outage;
        }
        let Some(least) = workload.mbco.filter(|_| state.is_up()) else { return state };
        let demand = self.demand_now(workload);
        let served = self.served_of(service, (traffic, serving), demand);
        self.await_demand(service, (traffic, serving));
        match (served.share < least, served.full) {
            (true, _) => {
                self.demand_is_to_blame_if_nothing_is(service);
                self.disruption_may_begin(service);
                self.services[usize::from(service)].load.is_short = true;
                ServiceState::Outage
            }
            (false, true) => state,
            (false, false) => ServiceState::Degraded,
        }
    }

    /// The demand now, and what autoscaling keeps for it, in requests per second.
    fn demand_now(&self, workload: &Serving) -> (f64, f64) {
        let (demand, now) = (&workload.demand, self.now.seconds());
        let scaled = workload.scaled(demand.rate(demand.at(now, workload.late())));
        (demand.rate(demand.at(now, 0.0)), scaled)
    }

    /// What a service serves of a demand, in requests per second, with what is kept for it.
    fn served_of(
        &self,
        service: ServiceId,
        (traffic, serving): (u64, u64),
        (demand, scaled): (f64, f64),
    ) -> Served {
        let told = &self.plan.model.services[service];
        let workload = told.workload.as_ref().expect("only what has a workload serves");
        let backups = self.backups_at_work(service);
        let part = 1.0 / f64::from(traffic.count_ones());
        let mut all = Served { share: 0.0, full: true };
        let placements = workload.of.iter().enumerate();
        for (at, pools) in placements.filter(|(at, _)| traffic >> at & 1 == 1) {
            let members = pools.iter().map(|pool| &self.pools[usize::from(*pool)]);
            let (up, dead) = members
                .fold((0, 0), |(up, dead), it| (up + it.in_service, dead + it.dead.len() as u32));
            let up = if serving >> at & 1 == 1 { up } else { 0 };
            let reached = share_reached(up, dead);
            let capacity = workload.capacity(up, backups).min(scaled * part);
            let offered = demand * part;
            let served = (offered * reached).min(capacity * workload.most());
            all.share += if offered > 0.0 { part * served / offered } else { part };
            all.full &= offered == 0.0 || reached == 1.0 && offered <= capacity;
        }
        // What is all of the demand but for rounding is all of it.
        all.share = if all.share > 1.0 - ROUNDING { 1.0 } else { all.share };
        all
    }

    fn backups_at_work(&self, service: ServiceId) -> u32 {
        let needed = self.plan.needed[usize::from(service)].datasets();
        let jobs = self.plan.model.backups.iter().zip(&self.backups);
        jobs.filter(|(job, state)| needed.contains(&job.of) && state.told_at_work).count() as u32
    }

    /// Sets the next change of demand as a time to judge, if some demand would not be served in
    /// full.
    fn await_demand(&mut self, service: ServiceId, placements: (u64, u64)) {
        let workload = self.plan.model.services[service].workload.as_ref();
        let workload = workload.expect("only what has a workload serves");
        let peak = workload.demand.peak();
        let whole = workload.autoscale.is_none()
            && self.served_of(service, placements, (peak, f64::INFINITY)).full;
        if whole || self.services[usize::from(service)].load.due.is_some() {
            return;
        }
        let (demand, now, late) = (&workload.demand, self.now.seconds(), workload.late());
        let next = demand.end(demand.at(now, 0.0), 0.0).min(demand.end(demand.at(now, late), late));
        let stamp = self.next_stamp();
        self.services[usize::from(service)].load.due = Some(stamp);
        if next.is_finite() {
            let at = crate::quantity::Time::from_seconds(next);
            self.schedule(at, Event::DemandTurns { service, stamp });
        }
    }

    /// The demand of a service goes to its next step.
    pub(super) fn demand_turns(&mut self, service: ServiceId, stamp: Stamp) {
        let load = &mut self.services[usize::from(service)].load;
        if load.due == Some(stamp) {
            load.due = None;
            self.judge = true;
        }
    }

    /// What brings a service below its level at an instant at which nothing fails is its demand.
    fn demand_is_to_blame_if_nothing_is(&mut self, service: ServiceId) {
        if self.services[usize::from(service)].state == ServiceState::Outage {
            return;
        }
        if !self.is_struck_now(service) {
            let root = Root { cause: RootCause::Demand(service), injected: false };
            self.blame(root, Scope::Place(Place::Service(service)), None);
        }
    }
}

/// Shares nearer to the whole than this are the whole.
const ROUNDING: f64 = 1e-12;

/// The share of requests that reach members that are up, where so many dead ones are given as many
/// each.
fn share_reached(up: u32, dead: u32) -> f64 {
    if dead == 0 { 1.0 } else { f64::from(up) / f64::from(up + dead) }
}
