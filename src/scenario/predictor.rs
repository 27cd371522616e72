//! Predictors: what warns of failures before they happen.

use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::names::{Listed, Named, Section, reference, references};
use super::problem::Finding;
use super::quantities::probability;
use super::reader::{Fields, Reading, every, items, list, variant};
use super::tree::{Node, Place};
use crate::model::{
    Action, Failure, FailureId, Occurs, Predictor, Recovery, RepairId, Serves, Service, ServiceId,
    Strikes,
};
use crate::quantity::Probability;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Predictor.watches": "list of failures" = "required",
        "failures with a `time_to_failure` that strike `Each`, places or a dataset, each watched \
         by no other predictor";
    "Predictor.recall": "probability" = "required", "that a failure is warned of";
    "Predictor.precision": "probability above 0" = "1.0",
        "the share of warnings that a failure follows, in the long run";
    "Predictor.lead": "law of time" = "required",
        "how long before the failure the warning comes; at once where the failure is nearer";
    "Predictor.then": "list of Drain(..), Backup(\"name\"), Switchover(\"name\") or \
                       Checkpoint(\"name\")" = "required",
        "what a warning, true or false, sets off: the member is emptied and repaired, a run of a \
         backup job, the service goes over to another placement, or a training that runs takes a \
         checkpoint, of the first tier that is free";
    "Drain.takes": "law of time" = "required",
        "how long the member is emptied, while it still works";
    "Drain.repaired_by": "name of a repair pipeline" = "that of the failures",
        "what it then goes through; may be left out when all watched failures have the same one";
};

/// What predictors look into.
#[derive(Clone, Copy)]
pub(super) struct Seen<'r> {
    pub(super) failures: &'r [Option<Failure>],
    pub(super) services: &'r [Option<Service>],
}

/// All predictors, as far as they can be read.
pub(super) fn read(
    named: &[Named<'_>],
    seen: Seen<'_>,
    reading: &mut Reading,
) -> Vec<Option<Predictor>> {
    let mut watched: Vec<FailureId> = Vec::new();
    named.iter().map(|named| one(named, seen, &mut watched, reading)).collect()
}

fn one(
    named: &Named<'_>,
    seen: Seen<'_>,
    watched: &mut Vec<FailureId>,
    reading: &mut Reading,
) -> Option<Predictor> {
    let fields = Fields::of(named.value, "Predictor", reading)?;
    let watches =
        fields.required(reading, "watches", |node, reading| watches(node, seen, watched, reading));
    let recall = fields.required(reading, "recall", probability);
    let precision = fields.or(reading, "precision", Probability::SURE, precision);
    let lead = fields.required(reading, "lead", law);
    let actions = fields.required(reading, "then", |node, reading| {
        actions(node, watches.as_deref(), seen, reading)
    });
    Some(Predictor {
        name: named.name.clone(),
        watches: watches?,
        recall: recall?,
        precision: precision?,
        lead: lead?,
        actions: actions?,
    })
}

fn watches(
    node: &Node,
    seen: Seen<'_>,
    watched: &mut Vec<FailureId>,
    reading: &mut Reading,
) -> Option<Vec<FailureId>> {
    let words = Listed { what: "a list of failures", example: "watches: [\"node\"]" };
    let ids: Vec<FailureId> = references(Section::Failures, node, &words, reading)?;
    let places = list(node, words.what, words.example, reading)?.iter().map(|item| item.place);
    let mut sound = true;
    for (&id, place) in ids.iter().zip(places) {
        let failure = seen.failures[usize::from(id)].as_ref();
        let fault = failure.and_then(unpredictable).or(watched.contains(&id).then_some((
            "this failure is watched by another predictor",
            "let one predictor watch it",
        )));
        if let Some((message, help)) = fault {
            sound = false;
            let finding = Finding::at(place, message).label("cannot be watched").help(help);
            reading.findings.push(finding);
        }
    }
    watched.extend(&ids);
    sound.then_some(ids)
}

/// Why a failure cannot be foreseen, and what to do.
fn unpredictable(failure: &Failure) -> Option<(&'static str, &'static str)> {
    if !matches!(failure.occurs, Occurs::Random(_)) {
        return Some((
            "only failures with a `time_to_failure` can be foreseen",
            "watch a failure that ages, or give this one a `time_to_failure`",
        ));
    }
    match failure.strikes {
        Strikes::Each(_) | Strikes::Places(_) | Strikes::Dataset(_) => None,
        _ => Some((
            "only failures of `Each` member, of places or of a dataset can be foreseen",
            "watch a failure whose every victim has a clock of its own",
        )),
    }
}

fn precision(node: &Node, reading: &mut Reading) -> Option<Probability> {
    let precision = probability(node, reading)?;
    if precision > Probability::NEVER {
        return Some(precision);
    }
    reading.report(
        Finding::at(node.place, "a predictor with no true warning would warn without end")
            .label("zero")
            .help("write the share of its warnings that come true, such as `0.5`"),
    )
}

fn actions(
    node: &Node,
    watches: Option<&[FailureId]>,
    seen: Seen<'_>,
    reading: &mut Reading,
) -> Option<Vec<Action>> {
    let example = "then: [Drain(takes: \"10min\")]";
    let listed = list(node, "a list of what a warning sets off", example, reading)?;
    if listed.is_empty() {
        return reading.report(
            Finding::at(node.place, "the warnings of this predictor do nothing")
                .label("an empty list")
                .help(format!("write such as `{example}`, or remove the predictor")),
        );
    }
    let mut before: Vec<Action> = Vec::new();
    every(listed, reading, |item, reading| {
        let action = action(item, watches, seen, reading)?;
        let same = |it: &Action| match (it, &action) {
            (Action::Drain { .. }, Action::Drain { .. }) => true,
            (it, action) => it == action,
        };
        if before.iter().any(same) {
            return reading.report(
                Finding::at(item.place, "a warning sets this off twice")
                    .label("listed before")
                    .help("list it once"),
            );
        }
        before.push(action.clone());
        Some(action)
    })
}

fn action(
    node: &Node,
    watches: Option<&[FailureId]>,
    seen: Seen<'_>,
    reading: &mut Reading,
) -> Option<Action> {
    let kinds = ["Drain", "Backup", "Switchover", "Checkpoint"];
    let (word, call) = variant(node, "what a warning sets off", &kinds, reading)?;
    match word {
        "Drain" => {
            let fields = Fields::of_call(call, node.place, word, reading)?;
            drain(&fields, watches, seen, reading)
        }
        "Backup" => {
            let [name] = items(call, node, "Backup(\"nightly\")", reading)?;
            reference(Section::Backups, name, reading).map(Action::Backup)
        }
        "Checkpoint" => {
            let [name] = items(call, node, "Checkpoint(\"pretrain\")", reading)?;
            reference(Section::Training, name, reading).map(Action::Checkpoint)
        }
        _ => {
            let [name] = items(call, node, "Switchover(\"chat\")", reading)?;
            let id: ServiceId = reference(Section::Services, name, reading)?;
            check_moves(name.place, seen.services[usize::from(id)].as_ref()?, reading)?;
            Some(Action::Switchover(id))
        }
    }
}

/// Reports a service that cannot go over to another placement.
fn check_moves(place: Place, service: &Service, reading: &mut Reading) -> Option<()> {
    let (message, help) = if service.placements.is_empty() {
        ("this service has nowhere else to go", "give it `placements`, or name another service")
    } else if matches!(service.serves, Serves::All { .. }) {
        ("this service runs everywhere already", "let one placement serve: `serves: One`")
    } else {
        return Some(());
    };
    reading.report(Finding::at(place, message).label("cannot go over").help(help))
}

fn drain(
    fields: &Fields<'_>,
    watches: Option<&[FailureId]>,
    seen: Seen<'_>,
    reading: &mut Reading,
) -> Option<Action> {
    let takes = fields.required(reading, "takes", law);
    let given = fields.optional(reading, "repaired_by", |node, reading| {
        reference::<RepairId>(Section::Repairs, node, reading)
    });
    let watched: Option<Vec<&Failure>> =
        watches?.iter().map(|id| seen.failures[usize::from(*id)].as_ref()).collect();
    let watched = watched?;
    if watched.iter().any(|failure| !matches!(failure.strikes, Strikes::Each(_))) {
        return reading.report(
            Finding::at(fields.place, "only members can be drained")
                .label("a watched failure strikes something else")
                .help("watch failures of members alone, in a predictor of their own"),
        );
    }
    let repaired_by = match given? {
        Some(repair) => repair,
        None if fields.lacks("repaired_by") => only_pipeline(fields.place, &watched, reading)?,
        None => return None,
    };
    Some(Action::Drain { takes: takes?, repaired_by })
}

/// The pipeline that all watched failures have in common.
fn only_pipeline(place: Place, watched: &[&Failure], reading: &mut Reading) -> Option<RepairId> {
    let repairs: Option<Vec<RepairId>> = watched
        .iter()
        .map(|failure| match failure.recovery {
            Recovery::Repair(repair) => Some(repair),
            _ => None,
        })
        .collect();
    if let Some(repairs) = &repairs
        && let Some(&first) = repairs.first()
        && repairs.iter().all(|&it| it == first)
    {
        return Some(first);
    }
    reading.report(
        Finding::at(place, "this drain does not say how members are then repaired")
            .label("`repaired_by` is missing here")
            .reason("the watched failures do not all have the same repair pipeline")
            .help("add `repaired_by: \"name of a repair pipeline\"`"),
    )
}
