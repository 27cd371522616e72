//! Machine repair with a crew, in the long run.

use super::shape::{Simple, per_hour};
use super::{ends_early, independent};
use crate::analytic::formula::machine_repair::{self, LongRun, Machines};
use crate::analytic::prediction::Prediction;
use crate::measure::Metric;
use crate::model::Strikes;

const FORMULA: &str = "machine repair";

pub(super) fn predict(simple: &Simple<'_>) -> Vec<Prediction> {
    if simple.no_repair().is_ok() {
        return Vec::new();
    }
    let source = machine_repair::SOURCE;
    let (machines, long_run) = match machines(simple) {
        Ok(found) => found,
        Err(reason) => {
            let quantity = Metric::Availability.name();
            let row = Prediction::not_applicable(quantity, simple.service, FORMULA, source, reason);
            return vec![row];
        }
    };
    let row =
        |quantity: &str, value| Prediction::new(quantity, simple.service, FORMULA, source, value);
    let settling_h = 20.0 / machines.repairs * waves(machines);
    let (up, frequency) = (long_run.availability(simple.needed), long_run.frequency(simple.needed));
    let window = simple.model.window().hours();
    vec![
        independent::once_settled(
            simple,
            settling_h,
            row("availability", up).of_metric(Metric::Availability),
        ),
        independent::once_settled(
            simple,
            settling_h,
            row("outages", frequency * window).of_metric(Metric::Outages),
        ),
        row("steady unavailability", long_run.unavailability(simple.needed)),
        row("members waiting for a crew", long_run.waiting()).note("on average in the long run"),
    ]
}

/// How many times over a crew has to repair all members, at most.
fn waves(machines: Machines) -> f64 {
    let members = machines.positions + machines.cold_spares;
    f64::from(members.div_ceil(machines.crews))
}

fn machines(simple: &Simple<'_>) -> Result<(Machines, LongRun), String> {
    ends_early(simple.model)?;
    simple.plain()?;
    simple.detected_at_once()?;
    simple.spares_are_cold()?;
    simple.spares_at_once()?;
    if simple.pool.switching.get() < 1.0 && simple.pool.spare_count() > 0 {
        return Err(format!("switches in pool `{}` can fail", simple.pool.name));
    }
    let failures = simple.failures_per_hour()?;
    let repair = simple.repair()?;
    let [stage] = &repair.stages[..] else {
        return Err(format!("repair `{}` has several stages", repair.name));
    };
    if stage.part.is_some() {
        return Err(format!("stage `{}` may wait for a part", stage.name));
    }
    let alone = simple
        .modes
        .iter()
        .all(|mode| matches!(&mode.strikes, Strikes::Each(pools) if pools.len() == 1))
        && simple.model.failures.len() == 1;
    if stage.crew.is_some() && !alone {
        return Err(format!("others may need the crew of stage `{}`", stage.name));
    }
    let members = simple.pool.size();
    let machines = Machines {
        positions: simple.pool.members,
        cold_spares: simple.pool.spare_count(),
        crews: stage.crew.map_or(members, |crew| simple.model.crews[crew].size),
        failures,
        repairs: per_hour(&stage.takes, || format!("the time of stage `{}`", stage.name))?,
    };
    Ok((machines, machines.long_run()))
}
