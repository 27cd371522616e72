//! The mean of observations that come in clusters, such as all repairs of one replication.

use super::{Interval, tail};
use crate::quantity::special;

/// Sums and counts of clusters that are independent of each other, whatever holds within them.
///
/// The pooled mean is a ratio, the sum of the clusters' sums over that of their counts, and its
/// variance the linearised one of a ratio (Cochran 1977, ch. 6): the scatter of
/// `sum - mean * count` over clusters, not that of the observations.
///
/// Student's degrees are one less than the effective number of clusters, (sum n)^2 / (sum n^2) of
/// their counts n (Kish 1965; Carter, Schnepel and Steigerwald 2017, for observations alike within
/// clusters): the number itself where the counts are alike, and fewer where some clusters outweigh
/// the others. A cluster without observations adds nothing to it, since it would only feign
/// certainty. With one observation a cluster this is the plain t-interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clusters {
    clusters: u64,
    /// Those with observations.
    filled: u64,
    observations: u64,
    /// The mean of the first filled cluster, from which all are measured, so that nothing cancels
    /// when the spread is small beside the mean.
    origin: f64,
    /// Over filled clusters, of the excess `sum - origin * count` and of the count: means, and
    /// sums of squares and products of the deviations from them.
    excess: f64,
    count: f64,
    excess_excess: f64,
    excess_count: f64,
    count_count: f64,
}

impl Clusters {
    /// Takes in one cluster: the sum of its observations and their number.
    ///
    /// # Panics
    ///
    /// If the sum is not finite.
    pub fn push(&mut self, sum: f64, count: u64) {
        assert!(sum.is_finite(), "what is averaged is finite");
        let mut one = Self { clusters: 1, ..Self::default() };
        if count > 0 {
            let count_as_real = count as f64;
            one.filled = 1;
            one.observations = count;
            one.origin = if self.filled > 0 { self.origin } else { sum / count_as_real };
            one.excess = sum - one.origin * count_as_real;
            one.count = count_as_real;
        }
        self.merge(&one);
    }

    /// Takes in what another has seen.
    pub fn merge(&mut self, other: &Self) {
        let clusters = self.clusters + other.clusters;
        if self.filled == 0 {
            *self = Self { clusters, ..*other };
            return;
        }
        self.clusters = clusters;
        if other.filled == 0 {
            return;
        }
        let other = other.measured_from(self.origin);
        let (a, b) = (self.filled as f64, other.filled as f64);
        let share = a * b / (a + b);
        let (excess, count) = (other.excess - self.excess, other.count - self.count);
        self.excess_excess += other.excess_excess + share * excess * excess;
        self.excess_count += other.excess_count + share * excess * count;
        self.count_count += other.count_count + share * count * count;
        self.excess += excess * b / (a + b);
        self.count += count * b / (a + b);
        self.filled += other.filled;
        self.observations += other.observations;
    }

    /// How many clusters there are, with observations or without.
    pub fn clusters(&self) -> u64 {
        self.clusters
    }

    /// How many have observations.
    pub fn filled(&self) -> u64 {
        self.filled
    }

    /// How many observations there are.
    pub fn observations(&self) -> u64 {
        self.observations
    }

    /// The sum of all observations over their number, if there is one.
    pub fn mean(&self) -> Option<f64> {
        (self.filled > 0).then(|| self.origin + self.excess / self.count)
    }

    /// The interval of the pooled mean, if there are two effective clusters or more.
    pub fn mean_interval(&self, confidence: f64) -> Interval {
        let (Some(mean), Some(effective)) = (self.mean(), self.effective()) else {
            return Interval::default();
        };
        let t = special::student_t_quantile(effective - 1.0, 1.0 - tail(confidence));
        Interval::around(mean, t * self.variance_of_mean(mean, effective).sqrt())
    }

    /// The linearised variance of the pooled mean, from so many effective clusters.
    pub(super) fn variance_of_mean(&self, mean: f64, effective: f64) -> f64 {
        let above = mean - self.origin;
        let scatter =
            self.excess_excess - 2.0 * above * self.excess_count + above * above * self.count_count;
        let observations = self.observations as f64;
        scatter.max(0.0) * effective / (effective - 1.0) / (observations * observations)
    }

    /// How many clusters of like counts are worth those there are, if that is two or more.
    pub(super) fn effective(&self) -> Option<f64> {
        let squares = self.count_count + self.filled as f64 * self.count * self.count;
        effective_number(self.observations as f64, squares)
    }

    fn measured_from(&self, origin: f64) -> Self {
        let shift = self.origin - origin;
        Self {
            origin,
            excess: self.excess + shift * self.count,
            excess_excess: self.excess_excess
                + shift * (2.0 * self.excess_count + shift * self.count_count),
            excess_count: self.excess_count + shift * self.count_count,
            ..*self
        }
    }
}

/// How many clusters of like counts are worth those with this sum and sum of squares of counts;
/// `None` below two, where no interval can be told.
pub(super) fn effective_number(sum: f64, squares: f64) -> Option<f64> {
    let number = sum * sum / squares;
    (number > 2.0 - 1e-9).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Moments;

    fn of(clusters: &[(f64, u64)]) -> Clusters {
        let mut all = Clusters::default();
        clusters.iter().for_each(|&(sum, count)| all.push(sum, count));
        all
    }

    #[test]
    fn nothing_known_of_empty_clusters() {
        let empty = of(&[(0.0, 0), (0.0, 0)]);
        assert_eq!((empty.clusters(), empty.filled(), empty.mean()), (2, 0, None));
        assert_eq!(empty.mean_interval(0.95), Interval::default());
        assert_eq!(of(&[(6.0, 3), (0.0, 0)]).mean_interval(0.95), Interval::default());
    }

    #[test]
    fn like_clusters_by_hand() {
        // Mean 24 / 12 = 2; residuals 4 - 8 = -4, 9 - 8 = 1, 11 - 8 = 3.
        let clusters = of(&[(4.0, 4), (0.0, 0), (9.0, 4), (11.0, 4)]);
        assert_eq!(clusters.mean(), Some(2.0));
        let error = (1.5 * (16.0 + 1.0 + 9.0) / 144.0_f64).sqrt();
        let half = 4.302_652_729_911_275 * error;
        assert!((clusters.mean_interval(0.95).half_width().unwrap() - half).abs() < 1e-9);
    }

    #[test]
    fn one_cluster_that_outweighs_all_leaves_no_interval() {
        let clusters = of(&[(300.0, 100), (2.0, 1), (5.0, 1)]);
        assert!(clusters.mean().is_some());
        assert_eq!(clusters.mean_interval(0.95), Interval::default());
    }

    #[test]
    fn unlike_clusters_count_as_fewer() {
        // (4 + 4 + 4 + 2 + 2)^2 / (3 * 16 + 2 * 4) = 256 / 56.
        let unlike = of(&[(4.0, 4), (8.0, 4), (8.0, 4), (4.0, 2), (8.0, 2)]);
        assert!((unlike.effective().unwrap() - 256.0 / 56.0).abs() < 1e-12);
    }

    #[test]
    fn one_observation_a_cluster_is_the_plain_interval() {
        let values: Vec<f64> = (0..40).map(|k| 1e5 + f64::from(k * k % 17)).collect();
        let (mut moments, mut clusters) = (Moments::default(), Clusters::default());
        for &value in &values {
            moments.push(value);
            clusters.push(value, 1);
            clusters.push(0.0, 0);
        }
        let (plain, pooled) = (moments.mean_interval(0.95), clusters.mean_interval(0.95));
        assert!((plain.low.unwrap() - pooled.low.unwrap()).abs() < 1e-9);
        assert!((plain.high.unwrap() - pooled.high.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn merged_parts_are_the_whole() {
        let clusters: Vec<_> = (0..60u64).map(|k| ((k * k % 23) as f64 + 1e4, k % 5)).collect();
        let clusters: Vec<_> = clusters.iter().map(|&(s, n)| (s * n as f64, n)).collect();
        let whole = of(&clusters);
        for cut in [0, 1, 23, 60] {
            let mut parts = of(&clusters[..cut]);
            parts.merge(&of(&clusters[cut..]));
            assert_eq!(parts.clusters(), whole.clusters());
            assert_eq!((parts.filled(), parts.observations()), (48, whole.observations()));
            let (one, two) = (whole.mean_interval(0.95), parts.mean_interval(0.95));
            assert!((one.low.unwrap() - two.low.unwrap()).abs() < 1e-8);
            assert!((one.high.unwrap() - two.high.unwrap()).abs() < 1e-8);
        }
    }
}
