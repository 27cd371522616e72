//! Members that are up and down independently of each other, by any laws, in the long run: each is
//! up for its share of time, so k of n are with a binomial probability.

use super::ends_early;
use super::shape::Simple;
use crate::analytic::formula::alternating::{self, Alternating, Spread};
use crate::analytic::formula::k_of_n::Members;
use crate::analytic::prediction::{Against, Prediction};
use crate::measure::Metric;
use crate::model::{Failure, Recovery, Repair, Seeing, Stage};
use crate::quantity::{Law, Span};

const FORMULA: &str = "alternating renewal";

pub(super) fn predict(simple: &Simple<'_>) -> Vec<Prediction> {
    if simple.no_repair().is_ok() {
        return Vec::new();
    }
    let source = alternating::SOURCE;
    let (member, memoryless) = match member(simple) {
        Ok(found) => found,
        Err(reason) => {
            let (quantity, subject) = (Metric::Availability.name(), simple.service);
            return vec![Prediction::not_applicable(quantity, subject, FORMULA, source, reason)];
        }
    };
    let row =
        |quantity: &str, value| Prediction::new(quantity, simple.service, FORMULA, source, value);
    let members = Members {
        count: simple.pool.members,
        needed: simple.needed,
        up: member.availability(),
        down: member.unavailability(),
    };
    let cycle_h = member.up.mean + member.down.mean;
    let settling_h = if memoryless { 20.0 * member.down.mean } else { 10.0 * cycle_h };
    // An outage begins when as many are up as are needed and one of them fails.
    let frequency = members.just_enough() * f64::from(simple.needed) / member.up.mean;
    let window = simple.model.window().hours();
    let mut predictions = vec![
        once_settled(
            simple,
            settling_h,
            row("availability", members.enough()).of_metric(Metric::Availability),
        ),
        once_settled(
            simple,
            settling_h,
            row("outages", frequency * window).of_metric(Metric::Outages),
        ),
        row("steady unavailability", members.too_few()),
    ];
    if members.count == 1 {
        let spread = member.std_dev_of_downtime(window);
        predictions.push(
            row("standard deviation of outage_time in hours", spread)
                .note("for an observed time of many outages"),
        );
    }
    predictions
}

/// A long-run value, held against a run only where its warm-up is long enough to forget that the
/// system starts whole.
pub(super) fn once_settled(simple: &Simple<'_>, settling_h: f64, row: Prediction) -> Prediction {
    if simple.model.warm_up.hours() >= settling_h {
        return row.note("in the long run, after the warm-up");
    }
    let note = format!(
        "in the long run; the run starts whole, so they compare only after a warm-up of {} h",
        settling_h.ceil()
    );
    Prediction { against: Against::Nothing, ..row }.note(note)
}

/// One member's times, and whether its time up has no memory.
fn member(simple: &Simple<'_>) -> Result<(Alternating, bool), String> {
    ends_early(simple.model)?;
    simple.plain()?;
    let (mode, law) = simple.one_mode()?;
    let memoryless = law.memoryless().is_some();
    if simple.pool.spare_count() > 0 {
        return Err(format!("pool `{}` has spares", simple.pool.name));
    }
    let remembers = mode.minimal_repair || mode.ages_by_calendar;
    if remembers && !memoryless {
        return Err(format!("`{}` is not new after every repair", mode.name));
    }
    let down = match &mode.recovery {
        Recovery::None => return Err(format!("members that fail by `{}` are lost", mode.name)),
        Recovery::Lasts(law) => spread(law)?,
        Recovery::Traced => return Err(format!("`{}` lasts as a trace tells", mode.name)),
        Recovery::Restore => panic!("members are not restored"),
        Recovery::Repair(id) => {
            let pipeline = pipeline(simple, &simple.model.repairs[*id], memoryless)?;
            after(detection(simple, mode)?, 1.0, pipeline)
        }
    };
    Ok((Alternating { up: spread(law)?, down }, memoryless))
}

fn detection(simple: &Simple<'_>, mode: &Failure) -> Result<Spread, String> {
    let nothing = Spread { mean: 0.0, std_dev: 0.0 };
    let Some(detector) = mode.detected_by else {
        return Ok(nothing);
    };
    let detector = &simple.model.detectors[detector];
    match &detector.seeing {
        Seeing::Immediate => Ok(nothing),
        Seeing::Delay(law) => spread(law),
        Seeing::Heartbeat { .. } => Err(format!(
            "detector `{}` takes a heartbeat's time, which depends on the moment",
            detector.name
        )),
        Seeing::Scrub { .. } => {
            Err(format!("detector `{}` finds things in its turn", detector.name))
        }
    }
}

fn pipeline(simple: &Simple<'_>, repair: &Repair, memoryless: bool) -> Result<Spread, String> {
    let mut rest = Spread { mean: 0.0, std_dev: 0.0 };
    for stage in repair.stages.iter().rev() {
        no_waiting(simple, stage)?;
        if stage.sticks.get() < 1.0 && !memoryless {
            return Err(format!("repairs by stage `{}` may not stick", stage.name));
        }
        rest = after(spread(&stage.takes)?, 1.0 - stage.fixes.get(), rest);
    }
    Ok(rest)
}

fn no_waiting(simple: &Simple<'_>, stage: &Stage) -> Result<(), String> {
    if stage.part.is_some() {
        return Err(format!("stage `{}` may wait for a part", stage.name));
    }
    let Some(crew) = stage.crew else {
        return Ok(());
    };
    let all: u32 = simple.model.pools.iter().map(|pool| pool.size()).sum();
    if simple.model.crews[crew].size < all {
        return Err(format!("stage `{}` may wait for its crew", stage.name));
    }
    Ok(())
}

/// A time, and with a probability another one after it.
fn after(first: Spread, probability: f64, next: Spread) -> Spread {
    let again = probability * (1.0 - probability) * next.mean * next.mean;
    let variance =
        first.std_dev * first.std_dev + probability * next.std_dev * next.std_dev + again;
    Spread { mean: first.mean + probability * next.mean, std_dev: variance.sqrt() }
}

fn spread(law: &Law) -> Result<Spread, String> {
    if law.mean() == Span::FOREVER {
        return Err("a time is infinite on average".to_string());
    }
    Ok(Spread { mean: law.mean().hours(), std_dev: law.std_dev().hours() })
}
