//! Drills: planned switchovers.

use super::fields::{FieldDoc, field_table};
use super::problem::Finding;
use super::quantities::{positive_span, times};
use super::reader::{Fields, Reading, later};
use super::tree::Node;
use crate::model::{Drilled, Drills};
use crate::quantity::Span;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Drills.at": "list of times" = "none", "when drills are held; give this or `every`";
    "Drills.every": "duration" = "none",
        "the time between drills, and until the first; give this or `at`";
    "Drills.stays": "duration" = "\"1h\"", "how long the service stays there before it goes back";
};

/// Drills, as far as they can be read.
pub(super) fn drills(node: &Node, reading: &mut Reading) -> Option<Drills> {
    let fields = Fields::of(node, "Drills", reading)?;
    let due = match (fields.get("at"), fields.get("every")) {
        (Some(at), None) => fixed(at, reading),
        (None, Some(every)) => positive_span(every, reading).map(Drilled::Every),
        (Some(at), Some(every)) => reading.report(
            Finding::at(later(at, every).place, "drills have both `at` and `every`")
                .label("the second of the two")
                .help("keep `at` for fixed times, or `every` for periodic ones"),
        ),
        (None, None) if fields.lacks("at") && fields.lacks("every") => reading.report(
            Finding::at(fields.place, "these drills do not say when they are held")
                .label("neither `at` nor `every`")
                .help("add `every: \"90d\"` or `at: [\"90d\", \"270d\"]`"),
        ),
        (None, None) => None,
    };
    let stays = fields.or(reading, "stays", Span::from_hours(1.0), positive_span);
    Some(Drills { due: due?, stays: stays? })
}

fn fixed(node: &Node, reading: &mut Reading) -> Option<Drilled> {
    let at = times(node, reading)?;
    if !at.is_empty() {
        return Some(Drilled::At(at));
    }
    reading.report(
        Finding::at(node.place, "these drills are never held")
            .label("no times")
            .help("give at least one time, or leave `drills` out"),
    )
}
