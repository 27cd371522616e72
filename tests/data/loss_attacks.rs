//! Attacks: what they take, spoil and lay open, without chance, worked out by hand.

use firedrill::engine::Scope;

use super::story::Story;
use super::told::{TB, Told, assert_told};

/// Intruded at 500 h, after the backup of 480 h; acts 15 d later, at 860 h, when the newest backup
/// is that of 840 h. 1 TB changes fully in a year: an hour's change is 1e12 / 8760 bytes.
fn ransomware(keeps: &str, vault: &str, mode: &str) -> String {
    format!(
        r#"Scenario(format: 1, horizon: "1000h",
            stores: {{ "disks": Store(), "vault": Store({vault}) }},
            detectors: {{ "audit": Delay("10d") }},
            datasets: {{ "d": Dataset(on: "disks", size: "1 TB", changes: "1 TB/y") }},
            backups: {{ "nightly": Backup(of: "d", to: "vault", every: "24h", keeps: {keeps}) }},
            failures: {{ "ransom": Failure(strikes: Dataset("d"), at: ["500h"], dwells: "15d"
                                           {mode}) }})"#
    )
}

/// Restored to 480 h: 380 h of changes are lost.
#[track_caller]
fn assert_saved(text: &str) {
    let lost = 380.0 / 8760.0 * TB;
    let (version, recovered) = (Some(480.0), TB - lost);
    let told = Told { onset: 860.0, version, lost, recovered, ..Told::default() };
    assert_told(&Story::of(text).only(), told);
}

#[track_caller]
fn assert_all_lost(text: &str) {
    let told = Told { onset: 860.0, lost: TB, ..Told::default() };
    assert_told(&Story::of(text).only(), told);
}

/// The 14 newest are those of 528 h to 840 h, all spoiled; the 16 newest reach to 480 h.
#[test]
fn ransomware_that_dwells_longer_than_copies_are_kept_takes_all() {
    assert_all_lost(&ransomware("Newest(14)", "", ""));
    assert_all_lost(&ransomware("Newest(15)", "", ""));
    assert_saved(&ransomware("Newest(16)", "", ""));
    assert_all_lost(&ransomware("Days(15)", "", ""));
    assert_saved(&ransomware("Days(16)", "", ""));
}

/// With the credential of the vault it deletes all copies; but not those that are younger than
/// 30 d, nor those that no credential reaches. Those younger than 10 d are all spoiled.
#[test]
fn immutable_and_offline_copies_outlive_an_abused_credential() {
    let abuses = ", abuses: \"admin\"";
    let vault = |more: &str| format!("credential: \"admin\"{more}");
    assert_all_lost(&ransomware("All", &vault(""), abuses));
    assert_saved(&ransomware("All", &vault(", immutable_for: \"30d\""), abuses));
    assert_all_lost(&ransomware("All", &vault(", immutable_for: \"10d\""), abuses));
    assert_saved(&ransomware("All", &vault(", offline: true"), abuses));
    assert_saved(&ransomware("All", "credential: \"other\"", abuses));
}

/// An audit finds it after 10 d, 5 d before it acts.
#[test]
fn an_intrusion_that_is_found_in_time_costs_nothing() {
    let story = Story::of(&ransomware("All", "", ", detected_by: \"audit\""));
    assert_eq!(story.incidents, []);
}

/// A breach of the vault at 10 h meets no copy, one at 30 h that of 24 h: it is read where it is
/// plain. Nothing is lost. One of the disks reads the data itself, if that is plain.
#[test]
fn a_breach_exposes_what_is_plain() {
    let text = |store: &str, data: bool, copies: bool| {
        format!(
            r#"Scenario(format: 1, horizon: "200h",
                stores: {{ "disks": Store(), "vault": Store() }},
                datasets: {{ "d": Dataset(on: "disks", size: "1 TB", encrypted: {data}) }},
                backups: {{ "daily": Backup(of: "d", to: "vault", every: "24h",
                                            encrypted: {copies}) }},
                failures: {{ "leak": Failure(strikes: Store("{store}"), at: ["10h", "30h"],
                                             breach: true) }})"#
        )
    };
    for (store, data, copies, exposures) in [
        ("vault", false, false, vec![30.0]),
        ("vault", true, false, vec![30.0]),
        ("vault", false, true, vec![]),
        ("disks", false, true, vec![10.0, 30.0]),
        ("disks", true, false, vec![]),
    ] {
        let story = Story::of(&text(store, data, copies));
        assert_eq!(story.exposures(), exposures, "{store} {data} {copies}");
        assert_eq!(story.incidents, []);
        assert_eq!(story.turns(), [] as [f64; 0]);
    }
}

/// A stolen credential opens the disks, the twin and the vault, but not the safe, where the copy of
/// 80 h lies. It is noticed after 5 h.
#[test]
fn a_stolen_credential_takes_data_and_copies() {
    let story = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: {
                "disks": Store(credential: "admin"), "twin": Store(credential: "admin"),
                "vault": Store(credential: "admin"), "safe": Store(credential: "other"),
            },
            detectors: { "people": Delay("5h") },
            datasets: { "d": Dataset(on: "disks", size: "1 TB", changes: "10 GB/h") },
            mirrors: { "live": Mirror(of: "d", to: "twin") },
            backups: {
                "daily": Backup(of: "d", to: "vault", every: "24h"),
                "seldom": Backup(of: "d", to: "safe", every: "40h"),
            },
            failures: { "thief": Failure(strikes: Credential("admin"), at: ["100h"],
                                         detected_by: "people") },
            services: { "app": Service(needs: Data("d")) })"#,
    );
    let (version, lost, recovered) = (Some(80.0), 0.2 * TB, 0.8 * TB);
    let told = Told { onset: 100.0, detecting: 5.0, version, lost, recovered, ..Told::default() };
    assert_told(&story.only(), told);
    assert!(matches!(story.only().scope, Scope::Credential(_)));
    assert_eq!(story.turns(), [100.0, 105.0]);
}

/// All is deleted on the disks at 100 h, which is noticed after 5 h. The mirror, 3 h behind, stayed
/// at 97 h.
#[test]
fn a_mirror_stays_where_it_was_when_its_data_is_gone() {
    let incident = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(credential: "admin"), "twin": Store() },
            detectors: { "people": Delay("5h") },
            datasets: { "d": Dataset(on: "disks", size: "1 TB", changes: "10 GB/h") },
            mirrors: { "live": Mirror(of: "d", to: "twin", lag: "3h") },
            failures: { "thief": Failure(strikes: Credential("admin"), at: ["100h"],
                                         detected_by: "people") })"#,
    )
    .only();
    let (version, lost, recovered) = (Some(97.0), 0.03 * TB, 0.97 * TB);
    let told = Told { onset: 100.0, detecting: 5.0, version, lost, recovered, ..Told::default() };
    assert_told(&incident, told);
}

/// At 100 h data is spoiled and the mirror, 3 h behind, deleted; it begins anew at once, with
/// spoiled data. Noticed at 101 h: it has nothing of 98 h, and the backup of 96 h is taken.
#[test]
fn a_mirror_that_began_anew_has_nothing_from_before() {
    let incident = Story::of(
        r#"Scenario(format: 1, horizon: "200h",
            stores: { "disks": Store(), "twin": Store(credential: "admin"), "vault": Store() },
            detectors: { "people": Delay("1h") },
            datasets: { "d": Dataset(on: "disks", size: "1 TB", changes: "10 GB/h") },
            mirrors: { "live": Mirror(of: "d", to: "twin", lag: "3h") },
            backups: { "daily": Backup(of: "d", to: "vault", every: "24h") },
            failures: { "ransom": Failure(strikes: Dataset("d"), at: ["100h"], abuses: "admin",
                                          detected_by: "people") })"#,
    )
    .only();
    let (version, lost, recovered) = (Some(96.0), 0.04 * TB, 0.96 * TB);
    let told = Told { onset: 100.0, detecting: 1.0, version, lost, recovered, ..Told::default() };
    assert_told(&incident, told);
}
