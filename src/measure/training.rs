//! What is observed of a training: where its time goes, and what becomes of its work.

use super::cause::{self, ByCause};
use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::engine::{TrainingPhase, TrainingStep};
use crate::model::{Model, TrainingId};
use crate::quantity::{Span, Time};

/// Where the time of a training goes, each on its own account, in the order of their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Category {
    /// Running, for work that has not been lost.
    Useful,
    /// Running, for work that has been lost.
    Lost,
    Checkpointing,
    Detecting,
    Selecting,
    Stalled,
    Loading,
    Initialising,
    /// After its completion.
    Done,
}

impl Category {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Useful, "useful"),
        (Self::Lost, "lost"),
        (Self::Checkpointing, "checkpointing"),
        (Self::Detecting, "detecting"),
        (Self::Selecting, "selecting"),
        (Self::Stalled, "stalled"),
        (Self::Loading, "loading"),
        (Self::Initialising, "initialising"),
        (Self::Done, "done"),
    ];

    /// What time in a phase is, until it is known better.
    const fn of(phase: TrainingPhase) -> Self {
        match phase {
            TrainingPhase::Running => Self::Useful,
            TrainingPhase::Checkpointing => Self::Checkpointing,
            TrainingPhase::Detecting => Self::Detecting,
            TrainingPhase::Selecting => Self::Selecting,
            TrainingPhase::Stalled => Self::Stalled,
            TrainingPhase::Loading => Self::Loading,
            TrainingPhase::Initialising => Self::Initialising,
            TrainingPhase::Done => Self::Done,
        }
    }
}

/// The values of every training, and those of one that can be complete.
const VALUES: [Metric; 6] = [
    Metric::Goodput,
    Metric::WorkDone,
    Metric::LostWork,
    Metric::CheckpointTime,
    Metric::StallTime,
    Metric::Interruptions,
];
const OF_WORK: [Metric; 2] = [Metric::Completed, Metric::CompletionTime];

/// Adds a training's columns.
pub fn add_columns(model: &Model, id: TrainingId, layout: &mut Layout) {
    let training = &model.training[id];
    let column = |metric| Column { metric, subject: training.name.clone() };
    let part = |metric, part: &str| {
        let subject = format!("{}/{part}", training.name);
        Column { metric, subject }
    };
    layout.values.extend(VALUES.map(column));
    let times = Category::ALL.iter().map(|(_, name)| part(Metric::TrainingTime, name));
    layout.values.extend(times);
    let causes = cause::of_outages(model);
    let causes = causes.iter().map(|&it| cause::name(model, it));
    layout.values.extend(causes.map(|name| part(Metric::InterruptionsByCause, &name)));
    let tiers = training.checkpoints.iter();
    layout.values.extend(tiers.map(|tier| part(Metric::CheckpointsDone, &tier.name)));
    layout.pooled.push(column(Metric::RestartTime));
    if training.work.is_some() {
        layout.values.extend(OF_WORK.map(column));
        layout.pooled.push(column(Metric::CompletionTime));
    }
}

/// The ledger of one training.
#[derive(Clone, Debug)]
pub struct TrainingLedger {
    /// Whether it can be complete.
    ends: bool,
    phase: TrainingPhase,
    speed: f64,
    since: Time,
    times: [Span; Category::ALL.len()],
    work: Span,
    lost: Span,
    interruptions: u64,
    causes: ByCause,
    saved: Vec<u64>,
    /// When the restart under way began, unless it is that of the start.
    interrupted: Option<Time>,
    completed: Option<Time>,
    first_pooled: u16,
}

impl TrainingLedger {
    /// How many pooled columns a training has.
    pub fn pooled(model: &Model, id: TrainingId) -> usize {
        1 + usize::from(model.training[id].work.is_some())
    }

    /// The ledger of a training whose pooled columns begin at `first_pooled`.
    pub fn new(model: &Model, id: TrainingId, first_pooled: u16) -> Self {
        let training = &model.training[id];
        Self {
            ends: training.work.is_some(),
            phase: TrainingPhase::Initialising,
            speed: 1.0,
            since: Time::START,
            times: [Span::ZERO; Category::ALL.len()],
            work: Span::ZERO,
            lost: Span::ZERO,
            interruptions: 0,
            causes: ByCause::new(cause::of_outages(model)),
            saved: vec![0; training.checkpoints.len()],
            interrupted: None,
            completed: None,
            first_pooled,
        }
    }

    pub fn restart(&mut self) {
        self.phase = TrainingPhase::Initialising;
        self.speed = 1.0;
        self.since = Time::START;
        self.interrupted = None;
        self.completed = None;
        self.begin(Time::START);
    }

    /// Observation begins: what went before does not count.
    pub fn begin(&mut self, now: Time) {
        self.since = now;
        self.times = [Span::ZERO; Category::ALL.len()];
        self.work = Span::ZERO;
        self.lost = Span::ZERO;
        self.interruptions = 0;
        self.causes.clear();
        self.saved.fill(0);
    }

    fn time(&mut self, category: Category) -> &mut Span {
        &mut self.times[category as usize]
    }

    /// Counts the time until now to the phase under way.
    fn pass(&mut self, now: Time) {
        let passed = now - std::mem::replace(&mut self.since, now);
        *self.time(Category::of(self.phase)) += passed;
        if self.phase == TrainingPhase::Running {
            self.work += passed * self.speed;
        }
    }

    /// Something happened; `start` is when observation began.
    pub fn takes(
        &mut self,
        (start, now): (Time, Time),
        step: TrainingStep,
        observations: &mut Vec<Observation>,
    ) {
        match step {
            TrainingStep::Turns { phase, speed } => {
                self.pass(now);
                (self.phase, self.speed) = (phase, speed);
                if phase == TrainingPhase::Running
                    && let Some(since) = self.interrupted.take().filter(|&since| since >= start)
                {
                    let (column, value) = (self.first_pooled, (now - since).hours());
                    observations.push(Observation { column, value, finished: true });
                }
                if phase == TrainingPhase::Done {
                    self.completed = Some(now);
                }
            }
            TrainingStep::Interrupted { root } => {
                self.pass(now);
                self.phase = TrainingPhase::Detecting;
                self.interruptions += 1;
                self.causes.add(root.cause, 1.0);
                self.interrupted = Some(now);
            }
            TrainingStep::Saved { tier } => self.saved[usize::from(tier)] += 1,
            TrainingStep::Lost { run, work } => self.loses(now, run, work),
        }
    }

    /// So much of what it ran for was in vain, as far as it was observed.
    fn loses(&mut self, now: Time, run: Span, work: Span) {
        self.pass(now);
        let useful = *self.time(Category::Useful);
        let (run, work) = (least(run, useful), least(work, self.work));
        *self.time(Category::Useful) = useful - run;
        *self.time(Category::Lost) += run;
        self.work = self.work - work;
        self.lost += work;
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let mut now = self.clone();
        now.pass(observed.end.max(self.since));
        let known = |span: Span| observed.any().then_some(span.hours());
        let done = now.times[Category::Done as usize];
        let wall = observed.length().map(|length| length - done).filter(|it| *it > Span::ZERO);
        values.extend([
            wall.map(|wall| now.work / wall),
            known(now.work),
            known(now.lost),
            known(now.times[Category::Checkpointing as usize]),
            known(now.times[Category::Stalled as usize]),
            observed.count(self.interruptions),
        ]);
        values.extend(now.times.iter().map(|&time| known(time)));
        let causes = self.causes.amounts.iter();
        values.extend(causes.map(|&count| observed.any().then_some(count)));
        values.extend(self.saved.iter().map(|&count| observed.count(count)));
        if self.ends {
            let completed = f64::from(u8::from(self.completed.is_some()));
            values.push(observed.any().then_some(completed));
            let at = self.completed.filter(|_| observed.any());
            values.push(at.map(|at| at.since_start().hours()));
        }
    }

    /// What was under way, or had not come, when observation ended.
    pub fn unfinished(&self, observed: &Observed, observations: &mut Vec<Observation>) {
        if let Some(since) = self.interrupted.filter(|&since| since >= observed.start) {
            let (column, value) = (self.first_pooled, (observed.end - since).hours());
            observations.push(Observation { column, value, finished: false });
        }
        if self.ends && observed.any() {
            let until = self.completed.unwrap_or(observed.end);
            let (column, value) = (self.first_pooled + 1, until.since_start().hours());
            let finished = self.completed.is_some();
            observations.push(Observation { column, value, finished });
        }
    }
}

fn least(one: Span, other: Span) -> Span {
    if one < other { one } else { other }
}
