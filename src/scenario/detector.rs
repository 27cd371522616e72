//! Detectors: when a failure is seen, and what is seen that is none.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::law::{law, positive_law};
use super::names::{Named, Section, reference};
use super::preset;
use super::problem::Finding;
use super::quantities::{count, positive_span, probability, span, times};
use super::reader::{Fields, Reading, items, later, variant};
use super::tree::{Body, Node};
use crate::catalog;
use crate::model::{
    Detector, DetectorId, Failure, FalseAlarms, Occurs, Recovery, RepairId, Seeing,
};
use crate::quantity::text::write_span;
use crate::quantity::{Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Heartbeat.period": "duration" = "required",
        "the time between two heartbeats, sent from the start on";
    "Heartbeat.misses": "count" = "required",
        "how many must be missed before a failure is declared";
    "Heartbeat.jitter": "duration" = "\"0s\"", "the longest further delay, uniform from 0";
    "Heartbeat.within": "name of a domain" = "none",
        "where it stands: while that domain is down it sees nothing";
    "Heartbeat.coverage": "probability" = "1.0", "the probability that it ever sees a failure";
    "Heartbeat.backstop": "law of time" = "none",
        "how long after its failure a missed one is found; left out: never";
    "Heartbeat.false_alarms": "FalseAlarms(..)" = "none", "alarms without a failure";
    "Heartbeat.misdiagnosed": "probability" = "0.0",
        "the probability that a wrong member is taken and the culprit stays in service";
    "Heartbeat.undiagnosed": "probability" = "0.0", "the probability that no member is taken";
    "Delay.takes": "law of time" = "required",
        "the time from a failure to its detection; `Delay(\"2min\")` for short";
    "Delay.within": "name of a domain" = "none",
        "where it stands: while that domain is down it sees nothing";
    "Delay.coverage": "probability" = "1.0", "the probability that it ever sees a failure";
    "Delay.backstop": "law of time" = "none",
        "how long after its failure a missed one is found; left out: never";
    "Delay.false_alarms": "FalseAlarms(..)" = "none", "alarms without a failure";
    "Delay.misdiagnosed": "probability" = "0.0",
        "the probability that a wrong member is taken and the culprit stays in service";
    "Delay.undiagnosed": "probability" = "0.0", "the probability that no member is taken";
    "Immediate.within": "name of a domain" = "none",
        "where it stands: while that domain is down it sees nothing";
    "Immediate.coverage": "probability" = "1.0", "the probability that it ever sees a failure";
    "Immediate.backstop": "law of time" = "none",
        "how long after its failure a missed one is found; left out: never";
    "Immediate.false_alarms": "FalseAlarms(..)" = "none", "alarms without a failure";
    "Immediate.misdiagnosed": "probability" = "0.0",
        "the probability that a wrong member is taken and the culprit stays in service";
    "Immediate.undiagnosed": "probability" = "0.0", "the probability that no member is taken";
    "Scrub.every": "duration" = "required", "the time from one look at everything to the next";
    "Scrub.takes": "duration" = "required",
        "how long one look at everything takes, at most `every`: each spot has its turn";
    "Scrub.finds": "probability above 0" = "1.0",
        "the probability that what has failed is found when it has its turn";
    "Scrub.within": "name of a domain" = "none",
        "where it stands: while that domain is down it sees nothing";
    "Scrub.coverage": "probability" = "1.0", "the probability that it ever sees a failure";
    "Scrub.backstop": "law of time" = "none",
        "how long after its failure a missed one is found; left out: never";
    "Scrub.false_alarms": "FalseAlarms(..)" = "none", "alarms without a failure";
    "Scrub.misdiagnosed": "probability" = "0.0",
        "the probability that a wrong member is taken and the culprit stays in service";
    "Scrub.undiagnosed": "probability" = "0.0", "the probability that no member is taken";
    "Audit.every": "duration" = "required", "the time from one audit to the next";
    "Audit.finds": "probability above 0" = "1.0",
        "the probability that an audit finds what has failed";
    "Audit.within": "name of a domain" = "none",
        "where it stands: while that domain is down it sees nothing";
    "Audit.coverage": "probability" = "1.0", "the probability that it ever sees a failure";
    "Audit.backstop": "law of time" = "none",
        "how long after its failure a missed one is found; left out: never";
    "Audit.false_alarms": "FalseAlarms(..)" = "none", "alarms without a failure";
    "Audit.misdiagnosed": "probability" = "0.0",
        "the probability that a wrong member is taken and the culprit stays in service";
    "Audit.undiagnosed": "probability" = "0.0", "the probability that no member is taken";
    "FalseAlarms.every": "law of time" = "none",
        "the time between two false alarms of the detector as a whole; give this or `at`";
    "FalseAlarms.at": "list of times" = "none", "fixed times of false alarms; give this or `every`";
    "FalseAlarms.repaired_by": "name of a repair pipeline" = "that of its failures",
        "the needless repair; may be left out when all failures of the detector have the same \
         one";
};

const KINDS: &[&str] = &["Immediate", "Heartbeat", "Delay", "Scrub", "Audit", preset::WORD];

/// A detector, as far as it can be read. `failures` are the readable ones of the scenario.
pub(super) fn read(
    named: &Named<'_>,
    id: DetectorId,
    failures: &[Option<Failure>],
    reading: &mut Reading,
) -> Option<Detector> {
    let node = named.value;
    let (kind, call) = variant(node, "a detector", KINDS, reading)?;
    if kind == preset::WORD {
        let meant = preset::meant(call, node, catalog::Kind::Detector, reading)?;
        let named = Named { name: named.name.clone(), key: named.key, value: &meant };
        return read(&named, id, failures, reading);
    }
    if kind == "Delay" && matches!(&call.body, Body::Items(_) | Body::Bare) {
        let [takes] = items(call, node, "Delay(\"2min\")", reading)?;
        let takes = law(takes, reading)?;
        return Some(plain(&named.name, Seeing::Delay(takes)));
    }
    let fields = Fields::of_call(call, node.place, kind, reading)?;
    let seeing = match kind {
        "Immediate" => Some(Seeing::Immediate),
        "Heartbeat" => heartbeat(&fields, reading),
        "Scrub" | "Audit" => rounds(&fields, reading),
        _ => fields.required(reading, "takes", law).map(Seeing::Delay),
    };
    let within = fields.optional(reading, "within", domain::one);
    let coverage = fields.or(reading, "coverage", Probability::SURE, probability);
    let backstop = fields.optional(reading, "backstop", law);
    let false_alarms = fields.optional(reading, "false_alarms", |node, reading| {
        false_alarms(node, id, failures, reading)
    });
    let misdiagnosed = fields.or(reading, "misdiagnosed", Probability::NEVER, probability);
    let undiagnosed = fields.or(reading, "undiagnosed", Probability::NEVER, probability);
    let detector = Detector {
        name: named.name.clone(),
        seeing: seeing?,
        within: within?,
        coverage: coverage?,
        backstop: backstop?,
        false_alarms: false_alarms?,
        misdiagnosed: misdiagnosed?,
        undiagnosed: undiagnosed?,
    };
    check_sense(&detector, named, &fields, reading);
    Some(detector)
}

fn plain(name: &str, seeing: Seeing) -> Detector {
    Detector {
        name: name.to_string(),
        seeing,
        within: None,
        coverage: Probability::SURE,
        backstop: None,
        false_alarms: None,
        misdiagnosed: Probability::NEVER,
        undiagnosed: Probability::NEVER,
    }
}

fn heartbeat(fields: &Fields<'_>, reading: &mut Reading) -> Option<Seeing> {
    let period = fields.required(reading, "period", positive_span);
    let misses = fields.required(reading, "misses", |it, reading| count(it, reading, 1));
    let jitter = fields.or(reading, "jitter", Span::ZERO, span);
    Some(Seeing::Heartbeat { period: period?, misses: misses?, jitter: jitter? })
}

/// A scrub, or an audit: a scrub that takes no time.
fn rounds(fields: &Fields<'_>, reading: &mut Reading) -> Option<Seeing> {
    let every = fields.required(reading, "every", positive_span);
    let takes = match fields.type_name() {
        "Scrub" => fields.required(reading, "takes", |node, reading| {
            let takes = span(node, reading)?;
            match every {
                Some(every) if takes > every => reading.report(
                    Finding::at(node.place, "this scrub takes longer than until the next")
                        .label(format!("longer than `every`, {}", write_span(every)))
                        .help("let it take at most as long as `every`"),
                ),
                _ => Some(takes),
            }
        }),
        _ => Some(Span::ZERO),
    };
    let finds = fields.or(reading, "finds", Probability::SURE, |node, reading| {
        let finds = probability(node, reading)?;
        if finds > Probability::NEVER {
            return Some(finds);
        }
        reading.report(
            Finding::at(node.place, "this detector never finds anything")
                .label("zero")
                .help("write a probability above 0"),
        )
    });
    Some(Seeing::Scrub { every: every?, takes: takes?, finds: finds? })
}

fn check_sense(detector: &Detector, named: &Named<'_>, fields: &Fields<'_>, reading: &mut Reading) {
    let wrong = detector.misdiagnosed.get() + detector.undiagnosed.get();
    let field = match detector.undiagnosed {
        Probability::NEVER => "misdiagnosed",
        _ => "undiagnosed",
    };
    let at_once = match &detector.seeing {
        Seeing::Immediate => true,
        Seeing::Delay(takes) => takes.mean() == Span::ZERO,
        Seeing::Heartbeat { .. } | Seeing::Scrub { .. } => false,
    };
    if wrong > 1.0 {
        let finding = Finding::at(
            fields.place_of(field),
            format!("`misdiagnosed` and `undiagnosed` together are {wrong}, above 1"),
        )
        .label("too much together")
        .help("lower one of them; what remains to 1 is the share diagnosed rightly");
        reading.findings.push(finding);
    } else if wrong >= 1.0 && at_once {
        let finding = Finding::at(
            fields.place_of(field),
            "this detector sees at once and never takes the right member",
        )
        .label("never right")
        .reason("it would see the same failure again and again in the same instant")
        .help("let it be right sometimes, or let it take time: `Delay(takes: \"1min\", ..)`");
        reading.findings.push(finding);
    }
    if detector.coverage < Probability::SURE && detector.backstop.is_none() {
        let message = format!(
            "detector `{}` has no `backstop`: a failure that it misses is never found",
            named.name
        );
        reading.note(named.key, message);
    }
}

fn false_alarms(
    node: &Node,
    id: DetectorId,
    failures: &[Option<Failure>],
    reading: &mut Reading,
) -> Option<FalseAlarms> {
    let fields = Fields::of(node, "FalseAlarms", reading)?;
    let occurs = match (fields.get("every"), fields.get("at")) {
        (Some(every), None) => positive_law(every, reading).map(Occurs::Random),
        (None, Some(at)) => times(at, reading).map(Occurs::At),
        (Some(every), Some(at)) => reading.report(
            Finding::at(later(every, at).place, "false alarms have both `every` and `at`")
                .label("the second of the two")
                .help("keep `every` for random times, or `at` for fixed ones"),
        ),
        (None, None) if fields.lacks("every") && fields.lacks("at") => reading.report(
            Finding::at(fields.place, "these false alarms do not say when they come")
                .label("neither `every` nor `at`")
                .help("add `every: Exponential(mean: \"30d\")` or `at: [\"5h\"]`"),
        ),
        (None, None) => None,
    };
    let repaired_by = fields.optional(reading, "repaired_by", |node, reading| {
        reference::<RepairId>(Section::Repairs, node, reading)
    });
    let repaired_by = match repaired_by? {
        Some(repair) => Some(repair),
        None if fields.lacks("repaired_by") => only_pipeline(&fields, id, failures, reading),
        None => None,
    };
    Some(FalseAlarms { occurs: occurs?, repaired_by: repaired_by? })
}

/// The pipeline that all failures of the detector have in common.
fn only_pipeline(
    fields: &Fields<'_>,
    id: DetectorId,
    failures: &[Option<Failure>],
    reading: &mut Reading,
) -> Option<RepairId> {
    let mut pipelines: Vec<RepairId> = failures
        .iter()
        .flatten()
        .filter(|failure| failure.detected_by == Some(id))
        .filter_map(|failure| match failure.recovery {
            Recovery::Repair(repair) => Some(repair),
            Recovery::None | Recovery::Lasts(_) | Recovery::Traced | Recovery::Restore => None,
        })
        .collect();
    pipelines.sort_unstable();
    pipelines.dedup();
    let reason = match pipelines.as_slice() {
        [repair] => return Some(*repair),
        [] if failures.iter().any(Option::is_none) => return None,
        [] => "no failure of this detector has a repair pipeline",
        _ => "the failures of this detector have different repair pipelines",
    };
    reading.report(
        Finding::at(fields.place, "these false alarms do not say how they are repaired")
            .label("`repaired_by` is missing here")
            .reason(reason)
            .help("add `repaired_by: \"name of a repair pipeline\"`"),
    )
}
