//! Training against theory: how long a job takes with checkpoints, failures in whatever it does, and
//! restarts; and what must hold of any training.
//!
//! Each test of chance names its seed, its hypothesis and its bound.

mod chances;
mod completion;
#[allow(dead_code, reason = "shared with tests that use more of it")]
#[path = "../simulated/harness.rs"]
mod harness;
mod order;
mod sure;

/// One member that fails by an exponential law, and is back at once.
const JOB: &str = include_str!("job.ron");
