//! What a study hands to the reports: plain numbers with their names.

use super::{Curve, Settings, Stop};
use crate::estimate::{Estimate, Interval};
use crate::measure::{Disrupted, Metric, Unit};
use crate::model::Model;
use crate::quantity::{Bytes, Money, Span, Time};

/// Everything that came out of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    pub run: Run,
    /// One a metric and subject, in the order of the metrics' table, then of the subject.
    pub metrics: Vec<MetricResult>,
    /// By metric, subject, then time.
    pub series: Vec<SeriesPoint>,
    pub comparison: Vec<Comparison>,
    pub objectives: Vec<ObjectiveResult>,
    /// Formulas over a fine grid of times, for plots.
    pub curves: Vec<Curve>,
    /// Distributions of pooled durations, for plots.
    pub histograms: Vec<Histogram>,
    /// How far incidents of datasets set them back, for plots.
    pub setbacks: Vec<Setback>,
    /// By metric and subject in the order of the metrics' columns, the largest share first.
    pub causes: Vec<CauseShare>,
    /// By cause, then subject.
    pub risks: Vec<Risk>,
}

/// What was run, without anything that differs between machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The scenario's file name without its extension.
    pub scenario: String,
    pub title: String,
    /// The command that repeats the run: no threads, paths or formats.
    pub command: String,
    /// SHA-256 of the scenario with its overrides applied, in hexadecimal.
    pub digest: String,
    pub seed: u64,
    /// The failure that was put into every replication once: results are those given it.
    pub injected: Option<String>,
    /// The code of the currency that money is in; `None` where nothing has a price.
    pub currency: Option<String>,
    pub horizon: Span,
    pub warm_up: Span,
    /// How many replications were asked for, if a number was.
    pub asked: Option<u64>,
    /// How many are in the results.
    pub replications: u64,
    /// Whether the run was stopped before it had what was asked for.
    pub interrupted: bool,
    /// Events served, over all replications.
    pub events: u64,
}

impl Run {
    /// A unit as files write it: of money the currency.
    #[must_use]
    pub fn unit_name(&self, unit: Unit) -> &str {
        match (unit, &self.currency) {
            (Unit::Money, Some(currency)) => currency,
            _ => unit.name(),
        }
    }

    /// What is known of a run of a model before it.
    #[must_use]
    pub fn of_model(scenario: &str, model: &Model, settings: &Settings) -> Self {
        Self {
            scenario: scenario.to_owned(),
            title: model.title.clone(),
            command: String::new(),
            digest: String::new(),
            seed: settings.seed,
            injected: settings.inject.map(|failure| model.failures[failure].name.clone()),
            currency: model.currency().map(str::to_owned),
            horizon: model.horizon,
            warm_up: model.warm_up,
            asked: match settings.stop {
                Stop::Replications(number) => Some(number),
                Stop::Precision { .. } => None,
            },
            replications: 0,
            interrupted: false,
            events: 0,
        }
    }
}

/// One metric of one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricResult {
    pub metric: Metric,
    pub subject: String,
    pub estimate: Estimate,
}

/// The estimate of a metric at a point in time.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesPoint {
    pub time: Time,
    pub metric: Metric,
    pub subject: String,
    pub mean: f64,
    pub interval: Interval,
}

/// One formula set beside the simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What is compared, such as `availability`.
    pub quantity: String,
    pub unit: Unit,
    pub subject: String,
    /// At which time, where there is one.
    pub time: Option<Time>,
    /// The formula's id, such as `P3`, or its name.
    pub formula: String,
    /// Where the formula comes from: author, year, equation; or the paper's section.
    pub source: String,
    pub analytic: Option<f64>,
    pub simulated: Option<f64>,
    pub interval: Interval,
    pub verdict: Verdict,
    /// Why it disagrees or does not apply, or what else a reader must know.
    pub note: String,
}

/// What setting a formula beside the simulation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Agrees,
    Disagrees,
    /// With how many replications it would be decided, where that can be said.
    Undecided {
        replications: Option<u64>,
    },
    NotApplicable,
}

impl Verdict {
    /// The verdict in words, as files and tables write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Disagrees => "disagrees",
            Self::Undecided { .. } => "undecided",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// One objective judged.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectiveResult {
    /// What kind, such as `availability`.
    pub objective: String,
    pub subject: String,
    /// The target in words, such as `at least 0.9995 in 95 % of replications`.
    pub target: String,
    /// The estimate that is held against the target.
    pub estimate: Option<f64>,
    pub interval: Interval,
    /// The share of replications that meet the objective.
    pub probability: Option<f64>,
    /// Whether it is met: `None` when the interval does not tell.
    pub met: Option<bool>,
    /// Where it does not, with how many replications in all it would, as far as that can be said.
    pub needed: Option<u64>,
}

impl ObjectiveResult {
    /// The verdict in words, as files and tables write it.
    #[must_use]
    pub const fn verdict(&self) -> &'static str {
        match self.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "undecided",
        }
    }
}

/// How much of what a subject suffers is due to one root cause.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseShare {
    pub cause: String,
    pub subject: String,
    /// What it is a share of: the outage time of a service, or the data that a dataset loses.
    pub metric: Metric,
    pub share: f64,
    /// Without ends where too few replications have any, or any of the rest.
    pub interval: Interval,
    /// The replications that have any.
    pub replications: u64,
}

/// How often one root cause disrupts one subject, and what that takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    pub cause: String,
    pub subject: String,
    /// What the subject is.
    pub of: Disrupted,
    /// Incidents a year of 8760 h; `None` where that is not known.
    pub frequency: Option<f64>,
    /// Means over the incidents of which it is known.
    pub rta: Option<Span>,
    pub rpa: Option<Span>,
    pub bytes_lost: Option<Bytes>,
    pub cost: Option<Money>,
    /// What is lost to it in a year: how often it comes times what it costs.
    pub annual_loss: Option<Money>,
    /// The replications whose incidents carry the means.
    pub replications: u64,
}

/// How many observations fell where.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    pub metric: Metric,
    pub subject: String,
    /// `counts.len() + 1` bounds, ascending, evenly spaced on a logarithmic scale.
    pub bounds: Vec<f64>,
    pub counts: Vec<u64>,
    /// Observations unfinished when observation ended; they are in no bin.
    pub censored: u64,
}

/// How far back in time incidents of a dataset set it: how many by more than each time.
#[derive(Clone, Debug, PartialEq)]
pub struct Setback {
    pub subject: String,
    /// Incidents that are over.
    pub incidents: u64,
    /// Those of them that no copy made good: they set it back by more than any time.
    pub beyond: u64,
    /// Recovery points ascending, each with the share of all incidents set back by more.
    pub exceedance: Vec<(Span, f64)>,
}
