//! The formulas alone: what `firedrill analytic` prints.

use std::fmt::Write as _;

use super::Page;
use super::grid::{Cell, Grid, Side, Style, paint, wrapped};
use super::value::{exact, unknown};
use crate::measure::{Metric, Unit};
use crate::report::number::length;
use crate::study::Comparison;

/// The table of these formulas, each with its note where the next one's is not the same.
pub(super) fn draw(formulas: &[Comparison], page: Page) -> String {
    let heading = ["formula", "of", "at", "says"];
    let heading = heading.map(|text| Cell::styled(text, Style::Heading)).to_vec();
    let grid = Grid {
        sides: vec![Side::Left, Side::Left, Side::Right, Side::Right],
        rows: [heading].into_iter().chain(formulas.iter().map(row)).collect(),
        shortens: 1,
    };
    let mut lines = grid.lines(page).into_iter();
    let mut text = lines.next().unwrap_or_default();
    for (place, (line, row)) in lines.zip(formulas).enumerate() {
        text += &line;
        let repeated = formulas.get(place + 1).is_some_and(|next| next.note == row.note);
        if !row.note.is_empty() && !repeated {
            let note = format!("    {}", wrapped(&row.note, page.width - 4, 4));
            let _ = writeln!(text, "{}", paint(&note, Style::Faint, page.colour));
        }
    }
    text
}

fn row(formula: &Comparison) -> Vec<Cell> {
    let unit =
        Metric::find(&formula.quantity).map_or(Unit::Count, |metric| metric.definition().unit);
    let of = match formula.subject.as_str() {
        "" => formula.quantity.clone(),
        subject => format!("{}[{subject}]", formula.quantity),
    };
    let at = formula.time.map_or_else(String::new, |time| length(time.hours()));
    let says = formula.analytic.map(|value| Cell::plain(exact(value, unit)));
    vec![
        Cell::plain(formula.formula.as_str()),
        Cell::plain(of),
        Cell::plain(at),
        says.unwrap_or_else(unknown),
    ]
}
