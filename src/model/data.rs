//! Stores, the datasets on them, and the backups made of them.

use super::{DatasetId, StoreId};
use crate::quantity::{Bytes, Probability, Span, Time};

/// Where data lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    pub name: String,
    /// Backups it holds from before the start (the source paper's B0).
    pub holds: Bytes,
}

/// Data on a store.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    pub name: String,
    pub on: StoreId,
    pub size: Bytes,
}

/// A job that makes full copies of a dataset periodically.
#[derive(Clone, Debug, PartialEq)]
pub struct Backup {
    pub name: String,
    pub of: DatasetId,
    pub to: StoreId,
    /// Positive.
    pub every: Span,
    pub first: FirstBackup,
    /// The probability that one backup succeeds.
    pub succeeds: Probability,
}

/// When the first backup runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FirstBackup {
    At(Time),
    /// At a time uniform within the first interval, drawn in each replication.
    RandomPhase,
}
