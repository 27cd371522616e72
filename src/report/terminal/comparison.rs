//! The section on formulas: one entry for what a formula says of a quantity of a subject, however
//! many times it is compared at.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Page;
use super::grid::{Style, padded, paint, wrapped};
use super::refusals;
use super::times::times_of;
use super::value::{Written, exact, named};
use crate::report::number::{count, length};
use crate::study::{Comparison, Results, Verdict};

/// The room between columns.
const GAP: usize = 2;
/// More replications than this are not worth naming to a person.
const REACH: u64 = 10_000_000;
/// Verdicts do not stand beside names in fewer columns than this, but below them.
const LEAST: usize = 44;

pub(super) fn draw(results: &Results, page: Page) -> String {
    let comparison = &results.comparison;
    if comparison.is_empty() {
        return String::new();
    }
    let entries = entries(comparison);
    let columns = Columns::of(&entries, page);
    let mut text = String::from("\n");
    if !entries.is_empty() {
        let title = "formulas beside the simulation (intervals hold for all rows at once, 99.9 %)";
        let _ = writeln!(
            text,
            "{}",
            paint(&wrapped(title, page.width, 2), Style::Heading, page.colour)
        );
    }
    for (place, entry) in entries.iter().enumerate() {
        let next = entries.get(place + 1);
        let note = entry.note.filter(|note| next.is_none_or(|next| next.note != Some(note)));
        text += &columns.entry(entry, note, page);
    }
    let refused = comparison.iter().filter(|row| is_refused(row));
    text += &refusals::draw(refused, page);
    let summary = summary(comparison) + "; all rows: comparison.csv";
    text + &wrapped(&summary, page.width, 2) + "\n"
}

/// Whether a formula says nothing, since an assumption of it is broken.
fn is_refused(row: &Comparison) -> bool {
    row.analytic.is_none()
}

/// What one formula says of one quantity of one subject, or of several where it is the same.
struct Entry<'a> {
    formula: &'a str,
    /// Of what, such as `availability[chat]`.
    of: Vec<String>,
    verdicts: Vec<(Style, String)>,
    /// Why it disagrees or is not compared, where it is so.
    note: Option<&'a str>,
}

fn entries(comparison: &[Comparison]) -> Vec<Entry<'_>> {
    let mut groups: Vec<Vec<&Comparison>> = Vec::new();
    for row in comparison.iter().filter(|row| !is_refused(row)) {
        let same = |group: &&mut Vec<&Comparison>| {
            let first = group[0];
            let names = (&first.formula, &first.quantity, &first.subject);
            names == (&row.formula, &row.quantity, &row.subject)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for group in &groups {
        let entry = Entry::of(group);
        match entries.iter_mut().find(|other| other.says_the_same_as(&entry)) {
            Some(other) => other.of.extend(entry.of),
            None => entries.push(entry),
        }
    }
    entries
}

impl<'a> Entry<'a> {
    fn of(group: &[&'a Comparison]) -> Self {
        let first = group[0];
        let uncomparable = rows(group, |verdict| verdict == Verdict::NotApplicable);
        let told = worst(group).or(uncomparable.first().copied());
        let note = told.map(|row| row.note.as_str()).filter(|note| !note.is_empty());
        let verdicts = [
            agreeing(group),
            disagreeing(group),
            undecided(group, true),
            undecided(group, false),
            uncompared(group),
        ];
        Self {
            formula: &first.formula,
            of: vec![named(first)],
            verdicts: verdicts.into_iter().flatten().collect(),
            note,
        }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        self.formula == other.formula && self.verdicts == other.verdicts && self.note == other.note
    }
}

/// The rows of a group that came to a verdict.
fn rows<'a>(group: &[&'a Comparison], is: impl Fn(Verdict) -> bool) -> Vec<&'a Comparison> {
    group.iter().copied().filter(|row| is(row.verdict)).collect()
}

/// The disagreeing row that is furthest off.
fn worst<'a>(group: &[&'a Comparison]) -> Option<&'a Comparison> {
    let off = |row: &Comparison| {
        let both = row.analytic.zip(row.simulated);
        both.map_or(0.0, |(analytic, simulated)| (analytic - simulated).abs())
    };
    let disagreeing = rows(group, |verdict| verdict == Verdict::Disagrees).into_iter();
    disagreeing.max_by(|a, b| off(a).total_cmp(&off(b)))
}

/// What a row says, and what was found, both in one unit.
fn sides(row: &Comparison) -> String {
    let (says, found) = (row.analytic.unwrap_or(0.0), row.simulated.unwrap_or(0.0));
    let unit = Written::fitting(says.abs().max(found.abs()), row.unit);
    let says = unit.exact(says);
    if row.simulated.is_none() {
        return format!("says {says}, nothing was observed");
    }
    let estimated = row.interval.low != row.interval.high || found == 0.0;
    if estimated {
        format!("says {says}, simulated {}", unit.estimate(found, row.interval))
    } else {
        format!("says {says}, against {}", unit.exact(found))
    }
}

fn agreeing(group: &[&Comparison]) -> Option<(Style, String)> {
    let agreeing = rows(group, |verdict| verdict == Verdict::Agrees);
    let text = match agreeing.as_slice() {
        [] => return None,
        [one] if one.time.is_none() => format!("agrees: {}", sides(one)),
        _ => format!("agrees at {}", times_of(group, &agreeing)),
    };
    Some((Style::Good, text))
}

fn disagreeing(group: &[&Comparison]) -> Option<(Style, String)> {
    let worst = worst(group)?;
    let disagreeing = rows(group, |verdict| verdict == Verdict::Disagrees);
    let text = match worst.time {
        None => format!("disagrees: {}", sides(worst)),
        Some(_) if disagreeing.len() == 1 => {
            format!("disagrees at {}: {}", times_of(group, &disagreeing), sides(worst))
        }
        Some(time) => {
            let (times, at) = (times_of(group, &disagreeing), length(time.hours()));
            format!("disagrees at {times}: {} at {at}", sides(worst))
        }
    };
    Some((Style::Bad, text))
}

/// Rows that so many replications would decide, or where these would be too many.
fn undecided(group: &[&Comparison], in_reach: bool) -> Option<(Style, String)> {
    let needed = |row: &Comparison| match row.verdict {
        Verdict::Undecided { replications } => replications.filter(|needed| *needed <= REACH),
        _ => None,
    };
    let mut open = rows(group, |verdict| matches!(verdict, Verdict::Undecided { .. }));
    open.retain(|row| needed(row).is_some() == in_reach);
    let first = open.first()?;
    let would = match open.iter().filter_map(|row| needed(row)).max() {
        Some(most) => format!("about {} replications would decide", rounded_up(most)),
        None => format!("more than {} replications would be needed", count(REACH)),
    };
    let text = match first.time {
        None => format!("undecided: {}; {would}", sides(first)),
        Some(_) => format!("undecided at {}: {would}", times_of(group, &open)),
    };
    Some((Style::Open, text))
}

/// Rows whose formula applies but has nothing to be held against.
fn uncompared(group: &[&Comparison]) -> Option<(Style, String)> {
    let first = *rows(group, |verdict| verdict == Verdict::NotApplicable).first()?;
    let says = first.analytic.map_or_else(String::new, |value| exact(value, first.unit));
    Some((Style::Faint, format!("says {says}, not compared")))
}

/// How many rows came to which verdict.
fn summary(comparison: &[Comparison]) -> String {
    let kinds = [
        ("agrees", "agree"),
        ("disagrees", "disagree"),
        ("undecided", "undecided"),
        ("not applicable", "not applicable"),
    ];
    let counted = kinds.map(|(name, many)| {
        let rows = comparison.iter().filter(|row| row.verdict.name() == name);
        let rows = rows.count();
        (if rows == 1 { name } else { many }, rows)
    });
    let counted = counted.iter().filter(|(_, rows)| *rows > 0);
    let counted: Vec<String> = counted.map(|(kind, rows)| format!("{rows} {kind}")).collect();
    format!("formulas: {}", counted.join(", "))
}

/// A number of replications with two digits that mean something.
fn rounded_up(replications: u64) -> String {
    let mut step = 1;
    while replications / step >= 100 {
        step *= 10;
    }
    count(replications.div_ceil(step) * step)
}

/// Where names and verdicts stand.
struct Columns {
    formula: usize,
    of: usize,
    /// Whether verdicts stand beside what they are of, or below it.
    beside: bool,
}

impl Columns {
    fn of(entries: &[Entry<'_>], page: Page) -> Self {
        let formulas = entries.iter().map(|entry| entry.formula.width());
        let names = entries.iter().flat_map(|entry| &entry.of).map(|name| name.width());
        let formula = formulas.max().unwrap_or(0) + GAP;
        let of = names.max().unwrap_or(0) + GAP;
        Self { formula, of, beside: formula + of + LEAST <= page.width }
    }

    /// The lines of one entry: names at the left, verdicts beside them or below.
    fn entry(&self, entry: &Entry<'_>, note: Option<&str>, page: Page) -> String {
        let names = if self.beside { entry.of.clone() } else { Vec::new() };
        let indent = self.formula + if self.beside { self.of } else { 0 };
        let mut verdicts: Vec<(Style, String)> = Vec::new();
        if !self.beside {
            verdicts.extend(self.lines(&entry.of.join(", "), Style::Plain, self.formula, page));
        }
        for (style, text) in &entry.verdicts {
            verdicts.extend(self.lines(text, *style, indent, page));
        }
        let mut text = String::new();
        for place in 0..names.len().max(verdicts.len()) {
            let formula = if place == 0 { entry.formula } else { "" };
            let mut line = padded(formula, self.formula);
            if self.beside {
                line += &padded(names.get(place).map_or("", String::as_str), self.of);
            }
            if let Some((style, verdict)) = verdicts.get(place) {
                line += &paint(verdict, *style, page.colour);
            }
            text += line.trim_end();
            text.push('\n');
        }
        for (style, line) in self.lines(note.unwrap_or(""), Style::Faint, self.formula, page) {
            let line = paint(&line, style, page.colour);
            let _ = writeln!(text, "{}{line}", " ".repeat(self.formula));
        }
        text
    }

    /// A text as lines that fit beside so many columns.
    fn lines(&self, text: &str, style: Style, beside: usize, page: Page) -> Vec<(Style, String)> {
        let room = page.width.saturating_sub(beside).max(20);
        let lines = wrapped(text, room, 2);
        lines.lines().map(|line| (style, line.to_string())).collect()
    }
}
