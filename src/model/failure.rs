//! Failure modes, and the detectors that see them.

use super::{DetectorId, PoolId, RepairId};
use crate::quantity::{Law, Probability, Span, Time};

/// One way in which things fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub name: String,
    pub strikes: Strikes,
    pub occurs: Occurs,
    /// `None`: detected at once.
    pub detected_by: Option<DetectorId>,
    pub recovery: Recovery,
    /// Whether a repair renews every mode of the member, not only this one.
    pub renews_all: bool,
    /// Whether a repair leaves the age of this mode as it was.
    pub minimal_repair: bool,
    /// Whether the mode ages by the calendar, exposed or not.
    pub ages_by_calendar: bool,
    pub starts: Starts,
}

/// What a failure mode strikes.
#[derive(Clone, Debug, PartialEq)]
pub enum Strikes {
    /// Every member of these pools has this mode, with a clock of its own.
    Each(Vec<PoolId>),
    /// Every bad member of these pools has this mode, until a repair of it sticks.
    EachBad(Vec<PoolId>),
    /// One clock for the pool; each time one of its members in service is struck, chosen at
    /// random.
    One(PoolId),
}

/// When a failure mode strikes.
#[derive(Clone, Debug, PartialEq)]
pub enum Occurs {
    /// By a law of time.
    Random(Law),
    /// At these times, ascending: everything exposed that the mode can strike.
    At(Vec<Time>),
}

/// How a member comes back from a failure.
#[derive(Clone, Debug, PartialEq)]
pub enum Recovery {
    /// Never.
    None,
    /// By itself, after a time from its failure on; the mode is renewed.
    Lasts(Law),
    /// Through a repair pipeline, once detected.
    Repair(RepairId),
}

/// The age of a mode when a replication starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Starts {
    /// 0.
    New,
    /// That of a renewal process begun long ago.
    Stationary,
    /// Drawn from this law.
    Age(Law),
}

/// How failures come to be known.
#[derive(Clone, Debug, PartialEq)]
pub struct Detector {
    pub name: String,
    pub seeing: Seeing,
    /// The probability that the detector ever sees a failure.
    pub coverage: Probability,
    /// How long after its failure a missed one is found; `None`: never.
    pub backstop: Option<Law>,
    pub false_alarms: Option<FalseAlarms>,
    /// The probability that a wrong member is taken and the culprit stays in service.
    pub misdiagnosed: Probability,
    /// The probability that no member is taken; `misdiagnosed + undiagnosed` < 1 where seeing
    /// takes no time.
    pub undiagnosed: Probability,
}

/// The time from a failure to its detection.
#[derive(Clone, Debug, PartialEq)]
pub enum Seeing {
    /// None.
    Immediate,
    /// Heartbeats are sent every `period` from the start on; a failure is declared when `misses`
    /// periods have passed since the last one that arrived, plus a uniform share of `jitter`.
    Heartbeat { period: Span, misses: u32, jitter: Span },
    /// By a law of time.
    Delay(Law),
}

/// Alarms without a failure: one member in service of the watched pools, chosen at random, is taken
/// through a repair pipeline it does not need.
#[derive(Clone, Debug, PartialEq)]
pub struct FalseAlarms {
    /// For the detector as a whole.
    pub occurs: Occurs,
    pub repaired_by: RepairId,
}
