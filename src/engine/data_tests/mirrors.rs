//! How far mirrors lie behind.

use super::small::{DISK, Small, VAULT, hours, over, per_hour};
use crate::engine::{Plan, World};
use crate::model::{Encryption, Mirror, MirrorId, Model, Place, StoreId};
use crate::quantity::Time;

/// 100 GB of which 10 GB an hour change, mirrored over `wan`, which is down from 4 h to 6 h.
fn mirrored(lag: Option<f64>, change: impl Fn(&mut Small)) -> Model {
    let mut small = Small::new();
    small.datasets[0].changes = per_hour(10.0);
    let wan = small.link("wan", 40.0);
    small.fails(Place::Link(wan), &[4.0], 2.0, 0.0);
    small.mirrors.push(Mirror {
        name: "mirror".to_string(),
        of: 0.into(),
        to: StoreId::from(VAULT),
        over: over(&[wan]),
        lag: lag.map(hours),
        encryption: None,
    });
    change(&mut small);
    small.model()
}

/// What the mirror has the data of at these hours; -1 for nothing.
fn versions(model: &Model, at: &[f64]) -> Vec<f64> {
    let plan = Plan::new(model, 1, 1_000_000);
    let mut world = World::new(&plan);
    world.restart(0);
    let versions = at.iter().map(|&at| {
        advance(&mut world, at);
        version(&world)
    });
    versions.collect()
}

fn version(world: &World<'_>) -> f64 {
    let version = world.mirror_version(MirrorId::from(0));
    version.map_or(-1.0, |version| (version.hours() * 1e9).round() / 1e9)
}

fn advance(world: &mut World<'_>, until: f64) {
    while world.queue.next_time().is_some_and(|at| at <= Time::from_hours(until)) {
        world.step().expect("few events");
    }
    world.now = Time::from_hours(until);
}

/// Synchronous: now, until 4 h; then 4 h. At 6 h the 20 GB changed since 4 h are to be moved at 40
/// an hour: level at 6.5 h.
#[test]
fn a_synchronous_mirror_stays_where_it_breaks_and_catches_up() {
    let found = versions(&mirrored(None, |_| {}), &[0.0, 3.5, 4.0, 5.0, 6.25, 6.5, 8.0]);
    assert_eq!(found, [0.0, 3.5, 4.0, 4.0, 4.0, 6.5, 8.0]);
}

/// An hour behind: at the start it has the start; broken at 4 h it has 3 h. The 30 GB changed from
/// 3 h to 6 h take 0.75 h: at 6.75 h it has 6 h, and once that is an hour ago it lies so far
/// behind.
#[test]
fn a_mirror_with_lag_stays_the_lag_behind() {
    let found = versions(&mirrored(Some(1.0), |_| {}), &[0.5, 3.5, 5.0, 6.7, 6.75, 7.25, 8.0]);
    assert_eq!(found, [0.0, 2.5, 3.0, 3.0, 6.0, 6.25, 7.0]);
}

/// Encrypted at half the throughput the 20 GB take an hour.
#[test]
fn encryption_slows_the_catching_up() {
    let model = mirrored(None, |small| {
        small.mirrors[0].encryption = Some(Encryption { throughput: 0.5, key: None });
    });
    assert_eq!(versions(&model, &[6.75, 7.0]), [4.0, 7.0]);
}

/// The vault fails too, from 6.25 h to 7.25 h, before the mirror has caught up: it is still at 4 h
/// and has 32.5 GB to move, which takes until 8.0625 h.
#[test]
fn a_mirror_cut_while_catching_up_has_what_it_had() {
    let model = mirrored(None, |small| {
        small.fails(Place::Store(StoreId::from(VAULT)), &[6.25], 1.0, 0.0);
    });
    assert_eq!(versions(&model, &[7.0, 8.0, 8.0625, 9.0]), [4.0, 4.0, 8.0625, 9.0]);
}

/// The disk down from 10 h to 11 h breaks it as well; without bandwidth it is level at once.
#[test]
fn without_bandwidth_a_mirror_is_level_at_once() {
    let model = mirrored(None, |small| {
        small.links[0].bandwidth = None;
        small.fails(Place::Store(StoreId::from(DISK)), &[10.0], 1.0, 0.0);
    });
    assert_eq!(versions(&model, &[5.0, 6.0, 10.5, 11.0]), [4.0, 6.0, 10.0, 11.0]);
}

/// Gone at 1 h it has nothing, and begins anew with all 100 GB: 2.5 h.
#[test]
fn a_mirror_that_is_gone_begins_anew() {
    let model = mirrored(None, |_| {});
    let plan = Plan::new(&model, 1, 1_000_000);
    let mut world = World::new(&plan);
    world.restart(0);
    advance(&mut world, 1.0);
    world.mirrors_are_gone(StoreId::from(VAULT));
    assert_eq!(version(&world), -1.0);
    assert_eq!(world.bytes_on(StoreId::from(VAULT)), 0.0);
    world.look_after_mirrors();
    assert_eq!(world.bytes_on(StoreId::from(VAULT)), 100e9);
    advance(&mut world, 3.25);
    assert_eq!(version(&world), -1.0);
    advance(&mut world, 3.5);
    assert_eq!(version(&world), 3.5);
}
