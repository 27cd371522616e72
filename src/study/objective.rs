//! Objectives judged with their uncertainty.

use super::ObjectiveResult;
use super::accumulate::Accumulator;
use super::compare;
use crate::estimate::{CONFIDENCE, Interval};
use crate::measure::{Column, Metric};
use crate::model::{Model, Objective};

/// The column that an objective is about.
pub fn column(model: &Model, objective: &Objective) -> Column {
    match objective {
        Objective::Availability { of, .. } => {
            let subject = model.services[*of].name.clone();
            Column { metric: Metric::Availability, subject }
        }
    }
}

/// Whether one replication with this value of the objective's column meets it.
pub fn is_met_by(objective: &Objective, value: f64) -> bool {
    match objective {
        Objective::Availability { at_least, .. } => value >= at_least.get(),
    }
}

/// Every objective of the model, in the scenario's order.
pub fn judge_all(total: &Accumulator<'_>) -> Vec<ObjectiveResult> {
    let objectives = total.model().objectives.iter().enumerate();
    objectives.map(|(place, objective)| judge(total, place, objective)).collect()
}

fn judge(total: &Accumulator<'_>, place: usize, objective: &Objective) -> ObjectiveResult {
    let Objective::Availability { at_least, share, .. } = objective;
    let column = column(total.model(), objective);
    let met = total.met(place);
    let (estimate, interval, goal, target) = match share {
        None => {
            let value = total.value(&column);
            let interval = value.map_or(Interval::default(), |sample| {
                let scale = compare::scale(total.model(), &column, 0.0);
                compare::mean_bounds(sample.moments(), scale, CONFIDENCE)
            });
            let mean = value.and_then(|sample| sample.moments().mean());
            (mean, interval, at_least.get(), format!("at least {} on average", at_least.get()))
        }
        Some(share) => {
            // Without the digits that a product by 100 may add.
            let percent = (share.get() * 1e8).round() / 1e6;
            let target = format!("at least {} in {percent} % of replications", at_least.get());
            (met.share(), met.interval(CONFIDENCE), share.get(), target)
        }
    };
    ObjectiveResult {
        objective: column.metric.name().to_owned(),
        subject: column.subject,
        target,
        estimate,
        interval,
        probability: met.share(),
        met: verdict(interval, goal),
    }
}

fn verdict(interval: Interval, goal: f64) -> Option<bool> {
    if interval.low.is_some_and(|low| low >= goal) {
        Some(true)
    } else if interval.high.is_some_and(|high| high < goal) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_needs_the_whole_interval_on_one_side() {
        let interval = |low, high| Interval { low: Some(low), high: Some(high) };
        assert_eq!(verdict(interval(0.91, 0.95), 0.9), Some(true));
        assert_eq!(verdict(interval(0.8, 0.89), 0.9), Some(false));
        assert_eq!(verdict(interval(0.89, 0.91), 0.9), None);
        assert_eq!(verdict(Interval::default(), 0.9), None);
    }
}
