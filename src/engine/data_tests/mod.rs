//! Backups, copies, mirrors and transfers, worked out by hand.

mod backups;
mod chances;
mod copies;
mod mirrors;
pub(super) mod small;
mod transfers;
