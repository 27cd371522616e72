//! Missions: members without repair, k of n of them needed until a time.

use super::not_from_the_start;
use super::shape::{Simple, per_hour};
use crate::analytic::formula::{beta_factor, k_of_n, poisson, shock};
use crate::analytic::paper::MemberShape;
use crate::analytic::prediction::{FormulaCurve, Prediction};
use crate::analytic::times;
use crate::measure::Metric;
use crate::model::{Occurs, Strikes};
use crate::quantity::Time;

const FORMULA: &str = "k of n mission";
const SPARES: &str = "cold spares mission";
const BETA: &str = "beta factor mission";
const SHOCK: &str = "binomial shock mission";

pub(super) fn predict(simple: &Simple<'_>) -> Vec<Prediction> {
    let mut predictions = rows(simple, FORMULA, k_of_n::SOURCE, mission(simple));
    if simple.pool.spare_count() > 0 {
        predictions.extend(rows(simple, SPARES, poisson::SOURCE, pooled(simple)));
    }
    if simple.modes.iter().any(|mode| mode.beta.get() > 0.0) {
        predictions.extend(rows(simple, BETA, beta_factor::SOURCE, with_beta(simple)));
    }
    if simple.modes.iter().any(|mode| matches!(mode.strikes, Strikes::Shock { .. })) {
        predictions.extend(rows(simple, SHOCK, shock::SOURCE, with_shocks(simple)));
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

/// R(t) of k of n without spares, some of whose failures are common to all.
fn with_beta<'m>(simple: &Simple<'m>) -> Survival<'m> {
    without_spares(simple)?;
    let [mode] = simple.modes[..] else {
        let count = simple.modes.len();
        return Err(format!("pool `{}` has {count} failure modes, not one", simple.pool.name));
    };
    let Occurs::Random(law) = &mode.occurs else {
        return Err(format!("`{}` does not strike at random times", mode.name));
    };
    let rate = per_hour(law, || format!("the time to failure of `{}`", mode.name))?;
    let (count, needed, beta) = (simple.pool.members, simple.needed, mode.beta.get());
    if needed == 0 {
        return Err("the service needs no member".to_string());
    }
    let common = beta_factor::Common { count, needed, beta };
    Ok(Box::new(move |time| common.enough(rate * time.hours())))
}

/// R(t) of k of n without spares that nothing but shocks strikes.
fn with_shocks<'m>(simple: &Simple<'m>) -> Survival<'m> {
    without_spares(simple)?;
    let [mode] = simple.modes[..] else {
        return Err(format!("more than shocks strike pool `{}`", simple.pool.name));
    };
    let (Strikes::Shock { each, .. }, Occurs::Random(law)) = (&mode.strikes, &mode.occurs) else {
        return Err(format!("`{}` does not strike at random times", mode.name));
    };
    let rate = per_hour(law, || format!("the time between shocks of `{}`", mode.name))?;
    let (count, needed) = (simple.pool.members, simple.needed);
    let shocked = shock::Shocked { count, needed, each: each.get() };
    Ok(Box::new(move |time| shocked.enough(rate * time.hours())))
}

fn without_spares(simple: &Simple<'_>) -> Result<(), String> {
    not_from_the_start(simple.model, simple.id)?;
    simple.no_repair()?;
    simple.plain()?;
    if simple.pool.spare_count() > 0 {
        return Err(format!("pool `{}` has spares", simple.pool.name));
    }
    Ok(())
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
