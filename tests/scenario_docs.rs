//! The documentation is true as far as it can be read: its scenarios and changes are read by the
//! program, its tables are those of the program, its links lead somewhere.
//!
//! In `README.md` and `docs/` a block marked `ron` is a whole scenario, `ron section` some sections
//! of one, `ron law` a law of time a line, `set` an override a line that suits the starter.
//!
//! After a change of a field, `FIREDRILL_BLESS=1 cargo test --test scenario_docs` writes the
//! tables anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use firedrill::scenario::{FieldDoc, Files, Override, Source, fields, load, templates};

/// What the sections shown in the documentation refer to.
const AROUND: &[(&str, &str)] = &[
    (
        "domains",
        r#"{ "east": Domain(), "west": Domain(), "hall": Domain(within: "east", count: 4) }"#,
    ),
    (
        "pools",
        r#"{ "gpu": Pool(members: 512, bad: 0.1), "database": Pool(members: 3),
             "disks": Pool(members: 36), "nodes": Pool(members: 4) }"#,
    ),
    ("failures", "{}"),
    ("detectors", r#"{ "heartbeat": Immediate }"#),
    ("people", r#"{ "sre": OnCall(acknowledges: "5min"), "lead": OnCall(acknowledges: "10min") }"#),
    ("repairs", r#"{ "bench": [Stage(name: "swap", takes: "5h")] }"#),
    ("stores", r#"{ "nvme": Store(), "vault": Store() }"#),
    ("links", r#"{ "wan": Link() }"#),
    (
        "datasets",
        r#"{ "conversations": Dataset(on: "nvme", size: "20 TB",
                                      restore: Restore(to: ["vault"])) }"#,
    ),
    ("services", r#"{ "chat": Service(needs: AtLeast(440, "gpu")) }"#),
];

struct AnyFile;

impl Files for AnyFile {
    fn read(&self, relative: &str) -> Result<String, String> {
        let trace = "time,target,duration\n1h,gpu,\n30d,gpu[17],\n";
        let demand = "time_h,per_s\n0,40\n9,100\n";
        Ok(match relative {
            "failures.csv" => trace,
            "demand.csv" => demand,
            _ => "1h\n2h\n",
        }
        .to_string())
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn path() -> PathBuf {
    root().join("docs/scenario-format.md")
}

fn documentation() -> String {
    fs::read_to_string(path()).expect("the documentation is there")
}

/// A page of the documentation.
struct Page {
    /// Relative to the root.
    name: String,
    text: String,
}

/// `README.md` and everything in `docs/`.
fn pages() -> Vec<Page> {
    let docs = fs::read_dir(root().join("docs")).expect("there is documentation");
    let mut names: Vec<String> = docs
        .map(|entry| entry.expect("the folder can be listed").file_name())
        .map(|name| format!("docs/{}", name.to_string_lossy()))
        .filter(|name| name.ends_with(".md"))
        .collect();
    names.push("README.md".to_string());
    names.sort();
    let read = |name: String| {
        let text = fs::read_to_string(root().join(&name)).expect("pages are text");
        Page { name, text }
    };
    names.into_iter().map(read).collect()
}

/// The fenced blocks of a kind on all pages, each with its page and line.
fn all_blocks(kind: &str) -> Vec<(String, String)> {
    let of_page = |page: Page| {
        let place = move |line| format!("the block in line {line} of {}", page.name);
        let found = blocks(&page.text, kind).into_iter();
        found.map(|(line, block)| (place(line), block)).collect::<Vec<_>>()
    };
    pages().into_iter().flat_map(of_page).collect()
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

fn must_load(place: &str, text: String, overrides: &[Override]) {
    let source = Source { name: place.to_string(), text };
    if let Err(problems) = load(&source, overrides, &AnyFile) {
        panic!("{problems}\n{}", source.text);
    }
}

#[test]
fn whole_files_are_read() {
    let blocks = all_blocks("ron");
    assert!(!blocks.is_empty(), "there is a whole file");
    for (place, block) in blocks {
        must_load(&place, block, &[]);
    }
}

#[test]
fn sections_are_read() {
    let blocks = all_blocks("ron section");
    assert!(blocks.len() >= 8, "every section is shown");
    for (place, block) in blocks {
        let around: Vec<String> = AROUND
            .iter()
            .filter(|(name, _)| !block.contains(&format!("{name}: {{")))
            .map(|(name, value)| format!("{name}: {value},\n"))
            .collect();
        let text = format!("Scenario(format: 1, horizon: \"1y\",\n{}{block})", around.concat());
        must_load(&place, text, &[]);
    }
}

#[test]
fn every_law_is_shown_and_read() {
    let blocks = all_blocks("ron law");
    let laws = |(place, block): &(String, String)| {
        block.lines().map(|law| (place.clone(), law.to_string())).collect::<Vec<_>>()
    };
    let laws: Vec<_> = blocks.iter().flat_map(laws).collect();
    assert!(laws.len() >= 16, "every way of writing a law is shown");
    for (place, law) in laws {
        let text = format!(
            "Scenario(format: 1, horizon: \"1y\", pools: {{ \"p\": Pool(members: 1) }}, failures: \
             {{ \"x\": Failure(strikes: Each([\"p\"]), time_to_failure: {law}) }})"
        );
        must_load(&place, text, &[]);
    }
}

#[test]
fn every_override_can_be_applied_to_the_starter() {
    let blocks = all_blocks("set");
    assert!(!blocks.is_empty(), "overrides are shown");
    for (place, block) in blocks {
        for change in block.lines() {
            let change = Override::parse(change).expect("an override has an `=`");
            must_load(&place, templates()[0].text.to_string(), &[change]);
        }
    }
}

#[test]
fn no_block_of_ron_escapes() {
    for page in pages() {
        for line in page.text.lines().filter(|line| line.trim_start().starts_with("```ron")) {
            let known = ["```ron", "```ron section", "```ron law"].contains(&line);
            assert!(known, "{}: `{line}` is no kind of block that is read", page.name);
        }
    }
}

/// What stands in the parentheses of Markdown links and pictures.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

#[test]
fn links_lead_somewhere() {
    for page in pages() {
        let folder = root().join(&page.name).parent().expect("a page lies in a folder").to_owned();
        for link in links(&page.text).filter(|link| !link.starts_with("http")) {
            let target = folder.join(link.split('#').next().unwrap_or(link));
            // The results are not part of the published package.
            let left_out = link.starts_with("results/") && !root().join("results").exists();
            assert!(left_out || target.exists(), "{}: {link} leads nowhere", page.name);
        }
    }
}

/// What stands between backticks on one line.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn files_and_tests_that_are_named_are_there() {
    let folders = ["src/", "tests/", "docs/", "benches/", "scenarios/", "assets/"];
    for page in pages() {
        for word in quoted(&page.text).filter(|w| folders.iter().any(|f| w.starts_with(f))) {
            let (file, test) = word.split_once("::").unwrap_or((word, ""));
            assert!(root().join(file).exists(), "{}: there is no {file}", page.name);
            if !test.is_empty() {
                let text = fs::read_to_string(root().join(file)).expect("sources are text");
                let found = text.contains(&format!("fn {test}("));
                assert!(found, "{}: {file} has no {test}", page.name);
            }
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
