//! The engine, observers on, beside a loop written by hand for the one model.
//!
//! `cargo bench` prints, for each size, the time of one replication of both; `firedrill` may take
//! at most four times the hand-written loop. Both serve the same three events a failure (failure,
//! detection, end of repair) of a pool whose members fail at 1e-3/h, are detected after 0.05 h and
//! repaired by crews in a lognormal time of mean 2 h and coefficient of variation 1.

mod by_hand;

use divan::Bencher;
use divan::counter::ItemsCount;
use firedrill::engine::Plan;
use firedrill::measure::Recorder;
use firedrill::model::Model;
use firedrill::scenario::{NoFiles, Source, load};
use firedrill::study::MAX_EVENTS;

fn main() {
    divan::main();
}

/// The pool of both sides: how many members, how many crews, for how many hours.
const SIZES: [(u32, u32, u32); 2] = [(100, 10, 87_600), (16_384, 1_000, 8_760)];

fn repairable(members: u32, crews: u32, hours: u32) -> Model {
    let text = format!(
        r#"Scenario(format: 1, horizon: "{hours}h",
            pools: {{ "pool": Pool(members: {members}) }},
            failures: {{ "failure": Failure(strikes: Each(["pool"]),
                time_to_failure: Exponential(mean: "1000h"),
                detected_by: "monitor", repaired_by: "repair") }},
            detectors: {{ "monitor": Delay("0.05h") }},
            repairs: {{ "repair": [Stage(name: "swap", crew: "crew",
                takes: LogNormal(mean: "2h", cv: 1.0))] }},
            crews: {{ "crew": Crew(size: {crews}) }},
            services: {{ "service": Service(needs: AtLeast({}, "pool")) }})"#,
        members - members / 50,
    );
    model(&text)
}

/// A pool of which some fail and nothing is repaired: `failures` in a replication on average.
fn few_failures(members: u32, failures: u32) -> Model {
    let mean = f64::from(members) / f64::from(failures) * 1000.0;
    let text = format!(
        r#"Scenario(format: 1, horizon: "1000h",
            pools: {{ "pool": Pool(members: {members}) }},
            failures: {{ "failure": Failure(strikes: Each(["pool"]),
                time_to_failure: Exponential(mean: "{mean}h"), repaired_by: "repair") }},
            repairs: {{ "repair": [Stage(name: "swap", takes: "2h")] }})"#,
    );
    model(&text)
}

fn model(text: &str) -> Model {
    let source = Source { name: "bench".into(), text: text.into() };
    load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}")).model
}

/// Events of one replication, to make the time of one out of the time of all.
fn events(model: &Model) -> u64 {
    let plan = Plan::new(model, 1, MAX_EVENTS);
    Recorder::new(&plan).run(0).expect("the limit of events is far").events
}

fn bench_model(bencher: Bencher<'_, '_>, model: &Model) {
    let plan = Plan::new(model, 1, MAX_EVENTS);
    let mut recorder = Recorder::new(&plan);
    let mut replication = 0;
    bencher.counter(ItemsCount::new(events(model))).bench_local(|| {
        replication += 1;
        recorder.run(replication).expect("the limit of events is far").events
    });
}

#[divan::bench(args = SIZES)]
fn firedrill(bencher: Bencher<'_, '_>, (members, crews, hours): (u32, u32, u32)) {
    bench_model(bencher, &repairable(members, crews, hours));
}

#[divan::bench(args = SIZES)]
fn written_by_hand(bencher: Bencher<'_, '_>, (members, crews, hours): (u32, u32, u32)) {
    let needed = members - members / 50;
    let events = by_hand::run(1, members, crews, needed, f64::from(hours)).events;
    let mut seed = 0;
    bencher.counter(ItemsCount::new(events)).bench_local(|| {
        seed += 1;
        by_hand::run(seed, members, crews, needed, f64::from(hours))
    });
}

#[divan::bench(args = [1 << 14, 1 << 20])]
fn few_failures_among(bencher: Bencher<'_, '_>, members: u32) {
    bench_model(bencher, &few_failures(members, 10_000));
}
