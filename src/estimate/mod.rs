//! Numbers in, estimates out. Knows nothing of what the numbers mean.
//!
//! One value a replication goes into [`Moments`], [`Chance`] or a [`Sample`]; what can happen any
//! number of times in a replication goes into [`Pooled`]. All of them are filled block by block
//! and merged in the order of the blocks: the same blocks in the same order give the same bytes.

mod bins;
mod chance;
mod clusters;
mod histogram;
mod moments;
mod nines;
mod pooled;
mod product_limit;
mod proportion;
mod sample;
mod share;
mod stopping;

pub use bins::RELATIVE_ERROR;
pub use chance::Chance;
pub use clusters::Clusters;
pub use moments::Moments;
pub use pooled::Pooled;
pub use proportion::Proportion;
pub use sample::{EXACT_LIMIT, Sample};
pub use share::Share;
pub use stopping::{LEAST_VALUES, Precision, Progress, Scale};

/// The confidence of the intervals of an [`Estimate`], unless another is asked for.
pub const CONFIDENCE: f64 = 0.95;

/// A 95 % confidence interval, unless said otherwise. An end that the sample does not bound is
/// `None`: unknown is not zero, and not infinity either.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl Interval {
    /// Both ends, `half_width` to either side of `middle`.
    pub fn around(middle: f64, half_width: f64) -> Self {
        Self { low: Some(middle - half_width), high: Some(middle + half_width) }
    }

    /// Half the distance of the ends, where both are known.
    pub fn half_width(&self) -> Option<f64> {
        Some((self.high? - self.low?) / 2.0)
    }

    /// Whether the interval holds `value`: an end that is not known excludes nothing.
    pub fn contains(&self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }
}

/// The estimate of one quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// Which one, in `(0, 1)`.
    pub p: f64,
    /// `None` where nothing was observed, or censoring hides it.
    pub value: Option<f64>,
    pub interval: Interval,
    /// Whether it comes from the observations themselves rather than from a histogram.
    pub exact: bool,
}

/// What is known of a quantity from a sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// How many values were observed to their end.
    pub n: u64,
    /// How many more were unfinished when observation ended.
    pub censored: u64,
    pub mean: Option<f64>,
    pub std_dev: Option<f64>,
    /// Of the mean, or of the probability.
    pub interval: Interval,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// At [`QUANTILES`], ascending.
    pub quantiles: Vec<Quantile>,
}

/// The quantiles that are estimated of every sample.
pub const QUANTILES: [f64; 10] = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/// The probability in each tail that an interval of this confidence leaves out.
fn tail(confidence: f64) -> f64 {
    assert!(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1");
    (1.0 - confidence) / 2.0
}
