//! People on call, and what warns them.

use super::{BackupId, FailureId, OnCallId, RepairId, ServiceId, TrainingId, Window};
use crate::quantity::{Law, Probability, Span};

/// One level of people who answer alarms: each handles one at a time, first come first served.
#[derive(Clone, Debug, PartialEq)]
pub struct OnCall {
    pub name: String,
    /// How many they are. At least 1.
    pub size: u32,
    /// From an alarm's reaching somebody who is free to its being acknowledged.
    pub acknowledges: Law,
    /// Where an alarm goes that is not acknowledged in time.
    pub escalates: Option<Escalation>,
    /// When they answer; `None`: at any time.
    pub hours: Option<Hours>,
}

/// An alarm that has not been acknowledged for so long goes to the next level, and waits there
/// anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Escalation {
    /// Positive.
    pub after: Span,
    pub to: OnCallId,
}

/// Working hours. A replication starts on the first day of a week, at midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hours {
    /// Over midnight it belongs to the day on which it opens.
    pub window: Window,
    /// The days of each week on which it opens, the first ones. `1 ..= 7`.
    pub days: u32,
}

/// What warns of failures before they happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Predictor {
    pub name: String,
    /// Modes with random times, each watched by no other predictor.
    pub watches: Vec<FailureId>,
    /// The probability that a failure is warned of.
    pub recall: Probability,
    /// The share of warnings that a failure follows, in the long run. Above 0.
    pub precision: Probability,
    /// How long before the failure the warning comes; at once where the failure is nearer.
    pub lead: Law,
    /// What a warning, true or false, sets off. At least one.
    pub actions: Vec<Action>,
}

/// What a warning sets off.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The member is emptied while it still works, for so long, and then goes through a repair
    /// pipeline, if it has not failed before. Only where members are watched.
    Drain { takes: Law, repaired_by: RepairId },
    /// A run of a backup job begins.
    Backup(BackupId),
    /// The service goes over to another placement, as planned.
    Switchover(ServiceId),
    /// A training takes a checkpoint, if it runs.
    Checkpoint(TrainingId),
}
