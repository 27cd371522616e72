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
    Store,
    Backup,
}

/// How a metric's values come about, which decides how they are estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One number a replication: a count, a total or a time average.
    PerReplication,
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
        "Share of the observed time during which a service was up (interval availability).";
    AvailabilityAt = "availability_at", Service, Share, OverTimeChance:
        "Probability that a service is up at a point in time (point availability A(t)).";
    ReliabilityAt = "reliability_at", Service, Share, OverTimeChance:
        "Probability that a service has had no outage until a point in time (R(t)).";
    Outages = "outages", Service, Count, PerReplication:
        "Outages of a service that began in the observed time; a dip of zero length is none.";
    OutageTime = "outage_time", Service, Hours, PerReplication:
        "Time during which a service was down, summed over the observed time.";
    Rta = "rta", Service, Hours, Pooled:
        "Recovery time actual: from the onset of an outage of a service to its being up again.";
    TimeToFirstOutage = "time_to_first_outage", Service, Hours, FirstTime:
        "Time from the start of observation to the first outage of a service.";
    BackupsDone = "backups_done", Backup, Count, PerReplication:
        "Backups that succeeded.";
    BackupsFailed = "backups_failed", Backup, Count, PerReplication:
        "Backups that failed.";
    BackupVolume = "backup_volume", Backup, Bytes, PerReplication:
        "Data written by a backup job.";
    StoredBytesAt = "stored_bytes_at", Store, Bytes, OverTime:
        "Backups held by a store at a point in time, those from before the start included (B(t)).";
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
