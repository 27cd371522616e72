//! The streams of what is no failure mode.

use super::stream::Key;
use crate::model::{Named, Table};

/// The streams of a backup job, each numbered by its runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct BackupKeys {
    /// A number that its copies' own draws are found by among those for all copies.
    pub identity: u64,
    pub phase: Key,
    pub takes: Key,
    pub success: Key,
    pub sound: Key,
    pub verification: Key,
}

/// The streams of a dataset, each numbered by its incidents.
#[derive(Clone, Copy, Debug)]
pub(super) struct DatasetKeys {
    pub starts: Key,
    pub verifies: Key,
    pub success: Key,
}

/// The streams of a service, numbered by its losses of a placement or by its planned moves.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServiceKeys {
    /// A number that the calls for it are found by among those of all people.
    pub identity: u64,
    pub detection: Key,
    pub rule: Key,
    pub runbook: Key,
    pub decides: Key,
    pub activation: Key,
    pub verifies: Key,
    pub success: Key,
    pub manual: Key,
    pub switchover: Key,
    pub drill: Key,
}

/// The streams of a store's rebuilds, each numbered by them.
#[derive(Clone, Copy, Debug)]
pub(super) struct RebuildKeys {
    pub work: Key,
    pub unreadable: Key,
}

impl BackupKeys {
    pub fn new(seed: u64, name: &str) -> Self {
        let key = |purpose| Key::new(seed, &[name], purpose);
        Self {
            identity: identity(seed, name, "copies"),
            phase: key("first backup"),
            takes: key("duration"),
            success: key("success"),
            sound: key("sound"),
            verification: key("verification"),
        }
    }
}

/// A number that is a thing's own, whatever else there is.
pub(super) fn identity(seed: u64, name: &str, purpose: &str) -> u64 {
    Key::new(seed, &[name], purpose).identity()
}

impl DatasetKeys {
    pub fn new(seed: u64, name: &str) -> Self {
        let key = |purpose| Key::new(seed, &[name], purpose);
        Self {
            starts: key("restore start"),
            verifies: key("restore check"),
            success: key("restore success"),
        }
    }
}

impl RebuildKeys {
    pub fn new(seed: u64, name: &str) -> Self {
        let key = |purpose| Key::new(seed, &[name], purpose);
        Self { work: key("rebuild"), unreadable: key("unreadable sector") }
    }
}

/// A stream for each row of a table.
pub(super) fn named_keys<Id, Row>(seed: u64, table: &Table<Id, Row>, purpose: &str) -> Vec<Key>
where
    Id: From<usize> + Into<usize>,
    Row: Named,
{
    table.iter().map(|row| Key::new(seed, &[row.name()], purpose)).collect()
}

impl ServiceKeys {
    pub fn new(seed: u64, name: &str) -> Self {
        let key = |purpose| Key::new(seed, &[name], purpose);
        Self {
            identity: identity(seed, name, "calls"),
            detection: key("outage detection"),
            rule: key("failover rule"),
            runbook: key("runbook success"),
            decides: key("failover decision"),
            activation: key("placement activation"),
            verifies: key("placement check"),
            success: key("failover success"),
            manual: key("failover by hand"),
            switchover: key("switchover"),
            drill: key("drill success"),
        }
    }
}
