//! Exact answers that a run of `firedrill verify` checks on the user's machine.

pub mod sketch;
