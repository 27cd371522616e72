//! The documentation of the scenario format is true: its blocks are read, its tables are those of
//! the program.
//!
//! After a change of a field, `FIREDRILL_BLESS=1 cargo test --test scenario_docs` writes the
//! tables anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use firedrill::scenario::{FieldDoc, Files, Override, Source, fields, load, templates};

/// What the sections shown in the documentation refer to.
const AROUND: &[(&str, &str)] = &[
    ("pools", r#"{ "gpu": Pool(members: 512, bad: 0.1), "database": Pool(members: 3) }"#),
    ("failures", "{}"),
    ("detectors", r#"{ "heartbeat": Immediate }"#),
    ("repairs", r#"{ "bench": [Stage(name: "swap", takes: "5h")] }"#),
    ("services", r#"{ "chat": Service(needs: AtLeast(440, "gpu")) }"#),
];

struct AnyFile;

impl Files for AnyFile {
    fn read(&self, _relative: &str) -> Result<String, String> {
        Ok("1h\n2h\n".to_string())
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario-format.md")
}

fn documentation() -> String {
    fs::read_to_string(path()).expect("the documentation is there")
}

/// The fenced blocks of a kind, each with its line.
fn blocks(text: &str, kind: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut skipping = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            match open.take() {
                Some(block) => blocks.push(block),
                None if skipping => skipping = false,
                None if info == kind => open = Some((index + 1, String::new())),
                None => skipping = true,
            }
        } else if let Some((_, block)) = &mut open {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks
}

fn must_load(line: usize, text: String, overrides: &[Override]) {
    let source =
        Source { name: format!("the block in line {line} of docs/scenario-format.md"), text };
    if let Err(problems) = load(&source, overrides, &AnyFile) {
        panic!("{problems}\n{}", source.text);
    }
}

#[test]
fn whole_files_are_read() {
    let text = documentation();
    let blocks = blocks(&text, "ron");
    assert!(!blocks.is_empty(), "there is a whole file");
    for (line, block) in blocks {
        must_load(line, block, &[]);
    }
}

#[test]
fn sections_are_read() {
    let text = documentation();
    let blocks = blocks(&text, "ron section");
    assert!(blocks.len() >= 8, "every section is shown");
    for (line, block) in blocks {
        let around: Vec<String> = AROUND
            .iter()
            .filter(|(name, _)| !block.contains(&format!("{name}: {{")))
            .map(|(name, value)| format!("{name}: {value},\n"))
            .collect();
        let text = format!("Scenario(format: 1, horizon: \"1y\",\n{}{block})", around.concat());
        must_load(line, text, &[]);
    }
}

#[test]
fn every_law_is_shown_and_read() {
    let text = documentation();
    let blocks = blocks(&text, "ron law");
    let laws: Vec<&str> = blocks.iter().flat_map(|(_, block)| block.lines()).collect();
    assert!(laws.len() >= 16, "every way of writing a law is shown");
    for law in laws {
        let text = format!(
            "Scenario(format: 1, horizon: \"1y\", pools: {{ \"p\": Pool(members: 1) }}, failures: \
             {{ \"x\": Failure(strikes: Each([\"p\"]), time_to_failure: {law}) }})"
        );
        must_load(blocks[0].0, text, &[]);
    }
}

#[test]
fn every_override_can_be_applied_to_the_starter() {
    let text = documentation();
    for (line, block) in blocks(&text, "set") {
        for change in block.lines() {
            let change = Override::parse(change).expect("an override has an `=`");
            must_load(line, templates()[0].text.to_string(), &[change]);
        }
    }
}

fn table(type_: &str) -> String {
    let mut table = format!("| `{type_}` | type | default | meaning |\n|---|---|---|---|\n");
    for field in fields().iter().filter(|field| field.of() == type_) {
        let default = match field.default {
            words @ ("required" | "none") => words.to_string(),
            words if words.contains(' ') && !words.contains('"') => words.to_string(),
            value => format!("`{value}`"),
        };
        let row =
            format!("| `{}` | {} | {default} | {} |\n", field.name(), field.type_, field.text);
        table.push_str(&row);
    }
    table
}

/// The documentation with every table as it should be.
fn with_tables(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let marker = line.strip_prefix("<!-- fields: ");
        if let Some(type_) = marker.and_then(|rest| rest.strip_suffix(" -->")) {
            out.push_str(&table(type_));
            while lines.next_if(|line| line.starts_with('|')).is_some() {}
        }
    }
    out
}

#[test]
fn the_tables_are_those_of_the_program() {
    let found = documentation();
    let expected = with_tables(&found);
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        fs::write(path(), &expected).expect("the documentation can be written");
        return;
    }
    assert!(found == expected, "the tables of docs/scenario-format.md are out of date");
}

#[test]
fn every_type_has_its_table() {
    let text = documentation();
    let types: BTreeSet<&str> = fields().iter().map(FieldDoc::of).collect();
    for type_ in types {
        assert!(text.contains(&format!("<!-- fields: {type_} -->")), "{type_} has no table");
    }
}
