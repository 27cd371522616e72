//! The share of hits among trials of which one replication can have any number.

use super::chance::exact_interval;
use super::{Clusters, Interval, tail};
use crate::quantity::special;

/// How often a thing happened in trials that come in clusters, such as all incidents of one
/// replication.
///
/// Where no cluster has more than one trial they are independent, and the interval is the exact one
/// of Clopper and Pearson. Else trials of a cluster may have one fate, and the interval is the
/// exact one of fewer trials: those that give a share of independent trials the variance that the
/// scatter between clusters shows (Korn and Graubard 1998), less what Student's t says of a
/// variance from so few clusters, and never more than there are. Where all trials are alike nothing
/// scatters, and each cluster counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    clusters: Clusters,
    hits: u64,
    /// The most trials of one cluster.
    largest: u64,
}

impl Share {
    /// Takes in one cluster: `hits` of `trials`.
    ///
    /// # Panics
    ///
    /// If there are more hits than trials.
    pub fn push(&mut self, hits: u64, trials: u64) {
        assert!(hits <= trials, "no more hits than trials");
        self.clusters.push(hits as f64, trials);
        self.hits += hits;
        self.largest = self.largest.max(trials);
    }

    /// How many trials there were.
    pub fn n(&self) -> u64 {
        self.clusters.observations()
    }

    /// The share of hits, if there was a trial.
    pub fn share(&self) -> Option<f64> {
        (self.n() > 0).then(|| self.hits as f64 / self.n() as f64)
    }

    /// Its interval; without ends where there are trials in fewer than two effective clusters.
    pub fn interval(&self, confidence: f64) -> Interval {
        let Some((share, worth)) = self.share().zip(self.worth(confidence)) else {
            return Interval::default();
        };
        exact_interval(share * worth, worth, confidence)
    }

    /// How many independent trials these are worth.
    fn worth(&self, confidence: f64) -> Option<f64> {
        let n = self.n() as f64;
        if self.largest <= 1 {
            return Some(n);
        }
        let effective = self.clusters.effective()?;
        if self.hits == 0 || self.hits == self.n() {
            return Some(effective);
        }
        let share = self.share()?;
        let variance = self.clusters.variance_of_mean(share, effective);
        let p = 1.0 - tail(confidence);
        let ratio = special::normal_quantile(p) / special::student_t_quantile(effective - 1.0, p);
        // No scatter at all, such as one hit in two everywhere, says no more than n trials do.
        let alone = if variance > 0.0 { share * (1.0 - share) / variance } else { n };
        Some((alone * ratio * ratio).min(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Chance;

    fn of(clusters: &[(u64, u64)]) -> Share {
        let mut all = Share::default();
        clusters.iter().for_each(|&(hits, trials)| all.push(hits, trials));
        all
    }

    #[test]
    fn nothing_says_nothing() {
        let none = of(&[(0, 0), (0, 0)]);
        assert_eq!((none.n(), none.share()), (0, None));
        assert_eq!(none.interval(0.95), Interval::default());
    }

    #[test]
    fn one_trial_a_cluster_is_the_exact_interval() {
        let share = of(&[(1, 1), (0, 0), (0, 1), (1, 1), (0, 0), (1, 1)]);
        assert_eq!(share.interval(0.95), Chance::of(3, 4).interval(0.95));
    }

    #[test]
    fn alike_trials_of_a_cluster_count_once() {
        let share = of(&[(5, 5), (5, 5), (5, 5), (5, 5)]);
        assert_eq!(share.share(), Some(1.0));
        assert_eq!(share.interval(0.95), Chance::of(4, 4).interval(0.95));
    }

    #[test]
    fn one_cluster_has_no_interval() {
        assert_eq!(of(&[(3, 5)]).interval(0.95), Interval::default());
    }

    #[test]
    fn clusters_of_one_fate_by_hand() {
        // 40 clusters of 5, half of them all hits: variance 40 * 2.5^2 * 40 / 39 / 200^2, so worth
        // 0.25 / 0.006_410 = 39 trials, times (1.959_964 / 2.022_691)^2.
        let clusters: Vec<_> = (0..40).map(|k| (5 * (k % 2), 5)).collect();
        let worth = of(&clusters).worth(0.95).expect("there are clusters");
        assert!((worth - 39.0 * 0.938_939).abs() < 1e-3, "{worth}");
    }

    #[test]
    fn no_more_trials_than_there_are() {
        let even: Vec<_> = (0..40).map(|_| (1, 2)).collect();
        assert_eq!(of(&even).worth(0.95).map(f64::round), Some(75.0));
        let apart: Vec<_> = (0..40).map(|k| (1 + u64::from(k == 0), 3)).collect();
        assert_eq!(of(&apart).worth(0.95), Some(120.0));
    }
}
