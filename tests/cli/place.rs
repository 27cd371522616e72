//! A folder of its own for every test, and the program run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Ten machines, nine needed: about a quarter of the time is down.
pub const TEN: &str = r#"
Scenario(
    format: 1,
    horizon: "1y",
    replications: 64,
    pools: { "node": Pool(members: 10) },
    failures: { "f": Failure(strikes: Each(["node"]), time_to_failure: Exponential(mean: "100h"),
                             lasts: Exponential(mean: "10h")) },
    services: { "chat": Service(needs: AtLeast(9, "node")) },
    objectives: [Availability(of: "chat", at_least: 0.9)],
)
"#;

/// Where a test works.
pub struct Place(TempDir);

/// What the program said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("there is a place for temporary folders"))
    }

    /// A place with a file.
    pub fn with(name: &str, contents: impl AsRef<[u8]>) -> Self {
        let place = Self::new();
        fs::write(place.path(name), contents).expect("the file can be written");
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program, to be run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(self.0.path());
        command
    }

    /// Runs the program here.
    pub fn run(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().expect("the program starts"))
    }

    /// Every file of a folder with its bytes.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path(folder)).expect("the folder is there");
        let read = |entry: fs::DirEntry| {
            let bytes = fs::read(entry.path()).expect("a result can be read");
            (entry.file_name().into_string().expect("results have plain names"), bytes)
        };
        entries.map(|entry| read(entry.expect("the folder can be listed"))).collect()
    }

    /// The names of the files of a folder.
    pub fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder).into_keys().collect()
    }

    /// A cell of `summary.csv`.
    pub fn summary(&self, folder: &str, metric: &str, subject: &str, column: &str) -> f64 {
        let table = self.path(folder).join("summary.csv");
        let mut table = csv::Reader::from_path(table).expect("there is a summary");
        let rows: Vec<BTreeMap<String, String>> =
            table.deserialize().map(|row| row.expect("a row is as long as the header")).collect();
        let row = rows.iter().find(|row| row["metric"] == metric && row["subject"] == subject);
        let row = row.unwrap_or_else(|| panic!("no {metric}[{subject}] in {rows:?}"));
        row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?} is no number"))
    }
}

impl Said {
    /// Went through with this status and without a panic.
    #[track_caller]
    pub fn ends_with(self, status: i32) -> Self {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.status, Some(status), "{}\n{}", self.out, self.err);
        self
    }

    /// Fails with this status and this in its error text, and prints nothing else.
    #[track_caller]
    pub fn fails_with(self, status: i32, parts: &[&str]) {
        let said = self.ends_with(status);
        for part in parts {
            assert!(said.err.contains(part), "no `{part}` in:\n{}", said.err);
        }
        assert_eq!(said.out, "", "a command that fails prints its error alone");
    }

    /// Prints all of this.
    #[track_caller]
    pub fn prints(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.out.contains(part), "no `{part}` in:\n{}", self.out);
        }
    }
}

pub fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Said { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_firedrill"))
}
