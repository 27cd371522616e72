//! What is observed of a service.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::model::Service;
use crate::quantity::Time;

/// Adds a service's columns.
pub fn add_columns(service: &Service, layout: &mut Layout) {
    let column = |metric| Column { metric, subject: service.name.clone() };
    layout.values.push(column(Metric::Availability));
    layout.values.push(column(Metric::Outages));
    layout.values.push(column(Metric::OutageTime));
    layout.values.push(column(Metric::TimeToFirstOutage));
    layout.pooled.push(column(Metric::Rta));
    layout.pooled.push(column(Metric::TimeToFirstOutage));
    layout.series.push(column(Metric::AvailabilityAt));
    layout.series.push(column(Metric::ReliabilityAt));
}

/// The ledger of one service: up and down over time, each on its own account.
#[derive(Clone, Copy, Debug)]
pub struct ServiceLedger {
    up: Integral,
    down: Integral,
    outages: u64,
    /// When the present outage began, while there is one.
    down_since: Option<Time>,
    /// When the first outage of the observed time began.
    first_outage: Option<Time>,
    /// Whether there has been an outage since the start.
    ever_down: bool,
    first_pooled: u16,
}

impl ServiceLedger {
    /// How many pooled columns a service has.
    pub const POOLED: usize = 2;

    /// The ledger of a service whose pooled columns begin at `first_pooled`.
    pub const fn new(first_pooled: u16) -> Self {
        Self {
            up: Integral::starting_at(1.0),
            down: Integral::starting_at(0.0),
            outages: 0,
            down_since: None,
            first_outage: None,
            ever_down: false,
            first_pooled,
        }
    }

    pub fn restart(&mut self) {
        *self = Self::new(self.first_pooled);
    }

    /// Observation begins: an outage under way is not counted, but the service is down at once.
    pub fn begin(&mut self, now: Time) {
        self.up.begin(now);
        self.down.begin(now);
        self.outages = 0;
        self.first_outage = self.down_since.map(|_| now);
    }

    /// The service goes up or down; an outage that ends is returned with its onset.
    pub fn turns(&mut self, now: Time, up: bool) -> Option<Time> {
        self.up.set(now, f64::from(u8::from(up)));
        self.down.set(now, f64::from(u8::from(!up)));
        if up {
            return self.down_since.take();
        }
        self.down_since = Some(now);
        self.first_outage.get_or_insert(now);
        self.ever_down = true;
        self.outages += 1;
        None
    }

    /// The pooled column of outage durations.
    pub const fn rta(&self) -> u16 {
        self.first_pooled
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let first = self.first_outage.filter(|_| observed.any());
        values.extend([
            observed.average(self.up),
            observed.count(self.outages),
            observed.hours(self.down),
            first.map(|at| (at - observed.start).hours()),
        ]);
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
        [Some(self.up.level()), Some(f64::from(u8::from(!self.ever_down)))]
    }

    /// The service's values at a time after an early end: only an outage that has been stays true.
    pub fn after_end(&self) -> [Option<f64>; 2] {
        [None, self.ever_down.then_some(0.0)]
    }
}
