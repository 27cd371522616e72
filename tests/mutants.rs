//! The faults that `.ci/mutants` puts in on purpose still fit the sources, and the tests that catch
//! them are there.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The patches with their names; none in a published package, which comes without them.
fn patches() -> Vec<(String, String)> {
    let Ok(folder) = fs::read_dir(root().join(".ci/mutants.d")) else {
        return Vec::new();
    };
    let paths = folder.map(|entry| entry.expect("the folder can be read").path());
    paths.map(|path| (path.display().to_string(), read(&path))).collect()
}

/// The lines that a patch looks for, hunk by hunk, each with its file.
fn looked_for(patch: &str) -> Vec<(PathBuf, String)> {
    let mut hunks: Vec<(PathBuf, String)> = Vec::new();
    let mut file = PathBuf::new();
    for line in patch.lines() {
        if let Some(path) = line.strip_prefix("--- a/") {
            file = root().join(path);
        } else if line.starts_with("@@") {
            hunks.push((file.clone(), String::new()));
        } else if let Some((_, hunk)) = hunks.last_mut() {
            let kept = line.strip_prefix(' ').or_else(|| line.strip_prefix('-'));
            if let Some(kept) = kept {
                hunk.push_str(kept);
                hunk.push('\n');
            }
        }
    }
    hunks
}

#[test]
fn every_fault_fits_the_sources() {
    let patches = patches();
    assert!(patches.is_empty() || patches.len() >= 8, "only {} faults are left", patches.len());
    for (name, patch) in patches {
        let hunks = looked_for(&patch);
        assert!(!hunks.is_empty(), "{name} changes nothing");
        for (file, lines) in hunks {
            let found = read(&file).matches(&lines).count();
            assert_eq!(found, 1, "{name} does not fit {}:\n{lines}", file.display());
        }
    }
}

#[test]
fn every_fault_names_a_test() {
    for (name, patch) in patches() {
        let test = patch.lines().find_map(|line| line.strip_prefix("Test: "));
        let (binary, test) = test.and_then(|test| test.split_once(' ')).expect("a test is named");
        let (module, test) = test.split_once("::").unwrap_or(("main", test));
        let source = read(&root().join(format!("tests/{binary}/{module}.rs")));
        assert!(source.contains(&format!("#[test]\nfn {test}()")), "{name}: no test `{test}`");
    }
}
