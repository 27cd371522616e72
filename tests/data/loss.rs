//! What failures take with them, and what becomes of it, without chance, worked out by hand.

use firedrill::engine::Scope;
use firedrill::model::Place;
use firedrill::quantity::Span;

use super::story::Story;
use super::told::{TB, Told, assert_told};

/// Deleted by mistake at 100 h. The mirror lies 3 h behind: noticed after 2 h, it still has the
/// data of 99 h; after 8 h it does not, and the backup of 96 h has to do. 10 GB change an hour.
#[test]
fn a_mistake_noticed_within_the_lag_of_a_mirror_costs_less() {
    for (notice, version) in [(2.0, 99.0), (8.0, 96.0)] {
        let incident = Story::of(&format!(
            r#"Scenario(format: 1, horizon: "200h",
                stores: {{ "disks": Store(), "twin": Store(), "vault": Store() }},
                detectors: {{ "people": Delay("{notice}h") }},
                datasets: {{ "d": Dataset(on: "disks", size: "1 TB", changes: "10 GB/h") }},
                mirrors: {{ "live": Mirror(of: "d", to: "twin", lag: "3h") }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "24h") }},
                failures: {{ "slip": Failure(strikes: Dataset("d"), at: ["100h"],
                                             detected_by: "people") }},
                services: {{ "app": Service(needs: Data("d")) }})"#
        ));
        let lost = (100.0 - version) * 0.01 * TB;
        let (version, recovered) = (Some(version), TB - lost);
        let told =
            Told { onset: 100.0, detecting: notice, version, lost, recovered, ..Told::default() };
        assert_told(&incident.only(), told);
        assert_eq!(incident.turns(), [] as [f64; 0], "it is missed for no time at all");
    }
}

/// The east burns down at 100 h and stays dark for 30 d; that is known after 2 h. The data comes
/// back in the west, over the link at 1 GB/s: 3.6 TB in 1 h. What needs it anywhere is down for
/// 3 h, what needs it in the east until the end. The copy of the east is gone, that of 96 h in the
/// west is not: 4 h of 36 GB are lost. From then on the west's own disks are what a second fire,
/// there at 150 h, destroys, with all copies.
#[test]
fn a_site_that_burns_down_is_restored_elsewhere() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            domains: { "east": Domain(), "hall": Domain(within: "east"), "west": Domain() },
            stores: {
                "disks": Store(within: "hall"), "near": Store(within: "east"),
                "vault": Store(within: "west"), "spare": Store(within: "west"),
            },
            links: { "wan": Link(between: ["east", "west"], bandwidth: "1 GB/s") },
            detectors: { "watch": Delay("2h") },
            datasets: { "d": Dataset(on: "disks", size: "3.6 TB", changes: "36 GB/h",
                                     restore: Restore(to: ["spare"])) },
            backups: {
                "near": Backup(of: "d", to: "near", every: "5h"),
                "far": Backup(of: "d", to: "vault", over: "wan", every: "24h"),
            },
            failures: {
                "fire": Failure(strikes: Domain("east"), at: ["100h"], destroys: 1, lasts: "30d",
                                detected_by: "watch"),
                "flood": Failure(strikes: Domain("west"), at: ["150h"], destroys: 1,
                                 lasts: "30d"),
            },
            services: {
                "anywhere": Service(needs: Data("d")),
                "east": Service(needs: Data(of: "d", at: "disks")),
            })"#,
    );
    let [fire, flood] = story.incidents[..] else { panic!("two incidents: {story:?}") };
    let told = Told {
        onset: 100.0,
        detecting: 2.0,
        restoring: 1.0,
        version: Some(96.0),
        lost: 0.144 * TB,
        recovered: 3.456 * TB,
        ..Told::default()
    };
    assert_told(&fire, told);
    assert!(matches!(fire.scope, Scope::Place(Place::Domain(_))));
    assert_told(&flood, Told { onset: 150.0, lost: 3.6 * TB, ..Told::default() });
    // Both down at 100 h, one up at 103 h and down at 150 h.
    assert_eq!(story.turns(), [100.0, 100.0, 103.0, 150.0]);
}

/// Half the data is destroyed at 100 h, the store down for an hour. From 101 h on it is restored,
/// in 10 h; at 104 h half of what there is is destroyed again: the attempt failed, and another
/// takes from 105 h to 115 h. Three quarters of 4 h of changes of 10 GB are lost.
#[test]
fn a_further_loss_widens_an_incident() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB", changes: "10 GB/h",
                                     restore: Restore(starts: "9h", verifies: "1h")) },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "crash": Failure(strikes: Store("disks"), at: ["100h", "104h"],
                                         destroys: 1, lasts: "1h") })"#,
    );
    let whole = story.only();
    let told = Told {
        onset: 100.0,
        waiting: 2.0,
        restoring: 12.0,
        verifying: 1.0,
        version: Some(96.0),
        lost: 0.04 * TB,
        recovered: 0.96 * TB,
        ..Told::default()
    };
    assert_told(&whole, told);
    assert_eq!(story.restore_failures(), [104.0]);
}

/// The same where half is destroyed each time; with `destroys` below 1 the copies on other stores
/// are not touched. Of three quarters of the data 4 h of changes are lost.
#[test]
fn shares_that_are_lost_one_after_the_other_leave_their_product() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB", changes: "10 GB/h",
                                     restore: Restore(starts: "10h")) },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "crash": Failure(strikes: Store("disks"), at: ["100h", "104h"],
                                         destroys: 0.5, lasts: "1h") })"#,
    );
    let told = Told {
        onset: 100.0,
        waiting: 2.0,
        restoring: 13.0,
        version: Some(96.0),
        lost: 0.75 * 0.04 * TB,
        recovered: 0.25 * TB + 0.75 * 0.96 * TB,
        ..Told::default()
    };
    assert_told(&story.only(), told);
}

/// Rot sets in at 50 h and 100 h and is found after 10 h each: copies taken meanwhile (54 h; 102 h
/// and 108 h) are spoiled, and stay so. Restored to 48 h and 96 h. At 111 h, before the next backup
/// (114 h), a crash: still 96 h, since what was copied during the rot is worth nothing.
#[test]
fn copies_of_rot_stay_spoiled() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store() },
            detectors: { "look": Delay("10h") },
            datasets: { "d": Dataset(on: "disks", size: "1 TB", changes: "1 GB/h") },
            backups: { "often": Backup(of: "d", to: "vault", every: "6h") },
            failures: {
                "rot": Failure(strikes: Dataset("d"), at: ["50h", "100h"], destroys: 0.25,
                               detected_by: "look"),
                "crash": Failure(strikes: Store("disks"), at: ["111h"], destroys: 1, lasts: "1h"),
            })"#,
    );
    let versions: Vec<_> = story.incidents.iter().filter_map(|it| it.version).collect();
    let hours: Vec<_> = versions.iter().map(|version| version.hours()).collect();
    assert_eq!(hours, [48.0, 96.0, 96.0]);
    let told = Told {
        onset: 50.0,
        detecting: 10.0,
        version: Some(48.0),
        lost: 0.25 * 2e9,
        recovered: 0.75 * TB + 0.25 * (TB - 2e9),
        ..Told::default()
    };
    assert_told(&story.incidents[0], told);
}

/// A failure that lasts 1 h and would have been seen after 5 h: its loss is known when it is over.
#[test]
fn a_loss_is_known_at_the_latest_when_its_failure_is_over() {
    let incident = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "vault": Store() },
            detectors: { "look": Delay("5h") },
            datasets: { "d": Dataset(on: "disks", size: "1 TB") },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "crash": Failure(strikes: Store("disks"), at: ["100h"], destroys: 1,
                                         lasts: "1h", detected_by: "look") })"#,
    )
    .only();
    let (version, recovered) = (Some(96.0), TB);
    let told = Told { onset: 100.0, detecting: 1.0, version, recovered, ..Told::default() };
    assert_told(&incident, told);
}

/// Mode by mode a struck dataset can be struck again once its incident is over, as new: at a life
/// of 40 h and 10 h to restore, at 40 h, 90 h, 140 h and 190 h; the last is cut short at 195 h.
#[test]
fn what_struck_the_data_is_as_new_after_the_restore() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "195h",
            stores: { "disks": Store(), "vault": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB", restore: Restore(starts: "10h")) },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "rot": Failure(strikes: Dataset("d"), time_to_failure: "40h") })"#,
    );
    let onsets: Vec<_> = story.incidents.iter().map(|it| it.onset.hours()).collect();
    assert_eq!(onsets, [40.0, 90.0, 140.0, 190.0]);
    let last = story.incidents[3];
    assert_eq!((last.over, last.restoring), (None, Span::from_hours(5.0)));
}

/// Both drives of a mirrored pair fail at 100 h, seen at once, and are replaced after 10 h; then
/// two empty pieces are made anew in 5 h each. Only then there is somewhere to restore to: 15 h
/// later, at once. What is needed cannot be read all the while.
#[test]
fn a_built_store_is_restored_to_when_its_pieces_are_back() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            pools: { "drives": Pool(members: 2) },
            repairs: { "swap": [Stage(name: "swap", takes: "10h")] },
            stores: { "vault": Store(), "pair": Store(
                built: Mirrored(of: "drives", copies: 2, rebuild: Rebuild(takes: "5h"))) },
            datasets: { "d": Dataset(on: "pair", size: "1 TB", changes: "10 GB/h") },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "surge": Failure(strikes: Several(count: 2, of: "drives"), at: ["100h"],
                                         repaired_by: "swap") },
            services: { "app": Service(needs: Data("d")) })"#,
    );
    let (version, lost, recovered) = (Some(96.0), 0.04 * TB, 0.96 * TB);
    let told = Told { onset: 100.0, waiting: 15.0, version, lost, recovered, ..Told::default() };
    assert_told(&story.only(), told);
    assert!(matches!(story.only().scope, Scope::Members(_)));
    assert_eq!(story.turns(), [100.0, 115.0]);
}

/// The one disk that holds the data reboots from 10 h to 12 h, a spare takes its place, and it comes
/// back as the spare: a hot one can be read from 12 h on, a cold one is off.
#[test]
fn a_spare_that_is_on_shows_what_it_holds() {
    let text = |kind: &str| {
        format!(
            r#"Scenario(format: 1, horizon: "20h",
                pools: {{ "disks": Pool(members: 1, spares: [{kind}(count: 1)]) }},
                stores: {{ "s": Store(built: Mirrored(of: "disks", copies: 1)) }},
                datasets: {{ "d": Dataset(on: "s", size: "1 TB") }},
                failures: {{ "reboot": Failure(strikes: One("disks"), at: ["10h"], lasts: "2h") }},
                services: {{ "reading": Service(needs: Data("d")) }})"#
        )
    };
    assert_eq!(Story::of(&text("Hot")).turns(), [10.0, 12.0]);
    assert_eq!(Story::of(&text("Cold")).turns(), [10.0]);
}
