//! Runs replications and records what comes of each.

use super::cost::CostLedger;
use super::crew::CrewLedger;
use super::data::DataLedgers;
use super::incident::IncidentRow;
use super::maintenance::MaintenanceLedger;
use super::outcome::{Observation, Observed, Outcome};
use super::people::PeopleLedger;
use super::pool::{Count, PoolLedger};
use super::predictor::PredictorLedger;
use super::service::ServiceLedger;
use super::serving::ServingLedgers;
use super::training::TrainingLedger;
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
    people: Vec<PeopleLedger>,
    predictors: Vec<PredictorLedger>,
    maintenance: Vec<MaintenanceLedger>,
    services: Vec<ServiceLedger>,
    serving: ServingLedgers<'p>,
    training: Vec<TrainingLedger>,
    data: DataLedgers<'p>,
    /// Where something has a price.
    cost: Option<CostLedger<'p>>,
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
        let mut columns: u16 = 0;
        let mut pooled = |number: usize| {
            let first = columns;
            let number = u16::try_from(number).ok();
            let next = number.and_then(|number| columns.checked_add(number));
            columns = next.expect("pooled columns fit 16 bits");
            first
        };
        let pools = model.pools.ids();
        let pools = pools.map(|id| PoolLedger::new(model, id, pooled(PoolLedger::POOLED)));
        let pools = pools.collect();
        let people = model.people.iter();
        let people =
            people.map(|people| PeopleLedger::new(people, pooled(PeopleLedger::POOLED))).collect();
        let services = model.services.ids();
        let services = services.map(|id| {
            let first = pooled(ServiceLedger::pooled(model, id));
            ServiceLedger::new(model, id, first)
        });
        let services = services.collect();
        let training = model.training.ids();
        let training = training.map(|id| {
            let first = pooled(TrainingLedger::pooled(model, id));
            TrainingLedger::new(model, id, first)
        });
        let training = training.collect();
        Self {
            model,
            world: World::new(plan),
            pools,
            crews: model.crews.iter().map(CrewLedger::new).collect(),
            people,
            predictors: vec![PredictorLedger::default(); model.predictors.len()],
            maintenance: model.maintenance.iter().map(MaintenanceLedger::new).collect(),
            services,
            serving: ServingLedgers::new(model),
            training,
            data: DataLedgers::new(model, pooled),
            cost: CostLedger::new(model),
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
        self.people.iter_mut().for_each(PeopleLedger::restart);
        self.predictors.iter_mut().for_each(PredictorLedger::begin);
        self.maintenance.iter_mut().for_each(MaintenanceLedger::begin);
        self.services.iter_mut().for_each(ServiceLedger::restart);
        self.serving.restart();
        self.training.iter_mut().for_each(TrainingLedger::restart);
        self.data.restart();
        self.cost.iter_mut().for_each(CostLedger::restart);
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
            self.sample(at);
        }
        if !self.observing && now.since_start() >= self.model.warm_up {
            self.observing = true;
            self.begin(self.model.warm_up.after_start());
        }
    }

    fn begin(&mut self, start: Time) {
        self.pools.iter_mut().for_each(|pool| pool.begin(start));
        self.crews.iter_mut().for_each(|crew| crew.begin(start));
        self.people.iter_mut().for_each(|people| people.begin(start));
        self.predictors.iter_mut().for_each(PredictorLedger::begin);
        self.maintenance.iter_mut().for_each(MaintenanceLedger::begin);
        self.services.iter_mut().for_each(|service| service.begin(start));
        self.serving.begin(start);
        self.training.iter_mut().for_each(|training| training.begin(start));
        self.data.begin(start);
        self.cost.iter_mut().for_each(|cost| cost.begin(start));
    }

    fn sample(&mut self, at: Time) {
        let series = &mut self.outcome.series;
        series.extend(self.pools.iter().flat_map(PoolLedger::now));
        series.extend(self.services.iter().flat_map(ServiceLedger::now));
        series.extend(self.serving.now(at));
        series.extend(self.data.now());
    }

    fn observe(&mut self, now: Time) {
        let start = self.model.warm_up.after_start();
        for &change in self.world.changes() {
            if let Some(cost) = &mut self.cost {
                cost.observe(now, change, &self.world);
            }
            if !self.serving.is_empty() {
                self.serving.observe(now, change);
            }
            match change {
                Change::Moved { pool, from, to, .. } => {
                    self.pools[usize::from(pool)].moved(now, from, to);
                }
                Change::Failed { pool, failure, first, .. } => {
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
                        let (column, value) = (ledger.pooled(stretch), (now - since).hours());
                        let durations = &mut self.outcome.observations;
                        durations.push(Observation { column, value, finished });
                    }
                }
                Change::CrewBusy { crew, busy } => self.crews[usize::from(crew)].busy(now, busy),
                Change::Service { service, state } => {
                    let ledger = &mut self.services[usize::from(service)];
                    let ended = ledger.turns(now, state);
                    if let Some(since) = ended.filter(|&since| since >= start) {
                        let (column, value) = (ledger.rta(), (now - since).hours());
                        let durations = &mut self.outcome.observations;
                        durations.push(Observation { column, value, finished: true });
                    }
                }
                Change::Move { service, step } => self.services[usize::from(service)].moves(step),
                Change::Disruption { disruption } => {
                    let disruption = self.world.disruption(disruption);
                    let ledger = &mut self.services[usize::from(disruption.service)];
                    ledger.disruption((start, now), disruption, &mut self.outcome.observations);
                    if disruption.onset >= start {
                        let row = IncidentRow::of_service(self.model, disruption, now);
                        self.outcome.incidents.push(row);
                    }
                }
                Change::Alarm { people } => self.people[usize::from(people)].alarm(),
                Change::Escalated { people } => self.people[usize::from(people)].escalated(),
                Change::PeopleBusy { people, busy } => {
                    self.people[usize::from(people)].busy(now, busy);
                }
                Change::Acknowledged { people, since, finished } => {
                    if since >= start {
                        let ledger = &self.people[usize::from(people)];
                        let observed = ledger.acknowledged(now, since, finished);
                        self.outcome.observations.push(observed);
                    }
                }
                Change::Warned { predictor, rightly, .. } => {
                    self.predictors[usize::from(predictor)].warned(rightly);
                }
                Change::Averted { pool } => self.pools[usize::from(pool)].count(Count::Averted),
                Change::MaintenanceDone { maintenance, well, .. } => {
                    self.maintenance[usize::from(maintenance)].done(well);
                }
                Change::MaintenanceSkipped { maintenance } => {
                    self.maintenance[usize::from(maintenance)].skipped();
                }
                Change::Training { training, step } => {
                    let ledger = &mut self.training[usize::from(training)];
                    ledger.takes((start, now), step, &mut self.outcome.observations);
                }
                Change::Struck { .. } | Change::Seen { .. } | Change::Spent(_) => {}
                // The workloads take these in, and all else that bears on them.
                Change::Serving { .. } | Change::Dead { .. } | Change::BackupWorks { .. } => {}
                Change::Place { .. }
                | Change::BackupDone { .. }
                | Change::BackupFailed { .. }
                | Change::BackupSkipped { .. }
                | Change::Stored { .. }
                | Change::UnsoundFound { .. }
                | Change::Exposed { .. }
                | Change::RestoreFailed { .. }
                | Change::StoreLost { .. }
                | Change::Incident { .. } => {
                    let incident = |number| self.world.incident(number);
                    self.data.observe(now, change, incident, &mut self.outcome);
                }
            }
        }
    }

    fn finish(&mut self, end: Time) -> Outcome {
        self.advance(end);
        self.observe(end);
        while let Some(&at) = self.model.series.get(self.next_sample).filter(|&&at| at <= end) {
            self.next_sample += 1;
            self.sample(at);
        }
        for _ in self.next_sample..self.model.series.len() {
            self.sample_after_end();
        }
        let observed = Observed { start: self.model.warm_up.after_start(), end };
        let values = &mut self.outcome.values;
        self.pools.iter().for_each(|pool| pool.values(&observed, values));
        self.crews.iter().for_each(|crew| crew.values(&observed, values));
        self.people.iter().for_each(|people| people.values(&observed, values));
        self.predictors.iter().for_each(|predictor| predictor.values(&observed, values));
        self.maintenance.iter().for_each(|work| work.values(&observed, values));
        self.services.iter().for_each(|service| service.values(&observed, values));
        self.serving.values(&observed, values);
        self.training.iter().for_each(|training| training.values(&observed, values));
        self.data.values(&observed, values);
        if let Some(cost) = &mut self.cost {
            self.serving.lost().for_each(|(service, lost)| cost.transactions_lost(service, lost));
            cost.values(&observed, values);
        }
        self.data.finish(&observed, &mut self.outcome);
        for service in &self.services {
            service.unfinished(&observed, &mut self.outcome.observations);
        }
        for training in &self.training {
            training.unfinished(&observed, &mut self.outcome.observations);
        }
        self.room = self.room.max(self.outcome.observations.len());
        self.outcome.observed = observed.length();
        self.outcome.events = self.world.served();
        std::mem::take(&mut self.outcome)
    }

    /// What is known of a time after a replication's early end.
    fn sample_after_end(&mut self) {
        let series = &mut self.outcome.series;
        series.extend(self.pools.iter().flat_map(|_| [None; 3]));
        series.extend(self.services.iter().flat_map(ServiceLedger::after_end));
        series.extend(self.serving.after_end());
        series.extend(self.data.after_end());
    }
}
