//! `outage-stages`, `outage-causes`, `training-time`: where the outage time of each service goes,
//! as one bar a service with the share of each stage, or of each root cause, and where the time of
//! each training goes. Beside it stands how much it is in all: a service that is down for minutes
//! can be read beside one that is down for days.

use super::data::sheet_of_height;
use super::font::Fonts;
use super::panel::{BLACK, BLUE, GREEN, LIGHT_BLUE, ORANGE, PURPLE, VERMILLION};
use super::scale::Axis;
use super::sheet::{
    Anchor, BODY, Colour, GRID, HEAD, INK, Letters, MARGIN, Pen, SOLID, Sheet, point,
};
use crate::measure::Metric;
use crate::report::number::duration;
use crate::study::Results;

/// As many services as are drawn.
const SERVICES: usize = 12;
/// As many causes as have a colour of their own; the others share the last one.
const CAUSES: usize = 7;

/// Neighbours are told apart in grey print too: dark and light ones take turns.
const COLOURS: [Colour; CAUSES] = [VERMILLION, LIGHT_BLUE, BLUE, ORANGE, GREEN, PURPLE, BLACK];
const OTHERS: Colour = Colour(0xAA, 0xAA, 0xAA);

/// Where the time of a training goes, in the order in which it is drawn. After its completion it
/// takes none.
const CATEGORIES: [(&str, Colour); 8] = [
    ("useful", GREEN),
    ("lost", VERMILLION),
    ("checkpointing", LIGHT_BLUE),
    ("detecting", BLACK),
    ("selecting", ORANGE),
    ("stalled", PURPLE),
    ("loading", BLUE),
    ("initialising", OTHERS),
];

/// A part of a bar: its place among the names, and hours.
type Part = (usize, f64);

/// What is drawn: the names of the parts, and a bar a subject.
struct Bars<'a> {
    metric: Metric,
    names: Vec<&'a str>,
    bars: Vec<(&'a str, Vec<Part>)>,
    left_out: usize,
}

pub(super) fn by_stage(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let bars = Bars::of(results, Metric::OutageTimeByStage)?;
    Some(bars.sheet("Outage time by what was being done", results, fonts))
}

pub(super) fn by_cause(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let bars = Bars::of(results, Metric::OutageTimeByCause)?.with_few_names();
    Some(bars.sheet("Outage time by root cause", results, fonts))
}

pub(super) fn of_training(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let bars = Bars::of(results, Metric::TrainingTime)?;
    Some(bars.sheet("Where the time of training went", results, fonts))
}

impl<'a> Bars<'a> {
    fn of(results: &'a Results, metric: Metric) -> Option<Self> {
        let mut names: Vec<&str> = Vec::new();
        let mut bars: Vec<(&str, Vec<Part>)> = Vec::new();
        for row in results.metrics.iter().filter(|row| row.metric == metric) {
            let Some(hours) = row.estimate.mean.filter(|hours| *hours > 0.0) else { continue };
            let Some((service, name)) = row.subject.split_once('/') else { continue };
            if metric == Metric::TrainingTime && name == "done" {
                continue;
            }
            if !names.contains(&name) {
                names.push(name);
            }
            let place = names.iter().position(|other| *other == name)?;
            if bars.last().is_none_or(|(last, _)| *last != service) {
                bars.push((service, Vec::new()));
            }
            bars.last_mut()?.1.push((place, hours));
        }
        if bars.is_empty() {
            return None;
        }
        let left_out = bars.len().saturating_sub(SERVICES);
        bars.sort_by(|(_, a), (_, b)| length(b).total_cmp(&length(a)));
        bars.truncate(SERVICES);
        Some(Self { metric, names, bars, left_out }.in_order(metric))
    }

    /// With its names in the order in which they are to be drawn: stages as they come, causes from
    /// the one with the most hours on.
    fn in_order(mut self, metric: Metric) -> Self {
        const STAGES: [&str; 7] =
            ["detect", "acknowledge", "decide", "repair", "restore", "activate", "verify"];
        let hours = |place: usize| -> f64 {
            let parts = self.bars.iter().flat_map(|(_, parts)| parts);
            parts.filter(|(other, _)| *other == place).map(|(_, hours)| hours).sum()
        };
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        match metric {
            Metric::OutageTimeByStage => {
                order.sort_by_key(|&at| STAGES.iter().position(|stage| *stage == self.names[at]));
            }
            Metric::TrainingTime => {
                let place = |name: &str| CATEGORIES.iter().position(|(other, _)| *other == name);
                order.sort_by_key(|&at| place(self.names[at]));
            }
            _ => order.sort_by(|&a, &b| hours(b).total_cmp(&hours(a))),
        }
        let place = |at: usize| order.iter().position(|&other| other == at).expect("all are there");
        for (_, parts) in &mut self.bars {
            parts.iter_mut().for_each(|(at, _)| *at = place(*at));
            parts.sort_by_key(|(at, _)| *at);
        }
        self.names = order.into_iter().map(|at| self.names[at]).collect();
        self
    }

    /// With the least causes put together, where there are many.
    fn with_few_names(mut self) -> Self {
        if self.names.len() <= CAUSES {
            return self;
        }
        self.names.truncate(CAUSES - 1);
        self.names.push("all others");
        for (_, parts) in &mut self.bars {
            parts.iter_mut().for_each(|(at, _)| *at = (*at).min(CAUSES - 1));
        }
        self
    }

    fn colour(&self, place: usize) -> Colour {
        let name = self.names[place];
        if self.metric == Metric::TrainingTime {
            let category = CATEGORIES.iter().find(|(other, _)| *other == name);
            return category.expect("every category has its colour").1;
        }
        if name == "all others" { OTHERS } else { COLOURS[place] }
    }

    fn sheet(&self, title: &str, results: &Results, fonts: &Fonts<'_>) -> Sheet {
        let keys = self.key_lines(fonts);
        let rows = self.bars.len() as f64;
        let key = KEY * keys.len() as f64 + 16.0;
        let height = HEAD + key + rows * ROW + BELOW;
        let mut sheet = sheet_of_height(height, title, results, fonts);
        self.key(&mut sheet, fonts, &keys);
        let widths = self.bars.iter().map(|(service, _)| fonts.width(service, BODY));
        let widest = widths.fold(80.0, f64::max).min(380.0);
        let frame = Frame {
            left: MARGIN + widest + 14.0,
            right: f64::from(sheet.width) - MARGIN - 110.0,
            top: HEAD + key,
            axis: Axis::linear(
                match self.metric {
                    Metric::TrainingTime => "share of the time [%]; beside it: in one replication",
                    _ => "share of the outage time [%]; beside it: in one replication",
                },
                0.0,
                100.0,
                5,
            ),
        };
        frame.axis(&mut sheet, rows, self.left_out);
        for (row, (service, parts)) in self.bars.iter().enumerate() {
            let top = frame.top + row as f64 * ROW;
            let name = fonts.fitted(service, BODY, widest);
            sheet.text(point(MARGIN, top + BAR / 2.0), &name, Letters::ink(BODY));
            let (mut from, all) = (0.0, length(parts));
            for &(place, hours) in parts {
                let until = from + 100.0 * hours / all;
                let ends = (frame.across(from), frame.across(until));
                bar(&mut sheet, ends, (top, top + BAR), self.colour(place));
                from = until;
            }
            let end = point(frame.right + 10.0, top + BAR / 2.0);
            sheet.text(end, &duration(all), Letters::ink(BODY));
        }
        sheet
    }

    /// The names of the key, in lines that fit the sheet.
    fn key_lines(&self, fonts: &Fonts<'_>) -> Vec<Vec<usize>> {
        let mut lines: Vec<Vec<usize>> = vec![Vec::new()];
        let mut x = 0.0;
        for (place, name) in self.names.iter().enumerate() {
            let width = SAMPLE + fonts.width(name, BODY).min(NAME) + 28.0;
            if x + width > 1000.0 && x > 0.0 {
                lines.push(Vec::new());
                x = 0.0;
            }
            x += width;
            lines.last_mut().expect("there is a line").push(place);
        }
        lines
    }

    fn key(&self, sheet: &mut Sheet, fonts: &Fonts<'_>, lines: &[Vec<usize>]) {
        for (line, places) in lines.iter().enumerate() {
            let y = HEAD + 6.0 + KEY * line as f64;
            let mut x = MARGIN;
            for &place in places {
                bar(sheet, (x, x + 26.0), (y - 8.0, y + 8.0), self.colour(place));
                let text = fonts.fitted(self.names[place], BODY, NAME);
                sheet.text(point(x + SAMPLE, y), &text, Letters::ink(BODY));
                x += SAMPLE + fonts.width(&text, BODY) + 28.0;
            }
        }
    }
}

/// The hours of a bar.
fn length(parts: &[Part]) -> f64 {
    parts.iter().map(|(_, hours)| hours).sum()
}

/// The height of a bar, and of one with the room below it.
const BAR: f64 = 34.0;
const ROW: f64 = 52.0;
/// The height of a line of the key, the room for a sample in it, and for a name.
const KEY: f64 = 28.0;
const SAMPLE: f64 = 34.0;
const NAME: f64 = 420.0;
/// Below the bars: ticks and the name of the axis.
const BELOW: f64 = 84.0;

fn bar(sheet: &mut Sheet, (left, right): (f64, f64), (top, bottom): (f64, f64), colour: Colour) {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    sheet.area(corners.map(|(x, y)| point(x, y)).to_vec(), colour, 1.0);
}

/// Where the bars are drawn.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    axis: Axis,
}

impl Frame {
    fn across(&self, percent: f64) -> f64 {
        self.left + self.axis.part(percent) * (self.right - self.left)
    }

    fn axis(&self, sheet: &mut Sheet, rows: f64, left_out: usize) {
        let bottom = self.top + rows * ROW;
        let pen = |colour| Pen { colour, width: 1.0, dash: SOLID };
        for (at, text) in &self.axis.ticks {
            let x = self.across(*at);
            sheet.line(vec![point(x, self.top - 6.0), point(x, bottom)], pen(GRID));
            let letters = Letters::ink(BODY).anchored(Anchor::Middle);
            sheet.text(point(x, bottom + 16.0), text, letters);
        }
        sheet.line(vec![point(self.left, self.top - 6.0), point(self.left, bottom)], pen(INK));
        let middle = f64::midpoint(self.left, self.right);
        let letters = Letters::faint(BODY).anchored(Anchor::Middle);
        sheet.text(point(middle, bottom + 42.0), &self.axis.title, letters);
        if left_out > 0 {
            let told = format!("{left_out} more with less time: summary.csv");
            sheet.text(point(MARGIN, bottom + 64.0), &told, Letters::faint(BODY));
        }
    }
}
