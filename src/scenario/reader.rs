//! Reading typed values from the tree, collecting every problem instead of stopping at the first.
//!
//! A reader is a function from a node to `Option<T>`; `None` means that a problem was reported.
//! Rows are put together with `?` only after all their fields have been read.

use super::problem::Finding;
use super::suggest;
use super::tree::{Body, Call, Field, Kind, Node, Place};
use super::{Files, fields, names::Names};
use crate::catalog::Entry;

/// What is known and found while a scenario is read.
pub(super) struct Reading<'a> {
    pub(super) names: Names,
    pub(super) files: &'a dyn Files,
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
    /// What a person should know.
    pub(super) notes: Vec<Finding>,
    /// Files that were read, with their contents.
    pub(super) read: Vec<(String, String)>,
    /// The presets that were read, with where.
    pub(super) presets: Vec<(Place, &'static Entry)>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(files: &'a dyn Files) -> Self {
        Self {
            names: Names::default(),
            files,
            findings: Vec::new(),
            notes: Vec::new(),
            read: Vec::new(),
            presets: Vec::new(),
        }
    }

    /// Notes a problem; the value that it is about is not there.
    pub(super) fn report<T>(&mut self, finding: Finding) -> Option<T> {
        self.findings.push(finding);
        None
    }

    pub(super) fn note(&mut self, place: Place, message: impl Into<String>) {
        self.notes.push(Finding::at(place, message));
    }

    /// Reports that something else was expected, unless the node is reported already.
    pub(super) fn mismatch<T>(&mut self, node: &Node, expected: &str, help: &str) -> Option<T> {
        if matches!(node.kind, Kind::Broken) {
            return None;
        }
        let found = node.describe();
        self.report(
            Finding::at(node.place, format!("expected {expected}, found {found}"))
                .label(format!("not {expected}"))
                .help(help),
        )
    }
}

/// A type as it is written, without where it stands.
pub(super) fn written(type_: &str) -> &str {
    type_.rsplit_once('.').map_or(type_, |parts| parts.1)
}

/// The named values in the parentheses of a type.
pub(super) struct Fields<'t> {
    type_: &'static str,
    /// The type's name.
    pub(super) place: Place,
    fields: Vec<&'t Field>,
    /// Known fields that unknown ones probably meant, so that they are not missed too.
    meant: Vec<&'static str>,
}

impl<'t> Fields<'t> {
    /// The fields of `Type(..)`, the only type that can stand there.
    pub(super) fn of(node: &'t Node, type_: &'static str, reading: &mut Reading) -> Option<Self> {
        let expected = format!("`{type_}(..)`");
        let help = format!("write `{type_}({})`", example(type_));
        match &node.kind {
            Kind::Call(call) if call.word.as_ref().is_some_and(|word| word.text == type_) => {
                Self::of_call(call, node.place, type_, reading)
            }
            _ => reading.mismatch(node, &expected, &help),
        }
    }

    /// The fields of a call whose word has been recognised.
    pub(super) fn of_call(
        call: &'t Call,
        whole: Place,
        type_: &'static str,
        reading: &mut Reading,
    ) -> Option<Self> {
        let place = call.word.as_ref().map_or(whole, |word| word.place);
        let fields = match &call.body {
            Body::Fields(fields) => fields.iter().collect(),
            Body::Bare => Vec::new(),
            Body::Items(items) => match items.first() {
                None => Vec::new(),
                Some(first) => return reading.report(unnamed(type_, first)),
            },
        };
        let mut read = Self { type_, place, fields: Vec::new(), meant: Vec::new() };
        for field in fields {
            read.take(field, reading);
        }
        Some(read)
    }

    fn take(&mut self, field: &'t Field, reading: &mut Reading) {
        let name = &field.name.text;
        let known = fields::names_of(self.type_);
        if name.is_empty() {
            return;
        }
        if let Some(first) = self.fields.iter().find(|it| it.name.text == *name) {
            let finding = Finding::at(field.name.place, format!("field `{name}` is given twice"))
                .label("given before")
                .first(first.name.place)
                .help("keep one of the two");
            reading.findings.push(finding);
        } else if known.contains(&name.as_str()) {
            self.fields.push(field);
        } else {
            let finding = unknown_field(self.type_, field, &known);
            self.meant.extend(suggest::nearest(name, known.iter().copied()));
            reading.findings.push(finding);
        }
    }

    /// The value of a field; `None` when it is left out.
    pub(super) fn get(&self, name: &str) -> Option<&'t Node> {
        debug_assert!(
            fields::names_of(self.type_).contains(&name),
            "{}.{name} is in the table of fields",
            self.type_
        );
        self.fields
            .iter()
            .find(|field| field.name.text == name)
            .map(|field| &field.value)
            .filter(|value| !matches!(value.kind, Kind::Absent))
    }

    /// Whether a field was left out, as opposed to misspelt or unreadable.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.get(name).is_none() && !self.meant.contains(&name)
    }

    /// The type whose fields these are.
    pub(super) fn type_name(&self) -> &'static str {
        self.type_
    }

    /// Whether an unknown field was reported that probably meant a known one.
    pub(super) fn has_misspelt(&self) -> bool {
        !self.meant.is_empty()
    }

    /// The place of a field's value, or of the type's name.
    pub(super) fn place_of(&self, name: &str) -> Place {
        self.get(name).map_or(self.place, |node| node.place)
    }

    /// A field that must be there.
    pub(super) fn required<T>(
        &self,
        reading: &mut Reading,
        name: &str,
        read: impl FnOnce(&'t Node, &mut Reading) -> Option<T>,
    ) -> Option<T> {
        match self.get(name) {
            Some(node) => read(node, reading),
            None if self.lacks(name) => reading.report(self.missing(name)),
            None => None,
        }
    }

    fn missing(&self, name: &str) -> Finding {
        let path = format!("{}.{name}", self.type_);
        let doc = fields::fields().iter().find(|field| field.path == path);
        Finding::at(self.place, format!("`{}` has no `{name}`", written(self.type_)))
            .label(format!("`{name}` is missing here"))
            .maybe_help(doc.map(|doc| format!("add `{name}: ..` ({}): {}", doc.type_, doc.text)))
    }

    /// A field with a default.
    pub(super) fn or<T>(
        &self,
        reading: &mut Reading,
        name: &str,
        default: T,
        read: impl FnOnce(&'t Node, &mut Reading) -> Option<T>,
    ) -> Option<T> {
        match self.get(name) {
            Some(node) => read(node, reading),
            None => Some(default),
        }
    }

    /// A field that may be left out: `Some(None)` when it is.
    pub(super) fn optional<T>(
        &self,
        reading: &mut Reading,
        name: &str,
        read: impl FnOnce(&'t Node, &mut Reading) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(name) {
            Some(node) => read(node, reading).map(Some),
            None => Some(None),
        }
    }
}

fn unknown_field(type_: &str, field: &Field, known: &[&str]) -> Finding {
    let name = &field.name.text;
    let type_ = written(type_);
    let finding = Finding::at(field.name.place, format!("`{type_}` has no field `{name}`"))
        .label("unknown field");
    if known.is_empty() {
        return finding.help(format!("`{type_}` has no fields; remove it"));
    }
    let there_are = suggest::there_are(known);
    match suggest::nearest(name, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`? {there_are}")),
        None => finding.help(there_are),
    }
}

fn unnamed(type_: &str, first: &Node) -> Finding {
    Finding::at(first.place, format!("the values of `{}` have names", written(type_)))
        .label("a value without a name")
        .help(format!("write `{}({})`", written(type_), example(type_)))
}

/// The required fields of a type, or its first one, as an example.
fn example(type_: &str) -> String {
    let of_type = || fields::fields().iter().filter(|field| field.of() == type_);
    let required: Vec<String> = of_type()
        .filter(|field| field.default == "required")
        .map(|field| format!("{}: ..", field.name()))
        .collect();
    if required.is_empty() && of_type().next().is_some() {
        return "..".to_string();
    }
    required.join(", ")
}

/// Which of the variants of a type stands there, with what is in its parentheses.
pub(super) fn variant<'t>(
    node: &'t Node,
    what: &str,
    variants: &[&'static str],
    reading: &mut Reading,
) -> Option<(&'static str, &'t Call)> {
    let there_are = suggest::there_are(variants);
    let Kind::Call(call) = &node.kind else {
        return reading.mismatch(node, what, &there_are);
    };
    let Some(word) = &call.word else {
        return reading.mismatch(node, what, &there_are);
    };
    if let Some(name) = variants.iter().find(|name| **name == word.text) {
        return Some((name, call));
    }
    let near = suggest::nearest(&word.text, variants.iter().copied());
    let start = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    reading.report(
        Finding::at(word.place, format!("`{}` is not {what}", word.text))
            .label("unknown here")
            .help(format!("{start}{there_are}")),
    )
}

/// A variant without anything in parentheses.
pub(super) fn bare(call: &Call, node: &Node, reading: &mut Reading) -> Option<()> {
    let word = call.word.as_ref().map_or("", |word| &word.text);
    match &call.body {
        Body::Bare => Some(()),
        Body::Items(items) if items.is_empty() => Some(()),
        _ => reading.report(
            Finding::at(node.place, format!("`{word}` takes no values"))
                .label("values given")
                .help(format!("write `{word}` alone")),
        ),
    }
}

/// The values without names of a variant, as many as it has.
pub(super) fn items<'t, const N: usize>(
    call: &'t Call,
    node: &Node,
    example: &str,
    reading: &mut Reading,
) -> Option<[&'t Node; N]> {
    let word = call.word.as_ref().map_or("", |word| &word.text);
    let found = match &call.body {
        Body::Items(items) => items.iter().collect(),
        Body::Bare => Vec::new(),
        Body::Fields(fields) => {
            let place = fields.first().map_or(node.place, |field| field.name.place);
            return reading.report(
                Finding::at(place, format!("the values of `{word}` have no names"))
                    .label("a name")
                    .help(format!("write `{example}`")),
            );
        }
    };
    let count = found.len();
    found.try_into().ok().or_else(|| {
        let plural = if N == 1 { "value" } else { "values" };
        let message = format!("`{word}` takes {N} {plural}, not {count}");
        reading.report(
            Finding::at(node.place, message)
                .label(format!("{count} given"))
                .help(format!("write `{example}`")),
        )
    })
}

/// The later of two values that exclude each other.
pub(super) fn later<'t>(one: &'t Node, other: &'t Node) -> &'t Node {
    if one.place > other.place { one } else { other }
}

/// The items of a list.
pub(super) fn list<'t>(
    node: &'t Node,
    what: &str,
    example: &str,
    reading: &mut Reading,
) -> Option<&'t [Node]> {
    match &node.kind {
        Kind::List(items) => Some(items),
        _ => reading.mismatch(node, what, &format!("write `{example}`")),
    }
}

/// Every item of a list, when all of them can be read; all are tried.
pub(super) fn every<T>(
    items: &[Node],
    reading: &mut Reading,
    mut read: impl FnMut(&Node, &mut Reading) -> Option<T>,
) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = items.iter().map(|item| read(item, reading)).collect();
    read.into_iter().collect()
}
