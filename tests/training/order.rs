//! What must be in order: more failures and longer restarts never help.

use firedrill::estimate::Moments;
use firedrill::measure::Metric;

use super::JOB;
use super::harness::simulate_each;

/// The goodput of each replication.
pub fn goodputs(text: &str, changes: &[&str], seed: u64, replications: u64) -> Vec<f64> {
    let mut found = Vec::new();
    simulate_each(text, changes, seed, replications, |layout, outcome| {
        let is_it = |metric: Metric| metric == Metric::Goodput;
        let place = layout.values.iter().position(|column| is_it(column.metric));
        found.push(outcome.values[place.expect("it has a goodput")].expect("it was observed"));
    });
    found
}

/// How far the first are above the second in the mean, in standard errors of the paired difference.
pub fn z_of_difference(one: &[f64], other: &[f64]) -> f64 {
    let mut moments = Moments::default();
    one.iter().zip(other).for_each(|(one, other)| moments.push(one - other));
    let n = one.len() as f64;
    moments.mean().unwrap() / (moments.std_dev().unwrap() / n.sqrt())
}

const ENDLESS: [&str; 3] = ["training.job.work=None", "ends=Horizon", "horizon=1000h"];

/// Seed 1551, common to all, 30 replications. Hypothesis: goodput falls from one to the next; bound:
/// the mean of the paired differences is above 0 by four standard errors.
#[test]
fn goodput_never_rises_with_failures_or_restarts() {
    let falls = |changes: &[&str]| {
        let all = changes.iter().map(|change| {
            let changes = [&ENDLESS[..], &[*change]].concat();
            goodputs(JOB, &changes, 1551, 30)
        });
        let all: Vec<_> = all.collect();
        for pair in all.windows(2) {
            let z = z_of_difference(&pair[0], &pair[1]);
            assert!(z > 4.0, "{changes:?}: z = {z}");
        }
    };
    falls(&[
        "failures.failure.time_to_failure=Exponential(mean: \"40h\")",
        "failures.failure.time_to_failure=Exponential(mean: \"20h\")",
        "failures.failure.time_to_failure=Exponential(mean: \"10h\")",
    ]);
    falls(&["training.job.selects=5min", "training.job.selects=20min", "training.job.selects=1h"]);
    falls(&[
        "training.job.initialises=0s",
        "training.job.initialises=20min",
        "training.job.initialises=1h",
    ]);
}
