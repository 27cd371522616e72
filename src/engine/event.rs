//! What can be scheduled.

use super::plan::ClassId;
use crate::model::{BackupId, DatasetId, DetectorId, PartId, PoolId, StoreId};

/// A member of a pool, by its number from 0 (positions first, then spares as listed).
pub type MemberNo = u32;

/// Tells an event that still means something from one that has been overtaken: it is served only
/// while the thing it is about carries the same stamp.
pub type Stamp = u64;

/// One scheduled event: what happens, to what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The shared clock of a class fires: a potential failure of one of its members.
    SharedClock { class: ClassId, stamp: Stamp },
    /// A member's own clock of a class fires.
    OwnClock { class: ClassId, member: MemberNo, stamp: Stamp },
    /// The one clock of a mode that strikes one member of a pool fires.
    PoolClock { class: ClassId },
    /// The next fixed time of a class has come.
    FixedTime { class: ClassId, index: u32 },
    /// A failed member is detected.
    Detected { pool: PoolId, member: MemberNo, stamp: Stamp },
    /// A failure that lasts a while is over.
    Over { pool: PoolId, member: MemberNo, stamp: Stamp },
    /// A repair stage is done.
    StageDone { pool: PoolId, member: MemberNo, stamp: Stamp },
    /// An ordered part arrives.
    PartArrives { part: PartId },
    /// A called spare is ready to fill its position.
    Activated { pool: PoolId, member: MemberNo, stamp: Stamp },
    /// A failed switch is tried again.
    SwitchAgain { pool: PoolId, stamp: Stamp },
    /// A detector raises a false alarm, its `index`th.
    FalseAlarm { detector: DetectorId, index: u32 },
    /// A run of a backup job falls due.
    BackupDue { backup: BackupId },
    /// A backup under way, or one to be tried again, has come to its next step.
    BackupGoesOn { backup: BackupId, stamp: Stamp },
    /// The window of a backup under way closes.
    WindowCloses { backup: BackupId, stamp: Stamp },
    /// The copies of a job are checked.
    Verification { backup: BackupId },
    /// Some copy of a job has been kept long enough.
    Expiry { backup: BackupId },
    /// The transfer that ends first is done.
    Transferred { stamp: Stamp },
    /// What has gone unnoticed shows itself.
    DwellEnds { class: ClassId, stamp: Stamp },
    /// A restore under way has come to its next step.
    RestoreGoesOn { dataset: DatasetId, stamp: Stamp },
    /// A piece of a built store is made anew.
    Rebuilt { store: StoreId, piece: u32, stamp: Stamp },
}

const _: () = assert!(size_of::<Event>() == 16, "events stay small");
