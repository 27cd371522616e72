//! What the engine tells its observers: the one place where the two meet.

use crate::model::{
    BackupId, CredentialId, CrewId, DatasetId, FailureId, Place, PoolId, ServiceId, StoreId,
};
use crate::quantity::{Bytes, Span, Time};

/// The states of a member, as the ledger keeps them. A member is in exactly one at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberState {
    /// In a position and up.
    Active,
    /// Whole, in a domain that is down.
    Dark,
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
    pub const ALL: [Self; 11] = [
        Self::Active,
        Self::Dark,
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
            Self::Dark => "dark",
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
    /// A place went down for some cause, or up with the end of the last one.
    Place {
        place: Place,
        up: bool,
    },
    /// A backup begun `since` was finished, having written so much.
    BackupDone {
        backup: BackupId,
        since: Time,
        bytes: Bytes,
    },
    /// An attempt at a backup failed.
    BackupFailed {
        backup: BackupId,
        fault: BackupFault,
    },
    /// A run of a job fell due while the one before was still under way.
    BackupSkipped {
        backup: BackupId,
    },
    /// What a store holds of backups grew by so many bytes, or shrank.
    Stored {
        store: StoreId,
        bytes: f64,
    },
    /// A check found a copy that is not sound.
    UnsoundFound {
        backup: BackupId,
    },
    /// A stranger could read a dataset, or a copy of it.
    Exposed {
        dataset: DatasetId,
    },
    /// An attempt at restoring a dataset failed.
    RestoreFailed {
        dataset: DatasetId,
    },
    /// A group of a built store lost its data.
    StoreLost {
        store: StoreId,
    },
    /// An incident of a dataset ended, or was cut short by the end of the replication;
    /// `World::incident` has it.
    Incident {
        incident: u32,
    },
}

/// Why an attempt at a backup failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupFault {
    /// What it reads was down, or the data gone.
    Source,
    /// What it writes to was down.
    Target,
    /// No way to the target was up.
    Route,
    /// The target was full.
    Full,
    /// Its window closed.
    Window,
    /// By its chance of failing.
    Chance,
}

/// What an incident of a dataset began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What lay there was destroyed.
    Place(Place),
    /// Members of this pool, on which its store is built.
    Members(PoolId),
    /// The dataset itself.
    Data,
    /// A credential.
    Credential(CredentialId),
}

/// One loss from a dataset, from its onset to its being whole again.
///
/// Its stages are kept each on its own account; of a finished incident they sum to the time from
/// onset to end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incident {
    pub dataset: DatasetId,
    pub cause: FailureId,
    pub scope: Scope,
    /// When data was first gone or useless.
    pub onset: Time,
    /// `None`: it is not over.
    pub over: Option<Time>,
    /// Until it was detected.
    pub detecting: Span,
    /// Waiting, once detected, for a store to restore to and for copies that can be reached.
    pub waiting: Span,
    /// Restoring, failed attempts included.
    pub restoring: Span,
    /// Checking what was restored.
    pub verifying: Span,
    /// The start of the backup that it was restored from; `None`: from none.
    pub version: Option<Time>,
    /// What the dataset held at the onset.
    pub existed: Bytes,
    /// What of that is there at the end; of an incident that is not over, what was never gone.
    pub recovered: Bytes,
    /// What of that is gone for good; of an incident that is not over, nothing yet.
    pub lost: Bytes,
    /// Whether it ended without a copy to restore from.
    pub beyond_recovery: bool,
}
