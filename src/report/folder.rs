//! A results folder, and files that appear in it whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::ReportError;

/// The folder that a run writes its results into.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at `path`, made with its parents where it is missing.
    ///
    /// # Errors
    /// When it cannot be made, or a file is in its place.
    pub fn open(path: &Path) -> Result<Self, ReportError> {
        fs::create_dir_all(path).map_err(|cause| ReportError::new(path, cause))?;
        Ok(Self { path: path.to_path_buf() })
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file of this name lies in the folder.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a whole file and returns its path. An older file of this name is replaced at once.
    ///
    /// # Errors
    /// When it cannot be written; then an older file of this name is still there.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, ReportError> {
        let path = self.file(name);
        let mut draft = Draft::create(&path)?;
        draft.write_all(bytes).map_err(|cause| ReportError::new(&path, cause))?;
        draft.publish()?;
        Ok(path)
    }
}

/// A file under a temporary name beside its final one. It is removed when dropped, and gets its
/// final name only by [`Draft::publish`].
pub(crate) struct Draft {
    path: PathBuf,
    // Closed before its temporary name is removed.
    file: BufWriter<File>,
    temporary: TempPath,
}

impl Draft {
    pub(crate) fn create(path: &Path) -> Result<Self, ReportError> {
        let file = temporary(path).map_err(|cause| ReportError::new(path, cause))?;
        let (file, temporary) = file.into_parts();
        Ok(Self { path: path.to_path_buf(), file: BufWriter::new(file), temporary })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its final name, once all of it is on the disk.
    pub(crate) fn publish(self) -> Result<(), ReportError> {
        let path = self.path;
        let failed = |cause| ReportError::new(&path, cause);
        // A full disk may be noticed only here: names come after contents.
        let file = self.file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        drop(file);
        let renamed = self.temporary.persist(&path);
        renamed.map_err(|error| failed(error.error))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// An open file with a hidden, unique name in the folder of `path`.
fn temporary(path: &Path) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".part");
    readable_by_others(&mut builder);
    builder.tempfile_in(folder)
}

/// Results are no secret: the user's mask decides who may read them, as for any other file.
#[cfg(unix)]
fn readable_by_others(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_others(_: &mut tempfile::Builder<'_, '_>) {}
