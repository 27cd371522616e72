//! A member that is up and down in turn, for independent times of any law.
//!
//! In the long run it is up for the share `mU / (mU + mD)`; its time down within a long time T is
//! nearly normal with variance `T (mU^2 sD^2 + mD^2 sU^2) / (mU + mD)^3`. Takacs (1957), On certain
//! sojourn time problems in the theory of stochastic processes, theorem 2.

/// Where it comes from.
pub const SOURCE: &str = "Takacs 1957: alternating renewal process";

/// The mean and the standard deviation of a time in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub mean: f64,
    pub std_dev: f64,
}

/// Times up and down in turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternating {
    pub up: Spread,
    pub down: Spread,
}

impl Alternating {
    /// The share of time up in the long run.
    #[must_use]
    pub fn availability(self) -> f64 {
        self.up.mean / (self.up.mean + self.down.mean)
    }

    /// The share of time down in the long run.
    #[must_use]
    pub fn unavailability(self) -> f64 {
        self.down.mean / (self.up.mean + self.down.mean)
    }

    /// The standard deviation of the time down within so many hours, nearly.
    #[must_use]
    pub fn std_dev_of_downtime(self, hours: f64) -> f64 {
        let cycle = self.up.mean + self.down.mean;
        let (down, up) = (self.up.mean * self.down.std_dev, self.down.mean * self.up.std_dev);
        ((down * down + up * up) * hours / cycle).sqrt() / cycle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_times_have_the_known_spread() {
        // Two-state: the variance of the time down grows at 2 l m / (l + m)^3.
        let spread = |mean| Spread { mean, std_dev: mean };
        let both = Alternating { up: spread(500.0), down: spread(20.0) };
        let (l, m) = (1.0 / 500.0, 1.0 / 20.0);
        let expected = (2.0 * l * m / libm::pow(l + m, 3.0) * 87_600.0).sqrt();
        assert!((both.std_dev_of_downtime(87_600.0) / expected - 1.0).abs() < 1e-14);
    }
}
