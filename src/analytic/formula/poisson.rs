//! Members with cold spares that take over at once, all positions needed, without repair: as long
//! as there are spares, failures come as a Poisson stream.
//!
//! `P(at most s failures) = sum_{i <= s} e^-m m^i / i!` with `m = N lambda t`; for one position
//! this is the survival of an Erlang law. Barlow and Proschan (1975), section 3.3 (standby).

use crate::analytic::weights::Weights;

/// Where it comes from.
pub const SOURCE: &str = "Barlow and Proschan 1975, 3.3: Poisson demand on spares";

/// The number of things in a Poisson stream, by the mean of that number.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    pub mean: f64,
}

impl Stream {
    /// The probability of at most this many.
    #[must_use]
    pub fn at_most(self, number: u32) -> f64 {
        if self.mean == 0.0 { 1.0 } else { self.weights().at_most(number as usize) }
    }

    /// The probability of more.
    #[must_use]
    pub fn more_than(self, number: u32) -> f64 {
        if self.mean == 0.0 { 0.0 } else { self.weights().more_than(number as usize) }
    }

    fn weights(self) -> Weights {
        Weights::poisson(self.mean)
    }
}
