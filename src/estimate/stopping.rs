//! When a sample says enough.

use super::{CONFIDENCE, Chance, Interval, Moments, Pooled};

/// How close the 95 % interval has to lie around the estimate.
///
/// The rule is to be asked at fixed numbers of values (the ends of blocks), as rarely as will do:
/// whoever looks after each value and stops at the first interval that is narrow enough stops too
/// often at one that is narrow by chance and misses the truth. The error is worst while the spread
/// is poorly known, so the rule never stops before
///
/// - 30 values, and as many as make the mean of skewed values nearly normal: 25 times the square
///   of the skewness (Cochran 1977, sec. 2.15), which for a rare thing amounts to 25 occurrences;
/// - 10 hits and 10 misses of a chance;
/// - 3,000 values that are all alike, of which then with 95 % confidence fewer than one in a
///   thousand would differ (the rule of three): they may be a constant, or a rare thing unseen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// The half-width asked for, as a share of what `scale` says; positive.
    pub relative: f64,
    pub scale: Scale,
}

/// What a precision is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The absolute value of the mean.
    Mean,
    /// The lesser of x and 1 - x: an availability of 0.9999 is judged by its unavailability.
    Fraction,
}

/// How far a sample is from the precision asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub reached: bool,
    /// An estimate of how many values (of a [`Pooled`]: replications) it takes in all; `None`
    /// where the sample does not tell, such as before the first hit.
    pub needed: Option<u64>,
}

/// No interval of a mean can be trusted that fewer values, or replications with any, carry.
pub const LEAST_VALUES: u64 = 30;

const LEAST_HITS: f64 = 10.0;
const LEAST_ALIKE: f64 = 3_000.0;

impl Precision {
    /// Judges the mean of independent values.
    pub fn of_mean(&self, values: &Moments) -> Progress {
        let least = least_values(values);
        self.judge(values.mean(), values.mean_interval(CONFIDENCE), values.n(), least)
    }

    /// Judges a probability.
    pub fn of_chance(&self, chance: &Chance) -> Progress {
        let (hits, n) = (chance.hits(), chance.n());
        let rarer = hits.min(n - hits) as f64;
        let least = (n as f64 * LEAST_HITS / rarer).max(LEAST_VALUES as f64);
        self.judge(chance.share(), chance.interval(CONFIDENCE), n, least)
    }

    /// Judges the mean of pooled observations, by replications.
    pub fn of_pooled(&self, pooled: &Pooled) -> Progress {
        let replications = pooled.replications() as f64;
        let (filled, n) = (pooled.clusters().filled() as f64, pooled.n() as f64);
        let share = (LEAST_VALUES as f64 / filled).max(least_values(&pooled.moments()) / n);
        let (mean, interval) = pooled.mean_with_interval(CONFIDENCE);
        self.judge(mean, interval, pooled.replications(), replications * share)
    }

    fn judge(&self, mean: Option<f64>, interval: Interval, n: u64, least: f64) -> Progress {
        assert!(self.relative > 0.0, "a precision is positive");
        let unknown = Progress { reached: false, needed: None };
        let (Some(mean), Some(low), Some(high)) = (mean, interval.low, interval.high) else {
            return unknown;
        };
        let target = self.relative
            * match self.scale {
                Scale::Mean => mean.abs(),
                Scale::Fraction => mean.min(1.0 - mean),
            };
        if target <= 0.0 || !least.is_finite() {
            return unknown;
        }
        let ratio = (high - mean).max(mean - low) / target;
        let needed = (n as f64 * ratio * ratio).max(least).ceil();
        Progress { reached: ratio <= 1.0 && n as f64 >= least, needed: Some(needed as u64) }
    }
}

fn least_values(values: &Moments) -> f64 {
    match values.skewness() {
        Some(skewness) => (25.0 * skewness * skewness).max(LEAST_VALUES as f64),
        None => LEAST_ALIKE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENTH: Precision = Precision { relative: 0.1, scale: Scale::Mean };
    const TENTH_OF_RARER: Precision = Precision { relative: 0.1, scale: Scale::Fraction };

    fn alternating(n: usize, values: [f64; 2]) -> Moments {
        let mut moments = Moments::default();
        (0..n).for_each(|k| moments.push(values[k % 2]));
        moments
    }

    #[test]
    fn nothing_seen_is_never_enough() {
        let unknown = Progress { reached: false, needed: None };
        assert_eq!(TENTH.of_mean(&Moments::default()), unknown);
        assert_eq!(TENTH.of_chance(&Chance::of(0, 1_000_000)), unknown);
        assert_eq!(TENTH_OF_RARER.of_chance(&Chance::of(9, 9)), unknown);
        assert_eq!(TENTH.of_pooled(&Pooled::default()), unknown);
    }

    #[test]
    fn a_narrow_interval_of_few_values_is_not_enough() {
        let few = TENTH.of_mean(&alternating(28, [99.0, 101.0]));
        assert_eq!(few, Progress { reached: false, needed: Some(30) });
        assert!(TENTH.of_mean(&alternating(30, [99.0, 101.0])).reached);
        assert!(!TENTH.of_chance(&Chance::of(9, 10)).reached);
    }

    #[test]
    fn values_all_alike_are_trusted_late() {
        assert!(!TENTH.of_mean(&alternating(2_000, [7.0; 2])).reached);
        assert!(TENTH.of_mean(&alternating(3_000, [7.0; 2])).reached);
        // A fraction of exactly 1 leaves no unavailability to be precise about.
        assert!(!TENTH_OF_RARER.of_mean(&alternating(3_000, [1.0; 2])).reached);
    }

    #[test]
    fn one_far_value_holds_the_rule_back() {
        let mut moments = alternating(1_000, [1_000.0, 1_001.0]);
        moments.push(2_000.0);
        let progress = TENTH.of_mean(&moments);
        assert!(!progress.reached && progress.needed.unwrap() > 20_000, "{progress:?}");
    }

    #[test]
    fn half_the_width_takes_four_times_the_values() {
        let moments = alternating(1_000, [0.0, 2.0]);
        let needed =
            |relative| Precision { relative, scale: Scale::Mean }.of_mean(&moments).needed.unwrap();
        // (t s / 0.01)^2 with t(999) = 1.96234 and s^2 = 1000 / 999.
        assert!(needed(0.01).abs_diff(38_546) <= 1, "{}", needed(0.01));
        assert!(needed(0.005).abs_diff(4 * needed(0.01)) <= 4);
    }

    #[test]
    fn a_fraction_is_judged_by_its_lesser_side() {
        let often = Chance::of(9_990, 10_000);
        assert!(TENTH.of_chance(&often).reached);
        let progress = TENTH_OF_RARER.of_chance(&often);
        assert!(!progress.reached && progress.needed.unwrap() > 300_000, "{progress:?}");
        assert!(TENTH_OF_RARER.of_chance(&Chance::of(99_900_000, 100_000_000)).reached);
    }
}
