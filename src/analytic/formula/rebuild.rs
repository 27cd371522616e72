//! A group with one piece to spare and rebuilds of any law: mirrors of two, and codes with one
//! piece of parity, by cycles from whole to whole.
//!
//! With n pieces of exponential life of rate l, `w = (n - 1) l` and the rebuild G, a rebuild meets
//! another failure with `1 - G*(w)`, and h is the probability that one that ends finds what
//! cannot be read. Where what holds the new piece can fail too, the rebuild begins anew with each
//! of its failures: e is 1 then, else 0. All follows from `m(z) = (1 - G*(z)) / z`:
//!
//! - an attempt lasts m(w + e l) in the mean, begins anew with e l m, and ends in a loss with
//!   `w m + h G*`: `MTTDL = ((1 - e l m) / (n l) + m) / (w m + h G*)`, for a mirror with e = h = 0
//!   `1 / (2 l (1 - G*(l))) + 1 / l`;
//! - the time to the loss has the density with the transform
//!   `n l (w m + h G*) / (s (1 - e l m) + n l ((s + w) m + h G*))`, m and G* at `s + w + e l`.
//!
//! Gaver (1963), Time to failure and availability of paralleled systems with repair; inverted
//! after Abate and Whitt (1992). Nothing small is a difference.

use crate::analytic::transform::{Complex, Decay, invert};
use crate::quantity::Law;

/// Where it comes from.
pub const SOURCE: &str = "Gaver 1963: one spare, general repair, by cycles";
/// Where the probability within a time comes from.
pub const INVERTED: &str = "Gaver 1963, transform; inverted after Abate and Whitt 1992";

/// A group with one piece to spare.
#[derive(Clone, Copy, Debug)]
pub struct OneToSpare<'l> {
    /// At least 2.
    pub pieces: u32,
    /// Failures of a piece per hour.
    pub failures: f64,
    pub rebuild: &'l Law,
    /// Whether what holds the new piece can fail too.
    pub exposed: bool,
    /// The probability that a rebuild that ends loses the data.
    pub unreadable: f64,
}

/// Failures per hour that an attempt to rebuild can meet.
struct Rates {
    /// Of a group that is whole.
    first: f64,
    /// Of the other pieces.
    others: f64,
    /// Of what holds the new piece.
    new: f64,
}

impl OneToSpare<'_> {
    /// The mean time to data loss in hours.
    #[must_use]
    pub fn mean_time(self) -> f64 {
        let Rates { first, others, new } = self.rates();
        let rate = others + new;
        let lasts = Decay::of(self.rebuild, f64::INFINITY).at(Complex::real(rate)).re;
        let ended = 1.0 - rate * lasts;
        let lost = others * lasts + self.unreadable * ended;
        ((ended + others * lasts) / first + lasts) / lost
    }

    /// The probability of a loss within some hours.
    #[must_use]
    pub fn loss_within(self, hours: f64) -> f64 {
        let Rates { first, others, new } = self.rates();
        let decay = Decay::of(self.rebuild, hours);
        let one = Complex::real(1.0);
        invert(hours, |s| {
            let z = s + Complex::real(others + new);
            let lasts = decay.at(z);
            let unreadable = (one - z * lasts) * self.unreadable;
            let lost = (lasts * others + unreadable) * first;
            let back = s * (one - lasts * new);
            let left = (s + Complex::real(others)) * lasts + unreadable;
            lost / (s * (back + left * first))
        })
    }

    fn rates(self) -> Rates {
        let pieces = f64::from(self.pieces);
        Rates {
            first: pieces * self.failures,
            others: (pieces - 1.0) * self.failures,
            new: if self.exposed { self.failures } else { 0.0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::formula::redundancy::Group;
    use crate::model::Sharing;
    use crate::quantity::Span;

    #[test]
    fn exponential_rebuilds_are_the_chain_with_what_cannot_be_read_too() {
        let rebuild = Law::Exponential { mean: Span::from_hours(24.0) };
        for (unreadable, exposed) in [(0.0, false), (0.02, false), (1.0, true), (0.02, true)] {
            let (pieces, failures) = (5, 1e-6);
            let rebuild = &rebuild;
            let general = OneToSpare { pieces, failures, rebuild, exposed, unreadable };
            let sharing = Sharing::Parallel;
            let rebuilds = 1.0 / 24.0;
            let chain = Group { pieces, to_spare: 1, failures, rebuilds, sharing, unreadable };
            let ratio = general.mean_time() / chain.mean_time();
            // A memoryless rebuild that begins anew is one that goes on.
            assert!((ratio - 1.0).abs() < 1e-12, "{unreadable} {exposed}: {ratio}");
        }
    }

    /// A new disk that can fail: `((1 + g) / (1 - g) + 2) / (2 l)` with `g = G*(2 l)`.
    #[test]
    fn an_exposed_mirror_follows_its_closed_form() {
        let rebuild = Law::Fixed(Span::from_hours(100.0));
        let (pieces, failures) = (2, 1e-3);
        let mirror =
            OneToSpare { pieces, failures, rebuild: &rebuild, exposed: true, unreadable: 0.0 };
        let g = libm::exp(-2.0 * failures * 100.0);
        let expected = ((1.0 + g) / (1.0 - g) + 2.0) / (2.0 * failures);
        let found = mirror.mean_time();
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} is not {expected}");
    }
}
