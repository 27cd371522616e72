//! The Weibull law: a hazard that is a power of the age. S(t) = exp(-(t / scale)^shape).

use std::fmt;

use super::numeric::power;
use super::{LawProblem, Lifetime, Shape, parameter};
use crate::quantity::Span;
use crate::quantity::special::{gamma_1p, gamma_upper_quantile, ln_gamma_1p};
use crate::quantity::text::write_span;

/// A Weibull law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull {
    shape: f64,
    /// 1 / shape.
    inverse_shape: f64,
    scale: f64,
    mean: f64,
    given: Given,
}

/// Which of the two says how long: what is written back.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Given {
    Mean,
    Scale,
}

impl Weibull {
    /// By shape, in `0.01 ..= 1000`, and mean.
    ///
    /// # Errors
    /// When a parameter is out of its range, or the scale cannot be told from 0.
    pub fn with_mean(shape: Shape, mean: Span) -> Result<Self, LawProblem> {
        let shape = checked(shape)?;
        let mean = parameter::positive("mean", mean)?.seconds();
        let scale = Span::from_seconds(mean / gamma_1p(1.0 / shape));
        let scale = parameter::positive("mean", scale)?.seconds();
        Ok(Self { shape, inverse_shape: 1.0 / shape, scale, mean, given: Given::Mean })
    }

    /// By shape, in `0.01 ..= 1000`, and scale: the time that a share of exp(-1) outlives.
    ///
    /// # Errors
    /// When a parameter is out of its range, or the mean is not finite.
    pub fn with_scale(shape: Shape, scale: Span) -> Result<Self, LawProblem> {
        let shape = checked(shape)?;
        let scale = parameter::positive("scale", scale)?.seconds();
        let mean = Span::from_seconds(scale * gamma_1p(1.0 / shape));
        let mean = parameter::positive("scale", mean)?.seconds();
        Ok(Self { shape, inverse_shape: 1.0 / shape, scale, mean, given: Given::Scale })
    }

    /// The exponent of the age in the cumulative hazard.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        Shape(self.shape)
    }

    /// The time that a share of exp(-1) outlives.
    #[must_use]
    pub const fn scale(&self) -> Span {
        Span::from_seconds(self.scale)
    }

    /// `hazard` to the power of 1 / shape.
    fn root(&self, hazard: f64) -> f64 {
        if self.shape == 1.0 {
            hazard
        } else if self.shape == 2.0 {
            hazard.sqrt()
        } else {
            power(hazard, self.inverse_shape)
        }
    }
}

fn checked(shape: Shape) -> Result<f64, LawProblem> {
    parameter::within("shape", shape.0, 0.01..=1000.0)
}

impl Lifetime for Weibull {
    fn mean(&self) -> f64 {
        self.mean
    }

    /// The squared coefficient of variation is Γ(1 + 2/k) / Γ(1 + 1/k)^2 - 1, here without
    /// cancellation for a large shape k.
    fn std_dev(&self) -> f64 {
        let x = self.inverse_shape;
        self.mean * libm::expm1(ln_gamma_1p(2.0 * x) - 2.0 * ln_gamma_1p(x)).sqrt()
    }

    fn memoryless(&self) -> Option<f64> {
        (self.shape == 1.0).then_some(1.0 / self.mean)
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        let ratio = t / self.scale;
        if self.shape == 1.0 {
            ratio
        } else if self.shape == 2.0 {
            ratio * ratio
        } else {
            power(ratio, self.shape)
        }
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.scale * self.root(hazard)
    }

    /// (T* / scale)^shape is gamma with shape 1 + 1/shape.
    fn length_biased(&self, uniform: f64) -> f64 {
        let gamma = gamma_upper_quantile(1.0 + self.inverse_shape, uniform);
        self.scale * self.root(gamma)
    }
}

impl fmt::Display for Weibull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, span) = match self.given {
            Given::Mean => ("mean", self.mean),
            Given::Scale => ("scale", self.scale),
        };
        let span = write_span(Span::from_seconds(span));
        write!(f, "Weibull(shape: {}, {name}: \"{span}\")", self.shape)
    }
}

#[cfg(test)]
mod tests {

    use statrs::distribution::{Continuous, ContinuousCDF};
    use statrs::statistics::Distribution;

    use super::super::Law;
    use super::super::check::{SMOOTH, agrees_with_samples, close, hours, keeps_identities};
    use super::*;

    fn law(shape: f64, mean: Span) -> Law {
        Law::Weibull(Weibull::with_mean(Shape(shape), mean).unwrap())
    }

    #[test]
    fn it_keeps_the_identities() {
        for shape in [0.4, 0.7, 1.0, 1.5, 2.0, 3.3, 20.0] {
            keeps_identities(&law(shape, hours(500.0)), SMOOTH);
        }
    }

    #[test]
    fn it_agrees_with_statrs() {
        for shape in [0.7, 1.0, 2.0, 4.5] {
            let weibull = Weibull::with_scale(Shape(shape), Span::from_seconds(3.0)).unwrap();
            let law = Law::Weibull(weibull);
            let theirs = statrs::distribution::Weibull::new(shape, 3.0).unwrap();
            // Its gamma function, and its cancelling variance, are good to about 1e-13.
            close("mean", law.mean().seconds(), theirs.mean().unwrap(), 1e-13);
            close("std_dev", law.std_dev().seconds(), theirs.std_dev().unwrap(), 1e-12);
            for t in [0.01, 0.5, 2.0, 3.0, 9.0] {
                let span = Span::from_seconds(t);
                // A relative error of 2e-15 of the hazard is that times the hazard in the tail.
                let allowed = 2e-15 * (1.0 + law.cumulative_hazard(span));
                close("survival", law.survival(span), theirs.sf(t), allowed);
                close("cdf", law.cdf(span), theirs.cdf(t), 1e-12);
                let density = theirs.pdf(t) / theirs.sf(t);
                let step = 1e-5 * t;
                let hazard = |t| law.cumulative_hazard(Span::from_seconds(t));
                let slope = (hazard(t + step) - hazard(t - step)) / (2.0 * step);
                close("hazard rate", slope, density, 1e-8);
            }
        }
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        for (seed, shape) in [(21, 0.7), (22, 1.5), (23, 2.0)] {
            let weibull = Weibull::with_scale(Shape(shape), Span::from_seconds(3.0)).unwrap();
            let theirs = rand_distr::Weibull::new(3.0, shape).unwrap();
            agrees_with_samples(&Law::Weibull(weibull), seed, theirs);
        }
    }

    /// With shape k large, the variance is about (π^2 / 6) (scale / k)^2 (that of a Gumbel law).
    #[test]
    fn a_narrow_one_keeps_its_spread() {
        let law = law(1000.0, hours(1.0));
        let gumbel = std::f64::consts::PI / 6f64.sqrt() / 1000.0;
        close("cv", law.std_dev().hours(), gumbel, 2e-3);
        // From 60 digits.
        close("cv", law.std_dev().hours(), CV_OF_SHAPE_1000, 1e-12);
    }

    const CV_OF_SHAPE_1000: f64 = 0.0012816142492659119;

    #[test]
    fn shape_one_is_memoryless_and_mean_is_kept() {
        assert!(law(1.0, hours(5.0)).memoryless().is_some());
        assert_eq!(law(1.5, hours(5.0)).memoryless(), None);
        assert_eq!(law(0.3, hours(5.0)).mean(), hours(5.0));
    }

    #[test]
    fn it_is_written_as_given() {
        let text = "Weibull(shape: 1.5, mean: \"20d 20h\")";
        assert_eq!(law(1.5, hours(500.0)).to_string(), text);
        let weibull = Weibull::with_scale(Shape(2.0), hours(8760.0)).unwrap();
        assert_eq!(weibull.to_string(), "Weibull(shape: 2, scale: \"1y\")");
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        for bad in [0.0, -1.0, 1001.0, f64::NAN, f64::INFINITY] {
            let problem = Weibull::with_mean(Shape(bad), hours(1.0)).unwrap_err();
            assert_eq!(problem.parameter, "shape");
            let expected = format!("this number must lie in 0.01 ..= 1000, not at {bad}");
            assert_eq!(problem.problem, expected);
        }
        let problem = Weibull::with_scale(Shape(2.0), Span::ZERO).unwrap_err();
        assert_eq!(problem.parameter, "scale");
        let problem = Weibull::with_scale(Shape(0.01), hours(1e200)).unwrap_err();
        assert_eq!(problem.problem, "this time must be more than 0 and finite, not inf s");
    }
}
