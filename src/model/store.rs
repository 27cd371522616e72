//! Stores: where data lies, plain or built on the members of a pool.

use super::{CredentialId, DomainId, PoolId};
use crate::quantity::{Bytes, DataRate, Law, Probability, Span};

/// Where data lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    pub name: String,
    /// Backups it holds from before the start (the source paper's B0).
    pub holds: Bytes,
    pub within: Option<DomainId>,
    /// How fast it is read, shared fairly among transfers; `None`: unlimited.
    pub read: Option<DataRate>,
    /// How fast it is written, shared fairly among transfers; `None`: unlimited.
    pub write: Option<DataRate>,
    /// What it is made of, such as `disk` or `tape`.
    pub medium: String,
    /// Whether its copies lie where no credential reaches.
    pub offline: bool,
    /// `None`: unlimited. Datasets on it, mirrors and backups all count.
    pub capacity: Option<Bytes>,
    /// How long after its start a backup on it cannot be deleted by anyone.
    pub immutable_for: Span,
    /// The credential that opens it.
    pub credential: Option<CredentialId>,
    /// `None`: one plain thing.
    pub built: Option<Built>,
}

/// A store spread over the members of a pool, in fixed groups of `data + parity` members taken in
/// order; the pool's members are a whole number of groups. A group loses its share of the data
/// when more than `parity` of its members' pieces are gone at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    pub pool: PoolId,
    /// Pieces that data is cut into. At least 1; 1 is a mirror.
    pub data: u32,
    /// Further pieces: how many may be gone. For a mirror, its copies less one.
    pub parity: u32,
    /// How a piece comes back once a member is there to take it; `None`: with the member.
    pub rebuild: Option<Rebuild>,
}

/// How lost pieces are made anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuild {
    pub work: RebuildWork,
    pub sharing: Sharing,
    /// The probability that a rebuild that ends with nothing to spare (as many pieces gone as may
    /// be) meets a sector that cannot be read, and the group's data is lost.
    pub unreadable: Probability,
}

/// How much one rebuild has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum RebuildWork {
    /// Time that it takes when nothing slows it.
    Takes(Law),
    /// The bytes that a member holds, at this rate.
    Copies(DataRate),
}

/// How rebuilds of one store get on beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Each as if it were alone.
    Parallel,
    /// All at once, sharing the speed of one evenly (processor sharing).
    Shared,
    /// So many at once, the rest first come first served.
    Queued(u32),
}

impl Store {
    /// A plain store of no particular properties.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_string(),
            holds: Bytes::ZERO,
            within: None,
            read: None,
            write: None,
            medium: "disk".to_string(),
            offline: false,
            capacity: None,
            immutable_for: Span::ZERO,
            credential: None,
            built: None,
        }
    }
}

impl Built {
    /// How many members make a group.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.data + self.parity
    }
}
