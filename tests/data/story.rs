//! Runs replications of a scenario and keeps what they tell of losses.

use firedrill::engine::{Change, Incident, Plan, Step, World};
use firedrill::model::Model;
use firedrill::quantity::Time;
use firedrill::scenario::{self, NoFiles, Source};

const MAX_EVENTS: u64 = 1_000_000;

/// What a replication told of losses.
#[derive(Debug, Default)]
pub struct Story {
    pub incidents: Vec<Incident>,
    pub changes: Vec<(Time, Change)>,
    /// When it ended.
    pub end: Option<Time>,
}

/// The model of a scenario text.
#[track_caller]
pub fn model(text: &str) -> Model {
    let source = Source { name: "data".to_owned(), text: text.to_owned() };
    match scenario::load(&source, &[], &NoFiles) {
        Ok(scenario) => scenario.model,
        Err(problems) => panic!("{problems}\n{text}"),
    }
}

impl Story {
    /// The first replication of a scenario text, whose chances do not matter.
    #[track_caller]
    pub fn of(text: &str) -> Self {
        let model = model(text);
        let plan = Plan::new(&model, 1, MAX_EVENTS);
        Self::run(&mut World::new(&plan), 0)
    }

    /// A replication.
    pub fn run(world: &mut World<'_>, replication: u64) -> Self {
        let mut story = Self::default();
        world.restart(replication);
        story.take_in(world, Time::START);
        while story.end.is_none() {
            match world.step().expect("few events") {
                Step::Served(at) => story.take_in(world, at),
                Step::Ended(at) => {
                    story.take_in(world, at);
                    story.end = Some(at);
                }
            }
        }
        story
    }

    fn take_in(&mut self, world: &World<'_>, at: Time) {
        for &change in world.changes() {
            if let Change::Incident { incident } = change {
                self.incidents.push(*world.incident(incident));
            }
            self.changes.push((at, change));
        }
    }

    /// Its one incident.
    #[track_caller]
    pub fn only(&self) -> Incident {
        let [incident] = self.incidents[..] else { panic!("one incident: {:?}", self.incidents) };
        incident
    }

    /// Attempts at a restore that failed, by their hours.
    pub fn restore_failures(&self) -> Vec<f64> {
        self.hours_of(|change| matches!(change, Change::RestoreFailed { .. }))
    }

    pub fn exposures(&self) -> Vec<f64> {
        self.hours_of(|change| matches!(change, Change::Exposed { .. }))
    }

    /// When services went down and up, in hours.
    pub fn turns(&self) -> Vec<f64> {
        self.hours_of(|change| matches!(change, Change::Service { .. }))
    }

    fn hours_of(&self, is_one: impl Fn(&Change) -> bool) -> Vec<f64> {
        let found = self.changes.iter().filter(|(_, change)| is_one(change));
        found.map(|(at, _)| at.hours()).collect()
    }
}

/// The first incident of a replication; the rest is not run. `None`: there is none.
pub fn first_incident(world: &mut World<'_>, replication: u64) -> Option<(Incident, u32)> {
    world.restart(replication);
    let mut failures = 0;
    loop {
        let step = world.step().expect("few events");
        for &change in world.changes() {
            match change {
                Change::RestoreFailed { .. } => failures += 1,
                Change::Incident { incident } => {
                    return Some((*world.incident(incident), failures));
                }
                _ => {}
            }
        }
        if let Step::Ended(_) = step {
            return None;
        }
    }
}
