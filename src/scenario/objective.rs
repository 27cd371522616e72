//! Objectives: promises about services and data.

use super::costs::money;
use super::fields::{FieldDoc, field_table};
use super::names::{Listed, Section, reference, references};
use super::problem::Finding;
use super::quantities::{positive_span, probability};
use super::reader::{Fields, Reading, every, list, variant};
use super::serving::check_workload;
use super::tree::Node;
use crate::model::{DatasetId, Objective, Service, ServiceId, Training, TrainingId};
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
    "Served.of": "name of a service" = "required",
        "whose requests must be served; it needs a workload";
    "Served.at_least": "probability" = "required",
        "the least share of the requests demanded that is served, at whatever level";
    "Served.share": "probability" = "none",
        "the share of replications that must reach it; left out: the mean must";
    "Goodput.of": "name of a training" = "required", "whose progress is promised";
    "Goodput.at_least": "probability" = "required",
        "the least work that it does and does not lose, in time at full speed, over the observed \
         time until its completion";
    "Goodput.share": "probability" = "none",
        "the share of replications that must reach it; left out: the mean must";
    "Completion.of": "name of a training" = "required",
        "whose completion is promised; it needs an amount of work";
    "Completion.within": "duration" = "required",
        "the longest time from the start until it has done and saved its work; at most the horizon";
    "Completion.share": "probability" = "0.95",
        "the share of replications in which it must be complete by then";
};

/// How far two ways of writing the same time may differ by rounding, relatively.
const TOLERANCE: f64 = 1e-9;

/// The kinds of objectives.
const KINDS: [&str; 8] = [
    "Availability",
    "RecoveryPoint",
    "RecoveryTime",
    "Loss",
    "Cost",
    "Served",
    "Goodput",
    "Completion",
];

/// What objectives are held against.
pub(super) struct Given<'a> {
    /// The observed time, where readable.
    pub(super) window: Option<Span>,
    pub(super) horizon: Option<Span>,
    /// The rows of the ids, where readable.
    pub(super) services: &'a [Option<Service>],
    pub(super) training: &'a [Option<Training>],
    /// The currency of prices, where there are any; the outer `None`: they cannot be read.
    pub(super) currency: Option<Option<String>>,
}

/// The objectives.
pub(super) fn read(
    node: &Node,
    given: &Given<'_>,
    reading: &mut Reading,
) -> Option<Vec<Objective>> {
    let example = "objectives: [Availability(of: \"chat\", at_least: 0.999)]";
    let listed = list(node, "a list of objectives", example, reading)?;
    every(listed, reading, |item, reading| one(item, given, reading))
}

fn one(node: &Node, given: &Given<'_>, reading: &mut Reading) -> Option<Objective> {
    let (word, call) = variant(node, "an objective", &KINDS, reading)?;
    let fields = Fields::of_call(call, node.place, word, reading)?;
    match word {
        "Availability" => availability(&fields, given.window, reading),
        "RecoveryPoint" => recovery_point(&fields, reading),
        "RecoveryTime" => recovery_time(&fields, reading),
        "Cost" => cost(&fields, given, reading),
        "Served" => served(&fields, given, reading),
        "Goodput" => goodput(&fields, reading),
        "Completion" => completion(&fields, given, reading),
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

fn cost(fields: &Fields<'_>, given: &Given<'_>, reading: &mut Reading) -> Option<Objective> {
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

fn served(fields: &Fields<'_>, given: &Given<'_>, reading: &mut Reading) -> Option<Objective> {
    let of = fields.required(reading, "of", |node, reading| {
        let of: ServiceId = reference(Section::Services, node, reading)?;
        check_workload(given.services, of, node.place, reading).then_some(of)
    });
    let at_least = fields.required(reading, "at_least", probability);
    let share = reached_in(fields, reading);
    Some(Objective::Served { of: of?, at_least: at_least?, share: share? })
}

fn goodput(fields: &Fields<'_>, reading: &mut Reading) -> Option<Objective> {
    let of = training(fields, reading);
    let at_least = fields.required(reading, "at_least", probability);
    let share = reached_in(fields, reading);
    Some(Objective::Goodput { of: of?.0, at_least: at_least?, share: share? })
}

fn completion(fields: &Fields<'_>, given: &Given<'_>, reading: &mut Reading) -> Option<Objective> {
    let of = training(fields, reading);
    let within = fields.required(reading, "within", |node, reading| {
        let within = positive_span(node, reading)?;
        match given.horizon {
            Some(horizon) if within > horizon => {
                let horizon = write_span(horizon);
                reading.report(
                    Finding::at(node.place, "nothing is seen after the horizon")
                        .label(format!("later than {horizon}"))
                        .help(format!("write at most `\"{horizon}\"`, or a longer horizon")),
                )
            }
            _ => Some(within),
        }
    });
    let share = fields.or(reading, "share", Probability::new(0.95), |node, reading| {
        some_share(node, "replications in which it must be complete by then", reading)
    });
    let (of, node) = of?;
    let row = given.training.get(usize::from(of)).and_then(Option::as_ref);
    if let Some(endless) = row.filter(|training| training.work.is_none()) {
        let name = &endless.name;
        return reading.report(
            Finding::at(node.place, format!("training `{name}` is never complete"))
                .label("it has no amount of work")
                .help(format!("give it one: `\"{name}\": Training(work: \"54d\", ..)`")),
        );
    }
    Some(Objective::Completion { of, within: within?, share: share? })
}

/// The training that an objective is about, and where it is named.
fn training<'t>(fields: &Fields<'t>, reading: &mut Reading) -> Option<(TrainingId, &'t Node)> {
    let of =
        fields.required(reading, "of", |node, reading| reference(Section::Training, node, reading));
    of.zip(fields.get("of"))
}

/// The share of replications that must reach what is promised, if any is given.
fn reached_in(fields: &Fields<'_>, reading: &mut Reading) -> Option<Option<Probability>> {
    fields.optional(reading, "share", |node, reading| {
        some_share(node, "replications that must reach it", reading)
    })
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
    let share = reached_in(fields, reading);
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
