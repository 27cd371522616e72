//! k of n like members needed, without repair: at least k of n independent ones are alive.
//!
//! `P = sum_{i <= n-k} C(n,i) F^i R^(n-i)`. Barlow and Proschan (1975), Statistical Theory of
//! Reliability and Life Testing, section 1.2. Both tails are sums of positive terms.

use crate::analytic::weights::Weights;

/// Where it comes from.
pub const SOURCE: &str = "Barlow and Proschan 1975, 1.2: k out of n";

/// Independent members of which each is up with one probability.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    pub count: u32,
    pub needed: u32,
    /// The probability that one is up.
    pub up: f64,
    /// The probability that one is down: 1 - `up`, given apart to keep its digits.
    pub down: f64,
}

impl Members {
    /// The probability that as many are up as are needed.
    #[must_use]
    pub fn enough(self) -> f64 {
        match (self.count.checked_sub(self.needed), self.failed()) {
            (None, _) => 0.0,
            (Some(spare), Ok(failed)) => failed.at_most(spare as usize),
            (Some(spare), Err(certain)) => f64::from(u8::from(certain <= spare)),
        }
    }

    /// The probability that fewer are up.
    #[must_use]
    pub fn too_few(self) -> f64 {
        match (self.count.checked_sub(self.needed), self.failed()) {
            (None, _) => 1.0,
            (Some(spare), Ok(failed)) => failed.more_than(spare as usize),
            (Some(spare), Err(certain)) => f64::from(u8::from(certain > spare)),
        }
    }

    /// The probability that exactly as many are up as are needed.
    #[must_use]
    pub fn just_enough(self) -> f64 {
        match (self.count.checked_sub(self.needed), self.failed()) {
            (None, _) => 0.0,
            (Some(spare), Ok(failed)) => {
                let index = (spare as usize).checked_sub(failed.first);
                index.and_then(|index| failed.probabilities.get(index).copied()).unwrap_or(0.0)
            }
            (Some(spare), Err(certain)) => f64::from(u8::from(certain == spare)),
        }
    }

    /// The law of the number of members that are down, or that number where it is certain.
    fn failed(self) -> Result<Weights, u32> {
        if self.down == 0.0 {
            return Err(0);
        }
        if self.up == 0.0 {
            return Err(self.count);
        }
        Ok(Weights::binomial(self.count, self.down, self.up))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certain_members_leave_nothing_to_chance() {
        let members = |needed, up, down| Members { count: 3, needed, up, down };
        assert_eq!(members(3, 1.0, 0.0).enough(), 1.0);
        assert_eq!(members(1, 0.0, 1.0).enough(), 0.0);
        assert_eq!(members(0, 0.0, 1.0).too_few(), 0.0);
        assert_eq!(members(4, 0.5, 0.5).enough(), 0.0);
        assert_eq!(members(2, 0.5, 0.5).enough(), 0.5);
        assert_eq!(members(2, 0.5, 0.5).just_enough(), 0.375);
    }

    #[test]
    fn a_tail_of_1e_200_keeps_its_digits() {
        let members = Members { count: 100, needed: 51, up: 1.0 - 1e-5, down: 1e-5 };
        // C(100,50) 1e-250 to the leading order, the next term smaller by 1e-5.
        let leading = 1.008_913_445_455_641_9e29 * 1e-250 * (1.0 - 50.0 * 1e-5);
        assert!((members.too_few() / leading - 1.0).abs() < 1e-4);
    }
}
