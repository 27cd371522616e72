//! Ctrl-C: what is finished is written, whole, and told.
#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::place::{Place, Said, TEN, said};

/// Longer than any step below should take, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(120);

fn start(place: &Place, arguments: &[&str]) -> Child {
    let mut command = place.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// Waits until the rows that are being written to a folder are at least so many bytes.
fn wait_for_rows(place: &Place, folder: &str, bytes: u64) {
    let begun = Instant::now();
    loop {
        let entries = fs::read_dir(place.path(folder)).into_iter().flatten().flatten();
        let lengths = entries.filter_map(|entry| entry.metadata().ok()).map(|data| data.len());
        if lengths.max().is_some_and(|length| length >= bytes) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "no rows have come");
        sleep(Duration::from_millis(5));
    }
}

/// Presses Ctrl-C and waits for the end.
fn interrupt(child: Child) -> Said {
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("there is a kill command").success());
    let begun = Instant::now();
    let said = said(child.wait_with_output().expect("the program ends"));
    assert!(begun.elapsed() < PATIENCE, "Ctrl-C ends the program soon");
    said
}

#[test]
fn in_the_middle_of_a_run_the_finished_blocks_are_written() {
    let place = Place::with("ten.ron", TEN);
    let child = start(&place, &["run", "ten.ron", "-n", "100000000", "--out", "o"]);
    wait_for_rows(&place, "o", 50_000);
    let said = interrupt(child).ends_with(130);
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("o/manifest.json")).expect("the manifest is JSON");
    assert_eq!(manifest["interrupted"], true);
    let done = manifest["replications"].as_u64().expect("a count");
    assert!(done >= 16 && done.is_multiple_of(16), "{done} are no whole blocks");
    said.prints(&["interrupted after", "of 100,000,000 replications"]);
    assert!(said.err.contains(&format!("the first {done} replications")), "{}", said.err);
    let rows = place.read("o/replications.csv");
    assert!(rows.ends_with('\n'));
    let numbers: Vec<u64> =
        rows.lines().skip(1).map(|row| row.split(',').next().unwrap().parse().unwrap()).collect();
    assert!(numbers.iter().copied().eq(0..done), "the rows are those of the manifest, in order");
    assert_eq!(place.summary("o", "availability", "chat", "n"), done as f64);
    assert!(place.names("o").iter().all(|name| !name.contains(".part")), "{:?}", place.names("o"));

    // What is written is what a run of so many replications writes.
    let whole = ["run", "ten.ron", "-n", &done.to_string(), "--out", "whole"];
    place.run(&whole).ends_with(0);
    let (cut, whole) = (place.files("o"), place.files("whole"));
    for (name, bytes) in whole.iter().filter(|(name, _)| name.ends_with(".csv")) {
        assert!(cut.get(name) == Some(bytes), "{name} differs from that of a whole run");
    }
}

#[test]
fn before_the_first_block_nothing_is_written() {
    let place = Place::with("ten.ron", TEN);
    // Some 1.5 million events a replication.
    let long = ["--set", "horizon=900y", "--set", "objectives=[]", "--threads", "1"];
    let run = ["run", "ten.ron", "-n", "1600", "--out", "o"];
    let child = start(&place, &[run.as_slice(), &long].concat());
    wait_for_rows(&place, "o", 0);
    let said = interrupt(child).ends_with(130);
    assert!(said.err.contains("nothing is written"), "{}", said.err);
    assert_eq!(said.out, "");
    assert_eq!(place.names("o"), [""; 0]);
}

#[test]
fn verify_passes_nothing_that_it_was_kept_from() {
    let place = Place::new();
    let mut child = start(&place, &["verify"]);
    // The exact answers are out: the simulations begin.
    let mut first = [0];
    child.stdout.as_mut().expect("it is piped").read_exact(&mut first).expect("there is output");
    let said = interrupt(child).ends_with(130);
    assert!(said.err.contains("interrupted: machine-repair and what follows"), "{}", said.err);
    assert!(!said.out.contains("machine-repair"), "{}", said.out);
}
