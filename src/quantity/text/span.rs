//! Lengths of time: `"30s"`, `"5min"`, `"1d 12h"`, `"1y"`.

use super::TextError;
use super::number::{Kind, Part, part};
use crate::quantity::Span;

pub(super) const KIND: Kind = Kind {
    noun: "time",
    help: "write a number and a unit, such as `30s`, `5min`, `6h` or `1d 12h`",
};

/// A unit of time; a unit of less than a second divides, so that `1ms` is the double next to 0.001.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Unit {
    seconds: f64,
    parts: f64,
}

const fn unit(seconds: f64) -> Unit {
    Unit {
        seconds,
        parts: 1.0,
    }
}

const UNITS: [(&str, Unit); 7] = [
    ("y", unit(YEAR)),
    ("w", unit(7.0 * DAY)),
    ("d", unit(DAY)),
    ("h", unit(3600.0)),
    ("min", unit(60.0)),
    ("s", unit(1.0)),
    (
        "ms",
        Unit {
            seconds: 0.001,
            parts: 1000.0,
        },
    ),
];

const DAY: f64 = 86_400.0;
/// 8760 hours.
const YEAR: f64 = 365.0 * DAY;

/// Reads a length of time: numbers with the units `ms`, `s`, `min`, `h`, `d`, `w` and `y` (8760 h),
/// each at most once, the largest first.
///
/// # Errors
/// When the text is anything else; minutes as `m` and months are refused with help.
pub fn span(text: &str) -> Result<Span, TextError> {
    let text = text.trim();
    let mut rest = text;
    let mut seconds = 0.0;
    let mut smallest = f64::INFINITY;
    loop {
        let (part, after) = part(rest, KIND)?;
        let unit = find_unit(&part)?;
        if unit.seconds >= smallest {
            let problem = format!("the units of `{text}` do not go from large to small");
            let help = "write every unit once, the largest first, such as `1d 12h`";
            return Err(TextError::new(problem, help));
        }
        smallest = unit.seconds;
        seconds += if unit.parts > 1.0 {
            part.number / unit.parts
        } else {
            part.number * unit.seconds
        };
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    if seconds.is_finite() {
        return Ok(Span::from_seconds(seconds));
    }
    let problem = format!("`{text}` is too long");
    Err(TextError::new(problem, "write a shorter time"))
}

fn find_unit(part: &Part) -> Result<Unit, TextError> {
    let known = UNITS.iter().find(|(name, _)| *name == part.unit);
    known
        .map(|(_, unit)| *unit)
        .ok_or_else(|| unknown_unit(part))
}

fn unknown_unit(part: &Part) -> TextError {
    let Part {
        number_text: number,
        unit,
        ..
    } = part;
    if unit.is_empty() {
        return TextError::new(
            format!("`{number}` has no unit"),
            format!("write `{number}s`, `{number}min`, `{number}h` or `{number}d`"),
        );
    }
    match unit.to_lowercase().as_str() {
        "m" => TextError::new(
            format!("`{number}{unit}` is ambiguous"),
            format!("write minutes as `{number}min`; months have no fixed length"),
        ),
        "mo" | "mon" | "month" | "months" => TextError::new(
            format!("`{number}{unit}` has no fixed length"),
            format!("write days, such as `30d`; minutes are `{number}min`"),
        ),
        lower => {
            let problem = format!("`{unit}` is no unit of time");
            let help = meant(lower).map_or_else(
                || "the units are `ms`, `s`, `min`, `h`, `d`, `w` and `y`".into(),
                |name| format!("write `{number}{name}`"),
            );
            TextError::new(problem, help)
        }
    }
}

/// The unit that another name, in lower case, stands for.
fn meant(lower: &str) -> Option<&'static str> {
    let singular = lower.strip_suffix('s').unwrap_or(lower);
    Some(match singular {
        "m" | "msec" | "millisecond" => "ms",
        "" | "sec" | "second" => "s",
        "min" | "minute" => "min",
        "h" | "hr" | "hour" => "h",
        "d" | "day" => "d",
        "w" | "wk" | "week" => "w",
        "y" | "yr" | "year" => "y",
        _ => return None,
    })
}

/// Writes a length of time so that it reads back as the same one: whole years as `2y`, else days,
/// hours, minutes and seconds, such as `1d 12h`; less than a second as `300ms`. An endless one is
/// `forever`, which does not read back.
#[must_use]
pub fn write_span(span: Span) -> String {
    let seconds = span.seconds();
    if seconds == f64::INFINITY {
        return "forever".into();
    }
    let plain = format!("{seconds}s");
    let text = if seconds == 0.0 {
        plain.clone()
    } else if seconds < 1.0 {
        shorter(format!("{}ms", seconds * 1000.0), &plain)
    } else if seconds % YEAR == 0.0 {
        format!("{}y", seconds / YEAR)
    } else {
        compound(&plain)
    };
    let reads_back = self::span(&text).is_ok_and(|read| read == span);
    if reads_back { text } else { plain }
}

fn shorter(one: String, other: &str) -> String {
    if one.len() <= other.len() {
        one
    } else {
        other.into()
    }
}

/// Decimal seconds, such as `5400.5s`, as days, hours, minutes and seconds.
fn compound(plain: &str) -> String {
    let digits = plain.trim_end_matches('s');
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let Ok(mut left) = whole.parse::<u64>() else {
        return plain.into();
    };
    let mut words = Vec::new();
    for (name, seconds) in [("d", 86_400), ("h", 3600), ("min", 60)] {
        if left >= seconds {
            words.push(format!("{}{name}", left / seconds));
            left %= seconds;
        }
    }
    if !decimals.is_empty() {
        words.push(format!("{left}.{decimals}s"));
    } else if left > 0 {
        words.push(format!("{left}s"));
    }
    words.join(" ")
}
