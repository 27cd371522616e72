//! The scenario file as a person writes it, read into a checked [`Model`].
//!
//! The way of a file: [`load`] parses the text to a tree in which every part knows its place;
//! overrides change the tree; each section's file reads its entries field by field, so that one
//! broken field hides no other; what is found is shown with its source line. Adding a section to
//! the language means one file with its fields and its reader, and a line in the root.
//!
//! `docs/scenario-format.md` describes the language.

mod backup;
mod brackets;
mod called;
mod canonical;
mod costs;
mod data_notes;
#[cfg(test)]
mod data_tests;
mod dataset;
mod demand;
mod detector;
mod domain;
mod drills;
mod effect;
mod failover;
mod failure;
mod fields;
mod hours;
mod law;
mod link;
mod maintenance;
mod mention;
mod mirror;
mod names;
mod need;
mod notes;
mod objective;
mod occurs;
mod overrides;
mod path;
mod people;
mod placement;
mod pool;
mod predictor;
mod preset;
mod problem;
mod quantities;
mod reader;
mod repair;
mod response_notes;
#[cfg(test)]
mod response_tests;
mod root;
mod service;
mod service_order;
mod serving;
mod settings;
mod store;
mod strikes;
mod suggest;
mod syntax;
mod templates;
#[cfg(test)]
mod tests;
mod trace;
mod training;
mod tree;
mod trigger;

pub use fields::{FieldDoc, fields};
pub use overrides::Override;
pub use problem::{Note, Problem, Problems};
pub use templates::{Template, template, templates};

use crate::catalog::Entry;
use crate::model::Model;
use problem::{Finding, SourceText};
use reader::Reading;
use tree::Node;

/// A scenario as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// As shown in messages: the path of the file.
    pub name: String,
    pub text: String,
}

/// Where the files come from that a scenario names.
pub trait Files {
    /// The contents of a file, named relative to the scenario; or why it cannot be read.
    ///
    /// # Errors
    /// A reason for people, such as "no such file".
    fn read(&self, relative: &str) -> Result<String, String>;
}

/// No files: every one that a scenario names is missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _relative: &str) -> Result<String, String> {
        Err("this scenario has no folder that files could lie in".to_string())
    }
}

/// A scenario that has been read and checked.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub model: Model,
    /// The scenario with its overrides, what its presets stand for, and the contents of the files
    /// it names, the same for all texts that mean the same whatever their comments, layout and
    /// order. Its SHA-256 is the scenario's digest.
    pub canonical: String,
    /// What a person should know, in the order of the file.
    pub notes: Vec<Note>,
    /// The values of the catalog that it uses, each once, in the order of the file.
    pub presets: Vec<&'static Entry>,
}

/// Reads and checks a scenario, with overrides applied in their order.
///
/// # Errors
/// Every problem that can be found, in the order of the file.
pub fn load(
    source: &Source,
    overrides: &[Override],
    files: &dyn Files,
) -> Result<Scenario, Problems> {
    let text = source.text.trim_start_matches('\u{feff}');
    let mut sources = vec![SourceText::new(&source.name, text.to_string())];
    sources.extend(overrides.iter().map(Override::source));
    let mut reading = Reading::new(files);
    let Some(tree) = tree(text, overrides, &mut reading) else {
        return Err(Problems::new(reading.findings, &sources));
    };
    let model = root::read(&tree, &mut reading);
    if !reading.findings.is_empty() {
        return Err(Problems::new(reading.findings, &sources));
    }
    let model = model.expect("what has no problems can be read");
    let presets = preset::used(&reading).into_iter().map(|(_, entry)| entry).collect();
    reading.notes.sort_by_key(Finding::place);
    let notes = reading.notes.into_iter();
    Ok(Scenario {
        model,
        canonical: canonical::text(&tree, &reading.read),
        notes: notes.map(|note| Note::new(note, &sources)).collect(),
        presets,
    })
}

/// The tree of a text with its overrides; `None`, reported, when the text has none.
fn tree(text: &str, overrides: &[Override], reading: &mut Reading) -> Option<Node> {
    let parsed = syntax::parse(text, 0, 0);
    let is_ron = parsed.findings.is_empty();
    reading.findings.extend(parsed.findings);
    let Some(mut tree) = parsed.node else {
        if !is_ron {
            return None;
        }
        return reading.report(
            Finding::at(root::START, "the scenario is empty")
                .label("nothing here")
                .help("write `Scenario(format: 1, horizon: .., pools: ..)`"),
        );
    };
    for (index, change) in overrides.iter().enumerate() {
        if let Err(finding) = change.apply(&mut tree, index + 1) {
            reading.findings.push(finding);
        }
    }
    Some(tree)
}
