//! One replication: a model, a seed and a number in, a stream of changes out. No I/O, no threads,
//! no globals.
//!
//! A [`Plan`] is made once of a model and a seed; a [`World`] runs replications of it, one after
//! the other, reusing its memory. See `docs/methods.md` for the semantics and `docs/determinism.md`
//! for what is promised of the random draws.

mod backup;
mod built;
mod candidate;
mod change;
mod clock;
mod copies;
mod corruption;
#[cfg(test)]
mod data_tests;
mod destruction;
mod detection;
mod event;
mod failure;
mod geography;
mod incident;
mod keys;
mod member;
mod mirror;
mod place;
mod plan;
mod queue;
mod rebuild;
mod repair;
mod restore;
mod retention;
mod service;
mod sharing;
mod site;
mod spare;
mod stream;
mod transfer;
mod window;
mod world;

pub use change::{BackupFault, Change, Incident, MemberState, Scope, Stretch};
pub use plan::Plan;
pub use stream::{Draw, Key};
pub use world::{Step, TooManyEvents, World};
