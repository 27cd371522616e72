//! The life of one member: the first of its failure modes ends it.
//!
//! `R(t) = exp(-sum_j H_j(t))` with the cumulative hazards of independent modes; for one
//! exponential mode `e^(-l t)`, for one Weibull mode `e^(-(t/s)^k)`. Barlow and Proschan (1975),
//! section 3.1.

use crate::quantity::{Law, Span};

/// Where it comes from.
pub const SOURCE: &str = "Barlow and Proschan 1975, 3.1: survival by the cumulative hazard";

/// A life that the first of some independent laws ends.
#[derive(Clone, Debug)]
pub struct Life<'m> {
    pub laws: Vec<&'m Law>,
}

impl Life<'_> {
    /// The probability of living longer than a time.
    #[must_use]
    pub fn survival(&self, age: Span) -> f64 {
        libm::exp(-self.hazard(age))
    }

    /// The probability of having failed by then.
    #[must_use]
    pub fn failed(&self, age: Span) -> f64 {
        -libm::expm1(-self.hazard(age))
    }

    /// Failures per hour, if the life has no memory.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let rates = self.laws.iter().map(|law| law.memoryless().map(|rate| rate.as_per_hour()));
        rates.sum()
    }

    fn hazard(&self, age: Span) -> f64 {
        self.laws.iter().map(|law| law.cumulative_hazard(age)).sum()
    }
}
