//! What a service serves.

use super::demand::demand;
use super::fields::{FieldDoc, field_table};
use super::names::{Listed, Section, check_name, references};
use super::placement::counted;
use super::problem::Finding;
use super::quantities::{number, positive_span, rate, share, span, text};
use super::reader::{Fields, Reading, bare, every, list, variant};
use super::service::Read;
use super::tree::{Body, Node, Place};
use crate::model::{Autoscale, Level, Need, Overflow, PoolId, Serves, Service, ServiceId, Serving};
use crate::quantity::{Rate, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Serving.demand": "rate, Diurnal(..) or Csv(..)" = "required",
        "requests over time: a rate such as `\"40000/s\"`, a daily curve, or a table";
    "Serving.per_member": "rate" = "required", "what one member serves in full quality";
    "Serving.of": "list of pool names" = "those that its needs count",
        "the pools whose members serve; of a placement, those of them that its needs count";
    "Serving.balancing": "number above 0, to 1" = "1.0",
        "the efficiency of load balancing: the share of what the members could serve that they do";
    "Serving.overflow": "Drop, Queue or Queue(..)" = "Drop",
        "what becomes of requests that cannot be served at once";
    "Serving.degraded": "list of Level" = "[]",
        "levels of lower quality, used in this order when full quality cannot carry the demand";
    "Serving.mbco": "number from 0 to 1" = "none",
        "the least share of demand that must be served for the service to be up: its minimum \
         business continuity objective; left out: its needs alone decide";
    "Serving.backup_load": "number from 0, below 1" = "0.0",
        "the share of capacity that each running backup of a dataset takes which the service needs";
    "Serving.autoscale": "Autoscale(..)" = "none",
        "capacity follows demand, up to the members that are up; left out: all of them serve";
    "Queue.patience": "duration" = "for ever", "how long a request waits before it leaves";
    "Level.name": "text" = "required", "what the level is called";
    "Level.capacity": "number above 1" = "required",
        "what a member serves at this level, over what it serves in full quality; more than at \
         the level before";
    "Level.satisfaction": "number from 0 to 1" = "1.0",
        "what a request served at this level is worth, over one served in full quality";
    "Autoscale.delay": "duration" = "required", "how late capacity follows demand";
    "Autoscale.target": "number above 0, to 1" = "1.0",
        "the share of its capacity that demand is to use";
};

/// The needs of each placement of a service, or of the service alone; `None`: they are not known.
pub(super) type Placed<'r> = Option<Vec<&'r Need>>;

/// A workload of a service.
pub(super) fn workload(
    node: &Node,
    needs: &Placed<'_>,
    horizon: Option<Span>,
    reading: &mut Reading,
) -> Option<Serving> {
    let fields = Fields::of(node, "Serving", reading)?;
    let demand = fields.required(reading, "demand", |node, reading| demand(node, horizon, reading));
    let per_member = fields.required(reading, "per_member", positive_rate);
    let of = pools(&fields, needs, reading);
    let balancing = fields.or(reading, "balancing", 1.0, positive_share);
    let overflow = fields.or(reading, "overflow", Overflow::Drop, overflow);
    let levels = fields.or(reading, "degraded", Vec::new(), levels);
    let mbco = fields.optional(reading, "mbco", share);
    let backup_load = fields.or(reading, "backup_load", 0.0, |node, reading| {
        let load = share(node, reading)?;
        if load < 1.0 {
            return Some(load);
        }
        reading.report(
            Finding::at(
                node.place,
                "a backup that takes all capacity leaves nothing to serve with",
            )
            .label("not below 1")
            .help("write a share below 1"),
        )
    });
    let autoscale = fields.optional(reading, "autoscale", autoscale);
    Some(Serving {
        demand: demand?,
        per_member: per_member?,
        of: of?,
        balancing: balancing?,
        overflow: overflow?,
        levels: levels?,
        mbco: mbco?,
        backup_load: backup_load?,
        autoscale: autoscale?,
    })
}

/// A rate above zero.
pub(super) fn positive_rate(node: &Node, reading: &mut Reading) -> Option<Rate> {
    let rate = rate(node, reading)?;
    if rate > Rate::ZERO {
        return Some(rate);
    }
    reading.report(
        Finding::at(node.place, "this rate must be above zero")
            .label("zero")
            .help("write a rate above zero, such as `\"125/s\"`"),
    )
}

fn positive_share(node: &Node, reading: &mut Reading) -> Option<f64> {
    let share = share(node, reading)?;
    if share > 0.0 {
        return Some(share);
    }
    reading.report(
        Finding::at(node.place, "this share must be above zero")
            .label("zero")
            .help("write a number above 0, up to 1"),
    )
}

/// The pools that serve, for each placement those that it counts.
fn pools(
    fields: &Fields<'_>,
    needs: &Placed<'_>,
    reading: &mut Reading,
) -> Option<Vec<Vec<PoolId>>> {
    let words = Listed { what: "a list of pools", example: "[\"gpu\"]" };
    let listed = fields.optional(reading, "of", |node, reading| {
        references::<PoolId>(Section::Pools, node, &words, reading)
    })?;
    let needs = needs.as_ref()?;
    let of_each = needs.iter().map(|need| {
        let mut pools = Vec::new();
        counted(need, &mut pools);
        match &listed {
            Some(listed) if needs.len() == 1 => listed.clone(),
            Some(listed) => pools.into_iter().filter(|pool| listed.contains(pool)).collect(),
            None => pools,
        }
    });
    let of_each: Vec<Vec<PoolId>> = of_each.collect();
    if of_each.iter().all(|pools| !pools.is_empty()) {
        return Some(of_each);
    }
    let what = if needs.len() == 1 { "this service" } else { "some placement of this service" };
    reading.report(
        Finding::at(fields.place_of("of"), format!("{what} has no pool that serves"))
            .label("nobody serves these requests")
            .help("count the pools that serve with `AtLeast(..)`, or name them: `of: [\"gpu\"]`"),
    )
}

fn overflow(node: &Node, reading: &mut Reading) -> Option<Overflow> {
    let (word, call) = variant(node, "what becomes of requests", &["Drop", "Queue"], reading)?;
    if word == "Drop" {
        return bare(call, node, reading).map(|()| Overflow::Drop);
    }
    if matches!(call.body, Body::Bare) {
        return Some(Overflow::Queue { patience: Span::FOREVER });
    }
    let fields = Fields::of_call(call, node.place, word, reading)?;
    let patience = fields.or(reading, "patience", Span::FOREVER, positive_span)?;
    Some(Overflow::Queue { patience })
}

fn levels(node: &Node, reading: &mut Reading) -> Option<Vec<Level>> {
    let example = "[Level(name: \"small model\", capacity: 3.0, satisfaction: 0.6)]";
    let items = list(node, "a list of levels", example, reading)?;
    let mut before = 1.0;
    every(items, reading, |node, reading| {
        let fields = Fields::of(node, "Level", reading)?;
        let name = fields.required(reading, "name", |node, reading| {
            let name = text(node, reading)?;
            check_name(&name, node.place, reading);
            Some(name)
        });
        let capacity = fields.required(reading, "capacity", |node, reading| {
            let capacity = number(node, reading)?;
            if capacity > before {
                before = capacity;
                return Some(capacity);
            }
            reading.report(
                Finding::at(node.place, "a lower level carries more than the one before it")
                    .label(format!("not above {before}"))
                    .help("write a greater number, or leave the level out"),
            )
        });
        let satisfaction = fields.or(reading, "satisfaction", 1.0, share);
        Some(Level { name: name?, capacity: capacity?, satisfaction: satisfaction? })
    })
}

fn autoscale(node: &Node, reading: &mut Reading) -> Option<Autoscale> {
    let fields = Fields::of(node, "Autoscale", reading)?;
    let delay = fields.required(reading, "delay", span);
    let target = fields.or(reading, "target", 1.0, positive_share);
    Some(Autoscale { delay: delay?, target: target? })
}

/// Whether a service that is named somewhere has a workload, or cannot be read.
pub(super) fn check_workload(
    services: &[Option<Service>],
    of: ServiceId,
    place: Place,
    reading: &mut Reading,
) -> bool {
    let row = services.get(usize::from(of)).and_then(Option::as_ref);
    let Some(service) = row.filter(|service| service.workload.is_none()) else { return true };
    let name = &service.name;
    let example = format!("\"{name}\": Service(workload: Serving(..), ..)");
    let finding = Finding::at(place, format!("service `{name}` has no workload"))
        .label("no requests are demanded of it")
        .help(format!("say what it serves: `{example}`, or name a service that has one"));
    reading.findings.push(finding);
    false
}

/// Reports pools whose members would serve two things at once.
pub(super) fn check_shared(read: &[Read], reading: &mut Reading) {
    let mut taken: Vec<PoolId> = Vec::new();
    for Read { service, workload, .. } in read {
        let Some((service, place)) = service.as_ref().zip(*workload) else { continue };
        let Some(load) = &service.workload else { continue };
        let all = matches!(service.serves, Serves::All { .. });
        let mut own: Vec<PoolId> = load.of.iter().flatten().copied().collect();
        own.sort_unstable();
        let placements = own.len();
        own.dedup();
        if own.iter().any(|pool| taken.contains(pool)) {
            reading.findings.push(twice(place, "another service has a workload on this pool too"));
        } else if all && own.len() < placements {
            let message = "two placements that serve together serve with the same pool";
            reading.findings.push(twice(place, message));
        }
        taken.extend(own);
    }
}

fn twice(place: Place, message: &str) -> Finding {
    Finding::at(place, message)
        .label("its members would serve twice what they can")
        .help("give each its own pool, or name the pools that serve: `of: [\"gpu\"]`")
}
