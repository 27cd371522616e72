//! Random scenarios that switch whole features off and on never panic, never break an invariant,
//! and give the same twice.
//!
//! The scenarios are the same in every run. A failing one is told with its number and features, and
//! `FIREDRILL_CASE=number cargo test --test swarm` runs it alone; `FIREDRILL_SWARM=count` tries
//! more.

mod costs;
#[allow(dead_code, reason = "shared with tests that use more of it")]
#[path = "../properties/dice.rs"]
mod dice;
mod generate;
mod invariants;
#[allow(dead_code, reason = "shared with tests that use more of it")]
#[path = "../properties/laws.rs"]
mod laws;
mod training;
mod workload;

use firedrill::engine::Plan;
use firedrill::measure::{Recorder, Timeline};
use firedrill::model::Model;
use firedrill::scenario::{Files, Source, load};

use generate::{Swarm, TRACE};

const CASES: u64 = 600;
/// Far more than any of the scenarios needs.
const MAX_EVENTS: u64 = 2_000_000;

/// The one file that scenarios name.
struct OneTrace;

impl Files for OneTrace {
    fn read(&self, relative: &str) -> Result<String, String> {
        assert_eq!(relative, "trace.csv", "scenarios name one file");
        Ok(TRACE.to_string())
    }
}

/// Tells which case failed.
struct Case<'c> {
    number: u64,
    swarm: &'c Swarm,
}

impl Drop for Case<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Swarm { features, text } = self.swarm;
            let features = features.join(", ");
            eprintln!(
                "case {0}: FIREDRILL_CASE={0} runs it alone\nfeatures: {features}\n{text}",
                self.number
            );
        }
    }
}

fn from_environment(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().expect("a case, or how many, is a number"))
}

fn for_cases(step: u64, property: impl Fn(u64, &Model)) {
    let many = from_environment("FIREDRILL_SWARM").unwrap_or(CASES);
    let only = from_environment("FIREDRILL_CASE");
    let cases = only.map_or(0..many, |number| number..number + 1);
    for number in cases.step_by(step as usize) {
        let swarm = Swarm::new(number);
        let _case = Case { number, swarm: &swarm };
        let source = Source { name: "swarm.ron".to_string(), text: swarm.text.clone() };
        let read = load(&source, &[], &OneTrace).unwrap_or_else(|problems| panic!("{problems}"));
        property(number, &read.model);
    }
}

#[test]
fn nothing_breaks() {
    for_cases(1, |number, model| {
        let plan = Plan::new(model, model.seed, MAX_EVENTS);
        invariants::check(model, &plan, number);
    });
}

#[test]
fn the_same_twice() {
    for_cases(3, |number, model| {
        let plan = Plan::new(model, model.seed, MAX_EVENTS);
        let alone = Recorder::new(&plan).run(number).expect("the limit is far");
        let mut recorder = Recorder::new(&plan);
        for before in number + 1..number + 4 {
            let _ = recorder.run(before).expect("the limit is far");
        }
        assert_eq!(recorder.run(number).expect("the limit is far"), alone);
        let told = Timeline::of(&plan, number).expect("the limit is far");
        assert!(told.entries.is_sorted_by_key(|entry| entry.at.seconds()));
        assert_eq!(told, Timeline::of(&plan, number).expect("the limit is far"));
    });
}
