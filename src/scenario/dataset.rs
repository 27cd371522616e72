//! Datasets, and how they are restored.

use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::names::{Named, Section, reference};
use super::problem::Finding;
use super::quantities::{bytes, count, data_rate, flag, probability, span};
use super::reader::{Fields, Reading, every, list};
use super::tree::Node;
use crate::model::{Dataset, Restore, StoreId};
use crate::quantity::text::write_data_rate;
use crate::quantity::{DataRate, Law, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Dataset.on": "name of a store" = "required", "the store that it lies on";
    "Dataset.size": "amount of data" = "required", "how large it is at the start";
    "Dataset.grows": "data rate" = "\"0 B/s\"", "how much is added";
    "Dataset.changes": "data rate" = "that of `grows`",
        "how much is added or overwritten; at least `grows`";
    "Dataset.encrypted": "true or false" = "false",
        "whether a breach of its store finds nothing that can be read";
    "Dataset.restore": "Restore(..)" = "at once, to its own store",
        "how it comes back from its copies when it is lost";
    "Restore.to": "list of stores" = "[]",
        "where it may be restored to when its own store is down, in order of preference";
    "Restore.starts": "law of time" = "\"0s\"", "the time from the decision to the first byte";
    "Restore.per_increment": "duration" = "\"0s\"",
        "further time for each backup of the chain after the full one";
    "Restore.verifies": "law of time" = "\"0s\"", "how long the restored data is checked";
    "Restore.succeeds": "probability" = "1.0",
        "the probability that one attempt at sound copies succeeds";
    "Restore.tries": "count" = "1", "attempts at one chain of copies before an older one is taken";
};

/// A dataset, as far as it can be read.
pub(super) fn read(named: &Named<'_>, reading: &mut Reading) -> Option<Dataset> {
    let fields = Fields::of(named.value, "Dataset", reading)?;
    let on = fields.required(reading, "on", |node, reading| {
        reference::<StoreId>(Section::Stores, node, reading)
    });
    let size = fields.required(reading, "size", bytes);
    let grows = fields.or(reading, "grows", DataRate::ZERO, data_rate);
    let changes =
        fields.optional(reading, "changes", |node, reading| changes(node, grows, reading));
    let encrypted = fields.or(reading, "encrypted", false, flag);
    let restore = fields
        .or(reading, "restore", Restore::at_once(), |node, reading| restore(node, on, reading));
    let grows = grows?;
    Some(Dataset {
        name: named.name.clone(),
        on: on?,
        size: size?,
        grows,
        changes: changes?.unwrap_or(grows),
        encrypted: encrypted?,
        restore: restore?,
    })
}

fn changes(node: &Node, grows: Option<DataRate>, reading: &mut Reading) -> Option<DataRate> {
    let changes = data_rate(node, reading)?;
    let Some(grows) = grows.filter(|grows| changes < *grows) else {
        return Some(changes);
    };
    reading.report(
        Finding::at(node.place, "less of this dataset changes than is added")
            .label(format!("below `grows`, {}", write_data_rate(grows)))
            .reason("what is added counts as changed")
            .help("write at least as much as `grows`, or leave `changes` out"),
    )
}

fn restore(node: &Node, on: Option<StoreId>, reading: &mut Reading) -> Option<Restore> {
    let fields = Fields::of(node, "Restore", reading)?;
    let at_once = || Law::Fixed(Span::ZERO);
    let to = fields.or(reading, "to", Vec::new(), |node, reading| targets(node, on, reading));
    let starts = fields.or(reading, "starts", at_once(), law);
    let per_increment = fields.or(reading, "per_increment", Span::ZERO, span);
    let verifies = fields.or(reading, "verifies", at_once(), law);
    let succeeds = fields.or(reading, "succeeds", Probability::SURE, |node, reading| {
        sometimes(node, "restore", reading)
    });
    let tries = fields.or(reading, "tries", 1, |it, reading| count(it, reading, 1));
    Some(Restore {
        to: to?,
        starts: starts?,
        per_increment: per_increment?,
        verifies: verifies?,
        succeeds: succeeds?,
        tries: tries?,
    })
}

/// A probability above 0 that a `what` succeeds.
pub(super) fn sometimes(node: &Node, what: &str, reading: &mut Reading) -> Option<Probability> {
    let succeeds = probability(node, reading)?;
    if succeeds > Probability::NEVER {
        return Some(succeeds);
    }
    reading.report(
        Finding::at(node.place, format!("this {what} never succeeds"))
            .label("zero")
            .help("write a probability above 0"),
    )
}

fn targets(node: &Node, on: Option<StoreId>, reading: &mut Reading) -> Option<Vec<StoreId>> {
    let listed = list(node, "a list of stores", "to: [\"other\"]", reading)?;
    let mut seen: Vec<StoreId> = on.into_iter().collect();
    every(listed, reading, |item, reading| {
        let store: StoreId = reference(Section::Stores, item, reading)?;
        if !seen.contains(&store) {
            seen.push(store);
            return Some(store);
        }
        let own = Some(store) == on;
        let message =
            if own { "its own store is always tried first" } else { "this store is listed twice" };
        reading.report(
            Finding::at(item.place, message)
                .label(if own { "the store that it lies on" } else { "listed before" })
                .help("list each of the other stores once"),
        )
    })
}
