//! Closed forms, one a file: plain numbers in, a number out, the source beside it.
//!
//! Times are hours and rates are per hour. Nothing subtracts where digits could be lost.

pub mod alternating;
pub mod k_of_n;
pub mod machine_repair;
pub mod poisson;
pub mod standby;
pub mod survival;
pub mod two_state;
