//! A binomial shock: it comes at a rate and strikes each exposed member with a probability, by
//! itself.
//!
//! Of n exposed members `C(n,k) q^k (1-q)^(n-k)` is the probability that k are struck. Members that
//! nothing else strikes and that do not come back are alive after s shocks with `(1-q)^s`, so that
//! with s Poisson `P(at least k of n up) = sum_s e^-m m^s / s! P(Bin(n, (1-q)^s) >= k)`. Vesely
//! (1977), Estimating common cause failure probabilities: the binomial failure rate model.

use super::k_of_n::Members;
use crate::analytic::weights::Weights;

/// Where it comes from.
pub const SOURCE: &str = "Vesely 1977: binomial failure rate";

/// One shock on some exposed members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shock {
    pub exposed: u32,
    /// The probability that each is struck.
    pub each: f64,
}

impl Shock {
    /// How many are struck in the mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        f64::from(self.exposed) * self.each
    }

    /// The probability that at least so many are struck.
    #[must_use]
    pub fn at_least(self, struck: u32) -> f64 {
        self.members(struck).enough()
    }

    /// The probability that exactly so many are struck.
    #[must_use]
    pub fn exactly(self, struck: u32) -> f64 {
        self.members(struck).just_enough()
    }

    fn members(self, struck: u32) -> Members {
        // Those that are struck are counted as up.
        Members { count: self.exposed, needed: struck, up: self.each, down: 1.0 - self.each }
    }
}

/// Like members that only shocks strike, for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shocked {
    pub count: u32,
    pub needed: u32,
    /// The probability that an exposed member is struck.
    pub each: f64,
}

impl Shocked {
    /// The probability that as many are up as are needed, by the mean number of shocks so far.
    #[must_use]
    pub fn enough(self, shocks: f64) -> f64 {
        if shocks == 0.0 {
            return f64::from(u8::from(self.needed <= self.count));
        }
        let number = Weights::poisson(shocks);
        let weights = number.probabilities.iter().enumerate();
        let after = |(index, weight): (usize, &f64)| {
            let left = libm::log1p(-self.each) * (number.first + index) as f64;
            // 0 times the logarithm of 0: nothing has struck yet.
            let left = if left.is_nan() { 0.0 } else { left };
            let (up, down) = (libm::exp(left), -libm::expm1(left));
            weight * Members { count: self.count, needed: self.needed, up, down }.enough()
        };
        weights.map(after).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_binomial() {
        let shock = Shock { exposed: 5, each: 0.3 };
        assert!((shock.exactly(3) - 0.1323).abs() < 1e-15, "10 * 0.027 * 0.49");
        assert!((shock.at_least(3) - 0.163_08).abs() < 1e-15, "0.1323 + 0.02835 + 0.00243");
        assert_eq!(shock.mean(), 1.5);
    }

    #[test]
    fn one_member_dies_at_the_thinned_rate() {
        let alone = Shocked { count: 1, needed: 1, each: 0.3 };
        assert!((alone.enough(2.0) / libm::exp(-0.6) - 1.0).abs() < 1e-13);
        // All of n live on while no shock takes any.
        let all = Shocked { count: 4, needed: 4, each: 0.3 };
        let known = libm::exp(-2.0 * (1.0 - libm::pow(0.7, 4.0)));
        assert!((all.enough(2.0) / known - 1.0).abs() < 1e-13);
    }

    #[test]
    fn a_sure_shock_takes_all() {
        let pair = Shocked { count: 2, needed: 1, each: 1.0 };
        assert!((pair.enough(0.5) / libm::exp(-0.5) - 1.0).abs() < 1e-14);
    }
}
