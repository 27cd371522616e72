//! A service with two placements of one member each, of which one rests: in the long run.

use super::ends_early;
use super::shape::{at_least, per_hour};
use crate::analytic::formula::failover::{self, Pair};
use crate::analytic::formula::heartbeat::Heartbeat;
use crate::analytic::lump;
use crate::analytic::outside;
use crate::analytic::prediction::{Against, Prediction};
use crate::measure::Metric;
use crate::model::{
    Action, DecidedBy, DetectorId, Failback, Failover, Failure, Model, Occurs, Placement, PoolId,
    Recovery, Seeing, Serves, ServiceId, Strikes,
};
use crate::quantity::Span;

const FORMULA: &str = "pair with failover";
const BENT: &str = "the formula repairs what has failed once the service has moved, the scenario \
                    meanwhile; and where both have failed the scenario activates once more";

pub(super) fn predict(model: &Model, id: ServiceId) -> Vec<Prediction> {
    let name = &model.services[id].name;
    if model.services[id].placements.is_empty() {
        return Vec::new();
    }
    let source = failover::SOURCE;
    let pair = match pair(model, id) {
        Ok(pair) => pair,
        Err(reason) => {
            let quantity = Metric::OutageTime.name();
            return vec![Prediction::not_applicable(quantity, name, FORMULA, source, reason)];
        }
    };
    let settling_h = (20.0 / pair.repairs).ceil();
    let settled = model.warm_up.hours() >= settling_h;
    let row = |metric: Metric, value| {
        let row = Prediction::new(metric.name(), name, FORMULA, source, value).note(BENT);
        if settled {
            return row.of_metric(metric);
        }
        let note = format!("{BENT}; compared after a warm-up of {settling_h} h");
        Prediction { against: Against::Nothing, ..row }.note(note)
    };
    let down = pair.unavailability();
    let mut rows = vec![
        row(Metric::Availability, pair.availability()),
        row(Metric::OutageTime, down * model.window().hours()),
    ];
    let overlap = pair.overlap() / down;
    rows.push(
        Prediction::new("share of outage_time with both failed", name, FORMULA, source, overlap)
            .note("the rest is spent on moving"),
    );
    rows
}

fn pair(model: &Model, id: ServiceId) -> Result<Pair, String> {
    ends_early(model)?;
    outside::itself(model, id)?;
    outside::by_needs_alone(model, id)?;
    let service = &model.services[id];
    let [first, second] = &service.placements[..] else {
        return Err("it has more than two placements".to_string());
    };
    let moved = |action: &Action| *action == Action::Switchover(id);
    let warned = model.predictors.iter().any(|it| it.actions.iter().any(moved));
    if service.serves != Serves::One || service.drills.is_some() || warned {
        return Err("it serves from both, or is moved as planned".to_string());
    }
    let failover = service.failover.as_ref().expect("placements come with a failover");
    let (one, other) = (member(model, first)?, member(model, second)?);
    if one.pool == other.pool || one.failures != other.failures || one.repairs != other.repairs {
        return Err("its placements are not alike, or the same".to_string());
    }
    let crews = match (one.crew, other.crew) {
        (Some(one), Some(other)) if one == other => model.crews[one].size.min(2),
        (None, None) => 2,
        _ => return Err("its placements have crews of their own".to_string()),
    };
    for (pool, _) in
        model.pools.entries().filter(|&(pool, _)| ![one.pool, other.pool].contains(&pool))
    {
        if lump::crews_of(model, pool).iter().any(|&crew| Some(crew) == one.crew) {
            return Err("others may need the crew".to_string());
        }
    }
    let (failover_h, manual_h) = times(model, failover, [one.mode, other.mode])?;
    Ok(Pair {
        failures: one.failures,
        repairs: one.repairs,
        crews,
        failover_h,
        succeeds: failover.succeeds.get(),
        manual_h,
    })
}

/// The one member that a placement needs.
struct Member<'m> {
    pool: PoolId,
    mode: &'m Failure,
    failures: f64,
    repairs: f64,
    crew: Option<crate::model::CrewId>,
}

fn member<'m>(model: &'m Model, placement: &Placement) -> Result<Member<'m>, String> {
    let (1, id) = at_least(&placement.needs).unwrap_or((0, PoolId::from(0))) else {
        return Err(format!("placement `{}` does not just need one member", placement.name));
    };
    let pool = &model.pools[id];
    if pool.members != 1 || pool.spare_count() > 0 || pool.retirement.is_some() {
        return Err(format!("pool `{}` is not one member without spares", pool.name));
    }
    if placement.dormancy > 0.0 {
        return Err(format!("members of `{}` fail while the service is elsewhere", pool.name));
    }
    outside::of_members(model, id)?;
    if let Some(work) = outside::maintained(model, id) {
        return Err(format!("maintenance `{work}` takes members of `{}` away", pool.name));
    }
    let modes: Vec<_> = lump::modes_of(model, id).map(|(_, mode)| mode).collect();
    let [mode] = modes[..] else {
        return Err(format!("pool `{}` has {} failure modes, not one", pool.name, modes.len()));
    };
    outside::drained(model, mode)?;
    let (Strikes::Each(_), Occurs::Random(law)) = (&mode.strikes, &mode.occurs) else {
        return Err(format!("`{}` does not strike each member by a law", mode.name));
    };
    let Recovery::Repair(repair) = mode.recovery else {
        return Err(format!("members that fail by `{}` are not repaired", mode.name));
    };
    let repair = &model.repairs[repair];
    let [stage] = &repair.stages[..] else {
        return Err(format!("repair `{}` has several stages", repair.name));
    };
    if stage.part.is_some() || stage.sticks.get() < 1.0 {
        return Err(format!("stage `{}` may wait for a part, or not stick", stage.name));
    }
    Ok(Member {
        pool: id,
        mode,
        failures: per_hour(law, || format!("the time to failure of `{}`", mode.name))?,
        repairs: per_hour(&stage.takes, || format!("the time of stage `{}`", stage.name))?,
        crew: stage.crew,
    })
}

/// Mean hours of a failover, and by hand where it fails.
fn times(model: &Model, failover: &Failover, modes: [&Failure; 2]) -> Result<(f64, f64), String> {
    let DecidedBy::Automatic(decides) = &failover.decided_by else {
        return Err("people decide on its failover".to_string());
    };
    if !failover.data.is_empty() {
        return Err("its failover brings data, for as long as that takes".to_string());
    }
    let at_once = failover.switchover.mean() == Span::ZERO;
    match failover.failback {
        Failback::Never => {}
        Failback::AfterHealthy(_) if at_once => {}
        _ => return Err("it is moved back, which takes time or people".to_string()),
    }
    let manual_h = match &failover.manual {
        Some(law) => law.mean().hours(),
        None if failover.succeeds.get() == 1.0 => 0.0,
        None => return Err("a failover that failed is tried again, not done by hand".to_string()),
    };
    let by_modes = modes.map(|mode| mode.detected_by);
    let seen_h = match failover.detected_by {
        None if by_modes[0] == by_modes[1] => seen(model, by_modes[0])?,
        Some(id) if by_modes == [None, None] => seen(model, Some(id))?,
        _ => return Err("failures are seen by several detectors".to_string()),
    };
    let moving = decides.mean() + failover.activation.mean() + failover.verifies.mean();
    Ok((seen_h + moving.hours(), manual_h))
}

/// Mean hours until a detector sees a failure.
fn seen(model: &Model, id: Option<DetectorId>) -> Result<f64, String> {
    let Some(id) = id else { return Ok(0.0) };
    outside::of_detector(model, id)?;
    let detector = &model.detectors[id];
    let errs = detector.misdiagnosed.get() + detector.undiagnosed.get() > 0.0
        || detector.coverage.get() < 1.0
        || detector.false_alarms.is_some();
    match &detector.seeing {
        _ if errs => Err(format!("detector `{}` is not always right", detector.name)),
        Seeing::Immediate => Ok(0.0),
        Seeing::Delay(law) => Ok(law.mean().hours()),
        Seeing::Heartbeat { period, misses, jitter } => {
            let (period, jitter) = (period.hours(), jitter.hours());
            Ok(Heartbeat { period, misses: *misses, jitter }.mean())
        }
        Seeing::Scrub { .. } => {
            Err(format!("detector `{}` finds things in its turn", detector.name))
        }
    }
}
