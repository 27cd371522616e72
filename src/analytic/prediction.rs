//! What a formula says, and what of a run it is held against.

use crate::measure::{Metric, Unit};
use crate::quantity::Time;

/// What one formula says about one quantity of one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// What is predicted, such as `availability`.
    pub quantity: String,
    pub unit: Unit,
    pub subject: String,
    /// At which time, where there is one.
    pub time: Option<Time>,
    /// The formula's id, such as `P3`, or its name.
    pub formula: String,
    /// Author, year, equation; or the paper's section.
    pub source: String,
    /// In `unit`; or the assumption of the formula that the scenario breaks.
    pub value: Result<f64, String>,
    pub against: Against,
    /// How far from the formula's value the simulation may lie and still agree, relative to it.
    pub tolerance: f64,
    /// What a reader must know in any case; may be empty.
    pub note: String,
    /// Why the formula disagrees, when it does; may be empty.
    pub if_wrong: String,
}

/// What of a run a formula is held against.
#[derive(Clone, Debug, PartialEq)]
pub enum Against {
    /// A metric's mean, of a subject; of what happens or not the share of replications, of nines
    /// what that share makes.
    Metric(Metric, String),
    /// A quantile, in `(0, 1)`, of a pooled metric of a subject.
    Quantile(Metric, String, f64),
    /// A metric of a subject at one of the scenario's `series` times.
    Series(Metric, String, Time),
    /// The same, or the mean where `time` is `None`, times a factor such as 1/N.
    Scaled { metric: Metric, subject: String, time: Option<Time>, factor: f64 },
    /// An exact number: the other side of an identity.
    Fixed(f64),
    /// Nothing that a run measures.
    Nothing,
}

/// A formula over time, for plots.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaCurve {
    /// The series it lies over.
    pub metric: Metric,
    pub subject: String,
    /// The formula's id or name, such as `P3`.
    pub formula: String,
    /// The formula as text, for a legend, such as `1 - p t`.
    pub label: String,
    /// What the series is divided by to be compared with the formula, such as the number of
    /// members that share the data; `None` where the formula is of the whole.
    pub divided_by: Option<f64>,
    pub points: Vec<(Time, f64)>,
}

/// How far off is still agreement, unless a formula says otherwise.
const TOLERANCE: f64 = 0.01;
/// Where so few replications do not see something, leaving them out cannot be seen in a mean.
const FEW: f64 = 1e-4;

impl Prediction {
    /// A value that is held against nothing yet and needs no words. Its unit is that of the metric
    /// that the quantity is named after, else it is a share.
    #[must_use]
    pub fn new(quantity: &str, subject: &str, formula: &str, source: &str, value: f64) -> Self {
        Self {
            quantity: quantity.to_string(),
            unit: Metric::find(quantity).map_or(Unit::Share, |metric| metric.definition().unit),
            subject: subject.to_string(),
            time: None,
            formula: formula.to_string(),
            source: source.to_string(),
            value: Ok(value),
            against: Against::Nothing,
            tolerance: TOLERANCE,
            note: String::new(),
            if_wrong: String::new(),
        }
    }

    /// A formula that does not apply, with the assumption that is broken.
    #[must_use]
    pub fn not_applicable(
        quantity: &str,
        subject: &str,
        formula: &str,
        source: &str,
        reason: String,
    ) -> Self {
        Self { value: Err(reason), ..Self::new(quantity, subject, formula, source, 0.0) }
    }

    /// Held against a metric's mean.
    #[must_use]
    pub fn of_metric(mut self, metric: Metric) -> Self {
        self.against = Against::Metric(metric, self.subject.clone());
        self
    }

    /// Held against a quantile of a pooled metric.
    #[must_use]
    pub fn of_quantile(mut self, metric: Metric, p: f64) -> Self {
        self.quantity = format!("{} p{}", metric.name(), (p * 100.0).round());
        self.against = Against::Quantile(metric, self.subject.clone(), p);
        self
    }

    /// Held against a metric at a time.
    #[must_use]
    pub fn of_series(mut self, metric: Metric, time: Time) -> Self {
        self.against = Against::Series(metric, self.subject.clone(), time);
        self.time = Some(time);
        self
    }

    /// A mean time to what happens once, held against a run only where nearly every replication
    /// sees it before the horizon: `unseen` is the probability that one does not.
    #[must_use]
    pub fn of_first_time(self, metric: Metric, what: &str, unseen: f64) -> Self {
        if unseen <= FEW {
            return self.of_metric(metric);
        }
        self.note(format!(
            "{:.3} % of replications see no {what} before the horizon, so their mean cannot be \
             compared; a longer horizon lets it",
            100.0 * unseen
        ))
    }

    /// With words that are always shown.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// With words that are shown where it disagrees.
    #[must_use]
    pub fn if_wrong(mut self, why: impl Into<String>) -> Self {
        self.if_wrong = why.into();
        self
    }
}
