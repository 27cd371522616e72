//! Probabilities of a chain of neighbours from the ratios between them.

/// Where weights are no longer told from zero.
const NOTHING: f64 = 1e-310;

/// Probabilities of `first ..`, by the ratio of each to the one before, from the mode outwards;
/// what is below 1e-310 of the mode is left out.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    pub first: usize,
    pub probabilities: Vec<f64>,
}

impl Weights {
    /// For numbers from 0 to `last` (`None`: without end) with their mode and `up(i)`, the ratio
    /// of the probability of `i + 1` to that of `i`.
    pub fn around(mode: usize, last: Option<usize>, up: impl Fn(usize) -> f64) -> Self {
        let mut below = Vec::new();
        let (mut weight, mut number) = (1.0, mode);
        while number > 0 {
            number -= 1;
            weight /= up(number);
            if weight < NOTHING {
                break;
            }
            below.push(weight);
        }
        below.reverse();
        let first = mode - below.len();
        let mut weights = below;
        weights.push(1.0);
        let (mut weight, mut number) = (1.0, mode);
        while last.is_none_or(|last| number < last) {
            weight *= up(number);
            number += 1;
            if weight < NOTHING {
                break;
            }
            weights.push(weight);
        }
        let total = sum(&weights);
        for weight in &mut weights {
            *weight /= total;
        }
        Self { first, probabilities: weights }
    }

    /// The numbers of a Poisson stream with this mean.
    pub fn poisson(mean: f64) -> Self {
        Self::around(mean.floor() as usize, None, |number| mean / (number as f64 + 1.0))
    }

    /// How many of `count` things happen that each happen with the probability `happens`, in
    /// `(0, 1)`, by themselves; `not` is 1 - `happens`, given apart to keep its digits.
    pub fn binomial(count: u32, happens: f64, not: f64) -> Self {
        let (all, odds) = (f64::from(count), happens / not);
        let mode = ((all + 1.0) * happens).floor().min(all) as usize;
        let up = |number: usize| (all - number as f64) / (number as f64 + 1.0) * odds;
        Self::around(mode, Some(count as usize), up)
    }

    /// For every number from `first` on: the probability of more than it.
    pub fn tails(&self) -> Vec<f64> {
        let mut tails = vec![0.0; self.probabilities.len()];
        let mut sum = 0.0;
        for (tail, probability) in tails.iter_mut().zip(&self.probabilities).rev() {
            *tail = sum;
            sum += probability;
        }
        tails
    }

    /// The probability of at most this number.
    pub fn at_most(&self, number: usize) -> f64 {
        let count = (number + 1).saturating_sub(self.first);
        sum(&self.probabilities[..count.min(self.probabilities.len())])
    }

    /// The probability of more than this number.
    pub fn more_than(&self, number: usize) -> f64 {
        let count = (number + 1).saturating_sub(self.first);
        sum(&self.probabilities[count.min(self.probabilities.len())..])
    }
}

/// Adds the small ones on both ends first.
fn sum(weights: &[f64]) -> f64 {
    let (mut low, mut high) = (0, weights.len());
    let mut sum = 0.0;
    while low < high {
        if weights[low] <= weights[high - 1] {
            sum += weights[low];
            low += 1;
        } else {
            high -= 1;
            sum += weights[high];
        }
    }
    sum
}
