//! Tables that grow while a study runs, row by row under a temporary name.

use std::io::Write;
use std::path::Path;

use csv::Writer;

use super::incidents::IncidentsWriter;
use super::replications::ReplicationsWriter;
use super::{BYTE_ORDER_MARK, dialect};
use crate::measure::{Layout, Outcome};
use crate::report::folder::Draft;
use crate::report::{Folder, ReportError};

/// The files that are streamed: `replications.csv`, and `incidents.csv` where there can be
/// incidents with a row of their own.
pub struct Streams {
    replications: ReplicationsWriter,
    incidents: Option<IncidentsWriter>,
}

const REPLICATIONS: &str = "replications.csv";
const INCIDENTS: &str = "incidents.csv";

impl Streams {
    /// Begins the files; `names` are all that rows of incidents can have.
    ///
    /// # Errors
    /// When one cannot be made.
    pub fn create<'a>(
        folder: &Folder,
        layout: &Layout,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ReportError> {
        let incidents = || IncidentsWriter::create(&folder.file(INCIDENTS), names);
        Ok(Self {
            replications: ReplicationsWriter::create(&folder.file(REPLICATIONS), &layout.values)?,
            incidents: layout.incidents.then(incidents).transpose()?,
        })
    }

    /// Adds what came of the next replication.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn write(&mut self, outcome: &Outcome) -> Result<(), ReportError> {
        self.replications.write(outcome.replication, &outcome.values)?;
        if let Some(incidents) = &mut self.incidents {
            for row in &outcome.incidents {
                incidents.write(outcome.replication, row)?;
            }
        }
        Ok(())
    }

    /// Gives the files their names, and returns those.
    ///
    /// # Errors
    /// When the disk does not take the rest of one; that one is not there, or an older one is.
    pub fn finish(self) -> Result<Vec<&'static str>, ReportError> {
        self.replications.finish()?;
        let Some(incidents) = self.incidents else {
            return Ok(vec![REPLICATIONS]);
        };
        incidents.finish()?;
        Ok(vec![REPLICATIONS, INCIDENTS])
    }
}

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
