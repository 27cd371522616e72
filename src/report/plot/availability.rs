//! `availability`: A(t) of the services, and the members of the pools that are up.

use super::Fonts;
use super::data::{Track, draw_tracks, sheet_of, shown, tracks};
use super::panel::{Label, Panel, SIMULATED, SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::study::Results;

const LABELS: f64 = 300.0;
/// Pools that get a panel of their own.
const POOLS: usize = 3;

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let services = tracks(results, Metric::AvailabilityAt);
    let pools = tracks(results, Metric::MembersUpAt);
    let (pools, pools_left_out) = emptiest(pools);
    let rows = usize::from(!services.is_empty()) + pools.len();
    if rows == 0 {
        return None;
    }
    let (mut sheet, row) = sheet_of(rows, "Availability", results, fonts);
    let mut slot = Slot {
        top: HEAD,
        height: row,
        labels: LABELS,
    };
    if !services.is_empty() {
        panel_of_services(&mut sheet, fonts, slot, results, services);
        slot.top += row;
    }
    for (at, pool) in pools.iter().enumerate() {
        let remark = if at == 0 { pools_left_out.as_str() } else { "" };
        panel_of_pool(&mut sheet, fonts, slot, results, (pool, remark));
        slot.top += row;
    }
    Some(sheet)
}

fn panel_of_services(
    sheet: &mut Sheet,
    fonts: &Fonts<'_>,
    slot: Slot,
    results: &Results,
    services: Vec<Track>,
) {
    let (services, left_out) = shown(services, SUBJECTS.len(), "services");
    let lowest = services.iter().map(Track::lowest).fold(1.0, f64::min);
    let axes = (
        Axis::time(results.run.horizon),
        Axis::share("availability A(t)", lowest),
    );
    let title = "Probability that a service is up (95 % bands)";
    let panel = Panel::new(sheet, fonts, slot, title, axes);
    panel.remark(sheet, &left_out);
    draw_tracks(sheet, fonts, &panel, &services);
}

fn panel_of_pool(
    sheet: &mut Sheet,
    fonts: &Fonts<'_>,
    slot: Slot,
    results: &Results,
    (pool, remark): (&Track, &str),
) {
    let axes = (
        Axis::time(results.run.horizon),
        Axis::members("members up", pool.lowest(), pool.highest()),
    );
    let title = format!("{}: members up", pool.subject);
    let panel = Panel::new(sheet, fonts, slot, &title, axes);
    panel.remark(sheet, remark);
    panel.band(sheet, &pool.band, SIMULATED.colour);
    panel.line(sheet, &pool.mean, SIMULATED);
    let label = Label {
        text: "mean, 95 % band".to_string(),
        look: SIMULATED,
        value: Some(pool.last()),
    };
    panel.labels(sheet, fonts, vec![label]);
}

/// The pools that have the smallest share of what they began with up at last.
fn emptiest(mut pools: Vec<Track>) -> (Vec<Track>, String) {
    let all = pools.len();
    if all <= POOLS {
        return (pools, String::new());
    }
    let share = |pool: &Track| pool.last() / pool.highest().max(f64::MIN_POSITIVE);
    pools.sort_by(|a, b| share(a).total_cmp(&share(b)));
    pools.truncate(POOLS);
    let told = format!("the {POOLS} emptiest of {all} pools; all are in series.csv");
    (pools, told)
}
