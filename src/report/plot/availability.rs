//! `availability`: A(t) of the services, and the members of the pools that are up.

use super::Fonts;
use super::data::{Track, draw_tracks, sheet_of, shown, tracks};
use super::panel::{SUBJECTS, Slot};
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::study::Results;

/// Pools that get a panel of their own.
const POOLS: usize = 3;

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let services = tracks(results, Metric::AvailabilityAt);
    let pools = tracks(results, Metric::MembersUpAt);
    let (services, left_out) = shown(services, SUBJECTS.len(), "services");
    let (pools, pools_left_out) = emptiest(pools);
    let rows = usize::from(!services.is_empty()) + pools.len();
    if rows == 0 {
        return None;
    }
    let (mut sheet, row) = sheet_of(rows, "Availability", results, fonts);
    let names = services.iter().map(|service| service.subject.as_str());
    let mut slot = Slot::new(HEAD, row).beside_texts(fonts, names);
    if !services.is_empty() {
        let title = "Probability that a service is up (95 % bands)";
        let lowest = services.iter().map(Track::lowest).fold(1.0, f64::min);
        let axis = Axis::share("availability A(t)", lowest);
        draw_tracks(&mut sheet, fonts, slot, (title, axis, &left_out), results, &services);
        slot.top += row;
    }
    for (at, pool) in pools.iter().enumerate() {
        let remark = if at == 0 { pools_left_out.as_str() } else { "" };
        let title = format!("{}: members up", pool.subject);
        let axis = Axis::members("members", pool.lowest(), pool.highest());
        let track = Track { subject: "mean, 95 % band".to_string(), ..pool.clone() };
        draw_tracks(&mut sheet, fonts, slot, (&title, axis, remark), results, &[track]);
        slot.top += row;
    }
    Some(sheet)
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
