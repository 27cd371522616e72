//! People on call, predictors and planned maintenance.

use super::{Section, subjects};
use crate::measure::{Metric, Unit};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean, quantile_h};
use crate::study::Results;

pub(super) fn people(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::Alarms), Unit::Count),
            mean(of(Metric::AcknowledgeTime), Unit::Hours),
            quantile_h(of(Metric::AcknowledgeTime), 0.95),
            mean(of(Metric::PeopleUtilisation), Unit::Share),
            mean(of(Metric::Escalations), Unit::Count),
        ]
    };
    let columns =
        ["on call", "alarms", "acknowledged after", "p95", "share busy", "went to the next"];
    let people = subjects(results, &[Metric::Alarms]);
    Section::new(&columns, people.into_iter().map(row).collect()).without_empty_columns(5)
}

pub(super) fn predictors(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| mean(find(results, metric, name), Unit::Count);
        vec![Cell::plain(name), of(Metric::WarningsTrue), of(Metric::WarningsFalse)]
    };
    let predictors = subjects(results, &[Metric::WarningsTrue]);
    let columns = ["predictor", "true warnings", "false warnings"];
    Section::new(&columns, predictors.into_iter().map(row).collect())
}

pub(super) fn maintenance(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| mean(find(results, metric, name), Unit::Count);
        vec![
            Cell::plain(name),
            of(Metric::Maintained),
            of(Metric::MaintenanceFailed),
            of(Metric::RoundsSkipped),
        ]
    };
    let columns = ["maintenance", "done", "went wrong", "rounds skipped"];
    let works = subjects(results, &[Metric::Maintained]);
    Section::new(&columns, works.into_iter().map(row).collect()).without_empty_columns(2)
}
