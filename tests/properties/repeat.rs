//! The same again is the same, whatever else there is and however it is run or written.

use std::error::Error;
use std::num::NonZeroUsize;

use firedrill::engine::{Plan, World};
use firedrill::measure::{Layout, Outcome, Recorder};
use firedrill::model::Model;
use firedrill::scenario::{NoFiles, Source, load};
use firedrill::study::{Results, Run, Settings, Stop, Watch, run};

use super::dice::Dice;
use super::written::Value;
use super::{MAX_EVENTS, for_cases, log, log_of, model};

#[test]
fn a_replication_has_the_same_changes_alone_and_after_others() {
    for_cases(1, |_, _, model| {
        let plan = Plan::new(model, model.seed, MAX_EVENTS);
        let mut world = World::new(&plan);
        for before in [3, 16] {
            world.restart(before);
            let _ = log(model, &mut world);
        }
        world.restart(17);
        assert_eq!(log(model, &mut world).0, log_of(model, 17));
    });
}

#[test]
fn replication_17_is_the_same_alone_and_in_a_batch() {
    for_cases(4, |_, _, model| {
        let plan = Plan::new(model, model.seed, MAX_EVENTS);
        let run = |recorder: &mut Recorder<'_>, number| recorder.run(number).expect("few events");
        let alone = run(&mut Recorder::new(&plan), 17);
        let mut recorder = Recorder::new(&plan);
        let batch: Vec<_> = (0..20).map(|number| run(&mut recorder, number)).collect();
        assert_eq!(alone, batch[17]);
        assert_ne!(batch[16], batch[17], "each replication has chances of its own");
    });
}

#[test]
fn replications_and_seeds_differ() {
    let mut same = 0;
    let mut seen = 0;
    for number in 0..100 {
        let model = model(&super::generate::scenario(number).text());
        let log_with = |seed, replication| {
            let plan = Plan::new(&model, seed, MAX_EVENTS);
            let mut world = World::new(&plan);
            world.restart(replication);
            log(&model, &mut world).0
        };
        let first = log_with(1, 0);
        seen += 2;
        same += u32::from(log_with(1, 1) == first) + u32::from(log_with(2, 0) == first);
    }
    assert!(same * 10 < seen, "{same} of {seen} pairs of replications are alike");
}

#[test]
fn a_copy_half_way_goes_on_as_the_original() {
    for_cases(1, |number, _, model| {
        let plan = Plan::new(model, model.seed, MAX_EVENTS);
        let mut world = World::new(&plan);
        world.restart(number);
        let _ = log(model, &mut world);
        let half = world.served() / 2;
        world.restart(number);
        for _ in 0..half {
            world.step().expect("the limit is far");
        }
        let mut copy = world.clone();
        let copied = log(model, &mut copy);
        assert_eq!(log(model, &mut world), copied);
        assert_eq!(world.served(), copy.served());
    });
}

struct NoOne;

impl Watch for NoOne {
    fn outcomes(&mut self, _outcomes: &[Outcome], _needed: u64) -> Result<(), Box<dyn Error>> {
        Ok(())
    }

    fn stops(&self) -> bool {
        false
    }
}

fn study(model: &Model, threads: usize) -> Results {
    let settings = Settings {
        seed: model.seed,
        stop: Stop::Replications(40),
        threads: NonZeroUsize::new(threads),
        max_events: MAX_EVENTS,
        inject: None,
    };
    let known = Run::of_model("random", model, &settings);
    run(model, known, &settings, &mut NoOne).expect("nothing keeps it from running")
}

#[test]
fn one_thread_and_two_give_the_same_results() {
    for_cases(10, |_, _, model| {
        assert_eq!(study(model, 1), study(model, 2));
    });
}

/// The values and durations of an outcome by their columns, without those of `unrelated`.
fn by_column(model: &Model, unrelated: &str) -> Vec<String> {
    let plan = Plan::new(model, model.seed, MAX_EVENTS);
    let outcome = Recorder::new(&plan).run(5).expect("the limit is far");
    let layout = Layout::new(model);
    let values = layout.values.iter().zip(&outcome.values);
    let mut lines: Vec<_> = values.map(|(column, value)| format!("{column} {value:?}")).collect();
    for observation in &outcome.observations {
        let column = &layout.pooled[usize::from(observation.column)];
        lines.push(format!("{column} {:?} {}", observation.value, observation.finished));
    }
    lines.retain(|line| !line.contains(unrelated));
    lines
}

#[test]
fn an_unrelated_pool_changes_no_other_draw() {
    let pool = |text: &str| Value::call("Pool", vec![text.to_string()]);
    for_cases(1, |_, written, alone| {
        let mut with = written.clone();
        with.section("pools").push(("another".into(), pool("members: 5, spares: [Hot(count: 1)]")));
        let failure = "strikes: Each([\"another\"]), time_to_failure: Exponential(mean: \"40h\"), \
                       detected_by: \"another\", repaired_by: \"another\"";
        let failure = Value::call("Failure", vec![failure.to_string()]);
        with.section("failures").push(("another".into(), failure));
        let delay = Value::call("Delay", vec!["Exponential(mean: \"1h\")".to_string()]);
        with.section("detectors").push(("another".into(), delay));
        let stage = "Stage(name: \"1\", takes: Weibull(shape: 2, mean: \"9h\"), crew: \"another\")";
        with.section("repairs").push(("another".into(), Value::list(vec![stage.to_string()])));
        let crew = Value::call("Crew", vec!["size: 1".to_string()]);
        with.section("crews").push(("another".into(), crew));
        let both = model(&with.text());
        let mut changes = log_of(&both, 5);
        let all = changes.len();
        changes.retain(|line| !line.starts_with("another: "));
        assert_eq!(changes, log_of(alone, 5));
        assert_eq!(by_column(&both, "another"), by_column(alone, "another"));
        let ended_early = alone.ends != firedrill::model::Ends::Horizon;
        assert!(all > changes.len() || ended_early, "the other pool had failures");
    });
}

#[test]
fn the_order_in_a_file_means_nothing() {
    let read = |text: String| {
        let source = Source { name: "random.ron".to_string(), text };
        load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}"))
    };
    for_cases(1, |number, written, _| {
        let (one, other) = (written.text(), written.shuffled(&mut Dice::new(number + 7)).text());
        assert_ne!(one, other, "the order is another");
        let (one, other) = (read(one), read(other));
        assert_eq!(one.canonical, other.canonical);
        assert_eq!(log_of(&one.model, number), log_of(&other.model, number));
        assert_eq!(by_column(&one.model, "\0"), by_column(&other.model, "\0"));
    });
}
