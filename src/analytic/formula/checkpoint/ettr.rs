//! The effective training time ratio (goodput) of a gang of nodes that is interrupted by the
//! failure of any of them.
//!
//! `MTTF = 1 / (N r)` of N nodes that each fail at rate r. Each failure costs the restart u0 and,
//! in the mean, half an interval dt of work; each interval is followed by a write w that holds up
//! the work: `ETTR = (1 - N r (u0 + dt/2)) / (1 + w/dt)`. A. Kokolis et al. (2024), Revisiting
//! reliability in large-scale machine learning research clusters. It counts at most one failure an
//! interval and none in a restart, so it is good while `N r (u0 + dt)` is small, and says nothing
//! where it would not be positive.

use super::is_length;
use crate::quantity::{Rate, Span};

/// Where it comes from.
pub const SOURCE: &str = "Kokolis et al. 2024: (1 - N r (u0 + dt/2)) / (1 + w/dt)";
/// Where the mean time to a failure of any node comes from.
pub const MTTF: &str = "the first of N exponential lives: 1 / (N r)";

/// Nodes that work together and all stop when one fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gang {
    /// At least 1.
    pub nodes: u32,
    /// How often one node fails.
    pub failures: Rate,
}

/// How a gang saves its work, and what it costs to come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Saving {
    /// Work from one checkpoint to the next: above 0 and finite.
    pub interval: Span,
    /// How long a checkpoint holds up the work: finite and not negative.
    pub write: Span,
    /// From a failure until work goes on, without the work to be done again: finite and not
    /// negative.
    pub restart: Span,
}

impl Gang {
    /// The mean time to a failure of any node; `FOREVER` where none fails.
    ///
    /// # Panics
    /// When there is no node, or the rate is negative or not a number.
    #[must_use]
    pub fn mttf(self) -> Span {
        Span::from_seconds(1.0 / self.rate())
    }

    /// The effective training time ratio, above 0 and at most 1; `None` where failures leave
    /// nothing by this formula.
    ///
    /// # Panics
    /// When there is no node, or a rate or length is not possible.
    #[must_use]
    pub fn ettr(self, saving: Saving) -> Option<f64> {
        let Saving { interval, write, restart } = saving;
        assert!(
            is_length(interval) && interval > Span::ZERO,
            "there is work between checkpoints, not {interval:?}"
        );
        assert!(is_length(write), "a checkpoint is written in a finite time, not {write:?}");
        assert!(is_length(restart), "a restart takes a finite time, not {restart:?}");
        let lost = self.rate() * (restart + interval * 0.5).seconds();
        let ratio = (1.0 - lost) / (1.0 + write / interval);
        (ratio > 0.0).then_some(ratio)
    }

    /// Failures of any node per second.
    fn rate(self) -> f64 {
        assert!(self.nodes > 0, "a gang has nodes");
        assert!(self.failures >= Rate::ZERO, "a rate is not negative: {:?}", self.failures);
        f64::from(self.nodes) * self.failures.as_per_second()
    }
}
