//! run: what it prints and writes, and that nothing but its inputs reaches the results.

use crate::place::{Place, TEN};

const TABLES: [&str; 9] = [
    "causes.csv",
    "comparison.csv",
    "incidents.csv",
    "objectives.csv",
    "quantiles.csv",
    "replications.csv",
    "risks.csv",
    "series.csv",
    "summary.csv",
];

fn is_a_picture(name: &str) -> bool {
    name.ends_with(".svg") || name.ends_with(".png")
}

#[test]
fn without_arguments_the_paper_runs_from_any_folder() {
    let place = Place::new();
    let said = place.run(&[]).ends_with(0);
    said.prints(&["paper: ", " replications", "results/paper: ", "survivor_frac", "agrees"]);
    assert_eq!(said.err, "", "nothing is shown beside the table on a pipe");
    let names = place.names("results/paper");
    for name in TABLES.iter().chain(&["manifest.json", "reliability.svg", "reliability.png"]) {
        assert!(names.iter().any(|found| found == name), "no {name} in {names:?}");
    }
}

#[test]
fn only_the_formats_asked_for_are_written() {
    let place = Place::new();
    place.run(&["run", "-n", "32", "--formats", "csv", "-o", "csv"]).ends_with(0);
    let mut expected = TABLES.map(str::to_owned).to_vec();
    expected.insert(3, "manifest.json".to_owned());
    assert_eq!(place.names("csv"), expected);
    place.run(&["run", "-n", "32", "--formats", "svg,png", "-o", "plots"]).ends_with(0);
    let names = place.names("plots");
    assert!(names.iter().all(|name| is_a_picture(name) || name == "manifest.json"), "{names:?}");
    assert!(names.iter().filter(|name| is_a_picture(name)).count() >= 6, "{names:?}");
}

#[test]
fn the_number_of_threads_reaches_no_byte() {
    let place = Place::new();
    for (threads, folder) in [("1", "one"), ("2", "two"), ("7", "seven")] {
        place.run(&["run", "-n", "200", "--threads", threads, "-o", folder]).ends_with(0);
    }
    let one = place.files("one");
    assert!(one.len() >= 13, "{:?}", one.keys());
    for other in ["two", "seven"] {
        let other = place.files(other);
        assert!(one.keys().eq(other.keys()), "{:?} and {:?}", one.keys(), other.keys());
        for (name, bytes) in &one {
            assert!(*bytes == other[name], "{name} depends on the number of threads");
        }
    }
}

#[test]
fn the_number_of_threads_reaches_no_decision_to_stop() {
    let place = Place::with("ten.ron", TEN);
    for threads in ["1", "2"] {
        let run = ["run", "ten.ron", "--threads", threads, "-o", threads, "--formats", "csv"];
        let precision = ["--precision", "availability[chat]=0.5%"];
        place.run(&[run.as_slice(), &precision].concat()).ends_with(0);
    }
    assert_eq!(place.files("1"), place.files("2"));
}

#[test]
fn a_seed_changes_the_results_and_only_a_seed() {
    let place = Place::with("ten.ron", TEN);
    for (seed, folder) in [("5", "a"), ("5", "b"), ("6", "c")] {
        let run = ["run", "ten.ron", "--seed", seed, "-o", folder, "--formats", "csv"];
        place.run(&run).ends_with(0);
    }
    assert_eq!(place.files("a"), place.files("b"));
    assert_ne!(place.files("a")["summary.csv"], place.files("c")["summary.csv"]);
    assert!(place.read("c/manifest.json").contains("\"seed\": 6"));
}

#[test]
fn set_changes_the_scenario_and_stands_in_the_command() {
    let place = Place::with("ten.ron", TEN);
    let run = ["run", "ten.ron", "--set", "pools.node.members=12", "--formats", "csv", "-o", "o"];
    place.run(&run).ends_with(0);
    let command = "firedrill run ten.ron --set 'pools.node.members=12' --replications 64 --seed 1";
    assert!(place.read("o/manifest.json").contains(command), "{}", place.read("o/manifest.json"));
    // 12 members with MTTF 100 h and MTTR 10 h: 10.909 up; 9 needed leaves little down time.
    let up = place.summary("o", "members_up", "node", "mean");
    assert!((up - 12.0 * 100.0 / 110.0).abs() < 0.02, "{up}");
}

#[test]
fn an_injected_failure_strikes_and_stands_in_the_command() {
    let quiet = TEN.replace("Exponential(mean: \"100h\")", "Exponential(mean: \"1000000000h\")");
    let place = Place::with("ten.ron", quiet);
    let run = ["run", "ten.ron", "--inject", "f", "--formats", "csv", "-o", "o"];
    place.run(&run).ends_with(0);
    let command = "firedrill run ten.ron --replications 64 --inject 'f' --seed 1";
    assert!(place.read("o/manifest.json").contains(command), "{}", place.read("o/manifest.json"));
    let failures = place.summary("o", "failures", "node", "mean");
    assert!((failures - 1.0).abs() < 1e-12, "once a replication, not {failures} times");
}

#[test]
fn a_precision_that_is_reached_holds() {
    let place = Place::with("ten.ron", TEN);
    let run = ["run", "ten.ron", "--precision", "availability[chat]=5%", "--formats", "csv"];
    let said = place.run(&run).ends_with(0);
    assert_eq!(said.err, "");
    let of = |column| place.summary("results/ten", "availability", "chat", column);
    let half = (of("ci_high") - of("ci_low")) / 2.0;
    assert!(half <= 0.05 * of("mean").min(1.0 - of("mean")), "{half}");
    let most = ["--precision", "availability[chat]=0.01%", "--max-replications", "150"];
    let run = [["run", "ten.ron", "--formats", "csv", "-o", "most"].as_slice(), &most].concat();
    let said = place.run(&run).ends_with(0);
    assert!(said.err.contains("--max-replications 150"), "{}", said.err);
    assert_eq!(place.read("most/replications.csv").lines().count(), 151);
}

#[test]
fn a_precision_of_nothing_is_refused() {
    let place = Place::with("ten.ron", TEN);
    let precision = |text| place.run(&["run", "ten.ron", "--precision", text]);
    precision("availability[chta]=5%").fails_with(2, &["did you mean `availability[chat]`?"]);
    precision("availability[chat]").fails_with(2, &["--precision: "]);
    precision("availability[chat]=0%").fails_with(2, &["--precision: "]);
}

#[test]
fn an_objective_that_is_not_met_is_a_no_where_it_is_enforced() {
    let place = Place::with("ten.ron", TEN);
    let run = ["run", "ten.ron", "--formats", "csv"];
    place.run(&run).ends_with(0).prints(&["objective"]);
    let said = place.run(&[run.as_slice(), &["--enforce"]].concat());
    let said = said.ends_with(1);
    said.prints(&["objective"]);
    assert!(
        said.err.contains("--enforce: not met: availability of chat at least 0.9"),
        "{}",
        said.err
    );
    let met = ["--enforce", "--set", "objectives.1.at_least=0.5"];
    place.run(&[run.as_slice(), &met].concat()).ends_with(0);
}

/// One of two members is away for a day of ten: of 15/s only 10/s are served, 0.967 in all.
#[test]
fn promises_on_requests_and_trainings_can_be_enforced() {
    let text = r#"Scenario(
        format: 1, horizon: "10d", replications: 64,
        pools: { "front": Pool(members: 2), "gpu": Pool(members: 4) },
        failures: { "f": Failure(strikes: One("front"), at: ["1d"], lasts: "1d") },
        services: { "chat": Service(needs: AtLeast(1, "front"),
                                    workload: Serving(demand: "15/s", per_member: "10/s")) },
        training: { "tune": Training(on: "gpu", work: "4d") },
        objectives: [Served(of: "chat", at_least: 0.95, share: 0.9),
                     Goodput(of: "tune", at_least: 0.9, share: 0.9),
                     Completion(of: "tune", within: "5d", share: 0.9)],
    )"#;
    let place = Place::with("work.ron", text);
    let run = ["run", "work.ron", "--formats", "csv", "--enforce"];
    place.run(&run).ends_with(0).prints(&["served", "goodput", "completion", "user satisfaction"]);
    let worse = [
        ("objectives.1.at_least=0.97", "not met: served of chat at least 0.97 of requests in 90 %"),
        ("training.tune.work=\"20d\"", "not met: completion of tune within 5d in 90 %"),
    ];
    for (change, expected) in worse {
        let said = place.run(&[run.as_slice(), &["--set", change]].concat()).ends_with(1);
        assert!(said.err.contains(expected), "{}", said.err);
    }
}

#[test]
fn ten_million_members_run_in_modest_time() {
    let text = r#"Scenario(
        format: 1, horizon: "1d", replications: 16, seed: 1,
        pools: { "gpu": Pool(members: 10_000_000) },
        failures: { "f": Failure(strikes: Each(["gpu"]), lasts: "1h",
                                 time_to_failure: Exponential(mean: "1000000h")) },
        services: { "chat": Service(needs: AtLeast(9_999_000, "gpu")) },
    )"#;
    let place = Place::with("many.ron", text);
    place.run(&["run", "many.ron", "--formats", "csv"]).ends_with(0);
    // 240 failures expected in a day; their mean over 16 days is Poisson: sigma 3.87, |z| < 3.3.
    let failures = place.summary("results/many", "failures", "gpu", "mean");
    assert!((failures - 240.0).abs() < 3.3 * 3.873, "{failures}");
    // As many down as failures an hour: 10 a day long, but none at first.
    let up = place.summary("results/many", "members_up", "gpu", "mean");
    assert!((10_000_000.0 - up - 10.0).abs() < 1.0, "{up}");
}

#[test]
fn a_second_and_ten_thousand_years_give_right_answers() {
    let place = Place::with("ten.ron", TEN);
    let run = |horizon: &str, folder: &str| {
        let set = format!("horizon={horizon}");
        let run = ["run", "ten.ron", "-n", "2", "-o", folder, "--formats", "csv", "--set", &set];
        place.run(&[run.as_slice(), &["--set", "objectives=[]"]].concat()).ends_with(0);
        place.summary(folder, "members_up", "node", "mean")
    };
    let second = run("1s", "second");
    assert!((second - 10.0).abs() < 1e-4, "{second}");
    let long = run("10000y", "long");
    assert!((long - 10.0 * 100.0 / 110.0).abs() < 1e-3, "{long}");
}
