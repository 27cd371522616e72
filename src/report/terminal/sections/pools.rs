//! Pools: their members, what happened to them and how long it took; and the crews at work.

use super::{Section, subjects};
use crate::measure::{Metric, Unit};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean, quantile_h};
use crate::study::Results;

/// What is counted of a pool beside its members up and failures, where it happened.
const COUNTS: [(&str, Metric); 7] = [
    ("repairs", Metric::Repairs),
    ("false alarms", Metric::FalseAlarms),
    ("missed", Metric::MissedFailures),
    ("retired", Metric::Retired),
    ("averted", Metric::AvertedFailures),
    ("spares used", Metric::SpareUse),
    ("failed switches", Metric::FailedSwitches),
];

pub(super) fn counts(results: &Results) -> Section {
    let mut columns = vec!["pool", "members up", "failures"];
    columns.extend(COUNTS.map(|(title, _)| title));
    columns.push("no spare left");
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        let mut cells = vec![
            Cell::plain(name),
            mean(of(Metric::MembersUp), Unit::Members),
            mean(of(Metric::Failures), Unit::Count),
        ];
        cells.extend(COUNTS.map(|(_, metric)| mean(of(metric), Unit::Count)));
        // A pool that never had a spare does not miss one.
        let used = of(Metric::SpareUse).filter(|used| used.max != Some(0.0));
        cells.push(mean(used.and_then(|_| of(Metric::SpareExhaustedTime)), Unit::Hours));
        cells
    };
    let pools = subjects(results, &[Metric::MembersUp, Metric::Failures]);
    Section::new(&columns, pools.into_iter().map(row).collect()).without_empty_columns(3)
}

const DURATIONS: [(&str, Metric); 4] = [
    ("from failure to detection", Metric::DetectionTime),
    ("in repair, waits included", Metric::RepairTime),
    ("wait for a part", Metric::PartWait),
    ("wait for a crew", Metric::CrewWait),
];

/// How long things take in each pool, where they happen and take any time.
pub(super) fn durations(results: &Results) -> Section {
    let pools = subjects(results, &[Metric::MembersUp, Metric::Failures]);
    let mut rows = Vec::new();
    for pool in pools {
        for (what, metric) in DURATIONS {
            let took = find(results, metric, pool);
            let took = took.filter(|took| took.max.is_some_and(|longest| longest > 0.0));
            let Some(took) = took else { continue };
            let name = format!("{pool}: {what}");
            rows.push(vec![
                Cell::plain(name),
                mean(Some(took), Unit::Hours),
                quantile_h(Some(took), 0.5),
                quantile_h(Some(took), 0.95),
            ]);
        }
    }
    Section::new(&["time", "mean", "median", "p95"], rows)
}

pub(super) fn crews(results: &Results) -> Section {
    let row = |name: &str| {
        let at_work = find(results, Metric::CrewUtilisation, name);
        vec![Cell::plain(name), mean(at_work, Unit::Share)]
    };
    let crews = subjects(results, &[Metric::CrewUtilisation]);
    Section::new(&["crew", "share at work"], crews.into_iter().map(row).collect())
}
