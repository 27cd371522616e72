//! One member, up and down for exponential times: A(t) and the expected time down.

use super::ends_early;
use super::shape::{Simple, per_hour};
use crate::analytic::formula::two_state::{self, TwoState};
use crate::analytic::prediction::Prediction;
use crate::analytic::times;
use crate::measure::Metric;

const FORMULA: &str = "two-state availability";

pub(super) fn predict(simple: &Simple<'_>) -> Vec<Prediction> {
    if simple.pool.members != 1 || simple.needed != 1 || simple.no_repair().is_ok() {
        return Vec::new();
    }
    let (metric, source) = (Metric::AvailabilityAt, two_state::SOURCE);
    match rates(simple) {
        Ok(rates) => {
            let at = |time: crate::quantity::Time| {
                let value = rates.availability_at(time.hours());
                Prediction::new(metric.name(), simple.service, FORMULA, source, value)
                    .of_series(metric, time)
            };
            times::compared(simple.model).into_iter().map(at).collect()
        }
        Err(reason) => {
            let (quantity, subject) = (metric.name(), simple.service);
            vec![Prediction::not_applicable(quantity, subject, FORMULA, source, reason)]
        }
    }
}

fn rates(simple: &Simple<'_>) -> Result<TwoState, String> {
    ends_early(simple.model)?;
    simple.plain()?;
    simple.detected_at_once()?;
    if simple.pool.spare_count() > 0 {
        return Err(format!("pool `{}` has spares", simple.pool.name));
    }
    let failures = simple.failures_per_hour()?;
    let repair = simple.repair()?;
    let [stage] = &repair.stages[..] else {
        return Err(format!("repair `{}` has several stages", repair.name));
    };
    if stage.part.is_some() {
        return Err(format!("stage `{}` may wait for a part", stage.name));
    }
    if stage.crew.is_some() && simple.model.pools.len() > 1 {
        return Err(format!("stage `{}` may wait for its crew", stage.name));
    }
    let repairs = per_hour(&stage.takes, || format!("the time of stage `{}`", stage.name))?;
    Ok(TwoState { failures, repairs })
}
