//! What is observed of a crew.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::model::Crew;
use crate::quantity::Time;

/// Adds a crew's columns.
pub fn add_columns(crew: &Crew, layout: &mut Layout) {
    let metric = Metric::CrewUtilisation;
    layout.values.push(Column { metric, subject: crew.name.clone() });
}

/// How many of a crew are at work, over time.
#[derive(Clone, Copy, Debug, Default)]
pub struct CrewLedger {
    busy: Integral,
    size: f64,
}

impl CrewLedger {
    pub fn new(crew: &Crew) -> Self {
        Self { busy: Integral::default(), size: f64::from(crew.size) }
    }

    pub fn restart(&mut self) {
        self.busy = Integral::default();
    }

    pub fn begin(&mut self, now: Time) {
        self.busy.begin(now);
    }

    pub fn busy(&mut self, now: Time, busy: u32) {
        self.busy.set(now, f64::from(busy));
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        values.push(observed.average(self.busy).map(|busy| busy / self.size));
    }
}
