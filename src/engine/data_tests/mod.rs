//! Backups, copies, mirrors and transfers, worked out by hand.

mod backups;
mod chances;
mod copies;
mod mirrors;
mod promotion;
pub(super) mod small;
mod transfers;
