//! Failures that something else brings about: known before failures are read, since those need not
//! say when they happen.

use std::collections::BTreeSet;

use super::mention::field;
use super::names::Named;
use super::quantities::text_of;
use super::reader::Reading;
use super::tree::{Kind, Node};

/// Collects the names of all failures that others trigger or that work goes wrong into.
pub(super) fn collect(failures: &[Named<'_>], maintenance: &[Named<'_>], reading: &mut Reading) {
    let listed = failures.iter().filter_map(|it| field(it.value, "triggers"));
    let triggers = listed.flat_map(items).filter_map(|it| field(it, "failure"));
    let wrong = maintenance.iter().filter_map(|it| field(it.value, "goes_wrong"));
    let into = wrong.filter_map(|it| field(it, "into"));
    let names = triggers.chain(into).filter_map(text_of).map(str::to_string);
    reading.names.called = names.collect::<BTreeSet<String>>();
}

fn items(node: &Node) -> &[Node] {
    match &node.kind {
        Kind::List(items) => items,
        _ => &[],
    }
}
