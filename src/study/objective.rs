//! Objectives judged with their uncertainty.

use super::ObjectiveResult;
use super::accumulate::Accumulator;
use super::{compare, decide};
use crate::estimate::{CONFIDENCE, Chance, Interval, Share};
use crate::measure::{ALL_SUBJECT, Column, Disrupted, IncidentRow, Layout, Metric, Outcome};
use crate::model::{Model, Objective};
use crate::quantity::text::write_span;
use crate::quantity::{Probability, Span};

/// Times that differ by no more than this share are alike.
const ROUNDING: f64 = 1e-9;

/// What is kept of the outcomes for one objective.
#[derive(Clone, Debug)]
pub struct Tally {
    column: Column,
    /// The column's place among those of one value a replication.
    value: Option<usize>,
    /// The replications that meet it.
    met: Chance,
    completions: Completions,
    points: RecoveryPoints,
    times: RecoveryTimes,
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

/// Outages of a service, by whether it came back soon enough.
#[derive(Clone, Debug, Default)]
struct RecoveryTimes {
    /// The names of the failures that count; empty: all.
    causes: Vec<String>,
    /// Where outages of which that is not known, being shorter when observation ended, are misses;
    /// and where they are hits.
    at_least: Share,
    at_most: Share,
}

/// Replications by whether a training was complete in time.
#[derive(Clone, Copy, Debug)]
struct Completions {
    warm_up: Span,
    /// Those that were, and those of which it is not known: they ended before that time.
    possible: Chance,
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
        let times = RecoveryTimes::of(model, objective);
        let completions = Completions { warm_up: model.warm_up, possible: Chance::default() };
        let (value, met) = (place(column.metric), Chance::default());
        Self { value, met, completions, points, times, column }
    }

    /// Takes in the next outcome.
    pub fn take_in(&mut self, objective: &Objective, outcome: &Outcome) {
        let value = |place: Option<usize>| place.and_then(|place| outcome.values[place]);
        match objective {
            Objective::Availability { at_least, .. }
            | Objective::Served { at_least, .. }
            | Objective::Goodput { at_least, .. } => {
                let met = value(self.value).map(|value| value >= at_least.get());
                met.into_iter().for_each(|met| self.met.push(met));
            }
            Objective::Cost { at_most, .. } => {
                let met = value(self.value).map(|value| value <= at_most.amount());
                met.into_iter().for_each(|met| self.met.push(met));
            }
            Objective::Completion { within, .. } => {
                let completed = value(self.value).map(Span::from_hours);
                let met = self.completions.in_time(completed, outcome, *within);
                self.completions.possible.push(met != Some(false));
                self.met.push(met == Some(true));
            }
            Objective::Loss { .. } => {
                let met = value(self.value).map(|lost| lost < 0.5);
                met.into_iter().for_each(|met| self.met.push(met));
            }
            Objective::RecoveryTime { within, share, .. } => {
                if outcome.observed.is_none() {
                    return;
                }
                let subject = self.column.subject.as_str();
                let (hits, unknown, all) = self.times.soon_enough(outcome, subject, *within);
                self.times.at_least.push(hits, all);
                self.times.at_most.push(hits + unknown, all);
                self.met.push(hits as f64 >= share.get() * all as f64);
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

impl Completions {
    /// Whether a training that was complete so long after the start, or not at all, was so in time;
    /// `None` where the replication was not watched until then.
    fn in_time(&self, completed: Option<Span>, outcome: &Outcome, within: Span) -> Option<bool> {
        if let Some(completed) = completed {
            return Some(completed <= within);
        }
        let watched = self.warm_up + outcome.observed?;
        (watched / within > 1.0 - ROUNDING).then_some(false)
    }

    /// The interval that holds whatever became of those of which it is not known.
    fn interval(&self, met: &Chance) -> Interval {
        let (low, high) = (met.interval(CONFIDENCE), self.possible.interval(CONFIDENCE));
        Interval { low: low.low, high: high.high }
    }
}

impl RecoveryPoints {
    /// How many of a replication's recovery points lie within so many hours, and of how many.
    fn near_enough(&self, outcome: &Outcome, within_h: f64) -> (u64, u64) {
        let of_it = outcome.observations.iter().filter(|it| Some(it.column) == self.points);
        of_it.fold((0, 0), |(hits, all), it| (hits + u64::from(it.value <= within_h), all + 1))
    }
}

impl RecoveryTimes {
    fn of(model: &Model, objective: &Objective) -> Self {
        let Objective::RecoveryTime { caused_by, .. } = objective else { return Self::default() };
        let names = caused_by.iter().map(|&id| model.failures[id].name.clone());
        Self { causes: names.collect(), ..Self::default() }
    }

    /// How many of a replication's outages were over in time, of how many that is not known, and of
    /// how many.
    fn soon_enough(&self, outcome: &Outcome, subject: &str, within: Span) -> (u64, u64, u64) {
        let counts = |row: &&IncidentRow| {
            row.of == Disrupted::Service
                && row.subject == subject
                && (self.causes.is_empty() || self.causes.contains(&row.cause))
        };
        let mut found = (0, 0, 0);
        for row in outcome.incidents.iter().filter(counts) {
            let soon = row.rta <= within;
            found.0 += u64::from(soon && row.is_back());
            found.1 += u64::from(soon && !row.is_back());
            found.2 += 1;
        }
        found
    }

    /// The interval that holds whatever became of the outages of which it is not known.
    fn interval(&self) -> Interval {
        let (low, high) = (self.at_least.interval(CONFIDENCE), self.at_most.interval(CONFIDENCE));
        Interval { low: low.low, high: high.high }
    }
}

/// The column that an objective is about.
fn column(model: &Model, objective: &Objective) -> Column {
    let (metric, subject) = match objective {
        Objective::Availability { of, .. } => {
            (Metric::Availability, model.services[*of].name.as_str())
        }
        Objective::RecoveryTime { of, .. } => (Metric::Rta, model.services[*of].name.as_str()),
        Objective::RecoveryPoint { of, .. } => (Metric::Rpa, model.datasets[*of].name.as_str()),
        Objective::Loss { of, .. } => {
            (Metric::ProbabilityOfLoss, model.datasets[*of].name.as_str())
        }
        Objective::Cost { .. } => (Metric::Cost, ALL_SUBJECT),
        Objective::Served { of, .. } => (Metric::ServedFraction, model.services[*of].name.as_str()),
        Objective::Goodput { of, .. } => (Metric::Goodput, model.training[*of].name.as_str()),
        Objective::Completion { of, .. } => {
            (Metric::CompletionTime, model.training[*of].name.as_str())
        }
    };
    Column { metric, subject: subject.to_owned() }
}

/// Every objective of the model, in the scenario's order.
pub fn judge_all(total: &Accumulator<'_>) -> Vec<ObjectiveResult> {
    let objectives = total.model().objectives.iter().zip(total.tallies());
    objectives.map(|(objective, tally)| judge(total, tally, objective)).collect()
}

fn judge(total: &Accumulator<'_>, tally: &Tally, objective: &Objective) -> ObjectiveResult {
    let Judgement { name, target, estimate, interval, goal, side } = match objective {
        Objective::Availability { at_least, share, .. } => {
            let goal = at_least.get();
            once(total, tally, ("availability", format!("at least {goal}")), (goal, *share), LEAST)
        }
        Objective::Cost { at_most, share } => {
            let goal = at_most.amount();
            let currency = total.model().currency().unwrap_or_default();
            let target = format!("at most {goal} {currency}");
            once(total, tally, ("cost", target), (goal, *share), MOST)
        }
        Objective::Served { at_least, share, .. } => {
            let goal = at_least.get();
            let target = format!("at least {goal} of requests");
            once(total, tally, ("served", target), (goal, *share), LEAST)
        }
        Objective::Goodput { at_least, share, .. } => {
            let goal = at_least.get();
            once(total, tally, ("goodput", format!("at least {goal}")), (goal, *share), LEAST)
        }
        Objective::Completion { within, share, .. } => Judgement {
            name: "completion",
            target: format!(
                "within {} in {} of replications",
                write_span(*within),
                percent(*share)
            ),
            estimate: tally.met.share(),
            interval: tally.completions.interval(&tally.met),
            goal: share.get(),
            side: LEAST,
        },
        Objective::RecoveryTime { within, share, .. } => {
            let mut target =
                format!("within {} in {} of outages", write_span(*within), percent(*share));
            if !tally.times.causes.is_empty() {
                target += &format!(" by {}", tally.times.causes.join(", "));
            }
            Judgement {
                name: "recovery_time",
                target,
                estimate: tally.times.at_least.share(),
                interval: tally.times.interval(),
                goal: share.get(),
                side: LEAST,
            }
        }
        Objective::RecoveryPoint { within, share, .. } => Judgement {
            name: "recovery_point",
            target: format!("within {} in {} of incidents", write_span(*within), percent(*share)),
            estimate: tally.points.within.share(),
            interval: tally.points.within.interval(CONFIDENCE),
            goal: share.get(),
            side: LEAST,
        },
        Objective::Loss { at_most, .. } => {
            let chance = total.chance(&tally.column);
            Judgement {
                name: tally.column.metric.name(),
                target: format!("at most {}", at_most.get()),
                estimate: chance.and_then(|chance| chance.share()),
                interval: chance.map_or(Interval::default(), |chance| chance.interval(CONFIDENCE)),
                goal: at_most.get(),
                side: MOST,
            }
        }
    };
    let met = side(goal, interval);
    let needed = || decide::needed(goal, estimate, interval, total.replications());
    ObjectiveResult {
        objective: name.to_owned(),
        subject: tally.column.subject.clone(),
        target,
        estimate,
        interval,
        probability: tally.met.share(),
        needed: if met.is_none() { needed() } else { None },
        met,
    }
}

/// What is said of one objective.
struct Judgement {
    name: &'static str,
    target: String,
    estimate: Option<f64>,
    interval: Interval,
    /// What the estimate is held against, and whether what lies in an interval is on its good side.
    goal: f64,
    side: fn(f64, Interval) -> Option<bool>,
}

const LEAST: fn(f64, Interval) -> Option<bool> = at_least_the;
const MOST: fn(f64, Interval) -> Option<bool> = at_most_the;

/// Of what has one value a replication: its mean is held against the goal, or, where a share is
/// given, the share of replications that meet the goal against that.
fn once(
    total: &Accumulator<'_>,
    tally: &Tally,
    (name, target): (&'static str, String),
    (goal, share): (f64, Option<Probability>),
    side: fn(f64, Interval) -> Option<bool>,
) -> Judgement {
    if let Some(share) = share {
        return Judgement {
            name,
            target: format!("{target} in {} of replications", percent(share)),
            estimate: tally.met.share(),
            interval: tally.met.interval(CONFIDENCE),
            goal: share.get(),
            side: LEAST,
        };
    }
    let value = total.value(&tally.column).map(|sample| sample.moments());
    let interval = value.map_or(Interval::default(), |moments| {
        let mean = moments.mean().unwrap_or(0.0);
        let scale = compare::scale(total.model(), &tally.column, mean);
        compare::mean_bounds(moments, scale, CONFIDENCE)
    });
    let estimate = value.and_then(|moments| moments.mean());
    Judgement { name, target: format!("{target} on average"), estimate, interval, goal, side }
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
