//! `firedrill catalog`: published failure data that a scenario can use by name.

use std::fmt::Write as _;

use super::args::Catalog as Args;
use super::{Answer, Failure, nearest, say};
use crate::catalog::{Entry, Kind, entries, entry};

pub fn catalog(args: &Args) -> Result<Answer, Failure> {
    let text = match &args.name {
        None => table(),
        Some(name) => everything(entry(name).ok_or_else(|| Failure::Argument(unknown(name)))?),
    };
    say(&text)?;
    Ok(Answer::Done)
}

/// A line a preset, by kind: name, value, what it is for, source.
fn table() -> String {
    let width = |column: fn(&Entry) -> &str| {
        entries().iter().map(|entry| column(entry).chars().count()).max().unwrap_or(0)
    };
    let (name, value) = (width(|entry| entry.name), width(|entry| entry.written));
    let per = width(|entry| entry.per);
    let mut text = String::new();
    for kind in Kind::ALL {
        let _ = writeln!(text, "{kind}");
        for entry in entries().iter().filter(|entry| entry.kind == kind) {
            let sure = if entry.sure { "" } else { "unsure; " };
            let Entry { name: it, written, per: of, source, .. } = entry;
            let _ = writeln!(
                text,
                "  {it:name$}  {written:value$}  per {of:per$}  {sure}{}",
                shortened(source)
            );
        }
        text.push('\n');
    }
    text + "use one as `Preset(\"name\")`; `firedrill catalog NAME` tells everything of it\n"
}

/// The start of a source, as far as a table has room.
fn shortened(source: &str) -> String {
    const MOST: usize = 60;
    if source.chars().count() <= MOST {
        return source.to_owned();
    }
    let start: String = source.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}

/// All that is known of a preset.
pub(super) fn everything(entry: &Entry) -> String {
    let Entry { name, kind, per, text, written, source, data, caveat, sure } = *entry;
    let sure = if sure { "yes" } else { "no" };
    format!(
        "{name} (preset: {kind})\n  {text}\n  value   {written}\n  per     {per}\n  \
         source  {source}\n  data    {data}\n  sure    {sure}\n  caveat  {caveat}\n"
    )
}

fn unknown(name: &str) -> String {
    let near = nearest(name, entries().iter().map(|entry| entry.name));
    let help = near.map_or_else(
        || "`firedrill catalog` lists what there is".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no preset `{name}`; {help}")
}
