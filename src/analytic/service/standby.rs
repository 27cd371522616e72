//! A standby pair without repair.

use super::exact::mean_time;
use super::not_from_the_start;
use super::shape::Simple;
use crate::analytic::formula::standby::{self, Pair};
use crate::analytic::prediction::Prediction;
use crate::analytic::times;
use crate::measure::Metric;

const FORMULA: &str = "standby pair";

pub(super) fn predict(simple: &Simple<'_>) -> Vec<Prediction> {
    if simple.pool.members != 1 || simple.pool.spare_count() != 1 {
        return Vec::new();
    }
    let metric = Metric::ReliabilityAt;
    let source = standby::SOURCE;
    let pair = match pair(simple) {
        Ok(pair) => pair,
        Err(reason) => {
            let (quantity, subject) = (metric.name(), simple.service);
            return vec![Prediction::not_applicable(quantity, subject, FORMULA, source, reason)];
        }
    };
    let row = |metric: Metric, value| {
        Prediction::new(metric.name(), simple.service, FORMULA, source, value)
    };
    let at = |time: crate::quantity::Time| {
        row(metric, pair.survival(time.hours())).of_series(metric, time)
    };
    let mut predictions: Vec<_> = times::compared(simple.model).into_iter().map(at).collect();
    let unseen = pair.survival(simple.model.horizon.hours());
    predictions.push(mean_time(row(Metric::TimeToFirstOutage, pair.mean_time()), unseen));
    predictions
}

fn pair(simple: &Simple<'_>) -> Result<Pair, String> {
    not_from_the_start(simple.model, simple.id)?;
    simple.no_repair()?;
    simple.spares_at_once()?;
    simple.detected_at_once()?;
    simple.plain()?;
    if simple.needed != 1 {
        return Err("the service needs no member".to_string());
    }
    let mut spares = simple.pool.spares.iter().filter(|kind| kind.count > 0);
    let dormancy = spares.next().expect("there is one spare").dormancy;
    Ok(Pair {
        failures: simple.failures_per_hour()?,
        dormancy,
        switching: simple.pool.switching.get(),
    })
}
