//! Backup jobs and the stores that they fill.

use super::{Section, subjects};
use crate::estimate::Estimate;
use crate::measure::{Metric, Unit};
use crate::quantity::Time;
use crate::report::number::length;
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean};
use crate::study::Results;

pub(super) fn backups(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::BackupsDone), Unit::Count),
            mean(of(Metric::BackupsFailed), Unit::Count),
            mean(of(Metric::BackupVolume), Unit::Bytes),
        ]
    };
    let jobs = subjects(results, &[Metric::BackupsDone]);
    Section::new(&["backup", "done", "failed", "volume"], jobs.into_iter().map(row).collect())
}

/// What each store that holds any backup holds at the last of its points in time.
pub(super) fn stores(results: &Results) -> Section {
    let stored = results.series.iter();
    let stored = stored.filter(|point| point.metric == Metric::StoredBytesAt);
    let mut last: Vec<(&str, Time, Estimate)> = Vec::new();
    for point in stored {
        if last.last().is_some_and(|(name, ..)| *name == point.subject) {
            last.pop();
        }
        let estimate = Estimate {
            n: results.run.replications,
            mean: Some(point.mean),
            interval: point.interval,
            ..Estimate::default()
        };
        last.push((&point.subject, point.time, estimate));
    }
    last.retain(|(.., estimate)| estimate.mean != Some(0.0));
    let row = |(name, time, estimate): (&str, Time, Estimate)| {
        let stored = mean(Some(&estimate), Unit::Bytes);
        vec![Cell::plain(name), stored, Cell::plain(length(time.hours()))]
    };
    Section::new(&["store", "backups held", "at"], last.into_iter().map(row).collect())
}
