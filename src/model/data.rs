//! Datasets, their backups and mirrors, and how they are restored.

use super::{DatasetId, KeyId, Model, Route, StoreId};
use crate::quantity::{Bytes, DataRate, Law, Probability, Span, Time};

/// Data on a store.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    pub name: String,
    pub on: StoreId,
    /// At the start.
    pub size: Bytes,
    pub grows: DataRate,
    /// Data changed or added a time; at least `grows`.
    pub changes: DataRate,
    /// Whether a breach of its store finds nothing that can be read.
    pub encrypted: bool,
    pub restore: Restore,
}

/// How a lost dataset comes back from its copies.
#[derive(Clone, Debug, PartialEq)]
pub struct Restore {
    /// Stores where it may be restored to when its own is down, in order of preference.
    pub to: Vec<StoreId>,
    /// From the decision to the first byte.
    pub starts: Law,
    /// Further time for each backup of the chain after the full one.
    pub per_increment: Span,
    /// Checking the restored data.
    pub verifies: Law,
    /// The probability that one attempt at sound copies succeeds.
    pub succeeds: Probability,
    /// Attempts at one chain before an older one is taken. At least 1.
    pub tries: u32,
}

/// A job that copies a dataset periodically.
#[derive(Clone, Debug, PartialEq)]
pub struct Backup {
    pub name: String,
    pub of: DatasetId,
    pub to: StoreId,
    /// `None`: over no link.
    pub over: Option<Route>,
    /// Positive.
    pub every: Span,
    pub first: FirstBackup,
    /// Time that a backup takes beside the moving of its bytes.
    pub takes: Law,
    /// Every so many runs is a full copy, the first included. At least 1.
    pub full_every: u32,
    /// What the runs between are.
    pub between: Partial,
    /// The probability that one attempt succeeds.
    pub succeeds: Probability,
    /// What follows a failed attempt; `None`: the next run.
    pub retry: Option<Retry>,
    /// The hours of the day in which it may run; `None`: all.
    pub window: Option<Window>,
    pub keeps: Keep,
    pub encryption: Option<Encryption>,
    /// From a backup's end to its being usable.
    pub lag: Span,
    /// The probability that a finished backup can be restored.
    pub sound: Probability,
    pub verifies: Option<Verification>,
    /// Whether a full copy of the start is there, usable, from the start on.
    pub seeded: bool,
}

/// When the first backup runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FirstBackup {
    At(Time),
    /// At a time uniform within the first interval, drawn in each replication.
    RandomPhase,
}

/// A backup of a part of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// Of what changed since the last backup of any kind.
    Incremental,
    /// Of what changed since the last full one.
    Differential,
}

/// Further attempts at a failed backup.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retry {
    /// Positive.
    pub after: Span,
    /// At least 1.
    pub tries: u32,
}

/// Hours of the day, counted from the start: from `opens` to `closes`, over midnight where it
/// closes earlier. Both below 24 h, and different.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub opens: Span,
    pub closes: Span,
}

/// Which backups are kept. What a kept backup builds on is kept with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keep {
    All,
    /// For so long after their start. Positive.
    For(Span),
    /// The newest finished ones. At least 1.
    Newest(u32),
    /// Grandfather, father, son: the newest of each of the last so many days, weeks (7 d), months
    /// (730 h) and years (8760 h), counted from the start, that have one.
    Gfs {
        daily: u32,
        weekly: u32,
        monthly: u32,
        yearly: u32,
    },
}

/// How copies are encrypted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Encryption {
    /// Throughput over that of a plain copy, above 0.
    pub throughput: f64,
    /// The key, where it has a name; without it copies cannot be used.
    pub key: Option<KeyId>,
}

/// Periodic checks of a job's copies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verification {
    /// Positive.
    pub every: Span,
    /// The probability that a check finds a copy that is not sound.
    pub finds: Probability,
}

/// A continuous copy of a dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct Mirror {
    pub name: String,
    pub of: DatasetId,
    pub to: StoreId,
    pub over: Option<Route>,
    /// How far it lies behind; `None`: nothing, every write waits for it (synchronous).
    pub lag: Option<Span>,
    pub encryption: Option<Encryption>,
}

impl Dataset {
    /// A dataset of fixed size that is restored at once from whatever copy there is.
    #[must_use]
    pub fn plain(name: &str, on: StoreId, size: Bytes) -> Self {
        Self {
            name: name.to_string(),
            on,
            size,
            grows: DataRate::ZERO,
            changes: DataRate::ZERO,
            encrypted: false,
            restore: Restore::at_once(),
        }
    }

    /// How large it is at a time.
    #[must_use]
    pub fn size_at(&self, time: Time) -> Bytes {
        self.size + self.grows.over(time.since_start())
    }

    /// How much of it, as it is at `until`, has been changed or added since `since`.
    #[must_use]
    pub fn changed(&self, since: Time, until: Time) -> Bytes {
        let size = self.size_at(until).get();
        Bytes::new(self.changes.over(until - since).get().min(size))
    }

    /// How much of it, as it was at `since`, is still the same at `until`.
    #[must_use]
    pub fn unchanged(&self, since: Time, until: Time) -> Bytes {
        let overwrites = self.changes.per_second() - self.grows.per_second();
        let overwritten = overwrites * (until - since).seconds();
        Bytes::new((self.size_at(since).get() - overwritten).max(0.0))
    }
}

impl Restore {
    /// Without delay or failure.
    #[must_use]
    pub fn at_once() -> Self {
        Self {
            to: Vec::new(),
            starts: Law::Fixed(Span::ZERO),
            per_increment: Span::ZERO,
            verifies: Law::Fixed(Span::ZERO),
            succeeds: Probability::SURE,
            tries: 1,
        }
    }
}

impl Backup {
    /// Full copies that take no time and are all kept, the first after one interval.
    #[must_use]
    pub fn plain(name: &str, of: DatasetId, to: StoreId, every: Span) -> Self {
        Self {
            name: name.to_string(),
            of,
            to,
            over: None,
            every,
            first: FirstBackup::At(every.after_start()),
            takes: Law::Fixed(Span::ZERO),
            full_every: 1,
            between: Partial::Incremental,
            succeeds: Probability::SURE,
            retry: None,
            window: None,
            keeps: Keep::All,
            encryption: None,
            lag: Span::ZERO,
            sound: Probability::SURE,
            verifies: None,
            seeded: false,
        }
    }
}

impl Model {
    /// The jobs that copy a dataset.
    pub fn backups_of(&self, dataset: DatasetId) -> impl Iterator<Item = &Backup> + '_ {
        self.backups.iter().filter(move |backup| backup.of == dataset)
    }

    /// The mirrors of a dataset.
    pub fn mirrors_of(&self, dataset: DatasetId) -> impl Iterator<Item = &Mirror> + '_ {
        self.mirrors.iter().filter(move |mirror| mirror.of == dataset)
    }
}
