//! What formulas say about a pool: how its members survive, and how many of them are up.

use super::chain::Transient;
use super::formula::heartbeat::{self, Heartbeat};
use super::formula::scrub::{self, Scrub};
use super::formula::survival;
use super::lump::{Lumped, modes_of};
use super::outside;
use super::paper::MemberShape;
use super::prediction::Prediction;
use super::times;
use crate::measure::Metric;
use crate::model::{Failure, Model, Occurs, PoolId, Recovery, Seeing};
use crate::quantity::Law;

/// What finds failures in its turn.
pub(super) const SCRUBBING: &str = "scrubbing";
const EXACT: &str = "exact chain";
const WALK: &str = "lumped Markov chain; uniformisation, Jensen 1953";

pub(super) fn predict(model: &Model, id: PoolId) -> Vec<Prediction> {
    let mut predictions = survivors(model, id);
    predictions.extend(over_time(model, id));
    predictions.extend(scrubbed(model, id));
    predictions.extend(heard(model, id));
    predictions
}

/// So much of a life may pass between two scrubs without its end falling uniformly between them.
const SELDOM: f64 = 0.01;

/// How long a scrub takes to find what has failed, where nothing else finds or ends it.
fn scrubbed(model: &Model, id: PoolId) -> Option<Prediction> {
    let mut modes = modes_of(model, id).map(|(_, mode)| mode);
    let (Some(mode), None) = (modes.next(), modes.next()) else { return None };
    let until_found =
        !matches!(mode.recovery, Recovery::Lasts(_)) && outside::of_pool(model, id).is_ok();
    if !until_found || super::service::ends_early(model).is_err() {
        return None;
    }
    let metric = Metric::DetectionTime;
    let name = &model.pools[id].name;
    let mean = found_by_scrubs(model, mode)?.mean_to_find();
    let row = Prediction::new(metric.name(), name, SCRUBBING, scrub::SOURCE, mean);
    Some(row.of_metric(metric))
}

/// How long heartbeats take to show a failure, where they always do.
fn heard(model: &Model, id: PoolId) -> Option<Prediction> {
    let mut modes = modes_of(model, id).map(|(_, mode)| mode);
    let (Some(mode), None) = (modes.next(), modes.next()) else { return None };
    let Occurs::Random(life) = &mode.occurs else { return None };
    let detector = &model.detectors[mode.detected_by?];
    let Seeing::Heartbeat { period, misses, jitter } = detector.seeing else { return None };
    let always = detector.coverage.get() == 1.0
        && detector.misdiagnosed.get() + detector.undiagnosed.get() == 0.0
        && detector.false_alarms.is_none();
    let seldom = life.memoryless()?.as_per_hour() * period.hours() <= SELDOM;
    let until_seen = !matches!(mode.recovery, Recovery::Lasts(_))
        && outside::of_pool(model, id).is_ok()
        && super::service::ends_early(model).is_ok();
    if !(always && seldom && until_seen) {
        return None;
    }
    let beat = Heartbeat { period: period.hours(), misses, jitter: jitter.hours() };
    let metric = Metric::DetectionTime;
    let name = &model.pools[id].name;
    let row = Prediction::new(metric.name(), name, "heartbeat", heartbeat::SOURCE, beat.mean());
    Some(row.of_metric(metric))
}

/// The scrubs that alone find what a mode has made fail, each failure for itself and in the end.
pub(super) fn found_by_scrubs(model: &Model, mode: &Failure) -> Option<Scrub> {
    let detector = &model.detectors[mode.detected_by?];
    let Seeing::Scrub { every, finds, .. } = detector.seeing else { return None };
    let Occurs::Random(life) = &mode.occurs else { return None };
    let always = detector.coverage.get() == 1.0
        && detector.misdiagnosed.get() + detector.undiagnosed.get() == 0.0
        && detector.false_alarms.is_none();
    let seldom = finds.get() > 0.0 && life.memoryless()?.as_per_hour() * every.hours() <= SELDOM;
    (always && seldom).then(|| Scrub { every: every.hours(), finds: finds.get() })
}

/// The survivor fraction by the law of the members' lives.
fn survivors(model: &Model, id: PoolId) -> Vec<Prediction> {
    let Ok(members) = MemberShape::of(model, id) else {
        return Vec::new();
    };
    let formula = match members.life().laws[..] {
        [Law::Exponential { .. }] => "exponential R(t)",
        [Law::Weibull(_)] => "Weibull R(t)",
        [_] => "R(t) of the law",
        _ => "R(t) of competing modes",
    };
    let metric = Metric::SurvivorFraction;
    let at = |time| {
        let value = members.survival(time);
        Prediction::new(metric.name(), members.pool, formula, survival::SOURCE, value)
            .of_series(metric, time)
    };
    times::compared(model).into_iter().map(at).collect()
}

/// Members up, failures and repairs by the exact chain.
fn over_time(model: &Model, id: PoolId) -> Vec<Prediction> {
    let name = &model.pools[id].name;
    let refused = |reason| {
        let quantity = Metric::MembersUp.name();
        vec![Prediction::not_applicable(quantity, name, EXACT, WALK, reason)]
    };
    if let Err(reason) = super::service::ends_early(model) {
        return refused(reason);
    }
    let lumped = match Lumped::of_pools(model, vec![id]) {
        Ok(lumped) => lumped,
        Err(reason) => return refused(reason),
    };
    if lumped.ends_with_a_failed_switch() {
        return refused("a failed switch is tried again after a fixed time".to_string());
    }
    by_chain(model, id, &lumped).unwrap_or_else(|problem| refused(problem.to_string()))
}

fn by_chain(
    model: &Model,
    id: PoolId,
    lumped: &Lumped,
) -> Result<Vec<Prediction>, super::chain::ChainProblem> {
    let up = lumped.members_up(id);
    let rewards = vec![up.clone(), lumped.failures(id), lumped.repairs(id)];
    let mut walk = Transient::new(&lumped.chain, rewards);
    if let Ok(steady) = lumped.chain.steady() {
        walk = walk.settling_into(&steady);
    }
    let row = |metric: Metric, value| {
        Prediction::new(metric.name(), &model.pools[id].name, EXACT, WALK, value)
    };
    let (warm_up, horizon) = (model.warm_up.after_start(), model.horizon.after_start());
    let compared = times::compared(model);
    let mut stops = compared.clone();
    stops.extend([warm_up, horizon]);
    stops.sort_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    stops.dedup();
    let mut at_times = Vec::new();
    for time in stops {
        walk.advance_to(time.hours())?;
        if time == warm_up {
            walk.earn_from_now();
        }
        if compared.contains(&time) {
            let mean = walk.probabilities().iter().zip(&up).map(|(p, up)| p * up).sum();
            at_times.push(row(Metric::MembersUpAt, mean).of_series(Metric::MembersUpAt, time));
        }
    }
    let earned = walk.earned();
    let metric = |metric: Metric, value| row(metric, value).of_metric(metric);
    let mut predictions = vec![
        metric(Metric::MembersUp, earned[0] / model.window().hours()),
        metric(Metric::Failures, earned[1]),
        metric(Metric::Repairs, earned[2]),
    ];
    predictions.extend(at_times);
    Ok(predictions)
}
