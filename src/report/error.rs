//! What goes wrong between the results and the disk.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A file or folder that could not be written. What was there before is still there, whole.
#[derive(Debug)]
pub struct ReportError {
    path: PathBuf,
    cause: io::Error,
}

impl ReportError {
    pub(crate) fn new(path: &Path, cause: io::Error) -> Self {
        Self { path: path.to_path_buf(), cause: innermost(cause) }
    }

    /// What could not be written.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The next action that helps.
    fn help(&self) -> &'static str {
        use io::ErrorKind as Kind;
        match self.cause.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
                "choose a folder that you may write to with --out"
            }
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
                "free some space, or choose a folder on another disk with --out"
            }
            Kind::NotADirectory | Kind::AlreadyExists => {
                "a file is in the way: move it, or choose another folder with --out"
            }
            Kind::InvalidFilename => "choose a shorter or plainer folder name with --out",
            _ => "choose another folder with --out",
        }
    }
}

/// The system's own error, without what others have wrapped around it.
fn innermost(cause: io::Error) -> io::Error {
    let wrapped = cause.get_ref().and_then(std::error::Error::source);
    let system = wrapped.and_then(|source| source.downcast_ref::<io::Error>());
    match system.and_then(io::Error::raw_os_error) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => cause,
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.cause.to_string();
        let mut letters = reason.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        let reason: String = first.into_iter().chain(letters).collect();
        let path = self.path.display();
        write!(f, "cannot write {path}: {reason}; {}", self.help())
    }
}

impl std::error::Error for ReportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}
