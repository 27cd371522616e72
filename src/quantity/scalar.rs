//! The scalar types: points and lengths of time, rates, bytes and probabilities.

use std::ops::{Add, AddAssign, Div, Mul, Sub};

/// Seconds in an hour.
pub const HOUR: f64 = 3600.0;

/// A point in time: seconds from the start of a replication, `0 ..= inf`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Time(f64);

/// A length of time in seconds, `0 ..= inf`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Span(f64);

/// Events per second, `0 ..`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rate(f64);

/// An amount of data in bytes, `0 ..`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Bytes(f64);

/// Data a time, in bytes per second, `0 ..`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct DataRate(f64);

/// A probability, `0 ..= 1`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

/// What points and lengths of time have in common: both are seconds underneath.
macro_rules! seconds_underneath {
    ($($name:ident),*) => {$(
        impl $name {
            #[must_use]
            pub const fn from_seconds(seconds: f64) -> Self {
                Self(seconds)
            }

            #[must_use]
            pub const fn from_hours(hours: f64) -> Self {
                Self(hours * HOUR)
            }

            #[must_use]
            pub const fn seconds(self) -> f64 {
                self.0
            }

            #[must_use]
            pub const fn hours(self) -> f64 {
                self.0 / HOUR
            }

            /// The greater of two.
            #[must_use]
            pub const fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }
        }
    )*};
}

seconds_underneath!(Time, Span);

impl Time {
    /// The start of a replication.
    pub const START: Self = Self(0.0);
    /// Later than everything.
    pub const NEVER: Self = Self(f64::INFINITY);

    /// The time passed since the start of the replication.
    #[must_use]
    pub const fn since_start(self) -> Span {
        Span(self.0)
    }
}

impl Span {
    pub const ZERO: Self = Self(0.0);
    /// Longer than everything.
    pub const FOREVER: Self = Self(f64::INFINITY);

    /// The point in time this long after the start.
    #[must_use]
    pub const fn after_start(self) -> Time {
        Time(self.0)
    }
}

impl Rate {
    pub const ZERO: Self = Self(0.0);

    #[must_use]
    pub const fn per_second(rate: f64) -> Self {
        Self(rate)
    }

    #[must_use]
    pub const fn per_hour(rate: f64) -> Self {
        Self(rate / HOUR)
    }

    #[must_use]
    pub const fn as_per_second(self) -> f64 {
        self.0
    }

    #[must_use]
    pub const fn as_per_hour(self) -> f64 {
        self.0 * HOUR
    }
}

impl Bytes {
    pub const ZERO: Self = Self(0.0);

    #[must_use]
    pub const fn new(bytes: f64) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl DataRate {
    pub const ZERO: Self = Self(0.0);

    #[must_use]
    pub const fn from_per_second(bytes: f64) -> Self {
        Self(bytes)
    }

    /// Bytes per second.
    #[must_use]
    pub const fn per_second(self) -> f64 {
        self.0
    }

    /// The data that comes of it in a time.
    #[must_use]
    pub const fn over(self, span: Span) -> Bytes {
        Bytes(self.0 * span.0)
    }
}

impl Probability {
    pub const NEVER: Self = Self(0.0);
    pub const SURE: Self = Self(1.0);

    /// A checked probability.
    ///
    /// # Panics
    /// When `value` is not in `0 ..= 1`.
    #[must_use]
    pub fn new(value: f64) -> Self {
        assert!((0.0..=1.0).contains(&value), "a probability lies in 0 ..= 1, not {value}");
        Self(value)
    }

    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// 1 - p.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(1.0 - self.0)
    }

    /// Whether a uniform number in `(0, 1)` falls to this probability's side.
    #[must_use]
    pub fn holds_for(self, uniform: f64) -> bool {
        uniform < self.0
    }
}

impl Add<Span> for Time {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0 + span.0)
    }
}

impl Sub for Time {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0 - earlier.0)
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul<f64> for Span {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

impl Div<f64> for Span {
    type Output = Self;
    fn div(self, divisor: f64) -> Self {
        Self(self.0 / divisor)
    }
}

impl Div for Span {
    type Output = f64;
    fn div(self, other: Self) -> f64 {
        self.0 / other.0
    }
}

impl Mul<f64> for Bytes {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

impl Div<DataRate> for Bytes {
    type Output = Span;
    fn div(self, rate: DataRate) -> Span {
        Span(self.0 / rate.0)
    }
}

impl Add for Bytes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
