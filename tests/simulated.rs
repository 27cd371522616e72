//! The simulation against exact theory: scenarios run as a user runs them, their metrics held
//! against numbers that were found without simulating.
//!
//! Each test names its seed and its hypothesis, which is that the exact number is the truth; the
//! bound is the 99.9 % interval of the estimate, exact for probabilities. So that holding the exact
//! number means something, each also states how narrow the interval has to be. Of some hundred and
//! thirty such intervals one misses in one set of seeds out of eight, by chance alone; one that
//! does is to be run again with more replications of the same seed, not with a wider bound.

#[path = "simulated/common_cause.rs"]
mod common_cause;
#[path = "simulated/data.rs"]
mod data;
#[path = "simulated/families.rs"]
mod families;
#[path = "simulated/harness.rs"]
mod harness;
#[path = "simulated/heartbeats.rs"]
mod heartbeats;
#[path = "simulated/long_run.rs"]
mod long_run;
#[path = "simulated/placements.rs"]
mod placements;
#[path = "simulated/renewal.rs"]
mod renewal;
#[path = "simulated/serving.rs"]
mod serving;
#[path = "simulated/shelf.rs"]
mod shelf;
#[path = "simulated/studies.rs"]
mod studies;
