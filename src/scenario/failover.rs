//! How a service gets from one placement to another.

use super::dataset::sometimes;
use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::names::{Section, reference};
use super::need::Around;
use super::problem::Finding;
use super::quantities::{positive_span, probability, span};
use super::reader::{Fields, Reading, bare, every, items, later, variant};
use super::tree::{Body, Call, Kind, Node};
use crate::model::{
    Bring, DatasetId, DecidedBy, Failback, Failover, MirrorId, Need, OnCallId, Placement, Serves,
    StoreId,
};
use crate::quantity::{Law, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Failover.detected_by": "name of a detector" = "none",
        "what sees that a placement no longer holds; left out: the detection of what broke it";
    "Failover.decided_by": "Automatic, Automatic(law), OnCall(..) or Runbook(..)" = "Automatic",
        "who decides once it is seen: nobody, after a time; people on call; or a runbook that runs \
         by itself, and people where it does not succeed";
    "Failover.data": "Promote(\"mirror\"), Restore(\"dataset\") or a list of them" = "[]",
        "what is done to have the data there: a mirror becomes the data and follows the other way \
         round, or what cannot be reached is given up and the dataset restored";
    "Failover.activation": "law of time" = "\"0s\"",
        "how long the placement takes to start; where all serve, to be given more traffic";
    "Failover.verifies": "law of time" = "\"0s\"", "how long it is checked before it counts as up";
    "Failover.succeeds": "probability" = "1.0", "the probability that a failover succeeds";
    "Failover.retry": "duration" = "\"10min\"",
        "after how long it is tried again where it failed";
    "Failover.manual": "law of time" = "none",
        "how long people take to bring it up by hand where it failed, which surely succeeds; in \
         place of `retry`";
    "Failover.failback": "Never, AfterHealthy(\"1h\") or Manual(..)" = "AfterHealthy(\"0s\")",
        "when the service goes back to a placement listed earlier: never, once that has held for \
         so long, or once people have acknowledged that besides";
    "Failover.switchover": "law of time" = "\"0s\"",
        "how long the service is down when it is moved as planned: back, for a drill, or warned";
    "Failover.OnCall.people": "name of an on-call team" = "required",
        "who is called to decide; `OnCall(\"sre\")` for short";
    "Failover.OnCall.decides": "law of time" = "\"0s\"",
        "how long they take to decide once they have acknowledged";
    "Runbook.takes": "law of time" = "required", "how long it runs";
    "Runbook.succeeds": "probability" = "1.0", "the probability that it decides";
    "Runbook.people": "name of an on-call team" = "required",
        "who is called where it does not succeed";
    "Runbook.decides": "law of time" = "\"0s\"",
        "how long they take to decide once they have acknowledged";
    "Manual.people": "name of an on-call team" = "required", "who is called to go back";
    "Manual.healthy": "duration" = "\"0s\"",
        "how long the earlier placement must have held before they are called";
};

const AT_ONCE: Law = Law::Fixed(Span::ZERO);

/// Fields that mean nothing where all placements serve.
const OF_ONE: &[&str] = &["data", "verifies", "succeeds", "retry", "manual", "switchover"];

/// What a failover is between.
pub(super) struct Between<'r> {
    pub(super) around: Around<'r>,
    /// Where they can be read.
    pub(super) placements: Option<&'r [Placement]>,
    pub(super) serves: Option<Serves>,
}

/// A failover of which nothing is said: at once and by itself.
pub(super) fn by_itself() -> Failover {
    Failover {
        detected_by: None,
        decided_by: DecidedBy::Automatic(AT_ONCE),
        data: Vec::new(),
        activation: AT_ONCE,
        verifies: AT_ONCE,
        succeeds: Probability::SURE,
        retry: Span::from_seconds(600.0),
        manual: None,
        failback: Failback::AfterHealthy(Span::ZERO),
        switchover: AT_ONCE,
    }
}

/// A failover, as far as it can be read.
pub(super) fn failover(
    node: &Node,
    between: &Between<'_>,
    reading: &mut Reading,
) -> Option<Failover> {
    let fields = Fields::of(node, "Failover", reading)?;
    let default = by_itself();
    let detected_by = fields.optional(reading, "detected_by", |node, reading| {
        reference(Section::Detectors, node, reading)
    });
    let decided_by = fields.or(reading, "decided_by", default.decided_by, decided_by);
    let data = fields.or(reading, "data", Vec::new(), |node, reading| data(node, between, reading));
    let activation = fields.or(reading, "activation", AT_ONCE, law);
    let verifies = fields.or(reading, "verifies", AT_ONCE, law);
    let by_hand = fields.get("manual").is_some();
    let succeeds = fields.or(reading, "succeeds", Probability::SURE, |node, reading| {
        if by_hand { probability(node, reading) } else { sometimes(node, "failover", reading) }
    });
    let retry = fields.or(reading, "retry", default.retry, positive_span);
    let manual = fields.optional(reading, "manual", law);
    let failback = fields.or(reading, "failback", default.failback, failback);
    let switchover = fields.or(reading, "switchover", AT_ONCE, law);
    check_sense(&fields, between, reading);
    Some(Failover {
        detected_by: detected_by?,
        decided_by: decided_by?,
        data: data?,
        activation: activation?,
        verifies: verifies?,
        succeeds: succeeds?,
        retry: retry?,
        manual: manual?,
        failback: failback?,
        switchover: switchover?,
    })
}

/// Reports fields that mean nothing beside the others.
fn check_sense(fields: &Fields<'_>, between: &Between<'_>, reading: &mut Reading) {
    if let (Some(retry), Some(manual)) = (fields.get("retry"), fields.get("manual")) {
        let finding =
            Finding::at(later(retry, manual).place, "a failover has both `retry` and `manual`")
                .label("the second of the two")
                .help("keep `retry` to try again, or `manual` for what people do instead");
        reading.findings.push(finding);
    }
    if matches!(between.serves, Some(Serves::All { .. })) {
        for field in OF_ONE {
            if fields.get(field).is_some() {
                let message = format!("where all placements serve a failover has no `{field}`");
                let finding = Finding::at(fields.place_of(field), message)
                    .label(format!("`{field}` has no meaning here"))
                    .reason("the others serve already; they are only given more traffic")
                    .help("leave it out, or let one placement serve: `serves: One`");
                reading.findings.push(finding);
            }
        }
    }
}

fn people(fields: &Fields<'_>, reading: &mut Reading) -> Option<OnCallId> {
    fields.required(reading, "people", |node, reading| reference(Section::People, node, reading))
}

fn decided_by(node: &Node, reading: &mut Reading) -> Option<DecidedBy> {
    let kinds = ["Automatic", "OnCall", "Runbook"];
    let (word, call) = variant(node, "a way of deciding", &kinds, reading)?;
    match word {
        "Automatic" if matches!(call.body, Body::Bare) => Some(DecidedBy::Automatic(AT_ONCE)),
        "Automatic" => {
            let [after] = items(call, node, "Automatic(\"30s\")", reading)?;
            law(after, reading).map(DecidedBy::Automatic)
        }
        "OnCall" => on_call(call, node, reading),
        _ => runbook(&Fields::of_call(call, node.place, word, reading)?, reading),
    }
}

fn on_call(call: &Call, node: &Node, reading: &mut Reading) -> Option<DecidedBy> {
    if !matches!(call.body, Body::Fields(_)) {
        let [people] = items(call, node, "OnCall(\"sre\")", reading)?;
        let people = reference(Section::People, people, reading)?;
        return Some(DecidedBy::OnCall { people, decides: AT_ONCE });
    }
    let fields = Fields::of_call(call, node.place, "Failover.OnCall", reading)?;
    let people = people(&fields, reading);
    let decides = fields.or(reading, "decides", AT_ONCE, law);
    Some(DecidedBy::OnCall { people: people?, decides: decides? })
}

fn runbook(fields: &Fields<'_>, reading: &mut Reading) -> Option<DecidedBy> {
    let takes = fields.required(reading, "takes", law);
    let succeeds = fields.or(reading, "succeeds", Probability::SURE, probability);
    let people = people(fields, reading);
    let decides = fields.or(reading, "decides", AT_ONCE, law);
    let (takes, succeeds) = (takes?, succeeds?);
    Some(DecidedBy::Runbook { takes, succeeds, people: people?, decides: decides? })
}

fn failback(node: &Node, reading: &mut Reading) -> Option<Failback> {
    let kinds = ["Never", "AfterHealthy", "Manual"];
    let (word, call) = variant(node, "a rule of going back", &kinds, reading)?;
    match word {
        "Never" => bare(call, node, reading).map(|()| Failback::Never),
        "AfterHealthy" => {
            let [healthy] = items(call, node, "AfterHealthy(\"24h\")", reading)?;
            span(healthy, reading).map(Failback::AfterHealthy)
        }
        _ => {
            let fields = Fields::of_call(call, node.place, word, reading)?;
            let people = people(&fields, reading);
            let healthy = fields.or(reading, "healthy", Span::ZERO, span);
            Some(Failback::Manual { healthy: healthy?, people: people? })
        }
    }
}

/// What is done to have the data at another placement.
fn data(node: &Node, between: &Between<'_>, reading: &mut Reading) -> Option<Vec<Bring>> {
    let mut brought = Vec::new();
    let mut one = |node: &Node, reading: &mut Reading| bring(node, between, &mut brought, reading);
    match &node.kind {
        Kind::List(items) => every(items, reading, one),
        _ => one(node, reading).map(|bring| vec![bring]),
    }
}

fn bring(
    node: &Node,
    between: &Between<'_>,
    brought: &mut Vec<DatasetId>,
    reading: &mut Reading,
) -> Option<Bring> {
    let (word, call) = variant(node, "a way to bring data", &["Promote", "Restore"], reading)?;
    let [name] = items(call, node, &format!("{word}(\"name\")"), reading)?;
    let around = between.around;
    let (bring, dataset, usable) = if word == "Promote" {
        let id: MirrorId = reference(Section::Mirrors, name, reading)?;
        let mirror = around.mirrors[usize::from(id)].as_ref()?;
        let at = [mirror.to];
        (Bring::Promote(id), mirror.of, between.could_use(mirror.of, &at))
    } else {
        let id: DatasetId = reference(Section::Datasets, name, reading)?;
        let dataset = around.datasets[usize::from(id)].as_ref()?;
        let at: Vec<_> = dataset.restore.to.iter().copied().chain([dataset.on]).collect();
        (Bring::Restore(id), id, between.could_use(id, &at))
    };
    if !usable {
        return reading.report(
            Finding::at(name.place, "no placement could use this data")
                .label("needed by none of them, or elsewhere")
                .help(
                    "let a placement need it, such as `Data(of: \"conversations\", at: \"west\")`, \
                     or leave it out",
                ),
        );
    }
    if brought.contains(&dataset) {
        return reading.report(
            Finding::at(node.place, "this dataset is brought twice")
                .label("brought before")
                .help("promote one mirror of it, or restore it"),
        );
    }
    brought.push(dataset);
    Some(bring)
}

impl Between<'_> {
    /// Whether some placement's needs could hold by a dataset at one of these stores. Yes, where
    /// that depends on other services.
    fn could_use(&self, dataset: DatasetId, at: &[StoreId]) -> bool {
        let usable = |need: &Need| match need {
            Need::Data(of, store) => {
                *of == dataset && store.is_none_or(|store| at.contains(&store))
            }
            Need::Service(_) => true,
            _ => false,
        };
        self.placements.is_none_or(|placements| {
            placements.iter().flat_map(|placement| placement.needs.leaves()).any(usable)
        })
    }
}
