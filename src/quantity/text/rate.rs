//! Rates of events: `"6.5/1000d"`, `"0.01/h"`, `"3/y"`.

use super::TextError;
use super::number::{Kind, lone_number};
use super::span::span;
use crate::quantity::{Rate, Span};

const KIND: Kind =
    Kind { noun: "rate", help: "write events over a time, such as `6.5/1000d`, `0.01/h` or `3/y`" };

/// Reads a rate: a number of events over a time, whose number may be left out when it is 1.
///
/// # Errors
/// When the text is anything else, or the time is 0.
pub fn rate(text: &str) -> Result<Rate, TextError> {
    let text = text.trim();
    let Some((events, time)) = text.split_once('/') else {
        let problem = if text.is_empty() {
            "there is no rate here".into()
        } else {
            format!("`{text}` has no `/`")
        };
        return Err(TextError::new(problem, KIND.help));
    };
    let events = lone_number(events.trim(), KIND)?;
    let seconds = per(time)?.seconds();
    let per_second = events / seconds;
    if seconds > 0.0 && per_second.is_finite() {
        return Ok(Rate::per_second(per_second));
    }
    let problem = format!("`{text}` is a rate over no time");
    Err(TextError::new(problem, KIND.help))
}

/// The time after the `/`, whose number may be left out when it is 1.
pub(super) fn per(time: &str) -> Result<Span, TextError> {
    let time = time.trim();
    if time.starts_with(|c: char| c.is_alphabetic()) {
        return span(&format!("1{time}"));
    }
    span(time)
}

#[cfg(test)]
mod tests {

    use super::super::assert_refused;
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let day = 86_400.0;
        let cases = [
            ("6.5/1000d", 6.5 / (1000.0 * day)),
            ("0.01/h", 0.01 / 3600.0),
            ("3/y", 3.0 / (365.0 * day)),
            ("40000/s", 40_000.0),
            (" 1_000 / 1d 12h ", 1000.0 / (1.5 * day)),
            ("0/h", 0.0),
        ];
        for (text, per_second) in cases {
            assert_eq!(rate(text), Ok(Rate::per_second(per_second)), "{text}");
        }
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        assert_refused(rate(""), ("there is no rate here", KIND.help));
        assert_refused(rate("6.5"), ("`6.5` has no `/`", KIND.help));
        assert_refused(rate("/h"), ("there is no rate here", KIND.help));
        assert_refused(rate("few/h"), ("`few` is no rate", KIND.help));
        assert_refused(rate("3 x/h"), ("`3 x` is no rate", KIND.help));
        assert_refused(rate("-3/h"), ("`-3` is negative", "write 0 or more"));
        assert_refused(rate("3/0h"), ("`3/0h` is a rate over no time", KIND.help));
        assert_refused(rate("0/0h"), ("`0/0h` is a rate over no time", KIND.help));
    }

    #[test]
    fn its_time_is_refused_as_a_time_is() {
        let help = "write minutes as `1min`; months have no fixed length";
        assert_refused(rate("3/m"), ("`1m` is ambiguous", help));
        let help = "write `1000s`, `1000min`, `1000h` or `1000d`";
        assert_refused(rate("3/1000"), ("`1000` has no unit", help));
        assert_refused(rate("3/"), ("there is no time here", super::super::span::KIND.help));
        assert_refused(rate("3/-1h"), ("`-1h` is negative", "write 0 or more"));
    }
}
