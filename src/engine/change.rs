//! What the engine tells its observers: the one place where the two meet.

use super::event::MemberNo;
pub use super::member_state::MemberState;
use super::spent::Spent;
use super::training::TrainingStep;
use crate::model::{
    BackupId, CredentialId, CrewId, DatasetId, DetectorId, FailureId, MaintenanceId, OnCallId,
    Place, PoolId, PredictorId, ServiceId, StoreId, TrainingId,
};
use crate::quantity::{Bytes, Span, Time};

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
        member: MemberNo,
        from: MemberState,
        to: MemberState,
    },
    /// A member failed; `first` is set on the first failure of a member that began in a position.
    Failed {
        pool: PoolId,
        member: MemberNo,
        failure: FailureId,
        first: bool,
        root: Root,
    },
    /// A failure struck what is no member.
    Struck {
        failure: FailureId,
        scope: Scope,
        root: Root,
    },
    /// A failure that struck what is no member was detected.
    Seen {
        failure: FailureId,
        scope: Scope,
    },
    /// A predictor warned of a failure, rightly or not, of a member where one is watched.
    Warned {
        predictor: PredictorId,
        member: Option<(PoolId, MemberNo)>,
        rightly: bool,
    },
    /// A member that would have failed was taken out of service before, as warned.
    Averted {
        pool: PoolId,
    },
    /// Maintenance of a member or a domain is done, well or not; it began (after draining) `since`.
    MaintenanceDone {
        maintenance: MaintenanceId,
        since: Time,
        well: bool,
    },
    /// A round of maintenance fell due while the one before was under way.
    MaintenanceSkipped {
        maintenance: MaintenanceId,
    },
    /// An alarm was raised to people.
    Alarm {
        people: OnCallId,
    },
    /// An alarm, raised to the first level `since`, was acknowledged by these people; or was cut
    /// short, being no longer needed or by the end of the replication.
    Acknowledged {
        people: OnCallId,
        since: Time,
        finished: bool,
    },
    /// An alarm was not acknowledged in time by these people and went to the next level.
    Escalated {
        people: OnCallId,
    },
    /// How many of these people are busy with alarms now.
    PeopleBusy {
        people: OnCallId,
        busy: u32,
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
    /// A service went from one state to another.
    Service {
        service: ServiceId,
        state: ServiceState,
    },
    /// Something happened in moving a service from one placement to another.
    Move {
        service: ServiceId,
        step: MoveStep,
    },
    /// A disruption of a service ended, or was cut short by the end of the replication;
    /// `World::disruption` has it.
    Disruption {
        disruption: u32,
    },
    /// Something happened to a training.
    Training {
        training: TrainingId,
        step: TrainingStep,
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
    /// Money is spent on something that no other change tells.
    Spent(Spent),
    /// From now on these placements of a service with a workload have traffic, a bit each, and
    /// these of them serve it; without placements there is one.
    Serving {
        service: ServiceId,
        traffic: u64,
        serving: u64,
    },
    /// How many dead members of a pool that serves a workload are still given requests.
    Dead {
        pool: PoolId,
        dead: u32,
    },
    /// A backup that takes capacity from a workload begins to, or ends.
    BackupWorks {
        backup: BackupId,
        at_work: bool,
    },
}

/// What first set things going that ended in a disruption or a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RootCause {
    Failure(FailureId),
    /// A needless repair after a false alarm.
    FalseAlarm(DetectorId),
    /// A drain after a warning.
    Warning(PredictorId),
    Maintenance(MaintenanceId),
    /// The failure of a planned move of the service itself.
    Move(ServiceId),
    /// Demand that rose above what the service could carry.
    Demand(ServiceId),
}

/// A root cause, and whether it is there because the run put it there once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    pub cause: RootCause,
    pub injected: bool,
}

impl Root {
    /// A failure that came by itself.
    #[must_use]
    pub const fn natural(failure: FailureId) -> Self {
        Self { cause: RootCause::Failure(failure), injected: false }
    }
}

/// The states of a service, as the ledger keeps them. It is in exactly one at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceState {
    /// Up, in its most preferred placement; of several that serve, with all of them.
    Full,
    /// Up, elsewhere or with some of its placements only.
    Degraded,
    /// Down while it is moved as planned.
    Planned,
    /// Down otherwise.
    Outage,
}

impl ServiceState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Full, Self::Degraded, Self::Planned, Self::Outage];

    /// The state's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Degraded => "degraded",
            Self::Planned => "planned",
            Self::Outage => "outage",
        }
    }

    #[must_use]
    pub const fn is_up(self) -> bool {
        matches!(self, Self::Full | Self::Degraded)
    }
}

/// What happens in moving a service; placements are numbered from 0 in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveStep {
    /// The placement is seen not to hold.
    Seen,
    /// It is decided to fail over.
    Decided,
    /// Getting the data to this placement begins.
    Bringing(u8),
    /// Activating this placement begins.
    Activating(u8),
    /// Activating it failed, or what it needs was gone before it was up.
    Failed(u8),
    /// It is brought up by hand.
    ByHand(u8),
    /// A failover to this placement is done.
    Done(u8),
    /// A failover under way is called off: what the service had is there again.
    CalledOff,
    /// A planned move back to this placement, begun and done.
    BackBegins(u8),
    BackDone(u8),
    /// A drill's move to this placement, begun, done, and failed: the service stays where it was.
    DrillBegins(u8),
    DrillDone(u8),
    DrillFailed(u8),
    /// A drill that fell due and was not held: the service was not whole.
    DrillSkipped,
    /// A move to this placement because of a warning, begun and done.
    WarnedBegins(u8),
    WarnedDone(u8),
    /// Of several placements that serve, this one's traffic was moved to the others, or it has
    /// its share again.
    TrafficLeaves(u8),
    TrafficReturns(u8),
}

/// What is being done about a disruption of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutageStage {
    /// Nothing: it is not known.
    Detect,
    /// People have been called and have not acknowledged.
    Acknowledge,
    /// Somebody, or a rule, decides.
    Decide,
    /// What is needed is repaired, or waited for.
    Repair,
    /// Data is promoted or restored.
    Restore,
    /// A placement is activated, attempts that fail and waits between them included.
    Activate,
    /// What was restored or activated is checked.
    Verify,
}

impl OutageStage {
    /// Every stage, in the order of their columns.
    pub const ALL: [Self; 7] = [
        Self::Detect,
        Self::Acknowledge,
        Self::Decide,
        Self::Repair,
        Self::Restore,
        Self::Activate,
        Self::Verify,
    ];

    /// The stage's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Detect => "detect",
            Self::Acknowledge => "acknowledge",
            Self::Decide => "decide",
            Self::Repair => "repair",
            Self::Restore => "restore",
            Self::Activate => "activate",
            Self::Verify => "verify",
        }
    }
}

/// One outage of a service, from its onset to its full level.
///
/// Its stages are kept each on its own account; of one that is up again they sum to the time from
/// onset to that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disruption {
    pub service: ServiceId,
    pub root: Root,
    /// What was struck when it began; `None`: the service itself, in a move.
    pub scope: Option<Scope>,
    pub onset: Time,
    /// When it was up again; `None`: it is not.
    pub up: Option<Time>,
    /// When it was in full again; `None`: it is not.
    pub full: Option<Time>,
    /// The time in each stage, in the order of [`OutageStage::ALL`].
    pub stages: [Span; 7],
    /// The point that its data was promoted or restored to by failing over.
    pub version: Option<Time>,
    /// What that lost of it for good.
    pub lost: Bytes,
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

/// What an incident began with.
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
    pub root: Root,
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
