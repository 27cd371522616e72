//! Building a chain from a description of its states and moves, by visiting what can be reached.

use std::collections::BTreeMap;

use super::{Chain, ChainProblem};

/// Something with states and memoryless moves between them.
pub trait System {
    type State: Clone + Ord;

    fn start(&self) -> Self::State;

    /// Pushes every move out of `state` with its rate per hour.
    fn moves(&self, state: &Self::State, moves: &mut Vec<(Self::State, f64)>);
}

/// The chain of a system and its states, breadth first from the start (so that states that lead
/// to each other have numbers close to each other).
///
/// # Errors
/// When more than `limit` states can be reached.
pub fn explore<S: System>(
    system: &S,
    limit: usize,
) -> Result<(Chain, Vec<S::State>), ChainProblem> {
    let start = system.start();
    let mut number = BTreeMap::from([(start.clone(), 0)]);
    let mut states = vec![start];
    let mut rows: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut moves = Vec::new();
    while rows.len() < states.len() {
        system.moves(&states[rows.len()], &mut moves);
        let mut row = Vec::with_capacity(moves.len());
        for (to, rate) in moves.drain(..) {
            let next = states.len();
            let to = *number.entry(to).or_insert_with_key(|state| {
                states.push(state.clone());
                next
            });
            row.push((to, rate));
        }
        if states.len() > limit {
            return Err(ChainProblem::TooManyStates(limit));
        }
        rows.push(row);
    }
    Ok((Chain::new(rows), states))
}
