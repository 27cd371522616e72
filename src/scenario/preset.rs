//! Presets: values of the catalog by name, read as if they were written out in their place.

use std::collections::BTreeSet;

use super::problem::Finding;
use super::quantities::text;
use super::reader::{Reading, items};
use super::suggest;
use super::syntax;
use super::tree::{Body, Call, Kind, Node, Place};
use crate::catalog;
use crate::catalog::Entry;

/// The word of a preset.
pub(super) const WORD: &str = "Preset";

/// The call, if a preset stands there.
pub(super) fn called(node: &Node) -> Option<&Call> {
    match &node.kind {
        Kind::Call(call) if call.word.as_ref().is_some_and(|word| word.text == WORD) => Some(call),
        _ => None,
    }
}

/// What the preset at `node` stands for, if it is of the kind that is wanted there.
pub(super) fn meant(
    call: &Call,
    node: &Node,
    wanted: catalog::Kind,
    reading: &mut Reading,
) -> Option<Node> {
    let [name] = items(call, node, example(wanted), reading)?;
    let written = text(name, reading)?;
    let Some(entry) = catalog::entry(&written) else {
        return reading.report(unknown(&written, name.place, wanted));
    };
    if entry.kind != wanted {
        return reading.report(of_another_kind(entry, name.place, wanted));
    }
    reading.presets.push((node.place, entry));
    Some(tree(entry, node.place))
}

/// What a call stands for, if it names an entry.
pub(super) fn named(call: &Call, place: Place) -> Option<Node> {
    let word = call.word.as_ref().filter(|word| word.text == WORD);
    match (word, &call.body) {
        (Some(_), Body::Items(items)) => match items.as_slice() {
            [Node { kind: Kind::Text(name), .. }] => {
                catalog::entry(name).map(|entry| tree(entry, place))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Each preset that was read, where it stands first.
pub(super) fn used(reading: &Reading) -> Vec<(Place, &'static Entry)> {
    let mut used = reading.presets.clone();
    used.sort_by_key(|(place, _)| *place);
    let mut names = BTreeSet::new();
    used.retain(|(_, entry)| names.insert(entry.name));
    used
}

/// The tree of an entry, as if it stood at `place`.
fn tree(entry: &Entry, place: Place) -> Node {
    let parsed = syntax::parse(entry.written, place.source, place.start);
    parsed.node.expect("the catalog is written in the language of scenarios")
}

const fn example(kind: catalog::Kind) -> &'static str {
    match kind {
        catalog::Kind::TimeToFailure => "Preset(\"backblaze-2024-disk\")",
        catalog::Kind::Duration => "Preset(\"dean-2008-rack-outage\")",
        catalog::Kind::Probability => "Preset(\"veeam-2021-recovery-fails\")",
        catalog::Kind::Detector => "Preset(\"kubernetes-node\")",
    }
}

fn unknown(written: &str, place: Place, wanted: catalog::Kind) -> Finding {
    let of_kind = catalog::entries().iter().filter(|entry| entry.kind == wanted);
    let near = suggest::nearest(written, of_kind.map(|entry| entry.name));
    let all = || catalog::entries().iter().map(|entry| entry.name);
    let near = near.or_else(|| suggest::nearest(written, all()));
    let lists = "`firedrill catalog` lists the presets";
    Finding::at(place, format!("there is no preset `{written}`")).label("unknown name").help(
        match near {
            Some(near) => format!("did you mean `{near}`? {lists}"),
            None => lists.to_string(),
        },
    )
}

fn of_another_kind(entry: &Entry, place: Place, wanted: catalog::Kind) -> Finding {
    let Entry { name, kind, written, .. } = entry;
    Finding::at(place, format!("preset `{name}` is a {kind}, not a {wanted}"))
        .label(format!("stands for `{written}`"))
        .help("`firedrill catalog` lists the presets by what they are")
}
