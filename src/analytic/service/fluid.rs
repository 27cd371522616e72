//! What a service serves of its demand, and for how long all of it in full quality: a reward on the
//! states of the exact chain.
//!
//! Demand is a fluid. In a state in which `j` members are up and `u` dead ones are still given
//! requests, of a demand `d` the part `min(d j / (j + u), m j c)` is served, where a member serves
//! `c` and the lowest level `m` times that. The share served is the sum over the states of
//! `pi_j min(1, m j c / d)` where all is seen at once (Meyer 1980: performability as expected
//! reward).

use super::ends_early;
use crate::analytic::chain::Transient;
use crate::analytic::lump::{self, Lumped};
use crate::analytic::prediction::Prediction;
use crate::measure::Metric;
use crate::model::{Model, Overflow, PoolId, Recovery, Seeing, ServiceId, Serving};
use crate::quantity::Span;

const FORMULA: &str = "fluid";
const SOURCE: &str = "expected reward of the lumped Markov chain; Meyer 1980";
const METRICS: [Metric; 2] = [Metric::ServedFraction, Metric::TimeWithinSlo];

pub(super) fn predict(model: &Model, id: ServiceId) -> Vec<Prediction> {
    let service = &model.services[id];
    let Some(workload) = &service.workload else { return Vec::new() };
    let values = fluid(model, id, workload);
    let rows = METRICS.iter().enumerate().map(|(number, metric)| {
        let (name, subject) = (metric.name(), service.name.as_str());
        match &values {
            Ok(values) => Prediction::new(name, subject, FORMULA, SOURCE, values[number])
                .of_metric(*metric)
                .note(note(workload)),
            Err(reason) => {
                Prediction::not_applicable(name, subject, FORMULA, SOURCE, reason.clone())
            }
        }
    });
    rows.collect()
}

fn note(workload: &Serving) -> &'static str {
    if workload.demand.is_constant() {
        "expected over the observed time of a system that starts whole"
    } else {
        "as if at each hour of the day the system were as at any other: exact in the long run, a \
         little off while a system that starts whole settles"
    }
}

/// The share of demand that is served, and that of time in which it is in full.
fn fluid(model: &Model, id: ServiceId, workload: &Serving) -> Result<[f64; 2], String> {
    ends_early(model)?;
    applies(model, workload)?;
    let pools: Vec<PoolId> = workload.of.iter().flatten().copied().collect();
    let lumped = Lumped::of_service_and(model, id, &pools)?;
    if lumped.ends_with_a_failed_switch() {
        return Err("a failed switch is tried again after a fixed time".to_string());
    }
    let up = lumped.up(model, id)?;
    let of_pools = |each: &dyn Fn(PoolId) -> Vec<f64>| {
        let per_pool = pools.iter().map(|pool| each(*pool));
        per_pool.reduce(|all, pool| all.iter().zip(pool).map(|(a, b)| a + b).collect())
    };
    let members = of_pools(&|pool| lumped.members_up(pool)).expect("some pool serves");
    let dead = of_pools(&|pool| lumped.undetected(pool)).expect("some pool serves");
    let states = members.iter().zip(&dead).zip(&up);
    let rewards: Vec<[f64; 2]> =
        states.map(|((&members, &dead), &up)| reward(workload, members, dead, up)).collect();
    let column = |place: usize| rewards.iter().map(|reward| reward[place]).collect::<Vec<_>>();
    let mut walk = Transient::new(&lumped.chain, vec![column(0), column(1)]);
    let steady = lumped.chain.steady();
    if let Ok(steady) = &steady {
        walk = walk.settling_into(steady);
    }
    let problem = |problem: crate::analytic::chain::ChainProblem| problem.to_string();
    walk.advance_to(model.warm_up.hours()).map_err(problem)?;
    walk.earn_from_now();
    walk.advance_to(model.horizon.hours()).map_err(problem)?;
    let window = model.window().hours();
    Ok([walk.earned()[0] / window, walk.earned()[1] / window])
}

/// The share of demand that is served in a state, and the share of time in full quality.
fn reward(workload: &Serving, members: f64, dead: f64, up: bool) -> [f64; 2] {
    if !up {
        return [0.0, 0.0];
    }
    let capacity = workload.capacity(1, 0) * members;
    let reached = if dead > 0.0 { members / (members + dead) } else { 1.0 };
    let (mut demanded, mut served, mut full) = (0.0, 0.0, 0.0);
    for (rate, share) in workload.demand.shares() {
        demanded += rate * share;
        served += share * (rate * reached).min(capacity * workload.most());
        full += if reached == 1.0 && rate <= capacity { share } else { 0.0 };
    }
    [served / demanded, full]
}

/// Whether requests are a fluid that leaves no trace, and dead members are in the chain.
fn applies(model: &Model, workload: &Serving) -> Result<(), String> {
    if workload.overflow != Overflow::Drop {
        return Err("requests that cannot be served at once wait".to_string());
    }
    if workload.autoscale.is_some() {
        return Err("capacity follows demand".to_string());
    }
    match workload.demand.period() {
        None if workload.demand.is_constant() => {}
        None => return Err("demand changes and does not repeat".to_string()),
        Some(period) => {
            let periods = model.window().seconds() / period.seconds();
            if (periods - periods.round()).abs() > 1e-9 {
                return Err("the observed time is no whole number of periods of demand".to_string());
            }
        }
    }
    workload.of.iter().flatten().try_for_each(|&pool| seen(model, pool))
}

/// The chain leaves out when a failure is seen after which nothing is done.
fn seen(model: &Model, id: PoolId) -> Result<(), String> {
    for (_, mode) in lump::modes_of(model, id) {
        let Some(detector) = mode.detected_by else { continue };
        let detector = &model.detectors[detector];
        let at_once = match &detector.seeing {
            Seeing::Immediate => true,
            Seeing::Delay(law) => law.mean() == Span::ZERO,
            Seeing::Heartbeat { .. } | Seeing::Scrub { .. } => false,
        };
        let acted_upon =
            model.pools[id].spare_count() > 0 || matches!(mode.recovery, Recovery::Repair(_));
        if !acted_upon && (!at_once || detector.coverage.get() < 1.0) {
            let name = &detector.name;
            return Err(format!("dead members are given requests until `{name}` sees them"));
        }
    }
    Ok(())
}
