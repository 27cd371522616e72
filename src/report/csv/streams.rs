//! The tables that grow while a study runs.

use super::incidents::IncidentsWriter;
use super::replications::ReplicationsWriter;
use crate::measure::{Layout, Outcome};
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
