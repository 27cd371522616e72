//! Uniformisation: the chain as a random walk whose steps come as a Poisson stream.
//!
//! Jensen (1953), "Markoff chains as an aid in the study of Markoff processes"; Grassmann (1977);
//! weights from the mode outwards as in Fox and Glynn (1988). Everything is non-negative, and the
//! sum is cut only where what is left cannot change the last digit of the smallest probability.

use super::Chain;

/// Where weights are no longer told from zero.
const NOTHING: f64 = 1e-310;

/// The Poisson probabilities of `0, 1, 2 ..` steps, from `first` on, down to nothing.
pub(super) struct PoissonWeights {
    pub first: usize,
    pub weights: Vec<f64>,
}

impl PoissonWeights {
    /// For a mean number of steps.
    pub fn new(mean: f64) -> Self {
        let mode = mean.floor();
        let mut below = Vec::new();
        let (mut weight, mut steps) = (1.0, mode);
        while steps > 0.0 && weight > NOTHING {
            weight *= steps / mean;
            steps -= 1.0;
            below.push(weight);
        }
        below.reverse();
        let first = mode as usize - below.len();
        let mut weights = below;
        weights.push(1.0);
        let (mut weight, mut steps) = (1.0, mode);
        while weight > NOTHING {
            steps += 1.0;
            weight *= mean / steps;
            weights.push(weight);
        }
        let total = sum_from_small(&weights);
        for weight in &mut weights {
            *weight /= total;
        }
        Self { first, weights }
    }

    /// The probability of more than this many steps, for every number from `first` on.
    pub fn tails(&self) -> Vec<f64> {
        let mut tails = vec![0.0; self.weights.len()];
        let mut sum = 0.0;
        for (tail, weight) in tails.iter_mut().zip(&self.weights).rev() {
            *tail = sum;
            sum += weight;
        }
        tails
    }
}

/// Adds the small ones on both ends first.
fn sum_from_small(weights: &[f64]) -> f64 {
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

/// The chain as a walk.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    /// Steps per hour.
    pub pace: f64,
    /// The probability of staying, a state.
    pub stay: Vec<f64>,
    /// The other steps: from, to, probability.
    pub steps: Vec<(usize, usize, f64)>,
}

impl Walk {
    pub fn new(chain: &Chain) -> Self {
        let leaving: Vec<f64> = (0..chain.len()).map(|state| chain.leaving(state)).collect();
        let pace = leaving.iter().copied().fold(0.0, f64::max);
        let mut steps = Vec::with_capacity(chain.edges());
        for from in 0..chain.len() {
            let row = chain.row(from).iter();
            steps.extend(row.map(|&(to, rate)| (from, to, rate / pace)));
        }
        let stay = leaving.iter().map(|rate| (pace - rate) / pace).collect();
        Self { pace, stay, steps }
    }

    fn step(&self, from: &[f64], to: &mut [f64]) {
        for ((to, from), stay) in to.iter_mut().zip(from).zip(&self.stay) {
            *to = from * stay;
        }
        for &(source, target, probability) in &self.steps {
            to[target] += from[source] * probability;
        }
        let total: f64 = to.iter().sum();
        for share in to {
            *share /= total;
        }
    }

    /// How many multiplications it takes to go on for this many hours.
    pub fn cost(&self, hours: f64) -> f64 {
        let mean = self.pace * hours;
        let steps = mean + 40.0 * mean.sqrt() + 100.0;
        steps * (self.steps.len() + 3 * self.stay.len()) as f64
    }

    /// The probabilities after `hours`, and the mean hours spent in each state meanwhile.
    pub fn advance(&self, probabilities: &[f64], hours: f64) -> (Vec<f64>, Vec<f64>) {
        let poisson = PoissonWeights::new(self.pace * hours);
        let tails = poisson.tails();
        let states = probabilities.len();
        let (mut after, mut spent) = (vec![0.0; states], vec![0.0; states]);
        let mut now = probabilities.to_vec();
        let mut next = vec![0.0; states];
        for step in 0..poisson.first + poisson.weights.len() {
            let index = step.checked_sub(poisson.first);
            let tail = index.map_or(1.0, |index| tails[index]);
            for state in 0..states {
                spent[state] += tail * now[state];
            }
            if let Some(index) = index {
                let weight = poisson.weights[index];
                for state in 0..states {
                    after[state] += weight * now[state];
                }
            }
            self.step(&now, &mut next);
            std::mem::swap(&mut now, &mut next);
        }
        for hours in &mut spent {
            *hours /= self.pace;
        }
        (after, spent)
    }
}
