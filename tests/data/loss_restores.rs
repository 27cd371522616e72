//! What data is restored from and how long that takes, without chance, worked out by hand.

use firedrill::engine::Scope;
use firedrill::quantity::{Span, Time};

use super::story::Story;
use super::told::{TB, Told, assert_told};

/// A backup every 24 h from 24 h on takes 3 h and is usable 2 h later: the copy of `24 k` from
/// `24 k + 5` on. 10 TB of which 1 TB an hour changes, all lost when all of it has changed.
fn nightly(at: &str) -> String {
    format!(
        r#"Scenario(format: 1, horizon: "200h",
            stores: {{ "disks": Store(), "vault": Store() }},
            datasets: {{ "d": Dataset(on: "disks", size: "10 TB", changes: "1 TB/h") }},
            backups: {{ "nightly": Backup(of: "d", to: "vault", every: "24h", takes: "3h",
                                          lag: "2h") }},
            failures: {{ "slip": Failure(strikes: Dataset("d"), at: ["{at}"]) }})"#
    )
}

/// The recovery point is the start of the newest backup that is usable.
#[test]
fn the_recovery_point_is_the_start_of_the_newest_usable_backup() {
    for (onset, version) in [(29.0, 24.0), (52.75, 24.0), (53.0, 48.0), (100.0, 72.0)] {
        let incident = Story::of(&nightly(&format!("{onset}h"))).only();
        let lost = f64::min(onset - version, 10.0) * TB;
        let version = Some(version);
        let recovered = 10.0 * TB - lost;
        assert_told(&incident, Told { onset, version, lost, recovered, ..Told::default() });
        assert_eq!(incident.scope, Scope::Data);
    }
}

/// At 28 h the first copy is finished and not usable before 29 h: it is waited for. 4 h of changes
/// are lost.
#[test]
fn a_copy_that_is_not_usable_yet_is_waited_for() {
    let incident = Story::of(&nightly("28h")).only();
    let (version, lost, recovered) = (Some(24.0), 4.0 * TB, 6.0 * TB);
    let told = Told { onset: 28.0, waiting: 1.0, version, lost, recovered, ..Told::default() };
    assert_told(&incident, told);
}

/// At 20 h there is no copy: everything is lost, at once.
#[test]
fn without_a_copy_data_is_beyond_recovery() {
    let story = Story::of(&nightly("20h"));
    assert_told(&story.only(), Told { onset: 20.0, lost: 10.0 * TB, ..Told::default() });
}

/// The same ends a replication that ends by a loss, at 20 h; a restored one does not.
#[test]
fn a_replication_can_end_by_a_loss() {
    let ending = |at| nightly(at).replace("format: 1,", "format: 1, ends: Loss(\"d\"),");
    assert_eq!(Story::of(&ending("20h")).end.expect("an end").hours(), 20.0);
    assert_eq!(Story::of(&ending("100h")).end.expect("an end").hours(), 200.0);
}

/// 40 TB in full at 24 h, then every 24 h the 2 TB that changed, a full one every 7, read at
/// 2 GB/s. Half an hour to start, 0.05 h for each increment. With k increments since the full copy
/// it takes 0.5 + 40e12/2e9/3600 + k (2e12/2e9/3600 + 0.05) = 6.0556 + 0.32778 k hours, 7.038889
/// in the mean of k = 0..6 and at most 8.022222. 12 h of changes, 1 TB, are lost.
#[test]
fn a_restore_takes_the_time_of_its_chain() {
    let mut total = 0.0;
    for k in 0..7 {
        let onset = 36.0 + 24.0 * f64::from(k);
        let incident = Story::of(&format!(
            r#"Scenario(format: 1, horizon: "300h",
                stores: {{ "disks": Store(), "vault": Store(read: "2 GB/s") }},
                datasets: {{ "d": Dataset(on: "disks", size: "40 TB", changes: "2 TB/d",
                    restore: Restore(starts: "30min", per_increment: "3min")) }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "24h", full_every: 7,
                                            between: Incremental) }},
                failures: {{ "slip": Failure(strikes: Dataset("d"), at: ["{onset}h"]) }})"#
        ))
        .only();
        let restoring = 0.5 + 20_000.0 / 3600.0 + f64::from(k) * (1_000.0 / 3600.0 + 0.05);
        let (version, lost, recovered) = (Some(onset - 12.0), TB, 39.0 * TB);
        let told = Told { onset, restoring, version, lost, recovered, ..Told::default() };
        assert_told(&incident, told);
        total += restoring;
        if k == 6 {
            assert!((restoring - 8.022_222).abs() < 1e-6);
        }
    }
    assert!((total / 7.0 - 7.038_889).abs() < 1e-6);
}

/// `weekly` copies at 72 h are sound; those of `daily`, full ones at 72 h and 96 h, are not. An
/// attempt takes 1 h to start, 3.6 TB at 1 GB/s (1 h) and 2 h to verify, and only then the copy is
/// found out. Lost at 100 h: that of 96 h is tried until 104 h, that of 72 h (of `daily`, the first
/// by name) until 108 h, that of `weekly` until 112 h. Of a full copy and three increments all are
/// found out at once: 3.6 TB and 3 x 0.36 TB take 1.3 h, until 104.3 h, then `weekly` until 108.3
/// h.
#[test]
fn a_restore_falls_back_over_copies_that_are_not_sound() {
    let text = |runs: &str| {
        format!(
            r#"Scenario(format: 1, horizon: "200h",
                stores: {{ "disks": Store(), "vault": Store(read: "1 GB/s") }},
                datasets: {{ "d": Dataset(on: "disks", size: "3.6 TB", changes: "0.36 TB/d",
                    restore: Restore(starts: "1h", verifies: "2h")) }},
                backups: {{
                    "daily": Backup(of: "d", to: "vault", every: "24h", sound: 0,
                                    {runs}),
                    "weekly": Backup(of: "d", to: "vault", every: "72h"),
                }},
                failures: {{ "slip": Failure(strikes: Dataset("d"), at: ["100h"]) }})"#
        )
    };
    let lost = 28.0 * 0.015 * TB;
    let told = Told {
        onset: 100.0,
        version: Some(72.0),
        lost,
        recovered: 3.6 * TB - lost,
        ..Told::default()
    };
    let story = Story::of(&text("full_every: 1"));
    assert_told(&story.only(), Told { restoring: 6.0, verifying: 6.0, ..told });
    assert_eq!(story.restore_failures(), [104.0, 108.0]);
    let story = Story::of(&text("full_every: 7, between: Incremental"));
    assert_told(&story.only(), Told { restoring: 4.3, verifying: 4.0, ..told });
    assert_eq!(story.restore_failures(), [104.3]);
}

/// No draw is below 1e-30, so that attempts never succeed. Each of two full copies is tried twice,
/// 1 h each, then nothing is left.
#[test]
fn copies_that_were_tried_often_enough_are_given_up() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB",
                restore: Restore(starts: "1h", succeeds: 1e-30, tries: 2)) },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "slip": Failure(strikes: Dataset("d"), at: ["60h"]) })"#,
    );
    assert_eq!(story.restore_failures(), [61.0, 62.0, 63.0, 64.0]);
    let told = Told { onset: 60.0, restoring: 4.0, lost: TB, ..Told::default() };
    assert_told(&story.only(), told);
}

/// A restore that takes no time and never succeeds is tried 1000 times at one instant.
#[test]
fn attempts_that_take_no_time_do_not_nest() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB",
                restore: Restore(succeeds: 1e-30, tries: 1000)) },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "slip": Failure(strikes: Dataset("d"), at: ["30h"]) })"#,
    );
    assert_eq!(story.restore_failures(), vec![30.0; 1000]);
    assert_told(&story.only(), Told { onset: 30.0, lost: TB, ..Told::default() });
}

/// Three restores of 36 TB share a link of 1 GB/s: all are done after 3 x 10 h.
#[test]
fn restores_share_a_link() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(credential: "admin"), "vault": Store() },
            links: { "wan": Link(bandwidth: "1 GB/s") },
            datasets: {
                "a": Dataset(on: "disks", size: "36 TB"),
                "b": Dataset(on: "disks", size: "36 TB"),
                "c": Dataset(on: "disks", size: "36 TB"),
            },
            backups: {
                "a": Backup(of: "a", to: "vault", over: "wan", every: "1000h", seeded: true),
                "b": Backup(of: "b", to: "vault", over: "wan", every: "1000h", seeded: true),
                "c": Backup(of: "c", to: "vault", over: "wan", every: "1000h", seeded: true),
            },
            failures: { "thief": Failure(strikes: Credential("admin"), at: ["100h"]) })"#,
    );
    assert_eq!(story.incidents.len(), 3);
    for incident in &story.incidents {
        let (version, recovered) = (Some(0.0), 36.0 * TB);
        let told = Told { onset: 100.0, restoring: 30.0, version, recovered, ..Told::default() };
        assert_told(incident, told);
    }
}

/// The key is lost from 90 h to 140 h; data is lost at 100 h. The copy of 96 h has to wait for the
/// key; a plain one of 80 h does not. With no key ever again there is nothing to wait for, unless
/// that is not known: then it waits until the end, at 200 h.
#[test]
fn copies_encrypted_with_a_lost_key_wait_for_it() {
    let text = |lasts: &str, plain: &str| {
        format!(
            r#"Scenario(format: 1, horizon: "200h",
                stores: {{ "disks": Store(), "vault": Store() }},
                datasets: {{ "d": Dataset(on: "disks", size: "1 TB", changes: "10 GB/h") }},
                backups: {{ "sealed": Backup(of: "d", to: "vault", every: "24h",
                                encrypted: Encryption(throughput: 1, key: "kms")) {plain} }},
                failures: {{
                    "forgotten": Failure(strikes: Key("kms"), at: ["90h"] {lasts}),
                    "slip": Failure(strikes: Dataset("d"), at: ["100h"]),
                }})"#
        )
    };
    let onset = 100.0;
    let (waiting, version, lost, recovered) = (40.0, Some(96.0), 0.04 * TB, 0.96 * TB);
    let told = Told { onset, waiting, version, lost, recovered, ..Told::default() };
    assert_told(&Story::of(&text(", lasts: \"50h\"", "")).only(), told);
    let plain = ", \"plain\": Backup(of: \"d\", to: \"vault\", every: \"40h\")";
    let (version, lost, recovered) = (Some(80.0), 0.2 * TB, 0.8 * TB);
    let told = Told { onset, version, lost, recovered, ..Told::default() };
    assert_told(&Story::of(&text(", lasts: \"50h\"", plain)).only(), told);
    let lost = Story::of(&text("", "")).only();
    assert_eq!((lost.over, lost.version), (Some(Time::from_hours(100.0)), None));
    assert!(lost.beyond_recovery && lost.lost == lost.existed, "{lost:?}");
    let text = text(", detected_by: \"nobody\"", "");
    let nobody = r#"detectors: { "nobody": Immediate(coverage: 0.0) }, failures: {"#;
    let open = Story::of(&text.replace("failures: {", nobody)).only();
    assert_eq!((open.over, open.version, open.beyond_recovery), (None, None, false));
    assert_eq!((open.waiting, open.detecting), (Span::from_hours(100.0), Span::ZERO));
}

/// Of copies of 24, 48 and 72 h the key is lost at 90 h, for good, and there is another within the
/// hour: the copy of 96 h is the only one that can be read when data is lost at 100 h, and none at
/// 95 h.
#[test]
fn a_new_key_does_not_open_old_copies() {
    let text = |slip: &str| {
        format!(
            r#"Scenario(format: 1, horizon: "200h",
                stores: {{ "disks": Store(), "vault": Store() }},
                datasets: {{ "d": Dataset(on: "disks", size: "1 TB") }},
                backups: {{ "sealed": Backup(of: "d", to: "vault", every: "24h",
                                full_every: 7, between: Incremental,
                                encrypted: Encryption(throughput: 1, key: "kms")) }},
                failures: {{
                    "forgotten": Failure(strikes: Key("kms"), at: ["90h"], lasts: "1h",
                                         destroys: 1.0),
                    "slip": Failure(strikes: Dataset("d"), at: ["{slip}"]),
                }})"#
        )
    };
    assert_eq!(Story::of(&text("100h")).only().version, Some(Time::from_hours(96.0)));
    assert!(Story::of(&text("95h")).only().beyond_recovery);
}

/// Copies are read at 1 GB/s, encrypted ones at half of that: 3.6 TB in 2 h.
#[test]
fn encrypted_copies_are_read_more_slowly() {
    let incident = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store(read: "1 GB/s") },
            datasets: { "d": Dataset(on: "disks", size: "3.6 TB") },
            backups: { "sealed": Backup(of: "d", to: "vault", every: "24h",
                                        encrypted: Encryption(throughput: 0.5)) },
            failures: { "slip": Failure(strikes: Dataset("d"), at: ["100h"]) })"#,
    )
    .only();
    let (version, recovered) = (Some(96.0), 3.6 * TB);
    let told = Told { onset: 100.0, restoring: 2.0, version, recovered, ..Told::default() };
    assert_told(&incident, told);
}

/// The vault goes down at 103 h, in the middle of reading 36 TB at 1 GB/s (10 h), for 2 h: the
/// attempt is cut and begins anew at 105 h. The disks go down at 120 h, while verifying (from 115 h
/// on), for an hour: again.
#[test]
fn an_attempt_is_cut_when_what_it_needs_goes_down() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store(read: "1 GB/s") },
            datasets: { "d": Dataset(on: "disks", size: "36 TB",
                                     restore: Restore(verifies: "6h")) },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: {
                "slip": Failure(strikes: Dataset("d"), at: ["100h"]),
                "outage": Failure(strikes: Store("vault"), at: ["103h", "116h"], lasts: "2h"),
                "reboot": Failure(strikes: Store("disks"), at: ["120h"], lasts: "1h"),
            })"#,
    );
    let told = Told {
        onset: 100.0,
        waiting: 3.0,
        restoring: 23.0,
        verifying: 11.0,
        version: Some(96.0),
        recovered: 36.0 * TB,
        ..Told::default()
    };
    assert_told(&story.only(), told);
    assert_eq!(story.restore_failures(), [103.0, 120.0]);
}

/// Two mirrors 4 h behind and a backup, all of 100 h, and a backup of 50 h. The disks crash at 104
/// h and are up again at 105 h; attempts never succeed. Mirrors are tried first, in their order,
/// then backups from the newest: 3.6 TB at 0.5 GB/s take 2 h, at 1 GB/s 1 h, at 0.25 GB/s 4 h.
#[test]
fn of_equal_versions_mirrors_come_first() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: {
                "disks": Store(), "slow": Store(read: "0.5 GB/s"), "twin": Store(read: "1 GB/s"),
                "vault": Store(read: "0.25 GB/s"),
            },
            datasets: { "d": Dataset(on: "disks", size: "3.6 TB",
                                     restore: Restore(succeeds: 1e-30)) },
            mirrors: {
                "a": Mirror(of: "d", to: "slow", lag: "4h"),
                "b": Mirror(of: "d", to: "twin", lag: "4h"),
            },
            backups: { "often": Backup(of: "d", to: "vault", every: "50h") },
            failures: { "crash": Failure(strikes: Store("disks"), at: ["104h"], destroys: 1,
                                         lasts: "1h") })"#,
    );
    assert_eq!(story.restore_failures(), [107.0, 108.0, 112.0, 116.0]);
    assert!(story.only().beyond_recovery);
}
