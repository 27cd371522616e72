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

#[cfg(test)]
mod tests {

    use super::super::Law;
    use super::super::check::hours;
    use crate::quantity::Span;

    #[test]
    fn it_is_always_the_same() {
        let law = Law::fixed(hours(5.0)).unwrap();
        assert_eq!((law.mean(), law.std_dev()), (hours(5.0), Span::ZERO));
        for uniform in [1e-300, 0.5, 1.0 - 1e-16] {
            assert_eq!(law.sample(uniform), hours(5.0));
            assert_eq!(law.length_biased(uniform), hours(5.0));
            assert_eq!(law.fails_at_age(hours(2.0), uniform), hours(5.0));
            assert_eq!(law.fails_at_age(hours(6.0), uniform), hours(6.0));
        }
        assert_eq!(law.memoryless(), None);
        assert_eq!(law.to_string(), "Fixed(\"5h\")");
    }

    #[test]
    fn its_atom_is_at_its_time() {
        let law = Law::fixed(hours(5.0)).unwrap();
        let just_before = Span::from_seconds(f64::next_down(hours(5.0).seconds()));
        assert_eq!((law.survival(just_before), law.cdf(just_before)), (1.0, 0.0));
        assert_eq!((law.survival(hours(5.0)), law.cdf(hours(5.0))), (0.0, 1.0));
        assert_eq!(law.cumulative_hazard(just_before), 0.0);
        assert_eq!(law.cumulative_hazard(hours(5.0)), f64::INFINITY);
        for hazard in [0.0, 1e-300, 1.0, f64::INFINITY] {
            assert_eq!(law.inverse_hazard(hazard), hours(5.0));
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        assert!(Law::fixed(Span::ZERO).is_ok());
        for bad in [-1.0, f64::INFINITY, f64::NAN] {
            let problem = Law::fixed(Span::from_seconds(bad)).unwrap_err();
            assert_eq!(problem.parameter, "span");
            let expected = format!("this time must be 0 or more and finite, not {bad} s");
            assert_eq!(problem.problem, expected);
        }
    }
}
