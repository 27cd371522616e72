//! Missions: members without repair, k of n of them needed until a time.

use super::not_from_the_start;
use super::shape::Simple;
use crate::analytic::formula::{k_of_n, poisson};
use crate::analytic::paper::MemberShape;
use crate::analytic::prediction::{FormulaCurve, Prediction};
use crate::analytic::times;
use crate::measure::Metric;
use crate::quantity::Time;

const FORMULA: &str = "k of n mission";
const SPARES: &str = "cold spares mission";

pub(super) fn predict(simple: &Simple<'_>) -> Vec<Prediction> {
    let mut predictions = rows(simple, FORMULA, k_of_n::SOURCE, mission(simple));
    if simple.pool.spare_count() > 0 {
        predictions.extend(rows(simple, SPARES, poisson::SOURCE, pooled(simple)));
    }
    predictions
}

type Survival<'m> = Result<Box<dyn Fn(Time) -> f64 + 'm>, String>;

fn rows(simple: &Simple<'_>, formula: &str, source: &str, value: Survival<'_>) -> Vec<Prediction> {
    let quantity = Metric::ReliabilityAt.name();
    match value {
        Ok(value) => times::compared(simple.model)
            .into_iter()
            .map(|time| {
                Prediction::new(quantity, simple.service, formula, source, value(time))
                    .of_series(Metric::ReliabilityAt, time)
            })
            .collect(),
        Err(reason) => {
            let row = Prediction::not_applicable(quantity, simple.service, formula, source, reason);
            vec![row]
        }
    }
}

/// R(t) of k of n without spares, by any law of life.
fn mission<'m>(simple: &Simple<'m>) -> Survival<'m> {
    not_from_the_start(simple.model, simple.id)?;
    simple.no_repair()?;
    let shape = MemberShape::of(simple.model, simple.pool_id)?;
    if simple.pool.spare_count() > 0 {
        return Err(format!("pool `{}` has spares", simple.pool.name));
    }
    let (count, needed, life) = (simple.pool.members, simple.needed, shape.life().clone());
    Ok(Box::new(move |time| {
        let age = time.since_start();
        let (up, down) = (life.survival(age), life.failed(age));
        k_of_n::Members { count, needed, up, down }.enough()
    }))
}

/// R(t) of positions that must all be filled, with cold spares.
fn pooled<'m>(simple: &Simple<'m>) -> Survival<'m> {
    not_from_the_start(simple.model, simple.id)?;
    simple.no_repair()?;
    simple.spares_are_cold()?;
    simple.spares_at_once()?;
    simple.detected_at_once()?;
    simple.plain()?;
    if simple.needed != simple.pool.members {
        return Err(format!("not every position of pool `{}` is needed", simple.pool.name));
    }
    if simple.pool.switching.get() < 1.0 {
        return Err(format!("switches in pool `{}` can fail", simple.pool.name));
    }
    let rate = f64::from(simple.pool.members) * simple.failures_per_hour()?;
    let spares = simple.pool.spare_count();
    Ok(Box::new(move |time| poisson::Stream { mean: rate * time.hours() }.at_most(spares)))
}

pub(super) fn curves(simple: &Simple<'_>) -> Vec<FormulaCurve> {
    let Ok(value) = mission(simple) else {
        return Vec::new();
    };
    let times = times::drawn(simple.model, 200).into_iter();
    vec![FormulaCurve {
        metric: Metric::ReliabilityAt,
        subject: simple.service.to_string(),
        formula: FORMULA.to_string(),
        label: "R(t), k of n without repair".to_string(),
        divided_by: None,
        points: times.map(|time| (time, value(time))).collect(),
    }]
}
