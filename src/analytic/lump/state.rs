//! The states of the chain and the moves between them.

use super::super::chain::System;
use super::plan::Plan;

/// Where everything is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    pub pools: Vec<PoolState>,
    /// Members at work, by station.
    pub at_work: Vec<u32>,
    /// Who waits for each crew, first come first: a station and how many of it in a row.
    pub queues: Vec<Vec<(usize, u32)>>,
    /// A switch has failed: the chain is followed no further.
    pub switch_failed: bool,
}

/// The members of a pool that are not under repair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PoolState {
    /// Positions filled by members that are up.
    pub up: u32,
    /// Positions filled by failed members that are not yet detected, by mode.
    pub undetected: Vec<u32>,
    /// Failed spares that are not yet detected, by mode.
    pub undetected_spares: Vec<u32>,
    /// Positions that wait for a called spare, by kind.
    pub activating: Vec<u32>,
    /// Spares that are not called, by kind.
    pub spares: Vec<u32>,
}

pub(super) type Moves = Vec<(State, f64)>;

impl System for Plan {
    type State = State;

    fn start(&self) -> State {
        let pools = self.pools.iter().map(|pool| PoolState {
            up: pool.members,
            undetected: vec![0; pool.modes.len()],
            undetected_spares: vec![0; pool.modes.len()],
            activating: vec![0; pool.spares.len()],
            spares: pool.spares.iter().map(|kind| kind.count).collect(),
        });
        State {
            pools: pools.collect(),
            at_work: vec![0; self.stations.len()],
            queues: vec![Vec::new(); self.crews.len()],
            switch_failed: false,
        }
    }

    fn moves(&self, state: &State, moves: &mut Moves) {
        if state.switch_failed {
            return;
        }
        for pool in 0..self.pools.len() {
            self.failures_in_positions(state, pool, moves);
            self.failures_of_spares(state, pool, moves);
            self.detections(state, pool, moves);
            self.activations(state, pool, moves);
        }
        for shock in &self.shocks {
            self.strike_together(state, shock, moves);
        }
        self.stage_ends(state, moves);
    }
}

impl Plan {
    fn failures_in_positions(&self, state: &State, pool: usize, moves: &mut Moves) {
        let up = state.pools[pool].up;
        if up == 0 {
            return;
        }
        let modes = self.pools[pool].modes.iter().enumerate();
        for (number, mode) in modes.filter(|(_, mode)| mode.rate > 0.0) {
            let exposed = if mode.strikes_one { 1.0 } else { f64::from(up) };
            let mut next = state.clone();
            next.pools[pool].up -= 1;
            if mode.detection.is_some() {
                next.pools[pool].undetected[number] += 1;
                moves.push((next, exposed * mode.rate));
            } else {
                self.send_away(&mut next, mode.then);
                self.call_spare(next, pool, exposed * mode.rate, moves);
            }
        }
    }

    fn failures_of_spares(&self, state: &State, pool: usize, moves: &mut Moves) {
        for (kind, spares) in self.pools[pool].spares.iter().enumerate() {
            let each = self.pools[pool].modes.iter().enumerate();
            for (number, mode) in each.filter(|(_, mode)| !mode.strikes_one) {
                let rate = spares.dormancy * mode.rate;
                if rate > 0.0 {
                    self.failure_of_spare(state, (pool, kind, number), rate, moves);
                    self.failure_of_called_spare(state, (pool, kind, number), rate, moves);
                }
            }
        }
    }

    fn failure_of_spare(
        &self,
        state: &State,
        (pool, kind, number): (usize, usize, usize),
        rate: f64,
        moves: &mut Moves,
    ) {
        let waiting = state.pools[pool].spares[kind];
        if waiting == 0 {
            return;
        }
        let mode = &self.pools[pool].modes[number];
        let mut next = state.clone();
        next.pools[pool].spares[kind] -= 1;
        if mode.detection.is_some() {
            next.pools[pool].undetected_spares[number] += 1;
        } else {
            self.send_away(&mut next, mode.then);
        }
        moves.push((next, f64::from(waiting) * rate));
    }

    fn failure_of_called_spare(
        &self,
        state: &State,
        (pool, kind, number): (usize, usize, usize),
        rate: f64,
        moves: &mut Moves,
    ) {
        let called = state.pools[pool].activating[kind];
        if called == 0 {
            return;
        }
        let mode = &self.pools[pool].modes[number];
        let mut next = state.clone();
        next.pools[pool].activating[kind] -= 1;
        if mode.detection.is_some() {
            next.pools[pool].undetected[number] += 1;
            moves.push((next, f64::from(called) * rate));
        } else {
            self.send_away(&mut next, mode.then);
            self.call_spare(next, pool, f64::from(called) * rate, moves);
        }
    }

    fn detections(&self, state: &State, pool: usize, moves: &mut Moves) {
        for (number, mode) in self.pools[pool].modes.iter().enumerate() {
            let Some(rate) = mode.detection else {
                continue;
            };
            let in_positions = state.pools[pool].undetected[number];
            if in_positions > 0 {
                let mut next = state.clone();
                next.pools[pool].undetected[number] -= 1;
                self.send_away(&mut next, mode.then);
                self.call_spare(next, pool, f64::from(in_positions) * rate, moves);
            }
            let spares = state.pools[pool].undetected_spares[number];
            if spares > 0 {
                let mut next = state.clone();
                next.pools[pool].undetected_spares[number] -= 1;
                self.send_away(&mut next, mode.then);
                moves.push((next, f64::from(spares) * rate));
            }
        }
    }

    fn activations(&self, state: &State, pool: usize, moves: &mut Moves) {
        for (kind, spares) in self.pools[pool].spares.iter().enumerate() {
            let called = state.pools[pool].activating[kind];
            let Some(rate) = spares.activation.filter(|_| called > 0) else {
                continue;
            };
            let mut next = state.clone();
            next.pools[pool].activating[kind] -= 1;
            self.switch(next, pool, f64::from(called) * rate, moves);
        }
    }

    /// Switches a ready spare into its position, which works or does not.
    fn switch(&self, mut next: State, pool: usize, rate: f64, moves: &mut Moves) {
        let works = self.pools[pool].switching;
        if works < 1.0 {
            let mut failed = next.clone();
            failed.switch_failed = true;
            moves.push((failed, rate * (1.0 - works)));
        }
        next.pools[pool].up += 1;
        moves.push((next, rate * works));
    }

    fn stage_ends(&self, state: &State, moves: &mut Moves) {
        for (number, station) in self.stations.iter().enumerate() {
            if state.at_work[number] == 0 {
                continue;
            }
            let rate = f64::from(state.at_work[number]) * station.rate;
            let mut next = state.clone();
            next.at_work[number] -= 1;
            if let Some(crew) = station.crew {
                take_from_queue(&mut next, crew);
            }
            if let Some(onward) = station.next.filter(|_| station.fixes < 1.0) {
                let mut next = next.clone();
                self.enter(&mut next, onward);
                moves.push((next, rate * (1.0 - station.fixes)));
            }
            if station.fixes > 0.0 {
                self.put_back(&mut next, station.pool);
                moves.push((next, rate * station.fixes));
            }
        }
    }

    /// Positions of a pool that are neither filled nor promised to a called spare.
    fn open(&self, state: &State, pool: usize) -> u32 {
        let PoolState { up, undetected, activating, .. } = &state.pools[pool];
        let taken = up + undetected.iter().sum::<u32>() + activating.iter().sum::<u32>();
        self.pools[pool].members - taken
    }

    /// Fills the position that has just opened, and pushes what comes of it.
    pub(super) fn call_spare(&self, mut next: State, pool: usize, rate: f64, moves: &mut Moves) {
        let plan = &self.pools[pool];
        let ready = next.pools[pool].spares.iter().position(|&count| count > 0);
        let Some(kind) = ready.filter(|_| self.open(&next, pool) > 0) else {
            moves.push((next, rate));
            return;
        };
        next.pools[pool].spares[kind] -= 1;
        if plan.spares[kind].activation.is_some() {
            next.pools[pool].activating[kind] += 1;
            moves.push((next, rate));
        } else {
            self.switch(next, pool, rate, moves);
        }
    }

    pub(super) fn send_away(&self, state: &mut State, then: Option<usize>) {
        if let Some(station) = then {
            self.enter(state, station);
        }
    }

    fn enter(&self, state: &mut State, station: usize) {
        let Some(crew) = self.stations[station].crew else {
            state.at_work[station] += 1;
            return;
        };
        let stations = self.stations.iter().zip(&state.at_work);
        let own = stations.filter(|(other, _)| other.crew == Some(crew));
        let busy: u32 = own.map(|(_, &members)| members).sum();
        if busy < self.crews[crew] {
            state.at_work[station] += 1;
            return;
        }
        match state.queues[crew].last_mut() {
            Some((last, members)) if *last == station => *members += 1,
            _ => state.queues[crew].push((station, 1)),
        }
    }

    /// A repaired member takes an open position, else becomes a spare of the first kind that
    /// lacks one.
    fn put_back(&self, state: &mut State, pool: usize) {
        if self.open(state, pool) > 0 {
            state.pools[pool].up += 1;
            return;
        }
        let kinds = state.pools[pool].spares.iter_mut().zip(&self.pools[pool].spares);
        let (count, _) = kinds
            .into_iter()
            .find(|(count, plan)| **count < plan.count)
            .expect("a repaired member finds a position or a spare's place");
        *count += 1;
    }
}

fn take_from_queue(state: &mut State, crew: usize) {
    let Some((station, members)) = state.queues[crew].first_mut() else {
        return;
    };
    state.at_work[*station] += 1;
    *members -= 1;
    if *members == 0 {
        state.queues[crew].remove(0);
    }
}
