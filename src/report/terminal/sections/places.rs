//! Domains, stores, links and keys: how often and how long they are down.

use super::{Section, subjects};
use crate::measure::{Metric, Unit};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean};
use crate::study::Results;

/// As many places as a table shows.
const PLACES: usize = 12;

/// The places that are down at all, those that are down longest where there are many.
pub(super) fn section(results: &Results) -> Section {
    let down = |name: &&str| {
        let time = find(results, Metric::DownTime, name);
        time.and_then(|time| time.mean).unwrap_or(0.0)
    };
    let mut places = subjects(results, &[Metric::Downs]);
    places.retain(|name| down(name) > 0.0);
    let all = places.len();
    let remark = if all > PLACES {
        let mut longest = places.clone();
        longest.sort_by(|a, b| down(b).total_cmp(&down(a)));
        longest.truncate(PLACES);
        places.retain(|name| longest.contains(name));
        format!("the {PLACES} of {all} that are down longest; all are in summary.csv")
    } else {
        String::new()
    };
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::Downs), Unit::Count),
            mean(of(Metric::DownTime), Unit::Hours),
        ]
    };
    let columns = ["place", "times down", "down in all"];
    let rows = places.into_iter().map(row).collect();
    Section { remark, ..Section::new(&columns, rows) }
}
