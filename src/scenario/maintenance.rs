//! Planned maintenance.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::hours::hours;
use super::law::law;
use super::names::{Listed, Named, Section, reference, references};
use super::problem::Finding;
use super::quantities::{count, flag, positive_span, probability, time};
use super::reader::{Fields, Reading, items, later, list, variant};
use super::tree::{Kind, Node};
use crate::model::{
    Due, Failure, FailureId, GoesWrong, Maintained, Maintenance, Occurs, Place, PoolId, Strikes,
};
use crate::quantity::{Law, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Maintenance.of": "list of pools, or Domain(\"name\")" = "required",
        "what is worked on: every member of pools, spares too, or domains, each as a whole";
    "Maintenance.every": "duration" = "none",
        "the time from one round over everything to the next; give this or `at_age`";
    "Maintenance.first": "time" = "one interval", "when the first round begins; goes with `every`";
    "Maintenance.at_age": "duration" = "none",
        "the age at which each member is worked on: that of the first failure that it `renews`; \
         give this or `every`";
    "Maintenance.hours": "Hours(..)" = "at any time",
        "when work on one more may begin; what is begun is finished";
    "Maintenance.drains": "law of time" = "\"0s\"",
        "how long each is emptied first, while it still serves";
    "Maintenance.takes": "law of time" = "required", "how long each is out of service";
    "Maintenance.crew": "name of a crew" = "none",
        "who does it, waited for before draining; left out: nobody is needed";
    "Maintenance.at_once": "count" = "1", "how many at most are worked on at once";
    "Maintenance.renews": "list of failures" = "[]",
        "failures of members whose age is 0 afterwards";
    "Maintenance.goes_wrong": "GoesWrong(..)" = "none", "work that breaks what it is done on";
    "GoesWrong.probability": "probability" = "required", "that work on one goes wrong";
    "GoesWrong.into": "name of a failure" = "required",
        "the failure that then strikes what was worked on";
    "GoesWrong.stops": "true or false" = "false", "whether the round ends with it";
};

/// What a failure is, by its id, where readable.
type Failures<'r> = &'r [Option<Failure>];

/// Planned maintenance, as far as it can be read.
pub(super) fn read(
    named: &Named<'_>,
    failures: Failures<'_>,
    reading: &mut Reading,
) -> Option<Maintenance> {
    let fields = Fields::of(named.value, "Maintenance", reading)?;
    let of = fields.required(reading, "of", maintained);
    let due = due(&fields, reading);
    let hours = fields.optional(reading, "hours", hours);
    let drains = fields.or(reading, "drains", Law::Fixed(Span::ZERO), law);
    let takes = fields.required(reading, "takes", law);
    let crew =
        fields.optional(reading, "crew", |node, reading| reference(Section::Crews, node, reading));
    let at_once = fields.or(reading, "at_once", 1, |it, reading| count(it, reading, 1));
    let renews = fields.or(reading, "renews", Vec::new(), |node, reading| {
        renews(node, of.as_ref(), failures, reading)
    });
    let goes_wrong = fields.optional(reading, "goes_wrong", |node, reading| {
        goes_wrong(node, of.as_ref(), due, failures, reading)
    });
    let maintenance = Maintenance {
        name: named.name.clone(),
        of: of?,
        due: due?,
        hours: hours?,
        drains: drains?,
        takes: takes?,
        crew: crew?,
        at_once: at_once?,
        renews: renews?,
        goes_wrong: goes_wrong?,
    };
    check_age(&maintenance, failures, &fields, reading);
    Some(maintenance)
}

fn maintained(node: &Node, reading: &mut Reading) -> Option<Maintained> {
    if matches!(node.kind, Kind::Call(_)) {
        let what = "a list of pools or `Domain(..)`";
        let (_, call) = variant(node, what, &["Domain"], reading)?;
        let [name] = items(call, node, "Domain(\"hall\")", reading)?;
        return domain::instances(name, reading).map(Maintained::Domains);
    }
    let words = Listed { what: "a list of pools or `Domain(..)`", example: "of: [\"gpu\"]" };
    references(Section::Pools, node, &words, reading).map(Maintained::Pools)
}

fn due(fields: &Fields<'_>, reading: &mut Reading) -> Option<Due> {
    let first = fields.optional(reading, "first", time);
    if let (Some(first), true) = (fields.get("first"), fields.get("at_age").is_some()) {
        let finding = Finding::at(first.place, "work at an age has no first round")
            .label("`first` has no meaning here")
            .help("leave it out, or write `every` in place of `at_age`");
        reading.findings.push(finding);
    }
    match (fields.get("every"), fields.get("at_age")) {
        (Some(node), None) => {
            let every = positive_span(node, reading)?;
            Some(Due::Every { first: first?.unwrap_or(every.after_start()), every })
        }
        (None, Some(node)) => positive_span(node, reading).map(Due::AtAge),
        (Some(every), Some(age)) => reading.report(
            Finding::at(later(every, age).place, "maintenance has both `every` and `at_age`")
                .label("the second of the two")
                .help("keep `every` for rounds, or `at_age` for each member by its age"),
        ),
        (None, None) if fields.lacks("every") && fields.lacks("at_age") => reading.report(
            Finding::at(fields.place, "this maintenance does not say when it is due")
                .label("neither `every` nor `at_age`")
                .help("add `every: \"30d\"` or `at_age: \"1000h\"`"),
        ),
        (None, None) => None,
    }
}

fn renews(
    node: &Node,
    of: Option<&Maintained>,
    failures: Failures<'_>,
    reading: &mut Reading,
) -> Option<Vec<FailureId>> {
    let words = Listed { what: "a list of failures", example: "renews: [\"wear\"]" };
    let ids: Vec<FailureId> = references(Section::Failures, node, &words, reading)?;
    let Maintained::Pools(pools) = of? else {
        return reading.report(
            Finding::at(node.place, "only work on members renews anything")
                .label("`renews` has no meaning here")
                .help("leave it out, or work on pools: `of: [\"gpu\"]`"),
        );
    };
    let items = list(node, words.what, words.example, reading)?;
    for (id, item) in ids.iter().zip(items) {
        let failure = failures[usize::from(*id)].as_ref();
        if failure.is_some_and(|failure| !ages_with(failure, pools)) {
            let finding =
                Finding::at(item.place, "work on these members cannot renew this failure")
                    .label("no clock of theirs")
                    .reason(
                        "only `Each` and `EachBad` with a `time_to_failure` give members an age",
                    )
                    .help("name a failure that each of these members has by itself");
            reading.findings.push(finding);
        }
    }
    Some(ids)
}

/// Whether members of one of these pools have a clock of this failure.
fn ages_with(failure: &Failure, pools: &[PoolId]) -> bool {
    let (Strikes::Each(struck) | Strikes::EachBad(struck)) = &failure.strikes else {
        return false;
    };
    matches!(failure.occurs, Occurs::Random(_)) && struck.iter().any(|it| pools.contains(it))
}

fn goes_wrong(
    node: &Node,
    of: Option<&Maintained>,
    due: Option<Due>,
    failures: Failures<'_>,
    reading: &mut Reading,
) -> Option<GoesWrong> {
    let fields = Fields::of(node, "GoesWrong", reading)?;
    let probability = fields.required(reading, "probability", probability);
    let into = fields.required(reading, "into", |node, reading| {
        let into: FailureId = reference(Section::Failures, node, reading)?;
        let failure = failures[usize::from(into)].as_ref()?;
        if can_strike(failure, of?) {
            return Some(into);
        }
        reading.report(
            Finding::at(node.place, "this failure cannot strike what is worked on")
                .label("strikes something else")
                .help("name a failure that strikes all of it, or write one that does"),
        )
    });
    let stops = fields.or(reading, "stops", false, flag);
    if stops == Some(true) && matches!(due, Some(Due::AtAge(_))) {
        let finding = Finding::at(fields.place_of("stops"), "work at an age has no round to end")
            .label("`stops` has no meaning here")
            .help("leave it out, or write `every` in place of `at_age`");
        reading.findings.push(finding);
    }
    Some(GoesWrong { probability: probability?, into: into?, stops: stops? })
}

/// Whether a failure can strike everything that is worked on.
fn can_strike(failure: &Failure, of: &Maintained) -> bool {
    match of {
        Maintained::Pools(pools) => pools.iter().all(|pool| failure.strikes.pools().contains(pool)),
        Maintained::Domains(domains) => {
            let struck = failure.strikes.places();
            domains.iter().all(|domain| struck.contains(&Place::Domain(*domain)))
        }
    }
}

/// Reports work at an age that not all that is worked on has.
fn check_age(
    maintenance: &Maintenance,
    failures: Failures<'_>,
    fields: &Fields<'_>,
    reading: &mut Reading,
) {
    if !matches!(maintenance.due, Due::AtAge(_)) {
        return;
    }
    let place = fields.place_of("at_age");
    let finding = match (&maintenance.of, maintenance.renews.first()) {
        (Maintained::Domains(_), _) => Finding::at(place, "domains have no age")
            .label("`at_age` has no meaning here")
            .help("write `every: \"30d\"`, or work on pools"),
        (Maintained::Pools(_), None) => Finding::at(
            place,
            "this does not say which failure's age is meant",
        )
        .label("there is no `renews`")
        .help("add `renews: [\"name of a failure\"]`, the first of which is the one that ages"),
        (Maintained::Pools(pools), Some(first)) => {
            let failure = failures[usize::from(*first)].as_ref();
            let all = |failure: &Failure| match &failure.strikes {
                Strikes::Each(struck) => pools.iter().all(|pool| struck.contains(pool)),
                _ => false,
            };
            if failure.is_none_or(all) {
                return;
            }
            Finding::at(place, "not every member that is worked on has this age")
                .label("the age of the first failure in `renews`")
                .help("name first a failure that strikes `Each` of all these pools")
        }
    };
    reading.findings.push(finding);
}
