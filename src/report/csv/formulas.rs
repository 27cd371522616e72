//! `analytic.csv`: what the formulas alone give, without a simulation beside them.

use super::{Table, maybe, text};
use crate::quantity::Time;
use crate::study::Comparison;

const HEADER: [&str; 7] =
    ["quantity", "subject", "time_h", "formula", "source", "analytic", "note"];

/// The table of these formulas; the note says why one does not apply.
#[must_use]
pub fn formulas(formulas: &[Comparison]) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for formula in formulas {
        table.row([
            text(&formula.quantity),
            text(&formula.subject),
            maybe(formula.time.map(Time::hours)),
            text(&formula.formula),
            text(&formula.source),
            maybe(formula.analytic),
            text(&formula.note),
        ]);
    }
    table.bytes()
}
