//! How much work to do between checkpoints: the intervals of Young and Daly, and the exact one.
//!
//! With `l = 1 / M` the expected time for an hour of work is proportional to
//! `(e^(l (tau + C)) - 1) / tau`, whatever a restart costs; it is least where
//! `e^(l (tau + C)) (1 - l tau) = 1`, which is `l tau = 1 + W0(-e^(-1 - l C))` with Lambert's W.
//! Young's and Daly's intervals are expansions of it for C small against M.

use super::is_length;
use crate::quantity::Span;
use crate::quantity::special::lambert_w0_1p;

/// Where Young's interval comes from.
pub const YOUNG: &str = "Young 1974: first order, sqrt(2 C M)";
/// Where Daly's intervals come from.
pub const DALY: &str = "Daly 2006: higher order, C < 2 M";
/// Where the exact interval comes from.
pub const OPTIMUM: &str = "Daly 2006, expected time; Lambert W: Corless et al. 1996";

/// What decides how often to write a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Writes {
    /// How long a checkpoint holds up the work: C, finite and not negative.
    pub write: Span,
    /// The mean time between failures: M, above 0; `FOREVER` where nothing fails.
    pub mtbf: Span,
}

impl Writes {
    /// The interval of least expected time, exactly: `M (1 + W0(-e^(-1 - C/M)))`, below M.
    ///
    /// It holds for failures that strike while the checkpoint is written too, and for restarts
    /// of any length, exposed or not. 0 where writing costs nothing, else `FOREVER` where nothing
    /// fails.
    #[must_use]
    pub fn optimum(self) -> Span {
        self.assert_proper();
        if self.write == Span::ZERO || self.mtbf == Span::FOREVER {
            return root_of_twice(self.write, self.mtbf);
        }
        self.mtbf * lambert_w0_1p(self.write / self.mtbf)
    }

    /// `sqrt(2 C M)`: J. W. Young (1974), A first order approximation to the optimum checkpoint
    /// interval, Communications of the ACM 17.
    ///
    /// Above the best interval, by about 2 C / 3.
    #[must_use]
    pub fn young(self) -> Span {
        self.assert_proper();
        root_of_twice(self.write, self.mtbf)
    }

    /// `sqrt(2 C (M + R)) - C`: J. T. Daly (2006), A higher order estimate of the optimum
    /// checkpoint interval for restart dumps, Future Generation Computer Systems 22, at first
    /// order.
    ///
    /// The root is the period from checkpoint to checkpoint, the write included; what is left of
    /// it is work. `None` where nothing is left: the approximation asks for `tau + C` far below M.
    ///
    /// # Panics
    /// When the restart is not a finite length of time.
    #[must_use]
    pub fn daly_first_order(self, restart: Span) -> Option<Span> {
        self.assert_proper();
        assert!(is_length(restart), "a restart takes a finite time, not {restart:?}");
        let work = root_of_twice(self.write, self.mtbf + restart) - self.write;
        (work > Span::ZERO).then_some(work)
    }

    /// `sqrt(2 C M) (1 + sqrt(C / 2M) / 3 + (C / 2M) / 9) - C` where C is below 2 M, else M: Daly
    /// (2006), higher order.
    #[must_use]
    pub fn daly(self) -> Span {
        self.assert_proper();
        let share = self.write / (self.mtbf * 2.0);
        if share >= 1.0 {
            return self.mtbf;
        }
        let longer = 1.0 + share.sqrt() / 3.0 + share / 9.0;
        root_of_twice(self.write, self.mtbf) * longer - self.write
    }

    fn assert_proper(self) {
        let Self { write, mtbf } = self;
        assert!(is_length(write), "a checkpoint is written in a finite time, not {write:?}");
        assert!(mtbf > Span::ZERO, "there is time between failures, not {mtbf:?}");
    }
}

/// sqrt(2 C M), 0 where writing costs nothing, also where nothing fails.
fn root_of_twice(write: Span, mean: Span) -> Span {
    if write == Span::ZERO {
        return Span::ZERO;
    }
    Span::from_seconds((2.0 * write.seconds()).sqrt() * mean.seconds().sqrt())
}
