//! The canonical text of a scenario: the same for files that mean the same, whatever their
//! comments, layout, and order of entries and fields, and whether a preset is named or written
//! out. Its SHA-256 is the scenario's digest.

use std::fmt::Write as _;

use super::preset;
use super::tree::{Body, Kind, Node};

/// The tree on one line, fields and entries sorted, then the contents of the files it names.
pub(super) fn text(tree: &Node, files: &[(String, String)]) -> String {
    let mut out = String::new();
    write(tree, &mut out);
    out.push('\n');
    for (name, contents) in files {
        let _ = writeln!(out, "// {name}");
        for line in contents.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let _ = writeln!(out, "// {line}");
        }
    }
    out
}

fn write(node: &Node, out: &mut String) {
    match &node.kind {
        Kind::Absent | Kind::Broken | Kind::Foreign(_) => out.push_str("None"),
        Kind::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Kind::Number(number) => out.push_str(&number.replace('_', "")),
        Kind::Text(text) => quote(text, out),
        Kind::List(items) => sequence(items, ['[', ']'], out),
        Kind::Map(entries) => {
            let mut written: Vec<(String, String)> =
                entries.iter().map(|entry| (written(&entry.key), written(&entry.value))).collect();
            written.sort();
            pairs(&written, ['{', '}'], out);
        }
        Kind::Call(call) => {
            if let Some(meant) = preset::named(call, node.place) {
                return write(&meant, out);
            }
            if let Some(word) = &call.word {
                out.push_str(&word.text);
            }
            match &call.body {
                Body::Bare => {}
                Body::Items(items) => sequence(items, ['(', ')'], out),
                Body::Fields(fields) => {
                    let mut written: Vec<(String, String)> = fields
                        .iter()
                        .filter(|field| !matches!(field.value.kind, Kind::Absent))
                        .map(|field| (field.name.text.clone(), written(&field.value)))
                        .collect();
                    written.sort();
                    pairs(&written, ['(', ')'], out);
                }
            }
        }
    }
}

fn written(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn sequence(items: &[Node], brackets: [char; 2], out: &mut String) {
    out.push(brackets[0]);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(item, out);
    }
    out.push(brackets[1]);
}

fn pairs(written: &[(String, String)], brackets: [char; 2], out: &mut String) {
    out.push(brackets[0]);
    for (index, (name, value)) in written.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "{name}: {value}");
    }
    out.push(brackets[1]);
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            it if it.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out.push('"');
}
