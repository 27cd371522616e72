//! The section on formulas: each beside the simulation, and why where they differ.

use std::fmt::Write as _;

use super::Page;
use super::grid::{Cell, Grid, Side, Style, paint, wrapped};
use super::value::{exact, quantity, unknown};
use crate::measure::{Metric, Unit};
use crate::report::number::{count, length};
use crate::study::{Comparison, Results, Verdict};

pub(super) fn draw(results: &Results, page: Page) -> String {
    let comparison = &results.comparison;
    if comparison.is_empty() {
        return String::new();
    }
    let heading = ["formula", "of", "at", "says", "simulated", "verdict"];
    let heading = heading.map(|text| Cell::styled(text, Style::Heading)).to_vec();
    let grid = Grid {
        sides: vec![Side::Left, Side::Left, Side::Right, Side::Right, Side::Right, Side::Left],
        rows: [heading].into_iter().chain(comparison.iter().map(row)).collect(),
        shortens: 1,
    };
    let mut lines = grid.lines(page).into_iter();
    let mut text = String::from("\n");
    text.extend(lines.next());
    for (at, (line, row)) in lines.zip(comparison).enumerate() {
        text += &line;
        if needs_reason(row) && !same_reason_follows(&comparison[at..]) {
            let note = format!("    {}", wrapped(&row.note, page.width - 4, 4));
            let _ = writeln!(text, "{}", paint(&note, Style::Faint, page.colour));
        }
    }
    text + &summary(comparison) + "\n"
}

/// Whether a row must say why.
fn needs_reason(row: &Comparison) -> bool {
    let told = matches!(row.verdict, Verdict::Disagrees | Verdict::NotApplicable);
    told && !row.note.is_empty()
}

/// Whether the next row gives the same reason, so that once is enough.
fn same_reason_follows(rows: &[Comparison]) -> bool {
    let next = rows.get(1);
    next.is_some_and(|next| needs_reason(next) && next.note == rows[0].note)
}

fn row(comparison: &Comparison) -> Vec<Cell> {
    let unit =
        Metric::find(&comparison.quantity).map_or(Unit::Count, |metric| metric.definition().unit);
    let simulated = comparison.simulated;
    let simulated = simulated.map(|value| Cell::plain(quantity(value, comparison.interval, unit)));
    let analytic = comparison.analytic.map(|value| Cell::plain(exact(value, unit)));
    let at = comparison.time.map_or_else(String::new, |time| length(time.hours()));
    let of = match comparison.subject.as_str() {
        "" => comparison.quantity.clone(),
        subject => format!("{}[{subject}]", comparison.quantity),
    };
    vec![
        Cell::plain(comparison.formula.as_str()),
        Cell::plain(of),
        Cell::plain(at),
        analytic.unwrap_or_else(unknown),
        simulated.unwrap_or_else(unknown),
        verdict(comparison.verdict),
    ]
}

fn verdict(verdict: Verdict) -> Cell {
    let (text, style) = match verdict {
        Verdict::Agrees => (verdict.name().to_string(), Style::Good),
        Verdict::Disagrees => (verdict.name().to_string(), Style::Bad),
        Verdict::NotApplicable => (verdict.name().to_string(), Style::Faint),
        Verdict::Undecided { replications: Some(needed) } => {
            (format!("undecided, needs {}", count(needed)), Style::Open)
        }
        Verdict::Undecided { replications: None } => (verdict.name().to_string(), Style::Open),
    };
    Cell::styled(text, style)
}

/// How many rows came to which verdict.
fn summary(comparison: &[Comparison]) -> String {
    let kinds = [
        ("agrees", "agree"),
        ("disagrees", "disagree"),
        ("undecided", "undecided"),
        ("not applicable", "not applicable"),
    ];
    let counted = kinds.map(|(name, many)| {
        let rows = comparison.iter().filter(|row| row.verdict.name() == name);
        let rows = rows.count();
        (if rows == 1 { name } else { many }, rows)
    });
    let counted = counted.iter().filter(|(_, rows)| *rows > 0);
    let counted: Vec<String> = counted.map(|(kind, rows)| format!("{rows} {kind}")).collect();
    format!("formulas: {}", counted.join(", "))
}
