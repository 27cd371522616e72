//! What is left of the failures that a predictor warns of, where members are drained in time.

use super::formula::prediction::{SOURCE, Warned};
use super::lump::modes_of;
use super::outside;
use super::prediction::Prediction;
use super::service::ends_early;
use crate::measure::Metric;
use crate::model::{
    Action, Failure, Model, Occurs, PoolId, Predictor, Recovery, RepairId, Seeing, Strikes,
};
use crate::quantity::{Law, Span};

const FORMULA: &str = "heeded warnings";
/// Leads and drains are short, as a share of a life.
const SHORT: f64 = 0.002;
/// Members are away so briefly, as a share of the observed time, that the start is not seen.
const BRIEF: f64 = 0.001;

/// Rows of every predictor that drains.
pub(super) fn predict(model: &Model) -> Vec<Prediction> {
    let drains = |predictor: &Predictor| {
        let drain = predictor.actions.iter().find_map(|action| match action {
            Action::Drain { takes, repaired_by } => Some((takes.clone(), *repaired_by)),
            Action::Backup(_) | Action::Switchover(_) | Action::Checkpoint(_) => None,
        });
        drain.map(|drain| (predictor.clone(), drain))
    };
    let all = model.predictors.iter().filter_map(drains);
    all.flat_map(|(predictor, (takes, repair))| of(model, &predictor, (&takes, repair))).collect()
}

fn of(model: &Model, predictor: &Predictor, drain: (&Law, RepairId)) -> Vec<Prediction> {
    let (pool, counts) = match counts(model, predictor, drain) {
        Ok(found) => found,
        Err(reason) => {
            let (averted, name) = (Metric::AvertedFailures.name(), &predictor.name);
            return vec![Prediction::not_applicable(averted, name, FORMULA, SOURCE, reason)];
        }
    };
    let row = |metric: Metric, value| {
        let name = &model.pools[pool].name;
        Prediction::new(metric.name(), name, FORMULA, SOURCE, value).of_metric(metric)
    };
    vec![row(Metric::AvertedFailures, counts[0]), row(Metric::Failures, counts[1])]
}

/// How many failures are averted in the observed time, and how many strike.
fn counts(
    model: &Model,
    predictor: &Predictor,
    (drains, repair): (&Law, RepairId),
) -> Result<(PoolId, [f64; 2]), String> {
    ends_early(model)?;
    if predictor.precision.get() < 1.0 {
        return Err("false warnings take members away too".to_string());
    }
    let [watched] = predictor.watches[..] else {
        return Err("it watches several failures".to_string());
    };
    let mode = &model.failures[watched];
    let (pool, life) = alone(model, mode)?;
    let lead = &predictor.lead;
    let preparing = lead.mean().hours() + drains.mean().hours();
    if preparing > SHORT * life {
        return Err("warnings come early, as lives go, and shorten them".to_string());
    }
    let (struck, drained) = (hours_away(model, mode)?, hours_in(model, repair)?);
    let window = model.window().hours();
    if struck.max(drained) > BRIEF * window {
        return Err("the observed time is too short for the start not to matter".to_string());
    }
    let unplanned = Warned { recall: predictor.recall.get(), lead, drains }.unplanned();
    let cycle = life + unplanned * struck + (1.0 - unplanned) * drained;
    let all = f64::from(model.pools[pool].members) * window / cycle;
    Ok((pool, [(1.0 - unplanned) * all, unplanned * all]))
}

/// The pool that only this memoryless mode strikes, and the mean life in hours.
fn alone(model: &Model, mode: &Failure) -> Result<(PoolId, f64), String> {
    let name = &mode.name;
    let (Strikes::Each(pools), Occurs::Random(law)) = (&mode.strikes, &mode.occurs) else {
        return Err(format!("`{name}` does not strike each member by a law"));
    };
    let [id] = pools[..] else {
        return Err(format!("`{name}` strikes several pools"));
    };
    let pool = &model.pools[id];
    if modes_of(model, id).count() > 1 {
        return Err(format!("pool `{}` has several failure modes", pool.name));
    }
    if law.memoryless().is_none() {
        return Err(format!("the time to failure of `{name}` is {law}, not exponential"));
    }
    if mode.beta.get() > 0.0 {
        return Err(format!("`{name}` takes members together"));
    }
    if pool.spare_count() > 0 || pool.retirement.is_some() {
        return Err(format!("pool `{}` has spares, or members that retire", pool.name));
    }
    outside::of_members(model, id)?;
    outside::always_active(model, id)?;
    if let Some(work) = outside::maintained(model, id) {
        return Err(format!("maintenance `{work}` takes members of `{}` away", pool.name));
    }
    Ok((id, law.mean().hours()))
}

/// Mean hours from a member's failure until it is back, waiting for nobody.
///
/// # Errors
/// When it never is, or waits.
pub(super) fn hours_away(model: &Model, mode: &Failure) -> Result<f64, String> {
    match &mode.recovery {
        Recovery::Lasts(law) => Ok(law.mean().hours()),
        Recovery::Repair(id) => Ok(seen_after(model, mode)? + hours_in(model, *id)?),
        Recovery::None => Err(format!("members that fail by `{}` are lost", mode.name)),
        Recovery::Traced => Err(format!("`{}` lasts as a trace tells", mode.name)),
        Recovery::Restore => panic!("members are not restored"),
    }
}

fn seen_after(model: &Model, mode: &Failure) -> Result<f64, String> {
    let Some(id) = mode.detected_by else { return Ok(0.0) };
    let detector = &model.detectors[id];
    let errs = detector.misdiagnosed.get() + detector.undiagnosed.get() > 0.0
        || detector.coverage.get() < 1.0
        || detector.false_alarms.is_some();
    match &detector.seeing {
        _ if errs => Err(format!("detector `{}` is not always right", detector.name)),
        Seeing::Immediate => Ok(0.0),
        Seeing::Delay(law) => Ok(law.mean().hours()),
        Seeing::Heartbeat { .. } | Seeing::Scrub { .. } => {
            Err(format!("detector `{}` takes no time by a law of its own", detector.name))
        }
    }
}

fn hours_in(model: &Model, id: RepairId) -> Result<f64, String> {
    outside::of_repair(model, id)?;
    let repair = &model.repairs[id];
    let mut all = Span::ZERO;
    for (number, stage) in repair.stages.iter().enumerate() {
        let last = number + 1 == repair.stages.len();
        if stage.crew.is_some() || stage.part.is_some() {
            return Err(format!("stage `{}` of `{}` may wait", stage.name, repair.name));
        }
        if (!last && stage.fixes.get() > 0.0) || stage.sticks.get() < 1.0 {
            return Err(format!("stage `{}` of `{}` has two outcomes", stage.name, repair.name));
        }
        all += stage.takes.mean();
    }
    Ok(all.hours())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::cases::sketch::{Sketch, exponential};
    use crate::model::Table;
    use crate::quantity::Probability;

    fn model(precision: f64) -> Model {
        let sketch = Sketch {
            repair: Some(exponential(10.0)),
            horizon: Span::from_hours(1e6),
            ..Sketch::of(10, exponential(9990.0))
        };
        let mut model = sketch.model();
        model.predictors = Table::new(vec![Predictor {
            name: "smart".to_string(),
            watches: vec![0.into()],
            recall: Probability::new(0.7),
            precision: Probability::new(precision),
            lead: exponential(2.0),
            actions: vec![Action::Drain {
                takes: Law::Fixed(Span::from_hours(1.0)),
                repaired_by: 0.into(),
            }],
        }]);
        model
    }

    /// Ten members with cycles of 10,000 h for a million hours: a thousand ends of lives.
    #[test]
    fn warnings_in_time_avert() {
        let rows = predict(&model(1.0));
        let averted = 1000.0 * 0.7 * libm::exp(-0.5);
        let values: Vec<_> =
            rows.iter().map(|row| row.value.clone().expect("it applies")).collect();
        assert!((values[0] / averted - 1.0).abs() < 1e-12, "{values:?}");
        assert!((values[1] / (1000.0 - averted) - 1.0).abs() < 1e-12, "{values:?}");
    }

    #[test]
    fn false_warnings_are_another_matter() {
        let rows = predict(&model(0.5));
        assert_eq!(rows.len(), 1);
        let reason = rows[0].value.clone().expect_err("it is broken");
        assert_eq!(reason, "false warnings take members away too");
    }
}
