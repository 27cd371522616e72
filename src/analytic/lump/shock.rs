//! Shocks: what they take of every pool at one instant, and with which probability.

use super::plan::{Plan, ShockPlan};
use super::state::{Moves, State};
use crate::analytic::weights::Weights;

/// How many are struck: of the members in positions, of the spares that stand by and of those
/// that are called, by kind.
#[derive(Clone, Default)]
struct Struck {
    up: u32,
    spares: Vec<u32>,
    called: Vec<u32>,
}

/// A number of members, and the probability that each of them is struck.
#[derive(Clone, Copy)]
struct Exposed {
    count: u32,
    each: f64,
}

impl Exposed {
    /// How many are struck, with the probability of each number.
    fn struck(self) -> Vec<(u32, f64)> {
        if self.count == 0 || self.each == 0.0 {
            return vec![(0, 1.0)];
        }
        if self.each == 1.0 {
            return vec![(self.count, 1.0)];
        }
        let found = Weights::binomial(self.count, self.each, 1.0 - self.each);
        let numbers = (found.first as u32..).zip(found.probabilities);
        numbers.collect()
    }
}

impl Plan {
    /// Every way in which a shock can come out. Spares are struck as they stand at its instant,
    /// then those that are left are called.
    pub(super) fn strike_together(&self, state: &State, shock: &ShockPlan, moves: &mut Moves) {
        let mut outcomes = vec![(state.clone(), shock.rate)];
        for &hit in &shock.hits {
            let mut next = Vec::new();
            for (state, rate) in outcomes {
                self.strike_pool(&state, hit, (shock.each, rate), &mut next);
            }
            outcomes = next;
        }
        moves.extend(outcomes);
    }

    fn strike_pool(
        &self,
        state: &State,
        (pool, mode): (usize, usize),
        (each, rate): (f64, f64),
        outcomes: &mut Moves,
    ) {
        if state.switch_failed {
            return outcomes.push((state.clone(), rate));
        }
        let members = &state.pools[pool];
        let in_positions = Exposed { count: members.up, each };
        let mut ways = Vec::new();
        for (up, probability) in in_positions.struck() {
            ways.push((Struck { up, ..Struck::default() }, probability));
        }
        for (kind, plan) in self.pools[pool].spares.iter().enumerate() {
            let standing = |count| Exposed { count, each: each * plan.dormancy };
            spread(&mut ways, standing(members.spares[kind]), |way, n| way.spares.push(n));
            spread(&mut ways, standing(members.activating[kind]), |way, n| way.called.push(n));
        }
        for (struck, probability) in ways {
            self.carry_out(state.clone(), (pool, mode), &struck, (rate * probability, outcomes));
        }
    }

    fn carry_out(
        &self,
        mut next: State,
        (pool, number): (usize, usize),
        struck: &Struck,
        (rate, outcomes): (f64, &mut Moves),
    ) {
        let Struck { up, spares, called } = struck;
        let members = &mut next.pools[pool];
        members.up -= up;
        for (kind, (spares, called)) in spares.iter().zip(called).enumerate() {
            members.spares[kind] -= spares;
            members.activating[kind] -= called;
        }
        let opened = up + called.iter().sum::<u32>();
        let mode = &self.pools[pool].modes[number];
        if mode.detection.is_some() {
            members.undetected[number] += opened;
            members.undetected_spares[number] += spares.iter().sum::<u32>();
            return outcomes.push((next, rate));
        }
        for _ in 0..opened + spares.iter().sum::<u32>() {
            self.send_away(&mut next, mode.then);
        }
        let mut filled = vec![(next, rate)];
        for _ in 0..opened {
            let mut onward = Vec::new();
            for (state, rate) in filled {
                if state.switch_failed {
                    onward.push((state, rate));
                } else {
                    self.call_spare(state, pool, rate, &mut onward);
                }
            }
            filled = onward;
        }
        outcomes.extend(filled);
    }
}

/// Every way so far with every number that is struck of some more.
fn spread(ways: &mut Vec<(Struck, f64)>, exposed: Exposed, mut add: impl FnMut(&mut Struck, u32)) {
    let struck = exposed.struck();
    let mut further = Vec::with_capacity(ways.len() * struck.len());
    for (way, probability) in &*ways {
        for &(number, of_it) in &struck {
            let mut way = way.clone();
            add(&mut way, number);
            further.push((way, probability * of_it));
        }
    }
    *ways = further;
}
