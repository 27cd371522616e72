//! Whether the law of a rebuild matters beside its mean, where a loss is not the end.
//!
//! With `L` the failure rate and `G` the rebuild time of a 4+2 code, and `L G` small, the third
//! disk goes while two are gone at the long-run rate `4 L P(two gone)`. Side by side
//! `P(two gone) = 15 (L E G)^2`, sharing the speed of one `30 (L E G)^2`, both whatever the law
//! (the symmetric queues of Kelly 1979, section 3.3). First come first served it is
//! `15 L^2 E[G^2]`: the second disk waits for what is left of the first.
//!
//! A new disk that fails before it is full begins anew, so that a piece is gone for
//! `(1 - g) / (L g)` in the mean, with `g = E[exp(-L G)]`: 1 % more than `E G` for fixed rebuilds
//! here, and as long for memoryless ones. Side by side that mean is exactly all that matters.

use firedrill::model::Sharing;
use firedrill::quantity::Law;

use super::exact::untransformed;
use super::known::{Known, loss_rate};
use super::stored::{Stored, exponential, hours, lognormal, rebuild};

/// Failures of a disk an hour, with rebuilds of one hour.
const RATE: f64 = 0.02;
const SEED: u64 = 31;

/// Laws of one hour.
fn laws() -> [Law; 3] {
    [Law::Fixed(hours(1.0)), exponential(1.0), lognormal(1.0, 1.0)]
}

/// Losses an hour of a 4+2 code.
fn rate(law: &Law, sharing: Sharing) -> Known {
    let rebuild = Some(rebuild(law.clone(), sharing));
    let code = Stored { rebuild, ..Stored::of(1, (4, 2), 1.0 / RATE) };
    let (horizon, warm_up) = (hours(200_100.0), hours(100.0));
    loss_rate(&Stored { horizon, warm_up, ..code }.model(), SEED, 60)
}

/// The exact rate with memoryless rebuilds of this mean, so many at once: of going from two gone
/// to three in the steady state of a birth and death chain.
fn memoryless_rate(rebuilds: u32, mean_h: f64) -> f64 {
    let mut weights = vec![1.0];
    for gone in 0..6_u32 {
        let (fails, rebuilt) = (f64::from(6 - gone) * RATE, f64::from((gone + 1).min(rebuilds)));
        weights.push(weights[gone as usize] * fails * mean_h / rebuilt);
    }
    4.0 * RATE * weights[2] / weights.iter().sum::<f64>()
}

/// How long a piece is gone in the mean.
fn mean_gone_h(law: &Law) -> f64 {
    let rest = untransformed(law, RATE);
    rest / (RATE * (1.0 - rest))
}

/// Seed 31; hypothesis: the rate is that of memoryless rebuilds of the same mean, whatever the law;
/// 99.9 % intervals of at most 5 %.
fn assert_insensitive(sharing: Sharing, rebuilds: u32) {
    for law in laws() {
        let exact = memoryless_rate(rebuilds, mean_gone_h(&law));
        rate(&law, sharing).assert_is(exact, 0.05, &format!("{sharing:?} of {law:?}"));
    }
}

#[test]
fn side_by_side_only_the_mean_of_a_rebuild_matters() {
    assert_insensitive(Sharing::Parallel, 6);
}

#[test]
fn sharing_one_speed_only_the_mean_of_a_rebuild_matters() {
    assert_insensitive(Sharing::Shared, 1);
}

/// Seed 31; hypothesis: memoryless rebuilds lose as the chain says, and fixed ones, of half their
/// second moment, no more than two thirds as often; longer tails lose more. The 99.9 % intervals
/// lie apart.
#[test]
fn first_come_first_served_the_law_of_a_rebuild_matters() {
    let queued = |law| rate(&law, Sharing::Queued(1));
    let memoryless = queued(exponential(1.0));
    let exact = memoryless_rate(1, 1.0);
    memoryless.assert_is(exact, 0.05, "first come first served, memoryless");
    let high = |known: Known| known.mean + known.half();
    let low = |known: Known| known.mean - known.half();
    let fixed = queued(Law::Fixed(hours(1.0)));
    assert!(high(fixed) < exact * 2.0 / 3.0, "fixed: {fixed:?}, memoryless: {exact}");
    let long_tailed = queued(lognormal(1.0, 1.5));
    assert!(low(long_tailed) > high(memoryless), "long-tailed: {long_tailed:?}");
}
