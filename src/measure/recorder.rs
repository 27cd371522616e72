//! Runs replications and records what comes of each.

use super::crew::CrewLedger;
use super::data::{BackupLedger, StoreLedger};
use super::outcome::{Observation, Observed, Outcome};
use super::pool::{Count, PoolLedger};
use super::service::ServiceLedger;
use crate::engine::{Change, Plan, Step, TooManyEvents, World};
use crate::model::Model;
use crate::quantity::Time;

/// Runs replications of a plan, one after the other, reusing its memory.
#[derive(Debug)]
pub struct Recorder<'p> {
    model: &'p Model,
    world: World<'p>,
    pools: Vec<PoolLedger>,
    crews: Vec<CrewLedger>,
    services: Vec<ServiceLedger>,
    backups: Vec<BackupLedger>,
    stores: Vec<StoreLedger>,
    observing: bool,
    outcome: Outcome,
    /// The first of the model's series times that has not been sampled.
    next_sample: usize,
    /// The most durations that a replication has had: the next one may have as many.
    room: usize,
}

impl<'p> Recorder<'p> {
    #[must_use]
    pub fn new(plan: &'p Plan<'p>) -> Self {
        let model = plan.model();
        let place = |index: usize| u16::try_from(index).expect("pooled columns fit 16 bits");
        let services_from = model.pools.len() * PoolLedger::POOLED;
        let pool = |id| PoolLedger::new(model, id, place(usize::from(id) * PoolLedger::POOLED));
        let service =
            |index| ServiceLedger::new(place(services_from + index * ServiceLedger::POOLED));
        let size = |backup: &crate::model::Backup| model.datasets[backup.of].size;
        Self {
            model,
            world: World::new(plan),
            pools: model.pools.ids().map(pool).collect(),
            crews: model.crews.iter().map(CrewLedger::new).collect(),
            services: (0..model.services.len()).map(service).collect(),
            backups: model.backups.iter().map(|b| BackupLedger::new(size(b))).collect(),
            stores: model.stores.iter().map(StoreLedger::new).collect(),
            observing: false,
            outcome: Outcome::default(),
            next_sample: 0,
            room: 0,
        }
    }

    /// Runs one replication to its end.
    ///
    /// # Errors
    /// When it serves more events than the plan allows.
    pub fn run(&mut self, replication: u64) -> Result<Outcome, TooManyEvents> {
        self.restart(replication);
        self.observe(Time::START);
        loop {
            match self.world.step()? {
                Step::Served(now) => {
                    self.advance(now);
                    self.observe(now);
                }
                Step::Ended(end) => return Ok(self.finish(end)),
            }
        }
    }

    fn restart(&mut self, replication: u64) {
        self.outcome = Outcome {
            replication,
            observations: Vec::with_capacity(self.room),
            ..Outcome::default()
        };
        self.next_sample = 0;
        self.observing = false;
        self.pools.iter_mut().for_each(PoolLedger::restart);
        self.crews.iter_mut().for_each(CrewLedger::restart);
        self.services.iter_mut().for_each(ServiceLedger::restart);
        self.backups.iter_mut().for_each(BackupLedger::begin);
        self.stores.iter_mut().for_each(StoreLedger::restart);
        self.world.restart(replication);
        self.advance(Time::START);
    }

    /// Samples and begins what lies before `now`; an event at a time counts at that time.
    fn advance(&mut self, now: Time) {
        while let Some(&at) = self.model.series.get(self.next_sample) {
            if at >= now {
                break;
            }
            self.next_sample += 1;
            self.sample();
        }
        if !self.observing && now.since_start() >= self.model.warm_up {
            self.observing = true;
            self.begin(self.model.warm_up.after_start());
        }
    }

    fn begin(&mut self, start: Time) {
        self.pools.iter_mut().for_each(|pool| pool.begin(start));
        self.crews.iter_mut().for_each(|crew| crew.begin(start));
        self.services.iter_mut().for_each(|service| service.begin(start));
        self.backups.iter_mut().for_each(BackupLedger::begin);
    }

    fn sample(&mut self) {
        let series = &mut self.outcome.series;
        series.extend(self.pools.iter().flat_map(PoolLedger::now));
        series.extend(self.services.iter().flat_map(ServiceLedger::now));
        series.extend(self.stores.iter().map(StoreLedger::now));
    }

    fn observe(&mut self, now: Time) {
        let start = self.model.warm_up.after_start();
        let observations = &mut self.outcome.observations;
        for &change in self.world.changes() {
            match change {
                Change::Moved { pool, from, to } => {
                    self.pools[usize::from(pool)].moved(now, from, to);
                }
                Change::Failed { pool, failure, first } => {
                    self.pools[usize::from(pool)].failed(failure, first);
                }
                Change::Missed { pool } => {
                    self.pools[usize::from(pool)].count(Count::MissedFailures);
                }
                Change::TakenInVain { pool } => {
                    self.pools[usize::from(pool)].count(Count::FalseAlarms);
                }
                Change::Retired { pool } => self.pools[usize::from(pool)].count(Count::Retired),
                Change::SpareCalled { pool } => {
                    self.pools[usize::from(pool)].count(Count::SpareUse);
                }
                Change::SwitchFailed { pool } => {
                    self.pools[usize::from(pool)].count(Count::FailedSwitches);
                }
                Change::SparesExhausted { pool, exhausted } => {
                    self.pools[usize::from(pool)].exhausted(now, exhausted);
                }
                Change::Stretch { pool, stretch, since, finished } => {
                    let ledger = &mut self.pools[usize::from(pool)];
                    if finished && stretch == crate::engine::Stretch::Repair {
                        ledger.count(Count::Repairs);
                    }
                    if since >= start {
                        let (column, hours) = (ledger.pooled(stretch), (now - since).hours());
                        observations.push(Observation { column, hours, finished });
                    }
                }
                Change::CrewBusy { crew, busy } => self.crews[usize::from(crew)].busy(now, busy),
                Change::Service { service, up } => {
                    let ledger = &mut self.services[usize::from(service)];
                    let ended = ledger.turns(now, up);
                    if let Some(since) = ended.filter(|&since| since >= start) {
                        let (column, hours) = (ledger.rta(), (now - since).hours());
                        observations.push(Observation { column, hours, finished: true });
                    }
                }
                Change::Backup { backup, succeeded } => {
                    self.backups[usize::from(backup)].ran(succeeded);
                    if succeeded {
                        let job = &self.model.backups[backup];
                        let size = self.model.datasets[job.of].size;
                        self.stores[usize::from(job.to)].receives(size);
                    }
                }
            }
        }
    }

    fn finish(&mut self, end: Time) -> Outcome {
        self.advance(end);
        self.observe(end);
        while self.model.series.get(self.next_sample).is_some_and(|&at| at <= end) {
            self.next_sample += 1;
            self.sample();
        }
        for _ in self.next_sample..self.model.series.len() {
            self.sample_after_end();
        }
        let observed = Observed { start: self.model.warm_up.after_start(), end };
        let values = &mut self.outcome.values;
        self.pools.iter().for_each(|pool| pool.values(&observed, values));
        self.crews.iter().for_each(|crew| crew.values(&observed, values));
        self.services.iter().for_each(|service| service.values(&observed, values));
        self.backups.iter().for_each(|backup| backup.values(&observed, values));
        for service in &self.services {
            service.unfinished(&observed, &mut self.outcome.observations);
        }
        self.room = self.room.max(self.outcome.observations.len());
        self.outcome.events = self.world.served();
        std::mem::take(&mut self.outcome)
    }

    /// What is known of a time after a replication's early end.
    fn sample_after_end(&mut self) {
        let series = &mut self.outcome.series;
        series.extend(self.pools.iter().flat_map(|_| [None; 3]));
        series.extend(self.services.iter().flat_map(ServiceLedger::after_end));
        series.extend(self.stores.iter().map(|_| None));
    }
}
