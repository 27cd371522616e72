//! Links between domains, and the routes of data over them.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::names::{Named, Section, reference};
use super::problem::Finding;
use super::quantities::{positive_data_rate, text_of};
use super::reader::{Fields, Reading, every, items, list, variant};
use super::tree::{Kind, Node};
use crate::model::{DomainId, Link, LinkId, Route};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Link.between": "list of two domains" = "none", "the domains that it joins";
    "Link.bandwidth": "data rate" = "unlimited",
        "how much it carries, shared fairly among transfers";
};

const BETWEEN: &str = "between: [\"east\", \"west\"]";
const ANY: &str = "Any([\"wan\", [\"a\", \"b\"]])";

/// A link, as far as it can be read.
pub(super) fn read(named: &Named<'_>, reading: &mut Reading) -> Option<Link> {
    let fields = Fields::of(named.value, "Link", reading)?;
    let between = fields.optional(reading, "between", between);
    let bandwidth = fields.optional(reading, "bandwidth", positive_data_rate);
    Some(Link { name: named.name.clone(), between: between?, bandwidth: bandwidth? })
}

fn between(node: &Node, reading: &mut Reading) -> Option<[DomainId; 2]> {
    let listed = list(node, "a list of two domains", BETWEEN, reading)?;
    let ends = every(listed, reading, domain::one)?;
    let fault = match ends.as_slice() {
        [one, other] if one == other => "the same domain twice".to_string(),
        [one, other] => return Some([*one, *other]),
        [_] => "one domain".to_string(),
        _ => format!("{} domains", ends.len()),
    };
    reading.report(
        Finding::at(node.place, "a link joins two domains")
            .label(fault)
            .help(format!("write two different ones: `{BETWEEN}`")),
    )
}

/// A way over links: one, a list to go over one after the other, or alternatives.
pub(super) fn route(node: &Node, reading: &mut Reading) -> Option<Route> {
    if !matches!(node.kind, Kind::Call(_)) {
        let path = path(node, reading)?;
        return Some(Route { alternatives: vec![path] });
    }
    let what = "the name of a link, a list of links or alternatives";
    let (_, call) = variant(node, what, &["Any"], reading)?;
    let [listed] = items(call, node, ANY, reading)?;
    let listed = list(listed, "a list of alternatives", ANY, reading)?;
    if listed.is_empty() {
        return reading.report(empty(node));
    }
    let mut seen = Vec::new();
    let alternatives = every(listed, reading, |item, reading| {
        let path = path(item, reading)?;
        if seen.contains(&path) {
            return reading.report(
                Finding::at(item.place, "this way is listed twice")
                    .label("listed before")
                    .help("list each alternative once"),
            );
        }
        seen.push(path.clone());
        Some(path)
    });
    Some(Route { alternatives: alternatives? })
}

fn path(node: &Node, reading: &mut Reading) -> Option<Vec<LinkId>> {
    if text_of(node).is_some() {
        return reference(Section::Links, node, reading).map(|link| vec![link]);
    }
    let what = "the name of a link or a list of links";
    let listed = list(node, what, "over: [\"a\", \"b\"]", reading)?;
    if listed.is_empty() {
        return reading.report(empty(node));
    }
    let mut seen = Vec::new();
    every(listed, reading, |item, reading| {
        let link: LinkId = reference(Section::Links, item, reading)?;
        if seen.contains(&link) {
            return reading.report(
                Finding::at(item.place, "this way goes over a link twice")
                    .label("listed before")
                    .help("list the links in the order in which data goes over them, each once"),
            );
        }
        seen.push(link);
        Some(link)
    })
}

fn empty(node: &Node) -> Finding {
    Finding::at(node.place, "this way goes over no link")
        .label("an empty list")
        .help("name at least one link, or leave `over` out")
}
