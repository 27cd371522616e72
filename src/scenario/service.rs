//! Services.

use super::drills::drills;
use super::failover::{Between, by_itself, failover};
use super::fields::{FieldDoc, field_table};
use super::names::Named;
use super::need::{Around, Needs};
use super::placement::{Dormant, counted, placements, serves};
use super::problem::Finding;
use super::reader::{Fields, Reading, later};
use super::serving::workload;
use super::tree::{Kind, Node, Place};
use crate::model::{Need, Placement, PoolId, Serves, Service, ServiceId};
use crate::quantity::Span;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Service.needs": "need" = "none",
        "what must hold for it to be up: AtLeast(k, \"pool\"), Service(\"name\"), \
         Data(\"dataset\"), Data(of: \"dataset\", at: \"store\"), Domain(\"name\"), \
         Link(\"name\"), All([..]), Any([..]) or KOfN(k, [..]); give this or `placements`";
    "Service.placements": "list of Placement, two or more" = "none",
        "where it can run, in order of preference; give this or `needs`";
    "Service.serves": "One, All or All(..)" = "One",
        "whether one placement serves and the others stand by, or all serve that hold, each with \
         an equal share of the traffic";
    "Service.failover": "Failover(..)" = "at once, by itself",
        "how it gets from one placement to another";
    "Service.drills": "Drills(..)" = "none",
        "planned switchovers to the next placement that holds, and back";
    "Service.workload": "Serving(..)" = "none",
        "the requests that it serves, and what serves them";
};

/// A service as read: what it is, where it names others, and what of it stands by.
#[derive(Default)]
pub(super) struct Read {
    pub(super) service: Option<Service>,
    /// The services that it needs, each with the place of its name.
    pub(super) links: Vec<(ServiceId, Place)>,
    /// Placements whose pools stand by.
    pub(super) dormant: Vec<Dormant>,
    /// The place of its workload, if it has one.
    pub(super) workload: Option<Place>,
}

/// A service, as far as it can be read, among what it may need.
pub(super) fn read(
    named: &Named<'_>,
    around: Around<'_>,
    horizon: Option<Span>,
    reading: &mut Reading,
) -> Read {
    let mut read = Read::default();
    let mut needs = Needs { around, links: Vec::new() };
    if let Some(fields) = Fields::of(named.value, "Service", reading) {
        read.workload = fields.get("workload").map(|node| node.place);
        read.service = match (fields.get("needs"), fields.get("placements")) {
            (Some(node), None) => {
                let service = plain(&named.name, node, &fields, &mut needs, reading);
                let needs = service.as_ref().map(|service| vec![&service.needs]);
                let workload = fields.optional(reading, "workload", |node, reading| {
                    workload(node, &needs, horizon, reading)
                });
                service.zip(workload).map(|(service, workload)| Service { workload, ..service })
            }
            (None, Some(node)) => {
                let placed = placements(node, &mut needs, reading);
                let (placements, dormant) = placed.unzip();
                read.dormant = dormant.unwrap_or_default();
                let listed = match &node.kind {
                    Kind::List(items) => items.len(),
                    _ => usize::MAX,
                };
                let moving = Moving { placements, listed, around, horizon };
                moving.read(&named.name, &fields, reading)
            }
            (one, other) => neither_or_both(one, other, &fields, reading),
        };
    }
    read.links = needs.links;
    read
}

fn neither_or_both<T>(
    needs: Option<&Node>,
    placements: Option<&Node>,
    fields: &Fields<'_>,
    reading: &mut Reading,
) -> Option<T> {
    if let (Some(needs), Some(placements)) = (needs, placements) {
        return reading.report(
            Finding::at(
                later(needs, placements).place,
                "a service has both `needs` and `placements`",
            )
            .label("the second of the two")
            .help("write what all placements need into each of them"),
        );
    }
    if !fields.lacks("needs") || !fields.lacks("placements") {
        return None;
    }
    reading.report(
        Finding::at(fields.place, "this service does not say what it needs")
            .label("neither `needs` nor `placements`")
            .help(
                "add `needs: AtLeast(440, \"gpu\")`, or `placements: [Placement(..), ..]` where it \
                 can move",
            ),
    )
}

/// A service that just runs while its needs hold.
fn plain(
    name: &str,
    node: &Node,
    fields: &Fields<'_>,
    needs: &mut Needs<'_>,
    reading: &mut Reading,
) -> Option<Service> {
    for field in ["serves", "failover", "drills"] {
        if fields.get(field).is_some() {
            let message = format!("a service without placements has no `{field}`");
            let finding = Finding::at(fields.place_of(field), message)
                .label(format!("`{field}` has no meaning here"))
                .help("write `placements: [..]` in place of `needs`, or leave it out");
            reading.findings.push(finding);
        }
    }
    let needs = needs.read(node, reading)?;
    Some(Service::plain(name.to_string(), needs))
}

/// A service with placements.
struct Moving<'r> {
    /// Where all of them can be read.
    placements: Option<Vec<Placement>>,
    /// How many are listed.
    listed: usize,
    around: Around<'r>,
    horizon: Option<Span>,
}

impl Moving<'_> {
    fn read(self, name: &str, fields: &Fields<'_>, reading: &mut Reading) -> Option<Service> {
        let Self { placements, listed, around, horizon } = self;
        let serves = fields
            .or(reading, "serves", Serves::One, |node, reading| serves(node, listed, reading));
        let between = Between { around, placements: placements.as_deref(), serves };
        let failover = fields.or(reading, "failover", by_itself(), |node, reading| {
            failover(node, &between, reading)
        });
        let drills = fields.optional(reading, "drills", drills);
        if let (Some(node), Some(Serves::All { .. })) = (fields.get("drills"), serves) {
            let finding =
                Finding::at(node.place, "where all placements serve there is nothing to drill")
                    .label("`drills` has no meaning here")
                    .help("leave it out, or let one placement serve: `serves: One`");
            reading.findings.push(finding);
        }
        let needs = placements.as_ref().map(|all| all.iter().map(|it| &it.needs).collect());
        let workload = fields.optional(reading, "workload", |node, reading| {
            workload(node, &needs, horizon, reading)
        });
        let placements = placements?;
        Some(Service {
            name: name.to_string(),
            needs: Need::Any(placements.iter().map(|it| it.needs.clone()).collect()),
            placements,
            serves: serves?,
            failover: Some(failover?),
            drills: drills?,
            workload: workload?,
        })
    }
}

/// Reports placements that stand by with pools which serve something else meanwhile.
pub(super) fn check_dormant(read: &[Read], reading: &mut Reading) {
    for (index, Read { service, dormant, .. }) in read.iter().enumerate() {
        let all = service.as_ref().is_some_and(|it| matches!(it.serves, Serves::All { .. }));
        for Dormant { place, placement, pools } in dormant {
            let own = (index, *placement);
            let (message, help) = if all {
                ("where all placements serve none stands by", "leave `dormancy` out")
            } else if pools.iter().any(|pool| counted_elsewhere(*pool, own, read)) {
                (
                    "the members of this placement also serve something else",
                    "let it count pools of its own, or leave `dormancy` out",
                )
            } else {
                continue;
            };
            let finding = Finding::at(*place, message).label("below 1, standing by").help(help);
            reading.findings.push(finding);
        }
    }
}

/// Whether some service or placement counts a pool, other than this one: service and placement.
fn counted_elsewhere(pool: PoolId, own: (usize, usize), read: &[Read]) -> bool {
    let counts = |need: &Need| {
        let mut pools = Vec::new();
        counted(need, &mut pools);
        pools.contains(&pool)
    };
    let in_service = |index: usize, service: &Service| match service.placements.as_slice() {
        [] => counts(&service.needs),
        placements => {
            let others = placements.iter().enumerate().filter(|(at, _)| (index, *at) != own);
            others.into_iter().any(|(_, it)| counts(&it.needs))
        }
    };
    let services = read.iter().enumerate();
    services
        .filter_map(|(index, it)| Some((index, it.service.as_ref()?)))
        .any(|(index, service)| in_service(index, service))
}
