//! Training: how much of the time is worth something, and what takes the rest.

use super::{Section, subjects};
use crate::measure::{Metric, Unit};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean, quantile_h};
use crate::study::Results;

pub(super) fn section(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::Goodput), Unit::Share),
            mean(of(Metric::Interruptions), Unit::Count),
            mean(of(Metric::LostWork), Unit::Hours),
            mean(of(Metric::CheckpointTime), Unit::Hours),
            mean(of(Metric::StallTime), Unit::Hours),
            mean(of(Metric::RestartTime), Unit::Hours),
            quantile_h(of(Metric::RestartTime), 0.95),
            mean(of(Metric::Completed), Unit::Share),
            mean(of(Metric::CompletionTime), Unit::Hours),
        ]
    };
    let columns = [
        "training",
        "goodput",
        "interruptions",
        "work lost",
        "checkpoints",
        "stalled",
        "restart",
        "p95",
        "complete",
        "completed in",
    ];
    let training = subjects(results, &[Metric::Goodput]);
    Section::new(&columns, training.into_iter().map(row).collect()).without_empty_columns(1)
}
