//! Mirrors, and how copies are encrypted.

use super::fields::{FieldDoc, field_table};
use super::link::route;
use super::mention::key;
use super::names::{Named, Section, reference};
use super::problem::Finding;
use super::quantities::{number, span};
use super::reader::{Fields, Reading};
use super::tree::{Kind, Node};
use crate::model::{Dataset, DatasetId, Encryption, Mirror, StoreId};
use crate::quantity::Span;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Mirror.of": "name of a dataset" = "required", "what is copied, all the time";
    "Mirror.to": "name of a store" = "required", "where the copy lies; not the dataset's own";
    "Mirror.over": "link, list of links or Any([..])" = "none",
        "the way there: a link, several one after the other, or alternatives in order of \
         preference";
    "Mirror.lag": "duration" = "none, synchronous",
        "how far it lies behind; left out: not at all, every write waits for it";
    "Mirror.encrypted": "true, false or Encryption(..)" = "false",
        "whether a breach of its store finds nothing that can be read";
    "Encryption.throughput": "number above 0, at most 1" = "1.0",
        "the speed over that of a copy that is not encrypted";
    "Encryption.key": "name of a key" = "none",
        "the key, without which the copy cannot be used; left out: it is never lost";
};

/// A mirror, as far as it can be read. `datasets` are the rows of the ids, where readable.
pub(super) fn read(
    named: &Named<'_>,
    datasets: &[Option<Dataset>],
    reading: &mut Reading,
) -> Option<Mirror> {
    let fields = Fields::of(named.value, "Mirror", reading)?;
    let of = fields.required(reading, "of", |node, reading| {
        reference::<DatasetId>(Section::Datasets, node, reading)
    });
    let to = fields.required(reading, "to", |node, reading| {
        let to: StoreId = reference(Section::Stores, node, reading)?;
        let of = of.and_then(|of| datasets[usize::from(of)].as_ref());
        if of.is_none_or(|of| of.on != to) {
            return Some(to);
        }
        reading.report(
            Finding::at(node.place, "a mirror lies on another store than its dataset")
                .label("the store that the dataset lies on")
                .help("name another store, or take the mirror out"),
        )
    });
    let over = fields.optional(reading, "over", route);
    let lag = fields.optional(reading, "lag", lag);
    let encryption = fields.or(reading, "encrypted", None, encryption);
    Some(Mirror {
        name: named.name.clone(),
        of: of?,
        to: to?,
        over: over?,
        lag: lag?,
        encryption: encryption?,
    })
}

fn lag(node: &Node, reading: &mut Reading) -> Option<Span> {
    let lag = span(node, reading)?;
    if lag > Span::ZERO {
        return Some(lag);
    }
    reading.report(
        Finding::at(node.place, "a mirror without a lag is synchronous")
            .label("zero")
            .help("leave `lag` out, so that every write waits for the mirror"),
    )
}

/// How copies are encrypted, if they are.
pub(super) fn encryption(node: &Node, reading: &mut Reading) -> Option<Option<Encryption>> {
    match node.kind {
        Kind::Flag(false) => return Some(None),
        Kind::Flag(true) => return Some(Some(Encryption { throughput: 1.0, key: None })),
        Kind::Call(_) => {}
        _ => {
            let help = "write `true`, `false` or `Encryption(throughput: 0.8, key: \"kms\")`";
            return reading.mismatch(node, "`true`, `false` or `Encryption(..)`", help);
        }
    }
    let fields = Fields::of(node, "Encryption", reading)?;
    let throughput = fields.or(reading, "throughput", 1.0, throughput);
    let key = fields.optional(reading, "key", key);
    Some(Some(Encryption { throughput: throughput?, key: key? }))
}

fn throughput(node: &Node, reading: &mut Reading) -> Option<f64> {
    let throughput = number(node, reading)?;
    if throughput > 0.0 && throughput <= 1.0 {
        return Some(throughput);
    }
    reading.report(
        Finding::at(node.place, "encryption leaves a share of the throughput")
            .label("not above 0 and at most 1")
            .help("write a number such as `0.8`: 80 % of the speed of a plain copy"),
    )
}
