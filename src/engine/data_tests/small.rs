//! Small models of stores, links and data, and what happens in them as lines of text.

use crate::engine::{BackupFault, Change, Plan, Step, World};
use crate::model::{
    Backup, BackupId, Dataset, DatasetId, Effect, Ends, Failure, Link, LinkId, Mirror, Model,
    Occurs, Place, Recovery, Route, Starts, Store, StoreId, Strikes, Table,
};
use crate::quantity::{Bytes, DataRate, Law, Probability, Span, Time};

/// A model of data alone: dataset `data` of 100 GB on the store `disk`, a store `vault`, and no
/// backups yet, watched for a day.
pub struct Small {
    pub hours: f64,
    pub stores: Vec<Store>,
    pub links: Vec<Link>,
    pub datasets: Vec<Dataset>,
    pub backups: Vec<Backup>,
    pub mirrors: Vec<Mirror>,
    pub failures: Vec<Failure>,
}

pub const DISK: usize = 0;
pub const VAULT: usize = 1;

impl Small {
    pub fn new() -> Self {
        Self {
            hours: 24.0,
            stores: vec![Store::named("disk"), Store::named("vault")],
            links: Vec::new(),
            datasets: vec![Dataset::plain("data", StoreId::from(DISK), gigabytes(100.0))],
            backups: Vec::new(),
            mirrors: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// Adds a backup of `data` to `vault` of this name, every so many hours.
    pub fn backup(&mut self, name: &str, every: f64) -> &mut Backup {
        let (of, to) = (DatasetId::from(0), StoreId::from(VAULT));
        self.backups.push(Backup::plain(name, of, to, hours(every)));
        self.backups.last_mut().expect("one was added")
    }

    /// Adds a link of so many GB an hour.
    pub fn link(&mut self, name: &str, bandwidth: f64) -> LinkId {
        let bandwidth = Some(per_hour(bandwidth));
        self.links.push(Link { name: name.to_string(), between: None, bandwidth });
        LinkId::from(self.links.len() - 1)
    }

    /// A place fails at these hours, each time for so long, and keeps this share of its bandwidth.
    pub fn fails(&mut self, place: Place, at: &[f64], lasts: f64, leaves: f64) {
        self.failures.push(Failure {
            name: format!("failure {}", self.failures.len()),
            strikes: Strikes::Places(vec![place]),
            occurs: Occurs::At(at.iter().map(|&at| Time::from_hours(at)).collect()),
            effect: Effect { leaves, ..Effect::destroying(Probability::NEVER) },
            detected_by: None,
            recovery: Recovery::Lasts(Law::Fixed(hours(lasts))),
            renews_all: false,
            minimal_repair: false,
            beta: Probability::NEVER,
            triggers: Vec::new(),
            ages_by_calendar: false,
            starts: Starts::New,
        });
    }

    pub fn model(self) -> Model {
        Model {
            title: String::new(),
            horizon: hours(self.hours),
            warm_up: Span::ZERO,
            ends: Ends::Horizon,
            series: Vec::new(),
            replications: 1,
            seed: 1,
            domains: Table::new(Vec::new()),
            pools: Table::new(Vec::new()),
            failures: Table::new(self.failures),
            detectors: Table::new(Vec::new()),
            repairs: Table::new(Vec::new()),
            crews: Table::new(Vec::new()),
            parts: Table::new(Vec::new()),
            stores: Table::new(self.stores),
            datasets: Table::new(self.datasets),
            backups: Table::new(self.backups),
            mirrors: Table::new(self.mirrors),
            links: Table::new(self.links),
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

    /// Everything about backups that happens, a line each: the hour, then what.
    pub fn log(self) -> Vec<String> {
        let model = self.model();
        let plan = Plan::new(&model, 1, 1_000_000);
        let mut world = World::new(&plan);
        world.restart(0);
        rest(&model, &mut world)
    }

    /// Compares what happens with what was worked out.
    #[track_caller]
    pub fn expect(self, worked_out: &[&str]) {
        assert_eq!(self.log(), worked_out);
    }
}

pub fn hours(hours: f64) -> Span {
    Span::from_hours(hours)
}

pub fn gigabytes(gigabytes: f64) -> Bytes {
    Bytes::new(gigabytes * 1e9)
}

/// So many GB an hour.
pub fn per_hour(gigabytes: f64) -> DataRate {
    DataRate::from_per_second(gigabytes * 1e9 / 3600.0)
}

/// Over links one after the other.
pub fn over(links: &[LinkId]) -> Option<Route> {
    Some(Route { alternatives: vec![links.to_vec()] })
}

/// What happens from now on in a world, as lines.
pub fn rest(model: &Model, world: &mut World<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut now = world.now;
    loop {
        let told = world.changes().iter().filter_map(|&change| words(model, change));
        lines.extend(told.map(|words| format!("{} {words}", rounded(now))));
        match world.step().expect("few events") {
            Step::Served(at) => now = at,
            Step::Ended(_) => return lines,
        }
    }
}

/// Hours to a billionth: what is worked out by hand is not exact in seconds.
fn rounded(time: Time) -> f64 {
    (time.hours() * 1e9).round() / 1e9
}

fn words(model: &Model, change: Change) -> Option<String> {
    let name = |backup: BackupId| &model.backups[backup].name;
    Some(match change {
        Change::BackupDone { backup, since, bytes } => {
            let (since, size) = (rounded(since), bytes.get() / 1e9);
            format!("{}: {size} GB since {since}", name(backup))
        }
        Change::BackupFailed { backup, fault } => {
            let why = match fault {
                BackupFault::Source => "no source",
                BackupFault::Target => "no target",
                BackupFault::Route => "no route",
                BackupFault::Full => "store full",
                BackupFault::Window => "window closed",
                BackupFault::Chance => "bad luck",
            };
            format!("{}: {why}", name(backup))
        }
        Change::BackupSkipped { backup } => format!("{}: skipped", name(backup)),
        Change::Stored { store, bytes } => {
            format!("{} {:+}", model.stores[store].name, bytes / 1e9)
        }
        Change::UnsoundFound { backup } => format!("{}: unsound", name(backup)),
        _ => return None,
    })
}
