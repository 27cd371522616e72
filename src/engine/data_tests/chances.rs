//! The chance in backups: what is drawn belongs to the run and the attempt.

use super::small::{Small, hours};
use crate::model::{Partial, Retry, Verification};
use crate::quantity::{Law, Probability, Uniform};

/// Seed 1. 10,000 runs with a chance of 0.6 and two retries fail all three times with 0.4^3 =
/// 0.064: hypothesis 640, and 0.4 + 0.16 of an attempt failed before; |z| below 3.3 (p 1e-3).
#[test]
fn attempts_are_drawn_each_for_itself() {
    let mut small = Small::new();
    small.hours = 10_000.5;
    let backup = small.backup("job", 1.0);
    backup.succeeds = Probability::new(0.6);
    backup.retry = Some(Retry { after: hours(0.25), tries: 2 });
    let log = small.log();
    let failed = log.iter().filter(|line| line.ends_with("bad luck")).count() as f64;
    let done = log.iter().filter(|line| line.contains("since")).count() as f64;
    let z = (10_000.0 - done - 640.0) / (10_000.0_f64 * 0.064 * 0.936).sqrt();
    assert!(z.abs() < 3.3, "z of runs that failed is {z}");
    // Of a run 0, 1, 2 or 3 attempts fail with 0.6, 0.24, 0.096 and 0.064.
    let (mean, square) = (0.624, 0.24 + 4.0 * 0.096 + 9.0 * 0.064);
    let z = (failed - 10_000.0 * mean) / (10_000.0_f64 * (square - mean * mean)).sqrt();
    assert!(z.abs() < 3.3, "z of attempts that failed is {z}");
}

/// Which runs succeed does not change with how long they take, what they are, or what else is
/// drawn for them.
#[test]
fn other_draws_do_not_move_the_success_of_a_run() {
    let runs = |change: &dyn Fn(&mut Small)| {
        let mut small = Small::new();
        small.hours = 300.0;
        small.backup("job", 1.0).succeeds = Probability::new(0.5);
        change(&mut small);
        let log = small.log().into_iter().filter_map(|line| {
            let hour = line.split(' ').next()?.parse::<f64>().expect("an hour first").ceil();
            let done = line.contains("since");
            (done || line.ends_with("bad luck")).then_some((hour as u64, done))
        });
        log.collect::<Vec<_>>()
    };
    let plain = runs(&|_| {});
    let retried = runs(&|small| {
        let backup = &mut small.backups[0];
        backup.first = crate::model::FirstBackup::At(crate::quantity::Time::from_hours(0.5));
        let takes = Uniform::between(hours(0.1), hours(0.4)).expect("a proper law");
        backup.takes = Law::Uniform(takes);
        backup.full_every = 5;
        backup.between = Partial::Differential;
        backup.sound = Probability::new(0.5);
        backup.verifies = Some(Verification { every: hours(7.0), finds: Probability::new(0.5) });
    });
    assert_eq!(plain, retried);
    assert!(plain.iter().any(|run| run.1) && plain.iter().any(|run| !run.1));
}
