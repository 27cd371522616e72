//! What comes of one replication.

use super::incident::IncidentRow;
use super::integral::Integral;
use crate::quantity::{Span, Time};

/// What came of one replication, laid out as [`super::Layout`] says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub replication: u64,
    /// One a column of values; `None` where nothing was observed.
    pub values: Vec<Option<f64>>,
    /// What was observed of the pooled columns, in the order in which it ended.
    pub observations: Vec<Observation>,
    /// Incidents that began in the observed time, in the order in which they ended.
    pub incidents: Vec<IncidentRow>,
    /// Values over time, all columns at the first time, then at the next; `None` where the
    /// replication had ended before.
    pub series: Vec<Option<f64>>,
    /// How long it was observed; `None` where it ended before that began.
    pub observed: Option<Span>,
    /// Events served.
    pub events: u64,
}

/// One observation of a pooled column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// In the metric's unit: hours, or a share.
    pub value: f64,
    /// The column it belongs to.
    pub column: u16,
    /// Whether it ended before observation did.
    pub finished: bool,
}

/// The observed stretch of one replication: from the warm-up to its end.
#[derive(Clone, Copy, Debug)]
pub struct Observed {
    pub start: Time,
    pub end: Time,
}

impl Observed {
    /// Whether anything was observed at all.
    pub fn any(&self) -> bool {
        self.end >= self.start
    }

    /// How long it is, where anything was observed.
    pub fn length(&self) -> Option<Span> {
        self.any().then(|| self.end - self.start)
    }

    /// The level averaged over the observed time.
    pub fn average(&self, level: Integral) -> Option<f64> {
        (self.end > self.start).then(|| level.until(self.end) / (self.end - self.start))
    }

    /// The level's integral in hours.
    pub fn hours(&self, level: Integral) -> Option<f64> {
        self.any().then(|| level.until(self.end).hours())
    }

    pub fn count(&self, count: u64) -> Option<f64> {
        self.any().then_some(count as f64)
    }
}
