//! What can be scheduled.

use super::plan::ClassId;
use crate::model::{
    BackupId, CrewId, DatasetId, DetectorId, FailureId, MaintenanceId, OnCallId, PartId, PoolId,
    PredictorId, ServiceId, StoreId, TrainingId,
};

/// A member of a pool, by its number from 0 (positions first, then spares as listed).
pub type MemberNo = u32;

/// Tells an event that still means something from one that has been overtaken: it is served only
/// while the thing it is about carries the same stamp.
pub type Stamp = u64;

/// One scheduled event: what happens, to what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The shared clock of a class fires: a potential failure of one of its members.
    SharedClock {
        class: ClassId,
        stamp: Stamp,
    },
    /// A member's own clock of a class fires.
    OwnClock {
        class: ClassId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// The one clock of a mode that strikes one member of a pool fires.
    PoolClock {
        class: ClassId,
    },
    /// The next fixed time of a class has come.
    FixedTime {
        class: ClassId,
        index: u32,
    },
    /// A failed member is detected.
    Detected {
        pool: PoolId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// A failure that lasts a while is over.
    Over {
        pool: PoolId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// A repair stage is done.
    StageDone {
        pool: PoolId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// An ordered part arrives.
    PartArrives {
        part: PartId,
    },
    /// A called spare is ready to fill its position.
    Activated {
        pool: PoolId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// A failed switch is tried again.
    SwitchAgain {
        pool: PoolId,
        stamp: Stamp,
    },
    /// A detector raises a false alarm, its `index`th.
    FalseAlarm {
        detector: DetectorId,
        index: u32,
    },
    /// A run of a backup job falls due.
    BackupDue {
        backup: BackupId,
    },
    /// A backup under way, or one to be tried again, has come to its next step.
    BackupGoesOn {
        backup: BackupId,
        stamp: Stamp,
    },
    /// The window of a backup under way closes.
    WindowCloses {
        backup: BackupId,
        stamp: Stamp,
    },
    /// The copies of a job are checked.
    Verification {
        backup: BackupId,
    },
    /// Some copy of a job has been kept long enough.
    Expiry {
        backup: BackupId,
    },
    /// The transfer that ends first is done.
    Transferred {
        stamp: Stamp,
    },
    /// What has gone unnoticed shows itself.
    DwellEnds {
        class: ClassId,
        stamp: Stamp,
    },
    /// A restore under way has come to its next step.
    RestoreGoesOn {
        dataset: DatasetId,
        stamp: Stamp,
    },
    /// A piece of a built store is made anew.
    Rebuilt {
        store: StoreId,
        piece: u32,
        stamp: Stamp,
    },
    /// A shock comes, its `index`th.
    Shock {
        shock: u16,
        index: u32,
    },
    /// A triggered failure, in a slot of those under way, strikes.
    Triggered {
        cascade: u32,
    },
    /// The next row of a mode's trace has come, counted through its repetitions.
    Traced {
        failure: FailureId,
        index: u32,
    },
    /// What the run injects strikes.
    Injected,
    /// An alarm in a slot of those open has come to its next step: acknowledged, or to escalate.
    AlarmGoesOn {
        alarm: u32,
        stamp: Stamp,
    },
    /// People begin to answer, or a crew to work.
    PeopleBegin {
        people: OnCallId,
    },
    CrewBegins {
        crew: CrewId,
    },
    /// A predictor warns of the failure that a member's own clock of a class is to fire for.
    Warning {
        class: ClassId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// A predictor warns without cause, of one of those that a class strikes; its `index`th.
    FalseWarning {
        predictor: PredictorId,
        class: ClassId,
        index: u32,
    },
    /// A member that is drained is empty.
    Drained {
        pool: PoolId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// A round of maintenance falls due.
    MaintenanceDue {
        maintenance: MaintenanceId,
    },
    /// A member's clock of a class has reached the age for its maintenance.
    MaintenanceAge {
        class: ClassId,
        member: MemberNo,
        stamp: Stamp,
    },
    /// Maintenance may go on: it is time for it, or its hours begin.
    MaintenanceGoesOn {
        maintenance: MaintenanceId,
    },
    /// Maintenance of one thing, in a slot of those under way, has come to its next step.
    MaintenanceStep {
        job: u32,
        stamp: Stamp,
    },
    /// What is done about a service has come to its next step.
    ServiceGoesOn {
        service: ServiceId,
        stamp: Stamp,
    },
    /// A placement that a service prefers has held for long enough to go back.
    Healthy {
        service: ServiceId,
        stamp: Stamp,
    },
    /// A training has come to its next step.
    TrainingGoesOn {
        training: TrainingId,
        stamp: Stamp,
    },
    /// A checkpoint of a training is saved, by the number of its tier.
    CheckpointSaved {
        training: TrainingId,
        tier: u8,
        stamp: Stamp,
    },
    /// A drill of a service falls due.
    Drill {
        service: ServiceId,
        index: u32,
    },
    /// The demand of a service goes to its next step, which may matter.
    DemandTurns {
        service: ServiceId,
        stamp: Stamp,
    },
}

const _: () = assert!(size_of::<Event>() == 16, "events stay small");
