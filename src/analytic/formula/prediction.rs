//! What warnings leave of unplanned failures.
//!
//! A share r of failures (the recall) is warned of, a lead L before; what is drained within D is
//! averted. Unplanned is then `1 - r P(L > D)`. Salfner, Lenk and Malek (2010), A survey of online
//! failure prediction methods: lead time against warning time. Of warnings a share p (the
//! precision) is true: for every true one `(1 - p) / p` are false.

use crate::analytic::quadrature::Interval;
use crate::quantity::{Law, Span};

/// Where it comes from.
pub const SOURCE: &str = "Salfner, Lenk, Malek 2010: recall, precision, lead time";

/// Even parts of the probabilities over which a law is integrated.
const PANELS: u32 = 256;

/// A predictor, and what is done about its warnings.
#[derive(Clone, Copy, Debug)]
pub struct Warned<'m> {
    pub recall: f64,
    pub lead: &'m Law,
    /// How long it takes to empty a member.
    pub drains: &'m Law,
}

impl Warned<'_> {
    /// The share of failures that strike all the same.
    #[must_use]
    pub fn unplanned(&self) -> f64 {
        1.0 - self.recall * self.in_time()
    }

    /// The probability that a warning leaves time enough: P(L > D).
    #[must_use]
    pub fn in_time(&self) -> f64 {
        match self.drains {
            Law::Fixed(takes) => after(self.lead, *takes),
            drains => mean_over(drains, |takes| after(self.lead, takes)),
        }
    }
}

/// P(L > t): of a fixed lead either 0 or 1.
fn after(lead: &Law, time: Span) -> f64 {
    match lead {
        Law::Fixed(lead) => f64::from(u8::from(*lead > time)),
        lead => lead.survival(time),
    }
}

/// The mean of something over a law of time, by its quantiles.
fn mean_over(law: &Law, of: impl Fn(Span) -> f64) -> f64 {
    let panels = Interval { from: 0.0, to: 1.0 }.panels(PANELS);
    panels.map(|panel| panel.integral(|share| of(law.sample(share)))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exponential(hours: f64) -> Law {
        Law::Exponential { mean: Span::from_hours(hours) }
    }

    #[test]
    fn only_warnings_that_come_in_time_help() {
        let (lead, drains) = (exponential(2.0), Law::Fixed(Span::from_hours(1.0)));
        let warned = Warned { recall: 0.7, lead: &lead, drains: &drains };
        let known = 1.0 - 0.7 * libm::exp(-0.5);
        assert!((warned.unplanned() - known).abs() < 1e-15);
        let fixed = Law::Fixed(Span::from_hours(1.0));
        assert_eq!(Warned { lead: &fixed, ..warned }.unplanned(), 1.0, "at the same instant");
    }

    #[test]
    fn draining_by_a_law() {
        // P(L > D) of two exponential times is the rate of D over both.
        let (lead, drains) = (exponential(2.0), exponential(1.0));
        let warned = Warned { recall: 1.0, lead: &lead, drains: &drains };
        assert!((warned.in_time() - 2.0 / 3.0).abs() < 1e-6, "{}", warned.in_time());
    }
}
