//! What is observed of a pool.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::engine::{MemberState, Stretch};
use crate::model::{Action, FailureId, Maintained, Model, Pool, PoolId};
use crate::quantity::Time;

/// The pooled durations of a pool, in the order of its columns.
const STRETCHES: [(Stretch, Metric); 4] = [
    (Stretch::Detection, Metric::DetectionTime),
    (Stretch::PartWait, Metric::PartWait),
    (Stretch::CrewWait, Metric::CrewWait),
    (Stretch::Repair, Metric::RepairTime),
];

/// Things counted, in the order of their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Failures,
    Repairs,
    FalseAlarms,
    MissedFailures,
    Retired,
    SpareUse,
    FailedSwitches,
    Averted,
}

const COUNTS: [(Count, Metric); 8] = [
    (Count::Failures, Metric::Failures),
    (Count::Repairs, Metric::Repairs),
    (Count::FalseAlarms, Metric::FalseAlarms),
    (Count::MissedFailures, Metric::MissedFailures),
    (Count::Retired, Metric::Retired),
    (Count::SpareUse, Metric::SpareUse),
    (Count::FailedSwitches, Metric::FailedSwitches),
    (Count::Averted, Metric::AvertedFailures),
];

/// The ledger of one pool: members in each state over time, and counts.
#[derive(Clone, Debug)]
pub struct PoolLedger {
    positions: u32,
    spares: u32,
    /// What is counted.
    counted: Vec<(Count, Metric)>,
    states: [Integral; MemberState::ALL.len()],
    /// The states that have a column.
    listed: Vec<MemberState>,
    exhausted: Integral,
    counts: [u64; COUNTS.len()],
    /// The modes that strike the pool, with the failures of each.
    modes: Vec<(FailureId, u64)>,
    /// Members that began in a position and have failed since the start.
    gone: u32,
    first_pooled: u16,
}

fn modes(model: &Model, pool: PoolId) -> impl Iterator<Item = FailureId> + '_ {
    let modes = model.failures.entries();
    modes.filter(move |(_, it)| it.strikes.pools().contains(&pool)).map(|(id, _)| id)
}

/// The states that members of a pool can be in: dark ones only where it lies in domains, waiting
/// for people or in maintenance only where there is either.
fn states(model: &Model, id: PoolId) -> impl Iterator<Item = MemberState> + use<> {
    let lies_in_domains = !model.pools[id].across.is_empty();
    let called =
        model.repairs.iter().any(|repair| repair.stages.iter().any(|s| s.people.is_some()));
    let maintained = model.maintenance.iter().any(|work| match &work.of {
        Maintained::Pools(pools) => pools.contains(&id),
        Maintained::Domains(_) => false,
    });
    let can_be = move |state: &MemberState| match state {
        MemberState::Dark => lies_in_domains,
        MemberState::AwaitingPeople => called,
        MemberState::Maintained => maintained,
        _ => true,
    };
    MemberState::ALL.into_iter().filter(can_be)
}

/// What is counted of a pool.
fn counts(model: &Model, id: PoolId) -> impl Iterator<Item = (Count, Metric)> + use<> {
    let spares = model.pools[id].spare_count() > 0;
    let drained = model.predictors.iter().any(|predictor| {
        let drains = predictor.actions.iter().any(|it| matches!(it, Action::Drain { .. }));
        let of_pool = |mode: &FailureId| model.failures[*mode].strikes.pools().contains(&id);
        drains && predictor.watches.iter().any(of_pool)
    });
    let is_counted = move |(count, _): &(Count, Metric)| match count {
        Count::SpareUse | Count::FailedSwitches => spares,
        Count::Averted => drained,
        _ => true,
    };
    COUNTS.into_iter().filter(is_counted)
}

/// Adds a pool's columns.
pub fn add_columns(model: &Model, id: PoolId, layout: &mut Layout) {
    let name = &model.pools[id].name;
    let column = |metric| Column { metric, subject: name.clone() };
    let part = |metric, part: &str| Column { metric, subject: format!("{name}/{part}") };
    layout.values.push(column(Metric::MembersUp));
    for state in states(model, id) {
        layout.values.push(part(Metric::MemberHours, state.name()));
    }
    layout.values.extend(counts(model, id).map(|(_, metric)| column(metric)));
    if model.pools[id].spare_count() > 0 {
        layout.values.push(column(Metric::SpareExhaustedTime));
    }
    for mode in modes(model, id) {
        layout.values.push(part(Metric::FailuresByMode, &model.failures[mode].name));
    }
    layout.pooled.extend(STRETCHES.map(|(_, metric)| column(metric)));
    layout.series.push(column(Metric::SurvivorFraction));
    layout.series.push(column(Metric::NoMemberFailed));
    layout.series.push(column(Metric::MembersUpAt));
}

impl PoolLedger {
    /// The ledger of a pool whose pooled columns begin at `first_pooled`.
    pub fn new(model: &Model, id: PoolId, first_pooled: u16) -> Self {
        let pool: &Pool = &model.pools[id];
        let mut ledger = Self {
            positions: pool.members,
            spares: pool.spare_count(),
            counted: counts(model, id).collect(),
            states: [Integral::default(); MemberState::ALL.len()],
            listed: states(model, id).collect(),
            exhausted: Integral::default(),
            counts: [0; COUNTS.len()],
            modes: modes(model, id).map(|mode| (mode, 0)).collect(),
            gone: 0,
            first_pooled,
        };
        ledger.restart();
        ledger
    }

    /// How many pooled columns a pool has.
    pub const POOLED: usize = STRETCHES.len();

    pub fn restart(&mut self) {
        self.states = [Integral::default(); MemberState::ALL.len()];
        self.states[MemberState::Active as usize] =
            Integral::starting_at(f64::from(self.positions));
        self.states[MemberState::Standby as usize] = Integral::starting_at(f64::from(self.spares));
        self.exhausted = Integral::default();
        self.counts = [0; COUNTS.len()];
        for (_, count) in &mut self.modes {
            *count = 0;
        }
        self.gone = 0;
    }

    /// Observation begins.
    pub fn begin(&mut self, now: Time) {
        self.states.iter_mut().for_each(|state| state.begin(now));
        self.exhausted.begin(now);
        self.counts = [0; COUNTS.len()];
        for (_, count) in &mut self.modes {
            *count = 0;
        }
    }

    pub fn moved(&mut self, now: Time, from: MemberState, to: MemberState) {
        self.states[from as usize].add(now, -1.0);
        self.states[to as usize].add(now, 1.0);
    }

    pub fn failed(&mut self, failure: FailureId, first: bool) {
        self.count(Count::Failures);
        self.gone += u32::from(first);
        let mode = self.modes.iter_mut().find(|(mode, _)| *mode == failure);
        mode.expect("only modes that strike a pool make it fail").1 += 1;
    }

    pub fn count(&mut self, what: Count) {
        self.counts[what as usize] += 1;
    }

    pub fn exhausted(&mut self, now: Time, exhausted: bool) {
        self.exhausted.set(now, f64::from(u8::from(exhausted)));
    }

    /// The pooled column that a stretch belongs to.
    pub fn pooled(&self, stretch: Stretch) -> u16 {
        self.first_pooled + stretch as u16
    }

    /// The pool's values over `observed`, which ends at `end`, in the order of its columns.
    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let active = self.states[MemberState::Active as usize];
        values.push(observed.average(active));
        let states = self.listed.iter().map(|&state| self.states[state as usize]);
        values.extend(states.map(|state| observed.hours(state)));
        let counts = self.counted.iter();
        values.extend(counts.map(|&(count, _)| observed.count(self.counts[count as usize])));
        if self.spares > 0 {
            values.push(observed.hours(self.exhausted));
        }
        values.extend(self.modes.iter().map(|&(_, count)| observed.count(count)));
    }

    /// The pool's values now, in the order of its columns over time.
    pub fn now(&self) -> [Option<f64>; 3] {
        let positions = f64::from(self.positions);
        let left = f64::from(self.positions - self.gone);
        let whole = f64::from(u8::from(self.gone == 0));
        let up = self.states[MemberState::Active as usize].level();
        let survivors = (self.positions > 0).then(|| left / positions);
        [survivors, Some(whole), Some(up)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_the_order_of_their_enums() {
        for (index, (count, _)) in COUNTS.iter().enumerate() {
            assert_eq!(*count as usize, index);
        }
        for (index, (stretch, _)) in STRETCHES.iter().enumerate() {
            assert_eq!(*stretch as usize, index);
        }
        for (index, state) in MemberState::ALL.iter().enumerate() {
            assert_eq!(*state as usize, index);
        }
    }
}
