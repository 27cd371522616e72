//! What people look at: the terminal table, CSV, the manifest and plots. Sees results only.
//!
//! One file a table, format or plot. Files are made in memory (`replications.csv` and
//! `incidents.csv` are streamed) and written by [`Folder`] under a temporary name, then renamed, so
//! that a stopped run or a full disk leaves no half file.

pub mod csv;
mod error;
mod folder;
pub mod manifest;
mod number;
pub mod plot;
pub mod terminal;
pub mod timeline;

pub use self::csv::{IncidentsWriter, ReplicationsWriter, Streams};
pub use error::ReportError;
pub use folder::Folder;
