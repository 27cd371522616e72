//! Money, in units of one currency that the scenario names, and prices: money for what is used.

use std::ops::{Add, AddAssign, Mul};

use super::{Bytes, Span};

/// Hours in a month, in prices only: a twelfth of a year of 8760 h.
pub const MONTH_H: f64 = 730.0;

/// An amount of money, in units of the scenario's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Money(f64);

/// A price by the time, in money an hour, `0 ..`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Hourly(f64);

/// A price by the amount of data, in money a byte, `0 ..`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct PerByte(f64);

/// A price of keeping data, in money an hour for each byte, `0 ..`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct HourlyPerByte(f64);

impl Money {
    pub const ZERO: Self = Self(0.0);

    #[must_use]
    pub const fn new(amount: f64) -> Self {
        Self(amount)
    }

    /// In units of the currency.
    #[must_use]
    pub const fn amount(self) -> f64 {
        self.0
    }
}

impl Hourly {
    #[must_use]
    pub const fn new(money_an_hour: f64) -> Self {
        Self(money_an_hour)
    }

    /// What a time costs; of several things, the time summed over them.
    #[must_use]
    pub const fn over(self, span: Span) -> Money {
        Money(self.0 * span.hours())
    }
}

impl PerByte {
    #[must_use]
    pub const fn new(money_a_byte: f64) -> Self {
        Self(money_a_byte)
    }

    /// What so much data costs.
    #[must_use]
    pub const fn of(self, bytes: Bytes) -> Money {
        Money(self.0 * bytes.get())
    }
}

impl HourlyPerByte {
    #[must_use]
    pub const fn new(money_an_hour_a_byte: f64) -> Self {
        Self(money_an_hour_a_byte)
    }

    /// What it costs to keep so much data for a time.
    #[must_use]
    pub const fn of(self, bytes: Bytes, span: Span) -> Money {
        Money(self.0 * bytes.get() * span.hours())
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Mul<f64> for Money {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
