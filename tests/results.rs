//! The committed results are those of this program, byte for byte.
//!
//! After a change that is meant to change them, `FIREDRILL_BLESS=1 cargo test --test results`
//! writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};

/// Too large to be kept: their digests stand for them.
const LARGE: [(&str, &str); 2] =
    [("replications.csv", "replications.sha256"), ("incidents.csv", "incidents.sha256")];

/// Together the files stay small.
const MOST_BYTES: usize = 1_500_000;

/// Every file of a folder, but the large ones.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| {
        let name = entry.file_name().into_string().expect("results have plain names");
        (name, fs::read(entry.path()).expect("a result can be read"))
    });
    files.filter(|(name, _)| LARGE.iter().all(|(large, _)| name != large)).collect()
}

/// The results of the paper's case study, made in a folder of their own.
fn made() -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("there is a place for temporary folders");
    let mut program = Command::new(env!("CARGO_BIN_EXE_firedrill"));
    let run = program.args(["run", "paper"]).current_dir(folder.path());
    let output = run.output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let results = folder.path().join("results/paper");
    let mut made = files(&results);
    for (large, digest) in LARGE {
        let bytes = fs::read(results.join(large)).expect("a run writes its large tables");
        let digits: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        made.insert(digest.to_owned(), format!("{digits}  {large}\n").into_bytes());
    }
    made
}

#[test]
fn the_committed_results_are_those_of_this_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/paper");
    let made = made();
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        // A file that is no longer made goes.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the folder can be made");
        for (name, bytes) in &made {
            fs::write(folder.join(name), bytes).expect("a result can be written");
        }
    }
    let kept = files(&folder);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    let help = "`FIREDRILL_BLESS=1 cargo test --test results` writes them anew";
    assert_eq!(names(&kept), names(&made), "results/paper holds other files; {help}");
    for (name, bytes) in &made {
        let first = kept[name].iter().zip(bytes).position(|(kept, made)| kept != made);
        assert!(
            kept[name] == *bytes,
            "results/paper/{name} differs, at byte {}; {help}",
            first.unwrap_or(kept[name].len().min(bytes.len()))
        );
    }
    let size: usize = made.values().map(Vec::len).sum();
    assert!(size <= MOST_BYTES, "the results to be kept are {size} bytes");
}
