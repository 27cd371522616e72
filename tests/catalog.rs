//! The catalog of published data: every entry is sourced, readable and of a sensible size, means in
//! a scenario what it means written out, and stands in `docs/catalog.md`.
//!
//! After a change of the catalog, `FIREDRILL_BLESS=1 cargo test --test catalog` writes the page
//! anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use firedrill::catalog::{Entry, Kind, entries, entry};
use firedrill::engine::Plan;
use firedrill::measure::{Outcome, Recorder};
use firedrill::model::{Occurs, Seeing};
use firedrill::quantity::Law;
use firedrill::scenario::{NoFiles, Scenario, Source, load};

/// A system that uses each kind of preset: a value where one of the given kind stands.
fn scenario(kind: Kind, value: &str) -> Scenario {
    let value_or = |wanted, or: &str| if kind == wanted { value } else { or }.to_owned();
    let text = format!(
        "Scenario(
            format: 1, horizon: \"3y\", replications: 2, seed: 20260301,
            pools: {{ \"thing\": Pool(members: 40, bad: {}) }},
            failures: {{
                \"fails\": Failure(strikes: Each([\"thing\"]), time_to_failure: {},
                                 detected_by: \"seen\", repaired_by: \"bench\"),
            }},
            detectors: {{ \"seen\": {} }},
            repairs: {{ \"bench\": [Stage(name: \"swap\", takes: {})] }},
            services: {{ \"all\": Service(needs: AtLeast(40, \"thing\")) }},
        )",
        value_or(Kind::Probability, "0.25"),
        value_or(Kind::TimeToFailure, "Exponential(mean: \"90d\")"),
        value_or(Kind::Detector, "Delay(\"1min\")"),
        value_or(Kind::Duration, "\"5h\""),
    );
    read(&text)
}

fn read(text: &str) -> Scenario {
    let source = Source { name: "catalog.ron".to_owned(), text: text.to_owned() };
    load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}"))
}

fn preset(entry: &Entry) -> Scenario {
    scenario(entry.kind, &format!("Preset(\"{}\")", entry.name))
}

/// The law of an entry that is a time to failure.
fn time_to_failure(entry: &Entry) -> Law {
    let model = preset(entry).model;
    match &model.failures.iter().next().expect("there is a failure").occurs {
        Occurs::Random(law) => law.clone(),
        other => panic!("{}: {other:?} is no law", entry.name),
    }
}

fn of_kind(kind: Kind) -> impl Iterator<Item = &'static Entry> {
    entries().iter().filter(move |entry| entry.kind == kind)
}

fn outcome(scenario: &Scenario) -> Outcome {
    let plan = Plan::new(&scenario.model, scenario.model.seed, 10_000_000);
    Recorder::new(&plan).run(1).expect("there are few events")
}

#[test]
fn every_entry_says_where_it_is_from_and_what_to_mind() {
    assert!(entries().len() >= 25, "there are {}", entries().len());
    for entry in entries() {
        let Entry { name, per, text, source, data, caveat, sure, .. } = *entry;
        for (field, value) in [("per", per), ("text", text), ("source", source), ("data", data)] {
            assert!(!value.trim().is_empty(), "{name} has no {field}");
        }
        assert!(caveat.len() > 20 && caveat.ends_with('.'), "{name}: `{caveat}` is no caveat");
        assert!(text.ends_with('.'), "{name}: a sentence");
        let has_number = |text: &str| text.contains(|it: char| it.is_ascii_digit());
        assert!(has_number(data) || has_number(source), "{name}: of when is it?");
        assert_eq!(!sure, caveat.starts_with("Unsure: "), "{name} says whether it is sure");
        let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        assert!(name.chars().all(plain), "{name}: lower case, digits and dashes");
    }
    let mut names: Vec<_> = entries().iter().map(|entry| entry.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), entries().len(), "names are given once");
    for name in names {
        assert_eq!(entry(name).map(|entry| entry.name), Some(name));
    }
    for kind in Kind::ALL {
        assert!(of_kind(kind).count() >= 3, "there are presets that are a {kind}");
    }
}

#[test]
fn a_time_to_failure_is_named_for_what_it_is_the_time_of() {
    for entry in of_kind(Kind::TimeToFailure) {
        let thing = entry.per.split(" of ").next().expect("something").to_lowercase();
        let ending = format!("-{}", thing.replace(' ', "-"));
        assert!(entry.name.ends_with(&ending), "{} is per {}", entry.name, entry.per);
    }
}

/// The same model, text and outcome (replication 1, seed 20260301), whichever way it is written.
#[test]
fn a_preset_is_what_it_means_written_out() {
    for entry in entries() {
        let (named, written) = (preset(entry), scenario(entry.kind, entry.written));
        assert_eq!(named.canonical, written.canonical, "{}", entry.name);
        assert!(!named.canonical.contains("Preset"), "the digest is of what it means");
        assert_eq!(format!("{:?}", named.model), format!("{:?}", written.model), "{}", entry.name);
        assert_eq!(outcome(&named), outcome(&written), "{}", entry.name);
        assert_eq!(named.presets, [entry]);
        assert!(written.presets.is_empty());
    }
}

#[test]
fn another_preset_makes_another_digest() {
    let [one, other] = ["meta-rsc-1-node", "meta-rsc-2-node"]
        .map(|name| preset(entry(name).expect("it is there")).canonical);
    assert!(one.contains("6.50/1000d") && other.contains("2.34/1000d"), "{one}{other}");
    assert_ne!(one, other);
}

#[test]
fn an_annual_rate_is_the_hazard_that_makes_its_probability() {
    let mut found = 0;
    for entry in of_kind(Kind::TimeToFailure) {
        let share = entry.written.strip_prefix("AFR(").and_then(|rest| rest.strip_suffix(')'));
        let Some(share) = share else { continue };
        let share: f64 = share.parse().expect("a number");
        let rate = time_to_failure(entry).memoryless().expect("it is memoryless").as_per_second();
        let expected = -libm::log1p(-share) / (8760.0 * 3600.0);
        assert!((rate / expected - 1.0).abs() < 1e-14, "{}: {rate}, {expected}", entry.name);
        found += 1;
    }
    assert!(found >= 8, "there are annual rates, not {found}");
}

/// What the sources print, by hand: 1000 d / 6.50, 54 d / 419, 54 d * 16,384 / 148, 1 y / -ln(1 -
/// 0.0157), in hours.
#[test]
fn known_entries_have_the_means_of_their_sources() {
    let cases = [
        ("meta-rsc-1-node", 3_692.307_692_307_692),
        ("llama-3-interruption-run", 3.093_078_758_949_88),
        ("llama-3-faulty-gpu-gpu", 143_470.702_702_702_7),
        ("backblaze-2024-disk", 553_570.231_565_950_2),
    ];
    for (name, hours) in cases {
        let mean = time_to_failure(entry(name).expect("it is there")).mean().hours();
        assert!((mean / hours - 1.0).abs() < 1e-9, "{name}: {mean} h, not {hours} h");
    }
}

/// The causes of the run of 16,384 GPUs are all of its interruptions, and all GPUs are the run.
#[test]
fn the_causes_of_the_large_run_sum_to_its_rate() {
    let rate = |entry: &Entry| 1.0 / time_to_failure(entry).mean().hours();
    let all = rate(entry("llama-3-interruption-gpu").expect("it is there"));
    let causes = of_kind(Kind::TimeToFailure)
        .filter(|entry| entry.name.starts_with("llama-3-"))
        .filter(|entry| !entry.name.starts_with("llama-3-interruption-"));
    let causes: Vec<f64> = causes.map(rate).collect();
    assert_eq!(causes.len(), 18, "table 5 has 18 causes");
    let sum: f64 = causes.iter().sum();
    assert!((sum / all - 1.0).abs() < 1e-12, "{sum}, {all}");
    let run = rate(entry("llama-3-interruption-run").expect("it is there"));
    assert!((16_384.0 * all / run - 1.0).abs() < 1e-12, "{all}, {run}");
}

#[test]
fn values_are_of_a_sensible_size() {
    for entry in of_kind(Kind::TimeToFailure) {
        let hours = time_to_failure(entry).mean().hours();
        assert!((1.0..2000.0 * 8760.0).contains(&hours), "{}: {hours} h", entry.name);
    }
    for entry in of_kind(Kind::Duration) {
        let model = preset(entry).model;
        let repair = model.repairs.iter().next().expect("there is a pipeline");
        let hours = repair.stages[0].takes.mean().hours();
        assert!((1.0 / 60.0..60.0 * 24.0).contains(&hours), "{}: {hours} h", entry.name);
    }
    for entry in of_kind(Kind::Probability) {
        let pool = preset(entry).model.pools.iter().next().expect("there is a pool").bad.get();
        assert!(pool > 0.0 && pool < 1.0, "{}: {pool}", entry.name);
    }
    for entry in of_kind(Kind::Detector) {
        let model = preset(entry).model;
        let seconds = match &model.detectors.iter().next().expect("there is a detector").seeing {
            Seeing::Heartbeat { period, misses, jitter } => {
                (*period * f64::from(*misses) + *jitter).seconds()
            }
            Seeing::Delay(takes) => takes.mean().seconds(),
            other => panic!("{}: {other:?}", entry.name),
        };
        assert!((0.1..=3600.0).contains(&seconds), "{}: {seconds} s", entry.name);
    }
}

#[test]
fn each_preset_is_noted_once_with_value_source_and_caveat() {
    let text = "Scenario(format: 1, horizon: \"1y\",
        pools: { \"a\": Pool(members: 2), \"b\": Pool(members: 2) },
        failures: {
            \"x\": Failure(strikes: Each([\"a\"]), time_to_failure: Preset(\"meta-rsc-1-node\"),
                         detected_by: \"k8s\", lasts: Preset(\"dean-2008-rack-outage\")),
            \"y\": Failure(strikes: Each([\"b\"]), time_to_failure: Preset(\"meta-rsc-1-node\"),
                         lasts: \"1h\"),
        },
        detectors: { \"k8s\": Preset(\"kubernetes-node\") })";
    let read = read(text);
    let names: Vec<_> = read.presets.iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["meta-rsc-1-node", "dean-2008-rack-outage", "kubernetes-node"]);
    let notes = read.notes.iter().map(|note| note.as_problem());
    let notes: Vec<_> = notes.filter(|note| note.message.starts_with("preset ")).collect();
    assert_eq!(notes.len(), 3, "{notes:?}");
    let lines: Vec<_> = notes.iter().map(|note| note.line).collect();
    assert_eq!(lines, [4, 5, 9], "where it is used first");
    for (note, entry) in notes.iter().zip(&read.presets) {
        for part in [entry.name, entry.written, entry.per, entry.source, entry.caveat] {
            assert!(note.message.contains(part), "{}: no `{part}`", note.message);
        }
    }
}

const HEAD: &str = "\
# Catalog of published failure data

Made of the tables in `src/catalog`, which `firedrill catalog` prints too; a test keeps this page like
them. After a change of a table: `FIREDRILL_BLESS=1 cargo test --test catalog`.

A scenario uses a value by its name, in place of a law of time, a detector or a probability
([how](scenario-format.md#published-data)):
`time_to_failure: Preset(\"meta-rsc-1-node\")`. That is the same as its value written out, with the same
results and the same digest. `firedrill check` and `firedrill run` list the presets that a scenario
uses with their sources and caveats.

Whoever uses one takes over somebody else's machines, load and years; read the caveat, and replace
it by a figure of your own as soon as you have one. A value is *sure* when it was found in its source or
in print that quotes it, and is meant as a measured value or a setting. It is *unsure* when it comes of a
survey, is a round number from a talk, or could not be found again. Most rates are published without
their intervals, and nearly all as constant: a law with age is a law of your own to choose.
";

/// The kinds in the order of the page, with what is said of each.
fn about(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::TimeToFailure => (
            "Times to failure",
            "For `time_to_failure`, and wherever else something comes again and again. The name ends \
             with what fails; a pool of other things needs another rate (a node of 8 GPUs fails 8 \
             times as often as one GPU).",
        ),
        Kind::Duration => (
            "Durations",
            "For `lasts`, `takes`, `dwells` and wherever else a law of time is asked for that is no \
             time to failure.",
        ),
        Kind::Probability => ("Probabilities", "Wherever a probability is asked for."),
        Kind::Detector => {
            ("Detectors", "For an entry of `detectors`. To change a field of one, write it out.")
        }
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for kind in Kind::ALL {
        let (title, text) = about(kind);
        let head = "| preset | what | value | per | data | source | sure | caveat |";
        writeln!(page, "\n## {title}\n\n{text}\n\n{head}\n|---|---|---|---|---|---|---|---|")
            .expect("memory takes every line");
        for entry in of_kind(kind) {
            let Entry { name, per, text, written, source, data, caveat, sure, .. } = *entry;
            let sure = if sure { "yes" } else { "no" };
            writeln!(
                page,
                "| `{name}` | {text} | `{written}` | {per} | {data} | {source} | {sure} | {caveat} |"
            )
            .expect("memory takes every line");
        }
    }
    page
}

#[test]
fn the_page_is_the_catalog() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/catalog.md");
    let expected = page();
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        fs::write(&path, &expected).expect("the page can be written");
        return;
    }
    let found = fs::read_to_string(&path).expect("the page is there");
    assert!(found == expected, "docs/catalog.md is out of date");
}
