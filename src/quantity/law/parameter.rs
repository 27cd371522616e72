//! The parameters of laws that are no times, and what can be wrong with any of them.

use std::fmt;

use crate::quantity::Span;
use crate::quantity::text::write_span;

/// The shape of a Weibull or gamma law.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Shape(pub f64);

/// A coefficient of variation: standard deviation over mean.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Cv(pub f64);

/// The standard deviation of the logarithm of a lognormal time.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Sigma(pub f64);

/// The share of one phase in a mixture.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Weight(pub f64);

/// Why the parameters of a law make none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawProblem {
    /// The parameter as a scenario names it.
    pub parameter: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for LawProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.parameter, self.problem)
    }
}

impl std::error::Error for LawProblem {}

/// A time that is positive and finite.
pub(super) fn positive(parameter: &'static str, span: Span) -> Result<Span, LawProblem> {
    if span.seconds() > 0.0 && span.seconds() < f64::INFINITY {
        return Ok(span);
    }
    let found = written(span);
    Err(LawProblem {
        parameter,
        problem: format!("this time must be more than 0 and finite, not {found}"),
    })
}

/// A time that is finite, and 0 or more.
pub(super) fn not_negative(parameter: &'static str, span: Span) -> Result<Span, LawProblem> {
    if span.seconds() >= 0.0 && span.seconds() < f64::INFINITY {
        return Ok(span);
    }
    let found = written(span);
    Err(LawProblem {
        parameter,
        problem: format!("this time must be 0 or more and finite, not {found}"),
    })
}

/// A number within bounds, both included.
pub(super) fn within(
    parameter: &'static str,
    value: f64,
    bounds: std::ops::RangeInclusive<f64>,
) -> Result<f64, LawProblem> {
    if bounds.contains(&value) {
        return Ok(value);
    }
    let (low, high) = (bounds.start(), bounds.end());
    Err(LawProblem {
        parameter,
        problem: format!("this number must lie in {low} ..= {high}, not at {value}"),
    })
}

fn written(span: Span) -> String {
    if span.seconds().is_finite() && span.seconds() >= 0.0 {
        write_span(span)
    } else {
        format!("{} s", span.seconds())
    }
}
