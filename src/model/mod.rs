//! The checked system: tables with typed ids, plain quantities, read-only, shared by all workers.
//!
//! A [`Model`] is what a scenario file means. Nothing after it checks again: every id points into
//! its table, every probability lies in `0 ..= 1`, every law is proper, no need can be cyclic.
//! Tables are sorted by name, so the order in which a file lists things never reaches a result.

mod costs;
mod data;
mod demand;
mod failure;
mod maintenance;
mod need;
mod objective;
mod people;
mod place;
mod pool;
mod repair;
mod service;
mod serving;
mod store;
mod table;
mod training;

pub use costs::Costs;
pub use data::{
    Backup, Dataset, Encryption, FirstBackup, Keep, Mirror, Partial, Restore, Retry, Verification,
    Window,
};
pub use demand::{At, Demand};
pub use failure::{
    Detector, Effect, Failure, FalseAlarms, Hits, Occurs, Recovery, Seeing, Starts, Strikes,
    Target, Trace, TracedStrike, Trigger,
};
pub use maintenance::{Due, GoesWrong, Maintained, Maintenance};
pub use need::Need;
pub use objective::Objective;
pub use people::{Action, Escalation, Hours, OnCall, Predictor};
pub use place::{Credential, Domain, EncryptionKey, Link, Place, Route};
pub use pool::{Pool, Retirement, SpareKind, Spares};
pub use repair::{Crew, Part, Repair, Stage};
pub use service::{
    Bring, DecidedBy, Drilled, Drills, Failback, Failover, Placement, Serves, Service,
};
pub use serving::{Autoscale, Level, Overflow, Serving};
pub use store::{Built, Rebuild, RebuildWork, Sharing, Store};
pub use table::{
    BackupId, CredentialId, CrewId, DatasetId, DetectorId, DomainId, FailureId, KeyId, LinkId,
    MaintenanceId, MirrorId, Named, OnCallId, PartId, PoolId, PredictorId, RepairId, ServiceId,
    StoreId, Table, TrainingId,
};
pub use training::{Checkpoint, Clock, Kept, Moves, Training};

use crate::quantity::{Span, Time};

/// One checked scenario.
#[derive(Clone, Debug)]
pub struct Model {
    /// What a person calls the scenario; any text.
    pub title: String,
    /// How long a replication is observed, at most. Positive.
    pub horizon: Span,
    /// From when on results count; before it the system settles. Less than the horizon.
    pub warm_up: Span,
    /// What ends a replication before its horizon.
    pub ends: Ends,
    /// When values over time are sampled, ascending, within the horizon.
    pub series: Vec<Time>,
    /// How many replications when the command line does not say. At least 1.
    pub replications: u64,
    pub seed: u64,
    /// Domains, by name and number.
    pub domains: Table<DomainId, Domain>,
    pub pools: Table<PoolId, Pool>,
    pub failures: Table<FailureId, Failure>,
    pub detectors: Table<DetectorId, Detector>,
    pub repairs: Table<RepairId, Repair>,
    pub crews: Table<CrewId, Crew>,
    pub parts: Table<PartId, Part>,
    pub stores: Table<StoreId, Store>,
    pub datasets: Table<DatasetId, Dataset>,
    pub backups: Table<BackupId, Backup>,
    pub mirrors: Table<MirrorId, Mirror>,
    pub links: Table<LinkId, Link>,
    /// Every credential that some store or failure names.
    pub credentials: Table<CredentialId, Credential>,
    /// Every key that some copy is encrypted with or some failure names.
    pub keys: Table<KeyId, EncryptionKey>,
    /// People on call, by level.
    pub people: Table<OnCallId, OnCall>,
    pub predictors: Table<PredictorId, Predictor>,
    pub maintenance: Table<MaintenanceId, Maintenance>,
    /// Jobs of whole pools.
    pub training: Table<TrainingId, Training>,
    /// Services, by name. [`Model::service_order`] lists them with what they need first.
    pub services: Table<ServiceId, Service>,
    /// Every service, each after the services it needs.
    pub service_order: Vec<ServiceId>,
    pub objectives: Vec<Objective>,
    /// What things cost; `None`: nothing is said of money.
    pub costs: Option<Costs>,
}

/// When a replication ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// At the horizon only.
    Horizon,
    /// When this service is first down for longer than an instant, or at the horizon.
    FirstOutage(ServiceId),
    /// When some of this dataset is first lost with no copy to restore it from, or at the horizon.
    Loss(DatasetId),
    /// When this training has done its work, or at the horizon.
    Completed(TrainingId),
}

impl Model {
    /// The length of the window in which results count: from the warm-up to the horizon.
    #[must_use]
    pub fn window(&self) -> Span {
        self.horizon - self.warm_up
    }
}
