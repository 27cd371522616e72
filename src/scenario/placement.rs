//! Where a service can run, and what of it serves.

use super::fields::{FieldDoc, field_table};
use super::names::check_name;
use super::need::Needs;
use super::problem::Finding;
use super::quantities::{count, probability, share, text};
use super::reader::{Fields, Reading, bare, list, variant};
use super::tree::{Body, Node, Place};
use crate::model::{Need, Placement, PoolId, Serves};
use crate::quantity::Probability;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Placement.name": "text" = "required", "what it is called, unique in its service";
    "Placement.needs": "need" = "required", "what must hold for the service to run there";
    "Placement.dormancy": "number from 0 to 1" = "1.0",
        "the rate at which the members of the pools that its needs count age and fail while the \
         service is not there, over that of active ones; below 1 only where nothing else counts \
         these pools";
    "All.at_least": "count" = "1",
        "how many of the placements that have traffic must hold for the service to be up";
    "All.mbco": "probability" = "0.0",
        "the share of the traffic that must be served for the service to be up: its minimum \
         business continuity objective";
};

/// The most placements of a service.
const MOST: usize = 64;

/// Pools that stand by with a placement, at the place where that is written.
pub(super) struct Dormant {
    pub(super) place: Place,
    /// The placement's number.
    pub(super) placement: usize,
    pub(super) pools: Vec<PoolId>,
}

/// The placements of a service, and those of them whose pools stand by.
pub(super) fn placements(
    node: &Node,
    needs: &mut Needs<'_>,
    reading: &mut Reading,
) -> Option<(Vec<Placement>, Vec<Dormant>)> {
    let example = "placements: [Placement(name: \"east\", needs: ..), Placement(..)]";
    let listed = list(node, "a list of placements", example, reading)?;
    check_count(listed.len(), node.place, reading)?;
    let mut names = Vec::new();
    let mut dormant = Vec::new();
    let read: Vec<Option<Placement>> = listed
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let (placement, place) = one(item, &mut names, needs, reading)?;
            if placement.dormancy < 1.0 {
                let mut pools = Vec::new();
                counted(&placement.needs, &mut pools);
                if pools.is_empty() {
                    return reading.report(nothing_dormant(place));
                }
                dormant.push(Dormant { place, placement: index, pools });
            }
            Some(placement)
        })
        .collect();
    Some((read.into_iter().collect::<Option<Vec<_>>>()?, dormant))
}

fn check_count(count: usize, place: Place, reading: &mut Reading) -> Option<()> {
    let (message, help) = match count {
        0 | 1 => (
            "a service that can move has at least two placements".to_string(),
            "add another placement, or write what it needs as `needs: ..` alone",
        ),
        2..=MOST => return Some(()),
        _ => (format!("a service has at most {MOST} placements"), "list fewer"),
    };
    reading.report(Finding::at(place, message).label(format!("{count} listed")).help(help))
}

fn one(
    node: &Node,
    names: &mut Vec<String>,
    needs: &mut Needs<'_>,
    reading: &mut Reading,
) -> Option<(Placement, Place)> {
    let fields = Fields::of(node, "Placement", reading)?;
    let name = fields.required(reading, "name", |node, reading| {
        let name = text(node, reading)?;
        check_name(&name, node.place, reading);
        if names.contains(&name) {
            return reading.report(
                Finding::at(node.place, format!("a placement named `{name}` is there already"))
                    .label("the second of this name")
                    .help("give each placement of a service its own name"),
            );
        }
        names.push(name.clone());
        Some(name)
    });
    let needs = fields.required(reading, "needs", |node, reading| needs.read(node, reading));
    let dormancy = fields.or(reading, "dormancy", 1.0, share);
    let placement = Placement { name: name?, needs: needs?, dormancy: dormancy? };
    Some((placement, fields.place_of("dormancy")))
}

fn nothing_dormant(place: Place) -> Finding {
    Finding::at(place, "this placement counts no pool whose members could stand by")
        .label("`dormancy` has no meaning here")
        .help("count a pool with `AtLeast(..)` in its needs, or leave `dormancy` out")
}

/// The pools whose members a need counts, each once.
pub(super) fn counted(need: &Need, pools: &mut Vec<PoolId>) {
    for need in need.leaves() {
        match need {
            Need::AtLeast(_, pool) if !pools.contains(pool) => pools.push(*pool),
            _ => {}
        }
    }
}

/// How many of `placements` serve at once.
pub(super) fn serves(node: &Node, placements: usize, reading: &mut Reading) -> Option<Serves> {
    let (word, call) = variant(node, "a way of serving", &["One", "All"], reading)?;
    if word == "One" {
        return bare(call, node, reading).map(|()| Serves::One);
    }
    if matches!(call.body, Body::Bare) {
        return Some(Serves::All { at_least: 1, mbco: Probability::NEVER });
    }
    let fields = Fields::of_call(call, node.place, word, reading)?;
    let at_least = fields.or(reading, "at_least", 1, |node, reading| {
        let least = count(node, reading, 1)?;
        if usize::try_from(least).is_ok_and(|least| least <= placements) {
            return Some(least);
        }
        reading.report(
            Finding::at(node.place, format!("this service has {placements} placements"))
                .label("more than there are")
                .help(format!("need at most {placements}, or add placements")),
        )
    });
    let mbco = fields.or(reading, "mbco", Probability::NEVER, probability);
    Some(Serves::All { at_least: at_least?, mbco: mbco? })
}
