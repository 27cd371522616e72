//! Shares that causes have of all outage time.

use super::{RUNS, Share, exponential, rng};
use firedrill::estimate::{Moments, Proportion};
use rand_distr::{Distribution, Poisson};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A cause: how often it comes in a replication, and how long an outage by it lasts on average
/// (exponentially).
type Cause = (f64, f64);

/// The outage time by one cause in one replication.
fn outage_time((rate, mean): Cause, rng: &mut Xoshiro256PlusPlus) -> f64 {
    let outages = Poisson::new(rate).expect("a positive mean").sample(rng) as u64;
    (0..outages).map(|_| mean * exponential(rng)).sum()
}

/// Coverage of the share of the first of two causes that know nothing of each other, among samples
/// that have an interval; which of them have one; and that of the mean of the replications' own
/// shares.
fn coverage(seed: u64, replications: u32, causes: [Cause; 2]) -> (Share, Share, Share) {
    let (mut rng, mut ours, mut bounded) = (rng(seed), Share::default(), Share::default());
    let mut of_ratios = Share::default();
    let [part, rest] = causes.map(|(rate, mean)| rate * mean);
    let truth = part / (part + rest);
    for _ in 0..RUNS {
        let (mut proportion, mut ratios) = (Proportion::default(), Moments::default());
        for _ in 0..replications {
            let [part, rest] = causes.map(|cause| outage_time(cause, &mut rng));
            let whole = part + rest;
            if whole > 0.0 {
                proportion.push(part, whole);
                ratios.push(part / whole);
            }
        }
        let interval = proportion.interval(0.95);
        bounded.push(interval.low.is_some());
        if interval.low.is_some() {
            ours.push(interval.contains(truth));
        }
        of_ratios.push(ratios.mean_interval(0.95).contains(truth));
    }
    (ours, bounded, of_ratios)
}

/// Both causes are common: at least 0.95 of samples of 200 replications are covered, and all have an
/// interval. Shares of single replications averaged are of another quantity, in which little outage
/// time counts as much as much: hardly any interval of theirs holds the truth. Seed 501.
#[test]
fn ratios_of_sums_are_covered_and_means_of_ratios_are_not() {
    let (ours, bounded, of_ratios) = coverage(501, 200, [(1.0, 2.0), (0.5, 8.0)]);
    ours.assert_at_least(0.95, "common causes");
    assert_eq!(bounded.value(), 1.0, "common causes have an interval");
    of_ratios.assert_below(0.05, "means of ratios");
}

/// One cause comes in 1 of 25 replications, briefly or for a hundred times as long as the other: of
/// 1,000 replications 40 have it, by which the interval is known: at least 0.95. It has an interval
/// where 30 have it, which is nearly always (0.95 of samples: 30 lies 1.5 standard deviations below
/// 39). Seeds 502 and 503.
#[test]
fn rare_causes_are_covered_whether_brief_or_long() {
    for (seed, lasts) in [(502, 0.2), (503, 100.0)] {
        let (ours, bounded, _) = coverage(seed, 1000, [(0.04, lasts), (2.0, 1.0)]);
        ours.assert_at_least(0.95, &format!("a rare cause that lasts {lasts}"));
        bounded.assert_at_least(0.93, "30 of 1,000 replications have it");
    }
}

/// A cause that comes once in 500 replications and lasts a thousand times as long as the other is
/// behind half of all outage time, and one sample of 200 replications in three or so does not even
/// have it: there no interval would hold the truth, and none is told. Seed 504.
#[test]
fn what_hardly_ever_comes_has_no_interval() {
    let (_, bounded, _) = coverage(504, 200, [(0.002, 1000.0), (2.0, 1.0)]);
    assert_eq!(bounded.value(), 0.0, "30 of 200 replications do not have it");
}
