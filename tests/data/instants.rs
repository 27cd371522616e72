//! What happens at one instant happens at once, whatever the order in which it is worked out.

use super::story::Story;
use super::told::{TB, Told, assert_told};

/// A thief deletes the dataset and its mirror, and another dataset with them. The mirror must not
/// catch up with what is about to be deleted while the other is.
#[test]
fn a_mirror_deleted_with_its_dataset_saves_nothing_whoever_else_is_struck() {
    let scenario = |others: &str| {
        format!(
            r#"Scenario(format: 1, horizon: "100h",
                stores: {{ "disks": Store(credential: "admin"), "far": Store(credential: "admin") }},
                datasets: {{ {others} "mail": Dataset(on: "disks", size: "1 TB") }},
                mirrors: {{ "live": Mirror(of: "mail", to: "far") }},
                failures: {{ "thief": Failure(strikes: Credential("admin"), at: ["50h"]) }})"#
        )
    };
    let lost = Told { onset: 50.0, lost: TB, ..Told::default() };
    let other = r#""first": Dataset(on: "disks", size: "1 TB"),"#;
    assert_told(&Story::of(&scenario("")).only(), lost);
    for incident in Story::of(&scenario(other)).incidents {
        assert_told(&incident, lost);
    }
}

/// The mirror is destroyed at 20 h while its store stays up, at half its speed: it begins anew at
/// once, and has all when the dataset is lost at 80 h.
#[test]
fn a_mirror_destroyed_on_a_store_that_stays_up_begins_anew() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "100h", stores: { "disks": Store(), "far": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB") },
            mirrors: { "live": Mirror(of: "d", to: "far") },
            failures: {
                "wear": Failure(strikes: Store("far"), at: ["20h"], leaves: 0.5, destroys: 1,
                                lasts: "5h"),
                "crash": Failure(strikes: Store("disks"), at: ["80h"], destroys: 1, lasts: "1h"),
            })"#,
    );
    let told = Told { onset: 80.0, waiting: 1.0, version: Some(80.0), recovered: TB, ..NONE };
    assert_told(&story.only(), told);
}

/// The same where a rebuild meets a sector that cannot be read: the mirror in the group is lost at
/// 22 h, and the store can be read all the time.
#[test]
fn a_mirror_lost_with_an_unreadable_sector_begins_anew() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "100h", pools: { "drives": Pool(members: 2) },
            stores: { "disks": Store(), "far": Store(built: Mirrored(
                of: "drives", copies: 2, rebuild: Rebuild(takes: "1h", unreadable: 1))) },
            datasets: { "d": Dataset(on: "disks", size: "1 TB") },
            mirrors: { "live": Mirror(of: "d", to: "far") },
            repairs: { "swap": [Stage(name: "swap", takes: "1h")] },
            failures: {
                "wear": Failure(strikes: One("drives"), at: ["20h"], repaired_by: "swap"),
                "crash": Failure(strikes: Store("disks"), at: ["80h"], destroys: 1, lasts: "1h"),
            })"#,
    );
    let told = Told { onset: 80.0, waiting: 1.0, version: Some(80.0), recovered: TB, ..NONE };
    assert_told(&story.only(), told);
}

/// Copies of 24 h and 48 h are kept for a day. The second builds on the first, which expires as the
/// second begins; a limit to the store, far away, must not make it go. 12 h of changes are lost.
#[test]
fn what_a_backup_builds_on_makes_no_room_for_it() {
    for capacity in ["", r#"capacity: "100 TB""#] {
        let story = Story::of(&format!(
            r#"Scenario(format: 1, horizon: "100h",
                stores: {{ "disks": Store(), "vault": Store({capacity}) }},
                datasets: {{ "d": Dataset(on: "disks", size: "1 TB", changes: "1 GB/h") }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "24h", takes: "1h",
                                            full_every: 7, between: Incremental, keeps: Days(1)) }},
                failures: {{ "crash": Failure(strikes: Store("disks"), at: ["60h"], destroys: 1,
                                              lasts: "1h") }})"#
        ));
        let (lost, recovered) = (12e9, TB - 12e9);
        let version = Some(48.0);
        let told = Told { onset: 60.0, waiting: 1.0, version, lost, recovered, ..NONE };
        assert_told(&story.only(), told);
    }
}

/// The dataset is destroyed at 80 h and is being restored elsewhere, which takes 10 h, when at 85 h
/// somebody deletes all that lies there: the restore begins anew.
#[test]
fn a_restore_is_cut_when_what_lies_on_its_target_is_deleted() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "other": Store(credential: "admin"), "vault": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB",
                                     restore: Restore(to: ["other"], starts: "10h")) },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: {
                "thief": Failure(strikes: Credential("admin"), at: ["85h"]),
                "crash": Failure(strikes: Store("disks"), at: ["80h"], destroys: 1, lasts: "99h"),
            })"#,
    );
    assert_eq!(story.restore_failures(), [85.0]);
    let told = Told { onset: 80.0, restoring: 15.0, version: Some(72.0), recovered: TB, ..NONE };
    assert_told(&story.only(), told);
}

/// A service at the mirror runs while the dataset's own store is down, not while the mirror's is
/// nor while its key is lost, and goes down with a mirror that is destroyed and has to be copied
/// anew: 1 TB in 10 h, from 150 h on.
#[test]
fn data_is_at_a_store_where_a_mirror_of_it_is() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "far": Store(write: "100 GB/h") },
            datasets: { "d": Dataset(on: "disks", size: "1 TB") },
            mirrors: { "live": Mirror(of: "d", to: "far", encrypted: Encryption(key: "kms")) },
            failures: {
                "dark": Failure(strikes: Store("disks"), at: ["20h"], lasts: "5h"),
                "cut": Failure(strikes: Store("far"), at: ["40h"], lasts: "5h"),
                "lost": Failure(strikes: Key("kms"), at: ["60h"], lasts: "5h"),
                "fire": Failure(strikes: Store("far"), at: ["149h"], destroys: 1, lasts: "1h"),
            },
            services: { "app": Service(needs: Data(of: "d", at: "far")) })"#,
    );
    assert_eq!(story.turns(), [40.0, 45.0, 60.0, 65.0, 149.0, 160.0]);
}

/// The dataset is destroyed at 30 h and its restore takes 30 h to start, from the only copy, of
/// 24 h; that is kept for a day, until 48 h. Then there is nothing left, whatever else happens.
#[test]
fn a_restore_is_cut_when_its_copy_is_no_longer_kept() {
    for other in ["", r#""else": Failure(strikes: Store("other"), at: ["50h"], lasts: "1h"),"#] {
        let story = Story::of(&format!(
            r#"Scenario(format: 1, horizon: "100h",
                stores: {{ "disks": Store(), "vault": Store(), "other": Store() }},
                datasets: {{ "d": Dataset(on: "disks", size: "1 TB",
                                          restore: Restore(starts: "30h")) }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "24h", keeps: Days(1)) }},
                failures: {{ {other}
                    "crash": Failure(strikes: Store("disks"), at: ["30h"], destroys: 1,
                                     lasts: "0s"),
                }})"#
        ));
        assert_eq!(story.restore_failures(), [48.0]);
        let told = Told { onset: 30.0, restoring: 18.0, lost: TB, ..NONE };
        assert_told(&story.incidents[0], told);
    }
}

/// The same where it waits for the vault: what it hopes for is gone at 48 h.
#[test]
fn a_wait_is_over_when_the_last_copy_is_no_longer_kept() {
    for other in ["", r#""else": Failure(strikes: Store("other"), at: ["50h"], lasts: "1h"),"#] {
        let story = Story::of(&format!(
            r#"Scenario(format: 1, horizon: "100h",
                stores: {{ "disks": Store(), "vault": Store(), "other": Store() }},
                datasets: {{ "d": Dataset(on: "disks", size: "1 TB") }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "24h", keeps: Days(1)) }},
                failures: {{ {other}
                    "dark": Failure(strikes: Store("vault"), at: ["29h"], lasts: "90h"),
                    "crash": Failure(strikes: Store("disks"), at: ["30h"], destroys: 1,
                                     lasts: "0s"),
                }})"#
        ));
        let told = Told { onset: 30.0, waiting: 18.0, lost: TB, ..NONE };
        assert_told(&story.incidents[0], told);
    }
}

const NONE: Told = Told {
    onset: 0.0,
    detecting: 0.0,
    waiting: 0.0,
    restoring: 0.0,
    verifying: 0.0,
    version: None,
    lost: 0.0,
    recovered: 0.0,
};
