//! Pools of like members, with their spares.

use super::DomainId;
use crate::quantity::{Law, Probability, Span};

/// Like members behind a number of positions, all filled at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    pub name: String,
    /// Positions, each filled by a member at the start. May be 0 only when there are spares.
    pub members: u32,
    /// The domains that its members, spares too, are dealt out to in turn; empty: nowhere.
    pub across: Vec<DomainId>,
    /// Spares by kind, in the order in which they are switched in.
    pub spares: Vec<Spares>,
    /// The probability that a spare that is switched in takes its position.
    pub switching: Probability,
    /// How long after a failed switch it is tried again. Positive where `switching` < 1.
    pub retry: Span,
    /// The share of members (spares too) that are bad: struck by modes that strike `EachBad`.
    pub bad: Probability,
    pub retirement: Option<Retirement>,
}

/// Spares of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Spares {
    pub kind: SpareKind,
    /// How many there are at the start, and at most.
    pub count: u32,
    /// How long it takes until one that is called fills its position; 0 for hot ones.
    pub activation: Law,
    /// The rate of ageing and failing until it is active, over that of an active member:
    /// 1 for hot, 0 for cold.
    pub dormancy: f64,
}

/// How far a spare is from taking over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpareKind {
    Hot,
    Warm,
    Cold,
}

/// Members that fail `failures` times within `window` leave the pool for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retirement {
    /// At least 1.
    pub failures: u32,
    pub window: Span,
}

impl Pool {
    /// How many spares there are at the start, of all kinds.
    #[must_use]
    pub fn spare_count(&self) -> u32 {
        self.spares.iter().map(|spares| spares.count).sum()
    }

    /// How many members there are at the start, spares included.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.members + self.spare_count()
    }
}
