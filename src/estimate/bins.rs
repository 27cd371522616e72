//! Counts in bins of nearly even width on a logarithmic scale.

use std::collections::BTreeMap;

/// A value read back from its bin differs from the true one by at most this share of it.
pub const RELATIVE_ERROR: f64 = 1.0 / (2 << MANTISSA_BITS) as f64;

/// Every power of two is cut into 2^7 bins of even width.
const MANTISSA_BITS: u32 = 7;
const _: () = assert!(RELATIVE_ERROR <= 0.005);
const SHIFT: u32 = f64::MANTISSA_DIGITS - 1 - MANTISSA_BITS;

/// Finished and censored counts by bin. The bin of a value is read off its binary digits: exponent
/// and leading bits of the mantissa, so no logarithm is taken. Zero (and what is smaller than any
/// normal number) has a bin of its own; negative values mirror the positive ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bins {
    counts: BTreeMap<i32, Count>,
}

/// How many values of one bin were observed to their end, and how many not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub finished: u64,
    pub censored: u64,
}

impl Bins {
    pub fn push(&mut self, value: f64) {
        self.counts.entry(key(value)).or_default().finished += 1;
    }

    pub fn push_censored(&mut self, value: f64) {
        self.counts.entry(key(value)).or_default().censored += 1;
    }

    pub fn merge(&mut self, other: &Self) {
        for (&key, count) in &other.counts {
            let own = self.counts.entry(key).or_default();
            own.finished += count.finished;
            own.censored += count.censored;
        }
    }

    /// The middle of each bin that is not empty, ascending, with its counts.
    pub fn iter(&self) -> impl Iterator<Item = (f64, Count)> + '_ {
        self.counts.iter().map(|(&key, &count)| (middle(key), count))
    }
}

fn key(value: f64) -> i32 {
    let magnitude = value.abs();
    if magnitude < f64::MIN_POSITIVE {
        return 0;
    }
    let bin = i32::try_from(magnitude.to_bits() >> SHIFT).expect("19 bits fit");
    if value < 0.0 { -bin } else { bin }
}

fn middle(key: i32) -> f64 {
    if key == 0 {
        return 0.0;
    }
    let bin = u64::from(key.unsigned_abs());
    let middle = f64::from_bits((bin << SHIFT) | (1 << (SHIFT - 1)));
    if key < 0 { -middle } else { middle }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_within_the_stated_error() {
        let mut value = 1e-300;
        while value < 1e300 {
            for signed in [value, -value] {
                let error = (middle(key(signed)) - signed).abs() / value;
                assert!(error <= RELATIVE_ERROR, "{signed} is off by {error}");
            }
            value *= 1.000_7;
        }
    }

    #[test]
    fn zero_has_a_bin_of_its_own() {
        assert_eq!([0.0, -0.0, 1e-310].map(key), [0; 3]);
        assert_eq!(middle(0), 0.0);
        assert!(key(f64::MIN_POSITIVE) > 0);
    }

    #[test]
    fn bins_ascend_with_their_values() {
        let values = [-1e9, -2.0, -1.0, -1e-9, 0.0, 1e-9, 1.0, 1.01, 2.0, 1e9];
        let keys = values.map(key);
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    }
}
