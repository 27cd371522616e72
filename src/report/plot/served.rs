//! `demand-served`: what is demanded of services with a workload, and what is served of it.

use super::Fonts;
use super::data::{Track, draw_tracks, sheet_of, tracks};
use super::panel::Slot;
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::study::Results;

/// Services that get a panel.
const SERVICES: usize = 3;

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let (demand, served) = (tracks(results, Metric::DemandAt), tracks(results, Metric::ServedAt));
    let all = demand.len();
    let pairs: Vec<_> = demand.into_iter().zip(served).take(SERVICES).collect();
    if pairs.is_empty() {
        return None;
    }
    let (mut sheet, row) = sheet_of(pairs.len(), "Demand served", results, fonts);
    let mut slot = Slot::new(HEAD, row).beside_texts(fonts, std::iter::empty());
    for (at, (demand, served)) in pairs.into_iter().enumerate() {
        let title = format!("{}: requests demanded and served", demand.subject);
        let left_out = match all {
            0..=SERVICES => String::new(),
            _ if at > 0 => String::new(),
            _ => format!("the first {SERVICES} of {all} services; all are in series.csv"),
        };
        let axis = Axis::amount("requests a second", highest(&demand).max(highest(&served)));
        let served = Track { subject: "served, 95 % band".to_string(), ..served };
        let demand = Track { subject: "demand".to_string(), band: Vec::new(), ..demand };
        let texts = (title.as_str(), axis, left_out.as_str());
        draw_tracks(&mut sheet, fonts, slot, texts, results, &[served, demand]);
        slot.top += row;
    }
    Some(sheet)
}

/// The greatest value, at least something.
fn highest(track: &Track) -> f64 {
    track.highest().max(f64::MIN_POSITIVE)
}
