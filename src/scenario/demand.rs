//! Demand over time: a rate, a daily curve, or a table.

use super::backup::hour;
use super::fields::{FieldDoc, field_table};
use super::problem::Finding;
use super::quantities::{number, positive_span, text, text_of};
use super::reader::{Fields, Reading, items, variant};
use super::serving::positive_rate;
use super::tree::{Body, Call, Kind, Node};
use crate::model::Demand;
use crate::quantity::text::write_span;
use crate::quantity::{Rate, Span, Time};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Diurnal.mean": "rate" = "required", "demand averaged over a day";
    "Diurnal.peak_to_mean": "number from 1 to 2" = "required",
        "the highest demand of a day over its mean; the lowest is as far below it";
    "Diurnal.peak_at": "duration below 24 h" = "\"14h\"", "the hour of the day with the highest";
    "Csv.file": "path of a CSV file" = "required",
        "a table with columns `time_h` (plain hours, the first 0) and `per_s` (requests per second \
         from then on), relative to the scenario's folder; `Csv(\"demand.csv\")` for short";
    "Csv.repeats": "duration" = "none",
        "after how long the table begins again; longer than until its last row; left out: never, \
         its last rate stays";
};

const HEADER: &str = "begin the file with a line `time_h,per_s`, and its rows at hour 0";

/// Demand.
pub(super) fn demand(node: &Node, horizon: Option<Span>, reading: &mut Reading) -> Option<Demand> {
    if !matches!(node.kind, Kind::Call(_)) {
        return positive_rate(node, reading).map(Demand::constant);
    }
    let (word, call) = variant(node, "a demand", &["Diurnal", "Csv"], reading)?;
    if word == "Csv" {
        return table(node, call, horizon, reading);
    }
    let fields = Fields::of_call(call, node.place, word, reading)?;
    let mean = fields.required(reading, "mean", positive_rate);
    let ratio = fields.required(reading, "peak_to_mean", |node, reading| {
        let ratio = number(node, reading)?;
        if (1.0..=2.0).contains(&ratio) {
            return Some(ratio);
        }
        reading.report(
            Finding::at(node.place, "the peak of a daily curve is 1 to 2 times its mean")
                .label("outside 1 .. 2")
                .reason("the curve goes as far below its mean as above it, and not below 0")
                .help("write a number from 1 to 2, or a table: `Csv(\"demand.csv\")`"),
        )
    });
    let peak_at = fields.or(reading, "peak_at", Span::from_hours(14.0), hour);
    Some(Demand::diurnal(mean?, ratio?, peak_at?))
}

fn table(node: &Node, call: &Call, horizon: Option<Span>, reading: &mut Reading) -> Option<Demand> {
    if let Body::Items(listed) = &call.body
        && listed.iter().all(|item| text_of(item).is_some())
    {
        let [name] = items(call, node, "Csv(\"demand.csv\")", reading)?;
        let steps = file(name, horizon, reading)?;
        return Some(Demand::new(&steps, None));
    }
    let fields = Fields::of_call(call, node.place, "Csv", reading)?;
    let steps = fields.required(reading, "file", |node, reading| file(node, horizon, reading));
    let repeats = fields.optional(reading, "repeats", |node, reading| {
        let repeats = positive_span(node, reading)?;
        let last = steps.as_ref().and_then(|steps| steps.last())?.0.since_start();
        if repeats > last {
            return Some(repeats);
        }
        reading.report(
            Finding::at(node.place, "this table would begin again before it has ended")
                .label(format!("its last row is at {}", write_span(last)))
                .help("let it repeat after a longer time, or cut the file"),
        )
    });
    Some(Demand::new(&steps?, repeats?))
}

fn file(node: &Node, horizon: Option<Span>, reading: &mut Reading) -> Option<Vec<(Time, Rate)>> {
    let name = text(node, reading)?;
    let contents = match reading.files.read(&name) {
        Ok(contents) => contents,
        Err(reason) => {
            return reading.report(
                Finding::at(node.place, format!("cannot read `{name}`"))
                    .label("this file")
                    .reason(reason)
                    .help("write the path of a file, relative to the scenario's folder"),
            );
        }
    };
    let read = rows(&contents);
    reading.read.push((name.clone(), contents));
    match read {
        Ok(rows) => {
            let last = rows[rows.len() - 1].0.since_start();
            if horizon.is_some_and(|horizon| last > horizon) {
                reading.note(node.place, format!("a row of `{name}` lies beyond the horizon"));
            }
            Some(rows)
        }
        Err((line, problem)) => reading.report(
            Finding::at(node.place, format!("line {line} of `{name}`: {problem}"))
                .label("in this file")
                .help(HEADER),
        ),
    }
}

/// A fault in a file: its line and what is wrong.
type Fault = (u64, String);

fn rows(contents: &str) -> Result<Vec<(Time, Rate)>, Fault> {
    let contents = contents.trim_start_matches('\u{feff}');
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.trim(csv::Trim::All).flexible(true).from_reader(contents.as_bytes());
    let fault = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        (line, "not a row of a table".to_string())
    };
    let header = reader.headers().map_err(|error| fault(&error))?.clone();
    let find = |name: &str| {
        let place = header.iter().position(|cell| cell == name);
        place.ok_or_else(|| (1, format!("no column `{name}`")))
    };
    let (time, rate) = (find("time_h")?, find("per_s")?);
    let mut rows: Vec<(Time, Rate)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| {
            let text = record.get(at).unwrap_or_default();
            let value = text.parse::<f64>().ok().filter(|it| *it >= 0.0 && it.is_finite());
            value.ok_or_else(|| (line, format!("`{text}` is not a number of 0 or more")))
        };
        let row = (Time::from_hours(cell(time)?), Rate::per_second(cell(rate)?));
        match rows.last() {
            None if row.0 > Time::START => {
                return Err((line, "the first row is not at hour 0".to_string()));
            }
            Some(before) if row.0 <= before.0 => {
                return Err((line, "a row that is not later than the one before".to_string()));
            }
            _ => rows.push(row),
        }
    }
    if rows.is_empty() { Err((1, "no rows".to_string())) } else { Ok(rows) }
}
