//! `backup-volume`: the data that stores hold over time, with the paper's formulas over it, in
//! whole and as the share of a member; and the stores beside each other, where several hold any.

use super::Fonts;
use super::data::{Track, draw_tracks, sheet_of, tracks};
use super::formulas::{Against, Line, lines};
use super::panel::{SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::report::number::{ByteUnit, count, length};
use crate::study::Results;

const TITLE: &str = "Backup volume";

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
        let stores = holding(&stores);
        if stores.is_empty() {
            return None;
        }
        let (mut sheet, row) = sheet_of(1, TITLE, results, fonts);
        beside_each_other(&mut sheet, fonts, Slot::new(HEAD, row), results, stores);
        return Some(sheet);
    };
    let others = holding(&stores);
    let several = others.len() > 1;
    let lines = formulas(&store);
    let horizon = results.run.horizon.hours();
    let mut views = vec![against(store, horizon, None, &lines)];
    if let Some(members) = lines.iter().find_map(|line| line.divided_by) {
        views.push(against(store, horizon, Some(members), &lines));
        if stepped {
            views.push(against(store, horizon / CLOSE, Some(members), &lines));
        }
    }
    let panels = views.len() + usize::from(several);
    let (mut sheet, row) = sheet_of(panels, TITLE, results, fonts);
    let mut slot = Slot::new(HEAD, row);
    for view in views {
        view.draw(&mut sheet, fonts, slot);
        slot.top += row;
    }
    if several {
        beside_each_other(&mut sheet, fonts, slot, results, others);
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

/// The stores that hold any backups at some time.
fn holding(stores: &[Track]) -> Vec<Track> {
    stores.iter().filter(|store| store.highest() > 0.0).cloned().collect()
}

fn beside_each_other(
    sheet: &mut Sheet,
    fonts: &Fonts<'_>,
    slot: Slot,
    results: &Results,
    stores: Vec<Track>,
) {
    let highest = stores.iter().map(Track::highest).fold(0.0, f64::max);
    let unit = ByteUnit::of_axis(highest);
    let (stores, left_out) = fullest(stores);
    let stores: Vec<Track> = stores.iter().map(|store| store.divided(unit.bytes)).collect();
    let axis = Axis::amount(&format!("B(t) [{}]", unit.sign), highest / unit.bytes);
    let texts = ("Backups held by each store (95 % bands)", axis, left_out.as_str());
    draw_tracks(sheet, fonts, slot, texts, results, &stores);
}

/// The stores that hold most at last, as many as one panel shows.
fn fullest(mut stores: Vec<Track>) -> (Vec<Track>, String) {
    let (all, most) = (stores.len(), SUBJECTS.len());
    if all <= most {
        return (stores, String::new());
    }
    let mut lasts: Vec<f64> = stores.iter().map(Track::last).collect();
    lasts.sort_by(|a, b| b.total_cmp(a));
    stores.retain(|store| store.last() >= lasts[most - 1]);
    stores.truncate(most);
    (stores, format!("the {most} fullest of {all} stores; all are in series.csv"))
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
