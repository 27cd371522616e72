//! The files that a person writes, as texts.

use std::fs;
use std::path::{Path, PathBuf};

/// A text of the repository.
pub struct Text {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub text: String,
}

impl Text {
    pub fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
    }

    /// Lines that break a rule, each with its place.
    pub fn lines_where(&self, breaks: impl Fn(&str) -> bool) -> Vec<String> {
        let lines = (1..).zip(self.text.split('\n'));
        let broken = lines.filter(|(_, line)| breaks(line));
        broken.map(|(number, line)| format!("{}:{number}: {line}", self.path)).collect()
    }

    /// Whether it is a source of tests alone.
    pub fn is_tests(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.ends_with("_tests.rs")
    }

    /// A source without its tests, which end it: `#[cfg(test)] mod tests { .. }`.
    pub fn without_tests(&self) -> Self {
        let end = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        Self { path: self.path.clone(), text: self.text[..end].to_owned() }
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All texts of these folders and files, by path.
pub fn texts(places: &[&str]) -> Vec<Text> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for place in places {
        let path = root().join(place);
        assert!(path.exists(), "{place} is there");
        collect(path, &mut paths);
    }
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?;
        let path = path.strip_prefix(root()).expect("it lies below the root");
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        Some(Text { path: parts.join("/"), text })
    };
    paths.into_iter().filter_map(read).collect()
}

fn collect(path: PathBuf, paths: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(&path).expect("a folder can be listed") {
            collect(entry.expect("a folder can be listed").path(), paths);
        }
    } else {
        paths.push(path);
    }
}

/// Everything that a person writes but the texts that are broken on purpose.
pub fn everything() -> Vec<Text> {
    let places = [
        ".ci",
        ".gitattributes",
        ".gitignore",
        "CHANGELOG.md",
        "Cargo.toml",
        "README.md",
        "benches",
        "clippy.toml",
        "docs",
        "results/README.md",
        "rustfmt.toml",
        "scenarios",
        "src",
        "tests",
    ];
    let mut texts = texts(&places);
    texts.retain(|text| !text.path.starts_with("tests/problems/"));
    texts
}

#[track_caller]
pub fn assert_none(rule: &str, broken: impl IntoIterator<Item = String>) {
    let broken: Vec<_> = broken.into_iter().collect();
    assert!(broken.is_empty(), "{rule}, but:\n{}", broken.join("\n"));
}
