//! Recovery points, restore times and losses by chance, against what theory says of them.
//!
//! Every test names its seed and its hypothesis, which is not rejected while |z| < 3.29 (a chance
//! of 0.1 % if it holds).

use firedrill::engine::{Incident, Plan, World};

use super::story::{first_incident, model};

const BOUND: f64 = 3.29;
const MAX_EVENTS: u64 = 1_000_000;

/// The first incident of each replication, with the attempts at a restore that failed in it.
fn first_incidents(text: &str, seed: u64, replications: u64) -> Vec<(Incident, u32)> {
    let model = model(text);
    let plan = Plan::new(&model, seed, MAX_EVENTS);
    let mut world = World::new(&plan);
    let first = |replication| first_incident(&mut world, replication);
    (0..replications).map(first).map(|it| it.expect("every replication has a loss")).collect()
}

/// Recovery points of the first incidents, in hours.
fn recovery_points(text: &str, seed: u64, replications: u64) -> Vec<f64> {
    let incidents = first_incidents(text, seed, replications);
    let point = |incident: &Incident| {
        let version = incident.version.expect("there is a copy to restore");
        (incident.onset - version).hours()
    };
    incidents.iter().map(|(incident, _)| point(incident)).collect()
}

#[track_caller]
fn assert_mean(values: &[f64], exact: f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (n - 1.0);
    let z = (mean - exact) / (variance / n).sqrt();
    assert!(z.abs() < BOUND, "the mean is {mean}, by theory {exact}: z = {z:.2}");
}

/// So many of `n` are what each is with a probability.
#[track_caller]
fn assert_share(hits: usize, n: usize, probability: f64) {
    let (hits, n) = (hits as f64, n as f64);
    let z = (hits - n * probability) / (n * probability * (1.0 - probability)).sqrt();
    assert!(z.abs() < BOUND, "{hits} of {n}, by theory {probability}: z = {z:.2}");
}

/// A backup every T = 24 h takes d = 3 h, is usable 2 h later and succeeds with 0.9. 80 intervals
/// after the start, by a random phase, the recovery point is uniform on [5, 29) h plus 24 h for
/// each failure in a row (geometric): mean 5 + 12 + 24/9 = 19.6667 h, and
/// quantiles 5 + 24 x 0.5/0.9, 29 + 24 x 0.05/0.09 and 53 h.
///
/// Seed 11, 40,000 replications. Hypotheses: that mean; that shares of 0.5, 0.95 and 0.99 lie below
/// those quantiles.
#[test]
fn the_recovery_point_of_periodic_backups_follows_its_law() {
    let text = r#"Scenario(format: 1, horizon: "1930h",
        stores: { "disks": Store(), "vault": Store() },
        datasets: { "d": Dataset(on: "disks", size: "10 TB") },
        backups: { "nightly": Backup(of: "d", to: "vault", every: "24h", first: Random,
                                     takes: "3h", lag: "2h", succeeds: 0.9) },
        failures: { "slip": Failure(strikes: Dataset("d"), at: ["1920h"]) })"#;
    let points = recovery_points(text, 11, 40_000);
    assert_mean(&points, 5.0 + 12.0 + 24.0 / 9.0);
    for (quantile, share) in [(55.0 / 3.0, 0.5), (127.0 / 3.0, 0.95), (53.0, 0.99)] {
        let below = points.iter().filter(|&&point| point < quantile).count();
        assert_share(below, points.len(), share);
    }
    assert!(points.iter().all(|&point| point >= 5.0));
}

/// Copies every 6 h and every 24 h that take no time. With phases of their own the newer of two
/// uniform ages is 6 - (1/6 + 1/24) 6^2/2 + 6^3/(3 x 6 x 24) = 2.75 h old in the mean; with the
/// same phase the seldom copies add nothing: 3 h.
///
/// Seed 12, 40,000 replications, the loss 50 days after the start and, where phases are fixed,
/// uniform over a day. Hypotheses: those means.
#[test]
fn two_schedules_with_phases_of_their_own_are_better_than_aligned_ones() {
    let text = |first: &str, failure: &str| {
        format!(
            r#"Scenario(format: 1, horizon: "1300h",
                stores: {{ "disks": Store(), "vault": Store(), "safe": Store() }},
                datasets: {{ "d": Dataset(on: "disks", size: "10 TB") }},
                backups: {{
                    "often": Backup(of: "d", to: "vault", every: "6h" {first}),
                    "daily": Backup(of: "d", to: "safe", every: "24h" {first}),
                }},
                failures: {{ "slip": Failure(strikes: Dataset("d"), {failure}) }})"#
        )
    };
    let own = text(", first: Random", "at: [\"1200h\"]");
    assert_mean(&recovery_points(&own, 12, 40_000), 2.75);
    let uniform = "time_to_failure: Uniform(from: \"1200h\", to: \"1224h\")";
    assert_mean(&recovery_points(&text("", uniform), 12, 40_000), 3.0);
}

/// 40 TB, 2 TB a day of it changed, full every 7: 0.5 + 5.5556 + k (0.27778 + 0.05) h with k
/// uniform on 0..6, 7.038889 h in the mean, 8.022222 h at most. Each backup set is sound with
/// 0.995: the newest chain is usable with the mean of 0.995^(k + 1), 0.98019875.
///
/// Seed 13, 40,000 replications, the loss uniform over a week, six weeks after the start, phases
/// random. Hypotheses: that mean where all are sound; where they are not,
/// that share of restores without a failed attempt.
#[test]
fn restore_chains_take_and_hold_as_theory_says() {
    let text = |sound: f64| {
        format!(
            r#"Scenario(format: 1, horizon: "1400h",
                stores: {{ "disks": Store(), "vault": Store(read: "2 GB/s") }},
                datasets: {{ "d": Dataset(on: "disks", size: "40 TB", changes: "2 TB/d",
                    restore: Restore(starts: "30min", per_increment: "3min")) }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "24h", first: Random,
                                            full_every: 7, between: Incremental,
                                            sound: {sound}) }},
                failures: {{ "slip": Failure(strikes: Dataset("d"),
                    time_to_failure: Uniform(from: "1008h", to: "1176h")) }})"#
        )
    };
    let sound = first_incidents(&text(1.0), 13, 40_000);
    let hours: Vec<_> = sound.iter().map(|(incident, _)| incident.restoring.hours()).collect();
    assert_mean(&hours, 0.5 + 20_000.0 / 3600.0 + 3.0 * (1_000.0 / 3600.0 + 0.05));
    let longest = hours.iter().copied().fold(0.0, f64::max);
    assert!((longest - 8.022_222).abs() < 1e-6, "{longest}");
    let unsound = first_incidents(&text(0.995), 13, 40_000);
    let usable = unsound.iter().filter(|(_, failures)| *failures == 0).count();
    assert_share(usable, unsound.len(), 0.980_198_75);
}

/// Backups from 0 on every 24 h take 2 h, a copy of the start is there from the start on. Mean loss
/// at a first disaster after Exp(500 h): 13.852488 h (quadrature).
///
/// Seed 14, 40,000 replications. Hypothesis: that mean.
#[test]
fn the_first_disaster_may_come_before_the_long_run() {
    let text = r#"Scenario(format: 1, horizon: "20000h",
        stores: { "disks": Store(), "vault": Store() },
        datasets: { "d": Dataset(on: "disks", size: "10 TB") },
        backups: { "nightly": Backup(of: "d", to: "vault", every: "24h", first: "0h",
                                     takes: "2h", seeded: true) },
        failures: { "disaster": Failure(strikes: Dataset("d"),
                                        time_to_failure: Exponential(mean: "500h")) })"#;
    assert_mean(&recovery_points(text, 14, 40_000), 13.852_488_104_637_583);
}

/// Silent corruption at a random phase, noticed after Exp(72 h). Backups every 24 h take 2 h, the
/// 14 newest are kept, spoiled ones among them: no clean one is left with 0.0108547509
/// (quadrature).
///
/// Seed 15, 60,000 replications. Hypothesis: that share is beyond recovery.
#[test]
fn corruption_outlives_the_newest_copies_as_often_as_theory_says() {
    let text = r#"Scenario(format: 1, horizon: "4000h",
        stores: { "disks": Store(), "vault": Store() },
        datasets: { "d": Dataset(on: "disks", size: "10 TB") },
        backups: { "nightly": Backup(of: "d", to: "vault", every: "24h", first: Random,
                                     takes: "2h", keeps: Newest(14)) },
        failures: { "rot": Failure(strikes: Dataset("d"), at: ["500h"],
                                   dwells: Exponential(mean: "72h")) })"#;
    let incidents = first_incidents(text, 15, 60_000);
    let lost = incidents.iter().filter(|(incident, _)| incident.beyond_recovery).count();
    assert_share(lost, incidents.len(), 0.010_854_750_862_744_166);
}

/// An attempt at sound copies succeeds with 0.7 and is tried three times at each of three copies:
/// all fail with 0.3^9, and so many fail in the mean: the expectation of min(geometric, 9).
///
/// Seed 16, 40,000 replications. Hypothesis: 0.3 (1 - 0.3^9) / 0.7 failures.
#[test]
fn attempts_fail_as_often_as_they_should() {
    let text = r#"Scenario(format: 1, horizon: "200h",
        stores: { "disks": Store(), "vault": Store() },
        datasets: { "d": Dataset(on: "disks", size: "10 TB",
                                 restore: Restore(succeeds: 0.7, tries: 3)) },
        backups: { "nightly": Backup(of: "d", to: "vault", every: "24h") },
        failures: { "slip": Failure(strikes: Dataset("d"), at: ["90h"]) })"#;
    let incidents = first_incidents(text, 16, 40_000);
    let failures: Vec<_> = incidents.iter().map(|(_, failures)| f64::from(*failures)).collect();
    assert_mean(&failures, 0.3 * (1.0 - libm::pow(0.3, 9.0)) / 0.7);
}
