//! `recovery-points`: the share of a dataset's incidents that set it back by more than each time.
//! Those beyond recovery are a floor that no time falls below.

use super::Fonts;
use super::data::sheet_of;
use super::panel::{Label, Look, Panel, SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::quantity::Span;
use crate::report::number::significant;
use crate::study::{Results, Setback};

/// How many times longer than the short ones the long recovery points are from which on the axis
/// is logarithmic. Those of one periodic backup are not: they lie evenly below its interval.
const WIDE: f64 = 200.0;

/// The axis where there is no recovery point above 0.
const LEAST_H: f64 = 1.0;

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let (setbacks, left_out) = shown(&results.setbacks);
    if setbacks.is_empty() {
        return None;
    }
    let across = Across::of(&setbacks);
    let labels: Vec<Label> =
        setbacks.iter().zip(SUBJECTS).map(|(of, look)| label(of, look)).collect();
    let (mut sheet, row) = sheet_of(1, "Recovery points", results, fonts);
    let slot = Slot::new(HEAD, row).beside(fonts, &labels);
    let title = "Incidents by how far they set the data back; those beyond recovery are the floor";
    let axes = (across.axis(), Axis::linear("incidents set back by more [%]", 0.0, 100.0, 5));
    let panel = Panel::new(&mut sheet, fonts, slot, title, axes);
    panel.remark(&mut sheet, &left_out);
    for (setback, label) in setbacks.iter().zip(&labels) {
        panel.line(&mut sheet, &steps(setback, across), label.look);
    }
    panel.labels(&mut sheet, fonts, labels);
    Some(sheet)
}

/// The datasets with the most incidents, in the order of the results.
fn shown(setbacks: &[Setback]) -> (Vec<&Setback>, String) {
    let mut shown: Vec<&Setback> = setbacks.iter().collect();
    let all = shown.len();
    if all <= SUBJECTS.len() {
        return (shown, String::new());
    }
    let mut numbers: Vec<u64> = shown.iter().map(|setback| setback.incidents).collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    let least = numbers[SUBJECTS.len() - 1];
    shown.retain(|setback| setback.incidents >= least);
    shown.truncate(SUBJECTS.len());
    (shown, format!("the {} of {all} datasets with the most incidents", SUBJECTS.len()))
}

/// The horizontal range, in hours.
#[derive(Clone, Copy, Debug)]
struct Across {
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl Across {
    fn of(setbacks: &[&Setback]) -> Self {
        let spans = || setbacks.iter().flat_map(|setback| &setback.exceedance);
        let positive = || spans().map(|(span, _)| span.hours()).filter(|hours| *hours > 0.0);
        let highest = positive().fold(0.0, f64::max);
        if highest <= 0.0 {
            return Self { low: 0.0, high: LEAST_H, logarithmic: false };
        }
        let short = setbacks.iter().filter_map(|setback| short(setback)).fold(highest, f64::min);
        if highest < WIDE * short {
            return Self { low: 0.0, high: 1.05 * highest, logarithmic: false };
        }
        Self { low: short / 2.0, high: 2.0 * highest, logarithmic: true }
    }

    fn axis(self) -> Axis {
        if self.logarithmic {
            Axis::durations("recovery point (RPA), logarithmic", self.low, self.high)
        } else {
            Axis::spans("recovery point (RPA)", Span::from_hours(self.high))
        }
    }
}

/// The recovery point above 0 that one in twenty of those that came back does not exceed.
fn short(setback: &Setback) -> Option<f64> {
    let restored = 1.0 - setback.beyond as f64 / setback.incidents as f64;
    let mut points = setback.exceedance.iter();
    let first = points.find(|(span, share)| *share <= 1.0 - 0.05 * restored && span.hours() > 0.0);
    first.map(|(span, _)| span.hours())
}

/// The share as a line in steps, in hours and percent, over the whole range.
fn steps(setback: &Setback, across: Across) -> Vec<(f64, f64)> {
    let mut share = 100.0;
    let mut line = Vec::new();
    for (span, later) in &setback.exceedance {
        let hours = span.hours();
        if hours > across.low {
            if line.is_empty() {
                line.push((across.low, share));
            }
            line.extend([(hours, share), (hours, 100.0 * later)]);
        }
        share = 100.0 * later;
    }
    if line.is_empty() {
        line.push((across.low, share));
    }
    line.push((across.high, share));
    line
}

fn label(setback: &Setback, look: Look) -> Label {
    let floor = 100.0 * setback.beyond as f64 / setback.incidents as f64;
    let text = if setback.beyond == 0 {
        setback.subject.clone()
    } else {
        format!("{}, floor {} %", setback.subject, significant(floor, 2))
    };
    Label { text, look, value: Some(floor) }
}
