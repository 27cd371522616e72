//! Silent corruption that a scrub finds in its turn, and the loss of copies that rot unseen.
//!
//! Every spot is read once every T; what is wrong there is found with probability f each time.
//! Corruption comes at a uniform phase, so it is found after a time uniform on 0 .. T, plus T for
//! each time it is missed: mean `T / 2 + T (1 - f) / f` (Baker et al. 2006, A fresh look at the
//! reliability of long-term digital storage: T / 2 for f = 1).
//!
//! Copies that are all checked, and mended from each other, at the same instants k T, each
//! corrupted at a rate r: all n rot between two checks with `q^n`, `q = 1 - e^(-r T)`, and then
//! the data is lost. Checks are like tosses: `P(loss within k T) = 1 - (1 - q^n)^k`, and
//! `MTTDL = T (1 - q^n) / q^n + T - (integral over 0 .. T of (1 - e^(-r t))^n) / q^n`.

use super::redundancy::Alike;
use crate::analytic::quadrature::Interval;

/// Where it comes from.
pub const SOURCE: &str = "Baker et al. 2006: latent faults, scrubbed periodically";

/// Looking at everything once in a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scrub {
    /// In hours.
    pub every: f64,
    /// The probability that what is wrong is found when it is looked at; above 0.
    pub finds: f64,
}

impl Scrub {
    /// The mean time in hours from corruption to its being found.
    #[must_use]
    pub fn mean_to_find(self) -> f64 {
        self.every * (0.5 + (1.0 - self.finds) / self.finds)
    }
}

/// Like copies that rot unseen and are all checked at the same instants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rotting {
    pub copies: u32,
    /// Corruptions of a copy per hour.
    pub rate: f64,
    /// From one check to the next, in hours.
    pub every: f64,
}

impl Rotting {
    /// The probability that all copies rot between two checks.
    #[must_use]
    pub fn lost_between_checks(self) -> f64 {
        self.all_rotten(self.every)
    }

    /// The probability of a loss within so many checks.
    #[must_use]
    pub fn lost_within(self, checks: u32) -> f64 {
        Alike(checks).any(self.lost_between_checks())
    }

    /// The mean time to a loss in hours.
    #[must_use]
    pub fn mean_time(self) -> f64 {
        let lost = self.lost_between_checks();
        let panels = Interval { from: 0.0, to: self.every }.panels(8);
        let rotten: f64 = panels.map(|panel| panel.integral(|age| self.all_rotten(age))).sum();
        self.every * ((1.0 - lost) / lost) + (self.every - rotten / lost)
    }

    fn all_rotten(self, hours: f64) -> f64 {
        libm::pow(-libm::expm1(-self.rate * hours), f64::from(self.copies))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_is_found_a_turn_later() {
        assert_eq!(Scrub { every: 168.0, finds: 1.0 }.mean_to_find(), 84.0);
        assert_eq!(Scrub { every: 168.0, finds: 0.5 }.mean_to_find(), 252.0);
    }

    /// One copy rots at its rate, however often it is checked.
    #[test]
    fn one_copy_alone_is_not_helped() {
        let alone = Rotting { copies: 1, rate: 1e-3, every: 168.0 };
        assert!((alone.mean_time() / 1000.0 - 1.0).abs() < 1e-12, "{}", alone.mean_time());
        let lost = alone.lost_within(10);
        assert!((lost / -libm::expm1(-1.68) - 1.0).abs() < 1e-12, "{lost}");
    }

    /// Two copies of rate r, seldom rotten: nearly one loss in 1 / (r^2 T) hours.
    #[test]
    fn two_copies_are_lost_at_the_known_rate() {
        let pair = Rotting { copies: 2, rate: 1e-6, every: 100.0 };
        let ratio = pair.mean_time() * 1e-12 * 100.0;
        assert!((ratio - 1.0).abs() < 2e-4, "{ratio}");
    }
}
