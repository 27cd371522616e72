//! Observers that turn the changes of one replication into its outcome, and the one table of
//! metrics from which `firedrill explain` and the documentation are made.
//!
//! Each kind of subject has a file with its columns, what it keeps while a replication runs, and
//! its values at the end, in the order of its columns.

mod backup;
mod cause;
mod columns;
mod cost;
mod crew;
mod data;
mod dataset;
mod incident;
mod integral;
mod layout;
#[cfg(test)]
mod made;
mod maintenance;
mod metric;
mod outcome;
mod people;
mod place;
mod pool;
mod predictor;
mod recorder;
mod service;
mod serving;
mod store;
mod timeline;
mod training;

pub use cause::name as cause_name;
pub use cost::{ALL as ALL_SUBJECT, CostKind};
pub use incident::{Disrupted, IncidentRow};
pub use layout::Layout;
pub use metric::{Column, Definition, Kind, Metric, Subject, Unit};
pub use outcome::{Observation, Outcome};
pub use recorder::Recorder;
pub use timeline::{Entry, Lane, Stretch, Timeline, Tone};
