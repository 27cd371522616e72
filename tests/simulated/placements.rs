//! Members that stand by with a placement that does not serve fail by its dormancy.

use firedrill::measure::Metric;

use super::harness::simulate;

const PLACEMENTS: &str = include_str!("placements.ron");

/// A drill at half the time, from which the service does not come back.
const DRILL: &str = r#"services.app.drills=Drills(at: ["500h"], stays: "1000h")"#;

/// 4,000 replications of 200 members, a quarter as exposed as others. Hypothesis: by the end each has
/// failed with probability 1 - exp(-hazard), the hazard being what it has spent of its budget; those
/// at dormancy 0 have not failed at all. Bound: the 99.9 % interval, within 1.5 % of it.
fn failures_follow(hazard: f64, changes: &[&str], seed: u64) {
    let found = simulate(PLACEMENTS, changes, seed, 4000);
    let exact = -200.0 * libm::expm1(-hazard);
    found.mean(Metric::Failures, "rear").assert_is(exact, 0.015, "failures of the rear");
    assert_eq!(found.moments(Metric::Failures, "deep").mean(), Some(0.0), "failures at dormancy 0");
}

fn law(law: &str) -> String {
    format!("failures.wear.time_to_failure={law}")
}

const WEIBULL: &str = "Weibull(shape: 2, scale: \"1000h\")";

/// Seed 331. Memoryless: a quarter of the rate, for 1000 h.
#[test]
fn a_memoryless_member_that_stands_by_fails_at_its_dormancy() {
    failures_follow(0.25, &[], 331);
}

/// Seed 332. A quarter for 500 h, then in full.
#[test]
fn a_memoryless_member_fails_in_full_once_its_placement_serves() {
    failures_follow(0.125 + 0.5, &[DRILL], 332);
}

/// Seed 333. It ages at a quarter of the time, to 250 h: hazard (250 / 1000)^2.
#[test]
fn a_member_that_stands_by_ages_at_its_dormancy() {
    failures_follow(0.0625, &[&law(WEIBULL)], 333);
}

/// Seed 334. It is 125 h old at 500 h, and 625 h at the end: hazard 0.625^2.
#[test]
fn a_member_goes_on_at_the_age_it_has_once_its_placement_serves() {
    failures_follow(0.390_625, &[&law(WEIBULL), DRILL], 334);
}

/// Seed 335. By the calendar it is 500 h old at 500 h, having spent a quarter of the hazard 0.25, and
/// spends the rest up to 1 in full.
#[test]
fn by_the_calendar_a_member_is_as_old_as_time_has_made_it() {
    let changes = [&*law(WEIBULL), "failures.wear.ages=Calendar", DRILL];
    failures_follow(0.0625 + 0.75, &changes, 335);
}

/// Seed 336. One clock for the rack, 100 strikes in 1000 h: a quarter of them while it stands by, of
/// the first half then. Hypothesis: these means; bound: the 99.9 % interval of 5,000 replications within 1 %.
#[test]
fn of_the_strikes_on_a_pool_that_stands_by_those_of_its_dormancy_count() {
    let idle = simulate(PLACEMENTS, &[], 336, 5000);
    idle.mean(Metric::Failures, "rack").assert_is(25.0, 0.01, "jolts while it stands by");
    let drilled = simulate(PLACEMENTS, &[DRILL], 336, 5000);
    drilled.mean(Metric::Failures, "rack").assert_is(62.5, 0.01, "jolts with a drill");
}
