//! `outage-durations` and `restore-times`: how long outages of each service last, and restores of
//! each dataset, with the median and the duration that 95 % of them stay below.

use super::Fonts;
use super::data::sheet_of;
use super::panel::{BLACK, BLUE, Label, Look, Panel, Slot, VERMILLION, look};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::estimate::Estimate;
use crate::measure::Metric;
use crate::report::number::{count, duration};
use crate::study::{Histogram, MetricResult, Results};

/// Subjects that get a panel.
const SUBJECTS: usize = 4;

/// Durations of one kind, in words.
pub(super) struct Durations {
    metric: Metric,
    title: &'static str,
    /// What lasts.
    noun: &'static str,
    /// Whose they are.
    subjects: &'static str,
    axis: &'static str,
}

pub(super) const OUTAGES: Durations = Durations {
    metric: Metric::Rta,
    title: "Outage durations",
    noun: "outages",
    subjects: "services",
    axis: "duration of an outage (RTA), logarithmic",
};

pub(super) const RESTORES: Durations = Durations {
    metric: Metric::RestoreTime,
    title: "Restore times",
    noun: "restores",
    subjects: "datasets",
    axis: "time to restore and check, logarithmic",
};

const MEDIAN: Look = look(BLACK, 2.5, &[]);
const P95: Look = look(VERMILLION, 2.5, &[9.0, 5.0]);

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>, of: &Durations) -> Option<Sheet> {
    let (histograms, left_out) = shown(results, of);
    let filled = histograms.iter().flat_map(|histogram| bins(histogram));
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for ((from, to), _) in filled {
        low = low.min(from);
        high = high.max(to);
    }
    if high <= 0.0 || low <= 0.0 {
        return None;
    }
    let (low, high) = at_least_a_decade(low, high);
    let (mut sheet, row) = sheet_of(histograms.len(), of.title, results, fonts);
    for (at, histogram) in histograms.iter().enumerate() {
        let marks = marks(results, histogram);
        let labels: Vec<Label> = marks.iter().map(Mark::label).collect();
        let slot = Slot::new(HEAD + row * at as f64, row).beside(fonts, &labels);
        let panel = panel(&mut sheet, fonts, slot, (of, histogram), (low, high));
        if at == 0 {
            panel.remark(&mut sheet, &left_out);
        }
        for Mark { at, look, .. } in marks {
            if let Some(hours) = at {
                panel.mark(&mut sheet, hours, look);
            }
        }
        panel.legend(&mut sheet, fonts, &labels);
    }
    Some(sheet)
}

/// The histograms of the subjects with the most of them, in the order of the results.
fn shown<'a>(results: &'a Results, of: &Durations) -> (Vec<&'a Histogram>, String) {
    let of_them = |histogram: &&Histogram| histogram.metric == of.metric && total(histogram) > 0;
    let mut histograms: Vec<_> = results.histograms.iter().filter(of_them).collect();
    let all = histograms.len();
    if all <= SUBJECTS {
        return (histograms, String::new());
    }
    histograms.sort_by_key(|histogram| u64::MAX - total(histogram));
    histograms.truncate(SUBJECTS);
    let told = format!("the {SUBJECTS} of {all} {} with the most {}", of.subjects, of.noun);
    (histograms, told)
}

fn total(histogram: &Histogram) -> u64 {
    histogram.counts.iter().sum()
}

/// The bins that hold something: their bounds and their share of all.
fn bins(histogram: &Histogram) -> Vec<((f64, f64), f64)> {
    let all = total(histogram) as f64;
    let bounds = histogram.bounds.windows(2);
    let bins = bounds.zip(&histogram.counts);
    bins.filter(|(_, count)| **count > 0)
        .map(|(bounds, count)| ((bounds[0], bounds[1]), 100.0 * *count as f64 / all))
        .collect()
}

/// A range that is wide enough for its ticks to be read.
fn at_least_a_decade(low: f64, high: f64) -> (f64, f64) {
    let widen = (30.0 * low / high).max(1.2).sqrt();
    (low / widen, high * widen)
}

fn panel(
    sheet: &mut Sheet,
    fonts: &Fonts<'_>,
    slot: Slot,
    (of, histogram): (&Durations, &Histogram),
    (low, high): (f64, f64),
) -> Panel {
    let bins = bins(histogram);
    let highest = bins.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let unfinished = match histogram.censored {
        0 => String::new(),
        some => format!(", {} more unfinished at the end", count(some)),
    };
    let number = count(total(histogram));
    let title = format!("{}: {number} {}{unfinished}", histogram.subject, of.noun);
    let axes =
        (Axis::durations(of.axis, low, high), Axis::amount(&format!("{} [%]", of.noun), highest));
    let panel = Panel::new(sheet, fonts, slot, &title, axes);
    for (bounds, share) in bins {
        panel.bar(sheet, bounds, share, BLUE);
    }
    panel
}

/// A quantile to be marked.
struct Mark {
    at: Option<f64>,
    name: &'static str,
    look: Look,
}

impl Mark {
    fn label(&self) -> Label {
        let at = self.at.map_or_else(|| "unknown".to_string(), duration);
        Label { text: format!("{} {at}", self.name), look: self.look, value: None }
    }
}

/// Marks at the median and the 95th percentile, as the tables have them.
fn marks(results: &Results, histogram: &Histogram) -> Vec<Mark> {
    let of_it =
        |row: &&MetricResult| row.metric == histogram.metric && row.subject == histogram.subject;
    let Some(row) = results.metrics.iter().find(of_it) else {
        return Vec::new();
    };
    let marks = [(0.5, "median", MEDIAN), (0.95, "95 % within", P95)];
    let mark = |(p, name, look)| Mark { at: value_at(&row.estimate, p), name, look };
    marks.map(mark).into()
}

fn value_at(estimate: &Estimate, p: f64) -> Option<f64> {
    let quantiles = &estimate.quantiles;
    quantiles.iter().find(|quantile| quantile.p == p)?.value
}
