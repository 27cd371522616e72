//! Stores, datasets and backups.

use super::fields::{FieldDoc, field_table};
use super::names::{Named, Section, reference};
use super::quantities::{bytes, positive_span, probability, span, text_of};
use super::reader::{Fields, Reading, bare, variant};
use super::tree::Node;
use crate::model::{Backup, Dataset, DatasetId, FirstBackup, Store, StoreId};
use crate::quantity::{Bytes, Probability};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Store.holds": "amount of data" = "\"0 GB\"", "backups that it holds from before the start";
    "Dataset.on": "name of a store" = "required", "the store that it lies on";
    "Dataset.size": "amount of data" = "required", "how large it is";
    "Backup.of": "name of a dataset" = "required", "what is copied";
    "Backup.to": "name of a store" = "required", "where the copy goes";
    "Backup.every": "duration" = "required", "the time from one full copy to the next";
    "Backup.first": "time or Random" = "one interval",
        "when the first copy is made: a time from the start, or a random time within the first \
         interval";
    "Backup.succeeds": "probability" = "1.0", "the probability that one backup succeeds";
};

/// A store, as far as it can be read.
pub(super) fn read_store(named: &Named<'_>, reading: &mut Reading) -> Option<Store> {
    let fields = Fields::of(named.value, "Store", reading)?;
    let holds = fields.or(reading, "holds", Bytes::ZERO, bytes);
    Some(Store { name: named.name.clone(), holds: holds? })
}

/// A dataset, as far as it can be read.
pub(super) fn read_dataset(named: &Named<'_>, reading: &mut Reading) -> Option<Dataset> {
    let fields = Fields::of(named.value, "Dataset", reading)?;
    let on =
        fields.required(reading, "on", |node, reading| reference(Section::Stores, node, reading));
    let size = fields.required(reading, "size", bytes);
    Some(Dataset { name: named.name.clone(), on: on?, size: size? })
}

/// A backup job, as far as it can be read. `datasets` are the rows of the ids, where readable.
pub(super) fn read_backup(
    named: &Named<'_>,
    datasets: &[Option<Dataset>],
    reading: &mut Reading,
) -> Option<Backup> {
    let fields = Fields::of(named.value, "Backup", reading)?;
    let of = fields.required(reading, "of", |node, reading| {
        reference::<DatasetId>(Section::Datasets, node, reading)
    });
    let to = fields.required(reading, "to", |node, reading| {
        reference::<StoreId>(Section::Stores, node, reading)
    });
    let every = fields.required(reading, "every", positive_span);
    let first = fields.optional(reading, "first", first);
    let succeeds = fields.or(reading, "succeeds", Probability::SURE, probability);
    let (of, to, every) = (of?, to?, every?);
    if datasets[usize::from(of)].as_ref().is_some_and(|it| it.on == to) {
        let message = format!("backup `{}` goes to the store that its dataset lies on", named.name);
        reading.note(named.key, message);
    }
    Some(Backup {
        name: named.name.clone(),
        of,
        to,
        every,
        first: first?.unwrap_or(FirstBackup::At(every.after_start())),
        succeeds: succeeds?,
    })
}

fn first(node: &Node, reading: &mut Reading) -> Option<FirstBackup> {
    if text_of(node).is_some() {
        return span(node, reading).map(|span| FirstBackup::At(span.after_start()));
    }
    let (_, call) = variant(node, "a time or `Random`", &["Random"], reading)?;
    bare(call, node, reading)?;
    Some(FirstBackup::RandomPhase)
}
