//! A table that grows row by row under a temporary name.

use std::io::Write;
use std::path::Path;

use csv::Writer;

use super::{BYTE_ORDER_MARK, dialect};
use crate::report::ReportError;
use crate::report::folder::Draft;

/// One table on its way to the disk.
pub(super) struct Stream {
    rows: Writer<Draft>,
}

impl Stream {
    /// Begins the file; with a byte-order mark where its cells are not all to be ASCII.
    pub(super) fn create(path: &Path, ascii: bool) -> Result<Self, ReportError> {
        let mut draft = Draft::create(path)?;
        if !ascii {
            draft.write_all(BYTE_ORDER_MARK).map_err(|cause| ReportError::new(path, cause))?;
        }
        Ok(Self { rows: dialect().from_writer(draft) })
    }

    pub(super) fn put<Cell: AsRef<[u8]>>(
        &mut self,
        row: impl IntoIterator<Item = Cell>,
    ) -> Result<(), ReportError> {
        self.rows.write_record(row).map_err(|error| {
            let path = self.rows.get_ref().path();
            let cause = match error.into_kind() {
                csv::ErrorKind::Io(cause) => cause,
                other => std::io::Error::other(format!("{other:?}")),
            };
            ReportError::new(path, cause)
        })
    }

    pub(super) fn finish(self) -> Result<(), ReportError> {
        let path = self.rows.get_ref().path().to_path_buf();
        let draft =
            self.rows.into_inner().map_err(|error| ReportError::new(&path, error.into_error()))?;
        draft.publish()
    }
}
