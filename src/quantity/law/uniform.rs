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
            return Ok(Self { from: from.seconds(), to: to.seconds() });
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

/// The point with a share `above` of the way from `low` to `high` beyond it, counted from the
/// nearer end; `low` where there is no way.
fn between(low: f64, high: f64, above: f64) -> f64 {
    if low >= high {
        low
    } else if above > 0.5 {
        low + (high - low) * (1.0 - above)
    } else {
        high - (high - low) * above
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
        if dead < 0.5 { -libm::log1p(-dead) } else { -libm::log(self.survival(t)) }
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        if hazard < std::f64::consts::LN_2 {
            self.from - self.width() * libm::expm1(-hazard)
        } else {
            self.sample(libm::exp(-hazard))
        }
    }

    fn sample(&self, uniform: f64) -> f64 {
        between(self.from, self.to, uniform)
    }

    fn fails_at_age(&self, age: f64, uniform: f64) -> f64 {
        let start = age.max(self.from);
        between(start, self.to, uniform)
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

#[cfg(test)]
mod tests {

    use super::super::Law;
    use super::super::check::{
        BOUNDED, Demand, agrees_with_samples, close, hours, keeps_identities,
    };
    use super::*;

    fn law(from: f64, to: f64) -> Law {
        Law::Uniform(Uniform::between(hours(from), hours(to)).unwrap())
    }

    #[test]
    fn it_keeps_the_identities() {
        keeps_identities(&law(1.0, 5.0), BOUNDED);
        let least = 1e-15;
        keeps_identities(&law(0.0, 5.0), Demand { least, ..BOUNDED });
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        let theirs = rand_distr::Uniform::new(3600.0, 18_000.0).unwrap();
        agrees_with_samples(&law(1.0, 5.0), 51, theirs);
    }

    #[test]
    fn its_ends_are_its_ends() {
        let law = law(1.0, 5.0);
        assert_eq!(law.inverse_hazard(0.0), hours(1.0));
        assert_eq!(law.inverse_hazard(f64::INFINITY), hours(5.0));
        assert_eq!(law.cumulative_hazard(hours(1.0)), 0.0);
        assert_eq!(law.cumulative_hazard(hours(5.0)), f64::INFINITY);
        assert_eq!(law.cumulative_hazard(hours(9.0)), f64::INFINITY);
        assert_eq!(law.fails_at_age(hours(9.0), 0.5), hours(9.0));
        assert_eq!(law.fails_at_age(hours(3.0), 0.5), hours(4.0));
        assert_eq!(law.fails_at_age(hours(0.5), 0.5), hours(3.0));
        assert_eq!(law.mean(), hours(3.0));
        close("cv", law.std_dev().hours(), 4.0 / 12f64.sqrt(), 1e-15);
        assert_eq!(law.to_string(), "Uniform(from: \"1h\", to: \"5h\")");
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        let problem = Uniform::between(hours(2.0), hours(2.0)).unwrap_err();
        assert_eq!(problem.parameter, "to");
        let expected = "it must come after `from`, but 2h does not come after 2h";
        assert_eq!(problem.problem, expected);
        let problem = Uniform::between(hours(-1.0), hours(2.0)).unwrap_err();
        assert_eq!(problem.parameter, "from");
    }
}
