//! `reliability`: the survivor fraction with the paper's formulas over it, on the paper's hour and
//! carried on to the horizon, and R(t) of the services.

use super::Fonts;
use super::data::{Track, draw_tracks, sheet_of, shown, tracks};
use super::formulas::{Against, Line, lines};
use super::panel::{SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::report::number::length;
use crate::study::Results;

/// The time for which the paper states its failure probability, in hours.
const PAPERS_HOUR: f64 = 1.0;

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let pools = tracks(results, Metric::SurvivorFraction);
    let formulas = |track: &Track| lines(results, Metric::SurvivorFraction, &track.subject);
    let pool = pools.iter().find(|track| !formulas(track).is_empty());
    let services = tracks(results, Metric::ReliabilityAt);
    let horizon = results.run.horizon.hours();
    let lines = pool.map(formulas).unwrap_or_default();
    let papers = lines.iter().any(Line::is_papers);
    let untils: &[f64] = match pool {
        Some(_) if papers && horizon > PAPERS_HOUR => &[PAPERS_HOUR, horizon],
        Some(_) => &[horizon],
        None => &[],
    };
    let others = pool.is_none() && !pools.is_empty();
    let rows = untils.len() + usize::from(others) + usize::from(!services.is_empty());
    if rows == 0 {
        return None;
    }
    let (mut sheet, row) = sheet_of(rows, "Reliability", results, fonts);
    let names = services.iter().map(|service| service.subject.as_str());
    let labels = lines.iter().map(|line| line.label.as_str());
    let mut slot = Slot::new(HEAD, row).beside_texts(fonts, names.chain(labels));
    if let Some(pool) = pool {
        for until in untils {
            against(pool, *until, horizon, &lines).draw(&mut sheet, fonts, slot);
            slot.top += row;
        }
    }
    if others {
        let title = "Members that have not failed since the start (95 % bands)";
        let (pools, left_out) = shown(pools, SUBJECTS.len(), "pools");
        let axis = share_axis("survivor fraction", &pools);
        draw_tracks(&mut sheet, fonts, slot, (title, axis, &left_out), results, &pools);
        slot.top += row;
    }
    if !services.is_empty() {
        let title = "Services without an outage since the start (95 % bands)";
        let (services, left_out) = shown(services, SUBJECTS.len(), "services");
        let axis = share_axis("reliability R(t)", &services);
        draw_tracks(&mut sheet, fonts, slot, (title, axis, &left_out), results, &services);
    }
    Some(sheet)
}

fn share_axis(title: &str, tracks: &[Track]) -> Axis {
    let lowest = tracks.iter().map(Track::lowest).fold(1.0, f64::min);
    Axis::share(title, lowest)
}

fn against<'a>(pool: &Track, until: f64, horizon: f64, lines: &'a [Line]) -> Against<'a> {
    let title = if until < horizon {
        format!("{}: the first hour, as the paper plots it", pool.subject)
    } else if horizon > PAPERS_HOUR && lines.iter().any(Line::is_papers) {
        format!(
            "{}: extrapolated to the horizon of {} (constant hazard assumed)",
            pool.subject,
            length(horizon)
        )
    } else {
        format!("{}: members that have not failed", pool.subject)
    };
    let lines: Vec<&Line> = lines.iter().collect();
    let track = pool.until(until);
    let ends = Against::ends(&lines, until);
    let lowest = ends.chain([track.lowest()]).fold(1.0, f64::min);
    Against {
        title,
        axis: Axis::share("survivor fraction", lowest.max(0.0)),
        until,
        track,
        lines,
        unit: 1.0,
    }
}
