//! `replications.csv`: one row a replication, streamed, so that memory does not grow with them.

use std::path::Path;

use super::stream::Stream;
use super::{maybe, text};
use crate::measure::Column;
use crate::report::ReportError;

/// Writes `replications.csv` row by row under a temporary name; the file appears with
/// [`ReplicationsWriter::finish`], and nothing of it stays when the writer is dropped before.
pub struct ReplicationsWriter {
    stream: Stream,
    columns: usize,
    row: Vec<String>,
}

impl ReplicationsWriter {
    /// Begins the file with its header. All other cells are numbers, so the header alone decides
    /// on the byte-order mark.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path, columns: &[Column]) -> Result<Self, ReportError> {
        let names = columns.iter().map(|column| text(&column.to_string()));
        let header: Vec<String> = ["replication".to_string()].into_iter().chain(names).collect();
        let mut stream = Stream::create(path, header.iter().all(|name| name.is_ascii()))?;
        stream.put(&header)?;
        Ok(Self { stream, columns: columns.len(), row: header })
    }

    /// Adds the row of one replication: a value a column, in the columns' order; `None` leaves the
    /// cell empty.
    ///
    /// # Errors
    /// When the disk does not take it.
    ///
    /// # Panics
    /// When there is not one value a column.
    pub fn write(&mut self, replication: u64, values: &[Option<f64>]) -> Result<(), ReportError> {
        assert_eq!(values.len(), self.columns, "a row has one value a column");
        self.row.clear();
        self.row.push(replication.to_string());
        self.row.extend(values.iter().map(|value| maybe(*value)));
        self.stream.put(&self.row)
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When the disk does not take the rest of it; then there is no file, or an older one.
    pub fn finish(self) -> Result<(), ReportError> {
        self.stream.finish()
    }
}
