//! One replication told as a timeline: every change in words, and a lane for each subject.

mod lane;
mod words;

pub use lane::{Lane, Stretch, Tone};

use self::lane::Lanes;
use super::incident;
use crate::engine::{Change, Plan, Step, TooManyEvents, World};
use crate::quantity::Time;

/// One replication, told.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    pub replication: u64,
    /// When it ended.
    pub end: Time,
    /// What happened, in the order in which it did.
    pub entries: Vec<Entry>,
    /// How it went with each subject, those that people look at first ahead.
    pub lanes: Vec<Lane>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub at: Time,
    /// What it happened to, such as `pool/gpu[17]` or `service/chat`.
    pub subject: String,
    /// What happened, in a word or two.
    pub event: &'static str,
    /// What else is to be said; may be empty.
    pub detail: String,
    /// Whether it happens again and again when all is well.
    pub routine: bool,
}

impl Timeline {
    /// Plays a replication of a plan and tells it.
    ///
    /// # Errors
    /// When it serves more events than the plan allows.
    pub fn of(plan: &Plan<'_>, replication: u64) -> Result<Self, TooManyEvents> {
        let mut world = World::new(plan);
        let model = plan.model();
        let mut teller = Teller { entries: Vec::new(), lanes: Lanes::new(model) };
        world.restart(replication);
        teller.hear(&world, model, Time::START);
        loop {
            let step = world.step()?;
            let (Step::Served(now) | Step::Ended(now)) = step;
            teller.hear(&world, model, now);
            if let Step::Ended(end) = step {
                let Teller { mut entries, lanes } = teller;
                // What is told only once it is over is put where it began.
                entries.sort_by(|one, other| one.at.seconds().total_cmp(&other.at.seconds()));
                let lanes = lanes.finish(end);
                return Ok(Self { replication, end, entries, lanes });
            }
        }
    }

    /// What happened from one time to another, both included; the lanes stay whole.
    #[must_use]
    pub fn between(mut self, from: Time, until: Time) -> Self {
        self.entries.retain(|entry| entry.at >= from && entry.at <= until);
        self
    }
}

/// Who turns changes into words and lanes.
struct Teller<'m> {
    entries: Vec<Entry>,
    lanes: Lanes<'m>,
}

impl<'m> Teller<'m> {
    fn hear(&mut self, world: &World<'_>, model: &'m crate::model::Model, now: Time) {
        for &change in world.changes() {
            self.lanes.hear(now, change);
            match change {
                Change::Incident { incident } => {
                    let incident = world.incident(incident);
                    self.lanes.loss(incident);
                    words::incident(model, incident, &mut self.entries);
                }
                Change::Disruption { disruption } => {
                    words::disruption(model, world.disruption(disruption), &mut self.entries);
                }
                _ => self.entries.extend(words::entry(model, now, change)),
            }
        }
    }
}
