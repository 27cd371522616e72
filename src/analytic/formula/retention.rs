//! Whether a clean copy is left when silent corruption is noticed, for a job that keeps its newest
//! n finished copies.
//!
//! Backups start every T, at a phase p before the corruption that is uniform on 0 .. T, and finish
//! d later. The newest clean one is deleted when the n-th after it finishes, `n T + d - p` after
//! the corruption. Noticed after Y: `P(none left) = E[P(Y > n T + d - p)]`, for an exponential Y of
//! mean y: `(y / T) (e^(T / y) - 1) e^(-(n T + d) / y)`. The age of what was newest when it began
//! follows from the phase.

use crate::analytic::quadrature::Interval;
use crate::quantity::{Law, Span};

/// Where it comes from.
pub const SOURCE: &str = "newest n against the time to notice, uniform phase";

/// Copies of one job. Times in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Newest {
    pub interval: f64,
    /// From a start to its end.
    pub duration: f64,
    pub keeps: u32,
}

impl Newest {
    /// The probability that no clean copy is left when corruption is noticed after an exponential
    /// time.
    #[must_use]
    pub fn none_left(self, mean_to_notice: f64) -> f64 {
        let phase = self.interval / mean_to_notice;
        libm::expm1(phase) / phase * libm::exp(-self.deleted_after(0.0) / mean_to_notice)
    }

    /// The same for any law, by quadrature over the phase.
    #[must_use]
    pub fn none_left_by(self, notice: &Law) -> f64 {
        let phases = Interval { from: 0.0, to: self.interval };
        let unnoticed = |phase| notice.survival(Span::from_hours(self.deleted_after(phase)));
        let panels = phases.panels(8);
        panels.map(|panel| panel.integral(unnoticed)).sum::<f64>() / self.interval
    }

    /// How long after the corruption the newest clean copy is deleted.
    fn deleted_after(self, phase: f64) -> f64 {
        (f64::from(self.keeps) * self.interval + self.duration - phase).max(0.0)
    }
}
