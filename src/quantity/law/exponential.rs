//! The exponential law: a constant hazard. S(t) = exp(-t / mean).

use std::fmt;

use super::Lifetime;
use crate::quantity::Span;
use crate::quantity::special::gamma_upper_quantile;
use crate::quantity::text::write_span;

/// The mean, in seconds.
pub(super) struct Exponential(pub f64);

impl Lifetime for Exponential {
    fn mean(&self) -> f64 {
        self.0
    }

    fn std_dev(&self) -> f64 {
        self.0
    }

    fn memoryless(&self) -> Option<f64> {
        Some(1.0 / self.0)
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        t / self.0
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.0 * hazard
    }

    fn fails_at_age(&self, age: f64, uniform: f64) -> f64 {
        age + self.sample(uniform)
    }

    /// The sum of two such times: gamma with shape 2.
    fn length_biased(&self, uniform: f64) -> f64 {
        self.0 * gamma_upper_quantile(2.0, uniform)
    }
}

impl fmt::Display for Exponential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mean = write_span(Span::from_seconds(self.0));
        write!(f, "Exponential(mean: \"{mean}\")")
    }
}
