//! Work that is saved by checkpoints and begun anew from the last one when it is struck.
//!
//! Throughout, failures come as a Poisson stream with the mean time M between them, work is done
//! in segments of an interval tau, each followed by a checkpoint that holds the work up for C, and
//! a failure loses the segment and costs a restart R. How long all of it takes is in
//! [`completion`], which interval is the best in [`interval`], and the share of useful time of a
//! gang of machines in [`ettr`]. Times are spans; what no double can hold is `Span::FOREVER`.

pub mod completion;
pub mod ettr;
pub mod interval;

pub use completion::{Checkpointing, Failures, Restart, Takes};
pub use ettr::{Gang, Saving};
pub use interval::Writes;

use crate::quantity::Span;

/// A length of time that is none of the impossible ones: finite, not negative, a number.
fn is_length(span: Span) -> bool {
    span >= Span::ZERO && span < Span::FOREVER
}

#[cfg(test)]
mod tests;
