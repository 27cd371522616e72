//! The probability of a thing that either happens or not.

use super::{CONFIDENCE, Estimate, Interval, tail};
use crate::quantity::special;

/// How often a thing happened in so many independent trials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chance {
    hits: u64,
    n: u64,
}

impl Chance {
    /// `hits` of `trials`.
    ///
    /// # Panics
    ///
    /// If there are more hits than trials.
    pub fn of(hits: u64, trials: u64) -> Self {
        assert!(hits <= trials, "no more hits than trials");
        Self { hits, n: trials }
    }

    /// Takes in one trial.
    pub fn push(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.n += 1;
    }

    /// Takes in what another has seen.
    pub fn merge(&mut self, other: &Self) {
        self.hits += other.hits;
        self.n += other.n;
    }

    pub fn hits(&self) -> u64 {
        self.hits
    }

    /// How many trials there were.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The share of hits, if there was a trial.
    pub fn share(&self) -> Option<f64> {
        (self.n > 0).then(|| self.hits as f64 / self.n as f64)
    }

    /// The exact interval of Clopper and Pearson (1934): each end is the probability at which so
    /// extreme a count has half of what the confidence leaves out, a quantile of a beta law. No
    /// hits give an upper limit, never 0, and nothing but hits a lower one, never 1.
    pub fn interval(&self, confidence: f64) -> Interval {
        if self.n == 0 {
            return Interval::default();
        }
        exact_interval(self.hits as f64, self.n as f64, confidence)
    }

    /// What the trials say of the probability.
    pub fn estimate(&self) -> Estimate {
        Estimate {
            n: self.n,
            mean: self.share(),
            interval: self.interval(CONFIDENCE),
            ..Estimate::default()
        }
    }
}

/// The interval of Clopper and Pearson of so many hits in `n` trials, at least one; neither needs
/// to be whole.
pub(super) fn exact_interval(hits: f64, n: f64, confidence: f64) -> Interval {
    let (tail, misses) = (tail(confidence), n - hits);
    let low = if hits <= 0.0 {
        0.0
    } else if misses <= 0.0 {
        libm::exp(libm::log(tail) / hits)
    } else {
        special::beta_quantile(hits, misses + 1.0, tail)
    };
    let high = if misses <= 0.0 {
        1.0
    } else if hits <= 0.0 {
        -libm::expm1(libm::log(tail) / misses)
    } else {
        special::beta_upper_quantile(hits + 1.0, misses, tail)
    };
    Interval { low: Some(low), high: Some(high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_trial_says_nothing() {
        assert_eq!(Chance::default().estimate(), Estimate::default());
    }

    #[test]
    fn no_hits_give_an_upper_limit() {
        let none = Chance::of(0, 10_000);
        let interval = none.interval(0.95);
        assert_eq!((none.share(), interval.low), (Some(0.0), Some(0.0)));
        // 1 - 0.025^(1/10000)
        assert!((interval.high.unwrap() - 3.688_199_146e-4).abs() < 1e-12);
    }

    #[test]
    fn nothing_but_hits_give_a_lower_limit() {
        let interval = Chance::of(20, 20).interval(0.95);
        assert_eq!(interval.high, Some(1.0));
        // 0.025^(1/20)
        assert!((interval.low.unwrap() - 0.831_566_529).abs() < 1e-8);
    }

    #[test]
    fn one_hit_in_ten_as_tabulated() {
        // Beta quantiles: 1 - 0.975^(1/10), and the 97.5 % quantile of beta(2, 9).
        let interval = Chance::of(1, 10).interval(0.95);
        assert!((interval.low.unwrap() - 0.002_528_579).abs() < 1e-8);
        assert!((interval.high.unwrap() - 0.445_016_117).abs() < 1e-8);
    }

    #[test]
    fn hits_and_misses_mirror_each_other() {
        let (few, many) = (Chance::of(3, 50).interval(0.99), Chance::of(47, 50).interval(0.99));
        assert!((few.low.unwrap() + many.high.unwrap() - 1.0).abs() < 1e-12);
        assert!((few.high.unwrap() + many.low.unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn merged_parts_are_the_whole() {
        let mut parts = Chance::default();
        [true, false, false].into_iter().for_each(|hit| parts.push(hit));
        parts.merge(&Chance::of(4, 9));
        assert_eq!(parts, Chance::of(5, 12));
    }
}
