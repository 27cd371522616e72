//! One replication: a model, a seed and a number in, a stream of changes out. No I/O, no threads,
//! no globals.
//!
//! A [`Plan`] is made once of a model and a seed; a [`World`] runs replications of it, one after
//! the other, reusing its memory. See `docs/methods.md` for the semantics and `docs/determinism.md`
//! for what is promised of the random draws.

mod backup;
mod blame;
mod built;
mod candidate;
mod cascade;
mod cause;
mod change;
mod clock;
mod copies;
mod corruption;
#[cfg(test)]
mod data_tests;
mod destruction;
mod detection;
mod drain;
mod episode;
mod event;
mod failover;
mod failure;
mod geography;
mod handover;
mod incident;
mod job;
mod keys;
mod maintenance;
mod member;
mod member_state;
mod mirror;
mod origin;
mod outage;
mod people;
#[cfg(test)]
mod people_tests;
mod place;
mod plan;
mod planned_move;
mod pool_clock;
mod predictor;
mod promotion;
mod queue;
mod rebuild;
mod repair;
mod restore;
mod retention;
mod service;
mod serving;
mod sharing;
mod shock;
mod site;
mod spare;
mod spent;
mod stream;
mod traced;
mod traffic;
mod training;
mod transfer;
mod watch;
mod window;
mod world;

pub use change::{
    BackupFault, Change, Disruption, Incident, MemberState, MoveStep, OutageStage, Root, RootCause,
    Scope, ServiceState, Stretch,
};
pub use event::MemberNo;
pub use plan::Plan;
pub use spent::Spent;
pub use stream::{Draw, Key};
pub use training::{TrainingPhase, TrainingStep};
pub use world::{Step, TooManyEvents, World};
