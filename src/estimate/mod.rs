//! Numbers in, estimates out. Knows nothing of what the numbers mean.

/// A 95 % confidence interval, unless said otherwise. An end that the sample does not bound is
/// `None`: unknown is not zero, and not infinity either.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    pub low: Option<f64>,
    pub high: Option<f64>,
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
