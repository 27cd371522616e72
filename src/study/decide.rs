//! How many replications would decide what is undecided.

use super::compare::{MARGIN, SENSIBLE};
use crate::estimate::Interval;

/// With how many replications in all an interval would lie on one side of a goal, where that can
/// be said.
///
/// An interval shrinks with the square root of the replications. If the estimate stays where it is,
/// the goal is outside once the end beyond it has come as near to the estimate as the goal is:
/// after `n (reach / distance)^2` replications, and a quarter more since the estimate moves.
/// `None` where an end is not known, the estimate lies on the goal, or a thousand million would
/// not do.
pub fn needed(
    goal: f64,
    estimate: Option<f64>,
    interval: Interval,
    replications: u64,
) -> Option<u64> {
    let (estimate, low, high) = (estimate?, interval.low?, interval.high?);
    let reach = if estimate >= goal { estimate - low } else { high - estimate };
    let ratio = reach / (estimate - goal).abs();
    let needed = replications as f64 * ratio * ratio * MARGIN;
    let sensible = ratio.is_finite() && needed <= SENSIBLE;
    sensible.then(|| (needed.ceil() as u64).max(replications + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reach of 4 and a distance of 2: four times as many, and a quarter more.
    #[test]
    fn the_end_beyond_the_goal_decides() {
        let interval = Interval { low: Some(6.0), high: Some(30.0) };
        assert_eq!(needed(8.0, Some(10.0), interval, 100), Some(500));
        let interval = Interval { low: Some(-20.0), high: Some(14.0) };
        assert_eq!(needed(12.0, Some(10.0), interval, 100), Some(500));
    }

    #[test]
    fn what_cannot_be_said_is_not() {
        let interval = Interval { low: Some(6.0), high: Some(14.0) };
        assert_eq!(needed(10.0, Some(10.0), interval, 100), None);
        assert_eq!(needed(10.000_001, Some(10.0), interval, 100), None);
        assert_eq!(needed(8.0, None, interval, 100), None);
        assert_eq!(needed(8.0, Some(10.0), Interval::default(), 100), None);
    }

    #[test]
    fn it_takes_at_least_one_more() {
        let interval = Interval { low: Some(9.0), high: Some(30.0) };
        assert_eq!(needed(8.0, Some(10.0), interval, 100), Some(101));
    }
}
