//! The formulas alone: what `firedrill analytic` prints.

use std::fmt::Write as _;

use super::Page;
use super::grid::{Style, padded, paint, wrapped};
use super::refusals;
use super::value::{exact, named};
use crate::report::number::length;
use crate::study::Comparison;
use unicode_width::UnicodeWidthStr;

/// The room between columns.
const GAP: usize = 2;
/// How far the rows of a subject are moved in.
const INDENT: usize = 2;

/// These formulas under the quantity and subject that they are of, one row a time, each with its
/// note where the next one's is not the same; then those that do not apply.
pub(super) fn draw(formulas: &[Comparison], page: Page) -> String {
    let said: Vec<&Comparison> = formulas.iter().filter(|row| row.analytic.is_some()).collect();
    let mut subjects: Vec<String> = Vec::new();
    for row in &said {
        let name = named(row);
        if !subjects.contains(&name) {
            subjects.push(name);
        }
    }
    let widths = said.iter().map(|row| row.formula.width());
    let width = widths.max().unwrap_or(0) + GAP;
    let mut text = String::new();
    for subject in &subjects {
        let _ = writeln!(text, "{}", paint(&padded(subject, 0), Style::Heading, page.colour));
        let rows = said.iter().copied().filter(|row| named(row) == *subject);
        text += &rows_of(&rows.collect::<Vec<_>>(), width, page);
    }
    let refused = formulas.iter().filter(|row| row.analytic.is_none());
    text + &refusals::draw(refused, page)
}

/// The rows of one subject.
fn rows_of(rows: &[&Comparison], width: usize, page: Page) -> String {
    let times = rows.iter().map(|row| time(row).width());
    let at = times.max().unwrap_or(0);
    let mut text = String::new();
    for (place, row) in rows.iter().enumerate() {
        let says = row.analytic.map_or_else(String::new, |value| exact(value, row.unit));
        let repeated = place > 0 && rows[place - 1].formula == row.formula;
        let formula = if repeated { "" } else { &row.formula };
        let line = format!("{}{:>at$}  {says}", padded(formula, width), time(row));
        let _ = writeln!(text, "{}{line}", " ".repeat(INDENT));
        if says_its_note(rows, place) {
            let indent = " ".repeat(INDENT + width);
            let room = page.width.saturating_sub(indent.len()).max(20);
            for line in wrapped(&row.note, room, 0).lines() {
                let _ = writeln!(text, "{indent}{}", paint(line, Style::Faint, page.colour));
            }
        }
    }
    text
}

/// Notes of a formula that differ more often than this are shown by the first of them.
const NOTES: usize = 2;

/// Whether the note of a row is shown: after the last row of its formula that has it.
fn says_its_note(rows: &[&Comparison], place: usize) -> bool {
    let row = rows[place];
    let of_it: Vec<&Comparison> =
        rows.iter().copied().filter(|other| other.formula == row.formula).collect();
    let mut notes: Vec<&str> = of_it.iter().map(|row| row.note.as_str()).collect();
    notes.dedup();
    if notes.len() > NOTES {
        return std::ptr::eq(row, of_it[0]);
    }
    let next = rows.get(place + 1).filter(|next| next.formula == row.formula);
    !row.note.is_empty() && next.is_none_or(|next| next.note != row.note)
}

fn time(row: &Comparison) -> String {
    row.time.map_or_else(String::new, |time| length(time.hours()))
}
