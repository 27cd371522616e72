//! Reading and writing quantities as people write them.
//!
//! Every quantity carries its unit: `"1d 12h"`, `"1.5 TB"`, `"6.5/1000d"`, `"80 GB/s"`. What is
//! refused says what is wrong and what to write instead. What is written reads back as the same
//! number.

mod bytes;
mod data_rate;
mod money;
mod number;
mod rate;
mod span;

pub use bytes::{bytes, write_bytes};
pub use data_rate::{data_rate, write_data_rate};
pub use money::{currency, hourly, hourly_per_byte, money, per_byte};
pub use rate::rate;
pub use span::{span, write_span};

/// Why a text is no quantity, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError {
    /// What is wrong: lower case, no full stop.
    pub problem: String,
    /// The next action.
    pub help: String,
}

impl TextError {
    fn new(problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self { problem: problem.into(), help: help.into() }
    }
}

impl std::fmt::Display for TextError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.problem, self.help)
    }
}

impl std::error::Error for TextError {}

#[cfg(test)]
/// Asserts that a text is refused with this problem and help.
fn assert_refused<T: std::fmt::Debug>(found: Result<T, TextError>, (problem, help): (&str, &str)) {
    assert_eq!(found.unwrap_err(), TextError::new(problem, help));
}
