//! Failure modes: what they strike, when, how they are seen and how members come back.

use super::effect::{Struck, effect, fixed_recovery};
use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::names::{Named, Section, reference};
use super::occurs::{beta, occurs, traced_recovery};
use super::pool;
use super::problem::Finding;
use super::quantities::flag;
use super::reader::{Fields, Reading, bare, items, later, variant};
use super::strikes::strikes;
use super::trace::Struck as Traced;
use super::tree::Node;
use super::trigger::triggers;
use crate::model::{DetectorId, Failure, Occurs, Recovery, RepairId, Starts};
use crate::quantity::{Law, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Failure.strikes": "Each([..]), EachBad([..]), One(\"pool\"), Several(..), Shock(..), \
                        Domain(\"name\"), Store(\"name\"), Link(\"name\"), Key(\"name\"), \
                        Dataset(\"name\"), Credential(\"name\"), Detector(\"name\"), \
                        OnCall(\"name\"), Service(\"name\") or Training(\"name\")" = "required",
        "what it strikes: every member of pools, or every bad one, each with a clock of its own; \
         one or several random members of a pool a time; a random part of everything that it can \
         strike; each domain of a name; a store, a link, an encryption key, a dataset, or whoever \
         has a credential; a detector, the way to reach people on call, a service itself, \
         wherever it runs, or a training itself";
    "Failure.triggers": "list of Trigger" = "[]", "failures that a strike of this one brings about";
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
    let struck = strikes.as_ref().map(|strikes| Traced { strikes, pools });
    let occurs = occurs(&named.name, &fields, struck.as_ref(), horizon, reading);
    let beta = beta(&fields, strikes.as_ref(), occurs.as_ref(), reading);
    let triggers = fields.or(reading, "triggers", Vec::new(), triggers);
    let detected_by = fields.optional(reading, "detected_by", |node, reading| {
        reference::<DetectorId>(Section::Detectors, node, reading)
    });
    if fields.lacks("detected_by") && fields.lacks("dwells") {
        let message = format!("failure `{}` has no `detected_by`: it is seen at once", named.name);
        reading.note(named.key, message);
    }
    let recovery = recovery(&fields, reading).and_then(|recovery| {
        traced_recovery(&named.name, occurs.as_ref(), recovery, &fields, reading)
    });
    let lasts = matches!(recovery, Some(Recovery::Lasts(_) | Recovery::Traced));
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
        beta: beta?,
        effect,
        triggers: triggers?,
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
    let ageless = match &failure.occurs {
        Occurs::Random(_) => None,
        Occurs::At(_) => Some("a failure at fixed times has no age"),
        Occurs::Traced(_) => Some("a failure that a trace tells of has no age"),
        Occurs::Triggered => Some("a failure that only others bring about has no age"),
    };
    if let Some(message) = ageless {
        let help = "leave it out; only `time_to_failure` has an age";
        for field in ["starts", "ages"] {
            if fields.get(field).is_some() {
                refuse(field, message, help);
            }
        }
    }
    if let Occurs::Traced(trace) = &failure.occurs
        && failure.recovery == Recovery::Restore
        && trace.strikes.iter().any(|row| row.lasts.is_some())
    {
        let help = "leave the durations in the file empty";
        refuse("trace", "what this failure strikes is restored, not over after a while", help);
    }
    if let (Occurs::Random(Law::Fixed(life)), Starts::Age(Law::Fixed(age))) =
        (&failure.occurs, &failure.starts)
        && age >= life
    {
        let help = "start it younger than its fixed time to failure";
        refuse("starts", "this age is past the time of the failure", help);
    }
}
