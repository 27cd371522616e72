//! Where the outage time of services goes, by what was being done and by cause, and how they move.

use super::{Section, subjects};
use crate::estimate::Estimate;
use crate::measure::{Metric, Unit};
use crate::report::number::{TimeUnit, scaled, supported, with_interval};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{FEW, find, mean, unknown};
use crate::study::Results;

/// The stages of an outage, in the order in which they come.
const STAGES: [&str; 7] =
    ["detect", "acknowledge", "decide", "repair", "restore", "activate", "verify"];

/// What is said under it.
const REMARK: &str = "outage: time in one replication, then what of it went by in each stage \
                      (repair: until what is needed is there); all causes: causes.csv";

/// The outage time of each service that has any, by stage, and what is behind most of it.
pub(super) fn by_stage(results: &Results) -> Section {
    let ended = |name: &&str| find(results, Metric::Rta, name).is_some_and(|rta| rta.n > 0);
    let services = subjects(results, &[Metric::OutageTime]).into_iter().filter(ended);
    let told = |name: &&str| stage(results, name, "repair").is_some();
    let row = |name: &str| {
        let mut cells = vec![
            Cell::plain(name),
            mean(find(results, Metric::OutageTime, name), Unit::Hours),
            mostly_by(results, Metric::OutageTime, name),
        ];
        cells.extend(STAGES.map(|part| hours(stage(results, name, part))));
        cells
    };
    let mut columns = vec!["service", "outage", "mostly by"];
    columns.extend(STAGES);
    let rows = services.filter(told).map(row).collect();
    let remark = REMARK.to_string();
    Section { remark, ..Section::new(&columns, rows).without_empty_columns(3) }
}

fn stage<'a>(results: &'a Results, service: &str, stage: &str) -> Option<&'a Estimate> {
    find(results, Metric::OutageTimeByStage, &format!("{service}/{stage}"))
}

/// Hours with the digits that their interval supports, without the interval.
fn hours(estimate: Option<&Estimate>) -> Cell {
    let Some((known, mean)) = estimate.and_then(|known| Some((known, known.mean?))) else {
        return unknown();
    };
    if mean <= 0.0 {
        return unknown();
    }
    let unit = TimeUnit::of(mean);
    let value = supported(mean / unit.hours, scaled(known.interval, 1.0 / unit.hours));
    Cell::plain(format!("{value} {}", unit.sign))
}

/// The root cause of the largest share of a subject's outage time or losses, with that share.
pub(super) fn mostly_by(results: &Results, metric: Metric, subject: &str) -> Cell {
    let mut causes = results.causes.iter();
    let Some(cause) = causes.find(|it| it.metric == metric && it.subject == subject) else {
        return unknown();
    };
    let (share, interval) = (100.0 * cause.share, scaled(cause.interval, 100.0));
    let share = if interval.low.is_some() {
        with_interval(share, interval, "%")
    } else {
        format!("{} %", supported(share, interval))
    };
    let mark = if cause.replications < FEW { "*" } else { "" };
    Cell::plain(format!("{} {share}{mark}", cause.cause))
}

/// How services move between their placements.
pub(super) fn moves(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::Failovers), Unit::Count),
            mean(of(Metric::FailedFailovers), Unit::Count),
            mean(of(Metric::Failbacks), Unit::Count),
            mean(of(Metric::Drills), Unit::Count),
            mean(of(Metric::FailedDrills), Unit::Count),
            mean(of(Metric::DegradedTime), Unit::Hours),
            mean(of(Metric::PlannedTime), Unit::Hours),
            mean(of(Metric::FullRecovery), Unit::Hours),
        ]
    };
    let columns = [
        "service",
        "failovers",
        "failed",
        "failbacks",
        "drills",
        "failed drills",
        "degraded",
        "planned down",
        "in full after",
    ];
    let services = subjects(results, &[Metric::Failovers]);
    Section::new(&columns, services.into_iter().map(row).collect()).without_empty_columns(2)
}
