//! A level integrated over time.

use crate::quantity::{Span, Time};

/// A level that changes at points in time, with its integral since observation began.
#[derive(Clone, Copy, Debug, Default)]
pub struct Integral {
    level: f64,
    since: f64,
    total: f64,
}

impl Integral {
    /// A level from the start on.
    pub const fn starting_at(level: f64) -> Self {
        Self { level, since: 0.0, total: 0.0 }
    }

    pub const fn level(&self) -> f64 {
        self.level
    }

    /// The level is another from `now` on.
    pub fn set(&mut self, now: Time, level: f64) {
        self.total += self.level * (now.seconds() - self.since);
        self.since = now.seconds();
        self.level = level;
    }

    /// The level rises (or falls) by `step` at `now`.
    pub fn add(&mut self, now: Time, step: f64) {
        self.set(now, self.level + step);
    }

    /// Observation begins at `now`: what went before does not count.
    pub fn begin(&mut self, now: Time) {
        self.set(now, self.level);
        self.total = 0.0;
    }

    /// The integral until `end`, in units of the level times time.
    pub fn until(&self, end: Time) -> Span {
        Span::from_seconds(self.total + self.level * (end.seconds() - self.since))
    }
}
