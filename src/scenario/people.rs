//! People on call, level by level.

use super::fields::{FieldDoc, field_table};
use super::hours::hours;
use super::law::law;
use super::names::{Named, Section, reference};
use super::problem::Finding;
use super::quantities::{count, positive_span};
use super::reader::{Fields, Reading};
use super::tree::Place;
use crate::model::{Escalation, OnCall, OnCallId};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "OnCall.size": "count" = "1", "how many they are; each handles one alarm at a time";
    "OnCall.acknowledges": "law of time" = "required",
        "from an alarm's reaching somebody who is free to its being acknowledged";
    "OnCall.escalates_after": "duration" = "never",
        "after how long an alarm that is not acknowledged goes to the next level; goes with \
         `escalates_to`";
    "OnCall.escalates_to": "name of an on-call team" = "none",
        "the next level, where the alarm waits anew; goes with `escalates_after`";
    "OnCall.hours": "Hours(..)" = "at any time", "when they answer alarms";
};

/// All people on call, as far as they can be read.
pub(super) fn read(named: &[Named<'_>], reading: &mut Reading) -> Vec<Option<OnCall>> {
    let mut next = Vec::new();
    let rows: Vec<Option<OnCall>> = named
        .iter()
        .map(|named| {
            let (row, to) = one(named, reading);
            next.push(to);
            row
        })
        .collect();
    check_circles(named, &next, reading);
    rows
}

/// The next level, with the place of its name.
type Next = Option<(OnCallId, Place)>;

fn one(named: &Named<'_>, reading: &mut Reading) -> (Option<OnCall>, Next) {
    let Some(fields) = Fields::of(named.value, "OnCall", reading) else {
        return (None, None);
    };
    let size = fields.or(reading, "size", 1, |it, reading| count(it, reading, 1));
    let acknowledges = fields.required(reading, "acknowledges", law);
    let after = fields.optional(reading, "escalates_after", positive_span);
    let to = fields.optional(reading, "escalates_to", |node, reading| {
        reference::<OnCallId>(Section::People, node, reading)
    });
    let hours = fields.optional(reading, "hours", hours);
    let next = to.flatten().map(|to| (to, fields.place_of("escalates_to")));
    check_both(&fields, reading);
    let row = || {
        let escalates = match (after?, to?) {
            (Some(after), Some(to)) => Some(Escalation { after, to }),
            _ => None,
        };
        let (size, acknowledges, hours) = (size?, acknowledges?, hours?);
        Some(OnCall { name: named.name.clone(), size, acknowledges, escalates, hours })
    };
    (row(), next)
}

fn check_both(fields: &Fields<'_>, reading: &mut Reading) {
    let pairs = [("escalates_after", "escalates_to"), ("escalates_to", "escalates_after")];
    for (given, other) in pairs {
        if fields.get(given).is_some() && fields.lacks(other) {
            let message = format!("`{given}` means nothing without `{other}`");
            let example = match other {
                "escalates_to" => "escalates_to: \"lead\"",
                _ => "escalates_after: \"15min\"",
            };
            let finding = Finding::at(fields.place_of(given), message)
                .label(format!("`{other}` is missing"))
                .help(format!("add `{example}`, or leave both out"));
            reading.findings.push(finding);
        }
    }
}

/// Reports levels that hand alarms to each other without end.
fn check_circles(named: &[Named<'_>], next: &[Next], reading: &mut Reading) {
    let mut seen = vec![false; next.len()];
    for start in 0..next.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut at = start;
        while !seen[at] {
            seen[at] = true;
            path.push(at);
            let Some((to, place)) = next[at] else {
                break;
            };
            at = to.into();
            let Some(from) = path.iter().position(|&it| it == at) else {
                continue;
            };
            let round = path[from..].iter().chain([&at]);
            let names: Vec<String> = round.map(|&it| format!("`{}`", named[it].name)).collect();
            let finding = Finding::at(place, "alarms would escalate in a circle")
                .label("closes the circle")
                .reason(names.join(" escalates to "))
                .help("let the last level keep what it is given: leave its escalation out");
            reading.findings.push(finding);
            break;
        }
    }
}
