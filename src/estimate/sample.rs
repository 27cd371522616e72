//! Values of which quantiles are wanted, in bounded memory.

use super::bins::{Bins, RELATIVE_ERROR};
use super::product_limit::{Dependence, ProductLimit, Row};
use super::{CONFIDENCE, Estimate, Interval, Moments, QUANTILES, Quantile};

/// Up to so many values, finished and censored together, are kept as they came.
pub const EXACT_LIMIT: usize = 100_000;

/// Independent values, some of which may be censored: known only to be longer than what was seen.
///
/// Up to a limit all are kept; beyond it they are counted in bins with a relative error of
/// [`super::RELATIVE_ERROR`]. Which of the two depends on the number of values alone, not on the
/// blocks that they came in, and so do the counts. Count, mean, spread and extremes of finished
/// values are never binned.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    exact_limit: usize,
    finished: Moments,
    censored: u64,
    held: Held,
}

#[derive(Clone, Debug, PartialEq)]
enum Held {
    Exact { finished: Vec<f64>, censored: Vec<f64> },
    Binned(Bins),
}

impl Default for Sample {
    fn default() -> Self {
        Self::new(EXACT_LIMIT)
    }
}

impl Sample {
    /// One that keeps up to `exact_limit` values as they came.
    pub fn new(exact_limit: usize) -> Self {
        Self {
            exact_limit,
            finished: Moments::default(),
            censored: 0,
            held: Held::Exact { finished: Vec::new(), censored: Vec::new() },
        }
    }

    /// Takes in a value observed to its end.
    ///
    /// # Panics
    ///
    /// If it is not finite.
    pub fn push(&mut self, value: f64) {
        // Adding zero turns -0 into 0, which sorts and prints otherwise.
        let value = value + 0.0;
        self.finished.push(value);
        match &mut self.held {
            Held::Exact { finished, .. } => finished.push(value),
            Held::Binned(bins) => bins.push(value),
        }
        self.bin_beyond_limit();
    }

    /// Takes in a value known only to be longer than this.
    ///
    /// # Panics
    ///
    /// If it is not finite.
    pub fn push_censored(&mut self, value: f64) {
        assert!(value.is_finite(), "what was seen of a value is finite");
        let value = value + 0.0;
        self.censored += 1;
        match &mut self.held {
            Held::Exact { censored, .. } => censored.push(value),
            Held::Binned(bins) => bins.push_censored(value),
        }
        self.bin_beyond_limit();
    }

    /// Takes in what another has seen.
    ///
    /// # Panics
    ///
    /// If the two have different limits.
    pub fn merge(&mut self, other: &Self) {
        assert!(self.exact_limit == other.exact_limit, "merged samples have one limit");
        self.absorb(other);
    }

    /// Merges whatever limit the other has.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.finished.merge(&other.finished);
        self.censored += other.censored;
        if matches!(other.held, Held::Binned(_)) || self.len() > self.exact_limit as u64 {
            self.bin();
        }
        match (&mut self.held, &other.held) {
            (Held::Exact { finished, censored }, Held::Exact { finished: f, censored: c }) => {
                finished.extend_from_slice(f);
                censored.extend_from_slice(c);
            }
            (Held::Binned(bins), Held::Exact { finished, censored }) => {
                bin_all(bins, finished, censored);
            }
            (Held::Binned(bins), Held::Binned(others)) => bins.merge(others),
            (Held::Exact { .. }, Held::Binned(_)) => unreachable!("binned above"),
        }
    }

    /// How many values were observed to their end.
    pub fn n(&self) -> u64 {
        self.finished.n()
    }

    /// How many were not.
    pub fn censored(&self) -> u64 {
        self.censored
    }

    /// How many values there are, finished or not.
    pub fn len(&self) -> u64 {
        self.n() + self.censored
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Of the finished values alone.
    pub fn moments(&self) -> &Moments {
        &self.finished
    }

    /// Whether all values are still kept as they came.
    pub fn is_exact(&self) -> bool {
        matches!(self.held, Held::Exact { .. })
    }

    /// What the sample says, with 95 % intervals, of values that are independent of each other.
    ///
    /// With nothing censored: the mean with Student's interval, and type-1 quantiles (the inverse
    /// of the empirical distribution) between order statistics. With something censored, mean,
    /// spread and quantiles are those of the product-limit estimate: unknown where it does not
    /// reach, never the average of the finished values. `min` is the least finished value, `max`
    /// the greatest, unknown when a censored one was longer.
    pub fn estimate(&self) -> Estimate {
        self.estimate_at(CONFIDENCE)
    }

    /// The same with intervals of another confidence.
    pub fn estimate_at(&self, confidence: f64) -> Estimate {
        let mut rows = Vec::new();
        self.rows(0, &mut rows);
        let curve = ProductLimit::new(rows, Dependence::Independent);
        let mut estimate = describe(&curve, self, confidence);
        if self.censored == 0 {
            estimate.mean = self.finished.mean();
            estimate.std_dev = self.finished.std_dev();
            estimate.interval = self.finished.mean_interval(confidence);
        }
        estimate
    }

    /// Counts in bins from now on, however few values there are.
    pub(super) fn bin(&mut self) {
        if let Held::Exact { finished, censored } = &self.held {
            let mut bins = Bins::default();
            bin_all(&mut bins, finished, censored);
            self.held = Held::Binned(bins);
        }
    }

    /// Adds all that is held to `rows`, as of `group`.
    pub(super) fn rows(&self, group: usize, rows: &mut Vec<Row>) {
        match &self.held {
            Held::Exact { finished, censored } => {
                let row = |time, finished, censored| Row { time, group, finished, censored };
                rows.extend(finished.iter().map(|&value| row(value, 1, 0)));
                rows.extend(censored.iter().map(|&value| row(value, 0, 1)));
            }
            Held::Binned(bins) => rows.extend(bins.iter().map(|(time, count)| Row {
                time,
                group,
                finished: count.finished,
                censored: count.censored,
            })),
        }
    }

    fn bin_beyond_limit(&mut self) {
        if self.is_exact() && self.len() > self.exact_limit as u64 {
            self.bin();
        }
    }
}

fn bin_all(bins: &mut Bins, finished: &[f64], censored: &[f64]) {
    finished.iter().for_each(|&value| bins.push(value));
    censored.iter().for_each(|&value| bins.push_censored(value));
}

/// Everything that can be read off the estimated distribution of `sample`.
pub(super) fn describe(curve: &ProductLimit, sample: &Sample, confidence: f64) -> Estimate {
    Estimate {
        n: sample.n(),
        censored: sample.censored(),
        mean: curve.mean(),
        std_dev: curve.std_dev(),
        interval: curve.mean_interval(confidence),
        min: sample.finished.min(),
        max: sample.finished.max().filter(|_| sample.censored == 0 || curve.ends()),
        quantiles: QUANTILES.map(|p| quantile(curve, sample, p, confidence)).to_vec(),
    }
}

/// One quantile of it.
pub(super) fn quantile(curve: &ProductLimit, sample: &Sample, p: f64, confidence: f64) -> Quantile {
    // The middle of a bin can lie outside of what was seen.
    let seen = |value: f64| match (sample.finished.min(), sample.finished.max()) {
        (Some(min), Some(max)) => value.clamp(min, max),
        _ => value,
    };
    // The interval holds the whole of the bins at its ends, or many values would make it a point.
    let width = if sample.is_exact() { 0.0 } else { RELATIVE_ERROR };
    let Interval { low, high } = curve.quantile_interval(p, confidence);
    Quantile {
        p,
        value: curve.quantile(p).map(seen),
        interval: Interval {
            low: low.map(|low| seen(low - width * low.abs())),
            high: high.map(|high| seen(high + width * high.abs())),
        },
        exact: sample.is_exact(),
    }
}

#[cfg(test)]
#[path = "sample_tests.rs"]
mod tests;
