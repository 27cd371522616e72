//! A group of pieces of which some may be gone: its mean time to data loss by the chain of how
//! many are gone, when lives and rebuilds are exponential.
//!
//! With `f_i = (n - i) l` failures and `r_i` rebuilds per hour while i are gone, the mean time
//! from i to i + 1 gone is `h_i = (1 + r_i h_(i-1)) / f_i`, and MTTDL is the sum of h_0 to h_m for
//! m pieces to spare: no term is subtracted. Rebuild by `r_i = i u` where rebuilds do not slow each
//! other, `min(i, c) u` with c at once, `u` where they share the speed of one. When the rebuild
//! that ends with nothing to spare meets what cannot be read with probability h, the last step is
//! `h_m = (1 + r_m (1 - h) h_(m-1)) / (f_m + r_m h)`. Chen, Lee, Gibson, Katz, Patterson (1994),
//! RAID: high-performance, reliable secondary storage, section 3.4, without its approximations.

use crate::model::Sharing;

/// Where it comes from.
pub const SOURCE: &str = "chain of the number of pieces gone; Chen et al. 1994, 3.4, exact";

/// A group of like pieces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Pieces in all.
    pub pieces: u32,
    /// How many may be gone.
    pub to_spare: u32,
    /// Failures of a piece per hour.
    pub failures: f64,
    /// Rebuilds per hour of one rebuild alone.
    pub rebuilds: f64,
    pub sharing: Sharing,
    /// The probability that a rebuild that ends with nothing to spare loses the data.
    pub unreadable: f64,
}

impl Group {
    /// The mean time to data loss in hours.
    #[must_use]
    pub fn mean_time(self) -> f64 {
        let mut step = 0.0;
        let mut total = 0.0;
        for gone in 0..=self.to_spare {
            let failures = f64::from(self.pieces - gone) * self.failures;
            let rebuilds = self.rebuilds_while(gone);
            let lost = if gone == self.to_spare { self.unreadable } else { 0.0 };
            step = (1.0 + rebuilds * (1.0 - lost) * step) / (failures + rebuilds * lost);
            total += step;
        }
        total
    }

    fn rebuilds_while(self, gone: u32) -> f64 {
        let at_once = match self.sharing {
            Sharing::Parallel => gone,
            Sharing::Shared => gone.min(1),
            Sharing::Queued(most) => gone.min(most),
        };
        f64::from(at_once) * self.rebuilds
    }
}

/// So many independent things that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike(pub u32);

impl Alike {
    /// The probability that something happens to any of them, by that of one: `1 - (1 - p)^n`.
    #[must_use]
    pub fn any(self, probability: f64) -> f64 {
        -libm::expm1(f64::from(self.0) * libm::log1p(-probability))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published for disks of an AFR of 1.57 % (a year of 8766 h) and rebuilds of 24 h.
    #[test]
    fn published_mean_times_are_found() {
        let mean_time = |data: u32, parity: u32| {
            let group = Group {
                pieces: data + parity,
                to_spare: parity,
                failures: -libm::log1p(-0.0157) / 8766.0,
                rebuilds: 1.0 / 24.0,
                sharing: Sharing::Parallel,
                unreadable: 0.0,
            };
            group.mean_time()
        };
        for (found, published) in [
            (mean_time(1, 1), 6.393746e9),
            (mean_time(4, 1), 6.395408e8),
            (mean_time(6, 2), 1.757460e12),
        ] {
            assert!((found / published - 1.0).abs() < 5e-7, "{found:e} is not {published:e}");
        }
    }

    #[test]
    fn any_of_many_keeps_small_probabilities() {
        assert!((Alike(1000).any(1e-20) / 1e-17 - 1.0).abs() < 1e-15);
        assert_eq!(Alike(2).any(0.5), 0.75);
    }
}
