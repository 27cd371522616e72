//! Published failure data, each value with its source: what a scenario uses by name, as in
//! `Preset("backblaze-2024-disk")`.
//!
//! An entry is written in the scenario's own language, so that using it and writing it out are the
//! same, and so that a changed entry changes the digest of every scenario that uses it. A value
//! that could not be found again in print, or is a rough one by its nature, says that it is unsure.
//!
//! `docs/catalog.md` is made of these tables, and `firedrill catalog` prints them.

mod attack;
mod cluster;
mod detector;
mod device;
mod site;

use std::fmt;
use std::sync::LazyLock;

/// What an entry can be used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A law of the time to failure of one thing.
    TimeToFailure,
    /// A law of how long something takes.
    Duration,
    /// A probability.
    Probability,
    /// A detector with its parameters.
    Detector,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 4] =
        [Self::TimeToFailure, Self::Duration, Self::Probability, Self::Detector];

    /// In words, without an article.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeToFailure => "time to failure",
            Self::Duration => "duration",
            Self::Probability => "probability",
            Self::Detector => "detector",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One published value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As written in `Preset("..")`. That of a time to failure ends with what it is the time of.
    pub name: &'static str,
    pub kind: Kind,
    /// The one thing that the value is for: `disk`, `node of 8 GPUs`.
    pub per: &'static str,
    /// What it is.
    pub text: &'static str,
    /// The value with its unit, in the scenario's language.
    pub written: &'static str,
    /// Author, title, year, and the table or section.
    pub source: &'static str,
    /// When the data is from.
    pub data: &'static str,
    /// What one must know before using it; begins with `Unsure:` where it is.
    pub caveat: &'static str,
    /// Whether the value was found in print, and is meant as a measured value or a setting. False
    /// for surveys, rounded recollections, and what could not be found again.
    pub sure: bool,
}

impl Entry {
    /// The value and what it is for: "`AFR(0.0157)` per disk".
    #[must_use]
    pub fn value(&self) -> String {
        format!("`{}` per {}", self.written, self.per)
    }

    /// All that a user of the value should be told, in one line.
    #[must_use]
    pub fn note(&self) -> String {
        let Self { name, source, caveat, .. } = self;
        format!("preset `{name}` is {}; source: {source}; caveat: {caveat}", self.value())
    }
}

static ALL: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    [device::ENTRIES, cluster::ENTRIES, site::ENTRIES, attack::ENTRIES, detector::ENTRIES].concat()
});

/// Every entry, by what it is about.
#[must_use]
pub fn entries() -> &'static [Entry] {
    &ALL
}

/// The entry of a name.
#[must_use]
pub fn entry(name: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.name == name)
}
