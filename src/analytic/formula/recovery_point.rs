//! How old the newest usable copy is when a disaster strikes, for backups that run periodically.
//!
//! A backup that starts every T holds what there was at its start, can be used d later (its
//! duration and lag), and is no good with probability q, independently. At a time that falls
//! uniformly into the cycle the age X of the newest usable copy is uniform on `d .. d + T`, plus T
//! for each of a geometric number of bad ones: `P(X > d + (n + u) T) = q^n (1 - u (1 - q))` for
//! whole n and u in 0 .. 1. Mean `d + T / 2 + T q / (1 - q)`, variance
//! `T^2 / 12 + T^2 q / (1 - q)^2`.
//!
//! **Several schedules.** Schedules whose phases are uniform and independent have independent ages
//! (each X_i depends on its own phase and its own bad copies only), and the best of them is
//! usable: `P(min X > x) = prod_i P(X_i > x)`, and its mean is the integral of that product.
//! Without bad copies and delays, with T_1 the shortest interval, the product is
//! `prod_i (1 - x / T_i)` up to T_1 and 0 beyond, so that
//! `mean = sum_j (-1)^j e_j T_1^(j+1) / (j+1)` with the elementary symmetric polynomials e_j of
//! the `1 / T_i`: `T_1 / 2 - T_1^2 / (6 T_2)` for two (2.75 h for 6 h and 24 h). Where one job's
//! phase is fixed to the other's, and its interval is a multiple, the shorter one rules alone:
//! `T_1 / 2`. In general the product is a polynomial between the points `d_i + n T_i`, and is
//! integrated exactly from one to the next.

use crate::analytic::quadrature::Interval;

/// Where it comes from.
pub const SOURCE: &str = "age of the newest usable copy: uniform phase, geometric misses";

/// Backups of one job. All times in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// From one start to the next.
    pub interval: f64,
    /// From a start to the copy's being usable.
    pub delay: f64,
    /// The probability that a backup leaves no usable copy; below 1.
    pub misses: f64,
}

impl Schedule {
    /// The mean age.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.delay + self.interval * (0.5 + self.misses / (1.0 - self.misses))
    }

    /// The standard deviation of the age.
    #[must_use]
    pub fn std_dev(self) -> f64 {
        let kept = 1.0 - self.misses;
        self.interval * (1.0 / 12.0 + self.misses / (kept * kept)).sqrt()
    }

    /// The probability of an age above this.
    #[must_use]
    pub fn exceeds(self, age: f64) -> f64 {
        let cycles = (age - self.delay) / self.interval;
        if cycles <= 0.0 {
            return 1.0;
        }
        let whole = cycles.floor();
        libm::pow(self.misses, whole) * (1.0 - (cycles - whole) * (1.0 - self.misses))
    }

    /// The age that is not exceeded with this probability, below 1.
    #[must_use]
    pub fn quantile(self, share: f64) -> f64 {
        let beyond = 1.0 - share;
        let (mut whole, mut left) = (0.0, 1.0);
        while left * self.misses > beyond {
            left *= self.misses;
            whole += 1.0;
        }
        let part = (1.0 - beyond / left) / (1.0 - self.misses);
        self.delay + (whole + part) * self.interval
    }

    /// The mean age at the first disaster, at a rate per hour, when backups start at 0, T, 2T, ...
    /// and the copy of time 0 is usable at once, without misses: `1 / r - T e^(-r (d + T)) /
    /// (1 - e^(-r T))`.
    #[must_use]
    pub fn mean_at_first(self, rate: f64) -> f64 {
        let ended = libm::exp(-rate * (self.delay + self.interval));
        1.0 / rate + self.interval * ended / libm::expm1(-rate * self.interval)
    }
}

/// What is left of an age when it is no longer followed.
const NOTHING: f64 = 1e-18;

/// Several schedules with independent phases: the best of their copies is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedules<'s>(pub &'s [Schedule]);

impl Schedules<'_> {
    /// The mean age of the newest copy of all.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.integral(|_| 1.0)
    }

    /// The standard deviation of that age.
    #[must_use]
    pub fn std_dev(self) -> f64 {
        let mean = self.mean();
        // E[(X - c)^2] = c^2 + integral of 2 (x - c) P(X > x).
        (mean * mean + self.integral(|age| 2.0 * (age - mean))).sqrt()
    }

    /// The probability of an age above this.
    #[must_use]
    pub fn exceeds(self, age: f64) -> f64 {
        self.0.iter().map(|schedule| schedule.exceeds(age)).product()
    }

    /// The age that is not exceeded with this probability, below 1.
    #[must_use]
    pub fn quantile(self, share: f64) -> f64 {
        let best = self.0.iter().map(|schedule| schedule.quantile(share));
        let (mut low, mut high) = (0.0, best.fold(f64::INFINITY, f64::min));
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                return high;
            }
            if self.exceeds(middle) > 1.0 - share {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// The integral of `weight(x) P(age > x)` over all x.
    fn integral(self, weight: impl Fn(f64) -> f64) -> f64 {
        let mut from = 0.0;
        let mut sum = 0.0;
        while self.exceeds(from) > NOTHING {
            let to = self.0.iter().map(|schedule| schedule.next_bend(from));
            let to = to.fold(f64::INFINITY, f64::min);
            let part = Interval { from, to };
            sum += part.integral(|age| weight(age) * self.exceeds(age));
            from = to;
        }
        sum
    }
}

impl Schedule {
    /// The first point after `age` at which the law bends.
    fn next_bend(self, age: f64) -> f64 {
        let cycles = ((age - self.delay) / self.interval).floor().max(-1.0) + 1.0;
        let bend = self.delay + cycles * self.interval;
        if bend > age { bend } else { bend + self.interval }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 5e-5, "{found} is not {expected}");
    }

    #[test]
    fn a_published_law_is_found() {
        let daily = Schedule { interval: 24.0, delay: 5.0, misses: 0.1 };
        close(daily.mean(), 19.6667);
        close(daily.quantile(0.5), 18.3333);
        close(daily.quantile(0.95), 42.3333);
        close(daily.quantile(0.99), 53.0);
        let alone = [daily];
        close(Schedules(&alone).mean(), 19.6667);
        close(Schedules(&alone).quantile(0.95), 42.3333);
    }

    #[test]
    fn two_independent_schedules_are_better_than_aligned_ones() {
        let every = |interval| Schedule { interval, delay: 0.0, misses: 0.0 };
        let mean = Schedules(&[every(6.0), every(24.0)]).mean();
        assert!((mean - 2.75).abs() < 1e-14, "{mean}");
        assert_eq!(every(6.0).mean(), 3.0);
    }

    /// e_1 = 1/6 + 1/8 + 1/24 = 1/3, e_2 = 1/48 + 1/144 + 1/192 = 19/576, e_3 = 1/1152.
    #[test]
    fn three_schedules_follow_the_polynomial() {
        let every = |interval| Schedule { interval, delay: 0.0, misses: 0.0 };
        let found = Schedules(&[every(8.0), every(6.0), every(24.0)]).mean();
        let expected = 6.0 - 36.0 / 2.0 / 3.0 + 216.0 / 3.0 * 19.0 / 576.0 - 1296.0 / 4.0 / 1152.0;
        assert!((found - expected).abs() < 1e-13, "{found} is not {expected}");
    }
}
