//! Continuous-time Markov chains, solved without a subtraction.
//!
//! Every number here comes from sums, products and quotients of non-negative numbers, so nothing
//! cancels: a mean time to data loss of 1e20 h or a probability of 1e-12 has as many correct digits
//! as one of ordinary size. Steady states and mean times come from state reduction (Grassmann,
//! Taksar, Heyman 1985), distributions at a time from uniformisation (Jensen 1953; Grassmann 1977)
//! or, where that would take too many steps, from scaling and squaring a stochastic matrix.

mod dense;
mod explore;
mod reach;
mod reduce;
mod transient;
mod uniform;

pub use explore::{System, explore};
pub use transient::Transient;

use std::fmt;

/// A chain: from every state, the rates of going to others.
#[derive(Clone, Debug)]
pub struct Chain {
    rows: Vec<Vec<(usize, f64)>>,
}

/// Why a chain has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainProblem {
    /// More states than this.
    TooManyStates(usize),
    /// Solving it would take too long.
    TooLarge { states: usize },
    /// What happens in the long run depends on chance: some states are never left again.
    NoSteadyState,
}

impl fmt::Display for ChainProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyStates(limit) => write!(f, "the chain has more than {limit} states"),
            Self::TooLarge { states } => {
                write!(f, "the chain of {states} states would take too long to solve")
            }
            Self::NoSteadyState => {
                write!(f, "there is no steady state: some states are never left")
            }
        }
    }
}

impl Chain {
    /// The chain of these rows: for each state its targets with the rates (per hour, positive) of
    /// going there. Rates to one target are added up; a rate to the state itself means nothing.
    ///
    /// # Panics
    /// When a rate is negative, not finite, or leads to no state.
    #[must_use]
    pub fn new(rows: Vec<Vec<(usize, f64)>>) -> Self {
        let states = rows.len();
        let tidy = |(from, mut row): (usize, Vec<(usize, f64)>)| {
            row.retain(|&(to, rate)| to != from && rate != 0.0);
            row.sort_by_key(|&(to, _)| to);
            row.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
            for &(to, rate) in &row {
                assert!(to < states, "a rate leads to a state of the chain");
                assert!(rate > 0.0 && rate.is_finite(), "a rate is positive and finite");
            }
            row
        };
        Self { rows: rows.into_iter().enumerate().map(tidy).collect() }
    }

    /// How many states there are; the first is where it starts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no state at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where a state leads, with the rates per hour.
    #[must_use]
    pub fn row(&self, state: usize) -> &[(usize, f64)] {
        &self.rows[state]
    }

    /// The rate per hour of leaving a state.
    #[must_use]
    pub fn leaving(&self, state: usize) -> f64 {
        self.rows[state].iter().map(|&(_, rate)| rate).sum()
    }

    /// The rate per hour at which a state goes into states where `inside` is false.
    #[must_use]
    pub fn rate_out_of(&self, state: usize, inside: &[bool]) -> f64 {
        let outward = self.rows[state].iter().filter(|&&(to, _)| !inside[to]);
        outward.map(|&(_, rate)| rate).sum()
    }

    /// This chain stopped when it first leaves the states where `inside` holds: those that are
    /// reached within them from the start, in the same order, then one state that is the end. Also
    /// which state of this chain each of them is.
    ///
    /// # Panics
    /// When the first state is not inside.
    #[must_use]
    pub fn stopped_outside(&self, inside: &[bool]) -> (Self, Vec<usize>) {
        assert!(inside[0], "the start lies inside");
        let kept = self.reached_within(0, inside);
        let mut number = vec![kept.len(); self.len()];
        for (new, &old) in kept.iter().enumerate() {
            number[old] = new;
        }
        let renumber = |&old: &usize| {
            let row = self.rows[old].iter();
            row.map(|&(to, rate)| (number[to], rate)).collect()
        };
        let mut rows: Vec<_> = kept.iter().map(renumber).collect();
        rows.push(Vec::new());
        (Self::new(rows), kept)
    }

    fn edges(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }
}

#[cfg(test)]
mod tests;
