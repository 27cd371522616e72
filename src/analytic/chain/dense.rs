//! Scaling and squaring: the matrix of a short time, doubled until the time is long enough.
//!
//! The matrix of a short time is a truncated Taylor series of non-negative terms; every doubling
//! multiplies non-negative matrices and makes each row a distribution again, which keeps the
//! relative error of every entry small (Xue and Ye 2008; Shao, Gao, Xue 2014: exponentials of
//! essentially non-negative matrices to entrywise accuracy).

use super::uniform::Walk;
use crate::analytic::weights::Weights;

/// Terms of the series of a short time.
const TERMS: usize = 20;

/// What happens in a given time, from every state.
#[derive(Clone, Debug)]
pub(super) struct Propagator {
    states: usize,
    /// Row by row: the probability of being in a state after the time.
    matrix: Vec<f64>,
    /// One a reward: what is earned meanwhile, from every state.
    earned: Vec<Vec<f64>>,
}

/// How many times the short time is doubled.
fn doublings(states: usize, mean_steps: f64) -> u32 {
    let halve = |mut size: f64, least: f64| {
        let mut times = 0;
        while size > least {
            size /= 2.0;
            times += 1;
        }
        times
    };
    // So many that the steps of the longest way through the chain fall into different short times.
    halve(mean_steps, 0.5).max(halve(states as f64, 1.0) + 3)
}

/// How many multiplications a propagator takes.
pub(super) fn cost(walk: &Walk, hours: f64) -> f64 {
    let states = walk.stay.len();
    let size = states as f64;
    let doublings = f64::from(doublings(states, walk.pace * hours));
    doublings * size * size * size + TERMS as f64 * (walk.steps.len() as f64 + size) * size
}

impl Propagator {
    /// For a walk going on for some hours, while state `s` earns `rewards[i][s]` per hour.
    pub fn new(walk: &Walk, rewards: &[Vec<f64>], hours: f64) -> Self {
        let states = walk.stay.len();
        let doublings = doublings(states, walk.pace * hours);
        let parts = libm::ldexp(1.0, doublings as i32);
        let mut propagator = Self::short(walk, rewards, walk.pace * hours / parts);
        for _ in 0..doublings {
            propagator.double();
        }
        propagator
    }

    fn short(walk: &Walk, rewards: &[Vec<f64>], mean_steps: f64) -> Self {
        let states = walk.stay.len();
        let poisson = Weights::poisson(mean_steps);
        let tails = poisson.tails();
        let mut power = vec![0.0; states * states];
        for state in 0..states {
            power[state * states + state] = 1.0;
        }
        let mut matrix = vec![0.0; states * states];
        let mut earning = rewards.to_vec();
        let mut earned = vec![vec![0.0; states]; rewards.len()];
        for (weight, tail) in poisson.probabilities.iter().zip(tails).take(TERMS) {
            add_scaled(&mut matrix, &power, *weight);
            for (earned, earning) in earned.iter_mut().zip(&mut earning) {
                add_scaled(earned, earning, tail / walk.pace);
                *earning = walk.times_column(earning);
            }
            power = walk.times_matrix(&power);
        }
        let mut propagator = Self { states, matrix, earned };
        propagator.make_rows_distributions();
        propagator
    }

    fn double(&mut self) {
        let states = self.states;
        for earned in &mut self.earned {
            let row = |from: usize| {
                let row = &self.matrix[from * states..][..states];
                earned[from] + dot(row, earned)
            };
            *earned = (0..states).map(row).collect();
        }
        let mut square = vec![0.0; states * states];
        for from in 0..states {
            let target = &mut square[from * states..][..states];
            for via in 0..states {
                let share = self.matrix[from * states + via];
                if share > 0.0 {
                    add_scaled(target, &self.matrix[via * states..][..states], share);
                }
            }
        }
        self.matrix = square;
        self.make_rows_distributions();
    }

    fn make_rows_distributions(&mut self) {
        for row in self.matrix.chunks_mut(self.states) {
            let total: f64 = row.iter().sum();
            for share in row {
                *share /= total;
            }
        }
    }

    /// The probabilities afterwards, and what is earned meanwhile, one number a reward.
    pub fn advance(&self, probabilities: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut after = vec![0.0; self.states];
        for (from, &probability) in probabilities.iter().enumerate() {
            if probability > 0.0 {
                let row = &self.matrix[from * self.states..][..self.states];
                add_scaled(&mut after, row, probability);
            }
        }
        let earned = self.earned.iter();
        (after, earned.map(|earned| dot(probabilities, earned)).collect())
    }
}

impl Walk {
    fn times_column(&self, column: &[f64]) -> Vec<f64> {
        let mut product: Vec<f64> = column.iter().zip(&self.stay).map(|(x, p)| x * p).collect();
        for &(from, to, probability) in &self.steps {
            product[from] += probability * column[to];
        }
        product
    }

    fn times_matrix(&self, matrix: &[f64]) -> Vec<f64> {
        let states = self.stay.len();
        let mut product = vec![0.0; states * states];
        for (state, &stay) in self.stay.iter().enumerate() {
            add_scaled(
                &mut product[state * states..][..states],
                &matrix[state * states..][..states],
                stay,
            );
        }
        for &(from, to, probability) in &self.steps {
            add_scaled(
                &mut product[from * states..][..states],
                &matrix[to * states..][..states],
                probability,
            );
        }
        product
    }
}

fn add_scaled(sum: &mut [f64], values: &[f64], factor: f64) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += factor * value;
    }
}

pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(x, y)| x * y).sum()
}
