//! The fixed law: always the same time. S(t) = 1 before it and 0 from it on.

use std::fmt;

use super::Lifetime;
use crate::quantity::Span;
use crate::quantity::text::write_span;

/// The one time, in seconds.
pub(super) struct Fixed(pub f64);

impl Lifetime for Fixed {
    fn mean(&self) -> f64 {
        self.0
    }

    fn std_dev(&self) -> f64 {
        0.0
    }

    fn survival(&self, t: f64) -> f64 {
        if t < self.0 { 1.0 } else { 0.0 }
    }

    fn cdf(&self, t: f64) -> f64 {
        1.0 - self.survival(t)
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        if t < self.0 { 0.0 } else { f64::INFINITY }
    }

    fn inverse_hazard(&self, _: f64) -> f64 {
        self.0
    }

    fn sample(&self, _: f64) -> f64 {
        self.0
    }

    fn fails_at_age(&self, age: f64, _: f64) -> f64 {
        self.0.max(age)
    }

    fn length_biased(&self, _: f64) -> f64 {
        self.0
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fixed(\"{}\")", write_span(Span::from_seconds(self.0)))
    }
}
