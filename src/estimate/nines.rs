//! The nines of a probability that something does not happen: 4 where it happens once in 10,000.

use super::{CONFIDENCE, Chance, Estimate, Interval};

impl Chance {
    /// The nines of durability over one unit of time, where each trial was watched for so many
    /// units: -log10 of the probability of a hit within one, `1 - (1 - P)^(1 / units)`, as if hits
    /// came at a steady rate.
    ///
    /// The ends are those of the exact interval of `P`, since nines fall as `P` rises. With no hit
    /// seen there are at least so many nines, and no saying how many.
    ///
    /// # Panics
    ///
    /// If `units` is not positive.
    pub fn nines(&self, units: f64, confidence: f64) -> (Option<f64>, Interval) {
        assert!(units > 0.0, "what is watched takes time");
        let of = |p: f64| (p > 0.0).then(|| nines(p, units));
        let Interval { low, high } = self.interval(confidence);
        let interval = Interval { low: high.and_then(of), high: low.and_then(of) };
        (self.share().and_then(of), interval)
    }

    /// What the trials say of the nines, with a 95 % interval.
    pub fn estimate_nines(&self, units: f64) -> Estimate {
        let (mean, interval) = self.nines(units, CONFIDENCE);
        Estimate { n: self.n(), mean, interval, ..Estimate::default() }
    }
}

fn nines(p: f64, units: f64) -> f64 {
    let in_one = -libm::expm1(libm::log1p(-p) / units);
    // Adding zero turns -0 into 0.
    -libm::log10(in_one) + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Of 1,000 trials over ten years 19 saw a loss: 1 - 0.981^(1/10) = 0.001_916_46.
        let (mean, interval) = Chance::of(19, 1000).nines(10.0, 0.95);
        assert!((mean.unwrap() - 2.717_50).abs() < 1e-5, "{mean:?}");
        assert!(interval.low.unwrap() < 2.7175 && interval.high.unwrap() > 2.7176);
        let half_a_year = Chance::of(1, 10).nines(0.5, 0.95).0.unwrap();
        // 1 - 0.9^2 = 0.19
        assert!((half_a_year - 0.721_246_4).abs() < 1e-7);
    }

    #[test]
    fn no_loss_gives_a_lower_bound_and_no_number() {
        let none = Chance::of(0, 10_000).estimate_nines(1.0);
        assert_eq!((none.n, none.mean, none.interval.high), (10_000, None, None));
        // -log10 of 1 - 0.025^(1/10000) = 3.688_199_146e-4
        assert!((none.interval.low.unwrap() - 3.433_186).abs() < 1e-6);
    }

    #[test]
    fn nothing_but_losses_are_no_nines() {
        let all = Chance::of(20, 20).estimate_nines(1.0);
        assert_eq!((all.mean, all.interval.low), (Some(0.0), Some(0.0)));
        assert!(all.interval.high.unwrap() > 0.0);
    }

    #[test]
    fn no_trial_says_nothing() {
        assert_eq!(Chance::default().estimate_nines(1.0), Estimate::default());
    }
}
