//! The lognormal law: the logarithm of the time is normal. S(t) = Q(ln(t / median) / sigma), where
//! Q is the upper tail of the standard normal law.

use std::fmt;

use super::{Cv, LawProblem, Lifetime, Sigma, parameter};
use crate::quantity::Span;
use crate::quantity::special::{
    normal_cdf, normal_hazard, normal_hazard_inverse, normal_upper, normal_upper_quantile,
};
use crate::quantity::text::write_span;

/// A lognormal law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal {
    median: f64,
    sigma: f64,
    mean: f64,
    given: Given,
}

/// How the law was given: what is written back.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Given {
    MeanAndCv(f64),
    MedianAndSigma,
}

impl LogNormal {
    /// By mean and coefficient of variation, in `1e-6 ..= 1e6`: sigma^2 = ln(1 + cv^2) and
    /// median = mean / sqrt(1 + cv^2).
    ///
    /// # Errors
    /// When a parameter is out of its range, or the median cannot be told from 0.
    pub fn with_mean(mean: Span, cv: Cv) -> Result<Self, LawProblem> {
        let mean = parameter::positive("mean", mean)?.seconds();
        let cv = parameter::within("cv", cv.0, 1e-6..=1e6)?;
        let median = Span::from_seconds(mean / (1.0 + cv * cv).sqrt());
        Ok(Self {
            median: parameter::positive("mean", median)?.seconds(),
            sigma: libm::log1p(cv * cv).sqrt(),
            mean,
            given: Given::MeanAndCv(cv),
        })
    }

    /// By median and the standard deviation of the logarithm, in `1e-6 ..= 10`.
    ///
    /// # Errors
    /// When a parameter is out of its range, or the mean is not finite.
    pub fn with_median(median: Span, sigma: Sigma) -> Result<Self, LawProblem> {
        let median = parameter::positive("median", median)?.seconds();
        let sigma = parameter::within("sigma", sigma.0, 1e-6..=10.0)?;
        let mean = Span::from_seconds(median * libm::exp(0.5 * sigma * sigma));
        Ok(Self {
            median,
            sigma,
            mean: parameter::positive("median", mean)?.seconds(),
            given: Given::MedianAndSigma,
        })
    }

    /// Standard deviations of the logarithm above its mean.
    fn score(&self, t: f64) -> f64 {
        libm::log(t / self.median) / self.sigma
    }

    fn at_score(&self, z: f64) -> f64 {
        self.median * libm::exp(self.sigma * z)
    }
}

impl Lifetime for LogNormal {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn std_dev(&self) -> f64 {
        let cv = match self.given {
            Given::MeanAndCv(cv) => cv,
            Given::MedianAndSigma => libm::expm1(self.sigma * self.sigma).sqrt(),
        };
        self.mean * cv
    }

    fn survival(&self, t: f64) -> f64 {
        normal_upper(self.score(t))
    }

    fn cdf(&self, t: f64) -> f64 {
        normal_cdf(self.score(t))
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        normal_hazard(self.score(t))
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.at_score(normal_hazard_inverse(hazard))
    }

    fn sample(&self, uniform: f64) -> f64 {
        self.at_score(normal_upper_quantile(uniform))
    }

    /// The logarithm keeps its spread, its mean grows by sigma^2.
    fn length_biased(&self, uniform: f64) -> f64 {
        self.at_score(normal_upper_quantile(uniform) + self.sigma)
    }
}

impl fmt::Display for LogNormal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |seconds| write_span(Span::from_seconds(seconds));
        match self.given {
            Given::MeanAndCv(cv) => {
                let mean = written(self.mean);
                write!(f, "LogNormal(mean: \"{mean}\", cv: {cv})")
            }
            Given::MedianAndSigma => {
                let (median, sigma) = (written(self.median), self.sigma);
                write!(f, "LogNormal(median: \"{median}\", sigma: {sigma})")
            }
        }
    }
}
