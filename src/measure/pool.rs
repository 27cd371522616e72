//! What is observed of a pool.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::engine::{MemberState, Stretch};
use crate::model::{FailureId, Model, Pool, PoolId, Strikes};
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
}

/// How many counts, from the first on, any pool has; the rest are of spares.
const WITHOUT_SPARES: usize = 5;

const COUNTS: [(Count, Metric); 7] = [
    (Count::Failures, Metric::Failures),
    (Count::Repairs, Metric::Repairs),
    (Count::FalseAlarms, Metric::FalseAlarms),
    (Count::MissedFailures, Metric::MissedFailures),
    (Count::Retired, Metric::Retired),
    (Count::SpareUse, Metric::SpareUse),
    (Count::FailedSwitches, Metric::FailedSwitches),
];

/// The ledger of one pool: members in each state over time, and counts.
#[derive(Clone, Debug)]
pub struct PoolLedger {
    positions: u32,
    spares: u32,
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
    model.failures.entries().filter_map(move |(id, failure)| {
        let strikes = match &failure.strikes {
            Strikes::Each(pools) | Strikes::EachBad(pools) => pools.contains(&pool),
            Strikes::One(one) | Strikes::Several(_, one) => *one == pool,
            Strikes::Places(_) | Strikes::Dataset(_) | Strikes::Credential(_) => false,
        };
        strikes.then_some(id)
    })
}

/// The states that members of a pool can be in: dark ones only where it lies in domains.
fn states(pool: &Pool) -> impl Iterator<Item = MemberState> + use<> {
    let lies_in_domains = !pool.across.is_empty();
    let can_be = move |state: &MemberState| lies_in_domains || *state != MemberState::Dark;
    MemberState::ALL.into_iter().filter(can_be)
}

/// What is counted of a pool with so many spares.
fn counts(spares: u32) -> &'static [(Count, Metric)] {
    if spares > 0 { &COUNTS } else { &COUNTS[..WITHOUT_SPARES] }
}

/// Adds a pool's columns.
pub fn add_columns(model: &Model, id: PoolId, layout: &mut Layout) {
    let name = &model.pools[id].name;
    let column = |metric| Column { metric, subject: name.clone() };
    let part = |metric, part: &str| Column { metric, subject: format!("{name}/{part}") };
    layout.values.push(column(Metric::MembersUp));
    for state in states(&model.pools[id]) {
        layout.values.push(part(Metric::MemberHours, state.name()));
    }
    let counts = counts(model.pools[id].spare_count());
    layout.values.extend(counts.iter().map(|&(_, metric)| column(metric)));
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
            states: [Integral::default(); MemberState::ALL.len()],
            listed: states(pool).collect(),
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
        let counts = counts(self.spares).iter();
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
