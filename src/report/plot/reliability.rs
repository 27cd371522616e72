//! `reliability`: the survivor fraction with the paper's formulas over it, on the paper's hour and
//! carried on to the horizon, and R(t) of the services.

use super::Fonts;
use super::data::{Track, curves, draw_tracks, points, sheet_of, shown, tracks, value_at};
use super::panel::{FORMULAS, Label, Panel, SIMULATED, SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::quantity::Span;
use crate::report::number::duration;
use crate::study::{Curve, Results};

/// The time for which the paper states its failure probability, in hours.
const PAPERS_HOUR: f64 = 1.0;

/// Room for labels right of the panels.
const LABELS: f64 = 330.0;

/// One panel of the plot.
enum View {
    /// A pool against formulas, up to a time.
    Formulas(Track, f64),
    /// Subjects beside one another.
    Subjects(&'static str, &'static str, Vec<Track>, String),
}

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let views = views(results);
    if views.is_empty() {
        return None;
    }
    let (mut sheet, row) = sheet_of(views.len(), "Reliability", results, fonts);
    for (at, view) in views.iter().enumerate() {
        let slot = Slot {
            top: HEAD + row * at as f64,
            height: row,
            labels: LABELS,
        };
        match view {
            View::Formulas(track, until) => {
                against_formulas(&mut sheet, fonts, slot, results, (track, *until));
            }
            View::Subjects(title, axis, tracks, left_out) => {
                let lowest = tracks.iter().map(Track::lowest).fold(1.0, f64::min);
                let axes = (Axis::time(results.run.horizon), Axis::share(axis, lowest));
                let panel = Panel::new(&mut sheet, fonts, slot, title, axes);
                panel.remark(&mut sheet, left_out);
                draw_tracks(&mut sheet, fonts, &panel, tracks);
            }
        }
    }
    Some(sheet)
}

fn views(results: &Results) -> Vec<View> {
    let horizon = results.run.horizon.hours();
    let mut views = Vec::new();
    let pools = tracks(results, Metric::SurvivorFraction);
    let has_curves = |track: &&Track| {
        let mut over = curves(results, Metric::SurvivorFraction, &track.subject);
        over.next().is_some()
    };
    if let Some(pool) = pools.iter().find(has_curves) {
        if horizon > PAPERS_HOUR {
            views.push(View::Formulas(pool.until(PAPERS_HOUR), PAPERS_HOUR));
        }
        views.push(View::Formulas(pool.clone(), horizon));
    } else if !pools.is_empty() {
        let (pools, left_out) = shown(pools, SUBJECTS.len(), "pools");
        views.push(View::Subjects(
            "Members that have not failed since the start (95 % bands)",
            "survivor fraction",
            pools,
            left_out,
        ));
    }
    let services = tracks(results, Metric::ReliabilityAt);
    if !services.is_empty() {
        let (services, left_out) = shown(services, SUBJECTS.len(), "services");
        views.push(View::Subjects(
            "Services without an outage since the start (95 % bands)",
            "reliability R(t)",
            services,
            left_out,
        ));
    }
    views
}

fn against_formulas(
    sheet: &mut Sheet,
    fonts: &Fonts<'_>,
    slot: Slot,
    results: &Results,
    (track, until): (&Track, f64),
) {
    let horizon = results.run.horizon.hours();
    let formulas: Vec<&Curve> = curves(results, Metric::SurvivorFraction, &track.subject).collect();
    let values: Vec<_> = formulas.iter().map(|curve| points(curve)).collect();
    let title = if until < horizon {
        format!("{}: the hour that the paper plots", track.subject)
    } else {
        format!(
            "{}: extrapolated to the horizon of {} (constant hazard assumed)",
            track.subject,
            duration(horizon)
        )
    };
    let ends = values.iter().filter_map(|points| value_at(points, until));
    let lowest = ends.chain([track.lowest()]).fold(1.0, f64::min);
    let axes = (
        Axis::time(Span::from_hours(until)),
        Axis::share("survivor fraction", lowest.max(0.0)),
    );
    let panel = Panel::new(sheet, fonts, slot, &title, axes);
    panel.band(sheet, &track.band, SIMULATED.colour);
    panel.line(sheet, &track.mean, SIMULATED);
    let mut labels = vec![Label {
        text: "simulated, 95 % band".to_string(),
        look: SIMULATED,
        value: Some(track.last()),
    }];
    let mut clipped = Vec::new();
    for ((formula, points), look) in formulas.iter().zip(&values).zip(FORMULAS.iter().cycle()) {
        panel.line(sheet, points, *look);
        if !panel.holds(points) {
            clipped.push(formula.formula.as_str());
        }
        labels.push(Label {
            text: format!("{}: {}", formula.formula, formula.label),
            look: *look,
            value: value_at(points, until),
        });
    }
    panel.clipped_remark(sheet, &clipped);
    panel.labels(sheet, fonts, labels);
}
