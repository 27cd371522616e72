//! Failure modes: what they strike, when, how they are seen and how members come back.

use super::effect::{Struck, effect, fixed_recovery};
use super::fields::{FieldDoc, field_table};
use super::law::{law, positive_law};
use super::names::{Named, Section, reference};
use super::pool;
use super::problem::Finding;
use super::quantities::{flag, times};
use super::reader::{Fields, Reading, bare, items, later, variant};
use super::strikes::strikes;
use super::tree::Node;
use crate::model::{DetectorId, Failure, Occurs, Recovery, RepairId, Starts};
use crate::quantity::{Law, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Failure.strikes": "Each([..]), EachBad([..]), One(\"pool\"), Several(..), Domain(\"name\"), \
                        Store(\"name\"), Link(\"name\"), Key(\"name\"), Dataset(\"name\") or \
                        Credential(\"name\")" = "required",
        "what it strikes: every member of pools, or every bad one, each with a clock of its own; \
         one or several random members of a pool a time; each domain of a name; a store, a link, \
         an encryption key, a dataset, or whoever has a credential";
    "Failure.time_to_failure": "law of time" = "none",
        "the time from new to failing, while exposed; give this or `at`";
    "Failure.at": "list of times" = "none",
        "fixed times at which everything exposed that it can strike fails; give this or \
         `time_to_failure`";
    "Failure.detected_by": "name of a detector" = "none", "what sees it; left out: seen at once";
    "Failure.repaired_by": "name of a repair pipeline" = "none",
        "how what is struck comes back; with neither this nor `lasts` it stays down for good";
    "Failure.lasts": "law of time" = "none",
        "after how long what is struck comes back by itself, from its failure on";
    "Failure.renews": "Mode or All" = "Mode",
        "whether a repair makes only this mode new again, or all modes of the member";
    "Failure.minimal_repair": "true or false" = "false",
        "whether a repair leaves the age of this mode as it was";
    "Failure.ages": "Exposed or Calendar" = "Exposed",
        "whether the mode ages only while its member is exposed, or always";
    "Failure.starts": "New, Stationary or Age(law)" = "New",
        "the age of the mode at the start: none, that of a process begun long ago, or drawn";
};

/// A failure mode, as far as it can be read. `pools` are the rows of the ids, where readable.
pub(super) fn read(
    named: &Named<'_>,
    pools: &[pool::Read],
    horizon: Option<Span>,
    reading: &mut Reading,
) -> Option<Failure> {
    let fields = Fields::of(named.value, "Failure", reading)?;
    let strikes =
        fields.required(reading, "strikes", |node, reading| strikes(node, pools, reading));
    let occurs = occurs(&fields, horizon, reading);
    let detected_by = fields.optional(reading, "detected_by", |node, reading| {
        reference::<DetectorId>(Section::Detectors, node, reading)
    });
    if fields.lacks("detected_by") && fields.lacks("dwells") {
        let message = format!("failure `{}` has no `detected_by`: it is seen at once", named.name);
        reading.note(named.key, message);
    }
    let recovery = recovery(&fields, reading);
    let lasts = matches!(recovery, Some(Recovery::Lasts(_)));
    let effect = effect(&fields, strikes.as_ref(), lasts, reading);
    let renews_all = fields.or(reading, "renews", false, |node, reading| {
        either(node, ["Mode", "All"], "what a repair renews", reading)
    });
    let minimal_repair = fields.or(reading, "minimal_repair", false, flag);
    let ages_by_calendar = fields.or(reading, "ages", false, |node, reading| {
        either(node, ["Exposed", "Calendar"], "a way of ageing", reading)
    });
    let starts = fields.or(reading, "starts", Starts::New, starts);
    let (strikes, effect) = (strikes?, effect?);
    let fixed = fixed_recovery(&strikes, &effect);
    let failure = Failure {
        name: named.name.clone(),
        strikes,
        occurs: occurs?,
        effect,
        detected_by: detected_by?,
        recovery: fixed.or(recovery)?,
        renews_all: renews_all?,
        minimal_repair: minimal_repair?,
        ages_by_calendar: ages_by_calendar?,
        starts: starts?,
    };
    check_sense(&failure, &fields, reading);
    Some(failure)
}

/// One of two words; whether it is the second.
fn either(
    node: &Node,
    words: [&'static str; 2],
    what: &str,
    reading: &mut Reading,
) -> Option<bool> {
    let (word, call) = variant(node, what, &words, reading)?;
    bare(call, node, reading)?;
    Some(word == words[1])
}

fn occurs(fields: &Fields<'_>, horizon: Option<Span>, reading: &mut Reading) -> Option<Occurs> {
    match (fields.get("time_to_failure"), fields.get("at")) {
        (Some(node), None) => positive_law(node, reading).map(Occurs::Random),
        (None, Some(node)) => {
            let at = times(node, reading)?;
            if at.is_empty() {
                return reading.report(
                    Finding::at(node.place, "this failure never happens")
                        .label("no times")
                        .help("give at least one time, or remove the failure"),
                );
            }
            if let (Some(last), Some(horizon)) = (at.last(), horizon)
                && last.since_start() > horizon
            {
                reading.note(node.place, "a time of this failure lies beyond the horizon");
            }
            Some(Occurs::At(at))
        }
        (Some(time), Some(at)) => reading.report(
            Finding::at(later(time, at).place, "a failure has both `time_to_failure` and `at`")
                .label("the second of the two")
                .help("keep `time_to_failure` for random times, or `at` for fixed ones"),
        ),
        (None, None) if fields.lacks("time_to_failure") && fields.lacks("at") => reading.report(
            Finding::at(fields.place, "this failure does not say when it happens")
                .label("neither `time_to_failure` nor `at`")
                .help("add `time_to_failure: Exponential(mean: \"100d\")` or `at: [\"5h\"]`"),
        ),
        (None, None) => None,
    }
}

fn recovery(fields: &Fields<'_>, reading: &mut Reading) -> Option<Recovery> {
    let repaired = fields.optional(reading, "repaired_by", |node, reading| {
        reference::<RepairId>(Section::Repairs, node, reading)
    });
    let lasts = fields.optional(reading, "lasts", law);
    if let (Some(repair), Some(lasts)) = (fields.get("repaired_by"), fields.get("lasts")) {
        return reading.report(
            Finding::at(later(repair, lasts).place, "a failure has both `repaired_by` and `lasts`")
                .label("the second of the two")
                .help("keep `repaired_by` for a repair, or `lasts` for what ends by itself"),
        );
    }
    Some(match (repaired?, lasts?) {
        (Some(repair), _) => Recovery::Repair(repair),
        (None, Some(law)) => Recovery::Lasts(law),
        (None, None) => Recovery::None,
    })
}

fn starts(node: &Node, reading: &mut Reading) -> Option<Starts> {
    let what = "an age at the start";
    let (word, call) = variant(node, what, &["New", "Stationary", "Age"], reading)?;
    if word == "Age" {
        let [age] = items(call, node, "Age(Uniform(from: \"0s\", to: \"1y\"))", reading)?;
        return law(age, reading).map(Starts::Age);
    }
    bare(call, node, reading)?;
    Some(match word {
        "New" => Starts::New,
        _ => Starts::Stationary,
    })
}

/// Reports fields that mean nothing beside the others.
fn check_sense(failure: &Failure, fields: &Fields<'_>, reading: &mut Reading) {
    let mut refuse = |field: &str, message: &str, help: &str| {
        let finding = Finding::at(fields.place_of(field), message)
            .label(format!("`{field}` has no meaning here"))
            .help(help);
        reading.findings.push(finding);
    };
    let repaired = matches!(failure.recovery, Recovery::Repair(_));
    if failure.minimal_repair && !repaired {
        let help = "add `repaired_by`, or leave `minimal_repair` out";
        refuse("minimal_repair", "there is no repair that could be minimal", help);
    }
    if failure.renews_all && !repaired {
        let help = "add `repaired_by`, or leave `renews` out";
        refuse("renews", "there is no repair that could renew all modes", help);
    } else if failure.renews_all && Struck::of(&failure.strikes) != Struck::Members {
        let help = "leave it out; only members have several failures of their own";
        refuse("renews", "only a repair of members can renew all modes", help);
    } else if failure.renews_all && failure.minimal_repair {
        let help = "keep one of the two";
        refuse("renews", "a minimal repair cannot renew all modes", help);
    }
    if matches!(failure.occurs, Occurs::At(_)) {
        let help = "leave it out; only `time_to_failure` has an age";
        if fields.get("starts").is_some() {
            refuse("starts", "a failure at fixed times has no age", help);
        }
        if fields.get("ages").is_some() {
            refuse("ages", "a failure at fixed times has no age", help);
        }
    }
    if let (Occurs::Random(Law::Fixed(life)), Starts::Age(Law::Fixed(age))) =
        (&failure.occurs, &failure.starts)
        && age >= life
    {
        let help = "start it younger than its fixed time to failure";
        refuse("starts", "this age is past the time of the failure", help);
    }
}
