//! Members that are replaced as planned at an age T, and when they fail before it.
//!
//! A life ends planned with `R(T)`, unplanned with `F(T)`, and lasts `integral over 0 .. T of R`
//! in the mean; so by renewal theory planned and unplanned ends come at `R(T)` and `F(T)` over the
//! mean cycle, and cost `(c_p R(T) + c_f F(T))` over it. Barlow and Proschan (1965), Mathematical
//! Theory of Reliability, chapter 4.

use crate::analytic::quadrature::Interval;
use crate::quantity::{Law, Span};

/// Where it comes from.
pub const SOURCE: &str = "Barlow and Proschan 1965, chapter 4: age replacement";

/// Even parts over which a life is integrated.
const PANELS: u32 = 64;

/// Members that are replaced at an age.
#[derive(Clone, Copy, Debug)]
pub struct AgeReplacement<'m> {
    pub life: &'m Law,
    pub at_age: Span,
    /// Mean hours out of service after a planned replacement, and after a failure.
    pub down_h: [f64; 2],
}

/// Ends of lives per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    pub planned: f64,
    pub unplanned: f64,
    /// The mean hours from one to the next.
    pub cycle_h: f64,
}

impl AgeReplacement<'_> {
    /// Planned and unplanned ends of one member's lives per hour.
    #[must_use]
    pub fn ends(&self) -> Ends {
        let (survives, fails) = (self.life.survival(self.at_age), self.life.cdf(self.at_age));
        let life = Interval { from: 0.0, to: self.at_age.hours() };
        let alive = |age| self.life.survival(Span::from_hours(age));
        let up: f64 = life.panels(PANELS).map(|panel| panel.integral(alive)).sum();
        let cycle_h = up + survives * self.down_h[0] + fails * self.down_h[1];
        Ends { planned: survives / cycle_h, unplanned: fails / cycle_h, cycle_h }
    }
}

impl Ends {
    /// The cost per hour, by that of a planned and of an unplanned replacement.
    #[must_use]
    pub fn cost(self, planned: f64, unplanned: f64) -> f64 {
        self.planned * planned + self.unplanned * unplanned
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Shape, Weibull};

    fn wearing_out() -> Law {
        let scale = Span::from_hours(1000.0);
        Law::Weibull(Weibull::with_scale(Shape(2.5), scale).expect("a proper law"))
    }

    #[test]
    fn the_best_age_of_what_wears_out() {
        let life = wearing_out();
        let at = |hours| {
            let at_age = Span::from_hours(hours);
            AgeReplacement { life: &life, at_age, down_h: [0.0; 2] }.ends().cost(1.0, 10.0)
        };
        assert!((at(354.5744) - 0.004_750_55).abs() < 5e-9, "{}", at(354.5744));
        assert!(at(350.0) > at(354.5744) && at(360.0) > at(354.5744), "it is the best");
        // Nobody reaches 10 000 h: run to failure.
        assert!((at(10_000.0) - 0.011_270_60).abs() < 5e-9, "{}", at(10_000.0));
        assert!((at(10_000.0) - 10.0 / life.mean().hours()).abs() < 1e-12);
    }

    #[test]
    fn what_does_not_age_gains_nothing() {
        let life = Law::Exponential { mean: Span::from_hours(500.0) };
        let at_age = Span::from_hours(100.0);
        let ends = AgeReplacement { life: &life, at_age, down_h: [0.0; 2] }.ends();
        assert!((ends.unplanned * 500.0 - 1.0).abs() < 1e-13, "{ends:?}");
    }
}
