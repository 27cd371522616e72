//! One replication: a model, a seed and a number in, a stream of changes out. No I/O, no threads,
//! no globals.
//!
//! A [`Plan`] is made once of a model and a seed; a [`World`] runs replications of it, one after
//! the other, reusing its memory. See `docs/methods.md` for the semantics and `docs/determinism.md`
//! for what is promised of the random draws.

mod backup;
mod change;
mod clock;
mod detection;
mod event;
mod failure;
mod member;
mod plan;
mod queue;
mod repair;
mod service;
mod spare;
mod stream;
mod world;

pub use change::{Change, MemberState, Stretch};
pub use plan::Plan;
pub use stream::{Draw, Key};
pub use world::{Step, TooManyEvents, World};
