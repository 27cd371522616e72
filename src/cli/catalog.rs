//! `firedrill catalog`: published failure data that a scenario can use by name.

use std::fmt::Write as _;

use super::args::Catalog as Args;
use super::{Answer, Failure, nearest, say, screen};
use crate::catalog::{Entry, Kind, entries, entry};

/// The least that is shown of a source in the table, in columns.
const LEAST: usize = 24;
/// How wide the lines are in which one preset is told.
const COLUMNS: usize = 100;
/// Where the text of a line begins.
const INDENT: usize = 10;

pub fn catalog(args: &Args) -> Result<Answer, Failure> {
    let text = match &args.name {
        None => table(),
        Some(name) => everything(entry(name).ok_or_else(|| Failure::Argument(unknown(name)))?),
    };
    say(&text)?;
    Ok(Answer::Done)
}

/// A line a preset, by kind: name, value, and as much of the source as the screen has room for.
fn table() -> String {
    let mut text = String::new();
    for kind in Kind::ALL {
        let of_kind = || entries().iter().filter(|entry| entry.kind == kind);
        let longest = |column: fn(&Entry) -> &str| {
            of_kind().map(|entry| column(entry).chars().count()).max().unwrap_or(0)
        };
        let (names, values) = (longest(|entry| entry.name), longest(|entry| entry.written));
        let room = screen::width().saturating_sub(names + values + 6).max(LEAST);
        let _ = writeln!(text, "{kind}");
        for Entry { name, written, source, sure, .. } in of_kind() {
            let source = if *sure { (*source).to_owned() } else { format!("unsure: {source}") };
            let source = shortened(&source, room);
            let _ = writeln!(text, "  {name:names$}  {written:values$}  {source}");
        }
        text.push('\n');
    }
    text + "use one as `Preset(\"name\")`; `firedrill catalog NAME` tells everything of it\n"
}

/// The start of a text, if all of it is wider than `most`.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{}…", start.trim_end_matches([' ', ',']))
}

/// All that is known of a preset.
pub(super) fn everything(entry: &Entry) -> String {
    let Entry { name, kind, per, text, written, source, data, caveat, sure } = *entry;
    let sure = if sure { "yes" } else { "no" };
    let mut out = format!("{name} (preset: {kind})\n  {text}\n");
    let rows = [
        ("value", written),
        ("per", per),
        ("source", source),
        ("data", data),
        ("sure", sure),
        ("caveat", caveat),
    ];
    for (label, words) in rows {
        let _ = writeln!(out, "  {label:6}  {}", folded(words));
    }
    out
}

/// A text broken into lines at spaces, below the column where it begins.
fn folded(text: &str) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > COLUMNS - INDENT {
            let _ = write!(out, "\n{:INDENT$}", "");
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}

fn unknown(name: &str) -> String {
    let near = nearest(name, entries().iter().map(|entry| entry.name));
    let help = near.map_or_else(
        || "`firedrill catalog` lists what there is".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no preset `{name}`; {help}")
}
