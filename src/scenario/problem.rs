//! What is wrong with a scenario, where, and what to do: findings while reading, problems after.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use super::tree::Place;

/// The widest excerpt of a source line, in terminal columns; longer lines are cut around the place.
const WIDEST: usize = 120;
/// What a tab is shown as.
const TAB: &str = "    ";

/// Something found while reading, still tied to a place in a source.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    place: Place,
    words: Box<Words>,
}

/// What is said about a place.
#[derive(Clone, Debug, Default)]
struct Words {
    message: String,
    label: String,
    reason: Option<String>,
    help: Option<String>,
    /// What came before it and is the same.
    first: Option<Place>,
}

impl Finding {
    /// What is wrong, there.
    pub(super) fn at(place: Place, message: impl Into<String>) -> Self {
        let words = Words { message: message.into(), ..Words::default() };
        Self { place, words: Box::new(words) }
    }

    /// Where it is.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// What the place is.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.words.label = label.into();
        self
    }

    /// Why that is wrong.
    pub(super) fn reason(mut self, reason: impl Into<String>) -> Self {
        self.words.reason = Some(reason.into());
        self
    }

    /// Where the first of the same is, of which this is the second.
    pub(super) fn first(mut self, first: Place) -> Self {
        self.words.first = Some(first);
        self
    }

    /// What to do next.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.words.help = Some(help.into());
        self
    }

    /// What to do next, if anything is known.
    pub(super) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.words.help = help.or(self.words.help);
        self
    }
}

/// One text that is read: the file, or an override.
#[derive(Clone, Debug)]
pub(super) struct SourceText {
    name: String,
    text: String,
    /// The byte at which each line starts.
    lines: Vec<usize>,
}

impl SourceText {
    /// A text with the name under which it is shown.
    pub(super) fn new(name: &str, text: String) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { name: name.to_string(), lines: std::iter::once(0).chain(after).collect(), text }
    }

    /// The number of the line that holds a byte, from 1, and where it starts.
    fn line(&self, at: usize) -> (usize, usize) {
        let number = self.lines.partition_point(|start| *start <= at);
        (number, self.lines[number - 1])
    }
}

/// Something wrong in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, or `--set` for an override.
    pub source: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What the place is; may be empty.
    pub label: String,
    /// Why that is wrong, where the message does not say it.
    pub reason: Option<String>,
    /// What to do next.
    pub help: Option<String>,
    excerpt: Excerpt,
}

/// Something that a person should know about a scenario that is not wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(Problem);

/// Every problem of a scenario, in the order of the file, those of overrides last. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

/// A source line, cut and cleaned for a terminal, with the underline below it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    line: String,
    before: usize,
    carets: usize,
}

impl Problem {
    pub(super) fn new(finding: Finding, sources: &[SourceText]) -> Self {
        let source = &sources[finding.place.source];
        let start = boundary(&source.text, finding.place.start);
        let end = boundary(&source.text, finding.place.end).max(start);
        let line_start = source.line(start).1;
        let (line, column) = position(sources, finding.place);
        let words = *finding.words;
        Self {
            source: source.name.clone(),
            line,
            column,
            message: words.message,
            label: words.label,
            reason: words.reason.or_else(|| {
                let (line, column) = position(sources, words.first?);
                Some(format!("the first is at {line}:{column}"))
            }),
            help: words.help,
            excerpt: Excerpt::new(&source.text, line_start, start, end),
        }
    }
}

impl Note {
    pub(super) fn new(finding: Finding, sources: &[SourceText]) -> Self {
        Self(Problem::new(finding, sources))
    }

    /// What there is to know, and where.
    #[must_use]
    pub fn as_problem(&self) -> &Problem {
        &self.0
    }
}

impl Problems {
    /// Sorted by place; the same thing found twice is said once.
    ///
    /// # Panics
    /// When there are no findings.
    pub(super) fn new(mut findings: Vec<Finding>, sources: &[SourceText]) -> Self {
        assert!(!findings.is_empty(), "problems are never empty");
        findings.sort_by_key(Finding::place);
        let mut problems: Vec<Problem> =
            findings.into_iter().map(|finding| Problem::new(finding, sources)).collect();
        problems.dedup();
        Self(problems)
    }

    /// Every problem, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// How many there are; at least 1.
    #[allow(clippy::len_without_is_empty)]
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// Line and column of the start of a place, from 1, the column in characters.
fn position(sources: &[SourceText], place: Place) -> (usize, usize) {
    let source = &sources[place.source];
    let start = boundary(&source.text, place.start);
    let (line, line_start) = source.line(start);
    let column = source.text[line_start..start].chars().count() + 1;
    (line, column)
}

/// The nearest character boundary at or before a byte offset.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A character as it is shown, with its width in terminal columns.
fn shown(character: char) -> (String, usize) {
    match character {
        '\t' => (TAB.to_string(), TAB.len()),
        _ => match character.width() {
            Some(width) if !is_invisible(character) => (character.to_string(), width),
            _ => (char::REPLACEMENT_CHARACTER.to_string(), 1),
        },
    }
}

/// Whether a character would change how its neighbours are shown.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

impl Excerpt {
    fn new(text: &str, line_start: usize, start: usize, end: usize) -> Self {
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let mut cells = Vec::new();
        let (mut before, mut carets) = (0, 0);
        for (at, character) in line.char_indices() {
            let cell = shown(character);
            if line_start + at < start {
                before += cell.1;
            } else if line_start + at < end {
                carets += cell.1;
            }
            cells.push(cell);
        }
        Self::cut(cells, before, carets.max(1))
    }

    /// Keeps what is near the place when the line is too wide.
    fn cut(cells: Vec<(String, usize)>, before: usize, carets: usize) -> Self {
        let total: usize = cells.iter().map(|cell| cell.1).sum();
        if total <= WIDEST {
            let line = cells.into_iter().map(|cell| cell.0).collect();
            return Self { line, before, carets };
        }
        let from = before.saturating_sub(WIDEST / 3);
        let to = from + WIDEST - 2;
        let (mut line, mut column, mut skipped) = (String::new(), 0, 0);
        for (text, width) in cells {
            if column < from {
                skipped += width;
            } else if column + width <= to {
                line.push_str(&text);
            }
            column += width;
        }
        let lead = usize::from(skipped > 0);
        if lead == 1 {
            line.insert(0, '…');
        }
        if column > to {
            line.push('…');
        }
        Self { line, before: before - skipped + lead, carets: carets.min(to - before) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.message)?;
        self.write_below(f)
    }
}

impl Problem {
    fn write_below(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gutter = self.line.to_string().len();
        let Self { source, line, column, excerpt, .. } = self;
        writeln!(f, "{:gutter$}--> {source}:{line}:{column}", "")?;
        writeln!(f, "{:gutter$} |", "")?;
        writeln!(f, "{line} | {}", excerpt.line)?;
        let under = format!("{}{}", " ".repeat(excerpt.before), "^".repeat(excerpt.carets));
        writeln!(f, "{}", format!("{:gutter$} | {under} {}", "", self.label).trim_end())?;
        for (what, text) in [("reason", &self.reason), ("help", &self.help)] {
            if let Some(text) = text {
                writeln!(f, "{:gutter$} = {what}: {text}", "")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { source, line, column, message, .. } = &self.0;
        write!(f, "note: {source}:{line}:{column}: {message}")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        let mut sources: Vec<&str> = self.0.iter().map(|problem| &*problem.source).collect();
        sources.dedup();
        let count = self.0.len();
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "{count} problem{plural} in {}", sources.join(" and "))
    }
}

impl std::error::Error for Problems {}
