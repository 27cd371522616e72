//! What the engine tells its observers: the one place where the two meet.

use crate::model::{BackupId, CrewId, FailureId, PoolId, ServiceId};
use crate::quantity::Time;

/// The states of a member, as the ledger keeps them. A member is in exactly one at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberState {
    /// In a position and up.
    Active,
    /// A spare that is not called.
    Standby,
    /// A spare on its way into a position.
    Activating,
    /// Failed, and not yet detected.
    Undetected,
    AwaitingPart,
    AwaitingCrew,
    InRepair,
    /// Failed for a while, detected, and coming back by itself.
    Recovering,
    /// Failed, detected, and never coming back: nothing repairs it.
    Lost,
    /// Out of the pool for good, having failed too often.
    Retired,
}

impl MemberState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Active,
        Self::Standby,
        Self::Activating,
        Self::Undetected,
        Self::AwaitingPart,
        Self::AwaitingCrew,
        Self::InRepair,
        Self::Recovering,
        Self::Lost,
        Self::Retired,
    ];

    /// The state's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Standby => "standby",
            Self::Activating => "activating",
            Self::Undetected => "undetected",
            Self::AwaitingPart => "awaiting_part",
            Self::AwaitingCrew => "awaiting_crew",
            Self::InRepair => "in_repair",
            Self::Recovering => "recovering",
            Self::Lost => "lost",
            Self::Retired => "retired",
        }
    }
}

/// A stretch of time in the course of one failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// From a failure to its detection.
    Detection,
    /// Waiting for a part.
    PartWait,
    /// Waiting for a crew.
    CrewWait,
    /// From being taken for repair to the end of the pipeline.
    Repair,
}

/// One thing that changed, at the time of the event that changed it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// A member went from one state to another.
    Moved {
        pool: PoolId,
        from: MemberState,
        to: MemberState,
    },
    /// A member failed; `first` is set on the first failure of a member that began in a position.
    Failed {
        pool: PoolId,
        failure: FailureId,
        first: bool,
    },
    /// A detector did not see a failure.
    Missed {
        pool: PoolId,
    },
    /// A member that had not failed was taken for repair.
    TakenInVain {
        pool: PoolId,
    },
    Retired {
        pool: PoolId,
    },
    /// A spare was called to fill a position.
    SpareCalled {
        pool: PoolId,
    },
    SwitchFailed {
        pool: PoolId,
    },
    /// From now on a position is open with no spare to fill it (or no longer).
    SparesExhausted {
        pool: PoolId,
        exhausted: bool,
    },
    /// A stretch that began `since` ended; or was cut short, by the end of the replication or, of
    /// a detection, by the failure's being over before it was seen.
    Stretch {
        pool: PoolId,
        stretch: Stretch,
        since: Time,
        finished: bool,
    },
    /// How many of a crew are at work now.
    CrewBusy {
        crew: CrewId,
        busy: u32,
    },
    /// A service went up or down.
    Service {
        service: ServiceId,
        up: bool,
    },
    /// A backup ran.
    Backup {
        backup: BackupId,
        succeeded: bool,
    },
}
