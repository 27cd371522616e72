//! Failure modes: what they strike, when, how they are seen and how members come back.

use super::fields::{FieldDoc, field_table};
use super::law::{law, positive_law};
use super::names::{Named, Section, reference};
use super::pool;
use super::problem::Finding;
use super::quantities::{flag, times};
use super::reader::{Fields, Reading, bare, items, later, list, variant};
use super::tree::Node;
use crate::model::{DetectorId, Failure, Occurs, PoolId, Recovery, RepairId, Starts, Strikes};
use crate::quantity::{Law, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Failure.strikes": "Each([..]), EachBad([..]) or One(\"pool\")" = "required",
        "what it strikes: every member with a clock of its own, every bad member, or one random \
         member of a pool a time";
    "Failure.time_to_failure": "law of time" = "none",
        "the time from new to failing, while exposed; give this or `at`";
    "Failure.at": "list of times" = "none",
        "fixed times at which everything exposed that it can strike fails; give this or \
         `time_to_failure`";
    "Failure.detected_by": "name of a detector" = "none", "what sees it; left out: seen at once";
    "Failure.repaired_by": "name of a repair pipeline" = "none",
        "how a member comes back; with neither this nor `lasts` it stays down for good";
    "Failure.lasts": "law of time" = "none",
        "after how long a member comes back by itself, from its failure on";
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
    if fields.lacks("detected_by") {
        let message = format!("failure `{}` has no `detected_by`: it is seen at once", named.name);
        reading.note(named.key, message);
    }
    let recovery = recovery(&fields, reading);
    let renews_all = fields.or(reading, "renews", false, |node, reading| {
        either(node, ["Mode", "All"], "what a repair renews", reading)
    });
    let minimal_repair = fields.or(reading, "minimal_repair", false, flag);
    let ages_by_calendar = fields.or(reading, "ages", false, |node, reading| {
        either(node, ["Exposed", "Calendar"], "a way of ageing", reading)
    });
    let starts = fields.or(reading, "starts", Starts::New, starts);
    let failure = Failure {
        name: named.name.clone(),
        strikes: strikes?,
        occurs: occurs?,
        detected_by: detected_by?,
        recovery: recovery?,
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

fn strikes(node: &Node, pools: &[pool::Read], reading: &mut Reading) -> Option<Strikes> {
    let what = "what a failure strikes";
    let (word, call) = variant(node, what, &["Each", "EachBad", "One"], reading)?;
    match word {
        "One" => {
            let [pool] = items(call, node, "One(\"gpu\")", reading)?;
            reference(Section::Pools, pool, reading).map(Strikes::One)
        }
        "EachBad" => {
            let [listed] = items(call, node, "EachBad([\"gpu\"])", reading)?;
            let listed = pool_list(listed, reading, |id, place, reading| {
                if pools[usize::from(id)].bad == Some(Probability::NEVER) {
                    no_bad_members(place, reading);
                }
            });
            listed.map(Strikes::EachBad)
        }
        _ => {
            let [listed] = items(call, node, "Each([\"gpu\"])", reading)?;
            pool_list(listed, reading, |_, _, _| {}).map(Strikes::Each)
        }
    }
}

fn no_bad_members(node: &Node, reading: &mut Reading) {
    let finding = Finding::at(node.place, "this pool has no bad members to strike")
        .label("its `bad` is 0")
        .help("give the pool a share of bad members, such as `bad: 0.02`, or strike `Each`");
    reading.findings.push(finding);
}

/// A list of pools, each named once.
fn pool_list(
    node: &Node,
    reading: &mut Reading,
    mut check: impl FnMut(PoolId, &Node, &mut Reading),
) -> Option<Vec<PoolId>> {
    let listed = list(node, "a list of pools", "Each([\"gpu\"])", reading)?;
    if listed.is_empty() {
        return reading.report(
            Finding::at(node.place, "this failure strikes nothing")
                .label("an empty list")
                .help("name at least one pool, or remove the failure"),
        );
    }
    let mut seen = Vec::new();
    super::reader::every(listed, reading, |item, reading| {
        let id: PoolId = reference(Section::Pools, item, reading)?;
        if seen.contains(&id) {
            return reading.report(
                Finding::at(item.place, "this pool is listed twice")
                    .label("listed before")
                    .help("name each pool once; for two clocks a member, write a second failure"),
            );
        }
        seen.push(id);
        check(id, item, reading);
        Some(id)
    })
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
