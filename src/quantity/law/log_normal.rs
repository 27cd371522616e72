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

#[cfg(test)]
mod tests {

    use statrs::distribution::ContinuousCDF;

    use super::super::Law;
    use super::super::check::{SMOOTH, agrees_with_samples, close, hours, keeps_identities};
    use super::*;

    fn law(mean: Span, cv: f64) -> Law {
        Law::LogNormal(LogNormal::with_mean(mean, Cv(cv)).unwrap())
    }

    #[test]
    fn it_keeps_the_identities() {
        for cv in [0.05, 0.5, 1.0, 2.0, 5.0] {
            keeps_identities(&law(hours(20.0), cv), SMOOTH);
        }
    }

    #[test]
    fn hazards_beyond_the_least_double_come_back() {
        let law = law(hours(20.0), 1.0);
        for hazard in [699.0, 701.0, 745.0, 1e4, 1e5] {
            let back = law.cumulative_hazard(law.inverse_hazard(hazard));
            close("hazard", back, hazard, 1e-12);
        }
    }

    #[test]
    fn it_agrees_with_statrs() {
        let log_normal = LogNormal::with_median(Span::from_seconds(3.0), Sigma(0.8)).unwrap();
        let law = Law::LogNormal(log_normal);
        let theirs = statrs::distribution::LogNormal::new(libm::log(3.0), 0.8).unwrap();
        for t in [0.1, 1.0, 3.0, 10.0, 80.0] {
            let span = Span::from_seconds(t);
            // Its error function is good to about 1e-11.
            close("survival", law.survival(span), theirs.sf(t), 1e-10);
            close("cdf", law.cdf(span), theirs.cdf(t), 1e-10);
        }
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        let log_normal = LogNormal::with_median(Span::from_seconds(3.0), Sigma(0.8)).unwrap();
        let theirs = rand_distr::LogNormal::new(libm::log(3.0), 0.8).unwrap();
        agrees_with_samples(&Law::LogNormal(log_normal), 31, theirs);
    }

    #[test]
    fn both_ways_to_give_it_are_one_law() {
        let sigma = libm::log(2.0_f64).sqrt();
        let by_median = LogNormal::with_median(hours(2.0), Sigma(sigma)).unwrap();
        close("mean", by_median.mean(), hours(2.0 * 2f64.sqrt()).seconds(), 1e-15);
        close("cv", by_median.std_dev() / by_median.mean(), 1.0, 1e-15);
        let by_mean = LogNormal::with_mean(hours(2.0 * 2f64.sqrt()), Cv(1.0)).unwrap();
        close("sample", by_mean.sample(0.1), by_median.sample(0.1), 1e-14);
    }

    #[test]
    fn it_is_written_as_given() {
        let text = "LogNormal(mean: \"5h\", cv: 1)";
        assert_eq!(law(hours(5.0), 1.0).to_string(), text);
        let other = LogNormal::with_median(hours(5.0), Sigma(0.5)).unwrap();
        assert_eq!(other.to_string(), "LogNormal(median: \"5h\", sigma: 0.5)");
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        let problem = LogNormal::with_mean(hours(1.0), Cv(0.0)).unwrap_err();
        assert_eq!(problem.parameter, "cv");
        let expected = "this number must lie in 0.000001 ..= 1000000, not at 0";
        assert_eq!(problem.problem, expected);
        let problem = LogNormal::with_median(hours(1.0), Sigma(11.0)).unwrap_err();
        assert_eq!(problem.parameter, "sigma");
        let expected = "this number must lie in 0.000001 ..= 10, not at 11";
        assert_eq!(problem.problem, expected);
        let problem = LogNormal::with_median(Span::ZERO, Sigma(1.0)).unwrap_err();
        assert_eq!(problem.parameter, "median");
    }
}
