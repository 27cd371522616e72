//! `demand-served`: what is demanded of services with a workload, what is served of it, and which
//! share that is.

use super::Fonts;
use super::data::{Track, draw_tracks, sheet_of, tracks};
use super::panel::Slot;
use super::scale::Axis;
use super::sheet::{HEAD, Sheet};
use crate::measure::Metric;
use crate::study::Results;

/// What the lines are called.
const SERVED: &str = "served, 95 % band";
const DEMAND: &str = "demand";
const SHARE: &str = "mean, 95 % band";
/// Services that get panels.
const SERVICES: usize = 2;

pub(super) fn sheet(results: &Results, fonts: &Fonts<'_>) -> Option<Sheet> {
    let of = |metric| tracks(results, metric);
    let (demand, served) = (of(Metric::DemandAt), of(Metric::ServedAt));
    let shares = of(Metric::ServedFractionAt);
    let all = demand.len();
    let shown: Vec<_> = demand.into_iter().zip(served).take(SERVICES).collect();
    if shown.is_empty() {
        return None;
    }
    let (mut sheet, row) = sheet_of(2 * shown.len(), "Demand served", results, fonts);
    let mut slot = Slot::new(HEAD, row).beside_texts(fonts, [SERVED, DEMAND, SHARE].into_iter());
    for (at, (demand, served)) in shown.into_iter().enumerate() {
        let service = demand.subject.clone();
        let title = format!("{service}: requests demanded and served");
        let left_out = if all > SERVICES && at == 0 {
            format!("the first {SERVICES} of {all} services; all are in series.csv")
        } else {
            String::new()
        };
        let highest = demand.highest().max(served.highest()).max(f64::MIN_POSITIVE);
        let axis = Axis::amount("requests a second", highest);
        let both = [with_label(served, SERVED), with_label(demand, DEMAND)];
        let texts = (title.as_str(), axis, left_out.as_str());
        draw_tracks(&mut sheet, fonts, slot, texts, results, &both);
        slot.top += row;
        if let Some(share) = shares.iter().find(|share| share.subject == service) {
            let title = format!("{service}: share of demand served");
            let axis = Axis::share("share served", share.lowest());
            let share = [with_label(share.clone(), SHARE)];
            draw_tracks(&mut sheet, fonts, slot, (&title, axis, ""), results, &share);
        }
        slot.top += row;
    }
    Some(sheet)
}

fn with_label(track: Track, label: &str) -> Track {
    Track { subject: label.to_string(), ..track }
}
