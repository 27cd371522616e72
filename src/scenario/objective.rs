//! Objectives: promises about services and data.

use super::costs::money;
use super::fields::{FieldDoc, field_table};
use super::names::{Listed, Section, reference, references};
use super::problem::Finding;
use super::quantities::{positive_span, probability};
use super::reader::{Fields, Reading, every, list, variant};
use super::tree::Node;
use crate::model::{DatasetId, Objective, ServiceId};
use crate::quantity::text::write_span;
use crate::quantity::{Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Availability.of": "name of a service" = "required", "whose availability is promised";
    "Availability.at_least": "probability" = "required", "the least share of time that it is up";
    "Availability.per": "duration" = "the observed time",
        "the time that is judged; must be the horizon without the warm-up";
    "Availability.share": "probability" = "none",
        "the share of replications that must reach it; left out: the mean must";
    "RecoveryPoint.of": "name of a dataset" = "required", "whose recovery point is promised";
    "RecoveryPoint.within": "duration" = "required",
        "the longest time from the restored version to the loss";
    "RecoveryPoint.share": "probability" = "0.95",
        "the share of its incidents that must keep within; one without a copy to restore does not";
    "RecoveryTime.of": "name of a service" = "required", "whose recovery time is promised";
    "RecoveryTime.within": "duration" = "required",
        "the longest time from the onset of an outage until the service is up again";
    "RecoveryTime.share": "probability" = "0.95",
        "the share of its outages that must keep within; one that has not ended by then does not";
    "RecoveryTime.caused_by": "list of failures" = "[]",
        "only outages that these began count; left out: all do";
    "Loss.of": "name of a dataset" = "required", "whose loss is limited";
    "Loss.at_most": "probability" = "required",
        "the greatest probability that in the observed time some of it is lost with no copy to \
         restore it from";
    "Cost.at_most": "amount of money" = "required",
        "the most that the observed time may cost in all, in the currency of the scenario's costs";
    "Cost.share": "probability" = "none",
        "the share of replications that must stay within it; left out: the mean must";
};

/// How far two ways of writing the same time may differ by rounding, relatively.
const TOLERANCE: f64 = 1e-9;

/// What objectives are held against.
pub(super) struct Given {
    /// The observed time, where readable.
    pub(super) window: Option<Span>,
    /// The currency of prices, where there are any; the outer `None`: they cannot be read.
    pub(super) currency: Option<Option<String>>,
}

/// The objectives.
pub(super) fn read(node: &Node, given: &Given, reading: &mut Reading) -> Option<Vec<Objective>> {
    let example = "objectives: [Availability(of: \"chat\", at_least: 0.999)]";
    let listed = list(node, "a list of objectives", example, reading)?;
    every(listed, reading, |item, reading| one(item, given, reading))
}

fn one(node: &Node, given: &Given, reading: &mut Reading) -> Option<Objective> {
    let kinds = ["Availability", "RecoveryPoint", "RecoveryTime", "Loss", "Cost"];
    let (word, call) = variant(node, "an objective", &kinds, reading)?;
    let fields = Fields::of_call(call, node.place, word, reading)?;
    match word {
        "Availability" => availability(&fields, given.window, reading),
        "RecoveryPoint" => recovery_point(&fields, reading),
        "RecoveryTime" => recovery_time(&fields, reading),
        "Cost" => cost(&fields, given, reading),
        _ => loss(&fields, reading),
    }
}

fn recovery_point(fields: &Fields<'_>, reading: &mut Reading) -> Option<Objective> {
    let of = dataset(fields, reading);
    let within = fields.required(reading, "within", positive_span);
    let share = fields.or(reading, "share", Probability::new(0.95), |node, reading| {
        some_share(node, "incidents that must keep within", reading)
    });
    Some(Objective::RecoveryPoint { of: of?, within: within?, share: share? })
}

fn recovery_time(fields: &Fields<'_>, reading: &mut Reading) -> Option<Objective> {
    let of = fields.required(reading, "of", |node, reading| {
        reference::<ServiceId>(Section::Services, node, reading)
    });
    let within = fields.required(reading, "within", positive_span);
    let share = fields.or(reading, "share", Probability::new(0.95), |node, reading| {
        some_share(node, "outages that must keep within", reading)
    });
    let caused_by = fields.or(reading, "caused_by", Vec::new(), |node, reading| {
        let words = Listed { what: "a list of failures", example: "caused_by: [\"power\"]" };
        references(Section::Failures, node, &words, reading)
    });
    let (of, within, share) = (of?, within?, share?);
    Some(Objective::RecoveryTime { of, within, share, caused_by: caused_by? })
}

fn loss(fields: &Fields<'_>, reading: &mut Reading) -> Option<Objective> {
    let of = dataset(fields, reading);
    let at_most = fields.required(reading, "at_most", |node, reading| {
        let at_most = probability(node, reading)?;
        if at_most < Probability::SURE {
            return Some(at_most);
        }
        reading.report(
            Finding::at(node.place, "a probability of at most 1 is always kept")
                .label("one")
                .help("write a probability below 1, such as `1e-3`"),
        )
    });
    Some(Objective::Loss { of: of?, at_most: at_most? })
}

fn cost(fields: &Fields<'_>, given: &Given, reading: &mut Reading) -> Option<Objective> {
    let currency = given.currency.as_ref().and_then(Option::as_deref);
    let at_most =
        fields.required(reading, "at_most", |node, reading| money(node, currency, reading));
    let share = fields.optional(reading, "share", |node, reading| {
        some_share(node, "replications that must stay within it", reading)
    });
    if given.currency == Some(None) {
        return reading.report(
            Finding::at(fields.place, "nothing has a price in this scenario")
                .label("a promise on what it costs")
                .help("add `costs: Costs(currency: \"USD\", ..)`, or remove this objective"),
        );
    }
    Some(Objective::Cost { at_most: at_most?, share: share? })
}

fn dataset(fields: &Fields<'_>, reading: &mut Reading) -> Option<DatasetId> {
    fields.required(reading, "of", |node, reading| reference(Section::Datasets, node, reading))
}

fn some_share(node: &Node, of: &str, reading: &mut Reading) -> Option<Probability> {
    let share = probability(node, reading)?;
    if share > Probability::NEVER {
        return Some(share);
    }
    reading.report(
        Finding::at(node.place, "a share of 0 is always reached")
            .label("zero")
            .help(format!("write the share of {of}, such as `0.95`")),
    )
}

fn availability(
    fields: &Fields<'_>,
    window: Option<Span>,
    reading: &mut Reading,
) -> Option<Objective> {
    let of = fields.required(reading, "of", |node, reading| {
        reference::<ServiceId>(Section::Services, node, reading)
    });
    let at_least = fields.required(reading, "at_least", probability);
    let per = fields.optional(reading, "per", |node, reading| {
        let per = positive_span(node, reading)?;
        check_window(node, per, window, reading)
    });
    let share = fields.optional(reading, "share", |node, reading| {
        some_share(node, "replications that must reach it", reading)
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
