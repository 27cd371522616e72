//! Observers that turn the changes of one replication into its outcome, and the one table of
//! metrics from which `firedrill explain` and the documentation are made.

mod metric;

pub use metric::{Column, Definition, Kind, Metric, Subject, Unit};
