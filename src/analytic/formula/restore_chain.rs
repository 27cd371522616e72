//! How long a restore takes that reads a full copy and what was changed since.
//!
//! Every n-th backup is full. At a time uniform over the cycle the newest copy is the k-th after
//! the full one, k = 0 .. n - 1 equally likely: the restore takes
//! `start + full / b + sum over the k increments (bytes / b + each)`, or with differentials the
//! newest alone, which has k times the bytes. Each copy is sound with probability s: the newest
//! point can be restored with `mean of s^(k+1)` (all k + 1 copies of the chain), and
//! `mean of sum_(j=1..k) s^(j+1)` increments are applied before the first bad one.

use crate::model::Partial;

/// Where it comes from.
pub const SOURCE: &str = "chain of a full copy and its increments, uniform within the cycle";

/// Copies of a job, and the speed at which they are read. Times in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// Every so many copies is full, at least 1.
    pub full_every: u32,
    pub between: Partial,
    /// To the first byte, and checking at the end.
    pub start: f64,
    /// Reading a full copy.
    pub full: f64,
    /// Reading what changes from one copy to the next.
    pub change: f64,
    /// Beside the reading, for each copy after the full one.
    pub each: f64,
}

impl Cycle {
    /// The time for the k-th copy after the full one.
    #[must_use]
    pub fn time(self, after_full: u32) -> f64 {
        let changes = f64::from(after_full) * self.change;
        let copies = match self.between {
            Partial::Incremental => after_full,
            Partial::Differential => after_full.min(1),
        };
        self.start + self.full + changes + f64::from(copies) * self.each
    }

    /// The mean time.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.average(|after_full| self.time(after_full))
    }

    /// The standard deviation of the time.
    #[must_use]
    pub fn std_dev(self) -> f64 {
        let mean = self.mean();
        let square = |after_full| {
            let off = self.time(after_full) - mean;
            off * off
        };
        self.average(square).sqrt()
    }

    /// The longest time.
    #[must_use]
    pub fn longest(self) -> f64 {
        self.time(self.full_every - 1)
    }

    /// The probability of a longer time.
    #[must_use]
    pub fn exceeds(self, hours: f64) -> f64 {
        self.average(|after_full| f64::from(u8::from(self.time(after_full) > hours)))
    }

    /// The probability that the newest copy can be restored when each is sound with this one.
    #[must_use]
    pub fn newest_usable(self, sound: f64) -> f64 {
        self.average(|after_full| libm::pow(sound, f64::from(self.copies(after_full))))
    }

    /// How many increments are applied in the mean before one that is not sound; 0 when the full
    /// one is not.
    #[must_use]
    pub fn increments_applied(self, sound: f64) -> f64 {
        let applied = |after_full: u32| {
            let reached = |number: u32| libm::pow(sound, f64::from(number) + 1.0);
            (1..=after_full).map(reached).sum()
        };
        self.average(applied)
    }

    /// Copies in the chain of the k-th after the full one.
    fn copies(self, after_full: u32) -> u32 {
        match self.between {
            Partial::Incremental => after_full + 1,
            Partial::Differential => after_full.min(1) + 1,
        }
    }

    fn average(self, of: impl Fn(u32) -> f64) -> f64 {
        (0..self.full_every).map(of).sum::<f64>() / f64::from(self.full_every)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 40 TB and 2 TB a change at 2 GB/s, 0.5 h to start, 0.05 h a further copy, a full every 7.
    #[test]
    fn a_published_restore_is_found() {
        let hours = |terabytes: f64| terabytes * 1e12 / 2e9 / 3600.0;
        let cycle = Cycle {
            full_every: 7,
            between: Partial::Incremental,
            start: 0.5,
            full: hours(40.0),
            change: hours(2.0),
            each: 0.05,
        };
        assert!((cycle.mean() - 7.038889).abs() < 5e-7, "{}", cycle.mean());
        assert!((cycle.longest() - 8.022222).abs() < 5e-7, "{}", cycle.longest());
        let usable = cycle.newest_usable(0.995);
        assert!((usable - 0.98019875).abs() < 5e-9, "{usable}");
    }
}
