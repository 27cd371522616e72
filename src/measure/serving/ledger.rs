//! The ledger of one workload.

use super::flow::{Flow, Rates};
use crate::measure::outcome::Observed;
use crate::model::{At, DatasetId, Model, Need, Overflow, PoolId, Serves, ServiceId, Serving};
use crate::quantity::{HOUR, Time};

/// A pool whose members serve.
#[derive(Clone, Copy, Debug)]
struct Members {
    pool: PoolId,
    up: u32,
    /// Dead ones that are still given requests.
    dead: u32,
}

/// One placement, or the service itself where it has none.
#[derive(Clone, Debug)]
struct Site {
    /// The pools that serve, by place in the ledger's list.
    of: Vec<usize>,
    flow: Flow,
    /// The share of demand that it is given.
    share: f64,
    /// Whether it serves at all.
    serves: bool,
    /// What it could serve in full quality now, in requests per second.
    capacity: f64,
    /// The share of what it is given that reaches members which are up.
    reached: f64,
}

/// What became of requests since observation began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub demanded: f64,
    pub served: f64,
    pub lost: f64,
    /// Of what was served, below full quality.
    below_full: f64,
    /// What was served, each request by what it was worth.
    satisfied: f64,
    /// Seconds within the objective.
    within: f64,
    /// Seconds in which some request waited.
    queued: f64,
    peak_queue: f64,
}

/// The rates of a site at one instant.
struct Now {
    rates: Rates,
    /// Given to dead members, per second.
    astray: f64,
    /// The level that is used: 0 is full quality.
    level: usize,
}

#[derive(Clone, Debug)]
pub(super) struct ServingLedger<'m> {
    pub service: ServiceId,
    workload: &'m Serving,
    /// Whether one placement serves at a time.
    one_serves: bool,
    /// The datasets that the service needs.
    datasets: Vec<DatasetId>,
    members: Vec<Members>,
    sites: Vec<Site>,
    /// Backups of its datasets that are at work.
    backups: u32,
    /// The steps of demand, and of demand as late as capacity follows it.
    step: At,
    late_step: At,
    /// Until when all is reckoned, in seconds.
    since: f64,
    pub sums: Sums,
}

impl<'m> ServingLedger<'m> {
    pub fn new(model: &'m Model, id: ServiceId, workload: &'m Serving) -> Self {
        let mut pools: Vec<PoolId> = workload.of.iter().flatten().copied().collect();
        pools.sort_unstable();
        pools.dedup();
        let needs = model.services[id].needs.leaves();
        let datasets = needs.filter_map(|need| match need {
            Need::Data(dataset, _) => Some(*dataset),
            _ => None,
        });
        let patience = match workload.overflow {
            Overflow::Drop => 0.0,
            Overflow::Queue { patience } => patience.seconds(),
        };
        let place = |pool: &PoolId| pools.iter().position(|other| other == pool);
        let sites = workload.of.iter().map(|of| Site {
            of: of.iter().filter_map(place).collect(),
            flow: Flow::new(patience),
            share: 0.0,
            serves: false,
            capacity: 0.0,
            reached: 1.0,
        });
        let mut ledger = Self {
            service: id,
            workload,
            one_serves: model.services[id].serves == Serves::One,
            datasets: datasets.collect(),
            sites: sites.collect(),
            members: pools.iter().map(|&pool| Members { pool, up: 0, dead: 0 }).collect(),
            backups: 0,
            step: At::default(),
            late_step: At::default(),
            since: 0.0,
            sums: Sums::default(),
        };
        ledger.restart(model);
        ledger
    }

    pub fn restart(&mut self, model: &Model) {
        for members in &mut self.members {
            members.up = model.pools[members.pool].members;
            members.dead = 0;
        }
        for site in &mut self.sites {
            site.flow.restart();
            site.share = 0.0;
            site.serves = false;
        }
        self.backups = 0;
        self.step = At::default();
        self.late_step = At::default();
        self.since = 0.0;
        self.sums = Sums::default();
        self.capacities_change();
    }

    /// Observation begins.
    pub fn begin(&mut self, now: Time) {
        self.advance(now);
        self.sums = Sums { peak_queue: self.queue(), ..Sums::default() };
    }

    pub fn members_up(&mut self, now: Time, pool: PoolId, change: impl Fn(u32) -> u32) {
        self.members_change(now, pool, |members| members.up = change(members.up));
    }

    pub fn members_dead(&mut self, now: Time, pool: PoolId, dead: u32) {
        self.members_change(now, pool, |members| members.dead = dead);
    }

    fn members_change(&mut self, now: Time, pool: PoolId, change: impl Fn(&mut Members)) {
        let place = self.members.iter().position(|members| members.pool == pool);
        if let Some(place) = place {
            self.advance(now);
            change(&mut self.members[place]);
            self.capacities_change();
        }
    }

    /// These placements have traffic from now on, and these serve it, a bit each.
    pub fn serving(&mut self, now: Time, service: ServiceId, (traffic, serving): (u64, u64)) {
        if service != self.service {
            return;
        }
        self.advance(now);
        let share = 1.0 / f64::from(traffic.count_ones());
        let has = |set: u64, at: usize| set >> at & 1 == 1;
        let before = self.sites.iter().position(|site| site.share == 1.0);
        for (at, site) in self.sites.iter_mut().enumerate() {
            site.share = if has(traffic, at) { share } else { 0.0 };
            site.serves = has(serving, at);
        }
        // Where one placement serves at a time, what waits goes with the service.
        let one = self.one_serves;
        if let Some(from) = before.filter(|&from| one && self.sites[from].share == 0.0)
            && let Some(to) = self.sites.iter().position(|site| site.share == 1.0)
        {
            let [left, entered] = self.sites.get_disjoint_mut([from, to]).expect("two of them");
            std::mem::swap(&mut left.flow, &mut entered.flow);
        }
        self.capacities_change();
    }

    /// A backup of a dataset begins to take capacity, or ends.
    pub fn backup_works(&mut self, now: Time, of: DatasetId, at_work: bool) {
        if self.datasets.contains(&of) {
            self.advance(now);
            self.backups = if at_work { self.backups + 1 } else { self.backups - 1 };
            self.capacities_change();
        }
    }

    fn capacities_change(&mut self) {
        for site in &mut self.sites {
            let members = site.of.iter().map(|&place| self.members[place]);
            let (up, dead) = members.fold((0, 0), |(up, dead), it| (up + it.up, dead + it.dead));
            let up = if site.serves { up } else { 0 };
            site.capacity = self.workload.capacity(up, self.backups);
            // While nobody serves requests wait for somebody, if they do.
            let astray = site.serves && dead > 0;
            site.reached = if astray { f64::from(up) / f64::from(up + dead) } else { 1.0 };
        }
    }

    fn demand(&self) -> f64 {
        self.workload.demand.rate(self.step)
    }

    fn now_at(&self, site: &Site, demand: f64, scaled: f64) -> Now {
        let given = demand * site.share;
        let offered = given * site.reached;
        let full = site.capacity.min(scaled * site.share);
        let carries = |factor: f64| {
            let capacity = full * factor;
            if site.flow.waits() { capacity > offered } else { capacity >= offered }
        };
        let levels = &self.workload.levels;
        let (level, capacity) = if carries(1.0) || levels.is_empty() {
            (0, full)
        } else {
            let fits = levels.iter().position(|level| carries(level.capacity));
            let level = fits.unwrap_or(levels.len() - 1);
            (level + 1, full * levels[level].capacity)
        };
        Now { rates: Rates { offered, capacity }, astray: given - offered, level }
    }

    /// Reckons all until a time.
    fn advance(&mut self, now: Time) {
        let (now, late) = (now.seconds(), self.workload.late());
        if self.is_quiet() {
            return self.leap(now);
        }
        loop {
            let demand = &self.workload.demand;
            let ends = (demand.end(self.step, 0.0), demand.end(self.late_step, late));
            let stop = ends.0.min(ends.1).min(now);
            if stop > self.since {
                self.pass(stop - self.since);
                self.since = stop;
            }
            if ends.0 <= now && ends.0 <= stop {
                self.step = self.workload.demand.next(self.step);
            } else if ends.1 <= now && ends.1 <= stop {
                self.late_step = self.workload.demand.next(self.late_step);
            } else {
                return;
            }
        }
    }

    /// Whether all demand is served in full quality whatever the time is.
    fn is_quiet(&self) -> bool {
        let peak = self.workload.demand.peak();
        let quiet = |site: &Site| {
            site.reached == 1.0 && !site.flow.waits() && peak * site.share <= site.capacity
        };
        self.workload.autoscale.is_none() && self.sites.iter().all(quiet)
    }

    /// All until a time was served in full quality.
    fn leap(&mut self, now: f64) {
        let demand = &self.workload.demand;
        let at = demand.at(now, 0.0);
        let demanded = demand.total(at, now) - demand.total(self.step, self.since);
        self.sums.demanded += demanded;
        self.sums.served += demanded;
        self.sums.satisfied += demanded;
        self.sums.within += now - self.since;
        (self.step, self.late_step) = (at, demand.at(now, self.workload.late()));
        self.since = now;
    }

    /// Lets so many seconds of one step of demand pass.
    fn pass(&mut self, mut left: f64) {
        let demand = self.demand();
        let scaled = self.workload.scaled(self.workload.demand.rate(self.late_step));
        while left > 0.0 {
            let mut step = left;
            for place in 0..self.sites.len() {
                let rates = self.now_at(&self.sites[place], demand, scaled).rates;
                self.sites[place].flow.turns(rates);
                // With requests that wait from now on another level may be used.
                let rates = self.now_at(&self.sites[place], demand, scaled).rates;
                step = step.min(self.sites[place].flow.until_turn(rates));
            }
            self.pass_step(step, demand, scaled);
            left -= step;
        }
    }

    fn pass_step(&mut self, seconds: f64, demand: f64, scaled: f64) {
        let (mut within, mut queued) = (true, false);
        self.sums.demanded += demand * seconds;
        for place in 0..self.sites.len() {
            let now = self.now_at(&self.sites[place], demand, scaled);
            let flow = &mut self.sites[place].flow;
            let waits = flow.waits();
            let all = now.level == 0 && now.astray == 0.0 && !waits;
            within &= all && now.rates.offered <= now.rates.capacity;
            queued |= waits;
            let flowed = flow.pass(seconds, now.rates);
            let worth = match now.level {
                0 => 1.0,
                level => self.workload.levels[level - 1].satisfaction,
            };
            self.sums.served += flowed.served;
            self.sums.lost += flowed.lost + now.astray * seconds;
            self.sums.satisfied += worth * flowed.served;
            self.sums.below_full += if now.level > 0 { flowed.served } else { 0.0 };
        }
        self.sums.within += if within { seconds } else { 0.0 };
        if queued {
            self.sums.queued += seconds;
            self.sums.peak_queue = self.sums.peak_queue.max(self.queue());
        }
    }

    /// Requests that wait.
    pub fn queue(&self) -> f64 {
        self.sites.iter().map(|site| site.flow.queue()).sum()
    }

    /// Demand, what is served of it, and the share that this is, at a time.
    pub fn now(&mut self, at: Time) -> [Option<f64>; 3] {
        self.advance(at);
        let demand = self.demand();
        let scaled = self.workload.scaled(self.workload.demand.rate(self.late_step));
        let rates = self.sites.iter().map(|site| {
            let now = self.now_at(site, demand, scaled);
            site.flow.serves(now.rates)
        });
        let served: f64 = rates.sum();
        let share = (demand > 0.0).then(|| (served / demand).min(1.0));
        [Some(demand), Some(served), share]
    }

    /// Its values over the observed time, in the order of its columns.
    pub fn values(&mut self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        if observed.any() {
            self.advance(observed.end);
        }
        let Sums { demanded, served, lost, below_full, satisfied, within, queued, peak_queue } =
            self.sums;
        let any = observed.any();
        let of_demand = |amount: f64| (any && demanded > 0.0).then(|| amount / demanded);
        let length = observed.length().map_or(0.0, crate::quantity::Span::seconds);
        values.push(of_demand(served));
        values.push((length > 0.0).then(|| within / length));
        values.push(any.then_some(lost));
        if !self.workload.levels.is_empty() {
            values.push(of_demand(below_full));
            values.push(of_demand(satisfied));
        }
        if matches!(self.workload.overflow, Overflow::Queue { .. }) {
            values.push(any.then_some(peak_queue));
            values.push(any.then_some(queued / HOUR));
        }
    }
}
