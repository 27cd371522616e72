//! Planned maintenance.

use super::{CrewId, DomainId, FailureId, Hours, PoolId};
use crate::quantity::{Law, Probability, Span, Time};

/// Work that is planned: it takes what it is done on out of service for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Maintenance {
    pub name: String,
    pub of: Maintained,
    pub due: Due,
    /// When work on one more of them may begin; `None`: at any time. What is begun is finished.
    pub hours: Option<Hours>,
    /// How long each is emptied first, while it still serves.
    pub drains: Law,
    /// The work on each, from then on.
    pub takes: Law,
    /// Who does it, waited for before draining; `None`: nobody is needed.
    pub crew: Option<CrewId>,
    /// How many at once, draining included. At least 1.
    pub at_once: u32,
    /// The modes that are as new afterwards; of members only.
    pub renews: Vec<FailureId>,
    pub goes_wrong: Option<GoesWrong>,
}

/// What maintenance is done on.
#[derive(Clone, Debug, PartialEq)]
pub enum Maintained {
    /// Every member of these pools, spares too, in order; those that are not whole are left out.
    Pools(Vec<PoolId>),
    /// These domains, each down as a whole while it is worked on.
    Domains(Vec<DomainId>),
}

/// When maintenance falls due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Due {
    /// In rounds over everything; one that falls due while the one before is under way is skipped.
    Every { first: Time, every: Span },
    /// For each member when the first mode that it renews has reached this age. Of pools only.
    AtAge(Span),
}

/// Work that breaks what it is done on.
#[derive(Clone, Debug, PartialEq)]
pub struct GoesWrong {
    pub probability: Probability,
    /// The failure that then strikes what was worked on.
    pub into: FailureId,
    /// Whether the round ends with it.
    pub stops: bool,
}
