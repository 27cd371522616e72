use super::*;
use crate::analytic::cases::sketch::{Sketch, exponential};
use crate::model::{Kept, Store, Table};

/// One member with a mean life of `mtbf` hours that is back at once, and a job of 500 h in segments
/// of 5 h: the exact case C15-006.
fn model(mtbf: f64) -> Model {
    let sketch = Sketch { horizon: Span::from_hours(4000.0), ..Sketch::of(1, exponential(mtbf)) };
    let mut model = sketch.model();
    let modes = model
        .failures
        .iter()
        .cloned()
        .map(|mode| Failure { recovery: Recovery::Lasts(Law::Fixed(Span::ZERO)), ..mode });
    model.failures = Table::new(modes.collect());
    model.stores = Table::new(vec![Store::named("store")]);
    let hours = |hours: f64| Law::Fixed(Span::from_hours(hours));
    model.training = Table::new(vec![Training {
        name: "job".to_string(),
        on: 0.into(),
        work: Some(Span::from_hours(500.0)),
        selects: hours(0.25),
        initialises: hours(0.0),
        checkpoints: vec![Checkpoint {
            name: "store".to_string(),
            kept: Kept::Remote(0.into(), None),
            every: Span::from_hours(5.0),
            clock: Clock::Work,
            blocks: hours(0.1),
            saves: Moves::Takes(hours(0.0)),
            loads: Moves::Takes(hours(0.0)),
        }],
        at_least: None,
        uninterrupted: false,
    }]);
    model
}

fn value(rows: &[Prediction], formula: &str) -> Result<f64, String> {
    rows.iter().find(|row| row.formula == formula).expect("it has its row").value.clone()
}

#[test]
fn a_job_takes_as_long_as_the_exact_case() {
    let rows = predict(&model(24.0));
    let hours = value(&rows, EXACT).expect("it applies");
    assert!((hours / 574.188_761_641_061_7 - 1.0).abs() < 1e-12, "{hours}");
    let best = value(&rows, "exact optimum").expect("it applies");
    assert!((best / 2.124_736_921_079_038_8 - 1.0).abs() < 1e-12, "{best}");
}

/// Without an end, the same per hour of work; the approximation lies within its tolerance where
/// failures are rare.
#[test]
fn the_share_of_useful_time_is_that_of_an_hour_of_work() {
    let mut model = model(240.0);
    let mut jobs: Vec<Training> = model.training.iter().cloned().collect();
    jobs[0].work = None;
    model.training = Table::new(jobs);
    let rows = predict(&model);
    let (exact, near) = (value(&rows, EXACT).unwrap(), value(&rows, ETTR).unwrap());
    let segment = 240.0 * libm::exp(0.25 / 240.0) * libm::expm1(5.1 / 240.0);
    assert!((exact - 5.0 / segment).abs() < 1e-12, "{exact}");
    assert!(exact != near && (near / exact - 1.0).abs() < 0.001, "{near} for {exact}");
}

#[test]
fn what_is_broken_is_named() {
    let reason = |change: &dyn Fn(&mut Training)| {
        let mut model = model(24.0);
        let mut jobs: Vec<Training> = model.training.iter().cloned().collect();
        change(&mut jobs[0]);
        model.training = Table::new(jobs);
        value(&predict(&model), EXACT).expect_err("something is broken")
    };
    let later = Law::Fixed(Span::from_hours(1.0));
    assert_eq!(reason(&|job| job.checkpoints.clear()), "it takes no checkpoints");
    assert_eq!(reason(&|job| job.at_least = Some(1)), "it goes on with fewer members");
    assert_eq!(
        reason(&|job| job.initialises = later.clone()),
        "it is initialised at its start too"
    );
    let saves = |job: &mut Training| job.checkpoints[0].saves = Moves::Takes(later.clone());
    assert_eq!(reason(&saves), "checkpoints of `store` can be used only later");
    let work = |job: &mut Training| job.work = Some(Span::from_hours(501.0));
    assert_eq!(reason(&work), "the work is no whole number of intervals of `store`");
    let long = |job: &mut Training| job.work = Some(Span::from_hours(4000.0));
    assert_eq!(reason(&long), "not every replication completes it before the horizon");
}
