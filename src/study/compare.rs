//! Formulas set beside the simulation, each with its verdict.
//!
//! `disagrees`: the formula's value lies outside the simulation's interval, at 99.9 % shared out
//! over the rows of the run (Bonferroni). `agrees`: the whole interval lies within the row's
//! tolerance of the value. Else `undecided`. Where the mean's own interval cannot be trusted (all
//! values alike, or too few for their skewness) the formula is never said to disagree by chance.

use super::accumulate::{Accumulator, OverTime};
use super::{Comparison, Verdict};
use crate::analytic::{self, Against, Prediction};
use crate::estimate::{Chance, Interval, Moments};
use crate::measure::{Column, Kind, Unit};
use crate::model::Model;

/// The chance that any row of a run disagrees although its formula is right.
const ERROR: f64 = 0.001;

/// Two numbers that differ by less than this share of either are the same.
const ROUNDING: f64 = 1e-9;

/// How many more replications than by the square law, since the mean lies off the value too.
pub const MARGIN: f64 = 1.25;

/// More replications than this are not worth naming.
pub const SENSIBLE: f64 = 1e9;

/// What the simulation says, at the confidence of the comparison.
#[derive(Clone, Copy, Debug, Default)]
struct Simulated {
    mean: Option<f64>,
    interval: Interval,
    /// Whether the interval holds what it promises, so that a value outside it is wrong.
    trusted: bool,
    replications: u64,
}

/// Every formula that can be set beside the results, or says why it cannot.
pub fn with_formulas(total: &Accumulator<'_>) -> Vec<Comparison> {
    let predictions = match total.injected() {
        Some(failure) => analytic::predict_injected(total.model(), failure),
        None => analytic::predict(total.model()),
    };
    let tested = predictions.iter().filter(|p| p.value.is_ok()).count().max(1);
    let confidence = 1.0 - ERROR / tested as f64;
    predictions.into_iter().map(|p| comparison(total, p, confidence)).collect()
}

/// Every formula on its own.
pub fn alone(model: &Model) -> Vec<Comparison> {
    let row = |prediction: Prediction| Comparison {
        analytic: prediction.value.as_ref().ok().copied(),
        simulated: None,
        interval: Interval::default(),
        verdict: Verdict::NotApplicable,
        note: match prediction.value {
            Ok(_) => prediction.note,
            Err(why) => why,
        },
        quantity: prediction.quantity,
        unit: prediction.unit,
        subject: prediction.subject,
        time: prediction.time,
        formula: prediction.formula,
        source: prediction.source,
    };
    analytic::predict(model).into_iter().map(row).collect()
}

fn comparison(total: &Accumulator<'_>, prediction: Prediction, confidence: f64) -> Comparison {
    let simulated = simulated(total, &prediction.against, confidence);
    let analytic = prediction.value.as_ref().ok().copied();
    let compared = !matches!(prediction.against, Against::Nothing);
    let verdict = match (analytic, simulated.mean) {
        (Some(value), Some(_)) => verdict(value, &simulated, prediction.tolerance),
        (Some(_), None) if compared => Verdict::Undecided { replications: None },
        _ => Verdict::NotApplicable,
    };
    let mut notes = vec![prediction.note];
    match (&prediction.value, verdict) {
        (Err(why), _) => notes.insert(0, why.clone()),
        (Ok(_), Verdict::Disagrees) => notes.insert(0, prediction.if_wrong),
        (Ok(_), Verdict::NotApplicable) if notes[0].is_empty() => {
            notes.insert(0, "no simulated quantity of its own".to_owned());
        }
        _ => {}
    }
    notes.retain(|note| !note.is_empty());
    Comparison {
        quantity: prediction.quantity,
        unit: prediction.unit,
        subject: prediction.subject,
        time: prediction.time,
        formula: prediction.formula,
        source: prediction.source,
        analytic,
        simulated: simulated.mean,
        interval: simulated.interval,
        verdict,
        note: notes.join("; "),
    }
}

fn verdict(value: f64, simulated: &Simulated, tolerance: f64) -> Verdict {
    let (Some(mean), Some(low), Some(high)) =
        (simulated.mean, simulated.interval.low, simulated.interval.high)
    else {
        return Verdict::Undecided { replications: None };
    };
    let rounding = ROUNDING * value.abs().max(mean.abs());
    let outside = value < low - rounding || value > high + rounding;
    if outside && simulated.trusted {
        return Verdict::Disagrees;
    }
    let allowed = tolerance * value.abs();
    let furthest = (high - value).max(value - low);
    if furthest <= allowed + rounding {
        return Verdict::Agrees;
    }
    let ratio = (high - low) / (2.0 * allowed);
    let needed = simulated.replications as f64 * ratio * ratio * MARGIN;
    let sensible = ratio.is_finite() && needed <= SENSIBLE;
    let needed = (needed.ceil() as u64).max(simulated.replications + 1);
    Verdict::Undecided { replications: sensible.then_some(needed) }
}

fn simulated(total: &Accumulator<'_>, against: &Against, confidence: f64) -> Simulated {
    match against {
        Against::Nothing => Simulated::default(),
        Against::Fixed(value) => Simulated {
            mean: Some(*value),
            interval: Interval { low: Some(*value), high: Some(*value) },
            trusted: true,
            replications: 0,
        },
        Against::Scaled { metric, subject, time, factor } => {
            let inner = time.map_or_else(
                || Against::Metric(*metric, subject.clone()),
                |time| Against::Series(*metric, subject.clone(), time),
            );
            simulated(total, &inner, confidence).scaled(*factor)
        }
        Against::Metric(metric, subject) => {
            let column = Column { metric: *metric, subject: subject.clone() };
            of_metric(total, &column, confidence)
        }
        Against::Quantile(metric, subject, p) => {
            let column = Column { metric: *metric, subject: subject.clone() };
            of_quantile(total, &column, *p, confidence)
        }
        Against::Series(metric, subject, time) => {
            let column = Column { metric: *metric, subject: subject.clone() };
            match total.at(&column, *time) {
                Some(OverTime::Chance(chance)) => of_chance(chance, confidence),
                Some(OverTime::Mean(moments)) => {
                    of_mean(total.model(), &column, moments, confidence)
                }
                None => Simulated::default(),
            }
        }
    }
}

fn of_metric(total: &Accumulator<'_>, column: &Column, confidence: f64) -> Simulated {
    match column.metric.definition().kind {
        Kind::Pooled | Kind::FirstTime => {
            total.pooled(column).map_or_else(Simulated::default, |pooled| {
                let (mean, interval) = pooled.mean_with_interval(confidence);
                Simulated {
                    mean,
                    interval,
                    trusted: is_trusted(&pooled.moments()),
                    replications: pooled.replications(),
                }
            })
        }
        Kind::Chance => total
            .chance(column)
            .map_or_else(Simulated::default, |chance| of_chance(&chance, confidence)),
        Kind::Nines => total.chance_of_nines(column).map_or_else(Simulated::default, |chance| {
            let (mean, interval) = chance.nines(years(total.model()), confidence);
            Simulated { mean, interval, trusted: true, replications: chance.n() }
        }),
        Kind::PerReplication | Kind::OverTime | Kind::OverTimeChance => {
            total.value(column).map_or_else(Simulated::default, |sample| {
                of_mean(total.model(), column, sample.moments(), confidence)
            })
        }
    }
}

/// The interval is exact, so that what lies outside of it is wrong however few the hits.
fn of_chance(chance: &Chance, confidence: f64) -> Simulated {
    Simulated {
        mean: chance.share(),
        interval: chance.interval(confidence),
        trusted: true,
        replications: chance.n(),
    }
}

/// The interval assumes no law; it has no end where the sample bounds none.
fn of_quantile(total: &Accumulator<'_>, column: &Column, p: f64, confidence: f64) -> Simulated {
    total.pooled(column).map_or_else(Simulated::default, |pooled| {
        let quantile = pooled.quantile(p, confidence);
        Simulated {
            mean: quantile.value,
            interval: quantile.interval,
            trusted: true,
            replications: pooled.replications(),
        }
    })
}

fn of_mean(model: &Model, column: &Column, moments: &Moments, confidence: f64) -> Simulated {
    let scale = scale(model, column, moments.mean().unwrap_or(0.0));
    Simulated {
        mean: moments.mean(),
        interval: mean_bounds(moments, scale, confidence),
        trusted: is_trusted(moments),
        replications: moments.n(),
    }
}

/// The interval of a mean. Where all `n` values are alike Student's interval is a point, which
/// would promise too much: a value that differs with probability p has been missed n times with
/// probability (1 - p)^n, so p may be as large as ln(2 / error) / n, and the mean off by that share
/// of `scale`, the quantity's range (the rule of three, at any confidence).
pub fn mean_bounds(moments: &Moments, scale: f64, confidence: f64) -> Interval {
    let (Some(mean), Some(min), Some(max)) = (moments.mean(), moments.min(), moments.max()) else {
        return Interval::default();
    };
    if max > min {
        return moments.mean_interval(confidence);
    }
    let missed = libm::log(2.0 / (1.0 - confidence)) / moments.n() as f64;
    let reach = scale * missed.min(1.0);
    Interval { low: Some(mean - reach), high: Some(mean + reach) }
}

/// The range of a column's values, as far as its unit tells.
pub fn scale(model: &Model, column: &Column, mean: f64) -> f64 {
    let pool_size = || {
        let pool = model.pools.find(&column.subject);
        pool.map_or(1.0, |pool| f64::from(model.pools[pool].size()))
    };
    match column.metric.definition().unit {
        Unit::Share | Unit::Nines => 1.0,
        Unit::Members => pool_size(),
        Unit::Count => mean.abs().max(1.0),
        Unit::Hours => model.window().hours(),
        Unit::MemberHours => model.window().hours() * pool_size(),
        Unit::Bytes | Unit::Money | Unit::PerSecond => mean.abs(),
    }
}

/// The observed window in years of 8760 h.
pub fn years(model: &Model) -> f64 {
    model.window().hours() / 8760.0
}

/// Whether there are enough values for the normal theory behind Student's interval: 25 times the
/// square of their skewness (Cochran 1977, sec. 2.15). Alike ones have their own rule.
fn is_trusted(moments: &Moments) -> bool {
    let n = moments.n() as f64;
    moments.skewness().is_none_or(|skewness| n >= 25.0 * skewness * skewness)
}

impl Simulated {
    fn scaled(self, factor: f64) -> Self {
        let scale = |value: Option<f64>| value.map(|value| value * factor);
        let (low, high) = (scale(self.interval.low), scale(self.interval.high));
        let interval =
            if factor < 0.0 { Interval { low: high, high: low } } else { Interval { low, high } };
        Self { mean: scale(self.mean), interval, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simulated(mean: f64, half_width: f64) -> Simulated {
        Simulated {
            mean: Some(mean),
            interval: Interval { low: Some(mean - half_width), high: Some(mean + half_width) },
            trusted: true,
            replications: 100,
        }
    }

    #[test]
    fn a_value_outside_the_interval_disagrees() {
        assert_eq!(verdict(1.0, &simulated(1.1, 0.05), 0.5), Verdict::Disagrees);
    }

    #[test]
    fn an_interval_within_the_tolerance_agrees() {
        assert_eq!(verdict(1.0, &simulated(1.001, 0.005), 0.01), Verdict::Agrees);
    }

    #[test]
    fn a_wide_interval_is_undecided_and_says_how_many_would_decide() {
        let Verdict::Undecided { replications: Some(needed) } =
            verdict(1.0, &simulated(1.0, 0.1), 0.01)
        else {
            panic!("the interval is ten times too wide")
        };
        assert!((12_499..=12_501).contains(&needed), "{needed}");
    }

    #[test]
    fn an_interval_that_is_not_trusted_never_disagrees() {
        let simulated = Simulated { trusted: false, ..simulated(1.1, 0.05) };
        assert!(matches!(verdict(1.0, &simulated, 0.01), Verdict::Undecided { .. }));
    }

    #[test]
    fn no_hits_are_no_disagreement() {
        let mut moments = Moments::default();
        (0..1000).for_each(|_| moments.push(1.0));
        let bounds = mean_bounds(&moments, 1.0, 0.95);
        assert!(bounds.low.is_some_and(|low| low < 0.997 && low > 0.995));
    }
}
