//! A service by the exact lumped chain: over the observed time, at points in time, in the long
//! run, and until its first outage.

use super::{ends_early, not_from_the_start};
use crate::analytic::chain::{Chain, Transient};
use crate::analytic::lump::Lumped;
use crate::analytic::prediction::{FormulaCurve, Prediction};
use crate::analytic::times;
use crate::measure::Metric;
use crate::model::{Model, ServiceId};
use crate::quantity::Time;

const FORMULA: &str = "exact chain";
const WALK: &str = "lumped Markov chain; uniformisation, Jensen 1953";
const REDUCE: &str = "lumped Markov chain; state reduction, Grassmann, Taksar, Heyman 1985";

struct Exact<'m> {
    model: &'m Model,
    id: ServiceId,
    lumped: Lumped,
    up: Vec<bool>,
}

impl<'m> Exact<'m> {
    fn of(model: &'m Model, id: ServiceId) -> Result<Self, String> {
        let lumped = Lumped::of_service(model, id)?;
        let up = lumped.up(model, id)?;
        if !up[0] {
            return Err("the service is down from the start".to_string());
        }
        Ok(Self { model, id, lumped, up })
    }

    fn name(&self) -> &'m str {
        &self.model.services[self.id].name
    }

    fn chain(&self) -> &Chain {
        &self.lumped.chain
    }

    /// Why the service cannot be followed beyond its first outage.
    fn stops_early(&self) -> Result<(), String> {
        if self.lumped.ends_with_a_failed_switch() {
            return Err("a failed switch is tried again after a fixed time; the chain needs \
                        exponential, and is exact until the first outage only"
                .to_string());
        }
        ends_early(self.model)
    }

    /// Hours up, hours down and outages, per hour in every state.
    fn rewards(&self) -> Vec<Vec<f64>> {
        let share = |wanted: bool| {
            self.up.iter().map(|&up| f64::from(u8::from(up == wanted))).collect::<Vec<_>>()
        };
        let outages = |state: usize| {
            if self.up[state] { self.chain().rate_out_of(state, &self.up) } else { 0.0 }
        };
        vec![share(true), share(false), (0..self.up.len()).map(outages).collect()]
    }

    fn row(&self, metric: Metric, source: &str, value: f64) -> Prediction {
        Prediction::new(metric.name(), self.name(), FORMULA, source, value)
    }

    fn refused(&self, metric: Metric, reason: String) -> Prediction {
        refused(self.model, self.id, metric, reason)
    }
}

fn refused(model: &Model, id: ServiceId, metric: Metric, reason: String) -> Prediction {
    let name = &model.services[id].name;
    Prediction::not_applicable(metric.name(), name, FORMULA, WALK, reason)
}

pub(super) fn predict(model: &Model, id: ServiceId) -> Vec<Prediction> {
    let exact = match Exact::of(model, id) {
        Ok(exact) => exact,
        Err(reason) => return vec![refused(model, id, Metric::Availability, reason)],
    };
    let observed = exact.stops_early().and_then(|()| over_time(&exact));
    let mut predictions =
        observed.unwrap_or_else(|reason| vec![exact.refused(Metric::Availability, reason)]);
    let first = not_from_the_start(model, id).and_then(|()| first_outage(&exact));
    predictions
        .extend(first.unwrap_or_else(|reason| vec![exact.refused(Metric::ReliabilityAt, reason)]));
    predictions
}

/// Over the observed time and at points in time, then in the long run.
fn over_time(exact: &Exact<'_>) -> Result<Vec<Prediction>, String> {
    let (model, chain) = (exact.model, exact.chain());
    let steady = chain.steady();
    let mut walk = Transient::new(chain, exact.rewards());
    if let Ok(steady) = &steady {
        walk = walk.settling_into(steady);
    }
    let warm_up = model.warm_up.after_start();
    let mut stops = times::compared(model);
    let compared = stops.clone();
    stops.extend([warm_up, model.horizon.after_start()]);
    stops.sort_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    stops.dedup();
    let mut at_times = Vec::new();
    for time in stops {
        walk.advance_to(time.hours()).map_err(|problem| problem.to_string())?;
        if time == warm_up {
            walk.earn_from_now();
        }
        if compared.contains(&time) {
            let row = exact.row(Metric::AvailabilityAt, WALK, walk.probability_of(&exact.up));
            at_times.push(row.of_series(Metric::AvailabilityAt, time));
        }
    }
    let mut predictions = observed(exact, walk.earned());
    predictions.extend(at_times);
    if let Ok(steady) = steady {
        predictions.extend(long_run(exact, &steady));
    }
    Ok(predictions)
}

fn observed(exact: &Exact<'_>, earned: &[f64]) -> Vec<Prediction> {
    let window = exact.model.window().hours();
    let metric = |metric: Metric, value| exact.row(metric, WALK, value).of_metric(metric);
    vec![
        metric(Metric::Availability, earned[0] / window)
            .note("expected over the observed time of a system that starts whole"),
        metric(Metric::OutageTime, earned[1]),
        metric(Metric::Outages, earned[2]),
    ]
}

fn long_run(exact: &Exact<'_>, steady: &[f64]) -> Vec<Prediction> {
    let mean = |reward: &[f64]| steady.iter().zip(reward).map(|(p, x)| p * x).sum::<f64>();
    let rewards = exact.rewards();
    let (up, down, frequency) = (mean(&rewards[0]), mean(&rewards[1]), mean(&rewards[2]));
    if frequency == 0.0 {
        return Vec::new();
    }
    let row = |quantity: &str, value| {
        let note = "in the long run; a system that starts whole is not there yet";
        Prediction::new(quantity, exact.name(), FORMULA, REDUCE, value).note(note)
    };
    vec![
        row("steady availability", up),
        row("steady unavailability", down),
        row("outage frequency per hour", frequency),
        row("mean outage duration in hours", down / frequency),
        row("mean time up between outages in hours", up / frequency),
    ]
}

fn first_outage(exact: &Exact<'_>) -> Result<Vec<Prediction>, String> {
    let problem = |problem: crate::analytic::chain::ChainProblem| problem.to_string();
    let (stopped, kept) = exact.chain().stopped_outside(&exact.up);
    let mut alive = vec![true; kept.len()];
    alive.push(false);
    let mut walk = Transient::new(&stopped, Vec::new());
    let mut predictions = Vec::new();
    for time in times::compared(exact.model) {
        walk.advance_to(time.hours()).map_err(problem)?;
        let row = exact.row(Metric::ReliabilityAt, WALK, walk.probability_of(&alive));
        predictions.push(row.of_series(Metric::ReliabilityAt, time));
    }
    let mean = exact.chain().mean_time_until_outside(&exact.up).map_err(problem)?;
    if mean.is_finite() {
        walk.advance_to(exact.model.horizon.hours()).map_err(problem)?;
        let unseen = walk.probability_of(&alive);
        predictions.push(mean_time(exact.row(Metric::TimeToFirstOutage, REDUCE, mean), unseen));
    }
    Ok(predictions)
}

/// A mean time to the first outage, held against a run where nearly every replication sees one.
pub(super) fn mean_time(row: Prediction, unseen: f64) -> Prediction {
    row.of_first_time(Metric::TimeToFirstOutage, "outage", unseen)
}

pub(super) fn curves(model: &Model, id: ServiceId) -> Vec<FormulaCurve> {
    let Ok(exact) = Exact::of(model, id) else {
        return Vec::new();
    };
    let times = times::drawn(model, 200);
    let curve = |metric: Metric, label: &str, points: Option<Vec<(Time, f64)>>| {
        points.map(|points| FormulaCurve {
            metric,
            subject: exact.name().to_string(),
            formula: FORMULA.to_string(),
            label: label.to_string(),
            divided_by: None,
            points,
        })
    };
    let mut curves = Vec::new();
    if not_from_the_start(model, id).is_ok() {
        let (stopped, kept) = exact.chain().stopped_outside(&exact.up);
        let mut alive = vec![true; kept.len()];
        alive.push(false);
        let points = follow(Transient::new(&stopped, Vec::new()), &times, &alive);
        curves.extend(curve(Metric::ReliabilityAt, "R(t), exact chain", points));
    }
    if exact.stops_early().is_ok() {
        let mut walk = Transient::new(exact.chain(), Vec::new());
        if let Ok(steady) = exact.chain().steady() {
            walk = walk.settling_into(&steady);
        }
        let points = follow(walk, &times, &exact.up);
        curves.extend(curve(Metric::AvailabilityAt, "A(t), exact chain", points));
    }
    curves
}

fn follow(mut walk: Transient<'_>, times: &[Time], inside: &[bool]) -> Option<Vec<(Time, f64)>> {
    let mut points = Vec::with_capacity(times.len());
    for &time in times {
        walk.advance_to(time.hours()).ok()?;
        points.push((time, walk.probability_of(inside)));
    }
    Some(points)
}
