//! RPA of a dataset that is restored from periodic backups.

use super::exposure::{self, Reach};
use super::job::Job;
use crate::analytic::formula::recovery_point::{SOURCE, Schedule, Schedules};
use crate::analytic::prediction::Prediction;
use crate::analytic::service::ends_early;
use crate::measure::Metric;
use crate::model::{
    Dataset, DatasetId, Failure, FirstBackup, Keep, Model, Recovery, Seeing, Strikes,
};
use crate::quantity::{Law, Span};

pub const FORMULA: &str = "age of the newest copy";
/// What happens to so small a share of the copies is not seen.
const RARE: f64 = 1e-3;
/// The start must not be more than this share of the observed time.
const START: f64 = 0.01;

/// A dataset, with what can take it and what brings it back.
pub struct Restorable<'m> {
    pub jobs: Vec<Job<'m>>,
    pub threats: Vec<Reach<'m>>,
    schedules: Vec<Schedule>,
}

/// The mean and the quantiles of the RPA.
///
/// # Errors
/// The assumption that the model breaks.
pub fn predict(model: &Model, id: DatasetId) -> Result<Vec<Prediction>, String> {
    let Restorable { schedules, .. } = Restorable::of(model, id)?;
    let schedules = Schedules(&schedules);
    let metric = Metric::Rpa;
    let row = |value| {
        let name = &model.datasets[id].name;
        Prediction::new(metric.name(), name, FORMULA, SOURCE, value)
    };
    let mut rows = vec![row(schedules.mean()).of_metric(metric)];
    for share in [0.5, 0.95, 0.99] {
        rows.push(row(schedules.quantile(share)).of_quantile(metric, share));
    }
    Ok(rows)
}

impl<'m> Restorable<'m> {
    /// # Errors
    /// The assumption that the model breaks.
    pub fn of(model: &'m Model, id: DatasetId) -> Result<Self, String> {
        ends_early(model)?;
        let dataset = &model.datasets[id];
        if let Some(mirror) = model.mirrors_of(id).next() {
            return Err(format!("mirror `{}` is mostly newer than any backup", mirror.name));
        }
        if dataset.restore.succeeds.get() < 1.0 {
            return Err("a restore may fail, and then goes back to an older copy".to_string());
        }
        let threats = threats(model, id)?;
        let jobs: Vec<_> =
            model.backups_of(id).map(|backup| Job::of(model, backup)).collect::<Result<_, _>>()?;
        if jobs.is_empty() {
            return Err("there is no backup of it".to_string());
        }
        let fixed = jobs.iter().filter(|job| job.backup.first != FirstBackup::RandomPhase).count();
        if jobs.len() > 1 && fixed > 1 {
            return Err("the phases of its backup jobs are fixed to each other".to_string());
        }
        undisturbed(model, dataset, &jobs)?;
        settled(model, &jobs)?;
        let mut schedules = Vec::new();
        for job in &jobs {
            schedules.push(schedule(model, dataset, job, &threats)?);
        }
        Ok(Self { jobs, threats, schedules })
    }
}

/// The modes that lose data of it, each of which must come at random.
fn threats(model: &Model, id: DatasetId) -> Result<Vec<Reach<'_>>, String> {
    let dataset = &model.datasets[id];
    let store = &model.stores[dataset.on];
    if store.built.is_some() {
        return Err(format!("it lies on the members of `{}`", store.name));
    }
    if let Some(mode) = exposure::by_credential_or_member(model, dataset.on) {
        return Err(format!("`{}` can delete what lies on `{}`", mode.name, store.name));
    }
    let mut threats = exposure::of_store(model, dataset.on);
    threats.retain(|reach| reach.mode.effect.destroys.get() > 0.0);
    threats.extend(exposure::of_data(model, id));
    for reach in &threats {
        reach.per_hour()?;
        if reach.mode.effect.dwells.is_some() {
            return Err(format!("`{}` dwells before it shows", reach.mode.name));
        }
    }
    Ok(threats)
}

/// Whatever stops backups does so too seldom to be seen.
fn undisturbed(model: &Model, dataset: &Dataset, jobs: &[Job<'_>]) -> Result<(), String> {
    let interval = jobs.iter().map(|job| job.backup.every.hours()).fold(0.0, f64::max);
    let restoring = dataset.restore.starts.mean() + dataset.restore.verifies.mean();
    for reach in exposure::of_store(model, dataset.on) {
        let missed = reach.hours_down(model)? + restoring.hours() + interval;
        if reach.per_hour()? * missed > RARE {
            return Err(format!("`{}` strikes so often that backups are missed", reach.mode.name));
        }
    }
    Ok(())
}

/// The start, when there are no copies yet, is over before results count, or short.
fn settled(model: &Model, jobs: &[Job<'_>]) -> Result<(), String> {
    let start = jobs.iter().map(Job::settles_after).fold(0.0, f64::max);
    let warm = start <= model.warm_up.hours();
    if warm || start <= START * model.window().hours() {
        return Ok(());
    }
    Err("the horizon is too short for the start not to matter; a warm-up leaves it out".to_string())
}

/// When a copy can be used counts from its backup's end to when the restore begins.
fn schedule(
    model: &Model,
    dataset: &Dataset,
    job: &Job<'_>,
    threats: &[Reach<'_>],
) -> Result<Schedule, String> {
    let mut found: Option<Schedule> = None;
    for reach in threats {
        let schedule = match reach.mode.strikes {
            Strikes::Dataset(_) => after_corruption(model, job, reach.mode)?,
            _ => job.schedule(lag_left(model, dataset, job, reach.mode)?),
        };
        if found.is_some_and(|other| other != schedule) {
            return Err("copies of one age can be used after one failure, not after another".into());
        }
        found = Some(schedule);
    }
    found.ok_or_else(|| "nothing takes data".to_string())
}

/// Corruption that is found at once cuts the backup under way; found later, it lets it end.
fn after_corruption(model: &Model, job: &Job<'_>, mode: &Failure) -> Result<Schedule, String> {
    if at_once(model, mode) {
        return Ok(job.schedule(job.backup.lag));
    }
    if job.takes + job.backup.lag > Span::ZERO {
        return Err(format!("a backup may end before `{}` is detected", mode.name));
    }
    if job.backup.keeps != Keep::All {
        return Err(format!("copies may be deleted before `{}` is detected", mode.name));
    }
    Ok(job.schedule(Span::ZERO))
}

/// How much of the lag still has to pass when the store is lost.
fn lag_left(
    model: &Model,
    dataset: &Dataset,
    job: &Job<'_>,
    mode: &Failure,
) -> Result<Span, String> {
    let lag = job.backup.lag;
    if lag == Span::ZERO {
        return Ok(lag);
    }
    let elsewhere = !dataset.restore.to.is_empty();
    let waits = match mode.recovery {
        _ if !at_once(model, mode) => None,
        _ if elsewhere => Some(Span::ZERO),
        Recovery::Lasts(Law::Fixed(span)) => Some(span),
        _ => None,
    };
    let waits = waits.ok_or_else(|| {
        format!("how much of the lag of `{}` is left when a restore begins varies", job.backup.name)
    })?;
    Ok(if lag > waits { lag - waits } else { Span::ZERO })
}

fn at_once(model: &Model, mode: &Failure) -> bool {
    mode.detected_by.is_none_or(|id| {
        let detector = &model.detectors[id];
        detector.coverage.get() == 1.0 && detector.seeing == Seeing::Immediate
    })
}
