//! The assumptions of the chain, one after the other; a broken one is named.

use super::plan::{PoolPlan, modes_of};
use crate::analytic::outside;
use crate::model::{
    Failure, Model, Occurs, Pool, PoolId, Recovery, Seeing, SpareKind, Spares, Strikes,
};
use crate::quantity::{Law, Span};

/// What must hold of a pool as a whole.
pub(super) fn pool(model: &Model, id: PoolId) -> Result<(), String> {
    outside::of_pool(model, id)?;
    let pool = &model.pools[id];
    let of_bad_ones = |mode: &Failure| matches!(mode.strikes, Strikes::EachBad(_));
    if modes_of(model, id).any(|(_, mode)| of_bad_ones(mode)) {
        return Err(format!("some members of pool `{}` are bad", pool.name));
    }
    if pool.retirement.is_some() {
        return Err(format!("members of pool `{}` retire", pool.name));
    }
    if let Some((_, mode)) =
        modes_of(model, id).find(|(_, mode)| matches!(mode.strikes, Strikes::Several(..)))
    {
        return Err(format!("`{}` strikes several members at once", mode.name));
    }
    Ok(())
}

/// The rate per hour of a law that must be exponential.
pub(super) fn rate(law: &Law, what: impl Fn() -> String) -> Result<f64, String> {
    let rate = law.memoryless().map(|rate| rate.as_per_hour());
    rate.ok_or_else(|| format!("{} is {}, the chain needs exponential", what(), law))
}

/// How often per hour a mode strikes what it strikes alone, and an exposed member with others.
pub(super) fn failure_rates(mode: &Failure) -> Result<(f64, f64), String> {
    let rate = match &mode.occurs {
        Occurs::Random(law) => rate(law, || format!("the time to failure of `{}`", mode.name))?,
        Occurs::At(_) => return Err(format!("`{}` strikes at fixed times", mode.name)),
        Occurs::Traced(_) => return Err(format!("`{}` strikes as a trace tells", mode.name)),
        Occurs::Triggered => return Err(format!("`{}` strikes when it is triggered", mode.name)),
    };
    Ok(match mode.strikes {
        Strikes::Shock { each, .. } => (0.0, each.get() * rate),
        _ => ((1.0 - mode.beta.get()) * rate, mode.beta.get() * rate),
    })
}

/// Who stands in for whom at the instant of a shock makes no difference to what it leaves.
pub(super) fn one_outcome(
    mode: &Failure,
    hits: &[(usize, usize)],
    pools: &[PoolPlan],
) -> Result<(), String> {
    for &(pool, number) in hits {
        let plan = &pools[pool];
        let seen_at_once = plan.modes[number].detection.is_none();
        let at_once = plan.spares.iter().any(|kind| kind.activation.is_none());
        if seen_at_once && at_once && plan.switching < 1.0 {
            return Err(format!(
                "`{}` strikes many members at the instant at which spares step in, or fail to",
                mode.name
            ));
        }
    }
    Ok(())
}

/// The rate per hour at which a called spare takes over; `None`: at once.
pub(super) fn activation(pool: &Pool, spares: &Spares) -> Result<Option<f64>, String> {
    if spares.activation.mean() == Span::ZERO {
        return Ok(None);
    }
    let kind = match spares.kind {
        SpareKind::Hot => "hot",
        SpareKind::Warm => "warm",
        SpareKind::Cold => "cold",
    };
    rate(&spares.activation, || format!("the activation of {kind} spares of pool `{}`", pool.name))
        .map(Some)
}

/// The rate per hour at which a failure is detected; `None`: at once, or it makes no difference.
pub(super) fn detection(
    model: &Model,
    mode: &Failure,
    pool: PoolId,
) -> Result<Option<f64>, String> {
    let Some(id) = mode.detected_by else {
        return Ok(None);
    };
    let (detector, pool) = (&model.detectors[id], &model.pools[pool]);
    let broken = |what: &str| Err(format!("detector `{}` {what}", detector.name));
    if detector.false_alarms.is_some() {
        return broken("raises false alarms");
    }
    if detector.misdiagnosed.get() + detector.undiagnosed.get() > 0.0 {
        return broken("can take the wrong member, or none");
    }
    let has_spares = pool.spare_count() > 0;
    if !has_spares && !matches!(mode.recovery, Recovery::Repair(_)) {
        return Ok(None);
    }
    if detector.coverage.get() < 1.0 {
        return broken("misses some failures");
    }
    let law = match &detector.seeing {
        Seeing::Immediate => return Ok(None),
        Seeing::Delay(law) if law.mean() == Span::ZERO => return Ok(None),
        Seeing::Heartbeat { .. } => {
            return broken("takes a heartbeat's time, not an exponential one");
        }
        Seeing::Scrub { .. } => return broken("finds things in its turn, not at a rate"),
        Seeing::Delay(law) => law,
    };
    if matches!(mode.recovery, Recovery::Lasts(_)) {
        return Err(format!(
            "`{}` may end by itself before it is detected and a spare is called",
            mode.name
        ));
    }
    rate(law, || format!("the delay of detector `{}`", detector.name)).map(Some)
}
