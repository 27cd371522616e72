//! Small models with people on call, and what happens in them as lines of text.

use crate::engine::data_tests::small::Small;
use crate::engine::{Change, Plan, Scope, Step, World};
use crate::model::{
    Crew, CrewId, Detector, DetectorId, Domain, DomainId, Effect, Escalation, Failure, Hours,
    Model, Occurs, OnCall, OnCallId, Place, Pool, PoolId, Recovery, Repair, RepairId, Seeing,
    Stage, Starts, Store, Strikes, Table, Window,
};
use crate::quantity::{Law, Probability, Span, Time};

/// The rows of a model that are about failing and being put right.
pub struct Staffed {
    pub hours: f64,
    pub domains: Vec<Domain>,
    pub pools: Vec<Pool>,
    pub stores: Vec<Store>,
    pub failures: Vec<Failure>,
    pub detectors: Vec<Detector>,
    pub repairs: Vec<Repair>,
    pub crews: Vec<Crew>,
    pub people: Vec<OnCall>,
}

impl Staffed {
    pub fn new(hours: f64) -> Self {
        Self {
            hours,
            domains: Vec::new(),
            pools: Vec::new(),
            stores: Vec::new(),
            failures: Vec::new(),
            detectors: Vec::new(),
            repairs: Vec::new(),
            crews: Vec::new(),
            people: Vec::new(),
        }
    }

    /// A pool of one member, dealt out to the first domain if there is one.
    pub fn machine(&mut self, name: &str) -> PoolId {
        self.pools.push(Pool {
            name: name.to_string(),
            members: 1,
            across: (0..self.domains.len().min(1)).map(DomainId::from).collect(),
            spares: Vec::new(),
            switching: Probability::SURE,
            retry: Span::ZERO,
            bad: Probability::NEVER,
            retirement: None,
        });
        PoolId::from(self.pools.len() - 1)
    }

    /// A domain in no other.
    pub fn hall(&mut self, name: &str) -> DomainId {
        self.domains.push(Domain { name: name.to_string(), within: None });
        DomainId::from(self.domains.len() - 1)
    }

    /// A mode that strikes at these minutes and is repaired by the first pipeline.
    pub fn breaks(&mut self, name: &str, pool: PoolId, at: &[f64]) -> &mut Failure {
        let repaired = Recovery::Repair(RepairId::from(0));
        self.fails(name, Strikes::Each(vec![pool]), at, repaired)
    }

    /// A place that fails at a minute, for so many minutes.
    pub fn place_fails(&mut self, name: &str, place: Place, at: f64, lasts: f64) -> &mut Failure {
        let lasts = Recovery::Lasts(Law::Fixed(minutes(lasts)));
        self.fails(name, Strikes::Places(vec![place]), &[at], lasts)
    }

    pub fn fails(
        &mut self,
        name: &str,
        strikes: Strikes,
        at: &[f64],
        recovery: Recovery,
    ) -> &mut Failure {
        self.failures.push(Failure {
            name: name.to_string(),
            strikes,
            occurs: Occurs::At(at.iter().map(|&at| minutes(at).after_start()).collect()),
            effect: Effect::destroying(Probability::NEVER),
            detected_by: None,
            recovery,
            renews_all: false,
            minimal_repair: false,
            beta: Probability::NEVER,
            triggers: Vec::new(),
            ages_by_calendar: false,
            starts: Starts::New,
        });
        self.failures.last_mut().expect("one was added")
    }

    /// A detector that takes so many minutes.
    pub fn detector(&mut self, name: &str, takes: f64) -> DetectorId {
        self.detectors.push(Detector {
            name: name.to_string(),
            seeing: Seeing::Delay(Law::Fixed(minutes(takes))),
            within: None,
            coverage: Probability::SURE,
            backstop: None,
            false_alarms: None,
            misdiagnosed: Probability::NEVER,
            undiagnosed: Probability::NEVER,
        });
        DetectorId::from(self.detectors.len() - 1)
    }

    /// One person who acknowledges after so many minutes.
    pub fn person(&mut self, name: &str, acknowledges: f64) -> OnCallId {
        self.people.push(OnCall {
            name: name.to_string(),
            size: 1,
            acknowledges: Law::Fixed(minutes(acknowledges)),
            escalates: None,
            hours: None,
        });
        OnCallId::from(self.people.len() - 1)
    }

    pub fn escalates(&mut self, from: OnCallId, after: f64, to: OnCallId) {
        let escalation = Escalation { after: minutes(after), to };
        self.people[usize::from(from)].escalates = Some(escalation);
    }

    pub fn crew(&mut self, name: &str, hours: Hours) -> CrewId {
        self.crews.push(Crew { name: name.to_string(), size: 1, hours: Some(hours) });
        CrewId::from(self.crews.len() - 1)
    }

    /// Adds a pipeline of these stages.
    pub fn pipeline(&mut self, stages: Vec<Stage>) -> RepairId {
        self.repairs.push(Repair { name: format!("repair {}", self.repairs.len()), stages });
        RepairId::from(self.repairs.len() - 1)
    }

    pub fn model(self) -> Model {
        let (stores, datasets) = (self.stores, Vec::new());
        let small = Small { hours: self.hours, stores, datasets, ..Small::new() };
        Model {
            domains: Table::new(self.domains),
            pools: Table::new(self.pools),
            failures: Table::new(self.failures),
            detectors: Table::new(self.detectors),
            repairs: Table::new(self.repairs),
            crews: Table::new(self.crews),
            people: Table::new(self.people),
            ..small.model()
        }
    }

    /// Compares what happens, whatever the seed, with what was worked out.
    #[track_caller]
    pub fn expect(self, worked_out: &[&str]) {
        let model = self.model();
        for seed in 1..4 {
            assert_eq!(log(&model, seed, 0), worked_out);
        }
    }
}

pub fn minutes(minutes: f64) -> Span {
    Span::from_seconds(60.0 * minutes)
}

/// Hours of the first `days` days of each week.
pub fn office(from: f64, until: f64, days: u32) -> Hours {
    let window = Window { opens: Span::from_hours(from), closes: Span::from_hours(until) };
    Hours { window, days }
}

/// A stage of so many minutes that ends the pipeline.
pub fn stage(takes: f64, people: Option<OnCallId>, crew: Option<CrewId>) -> Stage {
    Stage {
        name: format!("{takes} min"),
        takes: Law::Fixed(minutes(takes)),
        crew,
        people,
        part: None,
        remote: false,
        fixes: Probability::SURE,
        sticks: Probability::SURE,
    }
}

/// What happens in a replication that is about members, people and places, a line each.
pub fn log(model: &Model, seed: u64, replication: u64) -> Vec<String> {
    let plan = Plan::new(model, seed, 1_000_000);
    let mut world = World::new(&plan);
    world.restart(replication);
    let mut lines = Vec::new();
    let mut now = Time::START;
    loop {
        let ended = match world.step().expect("few events") {
            Step::Served(at) => {
                now = at;
                false
            }
            Step::Ended(_) => true,
        };
        let told = world.changes().iter().filter_map(|&change| words(model, change));
        let at = if ended { "end".to_string() } else { clock(now) };
        lines.extend(told.map(|words| format!("{at} {words}")));
        if ended {
            return lines;
        }
    }
}

/// `9:05`, rounded to whole minutes.
pub fn clock(at: Time) -> String {
    let minutes = libm::round(at.seconds() / 60.0) as u64;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn words(model: &Model, change: Change) -> Option<String> {
    let person = |people: OnCallId| &model.people[people].name;
    Some(match change {
        Change::Moved { pool, to, .. } => format!("{}: {}", model.pools[pool].name, to.name()),
        Change::Seen { failure, scope: Scope::Place(place) } => {
            format!("{}: {} seen", model.place_name(place), model.failures[failure].name)
        }
        Change::TakenInVain { pool } => format!("{}: taken in vain", model.pools[pool].name),
        Change::Place { place, up } => {
            format!("{}: {}", model.place_name(place), if up { "up" } else { "down" })
        }
        Change::CrewBusy { crew, busy } => format!("{}: {busy} at work", model.crews[crew].name),
        Change::Alarm { people } => format!("{}: alarm", person(people)),
        Change::Acknowledged { people, since, finished } => {
            let what = if finished { "acknowledges" } else { "never acknowledged" };
            format!("{}: {what} since {}", person(people), clock(since))
        }
        Change::Escalated { people } => format!("{}: escalates", person(people)),
        Change::PeopleBusy { people, busy } => format!("{}: {busy} busy", person(people)),
        _ => return None,
    })
}
