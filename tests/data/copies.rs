//! What copies and mirrors are worth when data is lost, worked out by hand.

use firedrill::engine::Change;

use super::story::Story;

/// What backups wrote, in GB, by their hours.
fn written(story: &Story) -> Vec<(f64, f64)> {
    let done = story.changes.iter().filter_map(|(_, change)| match change {
        Change::BackupDone { since, bytes, .. } => {
            Some((since.hours(), (bytes.get() / 1e9).round()))
        }
        _ => None,
    });
    done.collect()
}

/// Rot strikes at 30 h and shows at 60 h: the increment of 48 h is of rotten data. What is restored
/// is of 24 h, the backup of 72 h builds on nothing rotten and is a full one, and when the disk
/// burns at 100 h the increment of 96 h can be restored.
#[test]
fn nothing_is_built_on_what_was_spoiled() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "110h",
            stores: { "disk": Store(), "vault": Store() },
            datasets: { "d": Dataset(on: "disk", size: "100 GB", changes: "1 GB/h") },
            detectors: { "reader": Delay("30h") },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h", full_every: 10,
                                         between: Incremental) },
            failures: { "rot": Failure(strikes: Dataset("d"), at: ["30h"], detected_by: "reader"),
                        "fire": Failure(strikes: Store("disk"), at: ["100h"], destroys: 1.0,
                                        lasts: Fixed("1h")) })"#,
    );
    assert_eq!(written(&story), [(24.0, 100.0), (48.0, 24.0), (72.0, 100.0), (96.0, 24.0)]);
    let versions = story.incidents.iter().map(|it| it.version.map(|version| version.hours()));
    assert_eq!(versions.collect::<Vec<_>>(), [Some(24.0), Some(96.0)]);
}

/// A mirror 30 minutes behind. Its link fails at 10 h and is mended at 12 h: it has 9.5 h. The 2.5
/// GB changed since then take 15 min at 10 GB/h. A disk lost at 11 h or at 12.2 h is restored to
/// 9.5 h, one lost at 12.5 h to 12 h, half an hour before.
#[test]
fn a_mirror_is_worth_what_it_had_when_it_broke() {
    for (onset, version) in [("9h", 8.5), ("11h", 9.5), ("732min", 9.5), ("750min", 12.0)] {
        let story = Story::of(&format!(
            r#"Scenario(format: 1, horizon: "30h",
                stores: {{ "disk": Store(), "vault": Store() }},
                links: {{ "wan": Link(bandwidth: "10 GB/h") }},
                datasets: {{ "d": Dataset(on: "disk", size: "100 GB", changes: "1 GB/h") }},
                mirrors: {{ "m": Mirror(of: "d", to: "vault", over: "wan", lag: "30min") }},
                failures: {{ "cut": Failure(strikes: Link("wan"), at: ["10h"], lasts: Fixed("2h")),
                             "fire": Failure(strikes: Store("disk"), at: ["{onset}"],
                                             destroys: 1.0, lasts: Fixed("1h")) }})"#
        ));
        let found = story.only().version.expect("it is restored").hours();
        assert!((found - version).abs() < 1e-9, "lost at {onset}: {found}, not {version}");
    }
}

/// Three restores of 360 GB each share a link at 100 GB/h from 5 h on: all end 3 x 3.6 h later, as
/// r S / B says. The backup of 100 GB at 17 h has it alone.
#[test]
fn restores_on_one_link_end_together() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "30h",
            stores: { "disk": Store(), "vault": Store(), "safe": Store() },
            links: { "wan": Link(bandwidth: "100 GB/h") },
            datasets: { "a": Dataset(on: "disk", size: "360 GB"),
                        "b": Dataset(on: "disk", size: "360 GB"),
                        "c": Dataset(on: "disk", size: "360 GB"),
                        "e": Dataset(on: "safe", size: "100 GB") },
            backups: { "a": Backup(of: "a", to: "vault", over: "wan", every: "100h", seeded: true),
                       "b": Backup(of: "b", to: "vault", over: "wan", every: "100h", seeded: true),
                       "c": Backup(of: "c", to: "vault", over: "wan", every: "100h", seeded: true),
                       "e": Backup(of: "e", to: "vault", over: "wan", every: "100h", first: "17h") },
            failures: { "fire": Failure(strikes: Store("disk"), at: ["4h"], destroys: 1.0,
                                        lasts: Fixed("1h")) })"#,
    );
    let over = story.incidents.iter().map(|it| it.over.expect("it is over").hours());
    let over: Vec<f64> = over.collect();
    assert_eq!(over.len(), 3);
    assert!(over.iter().all(|over| (over - 15.8).abs() < 1e-9), "{over:?}");
    let done = story.changes.iter().find(|it| matches!(it.1, Change::BackupDone { .. }));
    let at = done.expect("it is done").0;
    assert!((at.hours() - 18.0).abs() < 1e-9, "{at:?}");
}

/// A copy that is immutable for 36 h survives the credential that deletes what it reaches at 50 h:
/// that of 24 h is 26 h old and stays. Immutable for 24 h it is gone, and all is lost.
#[test]
fn immutable_copies_survive_a_stolen_credential() {
    for (immutable_for, version) in [("36h", Some(24.0)), ("24h", None)] {
        let story = Story::of(&format!(
            r#"Scenario(format: 1, horizon: "60h",
                stores: {{ "disk": Store(credential: "admin"),
                           "vault": Store(credential: "admin", immutable_for: "{immutable_for}") }},
                datasets: {{ "d": Dataset(on: "disk", size: "100 GB") }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "100h", first: "24h") }},
                failures: {{ "theft": Failure(strikes: Credential("admin"), at: ["50h"]) }})"#
        ));
        let incident = story.only();
        assert_eq!(incident.version.map(|version| version.hours()), version, "{immutable_for}");
        assert_eq!(incident.beyond_recovery, version.is_none());
    }
}
