//! The Weibull law: a hazard that is a power of the age. S(t) = exp(-(t / scale)^shape).

use std::fmt;

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
        Ok(Self {
            shape,
            inverse_shape: 1.0 / shape,
            scale,
            mean,
            given: Given::Mean,
        })
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
        Ok(Self {
            shape,
            inverse_shape: 1.0 / shape,
            scale,
            mean,
            given: Given::Scale,
        })
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
            libm::pow(hazard, self.inverse_shape)
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
            libm::pow(ratio, self.shape)
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
