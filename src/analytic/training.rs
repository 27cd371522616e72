//! Trainings: how long the work takes and what share of the time is useful, and which interval
//! between checkpoints would be the best.

use super::formula::checkpoint::{Checkpointing, Failures, Gang, Restart, Saving, Writes};
use super::formula::checkpoint::{completion, ettr, interval};
use super::lump::modes_of;
use super::outside;
use super::prediction::Prediction;
use crate::measure::{Metric, Unit};
use crate::model::{
    Checkpoint, Clock, Ends, Failure, Model, Moves, Occurs, Place, Recovery, Seeing, Strikes,
    Training, TrainingId,
};
use crate::quantity::{Law, Rate, Span};

const EXACT: &str = "checkpoint and restart";
const ETTR: &str = "ETTR";
/// The formula counts one failure an interval at most, and none in a checkpoint or a restart.
const NEAR: f64 = 0.05;

/// Rows of every training.
pub(super) fn predict(model: &Model) -> Vec<Prediction> {
    model.training.ids().flat_map(|id| of(model, id)).collect()
}

fn of(model: &Model, id: TrainingId) -> Vec<Prediction> {
    let training = &model.training[id];
    let metric = if training.work.is_some() { Metric::CompletionTime } else { Metric::Goodput };
    let mut rows = vec![
        row(training, metric, (EXACT, completion::SOURCE), exact(model, id)),
        row(training, Metric::Goodput, (ETTR, ettr::SOURCE), near(model, id)),
    ];
    rows[1].tolerance = NEAR;
    rows[1].if_wrong =
        "it counts one failure an interval at most, none in checkpoints and restarts, \
                        no wait for a spare, and nothing that has yet to be saved"
            .to_string();
    rows.extend(best(model, id));
    rows
}

fn row(
    training: &Training,
    metric: Metric,
    (formula, source): (&str, &str),
    value: Result<f64, String>,
) -> Prediction {
    let named = Prediction::new(metric.name(), &training.name, formula, source, 0.0);
    Prediction { value, ..named }.of_metric(metric)
}

/// Hours until completion, or the share of useful time in the long run.
fn exact(model: &Model, id: TrainingId) -> Result<f64, String> {
    let training = &model.training[id];
    let gang = gang(model, id)?;
    for (_, mode) in modes_of(model, training.on) {
        at_once(model, mode)?;
    }
    let tier = only_tier(training)?;
    if tier.clock == Clock::Wall {
        return Err(format!("the intervals of `{}` are not of work", tier.name));
    }
    if tier.saves != Moves::Takes(Law::Fixed(Span::ZERO)) {
        return Err(format!("checkpoints of `{}` can be used only later", tier.name));
    }
    if training.initialises != Law::Fixed(Span::ZERO) {
        return Err("it is initialised at its start too".to_string());
    }
    let write = fixed(&tier.blocks, "the time that a checkpoint blocks")?;
    let loads = carried(&tier.loads)?;
    let selects = fixed(&training.selects, "the selection of hosts")?;
    let restart = selects + fixed(loads, "the time that loading takes")?;
    let restart = match training.uninterrupted {
        true => Restart::Uninterrupted(restart),
        false => Restart::Exposed(restart),
    };
    let failures = Failures { mtbf: gang.mttf(), restart };
    let saving = Checkpointing { interval: tier.every, write, failures };
    let Some(work) = training.work else { return Ok(saving.efficiency()) };
    let segments = work / tier.every;
    if (segments - segments.round()).abs() > 1e-9 {
        return Err(format!("the work is no whole number of intervals of `{}`", tier.name));
    }
    let takes = saving.completion(work);
    if model.window() != model.horizon {
        return Err("the work begins before the observed time".to_string());
    }
    if takes.mean + takes.std_dev * 8.0 > model.horizon {
        return Err("not every replication completes it before the horizon".to_string());
    }
    Ok(takes.mean.hours())
}

/// The share of useful time, nearly.
fn near(model: &Model, id: TrainingId) -> Result<f64, String> {
    let training = &model.training[id];
    let gang = gang(model, id)?;
    let tier = only_tier(training)?;
    let pool = &model.pools[training.on];
    let spare = pool.spares.first().map(|spares| spares.activation.mean());
    let (mut seen, mut rate) = (0.0, 0.0);
    for (_, mode) in modes_of(model, training.on) {
        let often = rate_of(mode)?.as_per_hour();
        let away = match spare {
            Some(_) => Span::ZERO,
            None => at_once(model, mode).map(|()| Span::ZERO)?,
        };
        seen += often * (seen_after(model, mode)? + away).hours();
        rate += often;
    }
    let seen = Span::from_hours(if rate > 0.0 { seen / rate } else { 0.0 });
    let ready = training.selects.mean().max(spare.unwrap_or(Span::ZERO));
    let restart = seen + ready + carried(&tier.loads)?.mean() + training.initialises.mean();
    let saving = Saving { interval: tier.every, write: tier.blocks.mean(), restart };
    let share = gang.ettr(saving);
    share.ok_or_else(|| "failures leave nothing by this formula".to_string())
}

/// The intervals between checkpoints that would be the best, held against nothing.
fn best(model: &Model, id: TrainingId) -> Vec<Prediction> {
    let training = &model.training[id];
    let writes = || -> Result<Writes, String> {
        let tier = only_tier(training)?;
        Ok(Writes { write: tier.blocks.mean(), mtbf: gang(model, id)?.mttf() })
    };
    let Ok(writes) = writes() else { return Vec::new() };
    if writes.mtbf >= Span::FOREVER || writes.write <= Span::ZERO {
        return Vec::new();
    }
    let row = |formula: &str, source: &str, interval: Span| {
        let name = &training.name;
        let hours = interval.hours();
        Prediction {
            unit: Unit::Hours,
            ..Prediction::new("best_checkpoint_interval", name, formula, source, hours)
        }
    };
    vec![
        row("exact optimum", interval::OPTIMUM, writes.optimum()),
        row("Daly", interval::DALY, writes.daly()),
        row("Young", interval::YOUNG, writes.young()),
    ]
}

/// The gang as one stream of failures.
fn gang(model: &Model, id: TrainingId) -> Result<Gang, String> {
    let training = &model.training[id];
    match model.ends {
        Ends::Horizon => {}
        Ends::Completed(ends) if ends == id => {}
        _ => return Err("replications may end before".to_string()),
    }
    outside::of_pool(model, training.on)?;
    if let Some(mode) = model.darkens(training.on) {
        return Err(format!("`{}` takes many members at once", mode.name));
    }
    let itself = |mode: &&Failure| mode.strikes.places().contains(&Place::Training(id));
    if let Some(mode) = model.failures.iter().find(itself) {
        return Err(format!("`{}` strikes the training itself", mode.name));
    }
    if training.at_least.is_some() {
        return Err("it goes on with fewer members".to_string());
    }
    let rates = modes_of(model, training.on).map(|(_, mode)| rate_of(mode));
    let rates: Vec<Rate> = rates.collect::<Result<_, _>>()?;
    let failures = Rate::per_second(rates.into_iter().map(Rate::as_per_second).sum());
    Ok(Gang { nodes: model.pools[training.on].members, failures })
}

/// How often a mode strikes one member.
fn rate_of(mode: &Failure) -> Result<Rate, String> {
    let name = &mode.name;
    let (Strikes::Each(_), Occurs::Random(law)) = (&mode.strikes, &mode.occurs) else {
        return Err(format!("`{name}` does not strike each member by a law"));
    };
    if mode.beta.get() > 0.0 {
        return Err(format!("`{name}` takes members together"));
    }
    law.memoryless().ok_or_else(|| format!("the time to failure of `{name}` is {law}"))
}

/// A failure is seen, and over, at once.
fn at_once(model: &Model, mode: &Failure) -> Result<(), String> {
    if seen_after(model, mode)? > Span::ZERO {
        return Err(format!("`{}` is not detected at once", mode.name));
    }
    match &mode.recovery {
        Recovery::Lasts(law) if *law == Law::Fixed(Span::ZERO) => Ok(()),
        _ => Err(format!("members that fail by `{}` are away for a while", mode.name)),
    }
}

fn seen_after(model: &Model, mode: &Failure) -> Result<Span, String> {
    let Some(id) = mode.detected_by else { return Ok(Span::ZERO) };
    let detector = &model.detectors[id];
    let errs = detector.misdiagnosed.get() + detector.undiagnosed.get() > 0.0
        || detector.coverage.get() < 1.0
        || detector.false_alarms.is_some();
    match &detector.seeing {
        _ if errs => Err(format!("detector `{}` is not always right", detector.name)),
        Seeing::Immediate => Ok(Span::ZERO),
        Seeing::Delay(law) => Ok(law.mean()),
        Seeing::Heartbeat { period, misses, .. } => Ok(*period * (f64::from(*misses) - 0.5)),
        Seeing::Scrub { .. } => Err(format!("detector `{}` looks now and then", detector.name)),
    }
}

fn only_tier(training: &Training) -> Result<&Checkpoint, String> {
    match &training.checkpoints[..] {
        [tier] => Ok(tier),
        [] => Err("it takes no checkpoints".to_string()),
        _ => Err("it has several tiers of checkpoints".to_string()),
    }
}

fn carried(moves: &Moves) -> Result<&Law, String> {
    match moves {
        Moves::Takes(law) => Ok(law),
        Moves::Carries(_) => Err("loading takes as long as its store does".to_string()),
    }
}

fn fixed(law: &Law, what: &str) -> Result<Span, String> {
    match law {
        Law::Fixed(span) => Ok(*span),
        law => Err(format!("{what} is {law}, not fixed")),
    }
}

#[cfg(test)]
mod tests;
