//! From text to tree: the `ron2` parser does the reading, its errors become findings.

use ron2::ast::{Expr, StructBody, StructField, TupleElement, parse_document_lossy};
use ron2::{Error, ErrorKind, Span};

use super::problem::Finding;
use super::tree::{Body, Call, Entry, Field, Kind, Node, Place, Word};

/// The deepest nesting of brackets that is read.
const DEEPEST: usize = 60;

/// What a text holds, read as part of a source.
pub(super) struct Parsed {
    /// `None` for a text without a value, and where its tree cannot be trusted.
    pub(super) node: Option<Node>,
    /// Where the text is no RON.
    pub(super) findings: Vec<Finding>,
}

/// Where a text lies in a source.
#[derive(Clone, Copy)]
struct Origin {
    source: usize,
    offset: usize,
}

/// Reads `text`, which starts `offset` bytes into the source number `source`.
pub(super) fn parse(text: &str, source: usize, offset: usize) -> Parsed {
    let origin = Origin { source, offset };
    if let Some(finding) = unbalanced(text, origin) {
        return Parsed { node: None, findings: vec![finding] };
    }
    let (document, errors) = parse_document_lossy(text);
    let local = errors.iter().all(|error| is_local(error, text));
    let told = if local { errors.len() } else { 1 };
    let findings = errors.iter().take(told);
    Parsed {
        findings: findings.map(|error| origin.finding(error, text)).collect(),
        node: document.value.filter(|_| local).map(|it| origin.node(it)),
    }
}

/// Whether an error spoils only the value that it is in, so that the rest can be read.
fn is_local(error: &Error, text: &str) -> bool {
    match error.kind() {
        ErrorKind::InvalidEscape(_) => true,
        ErrorKind::Expected { expected, .. } => {
            matches!(expected.as_ref(), "comma" | "value") && !before_colon(error, text)
        }
        _ => false,
    }
}

/// Whether a colon follows where the parser stumbled.
fn before_colon(error: &Error, text: &str) -> bool {
    let rest = text.get(error.span().start_offset..).unwrap_or("");
    rest.trim_start().starts_with(':')
}

impl Origin {
    fn place(self, span: Span) -> Place {
        self.range(span.start_offset, span.end_offset)
    }

    fn range(self, start: usize, end: usize) -> Place {
        Place { source: self.source, start: self.offset + start, end: self.offset + end.max(start) }
    }

    fn node(self, expr: Expr<'_>) -> Node {
        let place = self.place(*expr.span());
        let kind = match expr {
            Expr::Unit(_) => Kind::Call(Call { word: None, body: Body::Items(Vec::new()) }),
            Expr::Bool(flag) => Kind::Flag(flag.value),
            Expr::Number(number) => Kind::Number(number.raw.into_owned()),
            Expr::String(string) => Kind::Text(string.value),
            Expr::Option(option) => match option.value {
                None => Kind::Absent,
                Some(value) => return self.node(value.expr),
            },
            Expr::Seq(list) => {
                Kind::List(list.items.into_iter().map(|item| self.node(item.expr)).collect())
            }
            Expr::Map(map) => Kind::Map(map.entries.into_iter().map(|it| self.entry(it)).collect()),
            Expr::Tuple(tuple) => Kind::Call(Call { word: None, body: self.items(tuple.elements) }),
            Expr::AnonStruct(fields) => {
                Kind::Call(Call { word: None, body: self.fields(fields.fields) })
            }
            Expr::Struct(named) => Kind::Call(Call {
                word: Some(self.word(&named.name.name, named.name.span)),
                body: match named.body {
                    None => Body::Bare,
                    Some(StructBody::Tuple(tuple)) => self.items(tuple.elements),
                    Some(StructBody::Fields(fields)) => self.fields(fields.fields),
                },
            }),
            Expr::Char(_) => Kind::Foreign("a character in single quotes"),
            Expr::Byte(_) | Expr::Bytes(_) => Kind::Foreign("raw bytes"),
            Expr::Error(_) => Kind::Broken,
        };
        Node { place, kind }
    }

    fn entry(self, entry: ron2::ast::MapEntry<'_>) -> Entry {
        Entry { key: self.node(entry.key), value: self.node(entry.value) }
    }

    fn items(self, elements: Vec<TupleElement<'_>>) -> Body {
        Body::Items(elements.into_iter().map(|item| self.node(item.expr)).collect())
    }

    fn fields(self, fields: Vec<StructField<'_>>) -> Body {
        let field = |field: StructField<'_>| Field {
            name: self.word(&field.name.name, field.name.span),
            value: self.node(field.value),
        };
        Body::Fields(fields.into_iter().map(field).collect())
    }

    fn word(self, text: &str, span: Span) -> Word {
        Word { text: text.to_string(), place: self.place(span) }
    }

    /// What the parser stumbled over, in our words.
    fn finding(self, error: &Error, text: &str) -> Finding {
        let place = self.place(*error.span());
        match error.kind() {
            ErrorKind::Expected { .. } if before_colon(error, text) => {
                Finding::at(place, "values with and without names are mixed")
                    .label("a name ends here, but others before it have none")
                    .help("name all the values between these parentheses, or none of them")
            }
            ErrorKind::Expected { expected, .. } => {
                let (message, label, help) = missing(expected);
                Finding::at(place, message).label(label).help(help)
            }
            ErrorKind::Eof => Finding::at(place, "the text ends where a value is expected")
                .label("the end")
                .help("write the value"),
            ErrorKind::TrailingCharacters => {
                Finding::at(place, "there is something after the end of the scenario")
                    .label("the scenario has ended before this")
                    .help("a file holds one `Scenario(..)`; remove the rest")
            }
            ErrorKind::ExceededRecursionLimit => too_deep(place),
            ErrorKind::UnexpectedChar(character) => {
                Finding::at(place, format!("{character:?} is not expected here"))
                    .label("a value or a name should stand here")
                    .help("look for a missing quote, comma or value just before it")
            }
            ErrorKind::InvalidEscape(_) => Finding::at(place, "this escape is not known")
                .label("after a backslash")
                .help("write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a new line"),
            other => Finding::at(place, lower(&other.to_string()))
                .label("not readable")
                .help("write it as RON: \"text\", 1.5, true, [list], {\"name\": value}"),
        }
    }
}

/// With a small first letter.
fn lower(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// What is missing: message, label and help.
fn missing(expected: &str) -> (String, &'static str, &'static str) {
    let (message, label, help) = match expected {
        "comma" => ("a comma is missing", "before this", "put a comma between two values"),
        "value" => ("a value is missing", "before this", "write a value after the colon"),
        "identifier" => (
            "the name of a field is missing",
            "not a name",
            "write the name of a field, then `: value`",
        ),
        _ if expected.contains("`:`") => {
            ("a colon is missing", "after this, or before it", "write `name: value`")
        }
        _ if expected.starts_with("closing") => (
            "a comma or a colon is missing",
            "before this",
            "write `name: value`, with commas between",
        ),
        other => {
            let message = format!("expected {}", lower(other));
            return (message, "not here", "write it as `name: value`");
        }
    };
    (message.to_string(), label, help)
}

fn too_deep(place: Place) -> Finding {
    Finding::at(place, format!("brackets are nested more than {DEEPEST} deep"))
        .label("too deep here")
        .help("write it flatter")
}

/// The first bracket or quote without its partner, if any.
fn unbalanced(text: &str, origin: Origin) -> Option<Finding> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match character {
            '"' => match string_length(rest) {
                Some(length) => length,
                None => return Some(never_closed(origin, at, '"')),
            },
            'r' if raw_hashes(text, at).is_some() => {
                match raw_length(rest, raw_hashes(text, at).unwrap_or(0)) {
                    Some(length) => length,
                    None => return Some(never_closed(origin, at, '"')),
                }
            }
            '\'' => char_length(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => match block_length(rest) {
                Some(length) => length,
                None => return Some(never_closed(origin, at, '/')),
            },
            _ => character.len_utf8(),
        };
        match character {
            '(' | '[' | '{' if open.len() >= DEEPEST => {
                return Some(too_deep(origin.range(at, at + 1)));
            }
            '(' | '[' | '{' => open.push((at, character)),
            ')' | ']' | '}' => {
                if let Some(finding) = close(&mut open, at, character, origin, text) {
                    return Some(finding);
                }
            }
            _ => {}
        }
        at += length;
    }
    open.pop().map(|(at, bracket)| never_closed(origin, at, bracket))
}

/// Takes the partner of a closing bracket off the open ones.
fn close(
    open: &mut Vec<(usize, char)>,
    at: usize,
    bracket: char,
    origin: Origin,
    text: &str,
) -> Option<Finding> {
    let place = origin.range(at, at + 1);
    match open.pop() {
        None => Some(
            Finding::at(place, format!("`{bracket}` closes nothing"))
                .label("no bracket is open here")
                .help("remove it, or look for a bracket closed too early before it"),
        ),
        Some((_, opened)) if partner(opened) == bracket => None,
        Some((opened_at, opened)) => {
            let line = text[..opened_at].matches('\n').count() + 1;
            let wanted = partner(opened);
            Some(
                Finding::at(place, format!("`{bracket}` where `{wanted}` is expected"))
                    .label(format!("does not close the `{opened}` opened in line {line}"))
                    .help(format!("close that `{opened}` with `{wanted}` first")),
            )
        }
    }
}

fn partner(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

fn never_closed(origin: Origin, at: usize, bracket: char) -> Finding {
    let (what, close) = match bracket {
        '"' => ("text".to_string(), "\"".to_string()),
        '/' => ("comment".to_string(), "*/".to_string()),
        _ => (format!("`{bracket}`"), partner(bracket).to_string()),
    };
    Finding::at(origin.range(at, at + 1), format!("this {what} is never closed"))
        .label("opened here")
        .help(format!("close it with `{close}`"))
}

/// The length of a quoted string at the start of `rest`.
fn string_length(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// How many `#` a raw string that starts at `at` has; `None` when none starts there.
fn raw_hashes(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|it| it.is_alphanumeric() || it == '_') {
        return None;
    }
    let rest = &text[at + 1..];
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    rest[hashes..].starts_with('"').then_some(hashes)
}

fn raw_length(rest: &str, hashes: usize) -> Option<usize> {
    let body = 2 + hashes;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(body + rest.get(body..)?.find(&end)? + end.len())
}

/// The length of a character literal, or of its quote when it is none.
fn char_length(rest: &str) -> usize {
    let inner = &rest[1..];
    let limit = if inner.starts_with('\\') { 12 } else { 2 };
    inner
        .char_indices()
        .take(limit)
        .skip(1)
        .find(|&(at, character)| character == '\'' && &inner[..at] != "\\")
        .map_or(1, |(at, _)| at + 2)
}

/// The length of a block comment, nested ones included.
fn block_length(rest: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}
