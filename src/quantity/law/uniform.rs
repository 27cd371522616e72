//! The uniform law: every time between two is as likely. S(t) = (to - t) / (to - from) between.

use std::fmt;

use super::{LawProblem, Lifetime, parameter};
use crate::quantity::Span;
use crate::quantity::text::write_span;

/// A uniform law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    from: f64,
    to: f64,
}

impl Uniform {
    /// Between two times.
    ///
    /// # Errors
    /// When they are not `0 <= from < to < inf`.
    pub fn between(from: Span, to: Span) -> Result<Self, LawProblem> {
        let from = parameter::not_negative("from", from)?;
        let to = parameter::positive("to", to)?;
        if from < to {
            return Ok(Self {
                from: from.seconds(),
                to: to.seconds(),
            });
        }
        Err(LawProblem {
            parameter: "to",
            problem: format!(
                "it must come after `from`, but {} does not come after {}",
                write_span(to),
                write_span(from)
            ),
        })
    }

    fn width(&self) -> f64 {
        self.to - self.from
    }
}

impl Lifetime for Uniform {
    fn mean(&self) -> f64 {
        self.from + 0.5 * self.width()
    }

    fn std_dev(&self) -> f64 {
        self.width() / 12f64.sqrt()
    }

    fn survival(&self, t: f64) -> f64 {
        ((self.to - t) / self.width()).clamp(0.0, 1.0)
    }

    fn cdf(&self, t: f64) -> f64 {
        ((t - self.from) / self.width()).clamp(0.0, 1.0)
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        let dead = self.cdf(t);
        if dead < 0.5 {
            -libm::log1p(-dead)
        } else {
            -libm::log(self.survival(t))
        }
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        if hazard < std::f64::consts::LN_2 {
            self.from - self.width() * libm::expm1(-hazard)
        } else {
            self.sample(libm::exp(-hazard))
        }
    }

    fn sample(&self, uniform: f64) -> f64 {
        (self.to - self.width() * uniform).max(self.from)
    }

    fn fails_at_age(&self, age: f64, uniform: f64) -> f64 {
        let start = age.max(self.from);
        (self.to - (self.to - start) * uniform).max(start)
    }

    /// S*(t) = (to^2 - t^2) / (to^2 - from^2).
    fn length_biased(&self, uniform: f64) -> f64 {
        let square = uniform * self.from * self.from + (1.0 - uniform) * self.to * self.to;
        square.sqrt().clamp(self.from, self.to)
    }
}

impl fmt::Display for Uniform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = write_span(Span::from_seconds(self.from));
        let to = write_span(Span::from_seconds(self.to));
        write!(f, "Uniform(from: \"{from}\", to: \"{to}\")")
    }
}
