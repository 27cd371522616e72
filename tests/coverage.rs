//! Every interval that claims 95 % is held against systems whose truth is known.
//!
//! Each test draws `RUNS` samples by a fixed seed and counts how many intervals hold the truth.
//! The count is binomial, so that a coverage c shows itself within 3.3 sqrt(c (1 - c) / RUNS) of c
//! in 99.9 % of seeds; each test states the coverage that it expects and why. Beside an estimator
//! that could be biased stands the biased one, shown to fail.

use firedrill::estimate::{
    Chance, Clusters, Estimate, Interval, Moments, Pooled, Precision, QUANTILES, Sample, Scale,
};
use rand_distr::{Binomial, Distribution, Exp1, Poisson, StandardNormal, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

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
        assert!(
            z.abs() < 3.3,
            "{what}: {} of {expected}, z = {z:.2}",
            self.value()
        );
    }

    fn assert_at_least(self, expected: f64, what: &str) {
        let z = self.z(expected);
        assert!(
            z > -3.3,
            "{what}: {} where {expected} is claimed, z = {z:.2}",
            self.value()
        );
    }

    fn assert_below(self, bound: f64, what: &str) {
        assert!(
            self.z(bound) < -3.3,
            "{what}: {} is not below {bound}",
            self.value()
        );
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
    for (n, p) in [
        (10_000, 1e-4),
        (10_000, 3e-4),
        (100, 0.3),
        (1_000, 0.3),
        (30, 0.97),
        (10, 0.5),
    ] {
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
    assert!(
        estimates
            .iter()
            .all(|estimate| !estimate.quantiles[0].exact)
    );
    for (p, held, _) in quantile_coverage(&estimates, exponential_quantile) {
        held.assert_at_least(0.95, &format!("binned quantile {p}"));
    }
}

/// Replications are of two kinds: slow ones (one in three) have 8 observations on average of mean
/// 2, the others 4 of mean 1/2; all exponential. So half of all observations are of either kind:
/// pooled mean 1.25, pooled survival (exp(-2 t) + exp(-t / 2)) / 2. Observations of a replication
/// are alike, and long where they are many: both naive ways to average are wrong.
fn replication(rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    let (mean, count) = if happens(rng, 1.0 / 3.0) {
        (2.0, 8.0)
    } else {
        (0.5, 4.0)
    };
    let count = Poisson::new(count).expect("a positive mean").sample(rng) as usize;
    (0..count).map(|_| mean * exponential(rng)).collect()
}

const POOLED_MEAN: f64 = 1.25;
const REPLICATIONS: usize = 100;

fn pooled_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 100.0_f64);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        let survival = (libm::exp(-2.0 * middle) + libm::exp(-middle / 2.0)) / 2.0;
        if survival > 1.0 - p {
            low = middle
        } else {
            high = middle
        }
    }
    low
}

/// The linearised ratio variance covers 0.95 but for the skewness of 100 replications: at least
/// 0.94. Taking the 530 observations for independent covers less than 0.90, and averaging the
/// replications' averages, which weighs all replications alike, less than 0.5. Seed 301.
#[test]
fn clusters_cover_the_pooled_mean_and_naive_ways_do_not() {
    let (mut rng, mut ours) = (rng(301), Share::default());
    let (mut independent, mut averages) = (Share::default(), Share::default());
    for _ in 0..RUNS {
        let (mut clusters, mut all) = (Clusters::default(), Moments::default());
        let mut of_averages = Moments::default();
        for _ in 0..REPLICATIONS {
            let values = replication(&mut rng);
            let sum: f64 = values.iter().sum();
            values.iter().for_each(|&value| all.push(value));
            clusters.push(sum, values.len() as u64);
            if !values.is_empty() {
                of_averages.push(sum / values.len() as f64);
            }
        }
        ours.push(clusters.mean_interval(0.95).contains(POOLED_MEAN));
        independent.push(all.mean_interval(0.95).contains(POOLED_MEAN));
        averages.push(of_averages.mean_interval(0.95).contains(POOLED_MEAN));
    }
    ours.assert_at_least(0.94, "cluster ratio");
    independent.assert_below(0.90, "observations taken for independent");
    averages.assert_below(0.5, "average of averages");
}

/// Quantiles of the same, by 32 groups: at least 0.95. Taking the
/// observations for independent covers less than 0.90 at the median. Seed 302.
#[test]
fn clusters_cover_pooled_quantiles_and_independence_does_not() {
    let (mut rng, mut ours, mut naive) = (rng(302), Vec::new(), Vec::new());
    for _ in 0..RUNS / 2 {
        let mut pooled = Pooled::default();
        (0..REPLICATIONS).for_each(|_| pooled.push(&replication(&mut rng), &[]));
        ours.push(pooled.estimate());
        naive.push(pooled.sample().estimate());
    }
    for (p, held, bounded) in quantile_coverage(&ours, pooled_quantile) {
        held.assert_at_least(0.95, &format!("pooled quantile {p}"));
        assert!(
            (0.1..=0.9).contains(&p) <= (bounded.value() > 0.99),
            "bounds of quantile {p}"
        );
    }
    let median = quantile_coverage(&naive, pooled_quantile)[4];
    assert_eq!(median.0, 0.5);
    median
        .1
        .assert_below(0.90, "median of observations taken for independent");
}

/// Four in ten are watched for an exponential time of mean 1/2 only, the others to their end.
fn watched(rng: &mut Xoshiro256PlusPlus) -> f64 {
    if happens(rng, 0.4) {
        exponential(rng) / 2.0
    } else {
        f64::INFINITY
    }
}

/// Exponential values of mean 1, a quarter of them censored.
fn censored_sample(rng: &mut Xoshiro256PlusPlus, n: usize) -> Sample {
    let mut sample = Sample::default();
    for _ in 0..n {
        let (value, seen) = (exponential(rng), watched(rng));
        if value <= seen {
            sample.push(value)
        } else {
            sample.push_censored(seen)
        }
    }
    sample
}

/// The product-limit mean with Greenwood's variance is short for skewed values as Student's is:
/// at least 0.935 of those that reach 0 (all but one in a hundred), and quantiles at least 0.95.
/// Seed 401.
#[test]
fn product_limit_covers_mean_and_quantiles() {
    let (mut rng, mut mean, mut known) = (rng(401), Share::default(), Share::default());
    let sample = |_| censored_sample(&mut rng, 200).estimate();
    let estimates: Vec<Estimate> = (0..RUNS).map(sample).collect();
    for estimate in &estimates {
        known.push(estimate.mean.is_some());
        if estimate.mean.is_some() {
            mean.push(estimate.interval.contains(1.0));
        }
    }
    assert!(known.value() > 0.99, "{}", known.value());
    mean.assert_at_least(0.935, "product-limit mean");
    for (p, held, bounded) in quantile_coverage(&estimates, exponential_quantile) {
        held.assert_at_least(0.95, &format!("product-limit quantile {p}"));
        assert!(
            (0.1..=0.9).contains(&p) <= (bounded.value() > 0.99),
            "bounds of quantile {p}"
        );
    }
}

/// In expectation the finished ones average (0.6 + 0.4 / 9) / (0.6 + 0.4 / 3) = 0.879, not 1.
/// With 20,000 values that is more than 10 standard errors away; the product-limit mean is within
/// 3.3 of its own. Seed 402.
#[test]
fn the_average_of_the_finished_is_biased_and_ours_is_not() {
    let sample = censored_sample(&mut rng(402), 20_000);
    let finished = sample.moments();
    let error = finished.std_dev().unwrap() / (finished.n() as f64).sqrt();
    let naive = (finished.mean().unwrap() - 1.0) / error;
    assert!(
        naive < -10.0,
        "the average of the finished is off by {naive:.1} standard errors"
    );
    let estimate = sample.estimate();
    let error = estimate.interval.half_width().unwrap() / 1.96;
    let ours = (estimate.mean.unwrap() - 1.0) / error;
    assert!(
        ours.abs() < 3.3,
        "the product-limit mean is off by {ours:.1} standard errors"
    );
}

fn censored_replication(rng: &mut Xoshiro256PlusPlus) -> (Vec<f64>, Vec<f64>) {
    let (mut finished, mut censored) = (Vec::new(), Vec::new());
    for value in replication(rng) {
        let seen = watched(rng);
        if value <= seen {
            finished.push(value)
        } else {
            censored.push(seen)
        }
    }
    (finished, censored)
}

/// Both at once: clustered and censored. Mean at least 0.93 (skewness and linearisation), quantiles
/// at least 0.95; taking the observations for independent covers the mean less than 0.90. Seed 403.
#[test]
fn censored_clusters_cover_mean_and_quantiles() {
    let (mut rng, mut ours, mut naive) = (rng(403), Share::default(), Share::default());
    let mut estimates = Vec::new();
    for _ in 0..RUNS / 2 {
        let mut pooled = Pooled::default();
        for _ in 0..REPLICATIONS {
            let (finished, censored) = censored_replication(&mut rng);
            pooled.push(&finished, &censored);
        }
        let (estimate, independent) = (pooled.estimate(), pooled.sample().estimate());
        if estimate.mean.is_some() {
            ours.push(estimate.interval.contains(POOLED_MEAN));
            naive.push(independent.interval.contains(POOLED_MEAN));
        }
        estimates.push(estimate);
    }
    assert!(
        f64::from(ours.runs) > 0.98 * f64::from(RUNS / 2),
        "{ours:?}"
    );
    ours.assert_at_least(0.93, "clustered product-limit mean");
    naive.assert_below(
        0.90,
        "product-limit mean of observations taken for independent",
    );
    for (p, held, _) in quantile_coverage(&estimates, pooled_quantile) {
        held.assert_at_least(0.95, &format!("clustered product-limit quantile {p}"));
    }
}

/// Stopping by what was seen costs coverage, since a sample whose spread is underestimated stops
/// early: with the least numbers of values that the rule insists on, at least 0.93 is left, here
/// asked every 10 values for a fifth (about 400 values) and for half of the mean. To ask after
/// every value from the second on, with no least number, leaves less than 0.90 of the latter.
/// Seeds 501 to 503.
#[test]
fn stopping_leaves_the_interval_of_a_mean_its_coverage() {
    for (seed, relative) in [(501, 0.2), (502, 0.5)] {
        let precision = Precision {
            relative,
            scale: Scale::Mean,
        };
        let enough = |moments: &Moments| precision.of_mean(moments).reached;
        let share = stopped_mean(seed, 10, enough);
        share.assert_at_least(0.93, &format!("mean stopped at {relative}"));
    }
    let narrow = |moments: &Moments| {
        let half_width = moments.mean_interval(0.95).half_width();
        half_width.is_some_and(|half| half <= 0.5 * moments.mean().unwrap())
    };
    stopped_mean(503, 1, narrow).assert_below(0.90, "mean stopped after any value");
}

/// Coverage of exponential values, taken in blocks until there are enough.
fn stopped_mean(seed: u64, block: u32, enough: impl Fn(&Moments) -> bool) -> Share {
    let (mut rng, mut share) = (rng(seed), Share::default());
    for _ in 0..RUNS {
        let mut moments = Moments::default();
        while !enough(&moments) {
            (0..block).for_each(|_| moments.push(exponential(&mut rng)));
        }
        share.push(moments.mean_interval(0.95).contains(1.0));
    }
    share
}

/// One value in fifty is below 1, by an exponential loss: the mean is 0.99, judged by its lesser
/// side to within the whole of it. Asked every 50 values, the rule waits for enough losses to be seen
/// (the skewness is 15, so 5,600 values): at least 0.93 is left. With 30 values as the only least
/// number it stops where losses were few, and less than 0.90 is left. Seed 506.
#[test]
fn stopping_waits_for_what_is_rare() {
    let precision = Precision {
        relative: 1.0,
        scale: Scale::Fraction,
    };
    let (mut rng, mut ours, mut naive) = (rng(506), Share::default(), Share::default());
    for _ in 0..RUNS / 2 {
        let (mut moments, mut stopped) = (Moments::default(), false);
        while !precision.of_mean(&moments).reached {
            for _ in 0..50 {
                let lost = happens(&mut rng, 0.02);
                moments.push(if lost {
                    1.0 - exponential(&mut rng) / 2.0
                } else {
                    1.0
                });
            }
            let interval = moments.mean_interval(0.95);
            let target = 1.0 - moments.mean().unwrap();
            if !stopped && target > 0.0 && interval.half_width().unwrap() <= target {
                stopped = true;
                naive.push(interval.contains(0.99));
            }
        }
        ours.push(moments.mean_interval(0.95).contains(0.99));
    }
    ours.assert_at_least(0.93, "mean of rare losses");
    naive.assert_below(0.90, "mean of rare losses without a least number of them");
}

/// Clopper and Pearson's interval has some coverage to spare, and stopping takes of it: at least
/// 0.94 of a chance of 1 % to within a fifth of it, asked every 1,000 trials. Seed 504.
#[test]
fn stopping_leaves_the_interval_of_a_chance_its_coverage() {
    let precision = Precision {
        relative: 0.2,
        scale: Scale::Fraction,
    };
    let block = Binomial::new(1_000, 0.01).expect("a probability");
    let (mut rng, mut share) = (rng(504), Share::default());
    for _ in 0..RUNS {
        let mut chance = Chance::default();
        while !precision.of_chance(&chance).reached {
            chance.merge(&Chance::of(block.sample(&mut rng), 1_000));
        }
        share.push(chance.interval(0.95).contains(0.01));
    }
    share.assert_at_least(0.94, "stopped chance");
}

/// The pooled mean of the two kinds of replications, asked every 20 of them: at least 0.93.
/// Seed 505.
#[test]
fn stopping_leaves_the_interval_of_a_pooled_mean_its_coverage() {
    let precision = Precision {
        relative: 0.2,
        scale: Scale::Mean,
    };
    let (mut rng, mut share) = (rng(505), Share::default());
    for _ in 0..RUNS {
        let mut pooled = Pooled::default();
        while !precision.of_pooled(&pooled).reached {
            (0..20).for_each(|_| pooled.push(&replication(&mut rng), &[]));
        }
        share.push(pooled.mean_with_interval(0.95).1.contains(POOLED_MEAN));
    }
    share.assert_at_least(0.93, "stopped pooled mean");
}
