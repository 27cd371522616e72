//! Tables as CSV: one file a table.
//!
//! The dialect is RFC 4180: cells apart by commas, lines ended by CR LF, quotes where needed, a
//! header line always (a table without rows is its header alone). Text is UTF-8, with a byte-order
//! mark only where some cell is not ASCII, since spreadsheets guess wrongly there without one.
//! Durations are hours, data is bytes. What is unknown is an empty cell.

mod causes;
mod comparison;
mod formulas;
mod incidents;
mod objectives;
mod quantiles;
mod replications;
mod risks;
mod series;
mod stream;
mod streams;
mod summary;
mod timeline;

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::{Folder, ReportError};
use crate::estimate::Interval;
use crate::study::Results;

pub use formulas::formulas;
pub use incidents::IncidentsWriter;
pub use replications::ReplicationsWriter;
pub use streams::Streams;
pub use timeline::timeline;

/// What spreadsheets need in front of text that is not ASCII.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes every table but those that are streamed by [`Streams`], and returns the names of the
/// files.
///
/// # Errors
/// When a file cannot be written; those already written stay.
pub fn write(folder: &Folder, results: &Results) -> Result<Vec<&'static str>, ReportError> {
    let tables = tables(results);
    for (name, bytes) in &tables {
        folder.write(name, bytes)?;
    }
    Ok(tables.into_iter().map(|(name, _)| name).collect())
}

/// Every table but those that are streamed: the file's name and its bytes.
#[must_use]
pub fn tables(results: &Results) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("summary.csv", summary::table(results)),
        ("quantiles.csv", quantiles::table(results)),
        ("series.csv", series::table(results)),
        ("comparison.csv", comparison::table(results)),
        ("objectives.csv", objectives::table(results)),
        ("causes.csv", causes::table(results)),
        ("risks.csv", risks::table(results)),
    ]
}

/// A table that is being made in memory.
struct Table {
    rows: Writer<Vec<u8>>,
}

impl Table {
    fn new(header: &[&str]) -> Self {
        let mut rows = dialect().from_writer(Vec::new());
        rows.write_record(header).expect("memory takes every row");
        Self { rows }
    }

    fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.write_record(cells).expect("every row is as long as the header");
    }

    fn bytes(self) -> Vec<u8> {
        let bytes = self.rows.into_inner().expect("memory takes every row");
        if bytes.is_ascii() {
            return bytes;
        }
        [BYTE_ORDER_MARK, &bytes].concat()
    }
}

fn dialect() -> WriterBuilder {
    let mut builder = WriterBuilder::new();
    builder.terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary);
    builder
}

/// A cell of text. Text that a spreadsheet would run as a formula gets an apostrophe before it.
fn text(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guard = if runs { "'" } else { "" };
    format!("{guard}{text}")
}

/// A cell with a number in its shortest form that reads back as the same number: plain from 1e-5
/// to below 1e15, else with an exponent.
fn number(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        String::new()
    } else if size == 0.0 {
        "0".to_string()
    } else if size.is_infinite() || (1e-5..1e15).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// A cell with a number, empty where it is unknown.
fn maybe(value: Option<f64>) -> String {
    value.map(number).unwrap_or_default()
}

/// The cells `ci_low` and `ci_high`.
fn ends(interval: Interval) -> [String; 2] {
    [maybe(interval.low), maybe(interval.high)]
}
