//! What a replication holds in memory grows with what happens in it, not with what exists.

use firedrill::engine::{Plan, Step, World};
use firedrill::scenario::{NoFiles, Source, load};

/// A million exponential members of which about 10,000 fail and are repaired: all memory of the
/// state, whatever it grew with, is at most 16 bytes a member.
#[test]
fn a_million_members_take_at_most_sixteen_bytes_each() {
    assert_small("", 16);
}

/// The same disks in groups of 16 that a store is built on: one number more for each.
#[test]
fn a_million_disks_of_a_built_store_take_at_most_twenty_bytes_each() {
    let store = r#"stores: { "store": Store(built: Coded(of: "pool", data: 12, parity: 4,
        rebuild: Rebuild(takes: "6h", sharing: Queued(4)))) }"#;
    assert_small(store, 20);
}

fn assert_small(stores: &str, most: usize) {
    let members = 1_u32 << 20;
    let text = format!(
        r#"Scenario(format: 1, horizon: "1000h",
            pools: {{ "pool": Pool(members: {members}) }},
            failures: {{ "failure": Failure(strikes: Each(["pool"]),
                time_to_failure: Exponential(mean: "100000h"), repaired_by: "repair") }},
            repairs: {{ "repair": [Stage(name: "swap", takes: "2h")] }},
            {stores})"#
    );
    let source = Source { name: "test".into(), text };
    let model = load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}")).model;
    let plan = Plan::new(&model, 1, u64::MAX);
    let mut world = World::new(&plan);
    for replication in 0..3 {
        world.restart(replication);
        while let Ok(Step::Served(_)) = world.step() {}
        assert!(world.served() > 15_000, "about 20,000 events are served");
    }
    let bytes = world.heap_bytes();
    assert!(bytes <= most * members as usize, "{bytes} bytes for {members} members");
}
