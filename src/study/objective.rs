//! Objectives judged with their uncertainty.

use super::ObjectiveResult;
use super::accumulate::Accumulator;
use super::compare;
use crate::estimate::{CONFIDENCE, Chance, Interval, Share};
use crate::measure::{Column, Layout, Metric, Outcome};
use crate::model::{Model, Objective};
use crate::quantity::Probability;
use crate::quantity::text::write_span;

/// What is kept of the outcomes for one objective.
#[derive(Clone, Debug)]
pub struct Tally {
    column: Column,
    /// The column's place among those of one value a replication.
    value: Option<usize>,
    /// The replications that meet it.
    met: Chance,
    points: RecoveryPoints,
}

/// Incidents of a dataset, by whether they came back to a point that is near enough.
#[derive(Clone, Copy, Debug, Default)]
struct RecoveryPoints {
    /// The place of recovery points among pooled columns.
    points: Option<u16>,
    /// The place of the count of those beyond recovery.
    losses: Option<usize>,
    within: Share,
}

impl Tally {
    /// Nothing yet of an objective.
    pub fn new(model: &Model, layout: &Layout, objective: &Objective) -> Self {
        let column = column(model, objective);
        let place = |metric: Metric| {
            let of_it = |c: &Column| c.metric == metric && c.subject == column.subject;
            layout.values.iter().position(of_it)
        };
        let points = layout.pooled.iter().position(|c| *c == column);
        let points = RecoveryPoints {
            points: points.and_then(|at| u16::try_from(at).ok()),
            losses: place(Metric::LossEvents),
            within: Share::default(),
        };
        Self { value: place(column.metric), met: Chance::default(), points, column }
    }

    /// Takes in the next outcome.
    pub fn take_in(&mut self, objective: &Objective, outcome: &Outcome) {
        let value = |place: Option<usize>| place.and_then(|place| outcome.values[place]);
        match objective {
            Objective::Availability { at_least, .. } => {
                let met = value(self.value).map(|value| value >= at_least.get());
                met.into_iter().for_each(|met| self.met.push(met));
            }
            Objective::Loss { .. } => {
                let met = value(self.value).map(|lost| lost < 0.5);
                met.into_iter().for_each(|met| self.met.push(met));
            }
            Objective::RecoveryPoint { within, share, .. } => {
                // Nothing is known of a replication that was not observed.
                let Some(lost) = value(self.points.losses) else { return };
                let (hits, restored) = self.points.near_enough(outcome, within.hours());
                let all = restored + lost as u64;
                self.points.within.push(hits, all);
                self.met.push(hits as f64 >= share.get() * all as f64);
            }
        }
    }
}

impl RecoveryPoints {
    /// How many of a replication's recovery points lie within so many hours, and of how many.
    fn near_enough(&self, outcome: &Outcome, within_h: f64) -> (u64, u64) {
        let of_it = outcome.observations.iter().filter(|it| Some(it.column) == self.points);
        of_it.fold((0, 0), |(hits, all), it| (hits + u64::from(it.value <= within_h), all + 1))
    }
}

/// The column that an objective is about.
fn column(model: &Model, objective: &Objective) -> Column {
    let (metric, subject) = match objective {
        Objective::Availability { of, .. } => (Metric::Availability, &model.services[*of].name),
        Objective::RecoveryPoint { of, .. } => (Metric::Rpa, &model.datasets[*of].name),
        Objective::Loss { of, .. } => (Metric::ProbabilityOfLoss, &model.datasets[*of].name),
    };
    Column { metric, subject: subject.clone() }
}

/// Every objective of the model, in the scenario's order.
pub fn judge_all(total: &Accumulator<'_>) -> Vec<ObjectiveResult> {
    let objectives = total.model().objectives.iter().zip(total.tallies());
    objectives.map(|(objective, tally)| judge(total, tally, objective)).collect()
}

fn judge(total: &Accumulator<'_>, tally: &Tally, objective: &Objective) -> ObjectiveResult {
    let Judgement { name, target, estimate, interval, met } = match objective {
        Objective::Availability { at_least, share: None, .. } => {
            average(total, tally, at_least.get())
        }
        Objective::Availability { at_least, share: Some(share), .. } => Judgement {
            name: "availability",
            target: format!("at least {} in {} of replications", at_least.get(), percent(*share)),
            estimate: tally.met.share(),
            interval: tally.met.interval(CONFIDENCE),
            met: at_least_the(share.get(), tally.met.interval(CONFIDENCE)),
        },
        Objective::RecoveryPoint { within, share, .. } => {
            let near = &tally.points.within;
            let interval = near.interval(CONFIDENCE);
            Judgement {
                name: "recovery_point",
                target: format!(
                    "within {} in {} of incidents",
                    write_span(*within),
                    percent(*share)
                ),
                estimate: near.share(),
                interval,
                met: at_least_the(share.get(), interval),
            }
        }
        Objective::Loss { at_most, .. } => {
            let chance = total.chance(&tally.column);
            let interval = chance.map_or(Interval::default(), |chance| chance.interval(CONFIDENCE));
            Judgement {
                name: tally.column.metric.name(),
                target: format!("at most {}", at_most.get()),
                estimate: chance.and_then(|chance| chance.share()),
                interval,
                met: at_most_the(at_most.get(), interval),
            }
        }
    };
    ObjectiveResult {
        objective: name.to_owned(),
        subject: tally.column.subject.clone(),
        target,
        estimate,
        interval,
        probability: tally.met.share(),
        met,
    }
}

/// What is said of one objective.
struct Judgement {
    name: &'static str,
    target: String,
    estimate: Option<f64>,
    interval: Interval,
    met: Option<bool>,
}

fn average(total: &Accumulator<'_>, tally: &Tally, at_least: f64) -> Judgement {
    let value = total.value(&tally.column);
    let interval = value.map_or(Interval::default(), |sample| {
        let scale = compare::scale(total.model(), &tally.column, 0.0);
        compare::mean_bounds(sample.moments(), scale, CONFIDENCE)
    });
    Judgement {
        name: "availability",
        target: format!("at least {at_least} on average"),
        estimate: value.and_then(|sample| sample.moments().mean()),
        interval,
        met: at_least_the(at_least, interval),
    }
}

/// A share in percent, without the digits that a product by 100 may add.
fn percent(share: Probability) -> String {
    format!("{} %", (share.get() * 1e8).round() / 1e6)
}

/// Whether what lies in an interval is at least the goal.
fn at_least_the(goal: f64, interval: Interval) -> Option<bool> {
    if interval.low.is_some_and(|low| low >= goal) {
        Some(true)
    } else if interval.high.is_some_and(|high| high < goal) {
        Some(false)
    } else {
        None
    }
}

/// Whether what lies in an interval is at most the limit.
fn at_most_the(limit: f64, interval: Interval) -> Option<bool> {
    if interval.high.is_some_and(|high| high <= limit) {
        Some(true)
    } else if interval.low.is_some_and(|low| low > limit) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
#[path = "objective_tests.rs"]
mod tests;
