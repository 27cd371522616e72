//! State reduction: states are taken out one by one, their moves handed to those that remain.
//!
//! Grassmann, Taksar, Heyman (1985), "Regenerative analysis and steady state distributions for
//! Markov chains", Operations Research 33, 1107-1116. Taking out state k gives every other state i
//! the extra rate `r_ik r_kj / sum_j r_kj` to j, and the reward that is earned in k on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chain, ChainProblem};

/// More elementary steps than this are not waited for.
const MOST_STEPS: usize = 20_000_000;

struct Reduction {
    rows: Vec<BTreeMap<usize, f64>>,
    entered_from: Vec<BTreeSet<usize>>,
    /// The rate of leaving for good.
    exits: Vec<f64>,
    /// What is earned per hour, one number a kind of reward.
    rewards: Vec<Vec<f64>>,
    steps: usize,
}

/// How a state that was taken out was entered, and how fast it was left.
struct TakenOut {
    entries: Vec<(usize, f64)>,
    leaving: f64,
}

impl Reduction {
    fn new(rows: Vec<BTreeMap<usize, f64>>, exits: Vec<f64>, rewards: Vec<Vec<f64>>) -> Self {
        let mut entered_from = vec![BTreeSet::new(); rows.len()];
        for (from, row) in rows.iter().enumerate() {
            for &to in row.keys() {
                entered_from[to].insert(from);
            }
        }
        Self { rows, entered_from, exits, rewards, steps: 0 }
    }

    /// Takes out state `k`, the last one left.
    fn take_out(&mut self, k: usize) -> Result<TakenOut, ChainProblem> {
        let row = std::mem::take(&mut self.rows[k]);
        let reward = std::mem::take(&mut self.rewards[k]);
        let leaving = row.values().sum::<f64>() + self.exits[k];
        for to in row.keys() {
            self.entered_from[*to].remove(&k);
        }
        let entered_from = std::mem::take(&mut self.entered_from[k]);
        let mut entries = Vec::with_capacity(entered_from.len());
        for from in entered_from {
            let rate = self.rows[from].remove(&k).expect("an entry has its counterpart");
            let share = rate / leaving;
            for (&to, &onward) in &row {
                if to != from {
                    *self.rows[from].entry(to).or_insert(0.0) += share * onward;
                    self.entered_from[to].insert(from);
                }
            }
            self.exits[from] += share * self.exits[k];
            for (earned, more) in self.rewards[from].iter_mut().zip(&reward) {
                *earned += share * more;
            }
            entries.push((from, rate));
            self.steps += row.len() + 1;
        }
        if self.steps > MOST_STEPS {
            return Err(ChainProblem::TooLarge { states: self.rows.len() });
        }
        Ok(TakenOut { entries, leaving })
    }
}

impl Chain {
    /// The share of time spent in each state in the long run; 0 in states that are left for good.
    ///
    /// # Errors
    /// When the long run depends on chance, or the chain is too large.
    pub fn steady(&self) -> Result<Vec<f64>, ChainProblem> {
        let class = self.closed_class()?;
        let mut number = vec![usize::MAX; self.len()];
        for (new, &old) in class.iter().enumerate() {
            number[old] = new;
        }
        let renumber = |&old: &usize| {
            let row = self.rows[old].iter();
            row.map(|&(to, rate)| (number[to], rate)).collect()
        };
        let rows: Vec<BTreeMap<_, _>> = class.iter().map(renumber).collect();
        let states = rows.len();
        let mut reduction = Reduction::new(rows, vec![0.0; states], vec![Vec::new(); states]);
        let mut taken = Vec::with_capacity(states);
        for k in (1..states).rev() {
            taken.push(reduction.take_out(k)?);
        }
        let mut weights = vec![1.0];
        for state in taken.iter().rev() {
            let entries = state.entries.iter();
            let inflow: f64 = entries.map(|&(from, rate)| weights[from] * rate).sum();
            weights.push(inflow / state.leaving);
        }
        let total: f64 = weights.iter().sum();
        let mut steady = vec![0.0; self.len()];
        for (&state, weight) in class.iter().zip(weights) {
            steady[state] = weight / total;
        }
        Ok(steady)
    }

    /// What is earned from the start until the chain first leaves the states where `inside`
    /// holds, when state `s` earns `reward[s]` per hour: with rewards of 1, the mean time in
    /// hours. Infinite where it may never leave.
    ///
    /// # Errors
    /// When the chain is too large.
    pub fn earned_until_outside(
        &self,
        inside: &[bool],
        reward: &[f64],
    ) -> Result<f64, ChainProblem> {
        if !inside[0] {
            return Ok(0.0);
        }
        let (stopped, kept) = self.stopped_outside(inside);
        let end = kept.len();
        if stopped.some_never_reach(end) {
            return Ok(f64::INFINITY);
        }
        let inner = |state: usize| {
            let row = stopped.rows[state].iter().filter(|&&(to, _)| to != end);
            row.copied().collect()
        };
        let exit = |state: usize| {
            let row = stopped.rows[state].iter().filter(|&&(to, _)| to == end);
            row.map(|&(_, rate)| rate).sum()
        };
        let mut reduction = Reduction::new(
            (0..end).map(inner).collect(),
            (0..end).map(exit).collect(),
            kept.iter().map(|&state| vec![reward[state]]).collect(),
        );
        for k in (1..end).rev() {
            reduction.take_out(k)?;
        }
        Ok(reduction.rewards[0][0] / reduction.exits[0])
    }

    /// The mean time in hours until the chain first leaves the states where `inside` holds.
    ///
    /// # Errors
    /// When the chain is too large.
    pub fn mean_time_until_outside(&self, inside: &[bool]) -> Result<f64, ChainProblem> {
        self.earned_until_outside(inside, &vec![1.0; self.len()])
    }

    fn some_never_reach(&self, end: usize) -> bool {
        let mut backward: Vec<Vec<usize>> = vec![Vec::new(); self.len()];
        for (from, row) in self.rows.iter().enumerate() {
            for &(to, _) in row {
                backward[to].push(from);
            }
        }
        let mut reaches = vec![false; self.len()];
        reaches[end] = true;
        let mut waiting = vec![end];
        while let Some(state) = waiting.pop() {
            for &from in &backward[state] {
                if !reaches[from] {
                    reaches[from] = true;
                    waiting.push(from);
                }
            }
        }
        reaches.contains(&false)
    }
}
