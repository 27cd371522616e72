//! A pair of which one serves and the other stands by unworn, with a failover that takes time and
//! may not succeed.
//!
//! `A = (1 + l/m) / (1 + l/m + l/d + l(1-c)/r + l^2/(s m^2))`: the one that serves fails at the
//! rate l; the failover takes 1/d in the mean and succeeds with c, else it is done by hand in 1/r;
//! then the failed one is repaired at the rate m, and both failed ones at s m by s crews. From
//! the balance of a cycle; only the means of the failover's times matter (semi-Markov: Barlow and
//! Proschan 1965, chapter 5). Dugan and Trivedi (1989) for coverage.

/// Where it comes from.
pub const SOURCE: &str = "pair with failover delay and coverage: Dugan and Trivedi 1989";

/// Two places, one of which serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Failures of the one that serves, per hour.
    pub failures: f64,
    /// Repairs per hour and crew.
    pub repairs: f64,
    /// How many crews there are: 1 or 2.
    pub crews: u32,
    /// Mean hours from the failure to the end of the failover.
    pub failover_h: f64,
    /// The probability that it succeeds.
    pub succeeds: f64,
    /// Mean hours that it takes by hand, where it did not.
    pub manual_h: f64,
}

impl Pair {
    /// The share of time for which it is up, in the long run.
    #[must_use]
    pub fn availability(self) -> f64 {
        let up = 1.0 + self.failures / self.repairs;
        up / (up + self.moving() + self.both_down())
    }

    /// The share of time for which it is down.
    #[must_use]
    pub fn unavailability(self) -> f64 {
        let down = self.moving() + self.both_down();
        down / (1.0 + self.failures / self.repairs + down)
    }

    /// The share of time for which it is down because both have failed.
    #[must_use]
    pub fn overlap(self) -> f64 {
        let up = 1.0 + self.failures / self.repairs;
        self.both_down() / (up + self.moving() + self.both_down())
    }

    /// Time in the failover, over that with both well.
    fn moving(self) -> f64 {
        self.failures * (self.failover_h + (1.0 - self.succeeds) * self.manual_h)
    }

    fn both_down(self) -> f64 {
        let one = self.failures / self.repairs;
        one * one / f64::from(self.crews)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::chain::Chain;

    const PAIR: Pair = Pair {
        failures: 1.0 / 2000.0,
        repairs: 1.0 / 72.0,
        crews: 1,
        failover_h: 1.0 / 12.0,
        succeeds: 0.95,
        manual_h: 4.0,
    };

    #[test]
    fn a_year_of_a_pair() {
        assert!((PAIR.availability() - 0.998_614_213_9).abs() < 5e-11);
        assert!((PAIR.unavailability() * 8760.0 - 12.139).abs() < 5e-4);
        assert!((PAIR.overlap() * 8760.0 - 10.943).abs() < 5e-4);
    }

    /// Well, failing over, by hand, one under repair, both.
    #[test]
    fn it_is_the_steady_state_of_its_chain() {
        for crews in [1, 2] {
            let pair = Pair { crews, ..PAIR };
            let (l, m, d, r) = (pair.failures, pair.repairs, 12.0, 0.25);
            let chain = Chain::new(vec![
                vec![(1, l)],
                vec![(3, d * 0.95), (2, d * 0.05)],
                vec![(3, r)],
                vec![(0, m), (4, l)],
                vec![(3, m * f64::from(crews))],
            ]);
            let steady = chain.steady().unwrap();
            let up = steady[0] + steady[3];
            assert!((pair.availability() / up - 1.0).abs() < 1e-13, "{crews} crews");
            let down = steady[1] + steady[2] + steady[4];
            assert!((pair.unavailability() / down - 1.0).abs() < 1e-12, "{crews} crews");
            assert!((pair.overlap() / steady[4] - 1.0).abs() < 1e-12, "{crews} crews");
        }
    }
}
