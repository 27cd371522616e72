//! `comparison.csv`: every formula beside the simulation, with its verdict.

use super::{Table, ends, maybe, text};
use crate::quantity::Time;
use crate::study::{Comparison, Results, Verdict};

const HEADER: [&str; 12] = [
    "quantity",
    "subject",
    "time_h",
    "formula",
    "source",
    "analytic",
    "simulated",
    "ci_low",
    "ci_high",
    "difference",
    "verdict",
    "note",
];

pub(super) fn table(results: &Results) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for comparison in &results.comparison {
        table.row(row(comparison));
    }
    table.bytes()
}

fn row(comparison: &Comparison) -> [String; 12] {
    let [low, high] = ends(comparison.interval);
    let difference = comparison.simulated.zip(comparison.analytic);
    [
        text(&comparison.quantity),
        text(&comparison.subject),
        maybe(comparison.time.map(Time::hours)),
        text(&comparison.formula),
        text(&comparison.source),
        maybe(comparison.analytic),
        maybe(comparison.simulated),
        low,
        high,
        maybe(difference.map(|(simulated, analytic)| simulated - analytic)),
        comparison.verdict.name().to_string(),
        text(&note(comparison)),
    ]
}

/// The note, with what an undecided comparison would need.
fn note(comparison: &Comparison) -> String {
    let Verdict::Undecided { replications: Some(needed) } = comparison.verdict else {
        return comparison.note.clone();
    };
    let needed = format!("about {needed} replications would decide it");
    if comparison.note.is_empty() {
        return needed;
    }
    format!("{needed}; {}", comparison.note)
}
