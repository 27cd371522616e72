//! Brackets, quotes and comments without a partner, found before the text is parsed, since a
//! parser only notices at the end.

use super::problem::Finding;
use super::syntax::Origin;
use super::tree::Place;

/// The deepest nesting of brackets that is read.
const DEEPEST: usize = 60;

/// The first bracket or quote without its partner, if any.
pub(super) fn unbalanced(text: &str, origin: Origin) -> Option<Finding> {
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

/// Reports nesting that is too deep to be read.
pub(super) fn too_deep(place: Place) -> Finding {
    Finding::at(place, format!("brackets are nested more than {DEEPEST} deep"))
        .label("too deep here")
        .help("write it flatter")
}
