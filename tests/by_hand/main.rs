//! Scenarios without chance, worked out by hand, event by event.
//!
//! Each is a `.ron` file beside this one whose comments hold what must happen: a line `//|` for
//! every change, in order, with its time; a line `//=` for every value of the outcome that is not
//! 0 and every pooled duration (`+` marks one that was unfinished when observation ended); a line
//! `//~` for values over time. They were derived from the semantics, not from a run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use firedrill::engine::{Plan, Step, World};
use firedrill::measure::{Layout, Metric, Outcome, Recorder};
use firedrill::model::Model;
use firedrill::quantity::{Span, Time, text};
use firedrill::scenario::{Files, Source, load};

#[path = "../changes/mod.rs"]
mod changes;

use changes::words;

const SEEDS: std::ops::Range<u64> = 1..9;

/// Where the scenarios and their traces are.
struct ThisFolder;

impl Files for ThisFolder {
    fn read(&self, relative: &str) -> Result<String, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/by_hand");
        fs::read_to_string(folder.join(relative)).map_err(|error| error.to_string())
    }
}

#[test]
fn spares() {
    check("spares");
}

#[test]
fn detection() {
    check("detection");
}

#[test]
fn repair_crews() {
    check("repair_crews");
}

#[test]
fn parts() {
    check("parts");
}

#[test]
fn false_alarms() {
    check("false_alarms");
}

#[test]
fn backups() {
    check("backups");
}

#[test]
fn people() {
    check("people");
}

#[test]
fn unseen() {
    check("unseen");
}

#[test]
fn domains() {
    check("domains");
}

#[test]
fn built_stores() {
    check("built_stores");
}

#[test]
fn destroyed() {
    check("destroyed");
}

#[test]
fn bandwidths() {
    check("bandwidths");
}

#[test]
fn losses() {
    check("losses");
}

#[test]
fn promotion() {
    check("promotion");
}

#[test]
fn failover_restore() {
    check("failover_restore");
}

#[test]
fn failovers() {
    check("failovers");
}

#[test]
fn transfers() {
    check("transfers");
}

#[test]
fn cascades() {
    check("cascades");
}

#[test]
fn traces() {
    check("traces");
}

#[test]
fn drills() {
    check("drills");
}

#[test]
fn retention() {
    check("retention");
}

#[test]
fn serving() {
    check("serving");
}

#[test]
fn maintenance() {
    check("maintenance");
}

#[test]
fn training() {
    check("training");
}

#[test]
fn training_elastic() {
    check("training_elastic");
}

#[test]
fn training_restarts() {
    check("training_restarts");
}

#[test]
fn training_dark() {
    check("training_dark");
}

#[test]
fn training_warned() {
    check("training_warned");
}

#[test]
fn warnings() {
    check("warnings");
}

#[test]
fn costs() {
    check("costs");
}

#[test]
fn paid_transfers() {
    check("paid_transfers");
}

/// Runs a scenario under several seeds, which must not matter, and compares all that comes of it.
fn check(name: &str) {
    let name = format!("{name}.ron");
    let text = ThisFolder.read(&name).expect("the scenario is there");
    let source = Source { name, text };
    let scenario = load(&source, &[], &ThisFolder).unwrap_or_else(|problems| panic!("{problems}"));
    let model = &scenario.model;
    for seed in SEEDS {
        let plan = Plan::new(model, seed, 100_000);
        check_log(&source.text, &log(model, &plan, seed));
        let outcome = Recorder::new(&plan).run(seed).expect("few events");
        check_values(&source.text, &Layout::new(model), &outcome);
        check_series(&source.text, &Layout::new(model), &outcome);
    }
}

fn marked<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = &'t str> {
    text.lines().filter_map(move |line| Some(line.strip_prefix(mark)?.trim()))
}

fn time(text: &str) -> Time {
    span(text).after_start()
}

fn span(text: &str) -> Span {
    text::span(text).unwrap_or_else(|error| panic!("{text}: {}", error.problem))
}

/// Every change of a replication as a line of text.
fn log(model: &Model, plan: &Plan<'_>, replication: u64) -> Vec<String> {
    let mut world = World::new(plan);
    world.restart(replication);
    let mut lines = Vec::new();
    let mut now = Time::START;
    loop {
        for &change in world.changes() {
            lines.push(format!("{} {}", hours(now), words(model, change, &hours)));
        }
        match world.step().expect("few events") {
            Step::Served(at) => now = at,
            Step::Ended(at) => {
                for &change in world.changes() {
                    lines.push(format!("{} {}", hours(at), words(model, change, &hours)));
                }
                return lines;
            }
        }
    }
}

/// A time as `3:15`, hours and minutes.
fn hours(time: Time) -> String {
    let minutes = time.seconds() / 60.0;
    assert!(minutes.fract() == 0.0, "what is worked out by hand happens at whole minutes");
    format!("{}:{:02}", minutes as u64 / 60, minutes as u64 % 60)
}

fn check_log(text: &str, log: &[String]) {
    let expected: Vec<String> = marked(text, "//|")
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert!(!expected.is_empty(), "a timeline was worked out");
    let same = expected.iter().zip(log).take_while(|(expected, found)| expected == found).count();
    if same == expected.len() && same == log.len() {
        return;
    }
    let mut message = String::new();
    let around = same.saturating_sub(4)..(same + 6).min(expected.len().max(log.len()));
    for line in around {
        let line_of = |lines: &[String]| lines.get(line).map_or("(end)", |line| line).to_string();
        let _ = writeln!(message, "{:<45} | {}", line_of(&expected), line_of(log));
    }
    panic!("change {} differs (worked out | happened):\n{message}", same + 1);
}

/// The expected values by column: `//= 3 failures[gpu]`, a duration list for pooled columns.
fn check_values(text: &str, layout: &Layout, outcome: &Outcome) {
    let mut expected: Vec<(&str, &str)> = marked(text, "//=")
        .map(|line| {
            // A column's subject may have spaces.
            let subject = line.find('[').expect("a column has a subject");
            let (values, _) = line[..subject].rsplit_once(' ').expect("values, then a column");
            (values, &line[values.len() + 1..])
        })
        .collect();
    let mut take = |column: &str| {
        let place = expected.iter().position(|(_, name)| *name == column)?;
        Some(expected.remove(place).0)
    };
    for (place, column) in layout.pooled.iter().enumerate() {
        let observed = outcome.observations.iter().filter(|it| usize::from(it.column) == place);
        let found: Vec<_> = observed.map(|it| (it.value, it.finished)).collect();
        // They are among the values too.
        if matches!(column.metric, Metric::TimeToFirstOutage | Metric::CompletionTime) {
            continue;
        }
        let told = take(&column.to_string());
        if told.is_none() && is_a_part(column.metric) {
            continue;
        }
        let worked_out: Vec<_> = told
            .unwrap_or("")
            .split_whitespace()
            .map(|text| match text.strip_suffix('+') {
                Some(text) => (number(text), false),
                None => (number(text), true),
            })
            .collect();
        assert_eq!(found, worked_out, "{column}");
    }
    for (column, &value) in layout.values.iter().zip(&outcome.values) {
        let found = match take(&column.to_string()) {
            None if is_a_part(column.metric) => continue,
            None => Some(0.0),
            Some("none") => None,
            Some(text) => Some(number(text)),
        };
        let close = match (found, value) {
            (Some(found), Some(value)) => (found - value).abs() <= 1e-12 * found.abs(),
            (found, value) => found == value,
        };
        assert!(close, "{column} is {value:?}, worked out {found:?}");
    }
    assert!(expected.is_empty(), "no such columns: {expected:?}");
}

/// Whether a metric is another one's, by stage or by cause: worked out only where that is the point.
/// That the parts sum to the whole is checked of random scenarios.
fn is_a_part(metric: Metric) -> bool {
    matches!(
        metric,
        Metric::RtaByStage
            | Metric::RtaByCause
            | Metric::OutageTimeByStage
            | Metric::OutageTimeByCause
            | Metric::DataLostByCause
            | Metric::FullRecovery
    )
}

/// Values over time: `//~ 1h 17e9 stored_bytes_at[vault]`.
fn check_series(text: &str, layout: &Layout, outcome: &Outcome) {
    for line in marked(text, "//~") {
        let [at, value, column] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("a time, a value and a column: {line}");
        };
        let row = layout.times.iter().position(|&it| it == time(at)).expect("a sampled time");
        let column = layout.series.iter().position(|it| it.to_string() == column);
        let place = row * layout.series.len() + column.expect("a column over time");
        assert_eq!(outcome.series[place], Some(number(value)), "{line}");
    }
}

/// A number, or a ratio of two.
fn number(text: &str) -> f64 {
    let plain = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("no number: {text}"));
    match text.split_once('/') {
        Some((above, below)) => plain(above) / plain(below),
        None => plain(text),
    }
}
