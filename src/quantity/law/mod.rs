//! Laws of time: one distribution a file, one uniform number a variate.
//!
//! Every law is known by its cumulative hazard `H(t) = -ln P(T > t)` and its inverse, so that a
//! clock is a hazard budget and a residual life is exact for every law (design: hazard budgets).

use super::{Rate, Span};

/// A probability law of a non-negative time.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Always the same.
    Fixed(Span),
    /// Memoryless, with this mean.
    Exponential { mean: Span },
}

impl Law {
    /// The mean.
    #[must_use]
    pub fn mean(&self) -> Span {
        match self {
            Self::Fixed(span) | Self::Exponential { mean: span } => *span,
        }
    }

    /// The constant hazard, if this law is memoryless.
    #[must_use]
    pub fn memoryless(&self) -> Option<Rate> {
        match self {
            Self::Exponential { mean } => Some(Rate::per_second(1.0 / mean.seconds())),
            Self::Fixed(_) => None,
        }
    }

    /// The variate that belongs to one uniform number in `(0, 1)`: the time `t` with
    /// `P(T > t) = uniform`.
    #[must_use]
    pub fn sample(&self, uniform: f64) -> Span {
        match self {
            Self::Fixed(span) => *span,
            Self::Exponential { mean } => *mean * -libm::log(uniform),
        }
    }

    /// The cumulative hazard used up by `age`.
    #[must_use]
    pub fn cumulative_hazard(&self, age: Span) -> f64 {
        match self {
            Self::Fixed(span) => {
                if age < *span {
                    0.0
                } else {
                    f64::INFINITY
                }
            }
            Self::Exponential { mean } => age / *mean,
        }
    }

    /// The age at which the cumulative hazard first reaches `hazard`.
    #[must_use]
    pub fn inverse_hazard(&self, hazard: f64) -> Span {
        match self {
            Self::Fixed(span) => *span,
            Self::Exponential { mean } => *mean * hazard,
        }
    }

    /// The age at which something that has lived to `age` fails, for one uniform number.
    #[must_use]
    pub fn fails_at_age(&self, age: Span, uniform: f64) -> Span {
        self.inverse_hazard(self.cumulative_hazard(age) - libm::log(uniform))
    }

    /// A length-biased variate: the whole life that a random point in time falls into.
    #[must_use]
    pub fn length_biased(&self, uniform: f64) -> Span {
        let _ = uniform;
        todo!("per law")
    }
}
