//! Failures that come by no clock of a member: shocks, beta factors, cascades, traces, and what a
//! run injects.

use firedrill::engine::{Change, Plan, Root, RootCause, Step, World};
use firedrill::model::{Failure, FailureId, Hits, Model, Table, Trigger};
use firedrill::quantity::{Law, Probability, Span, Time};
use firedrill::scenario::{NoFiles, Source, load};

mod cascades;
mod chances;
mod injected;
mod one_instant;
mod traces;

/// A scenario whose failures are then changed, by name.
fn model(text: &str, change: impl Fn(&mut Failure, &Model)) -> Model {
    let source = Source { name: "causes".to_owned(), text: text.to_owned() };
    let scenario = load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}"));
    let mut model = scenario.model;
    let mut failures: Vec<Failure> = model.failures.iter().cloned().collect();
    failures.iter_mut().for_each(|failure| change(failure, &model));
    model.failures = Table::new(failures);
    model
}

fn named(model: &Model, failure: &str) -> FailureId {
    model.failures.find(failure).expect("the failure is there")
}

fn trigger(model: &Model, failure: &str, hours: f64) -> Trigger {
    Trigger {
        failure: named(model, failure),
        probability: Probability::SURE,
        after: Law::Fixed(Span::from_hours(hours)),
        hits: Hits::One,
    }
}

/// What a replication tells, with its times, shown to `see`.
fn watch(plan: &Plan<'_>, replication: u64, mut see: impl FnMut(&World<'_>, Time, Change)) {
    let mut world = World::new(plan);
    world.restart(replication);
    let mut now = Time::START;
    loop {
        for &change in world.changes() {
            see(&world, now, change);
        }
        match world.step().expect("few events") {
            Step::Served(at) => now = at,
            Step::Ended(at) => {
                for &change in world.changes() {
                    see(&world, at, change);
                }
                return;
            }
        }
    }
}

/// Every strike of a replication: when, what is struck by what, and its root.
fn strikes(plan: &Plan<'_>, replication: u64) -> Vec<(f64, String, Root)> {
    let model = plan.model();
    let mut strikes = Vec::new();
    watch(plan, replication, |_, at, change| {
        let (what, root) = match change {
            Change::Failed { pool, member, failure, root, .. } => {
                let (pool, mode) = (&model.pools[pool].name, &model.failures[failure].name);
                (format!("{pool}[{}] {mode}", member + 1), root)
            }
            Change::Struck { failure, scope, root } => {
                (format!("{scope:?} {}", model.failures[failure].name), root)
            }
            _ => return,
        };
        strikes.push((at.hours(), what, root));
    });
    strikes
}

/// The hours at which a failure strikes.
fn hours_of(plan: &Plan<'_>, replication: u64, failure: &str) -> Vec<f64> {
    let strikes = strikes(plan, replication).into_iter();
    let ours = strikes.filter(|(_, what, _)| what.ends_with(&format!(" {failure}")));
    ours.map(|(at, _, _)| (at * 1e6).round() / 1e6).collect()
}

/// The name of the failure that a root is.
fn root_name(model: &Model, root: Root) -> &str {
    match root.cause {
        RootCause::Failure(failure) => &model.failures[failure].name,
        other => panic!("a failure is the root, not {other:?}"),
    }
}

/// The hypothesis that so many of `of` came by this probability is not rejected at |z| 4.
#[track_caller]
fn assert_share(hits: u64, of: u64, probability: f64) {
    let (hits, of) = (hits as f64, of as f64);
    let z = (hits - of * probability) / (of * probability * (1.0 - probability)).sqrt();
    assert!(z.abs() < 4.0, "{hits} of {of}, expected a share of {probability} (z = {z:.2})");
}
