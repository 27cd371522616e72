//! Losses of several members at one instant.

use firedrill::engine::{Plan, World};
use firedrill::model::{Occurs, PoolId, Strikes};
use firedrill::quantity::Time;

use super::known::{chance_of_loss, losses};
use super::stored::{Stored, exponential, hours};

/// In-memory copies on 16 machines in pairs; so many lost at one instant, with replacements at
/// hand at once, which is too late.
fn pairs(count: u32) -> Stored {
    Stored {
        strikes: Strikes::Several(count, PoolId::from(0)),
        occurs: Occurs::At(vec![Time::from_hours(1.0)]),
        horizon: hours(2.0),
        ..Stored::of(8, (1, 1), 1.0)
    }
}

/// Two machines are a pair with 1/15, three hold one with 3/15. Seed 21, 40,000 replications;
/// 99.9 % intervals of at most 7 % and 4 %.
#[test]
fn machines_lost_at_one_instant_destroy_data_as_counting_says() {
    chance_of_loss(&pairs(2).model(), 21, 40_000).assert_is(1.0 / 15.0, 0.07, "2 of 16");
    chance_of_loss(&pairs(3).model(), 21, 40_000).assert_is(3.0 / 15.0, 0.04, "3 of 16");
}

/// By a clock strikes fall one after the other; replaced at once, one machine at a time never
/// takes a pair, and two at a time soon do: in 1,000 strikes with 1 - (14/15)^1000, nearly 1.
#[test]
fn machines_lost_by_a_clock_destroy_data_only_several_at_a_time() {
    let by_clock = |count| Stored { occurs: Occurs::Random(exponential(1e-3)), ..pairs(count) };
    let horizon = hours(1.0);
    let two = Stored { horizon, ..by_clock(2) }.model();
    assert_eq!(chance_of_loss(&two, 22, 100).mean, 1.0);
    let one = Stored { horizon, ..by_clock(1) }.model();
    assert_eq!(chance_of_loss(&one, 22, 100).mean, 0.0);
}

/// All of them at once destroy every pair.
#[test]
fn all_machines_lost_at_one_instant_destroy_everything() {
    let model = pairs(99).model();
    let plan = Plan::new(&model, 1, 1_000_000);
    let lost = losses(&mut World::new(&plan), 0, usize::MAX);
    assert_eq!(lost, [Time::from_hours(1.0); 8]);
}
