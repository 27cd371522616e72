//! Services: where they can run, and how they get from one place to another.

use super::{DatasetId, DetectorId, MirrorId, Need, OnCallId, Serving};
use crate::quantity::{Law, Probability, Span, Time};

/// What the business sees: up while what it needs holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    pub name: String,
    /// What it needs; of a service with placements, any of theirs.
    pub needs: Need,
    /// Where it can run, in order of preference; empty: it just runs. Else at least two.
    pub placements: Vec<Placement>,
    pub serves: Serves,
    /// How it gets from one placement to another. There where there are placements.
    pub failover: Option<Failover>,
    pub drills: Option<Drills>,
    /// What it serves; `None`: that is not told.
    pub workload: Option<Serving>,
}

impl Service {
    /// A service that just runs while its needs hold.
    #[must_use]
    pub const fn plain(name: String, needs: Need) -> Self {
        let placements = Vec::new();
        let serves = Serves::One;
        Self { name, needs, placements, serves, failover: None, drills: None, workload: None }
    }
}

/// One place where a service can run.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    pub name: String,
    pub needs: Need,
    /// How fast the members of the pools that it counts age and fail while the service is not
    /// there, over active ones. Below 1 only for pools that no other placement or service counts.
    pub dormancy: f64,
}

/// How many placements serve at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Serves {
    /// One; the others stand by.
    One,
    /// All that hold, each with an equal share of the traffic. Up while at least `at_least` of
    /// those that have traffic hold and, of the traffic, at least `mbco` is served: what one
    /// that has failed was given is lost until its traffic is moved.
    All { at_least: u32, mbco: Probability },
}

/// How a service gets from one placement to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Failover {
    /// What sees that a placement no longer holds; `None`: the detection of what broke it.
    pub detected_by: Option<DetectorId>,
    pub decided_by: DecidedBy,
    /// What is done to have the data there.
    pub data: Vec<Bring>,
    pub activation: Law,
    /// Checking it, before it counts as up.
    pub verifies: Law,
    pub succeeds: Probability,
    /// After how long it is tried again where it failed. Positive.
    pub retry: Span,
    /// What happens instead where it failed: people bring it up by hand, which surely succeeds.
    pub manual: Option<Law>,
    pub failback: Failback,
    /// How long the service is down when it is moved as planned: back, for a drill, or warned.
    pub switchover: Law,
}

/// Who decides on a failover, once the failure is seen.
#[derive(Clone, Debug, PartialEq)]
pub enum DecidedBy {
    /// Nobody: it begins after a time.
    Automatic(Law),
    /// People who are called and, once they have acknowledged, take a time to decide.
    OnCall { people: OnCallId, decides: Law },
    /// A runbook that runs by itself for a time; where it does not succeed people decide.
    Runbook { takes: Law, succeeds: Probability, people: OnCallId, decides: Law },
}

/// Data that is brought to where a service goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bring {
    /// A mirror becomes the data; it then follows the other way round.
    Promote(MirrorId),
    /// What cannot be reached is given up, and the dataset restored where it can be.
    Restore(DatasetId),
}

/// When a service goes back to a placement that it prefers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Failback {
    Never,
    /// Once it has held for so long.
    AfterHealthy(Span),
    /// Once it has held for so long and people who are called have acknowledged.
    Manual {
        healthy: Span,
        people: OnCallId,
    },
}

/// Planned switchovers to the next placement that holds, and back.
#[derive(Clone, Debug, PartialEq)]
pub struct Drills {
    pub due: Drilled,
    /// How long the service stays there.
    pub stays: Span,
}

/// When drills are held.
#[derive(Clone, Debug, PartialEq)]
pub enum Drilled {
    /// At these times, ascending.
    At(Vec<Time>),
    /// At every multiple of this. Positive.
    Every(Span),
}
