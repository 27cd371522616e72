//! `firedrill trace`: one replication, told.

use crate::place::{Place, TEN};

#[test]
fn one_replication_is_told_as_text_table_and_drawing() {
    let place = Place::with("ten.ron", TEN);
    let said = place.run(&["trace", "ten.ron", "--replication", "3"]).ends_with(0);
    said.prints(&["replication 3\n", "pool/node[", "fails", "by f", "service/chat"]);
    said.prints(&["day  366 00:00:00.000  the replication ends", "trace.csv, trace.svg"]);
    let folder = "results/ten/trace-3";
    assert_eq!(place.names(folder), ["trace.csv", "trace.svg"]);
    let table = place.read(&format!("{folder}/trace.csv"));
    assert!(table.starts_with("time_h,subject,event,detail\r\n"), "{table:.60}");
    let drawing = place.read(&format!("{folder}/trace.svg"));
    assert!(drawing.contains("service/chat") && drawing.contains("pool/node"));
    let again = place.run(&["trace", "ten.ron", "--replication", "3"]).ends_with(0);
    assert_eq!(again.out, said.out, "the same replication is the same");
}

#[test]
fn a_part_of_the_time_can_be_told() {
    let place = Place::with("ten.ron", TEN);
    let said = place.run(&["trace", "ten.ron", "--from", "10d", "--until", "12d"]).ends_with(0);
    let days: Vec<_> = said.out.lines().filter_map(|line| line.strip_prefix("day ")).collect();
    let (last, told) = days.split_last().expect("some days are told");
    assert!(last.contains("the replication ends"));
    assert!(!told.is_empty());
    assert!(told.iter().all(|day| ["  11 ", "  12 "].contains(&&day[..5])), "{told:?}");
    place.run(&["trace", "ten.ron", "--from", "2y"]).fails_with(2, &["--from is not before"]);
    place.run(&["trace", "ten.ron", "--from", "noon"]).fails_with(2, &["--from noon"]);
}

#[test]
fn the_worst_replication_is_found() {
    let place = Place::with("ten.ron", TEN);
    let worst = |threads| {
        let arguments = ["trace", "ten.ron", "--worst", "rta", "-n", "40", "--threads", threads];
        place.run(&arguments).ends_with(0).out
    };
    let told = worst("1");
    assert_eq!(told, worst("2"), "threads do not matter");
    // The longest recovery time in the incidents of a run is in the replication that was told.
    place.run(&["run", "ten.ron", "-n", "40", "--formats", "csv"]).ends_with(0);
    let incidents = place.read("results/ten/incidents.csv");
    let mut lines = incidents.lines();
    let header: Vec<_> = lines.next().expect("a header").split(',').collect();
    let at = header.iter().position(|name| *name == "rta_h").expect("a column");
    let rta = |line: &str| line.split(',').nth(at).map(|cell| cell.parse::<f64>());
    let longest = lines.max_by(|one, other| {
        let [one, other] = [one, other].map(|line| rta(line).expect("a cell").expect("a number"));
        one.total_cmp(&other)
    });
    let replication = longest.expect("an incident").split(',').next().expect("a number");
    assert!(told.starts_with(&format!("replication {replication}\n")), "{told:.40}");
}

#[test]
fn without_anything_bad_there_is_no_worst_one() {
    let quiet = TEN.replace("mean: \"100h\"", "mean: \"100000000y\"");
    let place = Place::with("quiet.ron", quiet);
    let said = place.run(&["trace", "quiet.ron", "--worst", "rpa"]).ends_with(0);
    assert!(said.err.contains("no recovery to an earlier point in 64 replications"), "{said:?}");
    assert!(!place.path("results").exists(), "nothing is written");
}

/// The table goes as far before the outage and after it as it lasts, and at least an hour.
#[test]
fn the_worst_incident_is_told_with_what_is_around_it() {
    let place = Place::with("ten.ron", TEN);
    let worst = ["trace", "ten.ron", "--worst", "rta", "-n", "40", "--out", "worst"];
    let said = place.run(&worst).ends_with(0);
    said.prints(&["around the worst incident; --from and --until tell another time"]);
    let cells = |text: &str, at: usize| -> Vec<f64> {
        let cell = |line: &str| line.split(',').nth(at).expect("a cell").parse::<f64>();
        text.lines().skip(1).map(|line| cell(line).expect("a number")).collect()
    };
    place.run(&["run", "ten.ron", "-n", "40", "--formats", "csv"]).ends_with(0);
    let incidents = place.read("results/ten/incidents.csv");
    let (starts, durations) = (cells(&incidents, 1), cells(&incidents, 12));
    let outages = starts.into_iter().zip(durations);
    let (start, rta) = outages.max_by(|one, other| one.1.total_cmp(&other.1)).expect("some");
    let room = rta.max(1.0);
    let told = cells(&place.read("worst/trace.csv"), 0);
    let around = (start - room - 1e-6)..=(start + rta + room + 1e-6);
    assert!(told.iter().all(|at| around.contains(at)), "{start} {rta}: {told:?}");
    for at in [start, start + rta] {
        assert!(told.iter().any(|it| (it - at).abs() < 1e-6), "{at} is not in {told:?}");
    }
    let asked = place.run(&[&worst[..], &["--until", "30d"]].concat()).ends_with(0);
    assert!(!asked.out.contains("around the worst"), "what is asked for is told: {asked:?}");
}
