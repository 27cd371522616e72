//! Small models, built from a few numbers: what the exact cases are about.

use crate::model::{
    Crew, CrewId, Effect, Ends, Failure, Model, Need, Occurs, Pool, PoolId, Recovery, Repair,
    RepairId, Service, SpareKind, Spares, Stage, Starts, Strikes, Table,
};
use crate::quantity::{Law, Probability, Span, Time};

/// One pool `pool`, one failure mode `failure`, one pipeline `repair` of one stage with the crew
/// `crew`, and a service `service` that needs some of its members.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub members: u32,
    pub needed: u32,
    pub spares: Vec<Spares>,
    pub switching: f64,
    pub life: Law,
    /// `None`: no repair.
    pub repair: Option<Law>,
    /// How many repairs at once; `None`: any number.
    pub crews: Option<u32>,
    /// The share of failures that take all exposed members at once.
    pub beta: f64,
    /// A further mode, `shock`.
    pub shock: Option<Shock>,
    pub horizon: Span,
    pub series: Vec<Time>,
}

/// A binomial shock on the pool of a sketch.
#[derive(Clone, Debug)]
pub struct Shock {
    pub comes: Law,
    /// The probability that an exposed member is struck.
    pub each: f64,
}

impl Sketch {
    /// Members all of which are needed, without spares or repair, watched for an hour.
    #[must_use]
    pub fn of(members: u32, life: Law) -> Self {
        Self {
            members,
            needed: members,
            spares: Vec::new(),
            switching: 1.0,
            life,
            repair: None,
            crews: None,
            beta: 0.0,
            shock: None,
            horizon: Span::from_hours(1.0),
            series: Vec::new(),
        }
    }

    /// The model that this sketches.
    #[must_use]
    pub fn model(&self) -> Model {
        Model {
            title: String::new(),
            horizon: self.horizon,
            warm_up: Span::ZERO,
            ends: Ends::Horizon,
            series: self.series.clone(),
            replications: 1,
            seed: 1,
            domains: Table::new(Vec::new()),
            pools: Table::new(vec![self.pool()]),
            failures: Table::new(self.failures()),
            detectors: Table::new(Vec::new()),
            repairs: Table::new(self.repair.iter().map(|law| self.pipeline(law)).collect()),
            crews: Table::new(self.crews.iter().map(|&size| crew(size)).collect()),
            parts: Table::new(Vec::new()),
            stores: Table::new(Vec::new()),
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
            services: Table::new(vec![Service::plain(
                "service".to_string(),
                Need::AtLeast(self.needed, PoolId::from(0)),
            )]),
            service_order: vec![0.into()],
            objectives: Vec::new(),
            costs: None,
        }
    }

    fn pool(&self) -> Pool {
        Pool {
            name: "pool".to_string(),
            members: self.members,
            across: Vec::new(),
            spares: self.spares.clone(),
            switching: Probability::new(self.switching),
            retry: Span::from_hours(1.0),
            bad: Probability::NEVER,
            retirement: None,
        }
    }

    fn failures(&self) -> Vec<Failure> {
        let own = self.failure();
        let shock = self.shock.iter().map(|shock| Failure {
            name: "shock".to_string(),
            strikes: Strikes::Shock {
                each: Probability::new(shock.each),
                pools: vec![PoolId::from(0)],
                places: Vec::new(),
            },
            occurs: Occurs::Random(shock.comes.clone()),
            beta: Probability::NEVER,
            ..own.clone()
        });
        let shock: Vec<_> = shock.collect();
        [own].into_iter().chain(shock).collect()
    }

    fn failure(&self) -> Failure {
        Failure {
            name: "failure".to_string(),
            strikes: Strikes::Each(vec![PoolId::from(0)]),
            occurs: Occurs::Random(self.life.clone()),
            effect: Effect::destroying(Probability::SURE),
            detected_by: None,
            recovery: match self.repair {
                Some(_) => Recovery::Repair(RepairId::from(0)),
                None => Recovery::None,
            },
            renews_all: false,
            minimal_repair: false,
            beta: Probability::new(self.beta),
            triggers: Vec::new(),
            ages_by_calendar: false,
            starts: Starts::New,
        }
    }

    fn pipeline(&self, takes: &Law) -> Repair {
        Repair {
            name: "repair".to_string(),
            stages: vec![Stage {
                people: None,
                name: "stage".to_string(),
                takes: takes.clone(),
                crew: self.crews.map(|_| CrewId::from(0)),
                part: None,
                remote: false,
                fixes: Probability::SURE,
                sticks: Probability::SURE,
            }],
        }
    }
}

fn crew(size: u32) -> Crew {
    Crew { name: "crew".to_string(), size, hours: None }
}

/// An exponential law with its mean in hours.
#[must_use]
pub fn exponential(mean_h: f64) -> Law {
    Law::Exponential { mean: Span::from_hours(mean_h) }
}

/// Cold spares that take over at once.
#[must_use]
pub fn cold(count: u32) -> Spares {
    Spares { kind: SpareKind::Cold, count, activation: Law::Fixed(Span::ZERO), dormancy: 0.0 }
}
