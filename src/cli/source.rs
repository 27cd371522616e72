//! Finds and reads a scenario: a file, or one that comes with the program.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Failure, args, nearest};
use crate::catalog::Entry;
use crate::model::Model;
use crate::scenario::{self, Files, Note, Override, Source, template, templates};

/// The scenario that runs when none is named.
const DEFAULT: &str = "paper";

/// A scenario ready to run.
pub struct Loaded {
    pub model: Model,
    pub notes: Vec<Note>,
    /// The values of the catalog that it uses.
    pub presets: Vec<&'static Entry>,
    /// The file's name without folder and extension.
    pub name: String,
    /// The file's name as the canonical command names it.
    pub file: String,
    /// SHA-256 of the canonical text, in hexadecimal.
    pub digest: String,
    pub set: Vec<String>,
}

/// Files next to the scenario.
struct Neighbours(PathBuf);

impl Files for Neighbours {
    fn read(&self, relative: &str) -> Result<String, String> {
        fs::read_to_string(self.0.join(relative)).map_err(|error| error.to_string())
    }
}

/// Reads and checks the scenario that the arguments name.
///
/// # Errors
/// When there is no such scenario, it cannot be read, or it has problems.
pub fn load(args: &args::Scenario) -> Result<Loaded, Failure> {
    let overrides = overrides(&args.set)?;
    let (source, name, folder) = find(args.scenario.as_deref())?;
    let read = scenario::load(&source, &overrides, &Neighbours(folder));
    let read = read.map_err(Failure::Scenario)?;
    Ok(Loaded {
        model: read.model,
        notes: read.notes,
        presets: read.presets,
        file: format!("{name}.ron"),
        name,
        digest: hexadecimal(&Sha256::digest(read.canonical.as_bytes())),
        set: args.set.clone(),
    })
}

fn overrides(set: &[String]) -> Result<Vec<Override>, Failure> {
    let parse = |text: &String| {
        Override::parse(text).ok_or_else(|| {
            Failure::Argument(format!(
                "--set {text}: there is no `=`; write a path and a value, such as \
                 `--set pools.gpu.members=512`"
            ))
        })
    };
    set.iter().map(parse).collect()
}

/// The scenario's text, its name, and the folder that its files lie in.
fn find(path: Option<&Path>) -> Result<(Source, String, PathBuf), Failure> {
    let path = path.unwrap_or(Path::new(DEFAULT));
    match fs::read_to_string(path) {
        Ok(text) => {
            let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into());
            let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
            Ok((Source { name: path.display().to_string(), text }, stem, folder))
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Failure::Argument(
            format!("{} is not UTF-8 text; save the scenario as UTF-8", path.display()),
        )),
        Err(error) => shipped(path).ok_or_else(|| missing(path, &error)),
    }
}

fn shipped(path: &Path) -> Option<(Source, String, PathBuf)> {
    let name = path.to_str()?;
    let found = template(name)?;
    let source = Source { name: format!("{name}.ron"), text: found.text.to_owned() };
    Some((source, name.to_owned(), PathBuf::new()))
}

fn missing(path: &Path, error: &io::Error) -> Failure {
    if error.kind() != io::ErrorKind::NotFound {
        return Failure::of_file("read", path, error, "name a scenario file");
    }
    let names: Vec<_> = templates().iter().map(|template| template.name).collect();
    let wanted = path.display().to_string();
    if let Some(name) = wanted.strip_suffix(".ron").filter(|name| template(name).is_some()) {
        let help = format!("`firedrill new {name}` writes it, and `{name}` alone means the same");
        return Failure::Io(format!("there is no scenario file {wanted}; {help}"));
    }
    let help = nearest(&wanted, names.iter().copied()).map_or_else(
        || format!("name a file, or one that comes with firedrill: {}", names.join(", ")),
        |near| format!("did you mean `{near}`, which comes with firedrill?"),
    );
    Failure::Io(format!("there is no scenario file {wanted}; {help}"))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Loaded {
    /// The changes to the scenario as arguments of the canonical command.
    pub fn set_arguments(&self) -> String {
        self.set.iter().map(|set| format!(" --set {}", quoted(set))).collect()
    }
}

/// A word as a shell takes it, whatever is in it.
pub fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
