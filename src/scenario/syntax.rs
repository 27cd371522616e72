//! From text to tree: the `ron2` parser does the reading, its errors become findings.

use ron2::ast::{Expr, StructBody, StructField, TupleElement, parse_document_lossy};
use ron2::{Error, ErrorKind, Span};

use super::brackets::{self, too_deep};
use super::problem::Finding;
use super::tree::{Body, Call, Entry, Field, Kind, Node, Place, Word};

/// What a text holds, read as part of a source.
pub(super) struct Parsed {
    /// `None` for a text without a value, and where its tree cannot be trusted.
    pub(super) node: Option<Node>,
    /// Where the text is no RON.
    pub(super) findings: Vec<Finding>,
}

/// Where a text lies in a source.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    source: usize,
    offset: usize,
}

/// Reads `text`, which starts `offset` bytes into the source number `source`.
pub(super) fn parse(text: &str, source: usize, offset: usize) -> Parsed {
    let origin = Origin { source, offset };
    if let Some(finding) = brackets::unbalanced(text, origin) {
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

    /// The place of some bytes of the text.
    pub(super) fn range(self, start: usize, end: usize) -> Place {
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
            ErrorKind::UnexpectedChar(')' | ']' | '}' | ',') => {
                let (message, label, help) = missing("value");
                Finding::at(place, message).label(label).help(help)
            }
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
