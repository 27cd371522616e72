//! Planned maintenance and predictors: what they do step by step, and how often in the long run.

use firedrill::engine::{Change, Plan, Step, World};
use firedrill::model::Model;
use firedrill::quantity::Time;
use firedrill::scenario::{NoFiles, Source, load};

#[path = "../changes/mod.rs"]
mod changes;
mod long_run;
mod steps;

fn model(text: &str) -> Model {
    let source = Source { name: "planned".to_owned(), text: text.to_owned() };
    load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}")).model
}

/// What a replication tells, with its times, shown to `see`.
fn watch(plan: &Plan<'_>, replication: u64, mut see: impl FnMut(Time, Change)) {
    let mut world = World::new(plan);
    world.restart(replication);
    let mut now = Time::START;
    loop {
        for &change in world.changes() {
            see(now, change);
        }
        match world.step().expect("few events") {
            Step::Served(at) => now = at,
            Step::Ended(_) => return,
        }
    }
}
