//! Failure modes, and the detectors that see them.

use super::{CredentialId, DatasetId, DetectorId, DomainId, FailureId, Place, PoolId, RepairId};
use crate::quantity::{Law, Probability, Span, Time};

/// One way in which things fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub name: String,
    pub strikes: Strikes,
    pub occurs: Occurs,
    /// The beta factor: the share of a member's failures that take all members of its pool which
    /// are exposed at once. Above 0 only for `Each` under a memoryless law.
    pub beta: Probability,
    pub effect: Effect,
    /// Failures that a strike of this one brings about.
    pub triggers: Vec<Trigger>,
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
    /// One clock for the pool; each time so many of its members in service are struck at one
    /// instant, chosen at random, all different.
    Several(u32, PoolId),
    /// One clock; each time every exposed member of these pools, and every one of these places, is
    /// struck with this probability by itself: a binomial shock.
    Shock { each: Probability, pools: Vec<PoolId>, places: Vec<Place> },
    /// Each of these places, with a clock of its own.
    Places(Vec<Place>),
    /// The dataset itself: rot, ransomware, a person's mistake.
    Dataset(DatasetId),
    /// Whoever has this credential.
    Credential(CredentialId),
}

impl Strikes {
    /// The pools whose members it strikes.
    #[must_use]
    pub fn pools(&self) -> &[PoolId] {
        match self {
            Self::Each(pools) | Self::EachBad(pools) | Self::Shock { pools, .. } => pools,
            Self::One(pool) | Self::Several(_, pool) => std::slice::from_ref(pool),
            Self::Places(_) | Self::Dataset(_) | Self::Credential(_) => &[],
        }
    }

    /// The places that it strikes.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        match self {
            Self::Places(places) | Self::Shock { places, .. } => places,
            Self::Each(_) | Self::EachBad(_) | Self::One(_) | Self::Several(..) => &[],
            Self::Dataset(_) | Self::Credential(_) => &[],
        }
    }
}

/// A failure that another one brings about.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    pub failure: FailureId,
    pub probability: Probability,
    /// How long after the strike.
    pub after: Law,
    pub hits: Hits,
}

/// How much of what a mode can strike is struck when it does not come by a clock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hits {
    /// As much as one strike of its own: of modes with a clock for each member or place, one of
    /// those that are exposed, chosen at random.
    One,
    /// Everything exposed.
    All,
}

/// What a failure does to what it strikes, beside making it fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The share of what is struck that is gone for good. Of members: the probability that what
    /// one holds is gone. Of places: the share of live data, and the probability for each copy
    /// there and for what each member holds. Of datasets: the share of the data.
    pub destroys: Probability,
    /// The share of its bandwidth that a struck store or link keeps; 0: it is down.
    pub leaves: f64,
    /// Whether it only lets strangers read what lies on the struck store, which stays up.
    pub breach: bool,
    /// How long it goes unnoticed before it shows: meanwhile copies are spoiled and, found in time,
    /// it does nothing. `None`: it acts at once and shows only to a detector.
    pub dwells: Option<Law>,
    /// The credential with which it also deletes copies, once it acts.
    pub abuses: Option<CredentialId>,
    /// Whether a struck training goes on unknowing: its work and checkpoints from then on are worth
    /// nothing.
    pub corrupts: bool,
}

impl Effect {
    /// Down and nothing more, with this share destroyed.
    #[must_use]
    pub const fn destroying(destroys: Probability) -> Self {
        Self { destroys, leaves: 0.0, breach: false, dwells: None, abuses: None, corrupts: false }
    }
}

/// When a failure mode strikes.
#[derive(Clone, Debug, PartialEq)]
pub enum Occurs {
    /// By a law of time.
    Random(Law),
    /// At these times, ascending: everything exposed that the mode can strike.
    At(Vec<Time>),
    /// As a trace tells.
    Traced(Trace),
    /// Never by itself: another failure triggers it, or work that goes wrong.
    Triggered,
}

/// Failures as they were seen somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// By time, ascending.
    pub strikes: Vec<TracedStrike>,
    /// After how long the trace begins again; `None`: never. Later than its last strike.
    pub repeats: Option<Span>,
}

/// One row of a trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TracedStrike {
    pub at: Time,
    pub target: Target,
    /// How long it lasts; `None`: what its mode says of its recovery holds.
    pub lasts: Option<Span>,
}

/// What one strike of a trace hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// As much as one strike of the mode does.
    Any,
    /// A member in service of this pool, chosen at random.
    AnyOf(PoolId),
    /// The member of this number, from 0.
    Member(PoolId, u32),
    Place(Place),
}

/// How a member comes back from a failure.
#[derive(Clone, Debug, PartialEq)]
pub enum Recovery {
    /// Never.
    None,
    /// By itself, after a time from its failure on; the mode is renewed.
    Lasts(Law),
    /// By itself, after the time that its trace tells of each failure.
    Traced,
    /// Through a repair pipeline, once detected.
    Repair(RepairId),
    /// A struck dataset by being restored, once detected; a credential by being changed at once.
    Restore,
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
    /// Where it stands: while this domain is down it sees nothing.
    pub within: Option<DomainId>,
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
    /// By looking at everything once every `every`, which `takes` so long: each spot has its turn,
    /// and what has failed there is found with the probability `finds` each time.
    Scrub { every: Span, takes: Span, finds: Probability },
}

/// Alarms without a failure: one member in service of the watched pools, chosen at random, is taken
/// through a repair pipeline it does not need.
#[derive(Clone, Debug, PartialEq)]
pub struct FalseAlarms {
    /// For the detector as a whole.
    pub occurs: Occurs,
    pub repaired_by: RepairId,
}
