//! What is wrong with the input or with the world is said, with its exit status.

use crate::place::{Place, TEN};

#[test]
fn a_scenario_that_is_no_scenario_is_refused() {
    let place = Place::with("empty.ron", "");
    place.run(&["run", "empty.ron"]).fails_with(2, &["the scenario is empty", "empty.ron:1:1"]);
    place.run(&["run", "."]).fails_with(3, &["cannot read .", "name a scenario file"]);
    let place = Place::with("bytes.ron", b"\xff\xfe\x00S");
    place.run(&["check", "bytes.ron"]).fails_with(2, &["bytes.ron is not UTF-8 text"]);
    assert!(!place.path("results").exists());
}

#[test]
fn a_scenario_that_is_not_there_is_looked_for() {
    let place = Place::new();
    let near = place.run(&["run", "gpu-pol"]);
    near.fails_with(3, &["no scenario file gpu-pol", "did you mean `gpu-pool`"]);
    let shipped = place.run(&["check", "gpu-pool.ron"]);
    shipped.fails_with(3, &["no scenario file gpu-pool.ron", "`firedrill new gpu-pool` writes it"]);
    let far = place.run(&["check", "mine/datacentre.ron"]);
    far.fails_with(3, &["no scenario file mine/datacentre.ron", "machine-repair"]);
}

#[test]
fn problems_are_told_all_at_once_and_nothing_is_written() {
    let place = Place::with("ten.ron", TEN.replace("mean: \"10h\"", "mean: \"10\""));
    let said = place.run(&["run", "ten.ron", "--set", "pools.node.member=3"]);
    said.fails_with(2, &["did you mean `members`?", "--set:1:", "ten.ron:8:", "2 problems"]);
    assert!(!place.path("results").exists());
}

#[test]
fn a_change_without_a_value_is_refused() {
    let said = Place::new().run(&["check", "--set", "pools.node.members"]);
    said.fails_with(2, &["there is no `=`", "pools.gpu.members=512"]);
}

#[test]
fn a_pool_of_nobody_is_refused() {
    let place = Place::with("ten.ron", TEN.replace("members: 10", "members: 0"));
    let said = place.run(&["run", "ten.ron"]);
    said.fails_with(2, &["a pool of 0 members and no spares holds nothing", "ten.ron:6:"]);
}

#[test]
fn a_replication_of_too_many_events_is_given_up() {
    let place = Place::with("ten.ron", TEN);
    let said = place.run(&["run", "ten.ron", "--max-events", "100"]);
    said.fails_with(2, &["replication 0 served 100 events", "--max-events", "shorten the horizon"]);
    assert_eq!(place.names("results/ten"), [""; 0]);
}

#[test]
fn a_failure_that_is_not_there_cannot_be_injected() {
    let place = Place::with("ten.ron", TEN.replace("\"f\"", "\"flood\""));
    let said = place.run(&["run", "ten.ron", "--inject", "floot"]);
    said.fails_with(2, &["the scenario has no failure `floot`", "did you mean `flood`?"]);
    let said = place.run(&["run", "ten.ron", "--inject", "wear"]);
    said.fails_with(2, &["the scenario has no failure `wear`", "the failures are flood"]);
    assert!(!place.path("results").exists());
}

#[test]
fn a_failure_that_strikes_nothing_cannot_be_injected() {
    let shock = TEN.replace("Each([\"node\"])", "Shock(each: 0, of: Each([\"node\"]))");
    let said = Place::with("ten.ron", shock).run(&["run", "ten.ron", "--inject", "f"]);
    said.fails_with(2, &["each"]);
}

#[test]
fn a_folder_that_cannot_be_is_an_error() {
    let place = Place::with("file", "kept");
    let said = place.run(&["run", "-n", "16", "--out", "file/results"]);
    said.fails_with(3, &["cannot write file/results", "--out"]);
    let said = place.run(&["run", "-n", "16", "--out", "file"]);
    said.fails_with(3, &["cannot write file", "a file is in the way"]);
    assert_eq!(place.read("file"), "kept");
}

#[cfg(unix)]
mod unix {
    use std::process::{Command, Stdio};

    use crate::place::{Place, TEN, program, said};

    /// A limit on the size of files stands in for a disk that fills: 8 blocks of 512 or 1024 bytes.
    fn on_a_small_disk(place: &Place, arguments: &[&str]) -> crate::place::Said {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -f 8; exec \"$0\" \"$@\""]).arg(program()).args(arguments);
        command.current_dir(place.path("."));
        said(command.output().expect("there is a shell"))
    }

    #[test]
    fn a_disk_that_fills_leaves_no_half_file() {
        let place = Place::new();
        let full = on_a_small_disk(&place, &["run", "-n", "2000", "--out", "rows"]);
        full.fails_with(3, &["cannot write rows/replications.csv", "free some space"]);
        assert_eq!(place.names("rows"), [""; 0]);
        let full =
            on_a_small_disk(&place, &["run", "-n", "64", "--out", "plots", "--formats", "svg"]);
        full.fails_with(3, &["cannot write plots/", ".svg", "free some space"]);
        assert_eq!(place.names("plots"), ["manifest.json"]);
    }

    #[test]
    fn a_disk_that_fills_keeps_what_was_there() {
        let place = Place::new();
        let run = ["run", "-n", "64", "--formats", "csv", "--out", "o"];
        place.run(&run).ends_with(0);
        let before = place.files("o");
        let full = on_a_small_disk(&place, &[run.as_slice(), &["--seed", "5"]].concat());
        full.fails_with(3, &["cannot write o/replications.csv"]);
        assert_eq!(place.files("o"), before);
        on_a_small_disk(&place, &["new", "--force", "backup-policies", "o/summary.csv"]);
        let text = place.read("o/summary.csv");
        assert!(text.ends_with(")\n") || text.as_bytes() == before["summary.csv"]);
        assert!(!place.path("o/summary.csv.part").exists());
    }

    #[test]
    fn nobody_reading_is_no_trouble() {
        let place = Place::with("ten.ron", TEN);
        for arguments in [["explain"].as_slice(), &["run", "ten.ron"], &["--help"]] {
            let mut command = place.command(arguments);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().expect("the program starts");
            drop(child.stdout.take());
            said(child.wait_with_output().expect("the program ends")).ends_with(0);
        }
        assert!(
            place.path("results/ten/summary.csv").exists(),
            "the files are written all the same"
        );
    }

    #[test]
    fn nobody_reading_the_error_is_no_trouble() {
        let place = Place::new();
        let mut command = place.command(&["explain", "nonsense"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stderr.take());
        assert_eq!(child.wait().expect("the program ends").code(), Some(2));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_output_that_is_full_is_an_error() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let place = Place::new();
        let mut command = place.command(&["new", "--list"]);
        command.stdout(full.expect("Linux has a full device"));
        let said = said(command.output().expect("the program starts"));
        said.fails_with(3, &["cannot write to the standard output"]);
    }
}
