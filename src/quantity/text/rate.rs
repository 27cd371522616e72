//! Rates of events: `"6.5/1000d"`, `"0.01/h"`, `"3/y"`.

use super::TextError;
use super::number::{Kind, lone_number};
use super::span::span;
use crate::quantity::Rate;

const KIND: Kind = Kind {
    noun: "rate",
    help: "write events over a time, such as `6.5/1000d`, `0.01/h` or `3/y`",
};

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
    let time = time.trim();
    let seconds = if time.starts_with(|c: char| c.is_alphabetic()) {
        span(&format!("1{time}"))?.seconds()
    } else {
        span(time)?.seconds()
    };
    let per_second = events / seconds;
    if seconds > 0.0 && per_second.is_finite() {
        return Ok(Rate::per_second(per_second));
    }
    let problem = format!("`{text}` is a rate over no time");
    Err(TextError::new(problem, KIND.help))
}
