//! Workloads of services: what is served of their demand, and what becomes of the rest.

use super::{Section, subjects};
use crate::measure::{Metric, Unit};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean};
use crate::study::Results;

const COLUMNS: [(&str, Metric, Unit); 7] = [
    ("demand served", Metric::ServedFraction, Unit::Share),
    ("time in full", Metric::TimeWithinSlo, Unit::Share),
    ("requests lost", Metric::TransactionsLost, Unit::Count),
    ("below full", Metric::ServedBelowFull, Unit::Share),
    ("satisfaction", Metric::Satisfaction, Unit::Share),
    ("peak queue", Metric::PeakQueue, Unit::Count),
    ("queued", Metric::QueuedTime, Unit::Hours),
];

pub(super) fn section(results: &Results) -> Section {
    let services = subjects(results, &[Metric::ServedFraction]);
    let row = |name: &&str| {
        let cells =
            COLUMNS.iter().map(|(_, metric, unit)| mean(find(results, *metric, name), *unit));
        std::iter::once(Cell::plain(*name)).chain(cells).collect()
    };
    let names: Vec<&str> =
        std::iter::once("service").chain(COLUMNS.iter().map(|column| column.0)).collect();
    Section::new(&names, services.iter().map(row).collect()).without_empty_columns(4)
}
