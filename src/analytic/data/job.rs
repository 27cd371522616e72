//! A backup job as the formulas about recovery points know it.

use super::exposure;
use crate::analytic::formula::recovery_point::Schedule;
use crate::model::{Backup, Dataset, FirstBackup, Keep, Model, Route, StoreId};
use crate::quantity::{DataRate, Law, Span};

/// A run of failed backups less likely than this is not waited for.
const NEVER: f64 = 1e-4;

/// A job of periodic backups that nothing disturbs.
pub struct Job<'m> {
    pub backup: &'m Backup,
    /// From a backup's start to its end.
    pub takes: Span,
    /// The probability that a backup leaves no copy that can be used.
    pub misses: f64,
}

impl<'m> Job<'m> {
    /// # Errors
    /// The assumption that the job breaks.
    pub fn of(model: &'m Model, backup: &'m Backup) -> Result<Self, String> {
        let dataset = &model.datasets[backup.of];
        let broken = |what: &str| Err(format!("backup job `{}` {what}", backup.name));
        if backup.retry.is_some() && backup.succeeds.get() < 1.0 {
            return broken("tries again what failed");
        }
        if backup.window.is_some() {
            return broken("runs in a window");
        }
        if model.stores[backup.to].capacity.is_some() {
            return Err(format!("store `{}` may be full", model.stores[backup.to].name));
        }
        if backup.full_every > 1 && backup.sound.get() < 1.0 {
            return broken("writes increments, and copies that are not sound");
        }
        let key = backup.encryption.and_then(|encryption| encryption.key);
        let over = backup.over.as_ref();
        if let Some(mode) = exposure::of_copies(model, backup.to, over, key) {
            let (mode, job) = (&mode.name, &backup.name);
            return Err(format!("`{mode}` strikes where copies of `{job}` lie or pass"));
        }
        let job = Self {
            backup,
            takes: takes(model, dataset, backup)?,
            misses: 1.0 - backup.succeeds.get() * backup.sound.get(),
        };
        if job.misses >= 1.0 {
            return broken("never leaves a copy that can be used");
        }
        if job.takes > backup.every {
            return broken("takes longer than its interval");
        }
        if !job.keeps_enough() {
            return broken("may delete the copy that is needed");
        }
        Ok(job)
    }

    /// As the formula has it, when a copy is usable so long after its backup's end.
    pub fn schedule(&self, lag: Span) -> Schedule {
        Schedule {
            interval: self.backup.every.hours(),
            delay: (self.takes + lag).hours(),
            misses: self.misses,
        }
    }

    /// Until the law of the newest copy's age has settled after the start, in hours.
    pub fn settles_after(&self) -> f64 {
        let Schedule { interval, delay, .. } = self.schedule(self.backup.lag);
        let first = match self.backup.first {
            FirstBackup::At(time) => time.hours(),
            FirstBackup::RandomPhase => interval,
        };
        first + delay + f64::from(self.longest_run() + 1) * interval
    }

    /// How many backups in a row may leave no copy.
    fn longest_run(&self) -> u32 {
        let (mut run, mut left) = (0, self.misses);
        while left > NEVER && run < 1000 {
            run += 1;
            left *= self.misses;
        }
        run
    }

    /// Whether the newest usable copy is always among those that are kept.
    fn keeps_enough(&self) -> bool {
        let Backup { every, lag, .. } = *self.backup;
        // Finished copies that are newer than it: those that lag, and bad ones.
        let newer = (lag / every).ceil() + f64::from(self.longest_run());
        match self.backup.keeps {
            Keep::All => true,
            Keep::For(span) => span >= every * (newer + 1.0) + self.takes + lag,
            Keep::Newest(copies) => f64::from(copies) > newer,
            Keep::Gfs { daily, .. } => {
                let day = Span::from_hours(24.0);
                newer == 0.0 || (every >= day && f64::from(daily) > newer * (every / day) + 1.0)
            }
        }
    }
}

/// How long a backup takes.
fn takes(model: &Model, dataset: &Dataset, backup: &Backup) -> Result<Span, String> {
    let Law::Fixed(fixed) = backup.takes else {
        return Err(format!(
            "backups by `{}` take {}, not always as long",
            backup.name, backup.takes
        ));
    };
    let way = Way { from: dataset.on, over: backup.over.as_ref(), to: backup.to };
    let Some(rate) = way.rate(model)? else { return Ok(fixed) };
    if backup.full_every > 1 || dataset.grows.per_second() > 0.0 {
        return Err(format!("backups by `{}` take as long as what they move", backup.name));
    }
    alone_on(model, backup)?;
    let throughput = backup.encryption.map_or(1.0, |encryption| encryption.throughput);
    let bytes = dataset.size.get() / throughput;
    Ok(fixed + Span::from_seconds(bytes / rate.per_second()))
}

/// Nothing else moves data, where speed is limited.
pub fn alone_on(model: &Model, backup: &Backup) -> Result<(), String> {
    let others = model.backups.iter().any(|other| other.name != backup.name);
    if others || !model.mirrors.is_empty() || model.datasets.len() > 1 {
        return Err(format!("other transfers may slow those of `{}`", backup.name));
    }
    Ok(())
}

/// A way of data from a store to another.
pub struct Way<'m> {
    pub from: StoreId,
    pub over: Option<&'m Route>,
    pub to: StoreId,
}

impl Way<'_> {
    /// How fast it is for one transfer alone; `None`: unlimited.
    ///
    /// # Errors
    /// When there are several ways.
    pub fn rate(&self, model: &Model) -> Result<Option<DataRate>, String> {
        if self.over.is_some_and(|route| route.alternatives.len() > 1) {
            return Err("there are several ways for the data".to_string());
        }
        let links = exposure::links(self.over).map(|link| model.links[link].bandwidth);
        let ends = [model.stores[self.from].read, model.stores[self.to].write];
        let rates = links.chain(ends).flatten();
        Ok(rates.min_by(|a, b| a.per_second().total_cmp(&b.per_second())))
    }
}
