//! When failures happen.

use super::fields::{FieldDoc, field_table};
use super::law::positive_law;
use super::problem::Finding;
use super::quantities::{probability, times};
use super::reader::{Fields, Reading, later};
use super::trace::{Struck, trace};
use super::tree::Node;
use crate::model::{Occurs, Recovery, Strikes};
use crate::quantity::{Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Failure.time_to_failure": "law of time" = "none",
        "the time from new to failing, while exposed; give this, `at` or `trace`, or let another \
         failure trigger it";
    "Failure.at": "list of times" = "none",
        "fixed times at which everything exposed that it can strike fails";
    "Failure.trace": "path of a CSV file, or Trace(..)" = "none",
        "when it struck what for how long somewhere";
    "Failure.beta": "probability below 1" = "0.0",
        "the share of a member's failures that take all exposed members of its pool at once; only \
         of `Each` under a memoryless `time_to_failure`";
};

const WAYS: [&str; 3] = ["time_to_failure", "at", "trace"];

/// When a failure of this name happens. `struck` is what it strikes, where readable.
pub(super) fn occurs(
    name: &str,
    fields: &Fields<'_>,
    struck: Option<&Struck<'_>>,
    horizon: Option<Span>,
    reading: &mut Reading,
) -> Option<Occurs> {
    let given = WAYS.iter().filter_map(|way| Some((*way, fields.get(way)?)));
    let given: Vec<(&str, &Node)> = given.collect();
    match given.as_slice() {
        [("time_to_failure", node)] => positive_law(node, reading).map(Occurs::Random),
        [("at", node)] => fixed(node, horizon, reading),
        [(_, node)] => trace(node, struck, horizon, reading).map(Occurs::Traced),
        [] if reading.names.called.contains(name) => Some(Occurs::Triggered),
        [] if WAYS.iter().all(|way| fields.lacks(way)) => reading.report(
            Finding::at(fields.place, "this failure does not say when it happens")
                .label("no `time_to_failure`, `at` or `trace`, and nothing triggers it")
                .help(
                    "add `time_to_failure: Exponential(mean: \"100d\")` or `at: [\"5h\"]`, or let \
                     another failure trigger it",
                ),
        ),
        [] => None,
        [(one, first), (other, second), ..] => {
            let message = format!("a failure has both `{one}` and `{other}`");
            reading.report(
                Finding::at(later(first, second).place, message)
                    .label("the second of the two")
                    .help(
                        "keep `time_to_failure` for random times, `at` for fixed ones, or `trace` \
                         for those of a file",
                    ),
            )
        }
    }
}

fn fixed(node: &Node, horizon: Option<Span>, reading: &mut Reading) -> Option<Occurs> {
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

/// How what a trace strikes comes back, where its rows tell how long it lasts.
pub(super) fn traced_recovery(
    name: &str,
    occurs: Option<&Occurs>,
    recovery: Recovery,
    fields: &Fields<'_>,
    reading: &mut Reading,
) -> Option<Recovery> {
    let Some(Occurs::Traced(trace)) = occurs else {
        return Some(recovery);
    };
    let told = trace.strikes.iter().filter(|row| row.lasts.is_some()).count();
    let refusal = match recovery {
        _ if told == 0 => None,
        Recovery::Repair(_) => Some((
            "repaired_by",
            "what a trace ends is not repaired",
            "keep `repaired_by`, or the durations in the file",
        )),
        Recovery::None if told < trace.strikes.len() => Some((
            "trace",
            "some rows of this trace do not say how long they last",
            "fill in their durations, or add `lasts` for those without one",
        )),
        Recovery::None if reading.names.called.contains(name) => Some((
            "trace",
            "this failure is also triggered, and then no row says how long it lasts",
            "add `lasts` for strikes that are not in the file",
        )),
        _ => None,
    };
    if let Some((field, message, help)) = refusal {
        return reading.report(
            Finding::at(fields.place_of(field), message)
                .label("rows of the trace have a duration")
                .help(help),
        );
    }
    Some(if told > 0 && recovery == Recovery::None { Recovery::Traced } else { recovery })
}

/// The share of failures that take all members of a pool at once.
pub(super) fn beta(
    fields: &Fields<'_>,
    strikes: Option<&Strikes>,
    occurs: Option<&Occurs>,
    reading: &mut Reading,
) -> Option<Probability> {
    let Some(node) = fields.get("beta") else {
        return Some(Probability::NEVER);
    };
    let beta = probability(node, reading)?;
    if beta == Probability::SURE {
        return reading.report(
            Finding::at(node.place, "no failure of a member alone would remain")
                .label("1")
                .help("write a share below 1, or strike `Shock(each: 1.0, of: Each([..]))`"),
        );
    }
    let alone = matches!(strikes?, Strikes::Each(_));
    let memoryless = match occurs? {
        Occurs::Random(law) => law.memoryless().is_some(),
        Occurs::At(_) | Occurs::Traced(_) | Occurs::Triggered => false,
    };
    let (message, help) = match (alone, memoryless) {
        (true, true) => return Some(beta),
        (false, _) => (
            "only failures of `Each` member have a common share",
            "strike `Each([..])`, or leave `beta` out",
        ),
        (true, false) => (
            "only a memoryless failure can be split into a common and a single part",
            "write `time_to_failure: Exponential(..)`, or a second failure of `Shock(..)` in place \
             of `beta`",
        ),
    };
    reading.report(Finding::at(node.place, message).label("`beta` has no meaning here").help(help))
}
