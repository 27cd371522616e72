//! `replications.csv`: one row a replication, streamed, so that memory does not grow with them.

use std::io::Write;
use std::path::Path;

use csv::Writer;

use super::{BYTE_ORDER_MARK, dialect, maybe, text};
use crate::measure::Column;
use crate::report::ReportError;
use crate::report::folder::Draft;

/// Writes `replications.csv` row by row under a temporary name; the file appears with
/// [`ReplicationsWriter::finish`], and nothing of it stays when the writer is dropped before.
pub struct ReplicationsWriter {
    rows: Writer<Draft>,
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
        let mut draft = Draft::create(path)?;
        if !header.iter().all(|name| name.is_ascii()) {
            draft.write_all(BYTE_ORDER_MARK).map_err(|cause| ReportError::new(path, cause))?;
        }
        let mut writer =
            Self { rows: dialect().from_writer(draft), columns: columns.len(), row: header };
        writer.put()?;
        Ok(writer)
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
        self.put()
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When the disk does not take the rest of it; then there is no file, or an older one.
    pub fn finish(self) -> Result<(), ReportError> {
        let path = self.rows.get_ref().path().to_path_buf();
        let draft =
            self.rows.into_inner().map_err(|error| ReportError::new(&path, error.into_error()))?;
        draft.publish()
    }

    fn put(&mut self) -> Result<(), ReportError> {
        self.rows.write_record(&self.row).map_err(|error| {
            let path = self.rows.get_ref().path();
            let cause = match error.into_kind() {
                csv::ErrorKind::Io(cause) => cause,
                other => std::io::Error::other(format!("{other:?}")),
            };
            ReportError::new(path, cause)
        })
    }
}
