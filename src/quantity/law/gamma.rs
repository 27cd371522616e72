//! The gamma law: for a whole shape, a sum of that many exponential times.
//! S(t) = Q(shape, t / scale), the regularised upper incomplete gamma function; mean = shape scale.

use std::fmt;

use super::{LawProblem, Lifetime, Shape, parameter};
use crate::quantity::Span;
use crate::quantity::special::{
    gamma_hazard, gamma_hazard_inverse, gamma_lower, gamma_upper, gamma_upper_quantile,
};
use crate::quantity::text::write_span;

/// A gamma law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
    mean: f64,
}

impl Gamma {
    /// By shape, in `0.01 ..= 10000`, and mean.
    ///
    /// # Errors
    /// When a parameter is out of its range, or the scale cannot be told from 0.
    pub fn with_mean(shape: Shape, mean: Span) -> Result<Self, LawProblem> {
        let shape = parameter::within("shape", shape.0, 0.01..=10_000.0)?;
        let mean = parameter::positive("mean", mean)?.seconds();
        let scale = parameter::positive("mean", Span::from_seconds(mean / shape))?.seconds();
        Ok(Self { shape, scale, mean })
    }

    /// The shape.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        Shape(self.shape)
    }
}

impl Lifetime for Gamma {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn std_dev(&self) -> f64 {
        self.mean / self.shape.sqrt()
    }

    fn memoryless(&self) -> Option<f64> {
        (self.shape == 1.0).then_some(1.0 / self.mean)
    }

    fn survival(&self, t: f64) -> f64 {
        gamma_upper(self.shape, t / self.scale)
    }

    fn cdf(&self, t: f64) -> f64 {
        gamma_lower(self.shape, t / self.scale)
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        gamma_hazard(self.shape, t / self.scale)
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.scale * gamma_hazard_inverse(self.shape, hazard)
    }

    /// Gamma again, with a shape larger by 1.
    fn length_biased(&self, uniform: f64) -> f64 {
        self.scale * gamma_upper_quantile(self.shape + 1.0, uniform)
    }
}

impl fmt::Display for Gamma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mean = write_span(Span::from_seconds(self.mean));
        write!(f, "Gamma(shape: {}, mean: \"{mean}\")", self.shape)
    }
}

#[cfg(test)]
mod tests {

    use statrs::distribution::ContinuousCDF;

    use super::super::Law;
    use super::super::check::{SMOOTH, agrees_with_samples, close, hours, keeps_identities};
    use super::*;

    fn law(shape: f64, mean: Span) -> Law {
        Law::Gamma(Gamma::with_mean(Shape(shape), mean).unwrap())
    }

    #[test]
    fn it_keeps_the_identities() {
        for shape in [0.3, 0.8, 1.0, 2.0, 4.5, 60.0, 1000.0] {
            keeps_identities(&law(shape, hours(10.0)), SMOOTH);
        }
    }

    #[test]
    fn it_agrees_with_statrs() {
        for shape in [0.5, 1.0, 3.0, 20.0] {
            let law = law(shape, Span::from_seconds(2.0));
            let theirs = statrs::distribution::Gamma::new(shape, shape / 2.0).unwrap();
            for t in [0.2, 1.0, 2.0, 4.0] {
                // Its incomplete gamma function is good to about 1e-11, absolutely.
                let error = (law.cdf(Span::from_seconds(t)) - theirs.cdf(t)).abs();
                assert!(error < 1e-11, "shape {shape} at {t}: off by {error:e}");
            }
        }
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        for (seed, shape) in [(41, 0.5), (42, 3.0)] {
            let theirs = rand_distr::Gamma::new(shape, 2.0 / shape).unwrap();
            agrees_with_samples(&law(shape, Span::from_seconds(2.0)), seed, theirs);
        }
    }

    /// A whole shape k: S(t) = exp(-x) Σ x^i / i!, i < k, where x = t / scale (Erlang).
    #[test]
    fn a_whole_shape_is_a_poisson_sum() {
        let law = law(3.0, Span::from_seconds(3.0));
        for x in [0.1, 1.0, 5.0, 40.0] {
            let exact = libm::exp(-x) * (1.0 + x + x * x / 2.0);
            close("survival", law.survival(Span::from_seconds(x)), exact, 1e-14);
        }
    }

    #[test]
    fn moments_and_text() {
        let law = law(4.0, hours(10.0));
        assert_eq!((law.mean(), law.std_dev()), (hours(10.0), hours(5.0)));
        assert_eq!(law.to_string(), "Gamma(shape: 4, mean: \"10h\")");
        assert_eq!(law.memoryless(), None);
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        let problem = Gamma::with_mean(Shape(0.001), hours(1.0)).unwrap_err();
        assert_eq!(problem.parameter, "shape");
        let expected = "this number must lie in 0.01 ..= 10000, not at 0.001";
        assert_eq!(problem.problem, expected);
        let problem = Gamma::with_mean(Shape(1.0), Span::FOREVER).unwrap_err();
        assert_eq!(problem.parameter, "mean");
    }
}
