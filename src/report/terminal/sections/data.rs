//! Datasets, how they come back and what they lose; their backup jobs and the stores that these
//! fill.

use super::outages::mostly_by;
use super::{Section, subjects};
use crate::estimate::Estimate;
use crate::measure::{Metric, Unit};
use crate::quantity::Time;
use crate::report::number::{count, length, significant};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{chance, find, mean, nines, quantile_h, quantity};
use crate::study::Results;

/// What the columns of times mean.
const TIMES: &str = "RPA: age of the restored copy at the loss; \
                     RTA: from the loss to whole again; \
                     restore: copying and checking alone; cause of each: incidents.csv";

/// How datasets that can lose data come back.
pub(super) fn restores(results: &Results) -> Section {
    let datasets = subjects(results, &[Metric::Rpa]);
    let row = |name: &&str| {
        let of = |metric| find(results, metric, name);
        let (point, restore) = (of(Metric::Rpa), of(Metric::RestoreTime));
        let back = of(Metric::DataRta);
        vec![
            Cell::plain(*name),
            mean(of(Metric::DataIncidents), Unit::Count),
            mean(point, Unit::Hours),
            quantile_h(point, 0.95),
            mean(back, Unit::Hours),
            quantile_h(back, 0.95),
            mean(restore, Unit::Hours),
            mean(of(Metric::RestoreFailures), Unit::Count),
        ]
    };
    let columns = [
        "dataset",
        "incidents",
        "RPA mean",
        "RPA p95",
        "RTA mean",
        "RTA p95",
        "restore mean",
        "failed tries",
    ];
    let rows = datasets.iter().map(row).collect();
    let remark =
        format!("{TIMES}{}{}", given_up(results, &datasets), unfinished(results, &datasets));
    Section { remark, ..Section::new(&columns, rows).without_empty_columns(7) }
}

/// What the columns of losses mean.
const LOSSES: &str = "P(loss): of a loss that no copy makes good, in one replication; \
                      nines of a year: -log10 of that within a year";

/// What they lose.
pub(super) fn losses(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            chance(of(Metric::ProbabilityOfLoss)),
            nines(of(Metric::DurabilityNines)),
            mean(of(Metric::DataLost), Unit::Bytes),
            mean(of(Metric::RecoveryRate), Unit::Share),
            mean(of(Metric::Exposures), Unit::Count),
            mostly_by(results, Metric::DataLost, name),
        ]
    };
    let columns = [
        "dataset",
        "P(loss)",
        "nines of a year",
        "data lost",
        "recovery rate",
        "exposures",
        "lost by",
    ];
    let datasets = subjects(results, &[Metric::Rpa, Metric::Exposures]);
    let rows = datasets.into_iter().map(row).collect();
    let remark = LOSSES.to_string();
    Section { remark, ..Section::new(&columns, rows).without_empty_columns(5) }
}

/// How many incidents were given up, in words.
fn given_up(results: &Results, datasets: &[&str]) -> String {
    let total = |metric, name: &str| {
        let known = find(results, metric, name).and_then(|it| Some(it.mean? * it.n as f64));
        known.filter(|total| *total > 0.5).map(|total| significant(total.round(), 15))
    };
    let given_up = datasets.iter().filter_map(|name| {
        let [lost, all] = [Metric::LossEvents, Metric::DataIncidents].map(|it| total(it, name));
        Some(format!("{name} {} of {}", lost?, all?))
    });
    let given_up: Vec<String> = given_up.collect();
    if given_up.is_empty() {
        return String::new();
    }
    format!("; incidents given up, over all replications: {}", given_up.join(", "))
}

/// Which incidents have no duration, in words.
fn unfinished(results: &Results, datasets: &[&str]) -> String {
    let unfinished = datasets.iter().filter_map(|name| {
        let rta = find(results, Metric::DataRta, name)?;
        (rta.censored > 0).then(|| format!("{name} {}", count(rta.censored)))
    });
    let unfinished: Vec<String> = unfinished.collect();
    if unfinished.is_empty() {
        return String::new();
    }
    format!("; incidents not over at the end, over all replications: {}", unfinished.join(", "))
}

pub(super) fn backups(results: &Results) -> Section {
    let row = |name: &str| {
        let of = |metric| find(results, metric, name);
        vec![
            Cell::plain(name),
            mean(of(Metric::BackupsDone), Unit::Count),
            mean(of(Metric::BackupsFailed), Unit::Count),
            mean(of(Metric::BackupVolume), Unit::Bytes),
            mean(of(Metric::BackupsSkipped), Unit::Count),
            mean(of(Metric::UnsoundFound), Unit::Count),
            mean(of(Metric::BackupTime), Unit::Hours),
            quantile_h(of(Metric::BackupTime), 0.95),
        ]
    };
    let columns =
        ["backup", "done", "failed", "volume", "skipped", "found unsound", "takes", "takes p95"];
    let jobs = subjects(results, &[Metric::BackupsDone]);
    Section::new(&columns, jobs.into_iter().map(row).collect()).without_empty_columns(4)
}

/// What each store that holds any backup holds at the last of its points in time and on average,
/// and what stores built of members lose.
pub(super) fn stores(results: &Results) -> Section {
    let last = last_held(results);
    let held = |name: &str| last.iter().find(|(store, ..)| *store == name);
    let mut stores: Vec<&str> = last.iter().map(|(name, ..)| *name).collect();
    stores.extend(subjects(results, &[Metric::StoredBytes, Metric::StoreLosses]));
    stores.sort_unstable();
    stores.dedup();
    let row = |name: &&str| {
        let of = |metric| find(results, metric, name);
        let (stored, at) = match held(name) {
            Some((_, time, estimate)) => (Some(estimate), length(time.hours())),
            None => (None, "-".to_string()),
        };
        vec![
            Cell::plain(*name),
            mean(stored, Unit::Bytes),
            Cell::plain(at),
            mean(of(Metric::StoredBytes), Unit::Bytes),
            mean(of(Metric::StoreLosses), Unit::Count),
            chance(of(Metric::ProbabilityOfStoreLoss)),
        ]
    };
    let columns = ["store", "backups held", "at", "on average", "groups lost", "P(group lost)"];
    let section = Section::new(&columns, stores.iter().map(row).collect());
    Section { alarms: full(results), ..section.without_empty_columns(1) }
}

/// The backups that each store that holds any holds at the last of its points in time.
fn last_held(results: &Results) -> Vec<(&str, Time, Estimate)> {
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
    last
}

/// Which stores had no room for a backup, in words.
fn full(results: &Results) -> Vec<String> {
    let full = results.metrics.iter().filter(|row| row.metric == Metric::StoreFull);
    let full = full.filter_map(|row| {
        let mean = row.estimate.mean.filter(|mean| *mean > 0.0)?;
        let times = quantity(mean, row.estimate.interval, Unit::Count);
        let name = &row.subject;
        Some(format!("FULL: {name} had no room for {times} backups a replication, which failed"))
    });
    full.collect()
}
