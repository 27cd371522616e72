//! What is known without chance.

use firedrill::engine::Plan;
use firedrill::measure::{Layout, Metric, Outcome, Recorder};

use super::JOB;
use super::harness::model;

fn outcome(changes: &[&str]) -> (Layout, Outcome) {
    let model = model(JOB, changes);
    let plan = Plan::new(&model, 1, 1_000_000);
    (Layout::new(&model), Recorder::new(&plan).run(0).expect("few events"))
}

fn value(found: &(Layout, Outcome), metric: Metric) -> Option<f64> {
    let place = found.0.values.iter().position(|column| column.metric == metric);
    found.1.values[place.expect("there is such a column")]
}

/// 40 whole intervals of 5 h of work and 6 min of checkpoint, from when it came to run.
#[test]
fn without_failures_goodput_is_what_checkpoints_leave() {
    let found = outcome(&[
        "failures={}",
        "training.job.work=None",
        "ends=Horizon",
        "training.job.initialises=3h",
        "warm_up=3h",
        "horizon=207h",
        "training.job.checkpoints[store].saves=1h",
    ]);
    let goodput = value(&found, Metric::Goodput).expect("it was observed");
    assert!((goodput - 5.0 / 5.1).abs() < 1e-12, "{goodput}");
    assert_eq!(value(&found, Metric::CheckpointsDone), Some(39.0), "the last is being saved");
}

#[test]
fn what_is_not_finished_is_censored() {
    let found = outcome(&["failures={}", "horizon=100h"]);
    assert_eq!(value(&found, Metric::Completed), Some(0.0));
    assert_eq!(value(&found, Metric::CompletionTime), None);
    let columns = &found.0.pooled;
    let place = columns.iter().position(|column| column.metric == Metric::CompletionTime);
    let place = place.expect("it has a completion time");
    let mut seen = found.1.observations.iter().filter(|it| usize::from(it.column) == place);
    let seen = seen.next().expect("it is observed");
    assert_eq!((seen.value, seen.finished), (100.0, false));
}

/// 100 segments of 5 h and 6 min each, the last checkpoint included.
#[test]
fn without_failures_a_job_takes_its_work_and_its_checkpoints() {
    let found = outcome(&["failures={}"]);
    let time = value(&found, Metric::CompletionTime).expect("it is complete");
    assert!((time - 510.0).abs() < 1e-9, "{time}");
    assert_eq!(value(&found, Metric::CheckpointsDone), Some(100.0));
}
