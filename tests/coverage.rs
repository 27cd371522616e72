//! Every interval that claims 95 % is held against systems whose truth is known.
//!
//! Each test draws `RUNS` samples by a fixed seed and counts how many intervals hold the truth.
//! The count is binomial, so that a coverage c shows itself within 3.3 sqrt(c (1 - c) / RUNS) of c
//! in 99.9 % of seeds; each test states the coverage that it expects and why. Beside an estimator
//! that could be biased stands the biased one, shown to fail.

use firedrill::estimate::{Chance, Estimate, Interval, Moments, QUANTILES, Sample};
use rand_distr::{Distribution, Exp1, StandardNormal, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

#[path = "coverage/censored.rs"]
mod censored;
#[path = "coverage/clusters.rs"]
mod clusters;
#[path = "coverage/proportions.rs"]
mod proportions;
#[path = "coverage/shares.rs"]
mod shares;
#[path = "coverage/stopping.rs"]
mod stopping;

const RUNS: u32 = 4_000;

/// How often something held, over runs.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    held: u32,
    runs: u32,
}

impl Share {
    fn push(&mut self, held: bool) {
        self.held += u32::from(held);
        self.runs += 1;
    }

    fn value(self) -> f64 {
        f64::from(self.held) / f64::from(self.runs)
    }

    /// Standard errors by which it lies above `expected`.
    fn z(self, expected: f64) -> f64 {
        (self.value() - expected) / (expected * (1.0 - expected) / f64::from(self.runs)).sqrt()
    }

    fn assert_is(self, expected: f64, what: &str) {
        let z = self.z(expected);
        assert!(z.abs() < 3.3, "{what}: {} of {expected}, z = {z:.2}", self.value());
    }

    fn assert_at_least(self, expected: f64, what: &str) {
        let z = self.z(expected);
        assert!(z > -3.3, "{what}: {} where {expected} is claimed, z = {z:.2}", self.value());
    }

    fn assert_below(self, bound: f64, what: &str) {
        assert!(self.z(bound) < -3.3, "{what}: {} is not below {bound}", self.value());
    }
}

fn rng(seed: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

fn exponential(rng: &mut Xoshiro256PlusPlus) -> f64 {
    Exp1.sample(rng)
}

fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    StandardNormal.sample(rng)
}

fn happens(rng: &mut Xoshiro256PlusPlus, probability: f64) -> bool {
    let uniform: f64 = StandardUniform.sample(rng);
    uniform < probability
}

fn mean_coverage(
    seed: u64,
    n: usize,
    truth: f64,
    draw: fn(&mut Xoshiro256PlusPlus) -> f64,
) -> Share {
    let (mut rng, mut share) = (rng(seed), Share::default());
    for _ in 0..5 * RUNS {
        let mut moments = Moments::default();
        (0..n).for_each(|_| moments.push(draw(&mut rng)));
        share.push(moments.mean_interval(0.95).contains(truth));
    }
    share
}

/// Student's interval is exact for normal values: coverage 0.95, seeds 101 and 102.
#[test]
fn student_is_exact_for_normal_values() {
    mean_coverage(101, 30, 0.0, normal).assert_is(0.95, "normal, n = 30");
    mean_coverage(102, 200, 0.0, normal).assert_is(0.95, "normal, n = 200");
}

/// For exponential values (skewness 2, excess kurtosis 6) Hall's expansion (1992, sec. 2.6) takes
/// 2 z phi(z) (k (z^2 - 3) / 12 - g^2 (z^4 + 2 z^2 - 3) / 18) / n = -0.893 / n from 0.95. With
/// n = 200 that is 0.9455; with n = 30 it is 0.920 and later terms are felt, which give some of it
/// back: not below 0.92, and below 0.94. Seeds 103 and 104.
#[test]
fn student_is_short_for_few_skewed_values_by_what_theory_says() {
    mean_coverage(103, 200, 1.0, exponential).assert_is(0.9455, "exponential, n = 200");
    let few = mean_coverage(104, 30, 1.0, exponential);
    few.assert_at_least(0.92, "exponential, n = 30");
    few.assert_below(0.94, "exponential, n = 30");
}

/// The probability that the interval of a binomial count holds `p`, summed over all counts.
fn exact_coverage(n: u64, p: f64, interval: impl Fn(u64) -> Interval) -> f64 {
    let mut mass = libm::exp(n as f64 * libm::log1p(-p));
    let (mut coverage, odds) = (0.0, p / (1.0 - p));
    for hits in 0..=n {
        if mass > 1e-15 && interval(hits).contains(p) {
            coverage += mass;
        }
        mass *= (n - hits) as f64 / (hits + 1) as f64 * odds;
    }
    coverage
}

/// No seed: the coverage is summed, not sampled. Clopper and Pearson's is never below 0.95.
#[test]
fn clopper_and_pearson_never_cover_less_than_claimed() {
    for (n, p) in [(10_000, 1e-4), (10_000, 3e-4), (100, 0.3), (1_000, 0.3), (30, 0.97), (10, 0.5)]
    {
        let coverage = exact_coverage(n, p, |hits| Chance::of(hits, n).interval(0.95));
        assert!(coverage >= 0.95, "n = {n}, p = {p}: {coverage}");
        let strict = exact_coverage(n, p, |hits| Chance::of(hits, n).interval(0.999));
        assert!(strict >= 0.999, "n = {n}, p = {p}: {strict}");
    }
}

/// No seed. The textbook's interval, x +- 1.96 sqrt(x (1 - x) / n), covers 63 % at n = 10,000 and
/// p = 1e-4: the reason why it is not used.
#[test]
fn wald_would_cover_63_percent_of_a_rare_chance() {
    let n = 10_000;
    let wald = |hits: u64| {
        let share = hits as f64 / n as f64;
        Interval::around(share, 1.959_964 * (share * (1.0 - share) / n as f64).sqrt())
    };
    let coverage = exact_coverage(n, 1e-4, wald);
    assert!((coverage - 0.632).abs() < 0.001, "{coverage}");
}

/// Coverage of the interval at each of `QUANTILES`, and how many had both ends.
fn quantile_coverage(
    estimates: &[Estimate],
    truth: impl Fn(f64) -> f64,
) -> Vec<(f64, Share, Share)> {
    let mut shares = QUANTILES.map(|p| (p, Share::default(), Share::default()));
    for estimate in estimates {
        for (quantile, (p, held, bounded)) in estimate.quantiles.iter().zip(&mut shares) {
            assert_eq!(quantile.p, *p);
            held.push(quantile.interval.contains(truth(*p)));
            bounded.push(quantile.interval.low.is_some() && quantile.interval.high.is_some());
        }
    }
    shares.to_vec()
}

fn exponential_quantile(p: f64) -> f64 {
    -libm::log1p(-p)
}

fn exponential_samples(seed: u64, n: usize, exact_limit: usize) -> Vec<Estimate> {
    let mut rng = rng(seed);
    let one = |_| {
        let mut sample = Sample::new(exact_limit);
        (0..n).for_each(|_| sample.push(exponential(&mut rng)));
        sample.estimate()
    };
    (0..RUNS).map(one).collect()
}

/// Order statistics cover at least 0.95 whatever the law; not much more either at the median of
/// 200 (0.9600 by the binomial law), and with no end where 200 values bound none. Seed 201.
#[test]
fn order_statistics_cover_quantiles() {
    let estimates = exponential_samples(201, 200, 100_000);
    for (p, held, bounded) in quantile_coverage(&estimates, exponential_quantile) {
        held.assert_at_least(0.95, &format!("quantile {p}"));
        let both = if (0.05..=0.95).contains(&p) { 1.0 } else { 0.0 };
        assert_eq!(bounded.value(), both, "bounds of quantile {p}");
        if p == 0.5 {
            held.assert_is(0.96, "median");
        }
    }
}

/// Binned values move an end by at most 0.4 % of it, a twentieth of the half-width here, which
/// the whole numbers of order statistics have to spare: at least 0.95. Seed 202.
#[test]
fn binned_order_statistics_cover_quantiles() {
    let estimates = exponential_samples(202, 600, 100);
    assert!(estimates.iter().all(|estimate| !estimate.quantiles[0].exact));
    for (p, held, _) in quantile_coverage(&estimates, exponential_quantile) {
        held.assert_at_least(0.95, &format!("binned quantile {p}"));
    }
}
