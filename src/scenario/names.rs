//! The names of a scenario: which there are, what they may look like, what they refer to.

use std::collections::{BTreeMap, BTreeSet};

use super::domain::Instances;
use super::problem::Finding;
use super::reader::{Reading, every, list};
use super::suggest;
use super::tree::{Entry, Kind, Node, Place};

/// The longest name, in characters.
const LONGEST: usize = 100;
/// The most entries of a section: what an id can count.
pub(super) const MOST: usize = 65_535;

/// A section of named things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Pools,
    Failures,
    Detectors,
    Repairs,
    Crews,
    Parts,
    Stores,
    Datasets,
    Backups,
    Services,
    Domains,
    Links,
    Mirrors,
    People,
    Predictors,
    Maintenance,
    Training,
    /// Not declared, but mentioned.
    Credentials,
    /// Not declared, but mentioned.
    Keys,
}

impl Section {
    /// The field of the scenario, and one of its things.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Pools => ("pools", "pool"),
            Self::Failures => ("failures", "failure"),
            Self::Detectors => ("detectors", "detector"),
            Self::Repairs => ("repairs", "repair pipeline"),
            Self::Crews => ("crews", "crew"),
            Self::Parts => ("parts", "part"),
            Self::Stores => ("stores", "store"),
            Self::Datasets => ("datasets", "dataset"),
            Self::Backups => ("backups", "backup"),
            Self::Services => ("services", "service"),
            Self::Domains => ("domains", "domain"),
            Self::Links => ("links", "link"),
            Self::Mirrors => ("mirrors", "mirror"),
            Self::People => ("people", "on-call team"),
            Self::Predictors => ("predictors", "predictor"),
            Self::Maintenance => ("maintenance", "maintenance"),
            Self::Training => ("training", "training"),
            Self::Credentials => ("credentials", "credential"),
            Self::Keys => ("keys", "key"),
        }
    }

    /// One of its things, with its article.
    fn one(self) -> String {
        let (_, one) = self.words();
        match self {
            Self::People => format!("an {one}"),
            _ => format!("a {one}"),
        }
    }
}

/// Every name of every section, sorted; a name's id is its place in that order.
#[derive(Debug, Default)]
pub(super) struct Names {
    lists: BTreeMap<Section, Vec<String>>,
    /// What the names of domains stand for, in their order.
    pub(super) domains: Vec<Instances>,
    /// The failures that something else brings about, by name.
    pub(super) called: BTreeSet<String>,
}

impl Names {
    /// The sorted names of a section.
    pub(super) fn of(&self, section: Section) -> &[String] {
        self.lists.get(&section).map_or(&[], Vec::as_slice)
    }

    /// The sorted names of what is not declared but mentioned.
    pub(super) fn mention(&mut self, section: Section, names: Vec<String>) {
        self.lists.insert(section, names);
    }
}

/// One named thing of a section, not yet read.
pub(super) struct Named<'t> {
    pub(super) name: String,
    pub(super) key: Place,
    pub(super) value: &'t Node,
}

/// The entries of a section in order of name, with bad and duplicate names reported; all that
/// have a name at all can be referred to.
pub(super) fn entries<'t>(
    section: Section,
    node: Option<&'t Node>,
    reading: &mut Reading,
) -> Vec<Named<'t>> {
    let (field, one) = section.words();
    let Some(node) = node else {
        return Vec::new();
    };
    let Kind::Map(map) = &node.kind else {
        let help = format!("write `{field}: {{ \"name\": .. }}`");
        let _: Option<()> = reading.mismatch(node, "a map of names", &help);
        return Vec::new();
    };
    let mut named: BTreeMap<String, Named<'t>> = BTreeMap::new();
    for entry in map {
        let Some(name) = key(entry, one, reading) else {
            continue;
        };
        let place = entry.key.place;
        if let Some(first) = named.get(&name) {
            duplicate(&name, section, place, first.key, reading);
        } else {
            let value = &entry.value;
            let key = place;
            named.insert(name.clone(), Named { name, key, value });
        }
    }
    let mut named: Vec<Named<'t>> = named.into_values().collect();
    if named.len() > MOST {
        let message = format!("a section has at most {MOST} entries, not {}", named.len());
        let finding = Finding::at(node.place, message)
            .label("too many")
            .help("put like things into one pool with more members");
        reading.findings.push(finding);
        named.truncate(MOST);
    }
    let names = named.iter().map(|it| it.name.clone()).collect();
    reading.names.lists.insert(section, names);
    named
}

fn duplicate(name: &str, section: Section, place: Place, first: Place, reading: &mut Reading) {
    let finding = Finding::at(place, format!("{} named `{name}` is there already", section.one()))
        .label("the second of this name")
        .first(first)
        .help("give each its own name, or remove one");
    reading.findings.push(finding);
}

fn key(entry: &Entry, one: &str, reading: &mut Reading) -> Option<String> {
    let node = &entry.key;
    match &node.kind {
        Kind::Text(name) => {
            check_name(name, node.place, reading);
            Some(name.clone())
        }
        _ => {
            let help = format!("write the name of the {one} in quotes: `\"name\": ..`");
            reading.mismatch(node, "a name in quotes", &help)
        }
    }
}

/// Reports a name that would break a file name, a path, a column header or a spreadsheet.
pub(super) fn check_name(name: &str, place: Place, reading: &mut Reading) {
    let fault = if name.is_empty() {
        Some("a name is empty".to_string())
    } else if name.chars().count() > LONGEST {
        Some(format!("a name is longer than {LONGEST} characters"))
    } else if name.trim() != name {
        Some("a name starts or ends with a space".to_string())
    } else if name.starts_with(['=', '+', '-', '@']) {
        Some("a name starts with a character that spreadsheets take for a formula".to_string())
    } else {
        name.chars()
            .find(|it| it.is_control() || "/\\[](){}<>".contains(*it))
            .map(|it| format!("a name has {} in it", forbidden(it)))
    };
    if let Some(fault) = fault {
        let finding = Finding::at(place, fault)
            .label("not a usable name")
            .reason("names become parts of file names, paths and column headers")
            .help("use letters, digits, spaces, `-`, `_` and `.`");
        reading.findings.push(finding);
    }
}

fn forbidden(character: char) -> String {
    match character {
        '/' | '\\' => format!("the path separator `{character}`"),
        it if it.is_control() => "a control character".to_string(),
        it => format!("the bracket `{it}`"),
    }
}

/// What a text refers to in a section; the id is the rank of the name.
pub(super) fn reference<Id: From<usize>>(
    section: Section,
    node: &Node,
    reading: &mut Reading,
) -> Option<Id> {
    let Some(name) = super::quantities::text_of(node) else {
        let one = section.one();
        let help = format!("write the name of {one} in quotes");
        return reading.mismatch(node, &format!("the name of {one}"), &help);
    };
    rank(section, name, node, reading).map(Id::from)
}

/// How a list of names is called and written.
pub(super) struct Listed {
    pub(super) what: &'static str,
    pub(super) example: &'static str,
}

/// What a list of texts refers to in a section: at least one, each once.
pub(super) fn references<Id: From<usize> + PartialEq + Copy>(
    section: Section,
    node: &Node,
    words: &Listed,
    reading: &mut Reading,
) -> Option<Vec<Id>> {
    let (_, one) = section.words();
    let listed = list(node, words.what, words.example, reading)?;
    if listed.is_empty() {
        return reading.report(
            Finding::at(node.place, "this list names nothing")
                .label("an empty list")
                .help(format!("name at least one {one}: `{}`", words.example)),
        );
    }
    let mut seen: Vec<Id> = Vec::new();
    every(listed, reading, |item, reading| {
        let id: Id = reference(section, item, reading)?;
        if seen.contains(&id) {
            return reading.report(
                Finding::at(item.place, format!("this {one} is listed twice"))
                    .label("listed before")
                    .help("name each once"),
            );
        }
        seen.push(id);
        Some(id)
    })
}

/// The rank of a name, written at a node, among those of a section.
pub(super) fn rank(
    section: Section,
    name: &str,
    node: &Node,
    reading: &mut Reading,
) -> Option<usize> {
    let (field, one) = section.words();
    let names = reading.names.of(section);
    if let Ok(index) = names.binary_search_by(|it| it.as_str().cmp(name)) {
        return Some(index);
    }
    let help = suggest::help(name, &format!("the {one}s are"), names.iter().map(String::as_str));
    let none = format!("there are none yet; add `{field}: {{ \"{name}\": .. }}`");
    reading.report(
        Finding::at(node.place, format!("no {one} is named `{name}`"))
            .label(format!("unknown {one}"))
            .help(help.unwrap_or(none)),
    )
}
