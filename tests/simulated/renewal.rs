//! What renewal theory says of spread and of ageing.

use firedrill::measure::Metric;
use firedrill::quantity::{Cv, Law, LogNormal, Shape, Span, Weibull, special};

use super::harness::{Known, place, simulate, simulate_each};

const CYCLE: &str = include_str!("cycle.ron");
const AGEING: &str = include_str!("ageing.ron");

/// Mean and variance of a law, in hours.
fn moments(law: &Law) -> (f64, f64) {
    let std_dev = law.std_dev().hours();
    (law.mean().hours(), std_dev * std_dev)
}

fn weibull(shape: f64, mean: Span) -> Law {
    Law::Weibull(Weibull::with_mean(Shape(shape), mean).expect("a proper law"))
}

/// The laws of `cycle.ron`: up and down.
fn cycle() -> (Law, Law) {
    let down = LogNormal::with_mean(Span::from_hours(20.0), Cv(1.0)).expect("a proper law");
    (weibull(1.5, Span::from_hours(500.0)), Law::LogNormal(down))
}

/// The mean hours down until `hours` of a member that starts up and new. Wald's equation for the
/// cycles begun (Cox 1962, sections 4.2 and 5.2): the mean number of cycles until one is over is
/// (T + excess) / m, and what is still to come of the downtime of the last is taken off; what is
/// neglected falls exponentially.
fn mean_downtime(hours: f64) -> f64 {
    let (up, down) = cycle();
    let ((up, up_var), (down, down_var)) = (moments(&up), moments(&down));
    let (m, var) = (up + down, up_var + down_var);
    let excess = (var + m * m) / (2.0 * m);
    let still_down = (up * down + (down_var + down * down) / 2.0) / m;
    down / m * (hours + excess) - still_down
}

/// Takacs (1957): the variance of the hours down until `hours`, for long times.
fn takacs_variance(hours: f64) -> f64 {
    let (up, down) = cycle();
    let ((up, up_var), (down, down_var)) = (moments(&up), moments(&down));
    let m = up + down;
    hours * (up * up * down_var + down * down * up_var) / (m * m * m)
}

/// Downtimes of `replications` in ascending order.
fn downtimes(changes: &[&str], seed: u64, replications: u64) -> Vec<f64> {
    let mut downtimes = Vec::new();
    simulate_each(CYCLE, changes, seed, replications, |layout, outcome| {
        let place = place(&layout.values, Metric::OutageTime, "unit");
        downtimes.push(outcome.values[place].expect("a service is observed"));
    });
    downtimes.sort_unstable_by(f64::total_cmp);
    downtimes
}

/// Mean, standard deviation, skewness and kurtosis.
fn shape(values: &[f64]) -> (f64, f64, f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let central = |power| {
        let powers = values.iter().map(|x| (0..power).map(|_| x - mean).product::<f64>());
        powers.sum::<f64>() / n
    };
    let variance = central(2);
    let skewness = central(3) / (variance * variance.sqrt());
    (mean, variance.sqrt(), skewness, central(4) / (variance * variance))
}

/// Ten years (168 cycles) and a hundred. Seeds 301 and 302. Hypotheses: the mean of renewal theory
/// and the variance of Takacs, which for ten years is off by a term that does not grow with time,
/// of the order of a cycle's, so within 1 / 168 of it. Bounds: 3.29 standard errors, of the mean
/// and of the variance, sigma^2 sqrt((kurtosis - 1) / n); that is 2.5 % of the standard deviation
/// or less.
#[test]
fn downtime_scatters_as_takacs_says() {
    let times = [(301, "horizon=10y", 87_600.0, 40_000), (302, "horizon=100y", 876_000.0, 10_000)];
    for (seed, horizon, hours, replications) in times {
        let values = downtimes(&[horizon], seed, replications);
        let (mean, std_dev, _, kurtosis) = shape(&values);
        let (n, expected) = (values.len() as f64, takacs_variance(hours));
        let z = (mean - mean_downtime(hours)) / (std_dev / n.sqrt());
        assert!(z.abs() < 3.29, "{hours} h: mean {mean} of {}, z = {z}", mean_downtime(hours));
        let error = 3.29 * ((kurtosis - 1.0) / n).sqrt();
        assert!(error < 0.05, "the variance is known within {error} of it");
        let off = std_dev * std_dev / expected - 1.0;
        let cycles = hours / 520.0;
        assert!(off.abs() < error + 1.0 / cycles, "{hours} h: off by {off}, error {error}");
    }
}

/// The 5th and 95th percentile over ten years, seed 303. Hypothesis: renewal theory's mean and
/// spread with the sample's skewness, by Cornish and Fisher's expansion (1937) to its square.
/// Bound: 3.29 standard errors of the order statistic, sqrt(p (1 - p) / n) / density, which is
/// below 5 % of the standard deviation, and 1 / 168 of the deviation from the mean for Takacs's
/// variance being that of long times.
#[test]
fn percentiles_of_downtime_are_where_renewal_theory_has_them() {
    let values = downtimes(&[], 303, 40_000);
    let (_, _, skewness, _) = shape(&values);
    let std_dev = takacs_variance(87_600.0).sqrt();
    for p in [0.05, 0.95] {
        let z = special::normal_quantile(p);
        let skewed = (z * z - 1.0) * skewness / 6.0;
        let squared = (2.0 * z * z * z - 5.0 * z) * skewness * skewness / 36.0;
        let expected = mean_downtime(87_600.0) + std_dev * (z + skewed - squared);
        let density = libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        let error = 3.29 * (p * (1.0 - p) / values.len() as f64).sqrt() / density;
        assert!(error < 0.05, "a percentile is known within {error} standard deviations");
        let found = values[(p * values.len() as f64) as usize - 1];
        let off = (found - expected) / std_dev;
        let bound = error + z.abs() / 168.0;
        assert!(off.abs() < bound, "p = {p}: {found} h of {expected} h, off by {off} of {bound}");
    }
}

/// The mean number of renewals until `end` of a member that starts new: Xie's midpoint rule
/// (1989) for M(t) = F(t) + the integral of M(t - x) dF(x).
fn renewals(law: &Law, end: Span) -> f64 {
    const STEPS: usize = 4000;
    let cdf = |steps: f64| law.cdf(end * (steps / STEPS as f64));
    let half = cdf(0.5);
    let between: Vec<_> = (0..STEPS).map(|step| cdf(step as f64 + 0.5)).collect();
    let mut sums = vec![0.0];
    for step in 1..=STEPS {
        let past = (1..step).map(|j| (sums[j] - sums[j - 1]) * between[step - j]);
        let past: f64 = past.sum();
        let sum = (cdf(step as f64) + past - sums[step - 1] * half) / (1.0 - half);
        sums.push(sum);
    }
    sums[STEPS]
}

fn failures(shape: f64, starts: &str, seed: u64) -> Known {
    let law = format!("failures.wear.time_to_failure=Weibull(shape: {shape}, mean: \"100d\")");
    let starts = format!("failures.wear.starts={starts}");
    simulate(AGEING, &[&law, &starts], seed, 5_000).mean(Metric::Failures, "unit")
}

/// 512 members replaced at once, mean life 100 d: a stationary start expects 512 * 32 / 100
/// failures in 32 d whatever the shape; a start of new members the renewal function, which is
/// another number unless the shape is 1. Seeds 311 to 316; bound: the 99.9 % interval, within 1 %.
#[test]
fn ageing_members_replaced_at_once_fail_as_often_as_renewal_theory_says() {
    let stationary = 163.84;
    for (seed, shape) in [(311, 0.7), (313, 1.0), (315, 2.0)] {
        let what = format!("shape {shape}");
        failures(shape, "Stationary", seed).assert_is(stationary, 0.01, &what);
        let law = weibull(shape, Span::from_hours(2400.0));
        let renewals = 512.0 * renewals(&law, Span::from_hours(768.0));
        let new = failures(shape, "New", seed + 1);
        new.assert_is(renewals, 0.01, &what);
        let alike = new.interval.contains(stationary);
        assert_eq!(alike, shape == 1.0, "{what}: new members fail {} times", new.mean);
    }
}
