//! Working hours.

use super::backup::hour;
use super::fields::{FieldDoc, field_table};
use super::problem::Finding;
use super::quantities::whole;
use super::reader::{Fields, Reading};
use super::tree::Node;
use crate::model::{Hours, Window};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Hours.from": "duration below 24 h" = "required", "the hour of the day from which they work";
    "Hours.until": "duration below 24 h" = "required",
        "the hour until which they work; earlier than `from`: on the next day";
    "Hours.days": "count from 1 to 7" = "7",
        "on how many days of each week, its first ones; a replication starts on the first day of \
         a week, at midnight";
};

/// The days of a week.
const WEEK: u64 = 7;

/// Working hours.
pub(super) fn hours(node: &Node, reading: &mut Reading) -> Option<Hours> {
    let fields = Fields::of(node, "Hours", reading)?;
    let opens = fields.required(reading, "from", hour);
    let closes = fields.required(reading, "until", hour);
    let days = fields.or(reading, "days", 7, |node, reading| {
        whole(node, reading, 1, WEEK).and_then(|days| u32::try_from(days).ok())
    });
    let window = Window { opens: opens?, closes: closes? };
    if window.opens == window.closes {
        return reading.report(
            Finding::at(fields.place_of("until"), "these hours end when they begin")
                .label("the hour of `from`")
                .help("let them end at another hour; for any time, leave them out"),
        );
    }
    Some(Hours { window, days: days? })
}
