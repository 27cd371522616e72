//! `--set path=value`: changes to the tree before it is read, so that a changed value is checked
//! like a written one and a bad one is reported against the override itself.

use super::fields::{self, FieldDoc};
use super::path::{self, Step};
use super::preset;
use super::problem::{Finding, SourceText};
use super::reader::written;
use super::suggest;
use super::syntax;
use super::tree::{Body, Call, Entry, Field, Kind, Node, Place, Word};

/// A change of a scenario from outside its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// `pools.gpu.members`; a name with a dot is quoted, list items are `[1]` (counted from 1) or
    /// `[name]`.
    pub path: String,
    /// As in a scenario file; quotes may be left out around a text without brackets.
    pub value: String,
}

/// What stands before the path when an override is shown.
const PREFIX: &str = "--set ";

/// Words that mean themselves; any other bare word of an override is text.
const WORDS: &[&str] = &[
    "All",
    "Automatic",
    "Calendar",
    "Differential",
    "Exposed",
    "Horizon",
    "Immediate",
    "Incremental",
    "Mode",
    "Never",
    "New",
    "One",
    "Parallel",
    "Random",
    "Shared",
    "Stationary",
];

impl Override {
    /// Splits `path=value` at the first `=` outside quotes; `None` when there is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut quoted = false;
        let at = text.char_indices().find(|&(_, character)| {
            quoted ^= character == '"';
            character == '=' && !quoted
        })?;
        Some(Self {
            path: text[..at.0].trim().to_string(),
            value: text[at.0 + 1..].trim().to_string(),
        })
    }

    /// How it is shown in messages.
    pub(super) fn source(&self) -> SourceText {
        let text = format!("{PREFIX}{}={}", self.path, self.value);
        SourceText::new("--set", text)
    }

    /// Changes the tree; the override is the source number `source`.
    pub(super) fn apply(&self, tree: &mut Node, source: usize) -> Result<(), Finding> {
        let steps = path::steps(&self.path, source, PREFIX.len())?;
        let value = self.read_value(source)?;
        set(tree, &steps, value, "the scenario")
    }

    fn read_value(&self, source: usize) -> Result<Node, Finding> {
        let offset = PREFIX.len() + self.path.len() + 1;
        let place = Place { source, start: offset, end: offset + self.value.len() };
        let text = Node { place, kind: Kind::Text(self.value.trim().to_string()) };
        if self.value.trim().is_empty() {
            return Err(Finding::at(place, "an override has no value")
                .label("nothing here")
                .help("write `--set path=value`; `None` takes a field out"));
        }
        if is_numbered_name(&self.value) {
            return Ok(text);
        }
        let mut parsed = syntax::parse(&self.value, source, offset);
        match (parsed.findings.pop(), parsed.node) {
            (None, Some(node)) if is_plain_word(&node) => Ok(text),
            (None, Some(node)) => Ok(node),
            (Some(finding), _) if self.value.contains(['(', '[', '{', '"']) => Err(finding),
            _ => Ok(text),
        }
    }
}

fn is_plain_word(node: &Node) -> bool {
    match &node.kind {
        Kind::Call(Call { word: Some(word), body: Body::Bare }) => {
            !WORDS.contains(&word.text.as_str())
        }
        _ => false,
    }
}

/// Whether a value is one of several domains of a name, such as `hall[2]`.
fn is_numbered_name(value: &str) -> bool {
    let inside = value.trim().strip_suffix(']').and_then(|it| it.split_once('['));
    inside.is_some_and(|(name, number)| {
        !name.contains(['(', '{', '"']) && number.parse::<u32>().is_ok() && !name.is_empty()
    })
}

/// Sets what the steps lead to, from `node` on, which is called `what`.
fn set(node: &mut Node, steps: &[Step], value: Node, what: &str) -> Result<(), Finding> {
    let Some((step, rest)) = steps.split_first() else {
        *node = value;
        return Ok(());
    };
    let inside = format!("`{}`", step.text);
    let description = node.describe();
    if preset::called(node).is_some() {
        return Err(nothing_inside(step, what, &description));
    }
    match &mut node.kind {
        Kind::Map(entries) => {
            let child = entry(entries, step, rest.is_empty(), what)?;
            set(child, rest, value, &inside)
        }
        Kind::List(items) => set(item(items, step, what)?, rest, value, &inside),
        Kind::Call(call) => set(part(call, step, rest, what)?, rest, value, &inside),
        _ => Err(nothing_inside(step, what, &description)),
    }
}

fn nothing_inside(step: &Step, what: &str, description: &str) -> Finding {
    Finding::at(step.place, format!("{what} has no `{}`", step.text))
        .label(format!("{what} is {description}"))
        .help(format!("set {what} as a whole"))
}

/// The value of an entry; an absent one is added when a whole value is given for it.
fn entry<'t>(
    entries: &'t mut Vec<Entry>,
    step: &Step,
    last: bool,
    what: &str,
) -> Result<&'t mut Node, Finding> {
    let named = |entry: &Entry| matches!(&entry.key.kind, Kind::Text(name) if *name == step.text);
    if let Some(index) = entries.iter().position(named) {
        return Ok(&mut entries[index].value);
    }
    if !last {
        let names = entries.iter().filter_map(|entry| match &entry.key.kind {
            Kind::Text(name) => Some(name.as_str()),
            _ => None,
        });
        let help = suggest::help(&step.text, "there are", names);
        return Err(Finding::at(step.place, format!("{what} has no `{}`", step.text))
            .label("unknown name")
            .maybe_help(help));
    }
    entries.push(Entry {
        key: Node { place: step.place, kind: Kind::Text(step.text.clone()) },
        value: absent(step.place),
    });
    Ok(&mut entries.last_mut().expect("just pushed").value)
}

fn absent(place: Place) -> Node {
    Node { place, kind: Kind::Absent }
}

/// An item of a list, by its number from 1 or by its name.
fn item<'t>(items: &'t mut [Node], step: &Step, what: &str) -> Result<&'t mut Node, Finding> {
    let count = items.len();
    let found = match step.text.parse::<usize>() {
        Ok(number) if (1..=count).contains(&number) => vec![number - 1],
        Ok(_) => Vec::new(),
        Err(_) => (0..count).filter(|&index| is_called(&items[index], &step.text)).collect(),
    };
    match found.as_slice() {
        [index] => Ok(&mut items[*index]),
        [] => Err(Finding::at(step.place, format!("{what} has no item `{}`", step.text))
            .label("no such item")
            .help(match count {
                0 => "the list is empty; set it as a whole".to_string(),
                _ => format!("items are counted from 1 to {count}, or found by name"),
            })),
        many => {
            Err(Finding::at(step.place, format!("{what} has {} items `{}`", many.len(), step.text))
                .label("more than one")
                .help(format!("write `[{}]` for the first of them", many[0] + 1)))
        }
    }
}

/// Whether an item of a list goes by this name.
fn is_called(item: &Node, name: &str) -> bool {
    match &item.kind {
        Kind::Text(text) => text == name,
        Kind::Call(call) => {
            let named = |field: &Field| {
                field.name.text == "name"
                    && matches!(&field.value.kind, Kind::Text(text) if text == name)
            };
            call.word.as_ref().is_some_and(|word| word.text == name)
                || matches!(&call.body, Body::Fields(fields) if fields.iter().any(named))
        }
        _ => false,
    }
}

/// What stands in the parentheses under a name or a number.
fn part<'t>(
    call: &'t mut Call,
    step: &Step,
    rest: &[Step],
    what: &str,
) -> Result<&'t mut Node, Finding> {
    let type_ = call.word.as_ref().map(|word| word.text.clone());
    if matches!(&call.body, Body::Items(items) if !items.is_empty()) {
        let Body::Items(items) = &mut call.body else {
            unreachable!("the body has just been seen to be items")
        };
        return match items.as_mut_slice() {
            [Node { kind: Kind::List(inner), .. }] => item(inner, step, what),
            items => item(items, step, what),
        };
    }
    if !matches!(call.body, Body::Fields(_)) {
        call.body = Body::Fields(Vec::new());
    }
    let Body::Fields(fields) = &mut call.body else {
        unreachable!("the body has just been made one with fields")
    };
    let there = |field: &Field| {
        field.name.text == step.text
            && (rest.is_empty() || !matches!(field.value.kind, Kind::Absent))
    };
    match fields.iter().position(there) {
        Some(index) => Ok(&mut fields[index].value),
        None => insert(fields, &type_.unwrap_or_default(), step, rest),
    }
}

/// Adds an absent field: with a whole value, or a section that gets its first entry.
fn insert<'t>(
    fields: &'t mut Vec<Field>,
    type_: &str,
    step: &Step,
    rest: &[Step],
) -> Result<&'t mut Node, Finding> {
    let found = |field: &&FieldDoc| written(field.of()) == type_ && field.name() == step.text;
    let Some(doc) = fields::fields().iter().find(found) else {
        let of_type = fields::fields().iter().filter(|field| written(field.of()) == type_);
        let known: Vec<&str> = of_type.map(FieldDoc::name).collect();
        let help = suggest::help(&step.text, "the fields are", known.iter().copied());
        let finding = Finding::at(step.place, format!("`{type_}` has no field `{}`", step.text));
        return Err(finding.label("unknown field").maybe_help(help));
    };
    let is_section = doc.type_.starts_with("map");
    let is_entry = is_section && rest.len() == 1;
    if !rest.is_empty() && !is_entry {
        return Err(Finding::at(step.place, format!("`{}` is not there to be changed", step.text))
            .label("left out in the scenario")
            .help(format!("set it as a whole: {}", doc.type_)));
    }
    fields.retain(|field| field.name.text != step.text);
    let mut value = absent(step.place);
    if !rest.is_empty() {
        value.kind = Kind::Map(Vec::new());
    }
    fields.push(Field { name: Word { text: step.text.clone(), place: step.place }, value });
    Ok(&mut fields.last_mut().expect("just pushed").value)
}
