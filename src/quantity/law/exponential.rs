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

#[cfg(test)]
mod tests {

    use super::super::Law;
    use super::super::check::{SMOOTH, agrees_with_samples, close, hours, keeps_identities};
    use crate::quantity::{Probability, Rate, Span};

    #[test]
    fn it_keeps_the_identities() {
        keeps_identities(&Law::exponential(hours(154.0 * 24.0)).unwrap(), SMOOTH);
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        let law = Law::exponential(Span::from_seconds(3.0)).unwrap();
        agrees_with_samples(&law, 11, rand_distr::Exp::new(1.0 / 3.0).unwrap());
    }

    #[test]
    fn it_can_be_given_in_three_ways() {
        let law = Law::exponential_within(Probability::new(0.01), hours(1.0)).unwrap();
        close("P(T <= 1 h)", law.cdf(hours(1.0)), 0.01, 1e-15);
        close("mean", law.mean().hours(), 99.499_162_473_422_13, 1e-14);
        let law = Law::exponential_rate(Rate::per_hour(0.25)).unwrap();
        close("mean of a rate", law.mean().hours(), 4.0, 1e-15);
        let rate = law.memoryless().unwrap();
        close("its rate", rate.as_per_hour(), 0.25, 1e-15);
        assert_eq!(law.std_dev(), law.mean());
        let law = Law::exponential(hours(36.0)).unwrap();
        assert_eq!(law.to_string(), "Exponential(mean: \"1d 12h\")");
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        let refused = |law: Result<Law, super::super::LawProblem>| {
            let problem = law.unwrap_err();
            (problem.parameter, problem.problem)
        };
        let (parameter, problem) = refused(Law::exponential(Span::ZERO));
        assert_eq!(parameter, "mean");
        assert_eq!(problem, "this time must be more than 0 and finite, not 0s");
        let (parameter, problem) = refused(Law::exponential_rate(Rate::ZERO));
        assert_eq!(parameter, "rate");
        assert_eq!(problem, "a rate is more than 0 and finite, not 0 a second");
        for p in [0.0, 1.0] {
            let law = Law::exponential_within(Probability::new(p), hours(1.0));
            let (parameter, problem) = refused(law);
            assert_eq!(parameter, "probability");
            let expected = format!("a probability within a time lies between 0 and 1, not at {p}");
            assert_eq!(problem, expected);
        }
        let law = Law::exponential_within(Probability::new(0.1), Span::ZERO);
        assert_eq!(refused(law).0, "within");
    }
}
