//! Traces: failures as they were seen somewhere, from a table of time, target and duration.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::names::Section;
use super::pool;
use super::problem::Finding;
use super::quantities::{positive_span, text, text_of};
use super::reader::{Fields, Reading};
use super::tree::Node;
use crate::model::{Place, PoolId, Strikes, Target, Trace, TracedStrike};
use crate::quantity::text::{self as written, write_span};
use crate::quantity::{Span, Time};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Trace.file": "path of a CSV file" = "required",
        "the trace, relative to the scenario's folder: a header `time,target,duration` with \
         quantities below it, or `time_h,target,duration_h` with plain hours; only the time is \
         needed, other columns are left aside";
    "Trace.repeats": "duration" = "none",
        "after how long the trace begins again; longer than until its last row; left out: never";
};

const HEADER: &str = "begin the file with a line `time,target,duration` (such as `5h`), or \
                      `time_h,target,duration_h` (plain hours)";

/// What rows of a trace can name.
pub(super) struct Struck<'r> {
    pub(super) strikes: &'r Strikes,
    pub(super) pools: &'r [pool::Read],
}

/// A fault in a file: its line, what is wrong, what to do.
type Fault = (u64, String, String);

/// A trace, from its path or from `Trace(..)`.
pub(super) fn trace(
    node: &Node,
    struck: Option<&Struck<'_>>,
    horizon: Option<Span>,
    reading: &mut Reading,
) -> Option<Trace> {
    if text_of(node).is_some() {
        let strikes = file(node, struck, horizon, reading)?;
        return Some(Trace { strikes, repeats: None });
    }
    let fields = Fields::of(node, "Trace", reading)?;
    let strikes =
        fields.required(reading, "file", |node, reading| file(node, struck, horizon, reading));
    let repeats = fields.optional(reading, "repeats", |node, reading| {
        let repeats = positive_span(node, reading)?;
        let last = strikes.as_ref().and_then(|rows| rows.last())?.at.since_start();
        if repeats > last {
            return Some(repeats);
        }
        reading.report(
            Finding::at(node.place, "this trace would begin again before it has ended")
                .label(format!("its last row is at {}", write_span(last)))
                .help("let it repeat after a longer time, or cut the file"),
        )
    });
    Some(Trace { strikes: strikes?, repeats: repeats? })
}

fn file(
    node: &Node,
    struck: Option<&Struck<'_>>,
    horizon: Option<Span>,
    reading: &mut Reading,
) -> Option<Vec<TracedStrike>> {
    let name = text(node, reading)?;
    // What a row can name is not known where what is struck cannot be read.
    let struck = struck?;
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
    let read = rows(&contents, struck, reading);
    reading.read.push((name.clone(), contents));
    match read {
        Ok(rows) if rows.is_empty() => reading.report(
            Finding::at(node.place, format!("`{name}` has no rows"))
                .label("this failure never happens")
                .help("write a row for each strike, or remove the failure"),
        ),
        Ok(rows) => {
            let last = rows[rows.len() - 1].at.since_start();
            if horizon.is_some_and(|horizon| last > horizon) {
                reading.note(node.place, format!("a row of `{name}` lies beyond the horizon"));
            }
            Some(rows)
        }
        Err((line, problem, help)) => reading.report(
            Finding::at(node.place, format!("line {line} of `{name}`: {problem}"))
                .label("in this file")
                .help(help),
        ),
    }
}

/// Where the columns stand, and whether they are in plain hours.
struct Columns {
    time: (usize, bool),
    target: Option<usize>,
    duration: Option<(usize, bool)>,
}

fn columns(header: &csv::StringRecord) -> Result<Columns, Fault> {
    let find = |name: &str| header.iter().position(|cell| cell == name);
    let either = |plain: &str, hours: &str| match (find(plain), find(hours)) {
        (Some(_), Some(_)) => Err((1, format!("both `{plain}` and `{hours}`"), HEADER.to_string())),
        (Some(at), None) => Ok(Some((at, false))),
        (None, Some(at)) => Ok(Some((at, true))),
        (None, None) => Ok(None),
    };
    let time = either("time", "time_h")?;
    let time = time.ok_or((1, "no column `time` or `time_h`".to_string(), HEADER.to_string()))?;
    let duration = either("duration", "duration_h")?;
    Ok(Columns { time, target: find("target"), duration })
}

fn rows(
    contents: &str,
    struck: &Struck<'_>,
    reading: &Reading,
) -> Result<Vec<TracedStrike>, Fault> {
    let contents = contents.trim_start_matches('\u{feff}');
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.trim(csv::Trim::All).flexible(true).from_reader(contents.as_bytes());
    let header = reader.headers().map_err(|error| fault(&error))?.clone();
    let columns = columns(&header)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = row(&record, &columns, struck, reading);
        rows.push(row.map_err(|(problem, help)| (line, problem, help))?);
    }
    rows.sort_by(|a, b| a.at.seconds().total_cmp(&b.at.seconds()));
    Ok(rows)
}

fn fault(error: &csv::Error) -> Fault {
    let line = error.position().map_or(1, csv::Position::line);
    (line, "not a row of a table".to_string(), HEADER.to_string())
}

/// What is wrong with a row, and what to do.
type RowFault = (String, String);

fn row(
    record: &csv::StringRecord,
    columns: &Columns,
    struck: &Struck<'_>,
    reading: &Reading,
) -> Result<TracedStrike, RowFault> {
    let cell = |at: usize| record.get(at).filter(|cell| !cell.is_empty());
    let at = cell(columns.time.0)
        .ok_or(("a row without a time".to_string(), "write when it happened".to_string()))?;
    let at: Time = duration(at, columns.time.1)?.after_start();
    let target = columns.target.and_then(cell);
    let target = target.map_or(Ok(Target::Any), |name| target_of(name, struck, reading))?;
    let lasts = columns.duration.and_then(|(at, hours)| Some((cell(at)?, hours)));
    let lasts = lasts.map(|(text, hours)| duration(text, hours)).transpose()?;
    Ok(TracedStrike { at, target, lasts })
}

fn duration(text: &str, in_hours: bool) -> Result<Span, RowFault> {
    if !in_hours {
        return written::span(text).map_err(|error| (error.problem, error.help));
    }
    let hours = text.parse::<f64>().ok().filter(|hours| *hours >= 0.0 && hours.is_finite());
    hours.map(Span::from_hours).ok_or_else(|| {
        let problem = format!("`{text}` is not a number of hours");
        (problem, "write hours as a plain number, such as `5.5`".to_string())
    })
}

/// What a row names, of what the failure strikes.
fn target_of(name: &str, struck: &Struck<'_>, reading: &Reading) -> Result<Target, RowFault> {
    let Struck { strikes, pools } = struck;
    let named = |place: &&Place| place_name(**place, reading) == name;
    if let Some(place) = strikes.places().iter().find(named) {
        return Ok(Target::Place(*place));
    }
    let itself = match strikes {
        Strikes::Dataset(id) => reading.names.of(Section::Datasets).get(usize::from(*id)),
        Strikes::Credential(id) => reading.names.of(Section::Credentials).get(usize::from(*id)),
        _ => None,
    };
    if itself.is_some_and(|it| it == name) {
        return Ok(Target::Any);
    }
    let (pool_name, number) = match name.strip_suffix(']').and_then(|it| it.split_once('[')) {
        Some((name, number)) => (name, Some(number)),
        None => (name, None),
    };
    let called = |id: &&PoolId| pools[usize::from(**id)].name == pool_name;
    let Some(&pool) = strikes.pools().iter().find(called) else {
        return Err(unknown(name, struck, reading));
    };
    let Some(number) = number else {
        return Ok(Target::AnyOf(pool));
    };
    let size = pools[usize::from(pool)].pool.as_ref().map_or(u32::MAX, |pool| pool.size());
    match number.parse::<u32>() {
        Ok(number) if (1..=size).contains(&number) => Ok(Target::Member(pool, number - 1)),
        _ => {
            let help = format!("there are `{pool_name}[1]` to `{pool_name}[{size}]`");
            Err((format!("no member is named `{name}`"), help))
        }
    }
}

fn unknown(name: &str, struck: &Struck<'_>, reading: &Reading) -> RowFault {
    let pools = struck.strikes.pools().iter().map(|id| struck.pools[usize::from(*id)].name.clone());
    let places = struck.strikes.places().iter().map(|place| place_name(*place, reading));
    let names: Vec<String> = pools.chain(places).collect();
    let help = super::suggest::help(name, "it strikes", names.iter().map(String::as_str));
    let help = help.unwrap_or_else(|| "leave the target empty".to_string());
    (format!("the failure does not strike `{name}`"), help)
}

/// What a place is called in a scenario.
fn place_name(place: Place, reading: &Reading) -> String {
    let (section, index) = match place {
        Place::Domain(id) => return domain::name_of(id, reading),
        Place::Store(id) => (Section::Stores, usize::from(id)),
        Place::Link(id) => (Section::Links, usize::from(id)),
        Place::Key(id) => (Section::Keys, usize::from(id)),
        Place::Detector(id) => (Section::Detectors, usize::from(id)),
        Place::OnCall(id) => (Section::People, usize::from(id)),
        Place::Service(id) => (Section::Services, usize::from(id)),
        Place::Training(id) => (Section::Training, usize::from(id)),
    };
    reading.names.of(section).get(index).cloned().unwrap_or_default()
}
