//! The simulation against exact theory.
//!
//! Every test names its seed and states its hypothesis: that the exact value is the true one. It
//! fails when the exact value lies outside the simulation's 99.9 % interval. Where it says so, the
//! interval must also be narrow enough to mean something. Exact values are those of the cases that
//! `firedrill verify` checks the formulas by, and of the texts beside them.
//!
//! Not simulated: probabilities below 1e-4 and above 1 - 1e-4 (a plain simulation does not resolve
//! them in seconds), the paper-style wrong rules, and means that are quotients of others here (the
//! mean time up between outages).

#[path = "simulated/harness.rs"]
mod harness;

#[path = "simulated/ageing.rs"]
mod ageing;
#[path = "simulated/coverage.rs"]
mod coverage;
#[path = "simulated/crews.rs"]
mod crews;
#[path = "simulated/missions.rs"]
mod missions;
#[path = "simulated/shipped.rs"]
mod shipped;
#[path = "simulated/standby.rs"]
mod standby;
