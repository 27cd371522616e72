//! The beta factor: of the failures of a member a share takes all members that work at once, with
//! a clock of its own for the whole pool.
//!
//! Without repair, k of n: `R = e^(-b x) P(at least k of n)` with `x = l t`, each alive by itself
//! with `e^(-(1-b) x)`; for one of two `2 e^-x - e^(-(2-b) x)`. Fleming (1975), General Atomic
//! GA-A13284; IEC 61508-6:2010, annex D. A pair that is repaired, each member for itself:
//! `MTTF = (l + m + 2 (1-b) l) / ((2-b) l l + b l m)` and, with `p1 = (2-b) l / m` and
//! `p0 = (l p1 + b l) / (2 m)` over both being up, down for `p0 / (1 + p1 + p0)`.

use super::k_of_n::Members;

/// Where it comes from.
pub const SOURCE: &str = "Fleming 1975: beta factor; IEC 61508-6, annex D";

/// Like members with a common cause, without repair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Common {
    pub count: u32,
    pub needed: u32,
    /// The share of a member's failures that are common to all.
    pub beta: f64,
}

impl Common {
    /// The probability that as many are up as are needed (at least one), after so many failures
    /// as one member has in the mean.
    #[must_use]
    pub fn enough(self, failures: f64) -> f64 {
        libm::exp(-self.beta * failures) * self.alone(failures).enough()
    }

    /// The probability that fewer are up.
    #[must_use]
    pub fn too_few(self, failures: f64) -> f64 {
        let common = -libm::expm1(-self.beta * failures);
        common + libm::exp(-self.beta * failures) * self.alone(failures).too_few()
    }

    /// The mean time until fewer are up, by the failures of a member per unit of time.
    #[must_use]
    pub fn mean_time(self, failures: f64) -> f64 {
        let own = 1.0 - self.beta;
        // From i members up the next failure comes at the rate ((1-b) i + b) l, and leaves i - 1
        // with the probability (1-b) i / ((1-b) i + b), else none.
        let (mut mean, mut reached) = (0.0, 1.0);
        for up in (self.needed..=self.count).rev() {
            let rate = own * f64::from(up) + self.beta;
            mean += reached / (rate * failures);
            reached *= own * f64::from(up) / rate;
        }
        mean
    }

    fn alone(self, failures: f64) -> Members {
        let own = (1.0 - self.beta) * failures;
        let Self { count, needed, .. } = self;
        Members { count, needed, up: libm::exp(-own), down: -libm::expm1(-own) }
    }
}

/// Two members of which one is enough, each repaired by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepairedPair {
    /// Failures of a member per hour, common ones among them.
    pub failures: f64,
    pub beta: f64,
    /// Repairs of a failed member per hour.
    pub repairs: f64,
}

impl RepairedPair {
    /// The mean hours until both are down.
    #[must_use]
    pub fn mean_time(self) -> f64 {
        let Self { failures, beta, repairs } = self;
        let (one, both) = (2.0 * (1.0 - beta) * failures, beta * failures);
        (failures + repairs + one) / ((one + both) * failures + both * repairs)
    }

    /// The share of time for which both are down, in the long run.
    #[must_use]
    pub fn unavailability(self) -> f64 {
        let Self { failures, beta, repairs } = self;
        let one = (2.0 - beta) * failures / repairs;
        let none = (failures * one + beta * failures) / (2.0 * repairs);
        none / (1.0 + one + none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mission_of_a_year() {
        let pair = |beta| Common { count: 2, needed: 1, beta };
        let year = 1e-5 * 8760.0;
        assert!((pair(0.05).enough(year) - 0.989_281_213_7).abs() < 5e-11);
        assert!((pair(0.0).enough(year) - 0.992_965_362_5).abs() < 5e-11);
        let (common, x) = (pair(0.05), year);
        let known = 2.0 * libm::exp(-x) - libm::exp(-1.95 * x);
        assert!((common.enough(year) / known - 1.0).abs() < 1e-14);
        assert!((common.enough(year) + common.too_few(year) - 1.0).abs() < 1e-14);
    }

    /// With every failure common, k of n is one member.
    #[test]
    fn with_beta_1_redundancy_is_worth_nothing() {
        let common = Common { count: 5, needed: 3, beta: 1.0 };
        assert!((common.enough(0.3) / libm::exp(-0.3) - 1.0).abs() < 1e-15);
        assert!((common.mean_time(1e-3) / 1000.0 - 1.0).abs() < 1e-14);
    }
}
