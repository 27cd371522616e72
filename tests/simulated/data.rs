//! The formulas of data beside whole studies: each applies to the scenario made for it, and none
//! disagrees with it.
//!
//! Hypothesis of every test: the formula is the truth; bound: 99.9 % for all rows of a run together.

use firedrill::study::Verdict;

use super::harness::model;
use super::studies::study;

/// A scenario of data, with what it says beside the dataset `d` on `disks`.
fn scenario(horizon: &str, replications: u32, rest: &str) -> String {
    format!(
        r#"Scenario(format: 1, horizon: "{horizon}", replications: {replications}, seed: 9, {rest})"#
    )
}

/// Runs a scenario with its own seed: the formula gives these quantities a value, and the simulation
/// does not disagree.
#[track_caller]
fn holds(text: &str, formula: &str, quantities: &[&str]) {
    let model = model(text, &[]);
    let results = study(&model, model.seed, model.replications);
    for quantity in quantities {
        let rows = results.comparison.iter();
        let mut rows = rows.filter(|row| row.formula == formula && row.quantity == *quantity);
        let row = rows.next().unwrap_or_else(|| {
            panic!("{formula} says nothing of {quantity}: {:#?}", results.comparison)
        });
        assert!(row.analytic.is_some() && row.simulated.is_some(), "{row:#?}");
        assert!(matches!(row.verdict, Verdict::Agrees | Verdict::Undecided { .. }), "{row:#?}");
    }
}

/// A hundred replications of about ten fires each.
#[test]
fn recovery_points_follow_the_law_of_periodic_backups() {
    let text = scenario(
        "1000y",
        100,
        r#"warm_up: "5y", stores: { "disks": Store(), "vault": Store() },
           datasets: { "d": Dataset(on: "disks", size: "10 TB") },
           backups: { "monthly": Backup(of: "d", to: "vault", every: "30d", first: Random,
                                        takes: "90h", lag: "60h", succeeds: 0.9) },
           failures: { "fire": Failure(strikes: Store("disks"), lasts: "1h", destroys: 1.0,
                                       time_to_failure: Exponential(mean: "100y")) }"#,
    );
    holds(&text, "age of the newest copy", &["rpa", "rpa p50", "rpa p95", "rpa p99"]);
}

#[test]
fn restores_take_what_their_chain_takes() {
    let text = scenario(
        "500y",
        100,
        r#"warm_up: "1y", stores: { "disks": Store(), "vault": Store(read: "2 GB/s") },
           datasets: { "d": Dataset(on: "disks", size: "40 TB", changes: "2 TB/d",
               restore: Restore(starts: "30min", per_increment: "3min")) },
           backups: { "daily": Backup(of: "d", to: "vault", every: "24h", first: Random,
                                      full_every: 7, between: Incremental, keeps: Newest(20)) },
           failures: { "fire": Failure(strikes: Store("disks"), lasts: "1h", destroys: 1.0,
                                       time_to_failure: Exponential(mean: "50y")) }"#,
    );
    holds(&text, "restore chain", &["restore_time"]);
}

const DISKS: &str = r#"pools: { "disks": Pool(members: 12) },
    failures: { "disk": Failure(strikes: Each(["disks"]), repaired_by: "swap",
                                time_to_failure: Exponential(mean: "1000h")) },
    repairs: { "swap": [Stage(name: "swap", takes: "0s")] },"#;

/// Two groups of 4+2 that share the speed of one rebuild.
#[test]
fn codes_are_lost_as_their_chain_says() {
    let built = r#"stores: { "s": Store(built: Coded(of: "disks", data: 4, parity: 2,
        rebuild: Rebuild(takes: Exponential(mean: "48h"), sharing: Shared))) }"#;
    let text = scenario("50000h", 2000, &format!("{DISKS} {built}"));
    let quantities = ["probability_of_store_loss", "time_to_store_loss"];
    holds(&text, "exact chain of groups", &quantities);
}

/// Six mirrors, rebuilds lognormal, unreadable sectors; the dataset there has no copy.
#[test]
fn mirrors_with_any_rebuild_are_lost_as_the_transform_says() {
    let built = r#"stores: { "s": Store(built: Mirrored(of: "disks", copies: 2,
            rebuild: Rebuild(takes: LogNormal(mean: "24h", cv: 1.5), unreadable: 0.02))) },
        datasets: { "d": Dataset(on: "s", size: "1 TB") }"#;
    let text = scenario("2000h", 4000, &format!("{DISKS} {built}"));
    holds(&text, "one to spare, general rebuild", &["probability_of_store_loss"]);
    holds(&text, "no copies", &["probability_of_loss"]);
}

#[test]
fn two_sites_are_lost_when_both_are_down() {
    let fire = |store: &str| {
        format!(
            r#""fire {store}": Failure(strikes: Store("{store}"), destroys: 1.0,
                time_to_failure: Exponential(mean: "100d"), lasts: Exponential(mean: "5d"))"#
        )
    };
    let text = scenario(
        "2y",
        4000,
        &format!(
            r#"stores: {{ "here": Store(), "there": Store() }},
               datasets: {{ "d": Dataset(on: "here", size: "1 TB") }},
               mirrors: {{ "m": Mirror(of: "d", to: "there") }},
               failures: {{ {}, {} }}"#,
            fire("here"),
            fire("there")
        ),
    );
    holds(&text, "copies on several sites", &["probability_of_loss"]);
}

/// A scrub every two weeks finds what has failed with 0.8 each time.
#[test]
fn scrubbing_finds_in_its_turn() {
    let text = scenario(
        "20y",
        400,
        r#"pools: { "disks": Pool(members: 20) },
           failures: { "rot": Failure(strikes: Each(["disks"]), detected_by: "scrub",
                       repaired_by: "mend", time_to_failure: Exponential(mean: "10y")) },
           detectors: { "scrub": Scrub(every: "14d", takes: "7d", finds: 0.8) },
           repairs: { "mend": [Stage(name: "mend", takes: "1h")] }"#,
    );
    holds(&text, "scrubbing", &["detection_time"]);
}

/// Rot once in five years, found by two scrubs of three, restored in half an hour and the time of
/// 10 TB at 1 GB/s.
#[test]
fn rot_is_mended_once_a_scrub_has_found_it() {
    let text = scenario(
        "200y",
        100,
        r#"warm_up: "1y", stores: { "disks": Store(), "vault": Store(read: "1 GB/s") },
           datasets: { "d": Dataset(on: "disks", size: "10 TB",
               restore: Restore(starts: "30min")) },
           backups: { "weekly": Backup(of: "d", to: "vault", every: "7d", first: Random) },
           failures: { "rot": Failure(strikes: Dataset("d"), detected_by: "scrub", destroys: 0.01,
                                      time_to_failure: Exponential(mean: "5y")) },
           detectors: { "scrub": Scrub(every: "14d", takes: "7d", finds: 0.667) }"#,
    );
    holds(&text, "scrubbing", &["data_rta"]);
}
