//! Rates of planned and unplanned work, and the shares of failures averted and of true warnings,
//! against renewal theory.

use firedrill::engine::{Change, Plan};
use firedrill::quantity::Time;

use crate::{model, watch};

/// What one replication counts.
#[derive(Debug, Default)]
struct Counts {
    failed: u64,
    averted: u64,
    maintained: u64,
    rightly: u64,
    wrongly: u64,
}

fn counts(text: &str, seed: u64) -> Counts {
    let model = model(text);
    let plan = Plan::new(&model, seed, u64::MAX);
    let mut counts = Counts::default();
    watch(&plan, 0, |_: Time, change| match change {
        Change::Failed { .. } => counts.failed += 1,
        Change::Averted { .. } => counts.averted += 1,
        Change::MaintenanceDone { .. } => counts.maintained += 1,
        Change::Warned { rightly: true, .. } => counts.rightly += 1,
        Change::Warned { rightly: false, .. } => counts.wrongly += 1,
        _ => {}
    });
    counts
}

/// The hypothesis that so many of `of` came by this probability is not rejected at |z| 4.
#[track_caller]
fn assert_share(hits: u64, of: u64, probability: f64) {
    let (hits, of) = (hits as f64, of as f64);
    let z = (hits - of * probability) / (of * probability * (1.0 - probability)).sqrt();
    assert!(z.abs() < 4.0, "{hits} of {of}, expected a share of {probability} (z = {z:.2})");
}

const SHAPE: f64 = 2.5;
const SCALE: f64 = 1000.0;
const AGE: f64 = 354.5744;

fn survives(age: f64) -> f64 {
    libm::exp(-libm::pow(age / SCALE, SHAPE))
}

/// The moments of a cycle that ends by failure or at an age: how long it lasts, and the variance of
/// what it costs (1 as planned, 10 by failure) less what it should by its length.
fn cycle(age: f64) -> (f64, f64, f64) {
    const CELLS: u32 = 200_000;
    let width = age / f64::from(CELLS);
    let middle = |cell: u32| (f64::from(cell) + 0.5) * width;
    let length: f64 = (0..CELLS).map(|cell| survives(middle(cell)) * width).sum();
    let cost = survives(age) + 10.0 * (1.0 - survives(age));
    let rate = cost / length;
    let square = |cost: f64, age: f64| (cost - rate * age) * (cost - rate * age);
    let failing = |cell: u32| {
        let (from, until) = (f64::from(cell) * width, f64::from(cell + 1) * width);
        square(10.0, middle(cell)) * (survives(from) - survives(until))
    };
    let variance = (0..CELLS).map(failing).sum::<f64>() + survives(age) * square(1.0, age);
    (length, rate, variance)
}

const MEMBERS: f64 = 100.0;
const HOURS: f64 = 200_000.0;

fn replaced(maintenance: &str) -> String {
    format!(
        r#"Scenario(format: 1, title: "age replacement", horizon: "{HOURS}h",
        pools: {{ "disk": Pool(members: {MEMBERS}) }},
        failures: {{ "wear": Failure(strikes: Each(["disk"]), repaired_by: "bench",
            time_to_failure: Weibull(shape: {SHAPE}, scale: "{SCALE}h")) }},
        repairs: {{ "bench": [Stage(name: "swap", takes: "0s")] }},
        {maintenance})"#
    )
}

/// Age replacement (Barlow, Proschan 1965). Seed 11, 20 million member-hours, replaced at once.
/// Hypotheses: the share of unplanned replacements is F(T), by |z| < 4; what both cost an hour (1
/// planned, 10 unplanned) is what renewal theory says, 0.00475055, by |z| < 4 with the variance of
/// a renewal reward process.
#[test]
fn replacing_at_an_age_costs_what_renewal_theory_says() {
    let maintenance = format!(
        r#"maintenance: {{ "swap": Maintenance(of: ["disk"], at_age: "{AGE}h", takes: "0s",
                                              renews: ["wear"]) }}"#
    );
    let counts = counts(&replaced(&maintenance), 11);
    let all = counts.failed + counts.maintained;
    assert_share(counts.failed, all, 1.0 - survives(AGE));
    let (length, rate, variance) = cycle(AGE);
    assert!((rate - 0.004_750_55).abs() < 5e-9, "worked out elsewhere: {rate}");
    let hours = MEMBERS * HOURS;
    let found = (counts.maintained as f64 + 10.0 * counts.failed as f64) / hours;
    let z = (found - rate) / (variance / length / hours).sqrt();
    assert!(z.abs() < 4.0, "costs {found} an hour, expected {rate} (z = {z:.2})");
}

/// Seed 12, 20 million member-hours. Hypothesis: 10 / MTTF = 0.01127060 an hour, by |z| < 4.
#[test]
fn running_to_failure_costs_what_renewal_theory_says() {
    let counts = counts(&replaced(""), 12);
    let mean = SCALE * libm::tgamma(1.0 + 1.0 / SHAPE);
    let square = SCALE * SCALE * libm::tgamma(1.0 + 2.0 / SHAPE);
    let rate = 10.0 / mean;
    assert!((rate - 0.011_270_60).abs() < 5e-9, "worked out elsewhere: {rate}");
    let hours = MEMBERS * HOURS;
    let found = 10.0 * counts.failed as f64 / hours;
    let deviation = 10.0 * ((square - mean * mean) / (mean * mean * mean) / hours).sqrt();
    let z = (found - rate) / deviation;
    assert!(z.abs() < 4.0, "costs {found} an hour, expected {rate} (z = {z:.2})");
}

const RECALL: f64 = 0.7;
const PRECISION: f64 = 0.4;

fn predicted(time_to_failure: &str, spares: &str) -> String {
    format!(
        r#"Scenario(format: 1, title: "predicted", horizon: "400000h",
        pools: {{ "disk": Pool(members: 100{spares}) }},
        failures: {{ "wear": Failure(strikes: Each(["disk"]), repaired_by: "bench",
                                    time_to_failure: {time_to_failure}) }},
        repairs: {{ "bench": [Stage(name: "swap", takes: "0s")] }},
        predictors: {{ "smart": Predictor(watches: ["wear"], recall: {RECALL},
            precision: {PRECISION}, lead: Exponential(mean: "2h"), then: [Drain(takes: "1h")]) }})"#
    )
}

/// Of would-be failures those strike that are not warned of, or too late: leads are exponential
/// with a mean of 2 h, a drain takes 1 h, and lives are long. What a life shorter than its lead
/// does to the share is 1e-4 of it.
#[track_caller]
fn assert_predicted(counts: &Counts) {
    let struck = 1.0 - RECALL * libm::exp(-0.5);
    assert!(counts.failed > 10_000, "enough of them: {counts:?}");
    assert_share(counts.failed, counts.failed + counts.averted, struck);
    assert_share(counts.rightly, counts.rightly + counts.wrongly, PRECISION);
    assert_share(counts.rightly, counts.failed + counts.averted, RECALL);
}

/// Seed 13, some 40 thousand lives. Hypotheses: shares of `1 - r P(L > D)` unplanned failures, of
/// the precision true warnings and of the recall warned of, each by |z| < 4.
#[test]
fn a_predictor_averts_what_it_warns_of_in_time_where_lives_are_exponential() {
    assert_predicted(&counts(&predicted("Exponential(mean: \"1000h\")", ""), 13));
}

/// The same with ageing, seed 14.
#[test]
fn a_predictor_averts_what_it_warns_of_in_time_where_lives_age() {
    assert_predicted(&counts(&predicted("Weibull(shape: 2.5, scale: \"1000h\")", ""), 14));
}

/// The same with spares that stand by, age at half the rate and are warned of too, seed 15. What
/// stands by is empty: a warning of it is always in time.
#[test]
fn a_predictor_warns_of_spares_as_they_age() {
    let spares = ", spares: [Warm(count: 50, activation: \"0s\", dormancy: 0.5)]";
    let counts = counts(&predicted("Exponential(mean: \"1000h\")", spares), 15);
    assert_share(counts.rightly, counts.rightly + counts.wrongly, PRECISION);
    assert_share(counts.rightly, counts.failed + counts.averted, RECALL);
}
