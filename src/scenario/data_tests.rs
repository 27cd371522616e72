//! Tests of what the language says about domains, stores, datasets and copies.

use super::tests::{read, read_with};
use crate::model::{
    Built, DomainId, Effect, Encryption, Ends, Failure, FirstBackup, Keep, Model, Named, Need,
    Objective, Partial, Place, Rebuild, RebuildWork, Recovery, Retry, Seeing, Sharing, Strikes,
    Table, Verification, Window,
};
use crate::quantity::{Bytes, DataRate, Probability, Span, Time};

/// Uses everything that the language has about domains and data.
const EVERYTHING: &str = include_str!("../../tests/ron/everything.ron");

const TINY: &str = r#"Scenario(
    format: 1, horizon: "1y",
    domains: { "east": Domain(), "hall": Domain(within: "east", count: 3) },
    pools: { "p": Pool(members: 4, across: "hall") },
    failures: { "f": Failure(strikes: Each(["p"]), time_to_failure: "5d", detected_by: "w") },
    detectors: { "w": Immediate },
    stores: { "disk": Store(), "vault": Store() },
    datasets: { "d": Dataset(on: "disk", size: "1 TB", grows: "10 GB/d") },
    backups: { "b": Backup(of: "d", to: "vault", every: "1d") },
)"#;

fn everything() -> Model {
    read(EVERYTHING).model
}

pub(super) fn row<'m, Id, Row>(table: &'m Table<Id, Row>, name: &str) -> &'m Row
where
    Id: From<usize> + Into<usize>,
    Row: Named,
{
    &table[table.find(name).expect("it is there")]
}

pub(super) fn failure<'m>(model: &'m Model, name: &str) -> &'m Failure {
    row(&model.failures, name)
}

pub(super) fn probability(value: f64) -> Probability {
    Probability::new(value)
}

#[test]
fn the_scenario_that_uses_everything_has_nothing_to_note() {
    let notes: Vec<String> = read(EVERYTHING).notes.iter().map(ToString::to_string).collect();
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn domains_are_counted_through_and_lie_in_each_other() {
    let model = everything();
    let written: Vec<(&str, Option<&str>)> = model
        .domains
        .iter()
        .map(|it| (it.name.as_str(), it.within.map(|at| model.domains[at].name.as_str())))
        .collect();
    let expected = [
        ("cage", Some("hall[2]")),
        ("east", None),
        ("hall[1]", Some("east")),
        ("hall[2]", Some("east")),
        ("hall[3]", Some("east")),
        ("hall[4]", Some("east")),
        ("row[1]", Some("hall[1]")),
        ("row[2]", Some("hall[1]")),
        ("row[3]", Some("hall[2]")),
        ("row[4]", Some("hall[2]")),
        ("row[5]", Some("hall[3]")),
        ("row[6]", Some("hall[3]")),
        ("row[7]", Some("hall[4]")),
        ("row[8]", Some("hall[4]")),
        ("west", None),
    ];
    assert_eq!(written, expected);
}

#[test]
fn more_than_nine_domains_are_in_the_order_of_their_numbers() {
    let model = read_with(TINY, &["domains.hall.count=11"]).model;
    let names: Vec<&str> = model.domains.iter().map(|it| it.name.as_str()).collect();
    let halls: Vec<String> = (1..=11).map(|number| format!("hall[{number}]")).collect();
    assert_eq!(names[0], "east");
    assert_eq!(names[1..], halls);
}

#[test]
fn a_domain_in_each_of_several_is_numbered_even_without_a_count() {
    let text = TINY.replace("\"hall\": ", "\"cage\": Domain(within: \"hall\"), \"hall\": ");
    let model = read(&text).model;
    let cages: Vec<&str> = model.domains.iter().take(3).map(|it| it.name.as_str()).collect();
    assert_eq!(cages, ["cage[1]", "cage[2]", "cage[3]"]);
}

fn across(model: &Model, pool: &str) -> Vec<String> {
    let name = |&domain: &DomainId| model.domains[domain].name.clone();
    row(&model.pools, pool).across.iter().map(name).collect()
}

#[test]
fn pools_lie_across_domains_in_the_order_written() {
    let model = everything();
    assert_eq!(across(&model, "gpu"), ["hall[1]", "hall[2]", "hall[3]", "hall[4]"]);
    assert_eq!(across(&model, "disks"), ["row[3]", "row[1]", "west"]);
    assert!(across(&model, "nodes").is_empty());
}

#[test]
fn failures_strike_what_they_name() {
    let model = everything();
    let places = |name: &str| match &failure(&model, name).strikes {
        Strikes::Places(places) => places.iter().map(|&it| model.place_name(it)).collect(),
        other => vec![format!("{other:?}")],
    };
    let halls = ["domain/hall[1]", "domain/hall[2]", "domain/hall[3]", "domain/hall[4]"];
    assert_eq!(places("fire"), halls);
    assert_eq!(places("power"), ["domain/east"]);
    assert_eq!(places("slow"), ["store/vault"]);
    assert_eq!(places("cut"), ["link/wan"]);
    assert_eq!(places("kms"), ["key/kms"]);
    let disks = model.pools.find("disks").expect("a pool");
    assert_eq!(failure(&model, "batch").strikes, Strikes::Several(2, disks));
    let chats = model.datasets.find("chats").expect("a dataset");
    assert_eq!(failure(&model, "ransom").strikes, Strikes::Dataset(chats));
    let root = model.credentials.find("root").expect("a credential");
    assert_eq!(failure(&model, "insider").strikes, Strikes::Credential(root));
}

#[test]
fn what_is_destroyed_depends_on_what_is_struck() {
    let model = everything();
    let destroyed = |name| failure(&model, name).effect.destroys.get();
    let defaults = ["node", "reboot", "power", "slow", "cut", "breach", "kms", "ransom", "insider"];
    let found = defaults.map(destroyed);
    assert_eq!(found, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    assert_eq!(["batch", "fire", "mistake"].map(destroyed), [0.9, 0.3, 0.1]);
}

#[test]
fn effects_and_recoveries_are_those_written() {
    let model = everything();
    assert_eq!(failure(&model, "slow").effect.leaves, 0.25);
    let breach = failure(&model, "breach");
    let only = Effect { breach: true, ..Effect::destroying(Probability::NEVER) };
    assert_eq!((&breach.effect, &breach.recovery), (&only, &Recovery::Restore));
    let ransom = failure(&model, "ransom");
    let dwells = ransom.effect.dwells.as_ref().expect("it dwells").mean();
    assert!((dwells / Span::from_hours(480.0) - 1.0).abs() < 1e-12);
    assert_eq!(ransom.effect.abuses, model.credentials.find("admin"));
    assert_eq!(ransom.recovery, Recovery::Restore);
    assert_eq!(failure(&model, "insider").recovery, Recovery::Restore);
    assert!(matches!(failure(&model, "power").recovery, Recovery::Lasts(_)));
}

#[test]
fn audits_are_scrubs_that_take_no_time() {
    let model = everything();
    let [scrub, audit] = ["scrub", "audit"].map(|it| row(&model.detectors, it));
    let days = |days| Span::from_hours(24.0 * days);
    let seeing = Seeing::Scrub { every: days(7.0), takes: days(2.0), finds: probability(0.99) };
    assert_eq!(scrub.seeing, seeing);
    assert_eq!(scrub.coverage, probability(0.9));
    let seeing = Seeing::Scrub { every: days(30.0), takes: Span::ZERO, finds: probability(0.3) };
    assert_eq!((&audit.seeing, audit.coverage), (&seeing, Probability::SURE));
    let stages = &row(&model.repairs, "bench").stages;
    assert_eq!((stages[0].remote, stages[1].remote), (true, false));
}

#[test]
fn stores_are_as_written() {
    let model = everything();
    let [nvme, pair, vault, safe] =
        ["nvme", "pair", "vault", "safe"].map(|it| row(&model.stores, it));
    assert_eq!(vault.read, Some(DataRate::from_per_second(3.125e9)));
    assert_eq!(vault.write, Some(DataRate::from_per_second(2e9)));
    assert_eq!((vault.medium.as_str(), safe.medium.as_str()), ("tape", "disk"));
    assert_eq!((vault.holds, vault.capacity), (Bytes::new(1.5e12), Some(Bytes::new(1e15))));
    assert_eq!(vault.immutable_for, Span::from_hours(720.0));
    assert_eq!(vault.credential, model.credentials.find("admin"));
    assert_eq!(vault.within, model.domains.find("west"));
    assert!(safe.offline && safe.read.is_none() && safe.capacity.is_none());
    let Built { data, parity, rebuild, .. } = nvme.built.as_ref().expect("built on disks");
    assert_eq!((*data, *parity), (6, 3));
    let Rebuild { work, sharing, unreadable } = rebuild.as_ref().expect("rebuilt");
    assert!(matches!(work, RebuildWork::Takes(_)));
    assert_eq!((*sharing, *unreadable), (Sharing::Queued(2), probability(0.001)));
    let Built { pool, data, parity, rebuild } = pair.built.as_ref().expect("built on nodes");
    assert_eq!((Some(*pool), *data, *parity), (model.pools.find("nodes"), 1, 1));
    let rebuild = rebuild.as_ref().expect("rebuilt");
    assert_eq!(rebuild.work, RebuildWork::Copies(DataRate::from_per_second(1e9)));
    assert_eq!(rebuild.sharing, Sharing::Shared);
}

#[test]
fn credentials_and_keys_are_those_mentioned() {
    let model = everything();
    let credentials: Vec<&str> = model.credentials.iter().map(Named::name).collect();
    let keys: Vec<&str> = model.keys.iter().map(Named::name).collect();
    assert_eq!((credentials, keys), (vec!["admin", "root"], vec!["kms"]));
}

#[test]
fn links_join_domains() {
    let model = everything();
    let wan = row(&model.links, "wan");
    let [east, west] = ["east", "west"].map(|it| model.domains.find(it).expect("a domain"));
    assert_eq!(wan.between, Some([east, west]));
    assert_eq!(wan.bandwidth, Some(DataRate::from_per_second(3.125e9)));
    assert_eq!(row(&model.links, "b").between, None);
}

#[test]
fn datasets_change_at_least_as_they_grow() {
    let model = everything();
    let [chats, models] = ["chats", "models"].map(|it| row(&model.datasets, it));
    assert_eq!(chats.grows, DataRate::from_per_second(2e11 / 86_400.0));
    assert!(chats.changes > chats.grows && models.changes == models.grows);
    assert!(models.encrypted && !chats.encrypted);
    assert_eq!(chats.restore.to, [model.stores.find("pair").expect("a store")]);
    assert_eq!(chats.restore.starts.mean(), Span::from_hours(0.5));
    assert_eq!(chats.restore.per_increment, Span::from_seconds(180.0));
    assert_eq!((chats.restore.succeeds, chats.restore.tries), (probability(0.95), 2));
    assert_eq!((models.restore.succeeds, models.restore.tries), (Probability::SURE, 1));
}

#[test]
fn backups_are_as_written() {
    let model = everything();
    let nightly = row(&model.backups, "nightly");
    let [a, b, wan] = ["a", "b", "wan"].map(|it| model.links.find(it).expect("a link"));
    let over = nightly.over.as_ref().expect("over links");
    assert_eq!(over.alternatives, [vec![wan], vec![a, b]]);
    assert_eq!(nightly.first, FirstBackup::At(Time::from_hours(22.0)));
    assert_eq!((nightly.full_every, nightly.between), (7, Partial::Incremental));
    assert_eq!(nightly.retry, Some(Retry { after: Span::from_hours(1.0), tries: 3 }));
    let [opens, closes] = [22.0, 6.0].map(Span::from_hours);
    assert_eq!(nightly.window, Some(Window { opens, closes }));
    assert_eq!(nightly.keeps, Keep::Gfs { daily: 7, weekly: 4, monthly: 12, yearly: 3 });
    let key = model.keys.find("kms");
    assert_eq!(nightly.encryption, Some(Encryption { throughput: 0.8, key }));
    let every = Span::from_hours(168.0);
    assert_eq!(nightly.verifies, Some(Verification { every, finds: probability(0.9) }));
    assert!(nightly.seeded && nightly.lag == Span::from_hours(1.0));
    let [weekly, hourly, all] = ["weekly", "hourly", "all"].map(|it| row(&model.backups, it));
    assert_eq!((weekly.full_every, weekly.between), (4, Partial::Differential));
    assert_eq!(weekly.encryption, Some(Encryption { throughput: 1.0, key: None }));
    let keeps = [weekly.keeps, hourly.keeps, all.keeps];
    assert_eq!(keeps, [Keep::For(Span::from_hours(840.0)), Keep::Newest(14), Keep::All]);
    assert_eq!((hourly.encryption, hourly.full_every, hourly.seeded), (None, 1, false));
    assert_eq!(hourly.first, FirstBackup::At(Time::from_hours(1.0)));
}

#[test]
fn mirrors_without_a_lag_are_synchronous() {
    let model = everything();
    let [live, sync] = ["live", "sync"].map(|it| row(&model.mirrors, it));
    assert_eq!((live.lag, sync.lag), (Some(Span::from_seconds(20.0)), None));
    assert!(live.over.is_some() && live.encryption.is_some() && sync.encryption.is_none());
}

#[test]
fn services_and_objectives_are_about_data_too() {
    let model = everything();
    let chats = model.datasets.find("chats").expect("a dataset");
    let Need::Any(copy) = &row(&model.services, "copy").needs else { panic!("one of two") };
    assert_eq!(copy[0], Need::Data(chats, model.stores.find("pair")));
    assert_eq!(copy[1], Need::Link(model.links.find("wan").expect("a link")));
    let Need::All(chat) = &row(&model.services, "chat").needs else { panic!("all of three") };
    assert_eq!(chat[1], Need::Data(chats, None));
    assert_eq!(chat[2], Need::Domain(model.domains.find("hall[1]").expect("a domain")));
    assert_eq!(model.ends, Ends::Loss(chats));
    let within = Span::from_hours(26.0);
    let share = probability(0.99);
    assert_eq!(model.objectives[0], Objective::RecoveryPoint { of: chats, within, share });
    let of = model.datasets.find("models").expect("a dataset");
    let at_most = probability(1e-3);
    assert_eq!(model.objectives[1], Objective::Loss { of, at_most });
}

#[test]
fn overrides_reach_domains_and_data() {
    let changes = [
        "domains.hall.count=8",
        "domains.cage=Domain(within: \"hall[8]\")",
        "pools.p.across=hall[2]",
        "stores.vault.write=2 GB/s",
        "stores.vault.read=\"16 Gbit/s\"",
        "stores.vault.within=cage",
        "stores.disk.built=Mirrored(of: \"p\", copies: 2)",
        "stores.disk.built.copies=4",
        "stores.disk.built.rebuild=Rebuild(takes: \"4h\")",
        "stores.disk.built.rebuild.sharing=Shared",
        "datasets.d.grows=20 GB/d",
        "backups.b.full_every=7",
        "backups.b.between=Differential",
        "backups.b.keeps=Newest(14)",
        "backups.b.keeps[1]=3",
        "backups.b.over=wan",
        "links.wan=Link(between: [\"east\", \"cage\"])",
        "failures.f.destroys=0.5",
        "mirrors.m=Mirror(of: \"d\", to: \"vault\", lag: \"20s\")",
    ];
    let model = read_with(TINY, &changes).model;
    assert_eq!(model.domains.len(), 10);
    assert_eq!(across(&model, "p"), ["hall[2]"]);
    let [disk, vault] = ["disk", "vault"].map(|it| row(&model.stores, it));
    let rates = [vault.read, vault.write].map(|it| it.expect("a rate").per_second());
    assert_eq!(rates, [2e9, 2e9]);
    assert_eq!(vault.within, model.domains.find("cage"));
    let built = disk.built.as_ref().expect("built on a pool");
    assert_eq!(built.width(), 4);
    assert_eq!(built.rebuild.as_ref().expect("rebuilt").sharing, Sharing::Shared);
    let dataset = row(&model.datasets, "d");
    assert_eq!(dataset.changes, DataRate::from_per_second(2e10 / 86_400.0));
    let backup = row(&model.backups, "b");
    assert_eq!((backup.full_every, backup.between), (7, Partial::Differential));
    assert_eq!(backup.keeps, Keep::Newest(3));
    assert!(backup.over.is_some() && model.mirrors.len() == 1);
    assert_eq!(failure(&model, "f").effect.destroys, probability(0.5));
}

#[test]
fn the_canonical_text_of_everything_means_the_same() {
    let scenario = read(EVERYTHING);
    let again = read(&scenario.canonical);
    assert_eq!(scenario.canonical, again.canonical);
    let tables = |model: &Model| {
        let places: Vec<String> = model.places().map(|it: Place| model.place_name(it)).collect();
        (places, model.stores.clone(), model.datasets.clone(), model.backups.clone())
    };
    assert_eq!(tables(&scenario.model), tables(&again.model));
    assert_eq!(scenario.model.failures, again.model.failures);
    assert_eq!(scenario.model.mirrors, again.model.mirrors);
    let changes = ["domains.hall.count=5", "stores.vault.write=3 GB/s"];
    let edited = EVERYTHING.replace("count: 4", "count: 5").replace("\"2 GB/s\"", "\"3 GB/s\"");
    assert_eq!(read_with(EVERYTHING, &changes).canonical, read(&edited).canonical);
    assert_ne!(read(&edited).canonical, scenario.canonical);
}

#[test]
fn the_order_of_entries_means_nothing() {
    let turned = TINY.replace(
        r#""east": Domain(), "hall": Domain(within: "east", count: 3)"#,
        r#""hall": Domain(count: 3, within: "east"), "east": Domain()"#,
    );
    assert_ne!(turned, TINY);
    assert_eq!(read(&turned).canonical, read(TINY).canonical);
    assert_eq!(read(&turned).model.domains, read(TINY).model.domains);
}

/// The notes of the small scenario with some changes.
fn notes(changes: &[&str]) -> Vec<String> {
    let scenario = read_with(TINY, changes);
    scenario.notes.iter().map(|it| it.as_problem().message.clone()).collect()
}

#[test]
fn a_sound_scenario_has_no_notes() {
    assert!(notes(&[]).is_empty(), "{:?}", notes(&[]));
}

#[test]
fn what_is_without_effect_is_noted() {
    let built = "stores.disk.built=Mirrored(of: \"p\", copies: 2)";
    let point = "objectives=[RecoveryPoint(of: \"d\", within: \"1d\")]";
    let checked = "backups.b.verifies=Verification(every: \"1d\")";
    let cases: [(&[&str], &str); 14] = [
        (
            &[built, "failures.f.destroys=0.0"],
            "store `disk` never loses a piece: nothing destroys members of `p`",
        ),
        (&["backups.b.to=disk"], "backup `b` goes to the store that its dataset lies on"),
        (&[point], "no failure can destroy any of dataset `d`: this objective is about nothing"),
        (&["ends=Loss(\"d\")"], "no failure can destroy any of dataset `d`: it never ends before"),
        (
            &["backups.b.takes=25h"],
            "backup `b` is due every 1d, but takes about 1d 1h: runs due meanwhile are skipped",
        ),
        (
            &["stores.vault.write=10 MB/s"],
            "backup `b` is due every 1d, but takes about 1d 4h: runs due meanwhile are skipped",
        ),
        (
            &[
                "stores.vault.write=10 MB/s",
                "backups.b.full_every=7",
                "backups.b.between=Incremental",
            ],
            "a full copy of backup `b` takes about 1d 4h: \
             the runs that are due each 1d meanwhile are skipped",
        ),
        (
            &[
                "stores.vault.write=50 MB/s",
                "backups.b.window=Window(opens: \"23h\", closes: \"4h\")",
            ],
            "a full copy of backup `b` takes about 5h 33min: \
             it is cut when its window of 5h closes",
        ),
        (&["backups.b.keeps=Days(0.5)"], "backup `b` keeps copies for 12h, but makes one every 1d"),
        (&[checked], "the checks of backup `b` find nothing: all its copies are sound"),
        (
            &["stores.vault.capacity=900 GB", "backups.b.seeded=true"],
            "store `vault` is full from the start: 1 TB of 900 GB",
        ),
        (
            &["stores.disk.offline=true", "stores.disk.credential=admin"],
            "the credential of store `disk` opens nothing: it is offline",
        ),
        (
            &["links.wan=Link()"],
            "link `wan` is not used: no copy goes over it, no service needs it",
        ),
        (
            &[built, "backups=None"],
            "dataset `d` has neither backup nor mirror: what is lost of it stays lost",
        ),
    ];
    for (changes, expected) in cases {
        assert_eq!(notes(changes), [expected], "{changes:?}");
    }
}

#[test]
fn ways_that_do_not_join_the_stores_are_noted() {
    let with = |from: &str, to: &str| {
        let from = format!("stores.disk.within={from}");
        let to = format!("stores.vault.within={to}");
        let other = "domains.west=Domain()";
        let links = [
            "links.wan=Link(between: [\"east\", \"west\"])",
            "links.lan=Link(between: [\"hall[1]\", \"hall[2]\"])",
        ];
        notes(&[other, links[0], links[1], &from, &to, "backups.b.over=Any([\"wan\", [\"lan\"]])"])
    };
    let note = |links: &str| {
        format!("backup `b` goes over {links}, which do not join stores `disk` and `vault`")
    };
    assert_eq!(with("hall[2]", "west"), [note("`lan`")]);
    assert_eq!(with("hall[2]", "hall[1]"), [note("`wan`")]);
    assert_eq!(with("hall[3]", "west"), [note("`lan`")]);
    let nowhere = notes(&["links.wan=Link()", "backups.b.over=wan"]);
    assert!(nowhere.is_empty(), "{nowhere:?}");
}

#[test]
fn names_that_nothing_else_mentions_are_noted() {
    let at = "time_to_failure: \"9d\", detected_by: \"w\"";
    let key = format!("failures.k=Failure(strikes: Key(\"kms\"), lasts: \"1h\", {at})");
    let credential = format!("failures.c=Failure(strikes: Credential(\"root\"), {at})");
    assert_eq!(notes(&[&key]), ["failure `k` strikes key `kms`: nothing is encrypted with it"]);
    assert_eq!(notes(&[&credential]), ["failure `c` uses credential `root`: it opens no store"]);
    let used = "backups.b.encrypted=Encryption(key: \"kms\")";
    assert!(notes(&[&key, used]).is_empty());
}

#[test]
fn pools_that_go_dark_are_struck() {
    let text = TINY.replace("Each([\"p\"])", "Domain(\"hall\")");
    assert!(read(&text).notes.is_empty());
    let text = TINY.replace("Each([\"p\"])", "Store(\"vault\")");
    let notes = read(&text).notes;
    let messages: Vec<&str> = notes.iter().map(|it| it.as_problem().message.as_str()).collect();
    assert_eq!(messages, ["pool `p` never fails: no failure strikes it"]);
}

#[test]
fn false_alarms_without_members_are_noted() {
    let text = TINY.replace("Each([\"p\"])", "Domain(\"hall\")");
    let alarms = "FalseAlarms(at: [\"1h\"], repaired_by: \"r\")";
    let changes = [
        "repairs.r=[Stage(name: \"swap\", takes: \"1h\")]".to_string(),
        format!("detectors.w=Immediate(false_alarms: {alarms})"),
    ];
    let notes = read_with(&text, &changes.each_ref().map(String::as_str)).notes;
    let messages: Vec<&str> = notes.iter().map(|it| it.as_problem().message.as_str()).collect();
    let expected = "the false alarms of detector `w` do nothing: it sees no failure of members";
    assert_eq!(messages, [expected]);
}
