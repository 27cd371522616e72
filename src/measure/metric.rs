//! The table of metrics: name, subject, unit, kind and definition of each.

use std::fmt;

/// What a metric is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A fraction of 1.
    Share,
    /// A whole number of things that happened.
    Count,
    /// A (time-averaged) number of members.
    Members,
    Hours,
    MemberHours,
    Bytes,
    /// Requests per second.
    PerSecond,
    /// Nines of the probability that no data of a dataset is lost in a year of 8760 h:
    /// -log10 of that of a loss.
    Nines,
    /// Units of the scenario's currency.
    Money,
}

/// What a metric is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Pool,
    /// A pool and one of the states of its members, written `pool/state`.
    PoolState,
    /// A pool and a failure mode that strikes it, written `pool/mode`.
    PoolMode,
    Crew,
    Service,
    /// A service and a stage of its outages, written `service/stage`.
    ServiceStage,
    /// A service and a root cause of its outages, written `service/cause`.
    ServiceCause,
    /// What is up or down as a whole, such as a domain or a store, written `store/vault`.
    Place,
    Store,
    Backup,
    Dataset,
    /// A dataset and a root cause of its losses, written `dataset/cause`.
    DatasetCause,
    /// People on call.
    People,
    Predictor,
    /// Planned maintenance.
    Maintenance,
    /// The whole system, written `all`.
    System,
    /// A part of what is said of the whole system, written `all/part`.
    SystemPart,
    Training,
    /// A training and where its time goes, written `training/category`.
    TrainingCategory,
    /// A training and a root cause of its interruptions, written `training/cause`.
    TrainingCause,
    /// A training and a tier of its checkpoints, written `training/tier`.
    TrainingTier,
}

/// How a metric's values come about, which decides how they are estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One number a replication: a count, a total or a time average.
    PerReplication,
    /// Whether something happened, 0 or 1 a replication.
    Chance,
    /// The nines of the probability that what a `Chance` is about does not happen in a year.
    Nines,
    /// A duration seen only when something happens: pooled over all that happened, some of them
    /// unfinished when observation ended.
    Pooled,
    /// At most one duration a replication, censored where it did not happen in time.
    FirstTime,
    /// A value at a point in time, sampled at the scenario's `series` times.
    OverTime,
    /// Whether something holds at a point in time, 0 or 1, sampled at the `series` times.
    OverTimeChance,
}

/// One row of the table of metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    pub name: &'static str,
    pub subject: Subject,
    pub unit: Unit,
    pub kind: Kind,
    /// What it is, in a sentence or two.
    pub text: &'static str,
}

macro_rules! metrics {
    ($($variant:ident = $name:literal, $subject:ident, $unit:ident, $kind:ident:
       $text:literal;)*) => {
        /// A quantity that a run estimates.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Metric { $(#[doc = $text] $variant,)* }

        impl Metric {
            /// Every metric, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// This metric's row of the table.
            #[must_use]
            pub const fn definition(self) -> Definition {
                match self {
                    $(Self::$variant => Definition {
                        name: $name,
                        subject: Subject::$subject,
                        unit: Unit::$unit,
                        kind: Kind::$kind,
                        text: $text,
                    },)*
                }
            }
        }
    };
}

metrics! {
    SurvivorFraction = "survivor_fraction", Pool, Share, OverTime:
        "Share of the members in positions at the start that have not failed since, \
         (N - F(t)) / N.";
    NoMemberFailed = "no_member_failed", Pool, Share, OverTimeChance:
        "Probability that no member in a position at the start has failed since.";
    MembersUpAt = "members_up_at", Pool, Members, OverTime:
        "Positions filled by members that are up, at a point in time.";
    MembersUp = "members_up", Pool, Members, PerReplication:
        "Positions filled by members that are up, averaged over the observed time.";
    MemberHours = "member_hours", PoolState, MemberHours, PerReplication:
        "Time that members of a pool spent in one state, summed over its members; over all states \
         it sums to the pool's size times the observed time.";
    Failures = "failures", Pool, Count, PerReplication:
        "Failures of members of a pool, spares included.";
    FailuresByMode = "failures_by_mode", PoolMode, Count, PerReplication:
        "Failures of members of a pool by one mode.";
    Repairs = "repairs", Pool, Count, PerReplication:
        "Repairs finished, whether or not they stick; needless ones after false alarms are among \
         them.";
    FalseAlarms = "false_alarms", Pool, Count, PerReplication:
        "Members taken for repair that had not failed: by a false alarm or misdiagnosed.";
    MissedFailures = "missed_failures", Pool, Count, PerReplication:
        "Failures that their detector did not see, found by the backstop or never.";
    Retired = "retired", Pool, Count, PerReplication:
        "Members that left the pool for good because they failed too often.";
    AvertedFailures = "averted_failures", Pool, Count, PerReplication:
        "Members taken out of service before they failed, as a warning had told rightly.";
    SpareUse = "spare_use", Pool, Count, PerReplication:
        "Spares called to fill a position.";
    FailedSwitches = "failed_switches", Pool, Count, PerReplication:
        "Switches of a spare into a position that did not succeed.";
    SpareExhaustedTime = "spare_exhausted_time", Pool, Hours, PerReplication:
        "Time during which some position was open and no spare was left to fill it.";
    DetectionTime = "detection_time", Pool, Hours, Pooled:
        "Time from a failure to its detection; unfinished where the failure was over before it was \
         seen.";
    PartWait = "part_wait", Pool, Hours, Pooled:
        "Time that a repair stage waited for its part; 0 where it lay on the shelf.";
    CrewWait = "crew_wait", Pool, Hours, Pooled:
        "Time that a repair stage waited for its crew, once it had its part; 0 where one was free.";
    RepairTime = "repair_time", Pool, Hours, Pooled:
        "Time from being taken for repair to the end of the repair pipeline, waits included.";
    CrewUtilisation = "crew_utilisation", Crew, Share, PerReplication:
        "Share of a crew that was at work, averaged over the observed time.";
    Availability = "availability", Service, Share, PerReplication:
        "Share of the observed time during which a service was up (interval availability), in full \
         or degraded; planned moves count as down here, though they are no outages.";
    AvailabilityAt = "availability_at", Service, Share, OverTimeChance:
        "Probability that a service is up at a point in time (point availability A(t)).";
    ReliabilityAt = "reliability_at", Service, Share, OverTimeChance:
        "Probability that a service has had no outage until a point in time (R(t)).";
    Outages = "outages", Service, Count, PerReplication:
        "Outages of a service that began in the observed time; a dip of zero length is none.";
    OutageTime = "outage_time", Service, Hours, PerReplication:
        "Time during which a service was down, summed over the observed time; planned moves and \
         drills are no outages.";
    PlannedTime = "planned_time", Service, Hours, PerReplication:
        "Time during which a service was down while it was moved as planned: back, for a drill, or \
         because of a warning.";
    DegradedTime = "degraded_time", Service, Hours, PerReplication:
        "Time during which a service was up, but elsewhere than in its first placement, or with \
         some of its placements only, or (where its workload has an `mbco`) with less than all \
         demand served in full quality.";
    OutageTimeByStage = "outage_time_by_stage", ServiceStage, Hours, PerReplication:
        "Time of the outages of a service that began in the observed time, by what was being done: \
         detect, acknowledge, decide, repair, restore, activate, verify.";
    OutageTimeByCause = "outage_time_by_cause", ServiceCause, Hours, PerReplication:
        "Outage time of a service, by the root cause of its outages; over all causes it sums to \
         the outage time.";
    Rta = "rta", Service, Hours, Pooled:
        "Recovery time actual: from the onset of an outage of a service to its being up again.";
    RtaByStage = "rta_by_stage", ServiceStage, Hours, Pooled:
        "What one stage took of the recovery time of an outage, 0 where the outage did not come to \
         it; over all stages the means of finished outages sum to theirs.";
    RtaByCause = "rta_by_cause", ServiceCause, Hours, Pooled:
        "Recovery time actual of the outages with one root cause.";
    FullRecovery = "full_recovery", Service, Hours, Pooled:
        "From the onset of an outage of a service to its being in full again: in its first \
         placement, or with all of its placements, and (where its workload has an `mbco`) with all \
         demand served in full quality.";
    Failovers = "failovers", Service, Count, PerReplication:
        "Failovers done to another placement; of several that serve, placements whose traffic was \
         moved away.";
    FailedFailovers = "failed_failovers", Service, Count, PerReplication:
        "Attempts at activating another placement that failed, or found it gone before it was up.";
    Failbacks = "failbacks", Service, Count, PerReplication:
        "Planned moves back to a preferred placement, but for those at the end of a drill; of \
         several that serve, placements that got their traffic back.";
    Drills = "drills", Service, Count, PerReplication:
        "Drills whose move to another placement succeeded.";
    FailedDrills = "failed_drills", Service, Count, PerReplication:
        "Drills whose move to another placement failed: the service went back at once.";
    TimeToFirstOutage = "time_to_first_outage", Service, Hours, FirstTime:
        "Time from the start of observation to the first outage of a service.";
    ServedFraction = "served_fraction", Service, Share, PerReplication:
        "Requests served, at whatever level, over requests demanded in the observed time; what \
         still waits at its end is not served.";
    TimeWithinSlo = "time_within_slo", Service, Share, PerReplication:
        "Share of the observed time in which all demand was served at once and in full quality: \
         nothing was lost, waited or was served at a lower level.";
    TransactionsLost = "transactions_lost", Service, Count, PerReplication:
        "Requests that were not served: dropped, given to dead members, or gone after waiting.";
    ServedBelowFull = "served_below_full", Service, Share, PerReplication:
        "Requests served at a lower level of quality over requests demanded.";
    Satisfaction = "satisfaction", Service, Share, PerReplication:
        "Requests served, each times what its level is worth (1 in full quality), over requests \
         demanded.";
    PeakQueue = "peak_queue", Service, Count, PerReplication:
        "The most requests that waited at one time.";
    QueuedTime = "queued_time", Service, Hours, PerReplication:
        "Time during which some request waited.";
    DemandAt = "demand_at", Service, PerSecond, OverTime:
        "Requests per second that are demanded at a point in time.";
    ServedAt = "served_at", Service, PerSecond, OverTime:
        "Requests per second that are served at a point in time; above demand while a queue is \
         worked off.";
    ServedFractionAt = "served_fraction_at", Service, Share, OverTime:
        "Requests per second that are served at a point in time over those demanded, at most 1.";
    BackupsDone = "backups_done", Backup, Count, PerReplication:
        "Backups that succeeded.";
    BackupsFailed = "backups_failed", Backup, Count, PerReplication:
        "Attempts at a backup that failed: by chance, or because source, target or way was down, \
         the target full or the window over.";
    BackupsSkipped = "backups_skipped", Backup, Count, PerReplication:
        "Runs that fell due while the one before was still under way.";
    BackupVolume = "backup_volume", Backup, Bytes, PerReplication:
        "Data written by backups that succeeded.";
    BackupTime = "backup_time", Backup, Hours, Pooled:
        "Time from the start of a backup that succeeded to its end.";
    UnsoundFound = "unsound_found", Backup, Count, PerReplication:
        "Copies that a verification found not to be sound.";
    Downs = "downs", Place, Count, PerReplication:
        "Times that a domain, a store, a link, a key, a detector, the way to people on call, or a \
         service itself went down.";
    DownTime = "down_time", Place, Hours, PerReplication:
        "Time during which such a place was down, for whatever number of causes, planned work \
         among them.";
    StoredBytes = "stored_bytes", Store, Bytes, PerReplication:
        "Backups held by a store, those from before the start included, averaged over the observed \
         time.";
    StoredBytesAt = "stored_bytes_at", Store, Bytes, OverTime:
        "Backups held by a store at a point in time, those from before the start included (B(t)).";
    StoreFull = "store_full", Store, Count, PerReplication:
        "Attempts at a backup that failed because its store was full.";
    StoreLosses = "store_losses", Store, Count, PerReplication:
        "Times that a group of a built store lost its data: more pieces were gone than may be.";
    ProbabilityOfStoreLoss = "probability_of_store_loss", Store, Share, Chance:
        "Probability that some group of a built store loses its data in the observed time.";
    TimeToStoreLoss = "time_to_store_loss", Store, Hours, FirstTime:
        "Time from the start of observation to the first loss of a group of a built store.";
    DataIncidents = "data_incidents", Dataset, Count, PerReplication:
        "Incidents of a dataset: losses from it, restored or not.";
    Restores = "restores", Dataset, Count, PerReplication:
        "Incidents of a dataset that ended with its being restored from a copy.";
    RestoreFailures = "restore_failures", Dataset, Count, PerReplication:
        "Attempts at restoring a dataset that failed: by chance, by a copy that was not sound, or \
         cut short.";
    RestoreTime = "restore_time", Dataset, Hours, Pooled:
        "Time spent restoring and checking in an incident that ended with the dataset's being \
         restored, failed attempts included.";
    DataRta = "data_rta", Dataset, Hours, Pooled:
        "Recovery time actual of a dataset: from the onset of a loss to its being restored; of \
         incidents that ended with a restore.";
    Rpa = "rpa", Dataset, Hours, Pooled:
        "Recovery point actual: from the start of the backup (or the point of the mirror) that a \
         dataset was restored from to the onset of the loss; of incidents that ended with a \
         restore.";
    RecoveryRate = "recovery_rate", Dataset, Share, Pooled:
        "Data recovery rate: bytes there at the end of an incident over bytes that existed at its \
         onset.";
    DataLost = "data_lost", Dataset, Bytes, PerReplication:
        "Data lost for good, changes since the restored copy included.";
    DataLostByCause = "data_lost_by_cause", DatasetCause, Bytes, PerReplication:
        "Data lost for good, by the root cause of the incidents.";
    LossEvents = "loss_events", Dataset, Count, PerReplication:
        "Incidents in which some of a dataset was in no copy that could be used.";
    ProbabilityOfLoss = "probability_of_loss", Dataset, Share, Chance:
        "Probability that the observed time sees a loss from a dataset that no copy makes good; \
         changes since the last copy do not count.";
    DurabilityNines = "durability_nines", Dataset, Nines, Nines:
        "Nines of durability: -log10 of the probability of a loss that no copy makes good within a \
         year of 8760 h, found from that within the observed time as if losses came at a steady \
         rate.";
    Nomdl = "nomdl", Dataset, Share, PerReplication:
        "Normalised magnitude of data loss: data lost for good in the observed time over the size \
         of the dataset at its end, above 1 where it is lost again and again (Greenan, Plank and \
         Wylie 2010, section 4).";
    Exposures = "exposures", Dataset, Count, PerReplication:
        "Times that a breach let strangers read a dataset or a copy of it.";
    Alarms = "alarms", People, Count, PerReplication:
        "Alarms raised to people, those that escalated to them included.";
    AcknowledgeTime = "acknowledge_time", People, Hours, Pooled:
        "Time from the first raising of an alarm, to whatever level, to its being acknowledged by \
         these people; unfinished where it was no longer needed before.";
    Escalations = "escalations", People, Count, PerReplication:
        "Alarms that people did not acknowledge in time and that went to the next level.";
    PeopleUtilisation = "people_utilisation", People, Share, PerReplication:
        "Share of people on call that was busy with alarms, averaged over the observed time.";
    WarningsTrue = "warnings_true", Predictor, Count, PerReplication:
        "Warnings of a failure that was to come.";
    WarningsFalse = "warnings_false", Predictor, Count, PerReplication:
        "Warnings with no failure to come.";
    Maintained = "maintained", Maintenance, Count, PerReplication:
        "Members or domains on which planned work was done, well or not.";
    MaintenanceFailed = "maintenance_failed", Maintenance, Count, PerReplication:
        "Planned work that went wrong.";
    RoundsSkipped = "rounds_skipped", Maintenance, Count, PerReplication:
        "Rounds of maintenance that fell due while the one before was under way.";
    Cost = "cost", System, Money, PerReplication:
        "What the observed time cost in all, of what has a price in the scenario's costs.";
    CostByKind = "cost_by_kind", SystemPart, Money, PerReplication:
        "What the observed time cost, by what it was spent on; over all kinds it sums to the cost.";
    DisruptionCost = "disruption_cost", System, Money, PerReplication:
        "What outages of services and data lost for good cost in the observed time: a part of the \
         cost.";
    CostByCause = "cost_by_cause", SystemPart, Money, PerReplication:
        "What outages and data lost for good cost, by their root cause; over all causes it sums to \
         the cost of disruptions.";
    Goodput = "goodput", Training, Share, PerReplication:
        "Effective training time ratio: work done and not lost, in time at full speed, over the \
         observed time until the training's completion.";
    WorkDone = "work_done", Training, Hours, PerReplication:
        "Work that a training did in the observed time and did not lose, in time at full speed; \
         what is not saved when observation ends counts.";
    LostWork = "lost_work", Training, Hours, PerReplication:
        "Work that a training did in the observed time and then went back behind, in time at full \
         speed.";
    CheckpointTime = "checkpoint_time", Training, Hours, PerReplication:
        "Time during which a training stood still for checkpoints.";
    StallTime = "stall_time", Training, Hours, PerReplication:
        "Time during which a training waited for members, for what had failed of itself, or for a \
         store.";
    Interruptions = "interruptions", Training, Count, PerReplication:
        "Times that a training was interrupted while it ran or stood still for a checkpoint; what \
         breaks off a restart is no further one.";
    InterruptionsByCause = "interruptions_by_cause", TrainingCause, Count, PerReplication:
        "Interruptions of a training with one root cause; over all causes they sum to the \
         interruptions.";
    TrainingTime = "training_time", TrainingCategory, Hours, PerReplication:
        "Where the time of a training goes: useful, lost, checkpointing, detecting, selecting, \
         stalled, loading, initialising and, after its completion, done. Over all of them it sums \
         to the observed time. What runs is useful until it is lost.";
    RestartTime = "restart_time", Training, Hours, Pooled:
        "Time from an interruption of a training to its running again, restarts that were broken \
         off included.";
    CheckpointsDone = "checkpoints_done", TrainingTier, Count, PerReplication:
        "Checkpoints of a tier that came to be usable.";
    Completed = "completed", Training, Share, Chance:
        "Probability that a training has done and saved its work by the end of the observed time.";
    CompletionTime = "completion_time", Training, Hours, FirstTime:
        "Time from the start of a replication to the completion of a training.";
}

impl Metric {
    /// The metric's name, as in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.definition().name
    }

    /// The metric of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|metric| metric.name() == name)
    }
}

impl Unit {
    /// The unit as files write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Count => "count",
            Self::Members => "members",
            Self::Hours => "h",
            Self::MemberHours => "member-h",
            Self::Bytes => "B",
            Self::PerSecond => "1/s",
            Self::Nines => "nines a dataset-year",
            Self::Money => "money",
        }
    }
}

/// A metric of one subject: what `replications.csv` has a column for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    pub metric: Metric,
    pub subject: String,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.metric.name(), self.subject)
    }
}
