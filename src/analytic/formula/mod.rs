//! Closed forms, one a file: plain numbers in, a number out, the source beside it.
//!
//! Times are hours and rates are per hour, unless they have types. Nothing subtracts where digits
//! could be lost.

pub mod age_replacement;
pub mod alternating;
pub mod beta_factor;
pub mod checkpoint;
pub mod failover;
pub mod fill_rate;
pub mod heartbeat;
pub mod k_of_n;
pub mod machine_repair;
pub mod memory_copies;
pub mod poisson;
pub mod prediction;
pub mod rebuild;
pub mod recovery_point;
pub mod redundancy;
pub mod restore_chain;
pub mod retention;
pub mod scrub;
pub mod shock;
pub mod sites;
pub mod standby;
pub mod survival;
pub mod two_state;
