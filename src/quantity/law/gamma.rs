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
