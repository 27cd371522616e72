//! `objectives.csv`: every objective with its verdict, and with how many replications it would be
//! decided where it is not; the header alone where there are none.

use super::{Table, ends, maybe, text};
use crate::study::{ObjectiveResult, Results};

const HEADER: [&str; 9] = [
    "objective",
    "subject",
    "target",
    "estimate",
    "ci_low",
    "ci_high",
    "probability",
    "verdict",
    "replications_needed",
];

pub(super) fn table(results: &Results) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for objective in &results.objectives {
        table.row(row(objective));
    }
    table.bytes()
}

fn row(objective: &ObjectiveResult) -> [String; 9] {
    let [low, high] = ends(objective.interval);
    [
        text(&objective.objective),
        text(&objective.subject),
        text(&objective.target),
        maybe(objective.estimate),
        low,
        high,
        maybe(objective.probability),
        objective.verdict().to_string(),
        objective.needed.map(|needed| needed.to_string()).unwrap_or_default(),
    ]
}
