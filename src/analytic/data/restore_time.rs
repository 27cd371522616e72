//! How long restores of a dataset take from the chains of one job.

use super::job::{Way, alone_on};
use super::recovery_point::Restorable;
use crate::analytic::formula::restore_chain::{Cycle, SOURCE};
use crate::analytic::formula::scrub;
use crate::analytic::pool::{SCRUBBING, found_by_scrubs};
use crate::analytic::prediction::Prediction;
use crate::measure::Metric;
use crate::model::{Backup, Dataset, DatasetId, Failure, Model, StoreId, Strikes};
use crate::quantity::{Span, Time};

const FORMULA: &str = "restore chain";

/// The mean time that a restore takes.
///
/// # Errors
/// The assumption that the model breaks.
pub fn predict(model: &Model, id: DatasetId) -> Result<Vec<Prediction>, String> {
    let dataset = &model.datasets[id];
    let restorable = Restorable::of(model, id)?;
    let [job] = &restorable.jobs[..] else {
        return Err("it is restored from the chains of several jobs".to_string());
    };
    if job.backup.sound.get() < 1.0 {
        return Err(format!("copies of `{}` that are not sound cost attempts", job.backup.name));
    }
    if job.misses > 0.0 && job.backup.full_every > 1 {
        return Err(format!("chains of `{}` have gaps where a backup failed", job.backup.name));
    }
    let mut times = Vec::new();
    for reach in &restorable.threats {
        let to = match (&reach.mode.strikes, dataset.restore.to.first()) {
            (Strikes::Dataset(_), _) | (_, None) => dataset.on,
            (_, Some(&elsewhere)) => elsewhere,
        };
        times.push(cycle(model, dataset, job.backup, to)?.mean());
    }
    let (first, rest) = times.split_first().expect("something takes data");
    if rest.iter().any(|time| time != first) {
        return Err("how long it takes depends on what took the data".to_string());
    }
    let metric = Metric::RestoreTime;
    let row = Prediction::new(metric.name(), &dataset.name, FORMULA, SOURCE, *first);
    let mut rows = vec![row.of_metric(metric)];
    if let [threat] = &restorable.threats[..] {
        rows.extend(after_rot(model, dataset, threat.mode, *first));
    }
    Ok(rows)
}

/// From silent corruption to whole again: the mean time until a scrub finds it, then the restore,
/// of so many hours.
fn after_rot(model: &Model, dataset: &Dataset, mode: &Failure, hours: f64) -> Option<Prediction> {
    let strikes_data = matches!(mode.strikes, Strikes::Dataset(_));
    let scrub = found_by_scrubs(model, mode).filter(|_| strikes_data)?;
    let (metric, mean) = (Metric::DataRta, scrub.mean_to_find() + hours);
    let row = Prediction::new(metric.name(), &dataset.name, SCRUBBING, scrub::SOURCE, mean);
    Some(row.of_metric(metric))
}

fn cycle(model: &Model, dataset: &Dataset, backup: &Backup, to: StoreId) -> Result<Cycle, String> {
    if dataset.grows.per_second() > 0.0 {
        return Err("it grows, and restores get longer".to_string());
    }
    let way = Way { from: backup.to, over: backup.over.as_ref(), to };
    let rate = way.rate(model)?;
    if rate.is_some() {
        alone_on(model, backup)?;
    }
    let throughput = backup.encryption.map_or(1.0, |encryption| encryption.throughput);
    let hours = |bytes: f64| {
        let seconds = rate.map_or(0.0, |rate| bytes / throughput / rate.per_second());
        Span::from_seconds(seconds).hours()
    };
    // What changes between neighbours; of a differential, it adds up only while below the whole.
    let changed = |intervals: u32| {
        let later = Time::START + backup.every * f64::from(intervals);
        dataset.changed(Time::START, later).get()
    };
    let (change, all) = (changed(1), changed(backup.full_every - 1));
    if all < change * f64::from(backup.full_every - 1) * (1.0 - 1e-9) {
        return Err("within a chain all of it changes".to_string());
    }
    let restore = &dataset.restore;
    Ok(Cycle {
        full_every: backup.full_every,
        between: backup.between,
        start: (restore.starts.mean() + restore.verifies.mean()).hours(),
        full: hours(dataset.size.get()),
        change: hours(change),
        each: restore.per_increment.hours(),
    })
}
