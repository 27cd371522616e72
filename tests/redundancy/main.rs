//! Stores built on members against exact theory: how long until data is lost, how likely, how
//! often.
//!
//! Each test names its seed and its hypothesis, which is that the exact number is the truth; the
//! bound is the 99.9 % interval of the estimate (exact for probabilities), and each states how
//! narrow that interval has to be. Some forty such intervals are asked; one that misses by chance
//! is to be run again with more replications of the same seed, not with a wider bound.

mod codes;
mod exact;
mod insensitive;
mod known;
mod mirrors;
mod stored;
mod strikes;
