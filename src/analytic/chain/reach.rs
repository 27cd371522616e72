//! What can be reached from where.

use super::{Chain, ChainProblem};

impl Chain {
    /// The states reached from `start` through states where `inside` holds, ascending.
    pub(super) fn reached_within(&self, start: usize, inside: &[bool]) -> Vec<usize> {
        spread(self.len(), &[start], |state, visit| {
            for &(to, _) in &self.rows[state] {
                if inside[to] {
                    visit(to);
                }
            }
        })
    }

    /// The one set of states, ascending, that the chain ends up in and then never leaves.
    ///
    /// # Errors
    /// When there are several such sets.
    pub(super) fn closed_class(&self) -> Result<Vec<usize>, ChainProblem> {
        let everywhere = vec![true; self.len()];
        let backward = self.backward();
        let reaching = |states: &[usize]| {
            spread(self.len(), states, |state, visit| {
                backward[state].iter().copied().for_each(visit);
            })
        };
        let reachable = self.reached_within(0, &everywhere);
        let mut state = 0;
        let class = loop {
            let ahead = self.reached_within(state, &everywhere);
            let behind = reaching(&[state]);
            let no_return = |to: &&usize| behind.binary_search(to).is_err();
            match ahead.iter().rev().find(no_return) {
                Some(&deeper) => state = deeper,
                None => break ahead,
            }
        };
        let all_end_there = reaching(&class);
        if reachable.iter().all(|state| all_end_there.binary_search(state).is_ok()) {
            Ok(class)
        } else {
            Err(ChainProblem::NoSteadyState)
        }
    }

    fn backward(&self) -> Vec<Vec<usize>> {
        let mut backward = vec![Vec::new(); self.len()];
        for (from, row) in self.rows.iter().enumerate() {
            for &(to, _) in row {
                backward[to].push(from);
            }
        }
        backward
    }
}

/// All that is reached from `starts`, ascending, when `neighbours` visits what is next to a state.
fn spread(
    states: usize,
    starts: &[usize],
    neighbours: impl Fn(usize, &mut dyn FnMut(usize)),
) -> Vec<usize> {
    let mut seen = vec![false; states];
    let mut waiting = starts.to_vec();
    for &start in starts {
        seen[start] = true;
    }
    while let Some(state) = waiting.pop() {
        neighbours(state, &mut |to| {
            if !seen[to] {
                seen[to] = true;
                waiting.push(to);
            }
        });
    }
    (0..states).filter(|&state| seen[state]).collect()
}
