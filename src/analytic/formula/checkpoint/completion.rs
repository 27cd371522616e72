//! How long work takes with failures that strike at any time: its mean, its spread, and the share
//! of it that is useful.
//!
//! A segment needs `s = tau + C` without a failure. Each failure on the way costs what had passed,
//! X (its law that of a life, given that it is below s), and a restart, Y, after which the segment
//! begins anew; the number K of failures is geometric, `P(K = k) = (1 - e^-u)^k e^-u` with
//! `l = 1 / M` and `u = l s`. So a segment takes `s + sum of K (X + Y)`, and without restarts its
//! time T0 has
//!
//! - `E T0 = (e^u - 1) / l` and `Var T0 = (e^2u - 2 u e^u - 1) / l^2 = 2 e^u (sinh u - u) / l^2`;
//! - `E K = e^u - 1`, `Var K = e^u (e^u - 1)`, `Cov(T0, K) = e^u (e^u - 1 - u) / l`.
//!
//! A restart that is hit like work is a segment of its own without restarts, of length R; one that
//! nothing strikes is R itself. With its mean m and variance v,
//!
//! - `E T = (e^u - 1) (1 / l + m)`: `(1/l) e^(l R) (e^u - 1)`, or `(1/l + R) (e^u - 1)`;
//! - `Var T = Var T0 + E K v + Var K m^2 + 2 Cov(T0, K) m`,
//!
//! and work W takes W / tau segments, independent of each other. J. T. Daly (2006), A higher order
//! estimate of the optimum checkpoint interval for restart dumps, for the mean with restarts that
//! are hit; M. Bougeret, H. Casanova, M. Rabie, Y. Robert and F. Vivien (2011), Checkpointing
//! strategies for parallel jobs, for the mean with time that nothing strikes. Nothing small is a
//! difference.

use super::is_length;
use crate::quantity::Span;
use crate::quantity::special::{exp_beyond_line, sinh_beyond_line};

/// Where the mean comes from.
pub const SOURCE: &str = "Daly 2006: (1/l) e^(l R) (e^(l (tau + C)) - 1) W / tau";
/// Where the spread comes from.
pub const SPREAD: &str = "independent segments, a geometric number of failures in each";

/// Failures of a Poisson stream, and what follows each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failures {
    /// The mean time between them: above 0; `FOREVER` where nothing fails.
    pub mtbf: Span,
    pub restart: Restart,
}

/// What must pass after a failure before work goes on; finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Restart {
    /// Failures strike meanwhile as at work, and it begins anew.
    Exposed(Span),
    /// Nothing strikes meanwhile.
    Uninterrupted(Span),
}

/// Work in segments, with a checkpoint after each, the last one included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpointing {
    /// Work from one checkpoint to the next: above 0 and finite.
    pub interval: Span,
    /// How long a checkpoint holds up the work: finite and not negative. Failures strike meanwhile,
    /// and what was to be saved is lost.
    pub write: Span,
    pub failures: Failures,
}

/// How long something takes; `FOREVER` where that is more than a double can hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Takes {
    pub mean: Span,
    pub std_dev: Span,
}

impl Failures {
    /// Until a length of time, finite and not negative, has gone by without a failure: work without
    /// checkpoints, or a segment of it.
    ///
    /// # Panics
    /// When the length, the restart or the time between failures is not possible.
    #[must_use]
    pub fn until_unbroken(self, length: Span) -> Takes {
        let Self { mtbf, restart } = self;
        assert!(mtbf > Span::ZERO, "there is time between failures, not {mtbf:?}");
        assert!(is_length(length), "work is a finite time, not {length:?}");
        assert!(is_length(restart.length()), "a restart takes a finite time, not {restart:?}");
        if mtbf == Span::FOREVER {
            return Takes { mean: length, std_dev: Span::ZERO };
        }
        let u = length / mtbf;
        let Moments { mean, variance } = restart.per(mtbf);
        let (failures, grown) = (libm::expm1(u), libm::exp(u));
        let whole = failures * (1.0 + mean);
        if whole == f64::INFINITY {
            return Takes { mean: Span::FOREVER, std_dev: Span::FOREVER };
        }
        // The variance over grown^2, so that it stays a double as long as the mean does.
        let bare = 2.0 * sinh_beyond_line(u) / grown;
        let restarts = failures / grown * (variance / grown);
        let number = failures / grown * mean * mean;
        let together = 2.0 * exp_beyond_line(u) / grown * mean;
        let variance = bare + restarts + number + together;
        Takes { mean: mtbf * whole, std_dev: mtbf * (grown * variance.sqrt()) }
    }
}

/// Of a time, in units of that between failures.
struct Moments {
    mean: f64,
    variance: f64,
}

impl Restart {
    fn length(self) -> Span {
        match self {
            Self::Exposed(length) | Self::Uninterrupted(length) => length,
        }
    }

    fn per(self, mtbf: Span) -> Moments {
        let r = self.length() / mtbf;
        match self {
            Self::Exposed(_) => {
                Moments { mean: libm::expm1(r), variance: 2.0 * libm::exp(r) * sinh_beyond_line(r) }
            }
            Self::Uninterrupted(_) => Moments { mean: r, variance: 0.0 },
        }
    }
}

impl Checkpointing {
    /// One interval of work, from the checkpoint before it until its own is written.
    ///
    /// # Panics
    /// When a length is not possible.
    #[must_use]
    pub fn segment(self) -> Takes {
        let Self { interval, write, failures } = self;
        assert!(is_length(write), "a checkpoint is written in a finite time, not {write:?}");
        assert!(interval > Span::ZERO, "there is work between checkpoints, not {interval:?}");
        failures.until_unbroken(interval + write)
    }

    /// All of some work, finite and not negative, that is a whole number of intervals. Read for any
    /// other as the same for each hour of work, which is right for long work alone.
    ///
    /// # Panics
    /// When a length is not possible.
    #[must_use]
    pub fn completion(self, work: Span) -> Takes {
        assert!(is_length(work), "work is a finite time, not {work:?}");
        let Takes { mean, std_dev } = self.segment();
        if work == Span::ZERO {
            return Takes { mean: Span::ZERO, std_dev: Span::ZERO };
        }
        let segments = work / self.interval;
        Takes { mean: mean * segments, std_dev: std_dev * segments.sqrt() }
    }

    /// Useful work over the time that it takes in the long run, 0 to 1: W / E.
    ///
    /// # Panics
    /// When a length is not possible.
    #[must_use]
    pub fn efficiency(self) -> f64 {
        self.interval / self.segment().mean
    }
}
