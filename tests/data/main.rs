//! Data: copies, losses and restores, by hand and by chance.

mod copies;
mod instants;
mod loss;
mod loss_attacks;
mod loss_exact;
mod loss_intervals;
mod loss_random;
mod loss_restores;
mod story;
mod told;
