//! How long a heartbeat takes to show a failure.
//!
//! Beats come every h; a failure is declared when m periods have passed since the last beat that
//! arrived, and a uniform share of a jitter j. A failure that comes at a uniform phase is seen
//! after a time uniform on `m h - h .. m h`, plus the jitter: mean `m h - h/2 + j/2`, variance
//! `h^2 / 12 + j^2 / 12`. Chen, Toueg and Aguilera (2002), On the quality of service of failure
//! detectors: detection takes at most `m h`.

/// Where it comes from.
pub const SOURCE: &str = "uniform phase of the beat; Chen, Toueg, Aguilera 2002 for its bound";

/// A heartbeat; times in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heartbeat {
    pub period: f64,
    pub misses: u32,
    pub jitter: f64,
}

impl Heartbeat {
    /// The mean time from a failure to its being seen.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.longest() - 0.5 * self.period + 0.5 * self.jitter
    }

    /// The standard deviation of that time.
    #[must_use]
    pub fn std_dev(self) -> f64 {
        let Self { period, jitter, .. } = self;
        ((period * period + jitter * jitter) / 12.0).sqrt()
    }

    /// The longest that it takes without jitter.
    fn longest(self) -> f64 {
        f64::from(self.misses) * self.period
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_beats_of_ten_seconds() {
        let seconds = Heartbeat { period: 10.0, misses: 3, jitter: 0.0 };
        assert_eq!(seconds.mean(), 25.0);
        assert!((seconds.std_dev() - 2.886_751_345_948_129).abs() < 1e-14);
        let jittered = Heartbeat { jitter: 4.0, ..seconds };
        assert_eq!(jittered.mean(), 27.0);
        assert!((jittered.std_dev() - libm::sqrt(116.0 / 12.0)).abs() < 1e-14);
    }
}
