//! The parts of the results that plots are made of.

use std::fmt::Write as _;

use super::Fonts;
use super::panel::{Label, Look, Panel, SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::report::number::{count, length};
use crate::study::{Curve, Results};

/// What the simulation says of a subject over time, in hours.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Track {
    pub(super) subject: String,
    pub(super) mean: Vec<(f64, f64)>,
    /// Where the mean's interval has both ends: time, low, high.
    pub(super) band: Vec<(f64, f64, f64)>,
}

/// The tracks of a metric, in the order of the results.
pub(super) fn tracks(results: &Results, metric: Metric) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    for point in results.series.iter().filter(|point| point.metric == metric) {
        if tracks.last().is_none_or(|track| track.subject != point.subject) {
            tracks.push(Track {
                subject: point.subject.clone(),
                mean: Vec::new(),
                band: Vec::new(),
            });
        }
        let track = tracks.last_mut().expect("one was pushed if there was none");
        let hours = point.time.hours();
        track.mean.push((hours, point.mean));
        if let (Some(low), Some(high)) = (point.interval.low, point.interval.high) {
            track.band.push((hours, low, high));
        }
    }
    // A line needs two points.
    tracks.retain(|track| track.mean.len() > 1);
    tracks
}

impl Track {
    /// The track up to a time, ending there with what lies between its neighbours.
    pub(super) fn until(&self, hours: f64) -> Self {
        let mean = cut(
            &self.mean,
            hours,
            |(time, _)| *time,
            |(_, a), (_, b), part| (hours, a + (b - a) * part),
        );
        let band = cut(
            &self.band,
            hours,
            |(time, ..)| *time,
            |(_, low, high), (_, lower, higher), part| {
                let low = low + (lower - low) * part;
                (hours, low, high + (higher - high) * part)
            },
        );
        Self { subject: self.subject.clone(), mean, band }
    }

    /// The track in another unit.
    pub(super) fn divided(&self, by: f64) -> Self {
        let mean = self.mean.iter().map(|(time, value)| (*time, value / by));
        let band = self.band.iter();
        Self {
            subject: self.subject.clone(),
            mean: mean.collect(),
            band: band.map(|(time, low, high)| (*time, low / by, high / by)).collect(),
        }
    }

    pub(super) fn last(&self) -> f64 {
        self.mean.last().expect("a track has points").1
    }

    /// The least value, interval included.
    pub(super) fn lowest(&self) -> f64 {
        let means = self.mean.iter().map(|(_, mean)| *mean);
        let lows = self.band.iter().map(|(_, low, _)| *low);
        means.chain(lows).fold(f64::INFINITY, f64::min)
    }

    /// The greatest value, interval included.
    pub(super) fn highest(&self) -> f64 {
        let means = self.mean.iter().map(|(_, mean)| *mean);
        let highs = self.band.iter().map(|(.., high)| *high);
        means.chain(highs).fold(f64::NEG_INFINITY, f64::max)
    }
}

/// Points up to a time, the last one put between its neighbours.
fn cut<T: Copy>(
    points: &[T],
    hours: f64,
    time: impl Fn(&T) -> f64,
    between: impl Fn(T, T, f64) -> T,
) -> Vec<T> {
    let inside = points.partition_point(|point| time(point) <= hours);
    let mut cut = points[..inside].to_vec();
    if let (Some(before), Some(after)) = (cut.last().copied(), points.get(inside).copied()) {
        let part = (hours - time(&before)) / (time(&after) - time(&before));
        if part > 0.0 {
            cut.push(between(before, after, part));
        }
    }
    cut
}

/// Those tracks that one panel can show: the ones with the lowest values at last. Also what to
/// say where others are left out.
pub(super) fn shown(mut tracks: Vec<Track>, most: usize, noun: &str) -> (Vec<Track>, String) {
    let all = tracks.len();
    if all <= most {
        return (tracks, String::new());
    }
    let mut lasts: Vec<f64> = tracks.iter().map(Track::last).collect();
    lasts.sort_by(f64::total_cmp);
    let limit = lasts[most - 1];
    tracks.retain(|track| track.last() <= limit);
    tracks.truncate(most);
    let told = format!("the {most} lowest of {all} {noun}; all are in series.csv");
    (tracks, told)
}

/// The formulas over a subject's track.
pub(super) fn curves<'a>(
    results: &'a Results,
    metric: Metric,
    subject: &'a str,
) -> impl Iterator<Item = &'a Curve> {
    let over = move |curve: &&Curve| curve.metric == metric && curve.subject == subject;
    results.curves.iter().filter(over)
}

/// A curve's points in hours.
pub(super) fn points(curve: &Curve) -> Vec<(f64, f64)> {
    let points = curve.points.iter();
    points.map(|(time, value)| (time.hours(), *value)).collect()
}

/// The last value of a curve up to a time.
pub(super) fn value_at(points: &[(f64, f64)], hours: f64) -> Option<f64> {
    let inside =
        cut(points, hours, |(time, _)| *time, |(_, a), (_, b), part| (hours, a + (b - a) * part));
    inside.last().map(|(_, value)| *value)
}

/// A sheet for so many panels one below the other, with its heading, and the height of each.
pub(super) fn sheet_of(
    rows: usize,
    subject: &str,
    results: &Results,
    fonts: &Fonts<'_>,
) -> (Sheet, f64) {
    let row = if rows <= 2 { 352.0 } else { 320.0 };
    let height = HEAD + row * rows.max(2) as f64 + 10.0;
    let row = if rows == 1 { 2.0 * row } else { row };
    (sheet_of_height(height, subject, results, fonts), row)
}

/// A sheet of this height with its heading.
pub(super) fn sheet_of_height(
    height: f64,
    subject: &str,
    results: &Results,
    fonts: &Fonts<'_>,
) -> Sheet {
    let run = &results.run;
    let mut sheet = Sheet::new(height as u32, format!("{subject}: {}", run.title));
    let mut line = format!(
        "{}, {} replications, seed {}, horizon {}",
        run.scenario,
        count(run.replications),
        run.seed,
        length(run.horizon.hours()),
    );
    if let Some(failure) = &run.injected {
        let _ = write!(line, ", given {failure}");
    }
    if run.interrupted {
        let _ = write!(line, ", interrupted");
    }
    sheet.heading(fonts, &line);
    sheet
}

/// A panel with tracks as lines with bands, and a label at the end of each. The texts are the
/// panel's title, its vertical axis, and what to say of what is left out.
pub(super) fn draw_tracks(
    sheet: &mut Sheet,
    fonts: &Fonts<'_>,
    slot: Slot,
    (title, axis, left_out): (&str, Axis, &str),
    results: &Results,
    tracks: &[Track],
) {
    let label = |(track, look): (&Track, &Look)| Label {
        text: track.subject.clone(),
        look: *look,
        value: Some(track.last()),
    };
    let labels: Vec<Label> = tracks.iter().zip(&SUBJECTS).map(label).collect();
    let axes = (Axis::time(results.run.horizon), axis);
    let panel = Panel::new(sheet, fonts, slot.beside(fonts, &labels), title, axes);
    panel.remark(sheet, left_out);
    for (track, label) in tracks.iter().zip(&labels) {
        panel.band(sheet, &track.band, (label.look.colour, tracks.len()));
    }
    for (track, label) in tracks.iter().zip(&labels) {
        panel.line(sheet, &track.mean, label.look);
    }
    panel.labels(sheet, fonts, labels);
}
