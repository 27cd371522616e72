//! `backup-volume`: the data that stores hold over time, with the paper's formulas over it, in
//! whole and as the share of a member.

use super::Fonts;
use super::data::{Track, curves, draw_tracks, points, sheet_of, shown, tracks, value_at};
use super::panel::{FORMULAS, Label, Panel, SIMULATED, SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::report::number::{ByteUnit, count};
use crate::study::{Curve, Results};

const LABELS: f64 = 350.0;

/// A panel against formulas: what the store's bytes are divided by, and the formulas for that.
struct View<'a> {
    track: Track,
    members: Option<f64>,
    formulas: Vec<&'a Curve>,
}

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let mut stores = tracks(results, Metric::StoredBytesAt);
    for store in &mut stores {
        if in_steps(results, store) {
            store.mean = steps(&store.mean);
        }
    }
    let views: Vec<View<'_>> = stores
        .iter()
        .flat_map(|store| views(results, store))
        .collect();
    if views.is_empty() {
        return beside_each_other(results, fonts, stores);
    }
    // More panels than a page holds are for another tool.
    let views = &views[..views.len().min(4)];
    let (mut sheet, row) = sheet_of(views.len(), "Backup volume", results, fonts);
    for (at, view) in views.iter().enumerate() {
        let slot = Slot {
            top: HEAD + row * at as f64,
            height: row,
            labels: LABELS,
        };
        against_formulas(&mut sheet, fonts, slot, results, view);
    }
    Some(sheet)
}

/// One panel for the whole, and one for every number of members that formulas divide by.
fn views<'a>(results: &'a Results, store: &'a Track) -> Vec<View<'a>> {
    let mut views: Vec<View<'a>> = Vec::new();
    for curve in curves(results, Metric::StoredBytesAt, &store.subject) {
        let same = |view: &&mut View<'_>| view.members == curve.divided_by;
        if let Some(view) = views.iter_mut().find(same) {
            view.formulas.push(curve);
        } else {
            views.push(View {
                track: store.divided(curve.divided_by.unwrap_or(1.0)),
                members: curve.divided_by,
                formulas: vec![curve],
            });
        }
    }
    views.sort_by_key(|view| view.members.is_some());
    views
}

fn beside_each_other(results: &Results, fonts: &Fonts<'_>, stores: Vec<Track>) -> Option<Sheet> {
    let highest = stores.iter().map(Track::highest).fold(0.0, f64::max);
    if highest <= 0.0 {
        return None;
    }
    let unit = ByteUnit::of(highest);
    let (stores, left_out) = shown(stores, SUBJECTS.len(), "stores");
    let stores: Vec<Track> = stores
        .iter()
        .map(|store| store.divided(unit.bytes))
        .collect();
    let (mut sheet, row) = sheet_of(1, "Backup volume", results, fonts);
    let slot = Slot {
        top: HEAD,
        height: row,
        labels: LABELS,
    };
    let axes = (
        Axis::time(results.run.horizon),
        Axis::amount(&format!("stored [{}]", unit.sign), highest / unit.bytes),
    );
    let panel = Panel::new(&mut sheet, fonts, slot, "Backups held by each store", axes);
    panel.remark(&mut sheet, &left_out);
    draw_tracks(&mut sheet, fonts, &panel, &stores);
    Some(sheet)
}

fn against_formulas(
    sheet: &mut Sheet,
    fonts: &Fonts<'_>,
    slot: Slot,
    results: &Results,
    view: &View<'_>,
) {
    let horizon = results.run.horizon.hours();
    let values: Vec<_> = view.formulas.iter().map(|curve| points(curve)).collect();
    let highest = highest(&view.track, &values, horizon);
    let unit = ByteUnit::of(highest);
    let in_unit = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        let points = points.iter();
        points
            .map(|(time, bytes)| (*time, bytes / unit.bytes))
            .collect()
    };
    let store = &view.track.subject;
    let (title, whose) = match view.members {
        None => (format!("{store}: the whole system"), String::new()),
        Some(members) => (
            format!(
                "{store}: the share of each of {} members",
                count(members as u64)
            ),
            " per member".to_string(),
        ),
    };
    let axes = (
        Axis::time(results.run.horizon),
        Axis::amount(
            &format!("B(t){whose} [{}]", unit.sign),
            highest / unit.bytes,
        ),
    );
    let panel = Panel::new(sheet, fonts, slot, &title, axes);
    let track = view.track.divided(unit.bytes);
    panel.band(sheet, &track.band, SIMULATED.colour);
    panel.line(sheet, &track.mean, SIMULATED);
    let mut labels = vec![Label {
        text: "simulated, 95 % band".to_string(),
        look: SIMULATED,
        value: Some(track.last()),
    }];
    let mut clipped = Vec::new();
    for ((formula, points), look) in view.formulas.iter().zip(&values).zip(&FORMULAS) {
        let points = in_unit(points);
        panel.line(sheet, &points, *look);
        if !panel.holds(&points) {
            clipped.push(formula.formula.as_str());
        }
        labels.push(Label {
            text: format!("{}: {}", formula.formula, formula.label),
            look: *look,
            value: value_at(&points, horizon),
        });
    }
    panel.clipped_remark(sheet, &clipped);
    panel.labels(sheet, fonts, labels);
}

/// The greatest value of the axis: the simulation's, or a formula's that is not far above it.
fn highest(track: &Track, values: &[Vec<(f64, f64)>], horizon: f64) -> f64 {
    let simulated = track.highest();
    let formulas = values.iter().filter_map(|points| value_at(points, horizon));
    let near = formulas.filter(|value| simulated <= 0.0 || *value <= 2.0 * simulated);
    let highest = near.fold(simulated, f64::max);
    if highest > 0.0 { highest } else { 1.0 }
}

/// Whether the points lie densely enough that a store's content is seen to rise in steps.
fn in_steps(results: &Results, store: &Track) -> bool {
    let done = results.metrics.iter();
    let done = done.filter(|result| result.metric == Metric::BackupsDone);
    let backups: f64 = done.filter_map(|result| result.estimate.mean).sum();
    backups > 0.0 && backups <= store.mean.len() as f64
}

/// A line that keeps each value until the next.
fn steps(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut steps = Vec::with_capacity(2 * points.len());
    for pair in points.windows(2) {
        steps.push(pair[0]);
        steps.push((pair[1].0, pair[0].1));
    }
    steps.extend(points.last());
    steps
}
