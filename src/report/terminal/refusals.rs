//! Formulas that do not apply: once for each reason.

use super::Page;
use super::grid::{Style, paint, wrapped};
use super::value::named;
use crate::study::Comparison;

/// More names than this are counted.
const NAMES: usize = 4;

/// Formulas of the same quantities that do not apply for the same reason.
struct Refusal<'a> {
    formulas: Vec<&'a str>,
    of: Vec<String>,
    reason: &'a str,
}

pub(super) fn draw<'a>(rows: impl Iterator<Item = &'a Comparison>, page: Page) -> String {
    let refusals = refusals(rows);
    if refusals.is_empty() {
        return String::new();
    }
    let mut text = paint("not applicable", Style::Heading, page.colour) + "\n";
    for refusal in refusals {
        let line = format!("  {}", wrapped(&refusal.line(), page.width - 2, 4));
        text += &paint(&line, Style::Faint, page.colour);
        text.push('\n');
    }
    text
}

fn refusals<'a>(rows: impl Iterator<Item = &'a Comparison>) -> Vec<Refusal<'a>> {
    let mut by_formula: Vec<Refusal<'a>> = Vec::new();
    for row in rows {
        let same = |refusal: &&mut Refusal<'_>| {
            refusal.formulas == [row.formula.as_str()] && refusal.reason == row.note
        };
        match by_formula.iter_mut().find(same) {
            Some(refusal) => refusal.of.push(named(row)),
            None => by_formula.push(Refusal {
                formulas: vec![&row.formula],
                of: vec![named(row)],
                reason: &row.note,
            }),
        }
    }
    let mut refusals: Vec<Refusal<'a>> = Vec::new();
    for refusal in by_formula {
        let same =
            |other: &&mut Refusal<'_>| other.of == refusal.of && other.reason == refusal.reason;
        match refusals.iter_mut().find(same) {
            Some(other) => other.formulas.extend(refusal.formulas),
            None => refusals.push(refusal),
        }
    }
    refusals
}

impl Refusal<'_> {
    fn line(&self) -> String {
        let mut of = self.of.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
        if self.of.len() > NAMES {
            of += &format!(" and {} more", self.of.len() - NAMES);
        }
        format!("{} of {of}: {}", self.formulas.join(", "), self.reason)
    }
}
