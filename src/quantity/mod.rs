//! Quantities with their written forms, and the laws of time.
//!
//! Inside, time is `f64` seconds from the start of a replication, data is bytes, and a probability
//! is a plain fraction; the types here keep them apart, read what people write (`"1d 12h"`,
//! `"1.5 TB"`, `"6.5/1000d"`) and write it back.

mod law;
mod money;
mod scalar;
pub mod special;
pub mod text;

pub use law::*;
pub use money::{Hourly, HourlyPerByte, MONTH_H, Money, PerByte};
pub use scalar::{Bytes, DataRate, HOUR, Probability, Rate, Span, Time};
