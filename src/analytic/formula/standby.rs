//! One member at work and one standing by, without repair: the switch works with a probability,
//! the one standing by fails at a share of the rate.
//!
//! `R(t) = e^(-(1+d) l t) + (c+d) e^(-l t) (1 - e^(-d l t)) / d` and
//! `MTTF = (1 + c + d) / ((1+d) l)`, with dormancy d and switching c. Dugan and Trivedi (1989),
//! Coverage modeling for dependability analysis; for d = 0: `(1 + c l t) e^(-l t)`.

/// Where it comes from.
pub const SOURCE: &str = "Dugan and Trivedi 1989: standby with coverage and dormancy";

/// A pair of which one is enough.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Failures per hour of the member at work.
    pub failures: f64,
    /// The rate of the one standing by over that of the one at work.
    pub dormancy: f64,
    /// The probability that the switch works.
    pub switching: f64,
}

impl Pair {
    /// The probability of no outage until a time in hours.
    #[must_use]
    pub fn survival(self, hours: f64) -> f64 {
        let (spent, dormancy) = (self.failures * hours, self.dormancy);
        let dormant =
            if dormancy == 0.0 { spent } else { -libm::expm1(-dormancy * spent) / dormancy };
        let both = libm::exp(-(1.0 + dormancy) * spent);
        both + (self.switching + dormancy) * libm::exp(-spent) * dormant
    }

    /// The mean time to the first outage in hours.
    #[must_use]
    pub fn mean_time(self) -> f64 {
        let exposure = 1.0 + self.dormancy;
        (1.0 + self.switching + self.dormancy) / (exposure * self.failures)
    }
}
