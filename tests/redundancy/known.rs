//! What is known of a quantity from replications, at 99.9 % confidence.

use firedrill::engine::{Change, Plan, Step, World};
use firedrill::estimate::{Chance, Interval, Moments};
use firedrill::model::Model;
use firedrill::quantity::Time;

const CONFIDENCE: f64 = 0.999;
const MAX_EVENTS: u64 = 1_000_000_000;

/// An estimate with its interval.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub mean: f64,
    pub interval: Interval,
}

impl Known {
    pub fn half(&self) -> f64 {
        self.interval.half_width().expect("the interval has two ends")
    }

    /// The hypothesis that `exact` is the truth is not rejected by an interval whose half-width is
    /// at most `share` of it.
    #[track_caller]
    pub fn assert_is(&self, exact: f64, share: f64, what: &str) {
        let (mean, half) = (self.mean, self.half());
        assert!(
            self.interval.contains(exact),
            "{what}: {mean} +- {half}, which does not hold {exact}"
        );
        let relative = half / exact;
        assert!(relative <= share, "{what}: known within {relative} of {exact}, not {share}");
    }
}

/// The times of all losses of a replication, of any group, until `enough` of them.
pub fn losses(world: &mut World<'_>, replication: u64, enough: usize) -> Vec<Time> {
    world.restart(replication);
    let mut times = Vec::new();
    loop {
        let step = world.step().expect("the limit is far");
        let (Step::Served(at) | Step::Ended(at)) = step;
        let lost = world.changes().iter().filter(|it| matches!(it, Change::StoreLost { .. }));
        times.extend(lost.map(|_| at));
        if times.len() >= enough || matches!(step, Step::Ended(_)) {
            return times;
        }
    }
}

/// The mean time in hours until the first loss; the horizon must be too far to matter.
pub fn mean_time_to_loss(model: &Model, seed: u64, replications: u64) -> Known {
    let plan = Plan::new(model, seed, MAX_EVENTS);
    let mut world = World::new(&plan);
    let mut moments = Moments::default();
    for replication in 0..replications {
        let times = losses(&mut world, replication, 1);
        moments.push(times.first().expect("the horizon is far").since_start().hours());
    }
    let mean = moments.mean().expect("there were replications");
    Known { mean, interval: moments.mean_interval(CONFIDENCE) }
}

/// The probability of a loss before the horizon.
pub fn chance_of_loss(model: &Model, seed: u64, replications: u64) -> Known {
    let plan = Plan::new(model, seed, MAX_EVENTS);
    let mut world = World::new(&plan);
    let mut chance = Chance::default();
    for replication in 0..replications {
        chance.push(!losses(&mut world, replication, 1).is_empty());
    }
    let mean = chance.share().expect("there were replications");
    Known { mean, interval: chance.interval(CONFIDENCE) }
}

/// Losses an hour from the warm-up to the horizon, of all groups.
pub fn loss_rate(model: &Model, seed: u64, replications: u64) -> Known {
    let plan = Plan::new(model, seed, MAX_EVENTS);
    let mut world = World::new(&plan);
    let mut moments = Moments::default();
    let begins = model.warm_up.after_start();
    for replication in 0..replications {
        let times = losses(&mut world, replication, usize::MAX);
        let counted = times.iter().filter(|&&at| at > begins).count();
        moments.push(counted as f64 / model.window().hours());
    }
    let mean = moments.mean().expect("there were replications");
    Known { mean, interval: moments.mean_interval(CONFIDENCE) }
}
