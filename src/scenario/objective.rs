//! Objectives: promises about services.

use super::fields::{FieldDoc, field_table};
use super::names::{Section, reference};
use super::problem::Finding;
use super::quantities::{positive_span, probability};
use super::reader::{Fields, Reading, every, list, variant};
use super::tree::Node;
use crate::model::{Objective, ServiceId};
use crate::quantity::text::write_span;
use crate::quantity::{Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Availability.of": "name of a service" = "required", "whose availability is promised";
    "Availability.at_least": "probability" = "required", "the least share of time that it is up";
    "Availability.per": "duration" = "the observed time",
        "the time that is judged; must be the horizon without the warm-up";
    "Availability.share": "probability" = "none",
        "the share of replications that must reach it; left out: the mean must";
};

/// How far two ways of writing the same time may differ by rounding, relatively.
const TOLERANCE: f64 = 1e-9;

/// The objectives; `window` is the observed time, where readable.
pub(super) fn read(
    node: &Node,
    window: Option<Span>,
    reading: &mut Reading,
) -> Option<Vec<Objective>> {
    let example = "objectives: [Availability(of: \"chat\", at_least: 0.999)]";
    let listed = list(node, "a list of objectives", example, reading)?;
    every(listed, reading, |item, reading| one(item, window, reading))
}

fn one(node: &Node, window: Option<Span>, reading: &mut Reading) -> Option<Objective> {
    let (word, call) = variant(node, "an objective", &["Availability"], reading)?;
    let fields = Fields::of_call(call, node.place, word, reading)?;
    let of = fields.required(reading, "of", |node, reading| {
        reference::<ServiceId>(Section::Services, node, reading)
    });
    let at_least = fields.required(reading, "at_least", probability);
    let per = fields.optional(reading, "per", |node, reading| {
        let per = positive_span(node, reading)?;
        check_window(node, per, window, reading)
    });
    let share = fields.optional(reading, "share", |node, reading| {
        let share = probability(node, reading)?;
        if share > Probability::NEVER {
            return Some(share);
        }
        reading.report(
            Finding::at(node.place, "a share of 0 is always reached")
                .label("zero")
                .help("write the share of replications that must reach it, such as `0.95`"),
        )
    });
    per?;
    Some(Objective::Availability { of: of?, at_least: at_least?, share: share? })
}

fn check_window(node: &Node, per: Span, window: Option<Span>, reading: &mut Reading) -> Option<()> {
    match window {
        Some(window) if (per / window - 1.0).abs() > TOLERANCE => {
            let observed = write_span(window);
            reading.report(
                Finding::at(node.place, format!("the observed time is {observed}, not this"))
                    .label("not the horizon without the warm-up")
                    .help(format!("write `per: \"{observed}\"` or change the horizon")),
            )
        }
        _ => Some(()),
    }
}
