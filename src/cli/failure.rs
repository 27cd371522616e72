//! Why a command did not go through, and the exit status that says so.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use super::tell;
use crate::report::ReportError;
use crate::scenario::Problems;
use crate::study::{StudyError, TargetError};

/// A command that did not go through.
#[derive(Debug)]
pub enum Failure {
    /// The scenario has problems.
    Scenario(Problems),
    /// An argument is wrong: what is wrong, and what to do.
    Argument(String),
    /// Something could not be read or written.
    Io(String),
    /// Nobody reads our output any more.
    NoReader,
}

impl Failure {
    /// A file that could not be read or written.
    pub fn of_file(what: &str, path: &Path, error: &io::Error, help: &str) -> Self {
        Self::Io(format!("cannot {what} {}: {error}; {help}", path.display()))
    }

    /// Tells the user and gives the exit status.
    pub fn report(self) -> ExitCode {
        match self {
            Self::NoReader => return ExitCode::SUCCESS,
            Self::Scenario(ref problems) => tell(&problems.to_string()),
            Self::Argument(ref text) | Self::Io(ref text) => tell(&format!("error: {text}")),
        }
        ExitCode::from(if matches!(self, Self::Io(_)) { 3 } else { 2 })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario(problems) => problems.fmt(f),
            Self::Argument(text) | Self::Io(text) => f.write_str(text),
            Self::NoReader => f.write_str("nobody reads the output"),
        }
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        Self::Io(error.to_string())
    }
}

impl From<TargetError> for Failure {
    fn from(error: TargetError) -> Self {
        Self::Argument(format!("--precision: {error}"))
    }
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::TooManyEvents(_) => Self::Argument(error.to_string()),
            StudyError::Watch(_) => Self::Io(error.to_string()),
        }
    }
}
