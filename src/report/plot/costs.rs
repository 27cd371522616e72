//! `costs`: what a replication costs on average, as one bar a kind with its 95 % interval, the
//! largest first.

use super::data::sheet_of_height;
use super::font::Fonts;
use super::panel::{BLUE, VERMILLION};
use super::scale::Axis;
use super::sheet::{
    Anchor, BODY, Colour, GRID, HEAD, INK, Letters, MARGIN, Pen, SOLID, Sheet, point,
};
use crate::estimate::Interval;
use crate::measure::{ALL_SUBJECT, CostKind, Metric};
use crate::report::number::{significant, with_interval};
use crate::study::Results;

/// The height of a bar, and of one with the room below it.
const BAR: f64 = 26.0;
const ROW: f64 = 44.0;
/// Below the bars: ticks, the name of the axis, and what it sums to.
const BELOW: f64 = 106.0;

/// One bar: a kind of cost with its mean.
struct Bar<'a> {
    kind: &'a str,
    mean: f64,
    interval: Interval,
}

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let currency = results.run.currency.as_deref()?;
    let bars = bars(results);
    let highest = |bar: &Bar<'_>| bar.interval.high.unwrap_or(bar.mean).max(bar.mean);
    let most = bars.iter().map(highest).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let rows = bars.len() as f64;
    let height = HEAD + 16.0 + rows * ROW + BELOW;
    let mut sheet = sheet_of_height(height, "Cost by what it is spent on", results, fonts);
    let (scale, words) = scale(most);
    let frame = Frame {
        left: MARGIN + 130.0,
        right: f64::from(sheet.width) - MARGIN - 150.0,
        axis: Axis::amount(&format!("mean of one replication [{words}{currency}]"), most / scale),
    };
    frame.draw(&mut sheet, rows);
    for (row, bar) in bars.iter().enumerate() {
        frame.bar(&mut sheet, bar, scale, HEAD + 16.0 + row as f64 * ROW);
    }
    let whole = results
        .metrics
        .iter()
        .find(|row| row.metric == Metric::Cost && row.subject == ALL_SUBJECT)?;
    let told = with_interval(whole.estimate.mean?, whole.estimate.interval, currency);
    let below = HEAD + 16.0 + rows * ROW + 72.0;
    sheet.text(point(MARGIN, below), &format!("in all {told}"), Letters::ink(BODY));
    Some(sheet)
}

/// The kinds that cost something, the largest first.
fn bars(results: &Results) -> Vec<Bar<'_>> {
    let rows = results.metrics.iter().filter(|row| row.metric == Metric::CostByKind);
    let bars = rows.filter_map(|row| {
        let mean = row.estimate.mean.filter(|mean| *mean > 0.0)?;
        let kind = row.subject.split_once('/')?.1;
        Some(Bar { kind, mean, interval: row.estimate.interval })
    });
    let mut bars: Vec<Bar<'_>> = bars.collect();
    bars.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    bars
}

/// What numbers on the axis are in: so many units of the currency, in words.
fn scale(most: f64) -> (f64, &'static str) {
    let scales = [(1e9, "thousand million "), (1e6, "million "), (1e3, "thousand ")];
    let fitting = scales.into_iter().find(|(scale, _)| most >= 5.0 * scale);
    fitting.unwrap_or((1.0, ""))
}

/// What disruptions cost has a colour of its own.
fn colour(kind: &str) -> Colour {
    let disrupted = [CostKind::Outages, CostKind::Incidents, CostKind::DataLoss];
    if disrupted.iter().any(|it| it.name() == kind) { VERMILLION } else { BLUE }
}

/// Where the bars are drawn.
struct Frame {
    left: f64,
    right: f64,
    axis: Axis,
}

impl Frame {
    fn across(&self, value: f64) -> f64 {
        self.left + self.axis.part(value) * (self.right - self.left)
    }

    fn draw(&self, sheet: &mut Sheet, rows: f64) {
        let (top, bottom) = (HEAD + 10.0, HEAD + 16.0 + rows * ROW);
        let pen = |colour| Pen { colour, width: 1.0, dash: SOLID };
        for (at, text) in &self.axis.ticks {
            let x = self.across(*at);
            sheet.line(vec![point(x, top), point(x, bottom)], pen(GRID));
            let letters = Letters::ink(BODY).anchored(Anchor::Middle);
            sheet.text(point(x, bottom + 16.0), text, letters);
        }
        sheet.line(vec![point(self.left, top), point(self.left, bottom)], pen(INK));
        let letters = Letters::faint(BODY).anchored(Anchor::Middle);
        let middle = f64::midpoint(self.left, self.right);
        sheet.text(point(middle, bottom + 42.0), &self.axis.title, letters);
    }

    fn bar(&self, sheet: &mut Sheet, bar: &Bar<'_>, scale: f64, top: f64) {
        let middle = top + BAR / 2.0;
        sheet.text(point(MARGIN, middle), bar.kind, Letters::ink(BODY));
        let (left, right) = (self.left, self.across(bar.mean / scale));
        let bottom = top + BAR;
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        let corners = corners.map(|(x, y)| point(x, y)).to_vec();
        sheet.area(corners, colour(bar.kind), 1.0);
        let mut end = right;
        if let (Some(low), Some(high)) = (bar.interval.low, bar.interval.high) {
            let pen = Pen { colour: INK, width: 1.6, dash: SOLID };
            let (low, high) = (self.across(low.max(0.0) / scale), self.across(high / scale));
            sheet.line(vec![point(low, middle), point(high, middle)], pen);
            for x in [low, high] {
                sheet.line(vec![point(x, middle - 6.0), point(x, middle + 6.0)], pen);
            }
            end = end.max(high);
        }
        let told = significant(bar.mean / scale, 4);
        sheet.text(point(end + 10.0, middle), &told, Letters::ink(BODY));
    }
}
