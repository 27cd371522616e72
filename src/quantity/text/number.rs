//! The numbers in quantities: decimal digits, with `_` between thousands and `.` before decimals.

use super::TextError;

/// What a quantity is called where its text is no such thing.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// Such as `time` in `is no time`.
    pub noun: &'static str,
    /// What to write.
    pub help: &'static str,
}

/// A number with the unit that follows it, blanks between them left out; the unit may be empty.
pub(super) struct Part<'a> {
    pub number: f64,
    pub number_text: &'a str,
    pub unit: &'a str,
}

/// The first number and unit of a text that is not empty, and what comes after them.
pub(super) fn part(text: &str, kind: Kind) -> Result<(Part<'_>, &str), TextError> {
    refuse_signs_and_words(text, kind)?;
    let (number_text, rest) = split_where(text, |c| !is_of_number(c));
    let number = number(number_text)?;
    let (unit, rest) = split_where(rest.trim_start(), |c| c.is_whitespace() || c.is_ascii_digit());
    let part = Part { number, number_text, unit };
    Ok((part, rest.trim_start()))
}

/// A whole text that is one number.
pub(super) fn lone_number(text: &str, kind: Kind) -> Result<f64, TextError> {
    refuse_signs_and_words(text, kind)?;
    let (number_text, rest) = split_where(text, |c| !is_of_number(c));
    if rest.is_empty() {
        return number(number_text);
    }
    let problem = format!("`{text}` is no {}", kind.noun);
    Err(TextError::new(problem, kind.help))
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | '_')
}

fn split_where(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn refuse_signs_and_words(text: &str, kind: Kind) -> Result<(), TextError> {
    let Kind { noun, help } = kind;
    if text.starts_with(['-', '\u{2212}']) {
        let problem = format!("`{text}` is negative");
        return Err(TextError::new(problem, "write 0 or more"));
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("inf") || lower.starts_with("nan") {
        let problem = format!("`{text}` is no finite number");
        return Err(TextError::new(problem, help));
    }
    if !text.starts_with(is_of_number) {
        let problem = if text.is_empty() {
            format!("there is no {noun} here")
        } else {
            format!("`{text}` is no {noun}")
        };
        return Err(TextError::new(problem, help));
    }
    Ok(())
}

fn number(text: &str) -> Result<f64, TextError> {
    if text.contains(',') {
        let problem = format!("`{text}` has a comma");
        let help = "write thousands as in `1_000` and decimals as in `1.5`";
        return Err(TextError::new(problem, help));
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    if !(are_digits(whole) && are_digits(decimals)) {
        let problem = format!("`{text}` is no number");
        let help = "write digits, such as `0.5` or `1_000`";
        return Err(TextError::new(problem, help));
    }
    let number: f64 = text.replace('_', "").parse().expect("digits with a point are a number");
    if number.is_finite() {
        return Ok(number);
    }
    let problem = format!("a number of {} digits is too large", whole.len());
    Err(TextError::new(problem, "write a smaller one"))
}

/// Whether this is one or more digits, with `_` only between two of them.
fn are_digits(text: &str) -> bool {
    text.split('_').all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()))
}
