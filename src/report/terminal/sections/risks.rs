//! Risks: how often each cause disrupts each service and dataset, and what that takes.

use super::Section;
use crate::quantity::{Bytes, Money, Span};
use crate::report::number::{ByteUnit, duration, significant};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{FEW, unknown};
use crate::study::{Results, Risk};

/// As many risks as a table shows.
const RISKS: usize = 12;

/// The risks by cause; where there are many, those that take most hours a year.
pub(super) fn section(results: &Results) -> Section {
    let hours = |risk: &&Risk| {
        let rta = risk.rta.map_or(0.0, Span::hours);
        risk.frequency.map_or(f64::INFINITY, |frequency| frequency * rta)
    };
    let mut risks: Vec<&Risk> = results.risks.iter().collect();
    let all = risks.len();
    if all > RISKS {
        // Equal ones stay in the order of the results.
        risks.sort_by(|a, b| hours(b).total_cmp(&hours(a)));
        risks.truncate(RISKS);
    }
    let cost = if results.run.currency.is_some() { ", cost" } else { "" };
    let mut remark = format!(
        "RTA, RPA, lost{cost}: means of one incident; in replications: how many carry them, \
         marked where the means are thin"
    );
    if all > RISKS {
        remark += &format!("; the {RISKS} of {all} that take most time a year, all: risks.csv");
    }
    let rows = risks.into_iter().map(row).collect();
    let columns = [
        "risk: cause",
        "of",
        "a year",
        "RTA mean",
        "RPA mean",
        "lost",
        "cost",
        "cost a year",
        "in replications",
    ];
    Section { remark, ..Section::new(&columns, rows).without_empty_columns(4) }
}

fn row(risk: &Risk) -> Vec<Cell> {
    let mark = if risk.replications < FEW { "*" } else { "" };
    let cell = |text: Option<String>, mark: &str| {
        text.map_or_else(unknown, |text| Cell::plain(text + mark))
    };
    vec![
        Cell::plain(risk.cause.as_str()),
        Cell::plain(risk.subject.as_str()),
        cell(risk.frequency.map(|frequency| significant(frequency, 3)), ""),
        cell(risk.rta.map(|rta| duration(rta.hours())), mark),
        cell(risk.rpa.map(|rpa| duration(rpa.hours())), mark),
        cell(risk.bytes_lost.map(lost), mark),
        cell(risk.cost.map(money), mark),
        cell(risk.annual_loss.map(money), mark),
        Cell::plain(risk.replications.to_string() + mark),
    ]
}

fn money(money: Money) -> String {
    significant(money.amount(), 3)
}

fn lost(bytes: Bytes) -> String {
    let unit = ByteUnit::of(bytes.get());
    format!("{} {}", significant(bytes.get() / unit.bytes, 3), unit.sign)
}
