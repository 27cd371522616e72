//! What is observed of people on call.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::model::OnCall;
use crate::quantity::Time;

/// Adds the columns of people on call; escalations only where an alarm can go on from them.
pub fn add_columns(people: &OnCall, layout: &mut Layout) {
    let column = |metric| Column { metric, subject: people.name.clone() };
    layout.values.push(column(Metric::Alarms));
    if people.escalates.is_some() {
        layout.values.push(column(Metric::Escalations));
    }
    layout.values.push(column(Metric::PeopleUtilisation));
    layout.pooled.push(column(Metric::AcknowledgeTime));
}

/// The alarms of one level of people, and how many of them are busy over time.
#[derive(Clone, Copy, Debug)]
pub struct PeopleLedger {
    size: f64,
    alarms: u64,
    /// `None`: no alarm goes on from them.
    escalations: Option<u64>,
    busy: Integral,
    first_pooled: u16,
}

impl PeopleLedger {
    /// How many pooled columns people have.
    pub const POOLED: usize = 1;

    /// The ledger of people whose pooled column is `first_pooled`.
    pub fn new(people: &OnCall, first_pooled: u16) -> Self {
        Self {
            size: f64::from(people.size),
            alarms: 0,
            escalations: people.escalates.is_some().then_some(0),
            busy: Integral::default(),
            first_pooled,
        }
    }

    pub fn restart(&mut self) {
        self.busy = Integral::default();
        self.begin(Time::START);
    }

    /// Observation begins: what went before does not count.
    pub fn begin(&mut self, now: Time) {
        self.busy.begin(now);
        self.alarms = 0;
        self.escalations = self.escalations.map(|_| 0);
    }

    pub fn alarm(&mut self) {
        self.alarms += 1;
    }

    pub fn escalated(&mut self) {
        let count = self.escalations.as_mut().expect("alarms go on only where there is a level");
        *count += 1;
    }

    pub fn busy(&mut self, now: Time, busy: u32) {
        self.busy.set(now, f64::from(busy));
    }

    /// An alarm first raised `since` was acknowledged, or is no longer needed.
    pub fn acknowledged(&self, now: Time, since: Time, finished: bool) -> Observation {
        Observation { column: self.first_pooled, value: (now - since).hours(), finished }
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        values.push(observed.count(self.alarms));
        values.extend(self.escalations.map(|count| observed.count(count)));
        values.push(observed.average(self.busy).map(|busy| busy / self.size));
    }
}
