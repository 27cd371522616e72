//! `trace.csv`: what happened in one replication, a row each.

use super::{Table, number, text};
use crate::measure::Timeline;

/// A timeline as a table, in the order of time.
#[must_use]
pub fn timeline(timeline: &Timeline) -> Vec<u8> {
    let mut table = Table::new(&["time_h", "subject", "event", "detail"]);
    for entry in &timeline.entries {
        table.row([
            number(entry.at.hours()),
            text(&entry.subject),
            text(entry.event),
            text(&entry.detail),
        ]);
    }
    table.bytes()
}
