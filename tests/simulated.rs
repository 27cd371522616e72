//! The simulation against exact theory: scenarios run as a user runs them, their metrics held
//! against numbers that were found without simulating.
//!
//! Each test names its seed and its hypothesis, which is that the exact number is the truth; the
//! bound is the 99.9 % interval of the estimate, exact for probabilities. So that holding the exact
//! number means something, each also states how narrow the interval has to be.

#[path = "simulated/families.rs"]
mod families;
#[path = "simulated/harness.rs"]
mod harness;
#[path = "simulated/long_run.rs"]
mod long_run;
#[path = "simulated/renewal.rs"]
mod renewal;
#[path = "simulated/studies.rs"]
mod studies;
