//! The rule worked by hand: one design that keeps all of it, and one change that breaks each part.

use super::*;
use crate::analytic::cases::sketch::{Sketch, exponential};
use crate::model::{Credential, Domain, Mirror, Store, Table, Verification};
use crate::quantity::{Bytes, Probability, Span};

/// Named so in `keeps_it_all`, in order of their ids.
const EAST: usize = 0;
const WEST: usize = 2;
const NVME: usize = 0;
const SAN: usize = 1;
const VAULT: usize = 2;

/// Live on `nvme` in a hall of `east`, mirrored to `san` in `east`, backed up daily to the tapes of
/// `vault` in `west`, which are immutable for 30 d and verified weekly. One credential opens all.
struct Design {
    domains: Vec<Domain>,
    stores: Vec<Store>,
    backup: Backup,
    mirrored: bool,
}

fn keeps_it_all() -> Design {
    let domain = |name: &str, within: Option<usize>| Domain {
        name: name.to_string(),
        within: within.map(DomainId::from),
    };
    let store = |name: &str, within: usize| Store {
        within: Some(DomainId::from(within)),
        credential: Some(CredentialId::from(0)),
        ..Store::named(name)
    };
    let vault = Store {
        medium: "tape".to_string(),
        immutable_for: Span::from_hours(720.0),
        ..store("vault", WEST)
    };
    let daily =
        Backup::plain("nightly", DatasetId::from(0), StoreId::from(VAULT), Span::from_hours(24.0));
    Design {
        domains: vec![domain("east", None), domain("hall", Some(EAST)), domain("west", None)],
        stores: vec![store("nvme", 1), store("san", EAST), vault],
        backup: Backup {
            verifies: Some(Verification {
                every: Span::from_hours(168.0),
                finds: Probability::SURE,
            }),
            ..daily
        },
        mirrored: true,
    }
}

impl Design {
    fn rule(self) -> CopyRule {
        let dataset = Dataset::plain("chats", StoreId::from(NVME), Bytes::new(1e12));
        let mirror = Mirror {
            name: "live".to_string(),
            of: DatasetId::from(0),
            to: StoreId::from(SAN),
            over: None,
            lag: None,
            encryption: None,
        };
        let model = Model {
            domains: Table::new(self.domains),
            stores: Table::new(self.stores),
            datasets: Table::new(vec![dataset]),
            mirrors: Table::new(self.mirrored.then_some(mirror).into_iter().collect()),
            backups: Table::new(vec![self.backup]),
            credentials: Table::new(vec![Credential { name: "admin".to_string() }]),
            ..Sketch::of(1, exponential(1.0)).model()
        };
        CopyRule::of(&model, DatasetId::from(0))
    }
}

/// The parts that are broken, with what breaks them.
fn broken(rule: &CopyRule) -> Vec<(&'static str, &str)> {
    let broken = rule.all().filter(|part| !part.kept);
    broken.map(|part| (part.name, part.why.as_str())).collect()
}

#[test]
fn a_rule_is_kept() {
    let rule = keeps_it_all().rule();
    assert!(rule.is_kept(), "{rule:?}");
    let why: Vec<_> = rule.all().map(|part| part.why.as_str()).collect();
    let expected = [
        "on `nvme`, `san` and `vault`",
        "disk and tape",
        "`vault` is in `west`",
        "`nightly` is immutable on `vault`",
        "every backup job is verified",
        "none takes them all",
        "none takes them all",
    ];
    assert_eq!(why, expected);
}

#[test]
fn two_stores_are_not_three_copies() {
    let rule = Design { mirrored: false, ..keeps_it_all() }.rule();
    assert_eq!(broken(&rule), [("three copies", "on `nvme` and `vault`")]);
}

#[test]
fn a_mirror_to_where_a_backup_lies_is_no_further_store() {
    let mut design = keeps_it_all();
    design.backup.to = StoreId::from(SAN);
    let rule = design.rule();
    assert_eq!(broken(&rule)[0], ("three copies", "on `nvme` and `san`"));
}

#[test]
fn disks_alone_are_one_medium() {
    let mut design = keeps_it_all();
    design.stores[VAULT].medium = "disk".to_string();
    assert_eq!(broken(&design.rule()), [("two media", "all on disk")]);
}

#[test]
fn another_hall_of_the_site_is_not_off_site() {
    let mut design = keeps_it_all();
    design.stores[VAULT].within = Some(DomainId::from(EAST));
    let expected = [
        ("one off site", "no copy is known to be outside `east`"),
        ("no single domain", "`east` takes them all"),
    ];
    assert_eq!(broken(&design.rule()), expected);
}

#[test]
fn nowhere_known_is_not_off_site_but_no_domain_takes_it() {
    let mut design = keeps_it_all();
    design.stores[VAULT].within = None;
    let why = "no copy is known to be outside `east`; `vault` is in no domain";
    assert_eq!(broken(&design.rule()), [("one off site", why)]);
    let mut design = keeps_it_all();
    design.stores[NVME].within = None;
    let why = "`nvme`, where it lives, is in no domain";
    assert_eq!(broken(&design.rule()), [("one off site", why)]);
}

#[test]
fn what_can_be_changed_is_taken_by_its_credential() {
    let mut design = keeps_it_all();
    design.stores[VAULT].immutable_for = Span::ZERO;
    let expected = [
        ("one immutable or offline", "every copy can be changed"),
        ("no single credential", "`admin` takes them all"),
    ];
    assert_eq!(broken(&design.rule()), expected);
}

#[test]
fn immutable_for_less_than_the_interval_is_not_enough() {
    let mut design = keeps_it_all();
    design.stores[VAULT].immutable_for = Span::from_hours(23.0);
    design.stores[VAULT].credential = None;
    let why = "`nightly` is immutable on `vault` for less than its interval";
    assert_eq!(broken(&design.rule()), [("one immutable or offline", why)]);
}

#[test]
fn offline_copies_are_safe_from_credentials() {
    let mut design = keeps_it_all();
    design.stores[VAULT].immutable_for = Span::ZERO;
    design.stores[VAULT].offline = true;
    let rule = design.rule();
    assert!(rule.is_kept(), "{rule:?}");
    assert_eq!(rule.parts[3].why, "`vault` is offline");
}

/// A mirror is deleted with its store's credential however long backups there are immutable.
#[test]
fn a_mirror_is_never_immutable() {
    let mut design = keeps_it_all();
    design.stores[SAN].immutable_for = Span::from_hours(720.0);
    design.stores[VAULT].immutable_for = Span::ZERO;
    assert_eq!(broken(&design.rule())[0].0, "one immutable or offline");
}

#[test]
fn one_unverified_job_breaks_the_zero() {
    let mut design = keeps_it_all();
    design.backup.verifies = None;
    assert_eq!(broken(&design.rule()), [("none unverified", "no verification of `nightly`")]);
}

/// The innermost domain around all copies is named: the hall, not its site.
#[test]
fn one_hall_takes_what_lies_in_it() {
    let mut design = keeps_it_all();
    for store in [SAN, VAULT] {
        design.stores[store].within = Some(DomainId::from(1));
    }
    let rule = design.rule();
    assert_eq!(broken(&rule)[1], ("no single domain", "`hall` takes them all"));
}
