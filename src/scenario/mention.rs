//! Credentials and encryption keys: they are not declared, but exist by being mentioned.

use std::collections::BTreeSet;

use super::names::{MOST, Named, Section, check_name, reference};
use super::problem::Finding;
use super::quantities::{grouped, text_of};
use super::reader::Reading;
use super::tree::{Body, Kind, Node, Place};
use crate::model::{CredentialId, KeyId};

/// Where names of credentials and keys can stand.
pub(super) struct Mentioning<'s, 't> {
    pub(super) stores: &'s [Named<'t>],
    pub(super) failures: &'s [Named<'t>],
    pub(super) backups: &'s [Named<'t>],
    pub(super) mirrors: &'s [Named<'t>],
}

/// Collects every credential and key that is mentioned, before anything refers to them; `place` is
/// that of the scenario.
pub(super) fn collect(within: &Mentioning<'_, '_>, place: Place, reading: &mut Reading) {
    let stores = within.stores.iter().filter_map(|it| field(it.value, "credential"));
    let abused = within.failures.iter().filter_map(|it| field(it.value, "abuses"));
    let struck = |word| {
        let strikes = within.failures.iter().filter_map(|it| field(it.value, "strikes"));
        strikes.filter_map(move |it| only_item(it, word))
    };
    let credentials = stores.chain(abused).chain(struck("Credential"));
    keep(Section::Credentials, credentials, place, reading);
    let copies = within.backups.iter().chain(within.mirrors);
    let encrypted = copies.filter_map(|it| field(it.value, "encrypted"));
    let keys = encrypted.filter_map(|it| field(it, "key"));
    keep(Section::Keys, keys.chain(struck("Key")), place, reading);
}

fn keep<'t>(
    section: Section,
    mentioned: impl Iterator<Item = &'t Node>,
    place: Place,
    reading: &mut Reading,
) {
    let names: BTreeSet<String> = mentioned.filter_map(text_of).map(str::to_string).collect();
    if names.len() > MOST {
        let (field, _) = section.words();
        let message = format!("a scenario names at most {} {field}", grouped(MOST as u64));
        let finding = Finding::at(place, message)
            .label(format!("{} in this one", grouped(names.len() as u64)))
            .help("let more stores or copies share one");
        reading.findings.push(finding);
    }
    reading.names.mention(section, names.into_iter().take(MOST).collect());
}

/// The value of a field of a call, unread.
pub(super) fn field<'t>(node: &'t Node, name: &str) -> Option<&'t Node> {
    let Kind::Call(call) = &node.kind else {
        return None;
    };
    let Body::Fields(fields) = &call.body else {
        return None;
    };
    fields.iter().find(|field| field.name.text == name).map(|field| &field.value)
}

fn only_item<'t>(node: &'t Node, word: &str) -> Option<&'t Node> {
    let Kind::Call(call) = &node.kind else {
        return None;
    };
    match &call.body {
        Body::Items(items) if call.word.as_ref().is_some_and(|it| it.text == word) => items.first(),
        _ => None,
    }
}

/// A credential, by its name.
pub(super) fn credential(node: &Node, reading: &mut Reading) -> Option<CredentialId> {
    mentioned(Section::Credentials, node, reading)
}

/// A key, by its name.
pub(super) fn key(node: &Node, reading: &mut Reading) -> Option<KeyId> {
    mentioned(Section::Keys, node, reading)
}

fn mentioned<Id: From<usize>>(section: Section, node: &Node, reading: &mut Reading) -> Option<Id> {
    if let Some(name) = text_of(node) {
        check_name(name, node.place, reading);
    }
    reference(section, node, reading)
}
