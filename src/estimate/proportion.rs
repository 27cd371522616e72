//! The share that one part has of a total, such as that of one cause of all outage time.

use super::chance::exact_interval;
use super::{Interval, LEAST_VALUES, tail};
use crate::quantity::special;

/// The share of a part in a whole, both summed over clusters that are independent of each other:
/// one replication a cluster.
///
/// It is a ratio of sums, not a mean of ratios, so that a replication counts by how much there is
/// in it. Its variance is the linearised one (Cochran 1977, ch. 6), and its interval the exact one
/// of so many trials as give a share that variance (Korn and Graubard 1998), less what Student's t
/// says of a variance from so few clusters: a share near 0 or 1 has an interval that leans inwards,
/// and none beyond.
///
/// There is no interval where fewer than [`LEAST_VALUES`] clusters have some of the part, or of the
/// rest: what has come so seldom may be as large as it likes when it comes again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Proportion {
    /// Clusters with some of the part, and with some of the rest.
    with_part: u64,
    with_rest: u64,
    part: f64,
    whole: f64,
    part_part: f64,
    part_whole: f64,
    whole_whole: f64,
}

/// Less of the whole than this is of rounding alone.
const ROUNDING: f64 = 1e-9;

impl Proportion {
    /// Takes in one cluster.
    ///
    /// # Panics
    ///
    /// If the part is negative or more than the whole.
    pub fn push(&mut self, part: f64, whole: f64) {
        let most = whole * (1.0 + ROUNDING);
        assert!((0.0..=most).contains(&part), "a part is no more than the whole");
        self.with_part += u64::from(part > 0.0);
        self.with_rest += u64::from(whole - part > ROUNDING * whole);
        self.part += part;
        self.whole += whole;
        self.part_part += part * part;
        self.part_whole += part * whole;
        self.whole_whole += whole * whole;
    }

    /// How many clusters have some of the part.
    pub fn n(&self) -> u64 {
        self.with_part
    }

    /// The share, if there is anything at all.
    pub fn share(&self) -> Option<f64> {
        (self.whole > 0.0).then(|| (self.part / self.whole).min(1.0))
    }

    /// Its interval, where enough clusters have some of the part and of the rest.
    pub fn interval(&self, confidence: f64) -> Interval {
        let enough = self.with_part.min(self.with_rest) >= LEAST_VALUES;
        let Some(share) = self.share().filter(|_| enough) else {
            return Interval::default();
        };
        let effective = self.whole * self.whole / self.whole_whole;
        let scatter =
            self.part_part - 2.0 * share * self.part_whole + share * share * self.whole_whole;
        if effective <= 2.0 {
            return Interval::default();
        }
        if scatter <= 1e-12 * self.whole_whole {
            // Every cluster has the same share, but for rounding.
            return Interval::around(share, 0.0);
        }
        let variance = scatter * effective / (effective - 1.0) / (self.whole * self.whole);
        let p = 1.0 - tail(confidence);
        let ratio = special::normal_quantile(p) / special::student_t_quantile(effective - 1.0, p);
        let worth = share * (1.0 - share) / variance * ratio * ratio;
        exact_interval(share * worth, worth, confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(clusters: impl IntoIterator<Item = (f64, f64)>) -> Proportion {
        let mut all = Proportion::default();
        clusters.into_iter().for_each(|(part, whole)| all.push(part, whole));
        all
    }

    #[test]
    fn nothing_says_nothing() {
        let none = of([(0.0, 0.0), (0.0, 0.0)]);
        assert_eq!((none.n(), none.share()), (0, None));
        assert_eq!(none.interval(0.95), Interval::default());
    }

    #[test]
    fn it_is_a_ratio_of_sums() {
        // A mean of ratios would say 0.5.
        assert_eq!(of([(9.0, 9.0), (0.0, 1.0)]).share(), Some(0.9));
    }

    #[test]
    fn what_came_seldom_has_no_interval() {
        let seldom = |times| of((0..200).map(move |k| (f64::from(u8::from(k < times)), 1.0)));
        assert_eq!(seldom(29).interval(0.95), Interval::default());
        assert!(seldom(30).interval(0.95).low.is_some());
        assert_eq!(seldom(171).interval(0.95), Interval::default());
        assert!(seldom(170).interval(0.95).high.is_some());
        assert_eq!(seldom(0).share(), Some(0.0));
    }

    #[test]
    fn a_share_that_never_varies_is_a_point() {
        let interval = of((1..100).map(|k| (f64::from(k) / 4.0, f64::from(k)))).interval(0.95);
        assert_eq!(interval, Interval { low: Some(0.25), high: Some(0.25) });
    }

    #[test]
    fn wholes_of_one_are_trials_by_hand() {
        // 100 clusters, 40 all part: variance 40 * 0.36 + 60 * 0.16 = 24, over 100^2, times
        // 100 / 99; worth 0.24 / 0.002_424 = 99 trials, times (1.959_964 / 1.984_217)^2.
        let interval = of((0..100).map(|k| (f64::from(u8::from(k < 40)), 1.0))).interval(0.95);
        let ratio = 1.959_963_985_f64 / 1.984_216_952;
        let worth = 99.0 * ratio * ratio;
        let expected = exact_interval(0.4 * worth, worth, 0.95);
        assert!((interval.low.unwrap() - expected.low.unwrap()).abs() < 1e-6);
        assert!((interval.high.unwrap() - expected.high.unwrap()).abs() < 1e-6);
    }
}
