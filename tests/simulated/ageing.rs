//! Lives that age, and the spread of what happens over years.

use firedrill::measure::Metric::{Failures, OutageTime};
use firedrill::quantity::{Cv, Law, LogNormal, Shape, Span, Weibull};

use super::harness::{Simulated, run};

/// 512 members of mean life 100 d, replaced at once when they fail, over 32 d.
fn replaced(shape: f64, starts: &str, seed: u64) -> Simulated {
    let text = format!(
        r#"Scenario(format: 1, horizon: "32d", series: Times(["32d"]),
            pools: {{ "pool": Pool(members: 512) }},
            failures: {{ "wear": Failure(strikes: Each(["pool"]), starts: {starts},
                time_to_failure: Weibull(shape: {shape:?}, mean: "100d"),
                repaired_by: "replace") }},
            repairs: {{ "replace": [Stage(name: "replace", takes: "0s")] }})"#
    );
    run(&text, seed, 2_000)
}

/// In equilibrium failures come at the rate 1 / mean, whatever the law: 512 x 32 / 100.
#[test]
fn a_pool_in_equilibrium_fails_at_its_mean_rate() {
    for (shape, seed) in [(0.7, 91), (1.0, 92), (2.0, 93)] {
        let pool = replaced(shape, "Stationary", seed);
        pool.agrees_within(Failures, "pool", 163.84, 0.01, 163.84);
    }
}

/// A new pool does not: infant mortality makes for more failures, wear-out for fewer.
#[test]
fn a_new_pool_fails_by_its_shape() {
    let infant = replaced(0.7, "New", 94);
    assert!(infant.mean(Failures, "pool") - 163.84 > 10.0 * infant.half_width(Failures, "pool"));
    let worn = replaced(2.0, "New", 95);
    assert!(163.84 - worn.mean(Failures, "pool") > 10.0 * worn.half_width(Failures, "pool"));
}

fn square(value: f64) -> f64 {
    value * value
}

/// Downtime over ten years of one member, up Weibull(1.5, mean 500 h), down lognormal(20 h, cv 1):
/// its standard deviation by renewal theory (Takacs 1957), T (mU^2 sD^2 + mD^2 sU^2)/(mU+mD)^3.
///
/// Seed 96, 40,000 replications: the sample's standard deviation is known to 1.3 % at 99.9 %
/// (normal theory, kurtosis near 3), and the formula is right up to a share 1/cycles = 0.6 %; the
/// bound is their sum. Quantiles lie where the normal law has them, but for its skewness: within a
/// tenth of the standard deviation.
#[test]
fn the_spread_of_downtime_is_that_of_renewal_theory() {
    let text = r#"Scenario(format: 1, horizon: "10y", series: Times(["10y"]),
        pools: { "one": Pool(members: 1) },
        failures: { "wear": Failure(strikes: Each(["one"]),
            time_to_failure: Weibull(shape: 1.5, mean: "500h"),
            lasts: LogNormal(mean: "20h", cv: 1.0)) },
        services: { "one": Service(needs: AtLeast(1, "one")) })"#;
    let one = run(text, 96, 40_000);
    let up = Law::Weibull(Weibull::with_mean(Shape(1.5), Span::from_hours(500.0)).expect("proper"));
    let down =
        Law::LogNormal(LogNormal::with_mean(Span::from_hours(20.0), Cv(1.0)).expect("proper"));
    let (up_mean, up_spread) = (up.mean().hours(), up.std_dev().hours());
    let (down_mean, down_spread) = (down.mean().hours(), down.std_dev().hours());
    let variance = 87_600.0 * (square(up_mean * down_spread) + square(down_mean * up_spread))
        / (square(up_mean + down_mean) * (up_mean + down_mean));
    let estimate = one.estimate(OutageTime, "one");
    let spread = estimate.std_dev.expect("many values");
    assert!((spread / variance.sqrt() - 1.0).abs() < 0.019, "{spread} h, {} h", variance.sqrt());
    let mean = estimate.mean.expect("many values");
    for (p, z) in [(0.05, -1.645), (0.95, 1.645)] {
        let quantile = estimate.quantiles.iter().find(|quantile| quantile.p == p);
        let value = quantile.and_then(|quantile| quantile.value).expect("many values");
        assert!(
            (value - mean - z * variance.sqrt()).abs() < 0.1 * variance.sqrt(),
            "p{p}: {value}"
        );
    }
}
