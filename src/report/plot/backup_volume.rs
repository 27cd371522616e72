//! `backup-volume`: the data that stores hold over time, with the paper's formulas over it, in
//! whole and as the share of a member.

use super::Fonts;
use super::data::{Track, draw_tracks, sheet_of, shown, tracks};
use super::formulas::{Against, Line, lines};
use super::panel::{SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::report::number::{ByteUnit, count, length};
use crate::study::Results;

/// Into how many parts the horizon is cut to show the first of them closely.
const CLOSE: f64 = 20.0;

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let mut stores = tracks(results, Metric::StoredBytesAt);
    let stepped = in_steps(results, &stores);
    for store in &mut stores {
        if stepped {
            store.mean = steps(&store.mean, |(_, value), (time, _)| (time, value));
            store.band = steps(&store.band, |(_, low, high), (time, ..)| (time, low, high));
        }
    }
    let formulas = |store: &&Track| lines(results, Metric::StoredBytesAt, &store.subject);
    let store = stores.iter().find(|store| !formulas(store).is_empty());
    let Some(store) = store else {
        return beside_each_other(results, fonts, stores);
    };
    let lines = formulas(&store);
    let horizon = results.run.horizon.hours();
    let mut views = vec![against(store, horizon, None, &lines)];
    if let Some(members) = lines.iter().find_map(|line| line.divided_by) {
        views.push(against(store, horizon, Some(members), &lines));
        if stepped {
            views.push(against(store, horizon / CLOSE, Some(members), &lines));
        }
    }
    let (mut sheet, row) = sheet_of(views.len(), "Backup volume", results, fonts);
    let mut slot = Slot::new(HEAD, row);
    for view in views {
        view.draw(&mut sheet, fonts, slot);
        slot.top += row;
    }
    Some(sheet)
}

fn against<'a>(store: &Track, until: f64, members: Option<f64>, lines: &'a [Line]) -> Against<'a> {
    let fitting = lines.iter().filter(|line| line.divided_by == members);
    let lines: Vec<&Line> = fitting.collect();
    let track = store.until(until).divided(members.unwrap_or(1.0));
    let highest = highest(&track, Against::ends(&lines, until));
    // Closely seen, a store keeps its unit.
    let all = store.highest() / members.unwrap_or(1.0);
    let unit = ByteUnit::of_axis(all.max(highest));
    let name = &store.subject;
    let close = if until < *last_time(store) {
        format!(" in the first {}", length(until))
    } else {
        String::new()
    };
    let (title, whose) = match members {
        None => (format!("{name}: the whole system{close}"), ""),
        Some(members) => {
            let members = count(members as u64);
            let title = format!("{name}: the share of each of {members} members{close}");
            (title, " per member")
        }
    };
    let axis_title = format!("B(t){whose} [{}]", unit.sign);
    Against {
        title,
        axis: Axis::amount(&axis_title, highest / unit.bytes),
        until,
        track: track.divided(unit.bytes),
        lines,
        unit: unit.bytes,
    }
}

fn last_time(track: &Track) -> &f64 {
    let (time, _) = track.mean.last().expect("a track has points");
    time
}

fn beside_each_other(results: &Results, fonts: &Fonts<'_>, stores: Vec<Track>) -> Option<Sheet> {
    let highest = stores.iter().map(Track::highest).fold(0.0, f64::max);
    if highest <= 0.0 {
        return None;
    }
    let unit = ByteUnit::of_axis(highest);
    let (stores, left_out) = shown(stores, SUBJECTS.len(), "stores");
    let stores = stores.iter().map(|store| store.divided(unit.bytes));
    let stores: Vec<Track> = stores.collect();
    let (mut sheet, row) = sheet_of(1, "Backup volume", results, fonts);
    let axis = Axis::amount(&format!("stored [{}]", unit.sign), highest / unit.bytes);
    let texts = ("Backups held by each store", axis, left_out.as_str());
    draw_tracks(&mut sheet, fonts, Slot::new(HEAD, row), texts, results, &stores);
    Some(sheet)
}

/// The greatest value of the axis: the simulation's, or a formula's that is not far above it.
fn highest(track: &Track, ends: impl Iterator<Item = f64>) -> f64 {
    let simulated = track.highest();
    let near = ends.filter(|value| simulated <= 0.0 || *value <= 2.0 * simulated);
    let highest = near.fold(simulated, f64::max);
    if highest > 0.0 { highest } else { 1.0 }
}

/// Whether the points lie so densely that the stores' contents are seen to rise in steps.
fn in_steps(results: &Results, stores: &[Track]) -> bool {
    let done = results.metrics.iter();
    let done = done.filter(|result| result.metric == Metric::BackupsDone);
    let backups: f64 = done.filter_map(|result| result.estimate.mean).sum();
    let points = stores.iter().map(|store| store.mean.len()).min();
    backups > 0.0 && backups <= points.unwrap_or(0) as f64
}

/// Points that keep each value until the next point's time.
fn steps<T: Copy>(points: &[T], at_the_time_of: impl Fn(T, T) -> T) -> Vec<T> {
    let mut steps = Vec::with_capacity(2 * points.len());
    for pair in points.windows(2) {
        steps.push(pair[0]);
        steps.push(at_the_time_of(pair[0], pair[1]));
    }
    steps.extend(points.last());
    steps
}
