//! Uniformisation: the chain as a random walk whose steps come as a Poisson stream.
//!
//! Jensen (1953), "Markoff chains as an aid in the study of Markoff processes"; Grassmann (1977);
//! weights from the mode outwards as in Fox and Glynn (1988). Everything is non-negative, and the
//! sum is cut only where what is left cannot change the last digit of the smallest probability.

use super::Chain;
use crate::analytic::weights::Weights;

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
        let poisson = Weights::poisson(self.pace * hours);
        let tails = poisson.tails();
        let states = probabilities.len();
        let (mut after, mut spent) = (vec![0.0; states], vec![0.0; states]);
        let mut now = probabilities.to_vec();
        let mut next = vec![0.0; states];
        for step in 0..poisson.first + poisson.probabilities.len() {
            let index = step.checked_sub(poisson.first);
            let tail = index.map_or(1.0, |index| tails[index]);
            for state in 0..states {
                spent[state] += tail * now[state];
            }
            if let Some(index) = index {
                let weight = poisson.probabilities[index];
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
