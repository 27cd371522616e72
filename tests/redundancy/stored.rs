//! A store of like groups of disks, built from a few numbers.

use firedrill::model::{
    Built, Crew, CrewId, Effect, Ends, Failure, Model, Occurs, Pool, PoolId, Rebuild, RebuildWork,
    Recovery, Repair, RepairId, Sharing, Stage, Starts, Store, Strikes, Table,
};
use firedrill::quantity::{Cv, Law, LogNormal, Probability, Shape, Span, Weibull};

/// Groups of `data + parity` disks that fail by themselves, or so many at a time.
#[derive(Clone, Debug)]
pub struct Stored {
    pub groups: u32,
    pub data: u32,
    pub parity: u32,
    pub strikes: Strikes,
    pub occurs: Occurs,
    /// The repair of a disk; it comes back empty.
    pub repair: Law,
    /// How many repairs at once; `None`: any number.
    pub crew: Option<u32>,
    /// What follows the repair; `None`: the disk comes back full.
    pub rebuild: Option<Rebuild>,
    pub horizon: Span,
    pub warm_up: Span,
}

pub fn hours(hours: f64) -> Span {
    Span::from_hours(hours)
}

pub fn exponential(mean_h: f64) -> Law {
    Law::Exponential { mean: hours(mean_h) }
}

pub fn lognormal(mean_h: f64, cv: f64) -> Law {
    Law::LogNormal(LogNormal::with_mean(hours(mean_h), Cv(cv)).expect("a proper law"))
}

pub fn weibull(shape: f64, mean_h: f64) -> Law {
    Law::Weibull(Weibull::with_mean(Shape(shape), hours(mean_h)).expect("a proper law"))
}

/// A rebuild of this law under this sharing, that can always read.
pub fn rebuild(takes: Law, sharing: Sharing) -> Rebuild {
    Rebuild { work: RebuildWork::Takes(takes), sharing, unreadable: Probability::NEVER }
}

impl Stored {
    /// Groups of disks of this mean life that are repaired in no time, watched for ever.
    pub fn of(groups: u32, (data, parity): (u32, u32), mttf_h: f64) -> Self {
        Self {
            groups,
            data,
            parity,
            strikes: Strikes::Each(vec![PoolId::from(0)]),
            occurs: Occurs::Random(exponential(mttf_h)),
            repair: Law::Fixed(Span::ZERO),
            crew: None,
            rebuild: None,
            horizon: hours(1e15),
            warm_up: Span::ZERO,
        }
    }

    pub fn model(&self) -> Model {
        Model {
            title: String::new(),
            horizon: self.horizon,
            warm_up: self.warm_up,
            ends: Ends::Horizon,
            series: Vec::new(),
            replications: 1,
            seed: 1,
            domains: Table::new(Vec::new()),
            pools: Table::new(vec![self.pool()]),
            failures: Table::new(vec![self.failure()]),
            detectors: Table::new(Vec::new()),
            repairs: Table::new(vec![self.pipeline()]),
            crews: Table::new(self.crew.iter().map(|&size| crew(size)).collect()),
            parts: Table::new(Vec::new()),
            stores: Table::new(vec![self.store()]),
            datasets: Table::new(Vec::new()),
            backups: Table::new(Vec::new()),
            mirrors: Table::new(Vec::new()),
            links: Table::new(Vec::new()),
            credentials: Table::new(Vec::new()),
            keys: Table::new(Vec::new()),
            people: Table::new(Vec::new()),
            predictors: Table::new(Vec::new()),
            maintenance: Table::new(Vec::new()),
            training: Table::new(Vec::new()),
            services: Table::new(Vec::new()),
            service_order: Vec::new(),
            objectives: Vec::new(),
            costs: None,
        }
    }

    fn pool(&self) -> Pool {
        Pool {
            name: "disks".to_string(),
            members: self.groups * (self.data + self.parity),
            across: Vec::new(),
            spares: Vec::new(),
            switching: Probability::SURE,
            retry: Span::ZERO,
            bad: Probability::NEVER,
            retirement: None,
        }
    }

    fn failure(&self) -> Failure {
        Failure {
            name: "disk".to_string(),
            strikes: self.strikes.clone(),
            occurs: self.occurs.clone(),
            effect: Effect::destroying(Probability::SURE),
            detected_by: None,
            recovery: Recovery::Repair(RepairId::from(0)),
            renews_all: false,
            minimal_repair: false,
            beta: Probability::NEVER,
            triggers: Vec::new(),
            ages_by_calendar: false,
            starts: Starts::New,
        }
    }

    fn pipeline(&self) -> Repair {
        Repair {
            name: "replace".to_string(),
            stages: vec![Stage {
                people: None,
                name: "replace".to_string(),
                takes: self.repair.clone(),
                crew: self.crew.map(|_| CrewId::from(0)),
                part: None,
                remote: false,
                fixes: Probability::SURE,
                sticks: Probability::SURE,
            }],
        }
    }

    fn store(&self) -> Store {
        let built = Built {
            pool: PoolId::from(0),
            data: self.data,
            parity: self.parity,
            rebuild: self.rebuild.clone(),
        };
        Store { built: Some(built), ..Store::named("store") }
    }
}

fn crew(size: u32) -> Crew {
    Crew { name: "crew".to_string(), size, hours: None }
}
