//! What is observed of a service.

mod has;

use super::cause::{self, ByCause};
use super::integral::Integral;
use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::engine::{Disruption, MoveStep, OutageStage, ServiceState};
use crate::model::{Model, ServiceId};
use crate::quantity::{Span, Time};

use has::Has;

/// What is counted of services that can move, in the order of their columns; the last two only
/// where there are drills.
const MOVES: [Metric; 5] = [
    Metric::Failovers,
    Metric::FailedFailovers,
    Metric::Failbacks,
    Metric::Drills,
    Metric::FailedDrills,
];
const WITHOUT_DRILLS: usize = 3;

/// Adds a service's columns.
pub fn add_columns(model: &Model, id: ServiceId, layout: &mut Layout) {
    let name = &model.services[id].name;
    let has = Has::of(model, id);
    let column = |metric| Column { metric, subject: name.clone() };
    let part = |metric, part: &str| Column { metric, subject: format!("{name}/{part}") };
    let stages = |metric| has.stages().map(move |stage| part(metric, stage.name()));
    let causes = cause::of_outages(model);
    let causes = |metric| causes.iter().map(move |it| part(metric, &cause::name(model, *it)));
    layout.incidents = true;
    layout.values.push(column(Metric::Availability));
    layout.values.push(column(Metric::Outages));
    layout.values.push(column(Metric::OutageTime));
    layout.values.push(column(Metric::TimeToFirstOutage));
    layout.values.extend(stages(Metric::OutageTimeByStage));
    layout.values.extend(causes(Metric::OutageTimeByCause));
    if has.planned {
        layout.values.push(column(Metric::PlannedTime));
    }
    if has.placements {
        layout.values.push(column(Metric::DegradedTime));
        layout.values.extend(moves(has).iter().map(|&metric| column(metric)));
    }
    layout.pooled.push(column(Metric::Rta));
    layout.pooled.push(column(Metric::TimeToFirstOutage));
    layout.pooled.extend(stages(Metric::RtaByStage));
    layout.pooled.extend(causes(Metric::RtaByCause));
    if has.placements {
        layout.pooled.push(column(Metric::FullRecovery));
    }
    layout.series.push(column(Metric::AvailabilityAt));
    layout.series.push(column(Metric::ReliabilityAt));
}

/// What is counted of a service that can move.
fn moves(has: Has) -> &'static [Metric] {
    if has.drills { &MOVES } else { &MOVES[..WITHOUT_DRILLS] }
}

/// The ledger of one service: its states over time, each on its own account, and its outages.
#[derive(Clone, Debug)]
pub struct ServiceLedger {
    has: Has,
    states: [Integral; ServiceState::ALL.len()],
    state: ServiceState,
    outages: u64,
    /// When the present outage began, while there is one.
    down_since: Option<Time>,
    /// When the first outage of the observed time began.
    first_outage: Option<Time>,
    /// Whether there has been an outage since the start.
    ever_down: bool,
    /// Hours in each stage of outages that began in the observed time.
    stages: [f64; OutageStage::ALL.len()],
    /// Hours of outages in the observed time.
    causes: ByCause,
    moves: [u64; MOVES.len()],
    /// Whether it is where a drill has moved it: going back from there is part of the drill.
    drilling: bool,
    first_pooled: u16,
}

impl ServiceLedger {
    /// How many pooled columns a service has.
    pub fn pooled(model: &Model, id: ServiceId) -> usize {
        let has = Has::of(model, id);
        let parts = has.stages().count() + cause::of_outages(model).len();
        2 + parts + usize::from(has.placements)
    }

    /// The ledger of a service whose pooled columns begin at `first_pooled`.
    pub fn new(model: &Model, id: ServiceId, first_pooled: u16) -> Self {
        let mut ledger = Self {
            has: Has::of(model, id),
            states: [Integral::default(); ServiceState::ALL.len()],
            state: ServiceState::Full,
            outages: 0,
            down_since: None,
            first_outage: None,
            ever_down: false,
            stages: [0.0; OutageStage::ALL.len()],
            causes: ByCause::new(cause::of_outages(model)),
            moves: [0; MOVES.len()],
            drilling: false,
            first_pooled,
        };
        ledger.restart();
        ledger
    }

    pub fn restart(&mut self) {
        self.states = [Integral::default(); ServiceState::ALL.len()];
        self.states[ServiceState::Full as usize] = Integral::starting_at(1.0);
        self.state = ServiceState::Full;
        self.down_since = None;
        self.ever_down = false;
        self.drilling = false;
        self.begin(Time::START);
    }

    /// Observation begins: an outage under way is not counted, but the service is down at once.
    pub fn begin(&mut self, now: Time) {
        self.states.iter_mut().for_each(|state| state.begin(now));
        self.outages = 0;
        self.first_outage = self.down_since.map(|_| now);
        self.stages.fill(0.0);
        self.causes.clear();
        self.moves.fill(0);
    }

    /// The service goes to another state; an outage that ends is returned with its onset.
    pub fn turns(&mut self, now: Time, state: ServiceState) -> Option<Time> {
        self.states[self.state as usize].set(now, 0.0);
        self.states[state as usize].set(now, 1.0);
        self.state = state;
        if state != ServiceState::Outage {
            return self.down_since.take();
        }
        if self.down_since.is_none() {
            self.down_since = Some(now);
            self.first_outage.get_or_insert(now);
            self.ever_down = true;
            self.outages += 1;
        }
        None
    }

    /// Something happened in moving it.
    pub fn moves(&mut self, step: MoveStep) {
        let drilled = self.drilling;
        match step {
            MoveStep::DrillDone(_) => self.drilling = true,
            MoveStep::Done(_) | MoveStep::BackDone(_) => self.drilling = false,
            _ => {}
        }
        let metric = match step {
            MoveStep::BackDone(_) if drilled => return,
            MoveStep::Done(_) | MoveStep::TrafficLeaves(_) => Metric::Failovers,
            MoveStep::Failed(_) => Metric::FailedFailovers,
            MoveStep::BackDone(_) | MoveStep::TrafficReturns(_) => Metric::Failbacks,
            MoveStep::DrillDone(_) => Metric::Drills,
            MoveStep::DrillFailed(_) => Metric::FailedDrills,
            _ => return,
        };
        let place = MOVES.iter().position(|&counted| counted == metric);
        self.moves[place.expect("what is counted has a place")] += 1;
    }

    /// A disruption is over, or was cut short at `now`; it may have begun before `start`, when
    /// observation did.
    pub fn disruption(
        &mut self,
        (start, now): (Time, Time),
        disruption: &Disruption,
        observations: &mut Vec<Observation>,
    ) {
        let until = disruption.up.unwrap_or(now);
        let seen = until - disruption.onset.max(start);
        self.causes.add(disruption.root.cause, seen.max(Span::ZERO).hours());
        if disruption.onset < start {
            return;
        }
        let finished = disruption.up.is_some();
        let mut column = self.first_pooled + 2;
        for stage in OutageStage::ALL {
            let hours = disruption.stages[stage as usize].hours();
            if !self.has.stages[stage as usize] {
                assert!(hours == 0.0, "an outage comes only to stages that it can come to");
                continue;
            }
            self.stages[stage as usize] += hours;
            // Of an unfinished outage a stage that it has not come to says nothing.
            if finished || hours > 0.0 {
                observations.push(Observation { column, value: hours, finished });
            }
            column += 1;
        }
        let cause = self.causes.place(disruption.root.cause) as u16;
        let value = (until - disruption.onset).hours();
        observations.push(Observation { column: column + cause, value, finished });
        if self.has.placements {
            let column = column + self.causes.causes.len() as u16;
            let value = (disruption.full.unwrap_or(now) - disruption.onset).hours();
            let finished = disruption.full.is_some();
            observations.push(Observation { column, value, finished });
        }
    }

    /// The pooled column of outage durations.
    pub const fn rta(&self) -> u16 {
        self.first_pooled
    }

    fn state(&self, state: ServiceState) -> Integral {
        self.states[state as usize]
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let first = self.first_outage.filter(|_| observed.any());
        let up = [ServiceState::Full, ServiceState::Degraded]
            .map(|state| observed.average(self.state(state)));
        let hours = |state| observed.hours(self.state(state));
        values.extend([
            up[0].zip(up[1]).map(|(full, degraded)| full + degraded),
            observed.count(self.outages),
            hours(ServiceState::Outage),
            first.map(|at| (at - observed.start).hours()),
        ]);
        let known = |hours: f64| observed.any().then_some(hours);
        values.extend(self.has.stages().map(|stage| known(self.stages[stage as usize])));
        values.extend(self.causes.amounts.iter().map(|&hours| known(hours)));
        if self.has.planned {
            values.push(hours(ServiceState::Planned));
        }
        if self.has.placements {
            values.push(hours(ServiceState::Degraded));
            let moves = self.moves.iter().take(moves(self.has).len());
            values.extend(moves.map(|&count| observed.count(count)));
        }
    }

    /// What was under way, or had not come, when observation ended.
    pub fn unfinished(&self, observed: &Observed, observations: &mut Vec<Observation>) {
        if let Some(since) = self.down_since.filter(|&since| since >= observed.start) {
            let value = (observed.end - since).hours();
            observations.push(Observation { column: self.rta(), value, finished: false });
        }
        if observed.any() {
            let finished = self.first_outage.is_some();
            let until = self.first_outage.unwrap_or(observed.end);
            let value = (until - observed.start).hours();
            observations.push(Observation { column: self.first_pooled + 1, value, finished });
        }
    }

    /// The service's values now, in the order of its columns over time.
    pub fn now(&self) -> [Option<f64>; 2] {
        let level = |yes: bool| Some(f64::from(u8::from(yes)));
        [level(self.state.is_up()), level(!self.ever_down)]
    }

    /// The service's values at a time after an early end: only an outage that has been stays true.
    pub fn after_end(&self) -> [Option<f64>; 2] {
        [None, self.ever_down.then_some(0.0)]
    }
}

#[cfg(test)]
mod tests;
