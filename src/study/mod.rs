//! Many replications: what they make together, and how far to go.
//!
//! Replications run in blocks of a fixed size on all cores; blocks are taken in, written out and
//! asked whether they are enough in the order of their numbers, so that neither the number of
//! threads nor their pace can reach a result.

mod accumulate;
mod causes;
mod compare;
mod decide;
mod objective;
mod ordered;
mod results;
mod risks;
mod target;
mod worst;

use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::engine::{Plan, TooManyEvents};
use crate::measure::{Layout, Outcome, Recorder};
use crate::model::{FailureId, Model};

pub use crate::analytic::FormulaCurve as Curve;
use accumulate::Accumulator;
pub use results::{
    CauseShare, Comparison, Histogram, MetricResult, ObjectiveResult, Results, Risk, Run,
    SeriesPoint, Setback, Verdict,
};
pub use target::{Target, TargetError};
pub use worst::{Worst, WorstIncident, told, worst};

/// Replications in a block.
const BLOCK: u64 = 16;

/// Events that a replication may serve unless said otherwise.
pub const MAX_EVENTS: u64 = 1_000_000_000;

/// How a study is to be run.
#[derive(Clone, Debug)]
pub struct Settings {
    pub seed: u64,
    pub stop: Stop,
    /// `None`: as many as there are cores.
    pub threads: Option<NonZeroUsize>,
    /// Events that a replication may serve.
    pub max_events: u64,
    /// What strikes once in every replication, beside all that comes by itself.
    pub inject: Option<FailureId>,
}

impl Settings {
    /// The plan of a model as these settings have it run.
    fn plan<'m>(&self, model: &'m Model) -> Plan<'m> {
        let plan = Plan::new(model, self.seed, self.max_events);
        match self.inject {
            Some(failure) => plan.injecting(failure),
            None => plan,
        }
    }
}

/// How far a study goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// This many replications; at least 1.
    Replications(u64),
    /// Until every target is known as well as asked for, or `most` replications have run.
    Precision { targets: Vec<Target>, most: u64 },
}

impl Stop {
    /// The most replications that can run.
    #[must_use]
    pub const fn most(&self) -> u64 {
        match self {
            Self::Replications(number) => *number,
            Self::Precision { most, .. } => *most,
        }
    }
}

/// Who looks on while a study runs, in the thread that runs it.
pub trait Watch {
    /// Outcomes have come in, in order; `needed` is how many replications it takes in all, as far
    /// as is known.
    ///
    /// # Errors
    /// Whatever keeps the onlooker from doing its work; it ends the study.
    fn outcomes(&mut self, outcomes: &[Outcome], needed: u64) -> Result<(), Box<dyn Error>>;

    /// Whether the study is to stop with what it has.
    fn stops(&self) -> bool;
}

/// Why a study came to nothing.
#[derive(Debug)]
pub enum StudyError {
    /// A replication served more events than it may.
    TooManyEvents(TooManyEvents),
    /// The onlooker could not do its work.
    Watch(Box<dyn Error>),
}

impl fmt::Display for StudyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyEvents(error) => write!(
                f,
                "replication {} served {} events and had come to {:.3} h only; \
                 shorten the horizon, or allow more with --max-events",
                error.replication,
                error.limit,
                error.at.hours()
            ),
            Self::Watch(error) => error.fmt(f),
        }
    }
}

impl Error for StudyError {}

/// What the formulas alone say about a model, with no simulation beside them.
#[must_use]
pub fn formulas(model: &Model) -> Vec<Comparison> {
    compare::alone(model)
}

/// Runs a study of a model; `run` is filled with what is known only afterwards.
///
/// # Errors
/// When a replication serves too many events, or the onlooker fails.
///
/// # Panics
/// When a thread cannot be started.
pub fn run(
    model: &Model,
    mut run: Run,
    settings: &Settings,
    watch: &mut dyn Watch,
) -> Result<Results, StudyError> {
    let plan = settings.plan(model);
    let layout = Layout::new(model);
    let most = settings.stop.most();
    let mut total = Accumulator::new(model, &layout).injecting(settings.inject);
    let mut next_look = target::FIRST_LOOK;
    let mut needed = most;
    let mut failed = None;
    let work = |recorder: &mut Recorder<'_>, block: u64, go_on: &mut dyn FnMut() -> bool| {
        let first = block * BLOCK;
        (first..most.min(first + BLOCK))
            .take_while(|_| go_on())
            .map(|replication| recorder.run(replication))
            .collect::<Result<Vec<_>, _>>()
    };
    let fold = |block: Option<Result<Vec<Outcome>, TooManyEvents>>| {
        let outcomes = match block {
            Some(Ok(outcomes)) => outcomes,
            Some(Err(error)) => {
                failed = Some(StudyError::TooManyEvents(error));
                return ControlFlow::Break(());
            }
            None => {
                run.interrupted = watch.stops();
                let stops = run.interrupted;
                return if stops { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
            }
        };
        total.take_in(&outcomes);
        let mut enough = false;
        if let Stop::Precision { targets, .. } = &settings.stop
            && total.replications() >= next_look
        {
            let progress = target::judge(targets, &total);
            enough = progress.reached;
            needed = progress.needed.map_or(most, |needed| needed.min(most));
            next_look = target::next_look(next_look);
        }
        if let Err(error) = watch.outcomes(&outcomes, needed) {
            failed = Some(StudyError::Watch(error));
            return ControlFlow::Break(());
        }
        run.interrupted = !enough && watch.stops();
        if enough || run.interrupted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let recorder = || Recorder::new(&plan);
    ordered::run(settings.threads, most.div_ceil(BLOCK), recorder, work, fold);
    if let Some(error) = failed {
        return Err(error);
    }
    run.replications = total.replications();
    run.interrupted &= run.replications < most;
    run.events = total.events();
    Ok(total.results(run))
}
