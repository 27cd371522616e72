//! What exact theory says, by the chain or in closed form.

use firedrill::analytic::chain::{Chain, Transient};
use firedrill::quantity::Law;

use super::stored::hours;

/// One group: how many of `disks` are gone, up to one more than may be, which is the end.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    pub disks: u32,
    pub parity: u32,
    pub mttf_h: f64,
    pub rebuild_h: f64,
    /// How many rebuilds at once.
    pub rebuilds: u32,
    /// The probability that a rebuild with nothing to spare ends in a loss.
    pub unreadable: f64,
}

impl Group {
    fn chain(&self) -> Chain {
        let end = self.parity as usize + 1;
        let row = |gone: u32| {
            let fails = f64::from(self.disks - gone) / self.mttf_h;
            let mut row = vec![(gone as usize + 1, fails)];
            if gone > 0 {
                let rebuilt = f64::from(gone.min(self.rebuilds)) / self.rebuild_h;
                let lost = if gone == self.parity { self.unreadable } else { 0.0 };
                row.push((gone as usize - 1, rebuilt * (1.0 - lost)));
                row.push((end, rebuilt * lost));
            }
            row
        };
        let mut rows: Vec<_> = (0..=self.parity).map(row).collect();
        rows.push(Vec::new());
        Chain::new(rows)
    }

    fn whole(&self) -> Vec<bool> {
        (0..=self.parity + 1).map(|gone| gone <= self.parity).collect()
    }

    /// The mean time in hours to the first loss.
    pub fn mttdl_h(&self) -> f64 {
        self.chain().mean_time_until_outside(&self.whole()).expect("a small chain")
    }

    /// The probability of a loss within so many hours.
    pub fn loss_within(&self, hours: f64) -> f64 {
        let chain = self.chain();
        let mut transient = Transient::new(&chain, Vec::new());
        transient.advance_to(hours).expect("a small chain");
        transient.probabilities()[self.parity as usize + 1]
    }
}

/// The Laplace transform `E[exp(-rate T)]` of a law at a rate an hour is `1` less this:
/// `rate * integral of exp(-rate t) P(T > t) dt`, by Simpson's rule over equal parts of `ln t`.
pub fn untransformed(law: &Law, rate: f64) -> f64 {
    if let Law::Fixed(span) = law {
        return -libm::expm1(-rate * span.hours());
    }
    let (from, to, parts) = (-30.0, 12.0, 20_000);
    let step = (to - from) / f64::from(parts);
    let inner = (0..=parts).map(|place| {
        let t = libm::exp(from + f64::from(place) * step);
        let weight = if place == 0 || place == parts { 1.0 } else { f64::from(2 + place % 2 * 2) };
        weight * t * libm::exp(-rate * t) * law.survival(hours(t))
    });
    rate * step / 3.0 * inner.sum::<f64>()
}

/// The mean time in hours to the loss of a mirror of two whose repair has any law and whose disk
/// under repair cannot fail: `1 / (2 l (1 - G(l))) + 1 / l`, with the transform `G` of the law.
pub fn mirror_mttdl_h(law: &Law, mttf_h: f64) -> f64 {
    let rate = 1.0 / mttf_h;
    1.0 / (2.0 * rate * untransformed(law, rate)) + 1.0 / rate
}

/// The same where the new disk can fail too and its rebuild then begins anew.
///
/// A rebuild ends before any disk fails with the probability `g = G(2 l)`; otherwise one half of
/// the time it was the full disk. So a loss follows a first failure with `(1 - g) / (1 + g)`, and
/// the mean time is `((1 + g) / (1 - g) + 2) / (2 l)`.
pub fn rebuilt_mirror_mttdl_h(law: &Law, mttf_h: f64) -> f64 {
    let rate = 1.0 / mttf_h;
    let rest = untransformed(law, 2.0 * rate);
    ((2.0 - rest) / rest + 2.0) / (2.0 * rate)
}

/// A transform that is known: of the exponential law, `1 / (1 + rate * mean)`.
#[test]
fn the_numeric_transform_is_right_where_it_is_known() {
    let exponential = Law::Exponential { mean: hours(24.0) };
    for rate in [1e-5, 1e-3, 1e-2, 0.1] {
        let exact = rate * 24.0 / (1.0 + rate * 24.0);
        assert!((untransformed(&exponential, rate) / exact - 1.0).abs() < 1e-9);
    }
}
