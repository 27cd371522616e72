//! Readers of single values: numbers, flags, texts, and quantities with their units.

use super::preset;
use super::problem::Finding;
use super::reader::{Reading, list};
use super::tree::{Kind, Node};
use crate::catalog;
use crate::quantity::text::{self, TextError};
use crate::quantity::{Bytes, DataRate, Probability, Span, Time};

/// The most members, spares, crews or parts of one kind.
pub(super) const MOST: u32 = 100_000_000;

/// The text in quotes, if it is one.
pub(super) fn text_of(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    }
}

/// Text in quotes.
pub(super) fn text(node: &Node, reading: &mut Reading) -> Option<String> {
    match text_of(node) {
        Some(text) => Some(text.to_string()),
        None => reading.mismatch(node, "text in quotes", "put it in quotes: `\"..\"`"),
    }
}

/// `true` or `false`.
pub(super) fn flag(node: &Node, reading: &mut Reading) -> Option<bool> {
    match node.kind {
        Kind::Flag(flag) => Some(flag),
        _ => reading.mismatch(node, "`true` or `false`", "write `true` or `false`"),
    }
}

/// A quantity with its unit, in quotes.
fn quantity<T>(
    node: &Node,
    reading: &mut Reading,
    what: &str,
    example: &str,
    parse: fn(&str) -> Result<T, TextError>,
) -> Option<T> {
    match &node.kind {
        Kind::Text(written) => {
            parse(written).map_err(|error| place(node, error)).or_report(reading)
        }
        Kind::Number(number) => {
            let help = format!("write it with its unit, in quotes: `\"{number} {example}\"`");
            reading.report(
                Finding::at(node.place, format!("{what} needs a unit"))
                    .label("a number without a unit")
                    .help(help),
            )
        }
        _ => {
            let help = format!("write {what} with its unit, in quotes: `\"5 {example}\"`");
            reading.mismatch(node, what, &help)
        }
    }
}

/// The error of a written quantity, at its place.
fn place(node: &Node, error: TextError) -> Finding {
    Finding::at(node.place, error.problem).label("not readable as a quantity").help(error.help)
}

/// Turns a finding into a reported problem.
trait OrReport<T> {
    fn or_report(self, reading: &mut Reading) -> Option<T>;
}

impl<T> OrReport<T> for Result<T, Finding> {
    fn or_report(self, reading: &mut Reading) -> Option<T> {
        match self {
            Ok(value) => Some(value),
            Err(finding) => reading.report(finding),
        }
    }
}

/// A duration, `0s` included.
pub(super) fn span(node: &Node, reading: &mut Reading) -> Option<Span> {
    quantity(node, reading, "a duration", "h", text::span)
}

/// A duration above zero.
pub(super) fn positive_span(node: &Node, reading: &mut Reading) -> Option<Span> {
    let span = span(node, reading)?;
    if span > Span::ZERO {
        return Some(span);
    }
    reading.report(
        Finding::at(node.place, "this duration must be longer than zero")
            .label("zero")
            .help("write a duration above zero, such as `\"1s\"`"),
    )
}

/// A time from the start of a replication.
pub(super) fn time(node: &Node, reading: &mut Reading) -> Option<Time> {
    span(node, reading).map(Span::after_start)
}

/// Times from the start, brought into order.
pub(super) fn times(node: &Node, reading: &mut Reading) -> Option<Vec<Time>> {
    let items = list(node, "a list of times", "[\"1h\", \"2h\"]", reading)?;
    let mut times = super::reader::every(items, reading, time)?;
    times.sort_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    Some(times)
}

/// An amount of data.
pub(super) fn bytes(node: &Node, reading: &mut Reading) -> Option<Bytes> {
    quantity(node, reading, "an amount of data", "GB", text::bytes)
}

/// An amount of data above zero.
pub(super) fn positive_bytes(node: &Node, reading: &mut Reading) -> Option<Bytes> {
    let bytes = bytes(node, reading)?;
    if bytes > Bytes::ZERO {
        return Some(bytes);
    }
    reading.report(
        Finding::at(node.place, "this amount of data must be above zero")
            .label("zero")
            .help("write an amount above zero, such as `\"1 TB\"`, or leave it out for no limit"),
    )
}

/// A rate of data.
pub(super) fn data_rate(node: &Node, reading: &mut Reading) -> Option<DataRate> {
    quantity(node, reading, "a data rate", "GB/s", text::data_rate)
}

/// A rate of data above zero.
pub(super) fn positive_data_rate(node: &Node, reading: &mut Reading) -> Option<DataRate> {
    let rate = data_rate(node, reading)?;
    if rate > DataRate::ZERO {
        return Some(rate);
    }
    reading.report(
        Finding::at(node.place, "this data rate must be above zero")
            .label("zero")
            .help("write a rate above zero, such as `\"1 GB/s\"`, or leave it out for no limit"),
    )
}

/// A rate of events.
pub(super) fn rate(node: &Node, reading: &mut Reading) -> Option<crate::quantity::Rate> {
    quantity(node, reading, "a rate", "/d", text::rate)
}

/// A finite number.
pub(super) fn number(node: &Node, reading: &mut Reading) -> Option<f64> {
    let Kind::Number(raw) = &node.kind else {
        return reading.mismatch(node, "a number", "write a number without quotes, such as `0.5`");
    };
    match raw.replace('_', "").parse::<f64>() {
        Ok(value) if value.is_finite() => Some(value),
        _ => reading.report(
            Finding::at(node.place, format!("`{raw}` is not a usable number"))
                .label("not finite, or not decimal")
                .help("write a finite decimal number, such as `0.5`"),
        ),
    }
}

/// A number in `0 ..= 1`, called `what`.
fn fraction(node: &Node, reading: &mut Reading, what: &str) -> Option<f64> {
    if let Kind::Text(written) = &node.kind {
        let help = match written.trim().trim_end_matches('%').trim().parse::<f64>() {
            Ok(value) if written.contains('%') => format!("write `{}`", value / 100.0),
            Ok(value) => format!("write `{value}` without quotes"),
            Err(_) => "write a number from 0 to 1 without quotes".to_string(),
        };
        return reading.mismatch(node, what, &help);
    }
    let value = number(node, reading)?;
    if (0.0..=1.0).contains(&value) {
        return Some(value);
    }
    let help = if (1.0..=100.0).contains(&value) {
        format!("write a number from 0 to 1; if percent are meant, `{}`", value / 100.0)
    } else {
        "write a number from 0 to 1".to_string()
    };
    reading.report(
        Finding::at(node.place, format!("{what} lies between 0 and 1"))
            .label("outside 0 .. 1")
            .help(help),
    )
}

/// A number in `0 ..= 1` that is no probability.
pub(super) fn share(node: &Node, reading: &mut Reading) -> Option<f64> {
    fraction(node, reading, "a share")
}

/// A probability, or a preset of one.
pub(super) fn probability(node: &Node, reading: &mut Reading) -> Option<Probability> {
    if let Some(call) = preset::called(node) {
        let meant = preset::meant(call, node, catalog::Kind::Probability, reading)?;
        return probability(&meant, reading);
    }
    fraction(node, reading, "a probability").map(Probability::new)
}

/// A whole number in `least ..= most`.
pub(super) fn whole(node: &Node, reading: &mut Reading, least: u64, most: u64) -> Option<u64> {
    let Kind::Number(raw) = &node.kind else {
        let help = "write a whole number without quotes, such as `8`";
        return reading.mismatch(node, "a whole number", help);
    };
    let value = raw.replace('_', "").parse::<u64>();
    let fault = match value {
        Ok(value) if (least..=most).contains(&value) => return Some(value),
        Ok(value) if value < least => (format!("must be at least {least}"), "too few"),
        Ok(_) => (format!("must be at most {}", grouped(most)), "too many"),
        Err(_) if raw.starts_with('-') => ("cannot be negative".to_string(), "negative"),
        Err(_) if raw.bytes().all(|it| it.is_ascii_digit() || it == b'_') => {
            (format!("must be at most {}", grouped(most)), "too many")
        }
        Err(_) => ("must be a whole number".to_string(), "not a whole number"),
    };
    reading.report(
        Finding::at(node.place, format!("this count {}", fault.0))
            .label(fault.1)
            .help(format!("write a whole number from {least} to {}", grouped(most))),
    )
}

/// A count of things, `least` or more.
pub(super) fn count(node: &Node, reading: &mut Reading, least: u32) -> Option<u32> {
    let value = whole(node, reading, u64::from(least), u64::from(MOST))?;
    u32::try_from(value).ok()
}

/// With commas between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
