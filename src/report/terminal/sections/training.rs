//! Training: how much of the time is worth something, and what takes the rest.

use super::outages::mostly_by;
use super::{Section, subjects};
use crate::measure::{Metric, Unit};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean, quantile_h};
use crate::study::Results;

pub(super) fn work(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::Goodput), Unit::Share),
            mean(of(Metric::WorkDone), Unit::Hours),
            mean(of(Metric::LostWork), Unit::Hours),
            mean(of(Metric::CheckpointTime), Unit::Hours),
            mean(of(Metric::StallTime), Unit::Hours),
        ]
    };
    let columns = ["training", "goodput", "work done", "work lost", "checkpoints", "stalled"];
    Section::new(&columns, all(results).map(row).collect()).without_empty_columns(1)
}

pub(super) fn interruptions(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::Interruptions), Unit::Count),
            mostly_by(results, Metric::Interruptions, name),
            mean(of(Metric::RestartTime), Unit::Hours),
            quantile_h(of(Metric::RestartTime), 0.95),
            mean(of(Metric::Completed), Unit::Share),
            mean(of(Metric::CompletionTime), Unit::Hours),
        ]
    };
    let columns =
        ["training", "interruptions", "mostly by", "restart", "p95", "complete", "completed in"];
    Section::new(&columns, all(results).map(row).collect()).without_empty_columns(1)
}

fn all(results: &Results) -> impl Iterator<Item = &str> {
    subjects(results, &[Metric::Goodput]).into_iter()
}
