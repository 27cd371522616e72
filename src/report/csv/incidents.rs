//! `incidents.csv`: one row an incident, streamed, so that memory does not grow with them.
//!
//! Stages that a kind of incident does not have are empty. A row whose `censored` is `true` was not
//! over when observation ended: its durations are what was seen of them, and what is known only at
//! the end is empty. A service that was back by then, but not in full, has its `rta_h` and no
//! `full_recovery_h`.

use std::path::Path;

use super::stream::Stream;
use super::{maybe, number, text};
use crate::measure::IncidentRow;
use crate::quantity::{Bytes, Money, Span};
use crate::report::ReportError;

const HEADER: [&str; 18] = [
    "replication",
    "start_h",
    "subject",
    "cause",
    "scope",
    "detect_h",
    "acknowledge_h",
    "decide_h",
    "repair_h",
    "restore_h",
    "activate_h",
    "verify_h",
    "rta_h",
    "full_recovery_h",
    "rpa_h",
    "bytes_lost",
    "cost",
    "censored",
];

/// Writes `incidents.csv` row by row under a temporary name; the file appears with
/// [`IncidentsWriter::finish`], and nothing of it stays when the writer is dropped before.
pub struct IncidentsWriter {
    stream: Stream,
}

impl IncidentsWriter {
    /// Begins the file with its header. The names that its rows can have decide on the byte-order
    /// mark.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create<'a>(
        path: &Path,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ReportError> {
        let mut stream = Stream::create(path, names.into_iter().all(str::is_ascii))?;
        stream.put(HEADER)?;
        Ok(Self { stream })
    }

    /// Adds the row of one incident.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn write(&mut self, replication: u64, row: &IncidentRow) -> Result<(), ReportError> {
        let hours = |span: Option<Span>| maybe(span.map(Span::hours));
        let cells: [String; HEADER.len()] = [
            replication.to_string(),
            number(row.start.hours()),
            text(&row.subject),
            text(&row.cause),
            text(&row.scope),
            hours(row.detect),
            hours(row.acknowledge),
            hours(row.decide),
            hours(row.repair),
            hours(row.restore),
            hours(row.activate),
            hours(row.verify),
            number(row.rta.hours()),
            hours(row.full_recovery),
            hours(row.rpa),
            maybe(row.bytes_lost.map(Bytes::get)),
            maybe(row.cost.map(Money::amount)),
            (!row.finished).to_string(),
        ];
        self.stream.put(cells)
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When the disk does not take the rest of it; then there is no file, or an older one.
    pub fn finish(self) -> Result<(), ReportError> {
        self.stream.finish()
    }
}
