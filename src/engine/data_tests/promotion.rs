//! What promoting a mirror loses and leaves.

use super::small::{DISK, Small, VAULT, hours, per_hour};
use crate::engine::{Incident, Plan, Step, World};
use crate::model::{
    Bring, DatasetId, DecidedBy, Failback, Failover, Mirror, MirrorId, Model, Need, Place,
    Placement, Serves, Service, ServiceId, Store, StoreId, Table,
};
use crate::quantity::{Law, Probability, Span, Time};

/// The store that the mirror which is promoted is on.
const FAR: usize = 2;

/// 100 GB that grow by 2 GB an hour, 10 GB of which change; on `far` they are mirrored an hour
/// behind, on the vault at once. At 5 h a share of what is on the disk is destroyed, which is down
/// for an hour; a service goes over to `far` 30 min later, and stays there.
fn model(share: f64) -> Model {
    let mut small = Small::new();
    small.stores.push(Store::named("far"));
    small.datasets[0].grows = per_hour(2.0);
    small.datasets[0].changes = per_hour(10.0);
    let mirror = |name: &str, to: usize, lag: Option<Span>| Mirror {
        name: name.to_string(),
        of: 0.into(),
        to: StoreId::from(to),
        over: None,
        lag,
        encryption: None,
    };
    small.mirrors = vec![mirror("late", FAR, Some(hours(1.0))), mirror("twin", VAULT, None)];
    small.fails(Place::Store(StoreId::from(DISK)), &[5.0], 1.0, 0.0);
    small.failures[0].effect.destroys = Probability::new(share);
    let mut model = small.model();
    model.services = Table::new(vec![service()]);
    model.service_order = vec![ServiceId::from(0)];
    model
}

fn service() -> Service {
    let at = |name: &str, store: usize| Placement {
        name: name.to_string(),
        needs: Need::Data(DatasetId::from(0), Some(StoreId::from(store))),
        dormancy: 1.0,
    };
    let placements = vec![at("here", DISK), at("there", FAR)];
    let at_once = || Law::Fixed(Span::ZERO);
    Service {
        name: "app".to_string(),
        needs: Need::Any(placements.iter().map(|it| it.needs.clone()).collect()),
        placements,
        serves: Serves::One,
        failover: Some(Failover {
            detected_by: None,
            decided_by: DecidedBy::Automatic(Law::Fixed(hours(0.5))),
            data: vec![Bring::Promote(MirrorId::from(0))],
            activation: at_once(),
            verifies: at_once(),
            succeeds: Probability::SURE,
            retry: hours(1.0),
            manual: None,
            failback: Failback::Never,
            switchover: at_once(),
        }),
        drills: None,
        workload: None,
    }
}

fn until<'p>(plan: &'p Plan<'p>, hours: f64) -> World<'p> {
    let mut world = World::new(plan);
    world.restart(0);
    while world.queue.next_time().is_some_and(|at| at <= Time::from_hours(hours)) {
        assert!(matches!(world.step().expect("few events"), Step::Served(_)));
    }
    world.now = Time::from_hours(hours);
    world
}

/// What the mirror has is of 4 h: of the 110 GB of 5 h it lacks the 10 GB changed since. How much
/// of what lay on the disk was destroyed does not matter, as none of it comes along. Bytes to 1e-9.
#[track_caller]
fn loses_the_lag(share: f64) {
    let model = model(share);
    let plan = Plan::new(&model, 1, 1_000_000);
    let world = until(&plan, 5.5);
    let [incident] = world.incidents[..] else { panic!("one loss: {:?}", world.incidents) };
    let Incident { existed, recovered, lost, version, onset, .. } = incident;
    assert_eq!((version, onset), (Some(Time::from_hours(4.0)), Time::from_hours(5.0)));
    let close = |found: f64, gigabytes: f64| (found / 1e9 - gigabytes).abs() < 1e-9 * gigabytes;
    assert!(close(existed.get(), 110.0), "{existed:?}");
    assert!(close(lost.get(), 10.0), "{lost:?}");
    assert!(close(recovered.get() + lost.get(), 110.0), "{recovered:?}");
    let disruption = world.services[0].open.last().expect("it is not in full").told;
    assert_eq!((disruption.version, disruption.lost), (version, lost));
}

#[test]
fn a_promotion_loses_what_the_mirror_lacks() {
    loses_the_lag(0.0);
}

#[test]
fn a_promotion_ends_a_loss_that_is_open() {
    loses_the_lag(1.0);
}

#[test]
fn what_is_left_where_some_was_lost_does_not_come_along() {
    loses_the_lag(0.3);
}

/// The twin had all of 5 h, which is no longer the dataset: it goes back to 4 h and follows `far`
/// from the promotion on, over no link and so at once. The disk has what it had of 4 h, and follows
/// when it is up; the mirror is then as late as before, but has nothing older than 6 h.
#[test]
fn mirrors_follow_what_was_promoted() {
    let model = model(0.0);
    let plan = Plan::new(&model, 1, 1_000_000);
    let found = |at: f64| {
        let world = until(&plan, at);
        let version = |mirror: usize| world.mirror_version(MirrorId::from(mirror));
        (world.mirror_store(MirrorId::from(0)), [0, 1].map(|it| version(it).map(Time::hours)))
    };
    let (disk, far) = (StoreId::from(DISK), StoreId::from(FAR));
    assert_eq!(found(5.25), (far, [Some(4.0), Some(5.0)]));
    assert_eq!(found(5.5), (disk, [Some(4.0), Some(5.5)]));
    assert_eq!(found(6.0), (disk, [Some(6.0), Some(6.0)]));
    assert_eq!(found(8.0), (disk, [Some(7.0), Some(8.0)]));
}

/// The twin's link is cut from 4.5 h to 7 h, before the promotion: it keeps what it had of 4.5 h
/// but for what the dataset no longer has, and so is of 4 h.
#[test]
fn a_mirror_that_cannot_follow_what_was_promoted_falls_back_to_it() {
    let mut model = model(0.0);
    let mut cut = Small::new();
    let wan = cut.link("wan", 40.0);
    cut.fails(Place::Link(wan), &[4.5], 2.5, 0.0);
    model.links = Table::new(cut.links);
    let mut failures: Vec<_> = model.failures.iter().cloned().collect();
    failures[0].name = "loss".to_string();
    failures.append(&mut cut.failures);
    model.failures = Table::new(failures);
    let mut mirrors: Vec<_> = model.mirrors.iter().cloned().collect();
    mirrors[1].over = super::small::over(&[wan]);
    model.mirrors = Table::new(mirrors);
    let plan = Plan::new(&model, 1, 1_000_000);
    let twin = |at: f64| until(&plan, at).mirror_version(MirrorId::from(1)).map(Time::hours);
    assert_eq!(twin(5.25), Some(4.5));
    assert_eq!(twin(5.5), Some(4.0));
}

/// Where all was lost nothing is left to begin with: what is there is filled anew.
#[test]
fn a_destroyed_store_is_filled_anew() {
    let model = model(1.0);
    let plan = Plan::new(&model, 1, 1_000_000);
    let world = until(&plan, 5.75);
    assert_eq!(world.mirror_version(MirrorId::from(0)), None);
    assert_eq!(world.bytes_on(StoreId::from(DISK)), 0.0);
    let world = until(&plan, 6.0);
    assert_eq!(world.mirror_version(MirrorId::from(0)), Some(Time::from_hours(6.0)));
    let bytes = world.bytes_on(StoreId::from(DISK)) / 1e9;
    assert!((bytes - 112.0).abs() < 1e-9 * 112.0, "{bytes} GB");
}
