//! `risks.csv`: how often each root cause disrupts each subject, and what that takes on average;
//! the header alone where nothing was disrupted.

use super::{Table, maybe, text};
use crate::quantity::{Bytes, Money, Span};
use crate::study::{Results, Risk};

const HEADER: [&str; 9] = [
    "cause",
    "subject",
    "frequency_per_year",
    "rta_h",
    "rpa_h",
    "bytes_lost",
    "cost",
    "annual_loss",
    "replications",
];

pub(super) fn table(results: &Results) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for risk in &results.risks {
        table.row(row(risk));
    }
    table.bytes()
}

fn row(risk: &Risk) -> [String; 9] {
    [
        text(&risk.cause),
        text(&risk.subject),
        maybe(risk.frequency),
        maybe(risk.rta.map(Span::hours)),
        maybe(risk.rpa.map(Span::hours)),
        maybe(risk.bytes_lost.map(Bytes::get)),
        maybe(risk.cost.map(Money::amount)),
        maybe(risk.annual_loss.map(Money::amount)),
        risk.replications.to_string(),
    ]
}
