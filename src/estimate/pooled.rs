//! Observations of which one replication can have any number, such as repair times.

use super::product_limit::{Dependence, ProductLimit};
use super::sample::{describe, quantile};
use super::{CONFIDENCE, Clusters, EXACT_LIMIT, Estimate, Interval, Moments, Quantile, Sample};

/// Observations of one replication may depend on each other, so that intervals come from the
/// scatter between replications. Where that has to be known point by point of a distribution
/// (quantiles, anything censored), replications are dealt in turn to so many groups.
const GROUPS: usize = 32;

/// All observations of a quantity over many replications, in bounded memory.
///
/// Each replication is a cluster. With nothing censored the mean is the pooled one with the
/// interval of [`Clusters`]; with something censored it is the product-limit mean, whose interval
/// comes from the linearised contributions of 32 groups of replications (which are the residuals
/// of the ratio when nothing is censored). Quantiles take their intervals from the same groups.
/// Where no replication has more than one observation they are independent, and treated so.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    exact_limit: usize,
    /// Replication k, counted from 0, lies in group k mod 32, whatever the blocks were.
    groups: Vec<Sample>,
    /// Of finished observations.
    clusters: Clusters,
    censored: u64,
    /// The most observations, finished or not, of one replication.
    largest: usize,
}

impl Default for Pooled {
    fn default() -> Self {
        Self::new(EXACT_LIMIT)
    }
}

impl Pooled {
    /// One that keeps up to `exact_limit` observations as they came.
    pub fn new(exact_limit: usize) -> Self {
        Self {
            exact_limit,
            groups: Vec::new(),
            clusters: Clusters::default(),
            censored: 0,
            largest: 0,
        }
    }

    /// Takes in the next replication, which may have had nothing to observe.
    ///
    /// # Panics
    ///
    /// If an observation is not finite.
    pub fn push(&mut self, finished: &[f64], censored: &[f64]) {
        let group = self.next_group();
        let sample = self.group(group);
        finished.iter().for_each(|&value| sample.push(value));
        censored.iter().for_each(|&value| sample.push_censored(value));
        self.clusters.push(finished.iter().sum(), finished.len() as u64);
        self.censored += censored.len() as u64;
        self.largest = self.largest.max(finished.len() + censored.len());
        self.bin_beyond_limit();
    }

    /// Takes in the replications of another, which follow its own.
    ///
    /// # Panics
    ///
    /// If the two have different limits.
    pub fn merge(&mut self, other: &Self) {
        assert!(self.exact_limit == other.exact_limit, "merged samples have one limit");
        let first = self.next_group();
        for (at, sample) in other.groups.iter().enumerate() {
            self.group((first + at) % GROUPS).merge(sample);
        }
        self.clusters.merge(&other.clusters);
        self.censored += other.censored;
        self.largest = self.largest.max(other.largest);
        self.bin_beyond_limit();
    }

    /// How many replications there are.
    pub fn replications(&self) -> u64 {
        self.clusters.clusters()
    }

    /// How many observations came to their end.
    pub fn n(&self) -> u64 {
        self.clusters.observations()
    }

    /// How many did not.
    pub fn censored(&self) -> u64 {
        self.censored
    }

    /// Sums and counts of finished observations by replication.
    pub fn clusters(&self) -> &Clusters {
        &self.clusters
    }

    /// Of the finished observations alone.
    pub fn moments(&self) -> Moments {
        let mut all = Moments::default();
        self.groups.iter().for_each(|sample| all.merge(sample.moments()));
        all
    }

    /// All observations as if they were independent.
    pub fn sample(&self) -> Sample {
        let mut all = Sample::new(self.exact_limit);
        self.groups.iter().for_each(|sample| all.absorb(sample));
        all
    }

    /// Counts over `bins` bounds; see [`Sample::histogram`].
    pub fn histogram(&self, bins: usize) -> Option<(Vec<f64>, Vec<u64>)> {
        self.sample().histogram(bins)
    }

    /// Values ascending, about `most` of them, each with the share of all that is greater, by the
    /// product-limit estimate.
    pub fn exceedance(&self, most: usize) -> Vec<(f64, f64)> {
        self.curve().steps(most)
    }

    /// The mean alone with its interval: cheap while nothing is censored.
    pub fn mean_with_interval(&self, confidence: f64) -> (Option<f64>, Interval) {
        if self.censored == 0 {
            (self.clusters.mean(), self.clusters.mean_interval(confidence))
        } else {
            let curve = self.curve();
            (curve.mean(), curve.mean_interval(confidence))
        }
    }

    /// One quantile with its interval.
    ///
    /// # Panics
    ///
    /// If `p` does not lie between 0 and 1.
    pub fn quantile(&self, p: f64, confidence: f64) -> Quantile {
        assert!(p > 0.0 && p < 1.0, "a quantile lies between 0 and 1");
        quantile(&self.curve(), &self.sample(), p, confidence)
    }

    /// What the observations say, with 95 % intervals; see [`Sample::estimate`] for what each of
    /// the numbers is.
    pub fn estimate(&self) -> Estimate {
        self.estimate_at(CONFIDENCE)
    }

    /// The same with intervals of another confidence.
    pub fn estimate_at(&self, confidence: f64) -> Estimate {
        let mut estimate = describe(&self.curve(), &self.sample(), confidence);
        if estimate.censored == 0 {
            (estimate.mean, estimate.interval) = self.mean_with_interval(confidence);
            estimate.std_dev = self.moments().std_dev();
        }
        estimate
    }

    fn curve(&self) -> ProductLimit {
        let mut rows = Vec::new();
        for (group, sample) in self.groups.iter().enumerate() {
            sample.rows(group, &mut rows);
        }
        let dependence = match self.largest {
            0 | 1 => Dependence::Independent,
            _ => Dependence::Within { groups: self.groups.len() },
        };
        ProductLimit::new(rows, dependence)
    }

    fn next_group(&self) -> usize {
        (self.replications() % GROUPS as u64) as usize
    }

    fn group(&mut self, group: usize) -> &mut Sample {
        while self.groups.len() <= group {
            self.groups.push(Sample::new(usize::MAX));
        }
        &mut self.groups[group]
    }

    /// The limit is on all groups together.
    fn bin_beyond_limit(&mut self) {
        if self.n() + self.censored() > self.exact_limit as u64 {
            self.groups.iter_mut().for_each(Sample::bin);
        }
    }
}

#[cfg(test)]
#[path = "pooled_tests.rs"]
mod tests;
