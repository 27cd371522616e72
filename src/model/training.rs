//! Training: jobs of a whole pool as one gang, and the checkpoints that they go back to.

use super::{PoolId, StoreId};
use crate::quantity::{Bytes, Law, Span};

/// A job that all positions of a pool work on together: it runs only while all are up.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    pub name: String,
    /// The pool whose positions are the gang. It has at least one.
    pub on: PoolId,
    /// What there is to do, in time at full speed; `None`: it goes on until the horizon. Positive.
    pub work: Option<Span>,
    /// Choosing hosts for the gang, after each interruption.
    pub selects: Law,
    /// Bringing the gang up: at the start, and after each load.
    pub initialises: Law,
    /// In the order in which they are taken where several are due.
    pub checkpoints: Vec<Checkpoint>,
    /// The fewest members with which it goes on, more slowly; `None`: all.
    pub at_least: Option<u32>,
    /// Whether no failure breaks off a restart.
    pub uninterrupted: bool,
}

/// One tier of checkpoints.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    pub name: String,
    pub kept: Kept,
    /// From one to the next, by the clock. Positive.
    pub every: Span,
    pub clock: Clock,
    /// How long work stands still for one.
    pub blocks: Law,
    /// From then on, beside the work, until it can be used.
    pub saves: Moves,
    /// Reading it back.
    pub loads: Moves,
}

/// Where checkpoints lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The newest one in the memory of the members, in groups of so many positions one after the
    /// other, each of which can lose one. At least 2.
    Peers(u32),
    /// The newest one, on each member's own disk its part.
    Local,
    /// In a store, as many as this; `None`: all.
    Remote(StoreId, Option<u32>),
}

/// What the time from one checkpoint to the next is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The job's work, at its multiples.
    Work,
    /// Time, from the last one's start or the job's coming to run.
    Wall,
}

/// How long moving a checkpoint takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Moves {
    Takes(Law),
    /// As long as its store takes for so many bytes, beside other transfers. Of `Remote` only.
    Carries(Bytes),
}

impl Training {
    /// The fewest members with which it runs.
    #[must_use]
    pub fn needs(&self, positions: u32) -> u32 {
        self.at_least.unwrap_or(positions)
    }
}
