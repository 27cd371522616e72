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
    Unit { seconds, parts: 1.0 }
}

const UNITS: [(&str, Unit); 7] = [
    ("y", unit(YEAR)),
    ("w", unit(7.0 * DAY)),
    ("d", unit(DAY)),
    ("h", unit(3600.0)),
    ("min", unit(60.0)),
    ("s", unit(1.0)),
    ("ms", Unit { seconds: 0.001, parts: 1000.0 }),
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
        seconds +=
            if unit.parts > 1.0 { part.number / unit.parts } else { part.number * unit.seconds };
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
    known.map(|(_, unit)| *unit).ok_or_else(|| unknown_unit(part))
}

fn unknown_unit(part: &Part) -> TextError {
    let Part { number_text: number, unit, .. } = part;
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
/// hours, minutes and seconds, such as `1d 12h`; whole milliseconds as `300ms`. An endless one is
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
        whole(format!("{}ms", seconds * 1000.0)).unwrap_or_else(|| plain.clone())
    } else if seconds % YEAR == 0.0 {
        format!("{}y", seconds / YEAR)
    } else {
        compound(&plain)
    };
    let reads_back = self::span(&text).is_ok_and(|read| read == span);
    if reads_back { text } else { plain }
}

/// The text if there is no point in it.
fn whole(text: String) -> Option<String> {
    Some(text).filter(|text| !text.contains('.'))
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

#[cfg(test)]
mod tests {

    use proptest::prelude::*;

    use super::super::assert_refused;
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let cases = [
            ("30s", 30.0),
            ("5min", 300.0),
            ("6h", 21_600.0),
            ("1d 12h", 129_600.0),
            ("1d12h30min5s250ms", 131_405.25),
            ("1y", 31_536_000.0),
            ("2w", 1_209_600.0),
            ("1ms", 0.001),
            ("1.5 h", 5400.0),
            ("  1_000 d ", 86_400_000.0),
            ("0s", 0.0),
            ("0.3s", 0.3),
            ("10000y", 315_360_000_000.0),
        ];
        for (text, seconds) in cases {
            assert_eq!(span(text), Ok(Span::from_seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_short() {
        let cases = [
            (0.0, "0s"),
            (0.3, "300ms"),
            (1.5, "1.5s"),
            (90.0, "1min 30s"),
            (129_600.0, "1d 12h"),
            (13_305_600.0, "154d"),
            (31_536_000.0, "1y"),
            (3600.25, "1h 0.25s"),
            (0.25e-3, "0.00025s"),
            (f64::INFINITY, "forever"),
        ];
        for (seconds, text) in cases {
            assert_eq!(write_span(Span::from_seconds(seconds)), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in 0.0..1e12_f64, digits in 0..9_u32) {
            let round = f64::from(10_u32.pow(digits));
            for seconds in [seconds, (seconds * round).round() / round, seconds * 1e-9] {
                let written = write_span(Span::from_seconds(seconds));
                prop_assert_eq!(span(&written), Ok(Span::from_seconds(seconds)), "{}", written);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-0-9a-zA-Z_., µ/+]{0,12}|\\PC{0,8}") {
            if let Ok(span) = span(&text) {
                prop_assert!(span.seconds() >= 0.0 && span.seconds().is_finite());
            }
        }
    }

    #[test]
    fn any_double_reads_back() {
        for seconds in [f64::MIN_POSITIVE, 5e-324, 1e-300, 1e15, 1.5e15, 1e22, 1e300, f64::MAX] {
            let written = write_span(Span::from_seconds(seconds));
            assert_eq!(span(&written), Ok(Span::from_seconds(seconds)), "{written}");
        }
    }

    #[test]
    fn minutes_and_months_are_told_apart() {
        let help = "write minutes as `5min`; months have no fixed length";
        assert_refused(span("5m"), ("`5m` is ambiguous", help));
        assert_refused(span("5M"), ("`5M` is ambiguous", help));
        let help = "write days, such as `30d`; minutes are `5min`";
        assert_refused(span("5mo"), ("`5mo` has no fixed length", help));
        assert_refused(span("5months"), ("`5months` has no fixed length", help));
    }

    #[test]
    fn a_bare_number_shows_how_to_write_it() {
        let help = "write `5s`, `5min`, `5h` or `5d`";
        assert_refused(span("5"), ("`5` has no unit", help));
        let help = "write `30s`, `30min`, `30h` or `30d`";
        assert_refused(span("1h 30"), ("`30` has no unit", help));
    }

    #[test]
    fn other_names_of_units_are_known() {
        let cases = [
            ("5sec", "sec", "5s"),
            ("5S", "S", "5s"),
            ("2 minutes", "minutes", "2min"),
            ("2 Hours", "Hours", "2h"),
            ("1hr", "hr", "1h"),
            ("3days", "days", "3d"),
            ("4wk", "wk", "4w"),
            ("1 year", "year", "1y"),
            ("7msec", "msec", "7ms"),
        ];
        for (text, unit, meant) in cases {
            let problem = format!("`{unit}` is no unit of time");
            assert_refused(span(text), (&problem, &format!("write `{meant}`")));
        }
        for (text, unit) in [("5ns", "ns"), ("5 parsecs", "parsecs"), ("1e3h", "e"), ("5µs", "µs")]
        {
            let problem = format!("`{unit}` is no unit of time");
            let help = "the units are `ms`, `s`, `min`, `h`, `d`, `w` and `y`";
            assert_refused(span(text), (&problem, help));
        }
    }

    #[test]
    fn units_go_from_large_to_small() {
        let help = "write every unit once, the largest first, such as `1d 12h`";
        for text in ["12h 1d", "1h 1h"] {
            let problem = format!("the units of `{text}` do not go from large to small");
            assert_refused(span(text), (&problem, help));
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        assert_refused(span(""), ("there is no time here", KIND.help));
        assert_refused(span("  "), ("there is no time here", KIND.help));
        assert_refused(span("soon"), ("`soon` is no time", KIND.help));
        assert_refused(span("1h soon"), ("`soon` is no time", KIND.help));
        assert_refused(span("+5h"), ("`+5h` is no time", KIND.help));
        assert_refused(span("-5h"), ("`-5h` is negative", "write 0 or more"));
        assert_refused(span("1d -5h"), ("`-5h` is negative", "write 0 or more"));
        for text in ["NaN", "inf", "infinity"] {
            assert_refused(span(text), (&format!("`{text}` is no finite number"), KIND.help));
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let help = "write digits, such as `0.5` or `1_000`";
        for number in ["1.2.3", ".5", "5.", "_5", "5_", "1__0", "1_.5", "."] {
            let problem = format!("`{number}` is no number");
            assert_refused(span(&format!("{number}h")), (&problem, help));
        }
        let help = "write thousands as in `1_000` and decimals as in `1.5`";
        assert_refused(span("1,5h"), ("`1,5` has a comma", help));
        let long = format!("{}h", "9".repeat(400));
        let problem = "a number of 400 digits is too large";
        assert_refused(span(&long), (problem, "write a smaller one"));
        let long = format!("{}y", "9".repeat(305));
        let problem = format!("`{long}` is too long");
        assert_refused(span(&long), (&problem, "write a shorter time"));
    }
}
