//! What must hold of any scenario, tried on random ones.
//!
//! The scenarios are the same in every run. A failing one is told with its number, and
//! `FIREDRILL_CASE=number cargo test --test properties` runs it alone and shows its text.

#[path = "../changes/mod.rs"]
mod changes;
mod dice;
mod domains;
mod generate;
mod laws;
mod ledger;
mod repeat;
mod written;

use firedrill::engine::{Plan, Step, World};
use firedrill::model::Model;
use firedrill::quantity::Time;
use firedrill::scenario::{NoFiles, Source, load};

use written::Written;

const CASES: u64 = 400;
/// Far more than any of the scenarios needs.
const MAX_EVENTS: u64 = 1_000_000;

/// Tells which case failed.
struct Case<'c> {
    number: u64,
    text: &'c str,
}

impl Drop for Case<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("case {0}: FIREDRILL_CASE={0} runs it alone\n{1}", self.number, self.text);
        }
    }
}

/// Runs a property on every `step`th scenario.
fn for_cases(step: u64, property: impl Fn(u64, &Written, &Model)) {
    let only = std::env::var("FIREDRILL_CASE").ok();
    let only = only.map(|number| number.parse::<u64>().expect("a case is a number"));
    let cases = only.map_or(0..CASES, |number| number..number + 1);
    for number in cases.step_by(step as usize) {
        let written = generate::scenario(number);
        let text = written.text();
        let _case = Case { number, text: &text };
        property(number, &written, &model(&text));
    }
}

fn model(text: &str) -> Model {
    let source = Source { name: "random.ron".to_string(), text: text.to_string() };
    load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}")).model
}

/// Every change of a replication in words, with the exact time, and when it ended.
fn log(model: &Model, world: &mut World<'_>) -> (Vec<String>, Time) {
    let mut lines = Vec::new();
    let mut now = Time::START;
    loop {
        tell(model, world, now, &mut lines);
        match world.step().expect("the limit is far") {
            Step::Served(at) => now = at,
            Step::Ended(at) => {
                tell(model, world, at, &mut lines);
                return (lines, at);
            }
        }
    }
}

fn tell(model: &Model, world: &World<'_>, now: Time, lines: &mut Vec<String>) {
    let exact = |at: Time| format!("{:?} s", at.seconds());
    let changes = world.changes().iter();
    let told = changes.map(|&change| changes::words(model, change, &exact));
    lines.extend(told.map(|words| format!("{words} at {}", exact(now))));
}

/// The log of one replication of a model, on its own.
fn log_of(model: &Model, replication: u64) -> Vec<String> {
    let plan = Plan::new(model, model.seed, MAX_EVENTS);
    let mut world = World::new(&plan);
    world.restart(replication);
    log(model, &mut world).0
}
