//! Lanes: the state of each subject over time.

use crate::engine::{
    Change, Incident, MemberState, Scope, ServiceState, TrainingPhase, TrainingStep,
};
use crate::model::{Model, Place};
use crate::quantity::Time;

/// The state of one subject over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Such as `service/chat` or `pool/gpu`.
    pub subject: String,
    /// Its states one after the other, without a gap, from the start to the end.
    pub stretches: Vec<Stretch>,
    /// When something failed there.
    pub strikes: Vec<Time>,
}

/// A time over which a subject's state stayed the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub from: Time,
    pub until: Time,
    pub tone: Tone,
    /// How much of it is there: of a pool the share of its positions that are filled and up; else
    /// 1 or 0.
    pub level: f64,
}

/// How well a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Well,
    /// Up, but not as it should be.
    Degraded,
    /// Down as planned.
    Planned,
    Down,
}

/// The lanes of a model while a replication is told.
pub(super) struct Lanes<'m> {
    model: &'m Model,
    services: Vec<Draft>,
    training: Vec<Draft>,
    datasets: Vec<Draft>,
    pools: Vec<Draft>,
    /// Members in service, by pool.
    up: Vec<u32>,
    places: Vec<(Place, Draft)>,
}

/// A lane that goes on.
#[derive(Clone, Debug)]
struct Draft {
    lane: Lane,
    since: Time,
    tone: Tone,
    level: f64,
}

impl Draft {
    fn new(subject: String) -> Self {
        let lane = Lane { subject, stretches: Vec::new(), strikes: Vec::new() };
        Self { lane, since: Time::START, tone: Tone::Well, level: 1.0 }
    }

    fn turn(&mut self, now: Time, tone: Tone, level: f64) {
        if (tone, level) == (self.tone, self.level) {
            return;
        }
        self.end_stretch(now);
        (self.tone, self.level) = (tone, level);
    }

    fn end_stretch(&mut self, now: Time) {
        if now > self.since {
            let (from, tone, level) = (self.since, self.tone, self.level);
            self.lane.stretches.push(Stretch { from, until: now, tone, level });
        }
        self.since = now;
    }

    fn finish(mut self, end: Time) -> Lane {
        self.end_stretch(end);
        self.lane
    }

    /// Whether anything was ever other than well.
    fn has_something(&self) -> bool {
        !self.lane.stretches.is_empty() || !self.lane.strikes.is_empty() || self.tone != Tone::Well
    }
}

impl<'m> Lanes<'m> {
    pub fn new(model: &'m Model) -> Self {
        let drafts = |names: Vec<String>| names.into_iter().map(Draft::new).collect();
        Self {
            model,
            services: drafts(
                model.services.iter().map(|it| format!("service/{}", it.name)).collect(),
            ),
            training: drafts(
                model.training.iter().map(|it| format!("training/{}", it.name)).collect(),
            ),
            datasets: drafts(
                model.datasets.iter().map(|it| format!("dataset/{}", it.name)).collect(),
            ),
            pools: drafts(model.pools.iter().map(|it| format!("pool/{}", it.name)).collect()),
            up: model.pools.iter().map(|pool| pool.members).collect(),
            places: model.places().map(|at| (at, Draft::new(model.place_name(at)))).collect(),
        }
    }

    pub fn hear(&mut self, now: Time, change: Change) {
        match change {
            Change::Service { service, state } => {
                let (tone, level) = match state {
                    ServiceState::Full => (Tone::Well, 1.0),
                    ServiceState::Degraded => (Tone::Degraded, 1.0),
                    ServiceState::Planned => (Tone::Planned, 0.0),
                    ServiceState::Outage => (Tone::Down, 0.0),
                };
                self.services[usize::from(service)].turn(now, tone, level);
            }
            Change::Place { place, up } => {
                let draft = self.place(place);
                let (tone, level) = if up { (Tone::Well, 1.0) } else { (Tone::Down, 0.0) };
                draft.turn(now, tone, level);
            }
            Change::Moved { pool, from, to, .. } => {
                let index = usize::from(pool);
                if from == MemberState::Active {
                    self.up[index] -= 1;
                } else if to == MemberState::Active {
                    self.up[index] += 1;
                } else {
                    return;
                }
                let positions = self.model.pools[pool].members.max(1);
                let level = f64::from(self.up[index]) / f64::from(positions);
                let tone = match self.up[index] {
                    up if up >= positions => Tone::Well,
                    0 => Tone::Down,
                    _ => Tone::Degraded,
                };
                self.pools[index].turn(now, tone, level);
            }
            Change::Training { training, step } => {
                let draft = &mut self.training[usize::from(training)];
                match step {
                    TrainingStep::Turns { phase, speed } => {
                        let (tone, level) = tone_of(phase, speed);
                        draft.turn(now, tone, level);
                    }
                    TrainingStep::Interrupted { .. } => {
                        draft.lane.strikes.push(now);
                        draft.turn(now, Tone::Down, 0.0);
                    }
                    TrainingStep::Saved { .. } | TrainingStep::Lost { .. } => {}
                }
            }
            Change::Failed { pool, .. } => {
                self.pools[usize::from(pool)].lane.strikes.push(now);
            }
            Change::Struck { scope: Scope::Place(place), .. } => {
                self.place(place).lane.strikes.push(now);
            }
            _ => {}
        }
    }

    /// A dataset's incident is over, or was cut short.
    pub fn loss(&mut self, incident: &Incident) {
        let draft = &mut self.datasets[usize::from(incident.dataset)];
        draft.lane.strikes.push(incident.onset);
        draft.turn(incident.onset, Tone::Down, 0.0);
        if let Some(over) = incident.over {
            draft.turn(over, Tone::Well, 1.0);
        }
    }

    fn place(&mut self, place: Place) -> &mut Draft {
        let found = self.places.iter_mut().find(|(at, _)| *at == place);
        &mut found.expect("every place has a lane").1
    }

    /// The lanes: every service and training, then whatever else had something happen to it.
    pub fn finish(self, end: Time) -> Vec<Lane> {
        let places = self.places.into_iter().map(|(_, draft)| draft);
        let others = self.datasets.into_iter().chain(places).chain(self.pools);
        let others = others.filter(Draft::has_something);
        let all = self.services.into_iter().chain(self.training).chain(others);
        all.map(|draft| draft.finish(end)).collect()
    }
}

/// How well a training is in a phase, and how fast it runs. A checkpoint is no interruption.
fn tone_of(phase: TrainingPhase, speed: f64) -> (Tone, f64) {
    match phase {
        TrainingPhase::Running | TrainingPhase::Checkpointing if speed < 1.0 => {
            (Tone::Degraded, speed)
        }
        TrainingPhase::Running | TrainingPhase::Checkpointing => (Tone::Well, 1.0),
        TrainingPhase::Done => (Tone::Planned, 0.0),
        _ => (Tone::Down, 0.0),
    }
}
