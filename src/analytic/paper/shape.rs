//! What a model must look like for the paper's formulas, and the numbers they take from it.

use crate::analytic::formula::survival::Life;
use crate::analytic::{lump, outside};
use crate::model::{
    Backup, Failure, FirstBackup, Keep, Model, Occurs, PoolId, Recovery, Starts, Strikes,
};
use crate::quantity::{Span, Time};

/// The paper's unit of time.
const HOUR: Span = Span::from_hours(1.0);

/// A pool whose members fail on their own and are not repaired.
pub(in super::super) struct MemberShape<'m> {
    pub pool: &'m str,
    pub members: u32,
    life: Life<'m>,
}

impl<'m> MemberShape<'m> {
    /// # Errors
    /// The assumption that the pool breaks.
    pub fn of(model: &'m Model, id: PoolId) -> Result<Self, String> {
        outside::of_pool(model, id)?;
        let pool = &model.pools[id];
        let mut laws = Vec::new();
        for (_, mode) in lump::modes_of(model, id) {
            let broken = |what: &str| Err(format!("`{}` {what}", mode.name));
            match (&mode.strikes, &mode.occurs) {
                (Strikes::EachBad(_), _) => return broken("strikes bad members only"),
                (Strikes::One(_), _) => return broken("strikes one member of the pool at a time"),
                (Strikes::Several(..), _) => return broken("strikes several members at once"),
                (Strikes::Places(_) | Strikes::Dataset(_) | Strikes::Credential(_), _) => {
                    panic!("modes of a pool strike members")
                }
                (Strikes::Shock { .. }, _) => return broken("strikes many members at once"),
                (Strikes::Each(_), Occurs::At(_)) => return broken("strikes at fixed times"),
                (Strikes::Each(_), Occurs::Traced(_)) => return broken("strikes as a trace tells"),
                (Strikes::Each(_), Occurs::Triggered) => {
                    return broken("strikes when it is triggered");
                }
                (Strikes::Each(_), Occurs::Random(law)) => laws.push(law),
            }
            if mode.beta.get() > 0.0 {
                return broken("takes members together");
            }
            if mode.recovery != Recovery::None {
                return Err(format!("members that fail by `{}` come back", mode.name));
            }
            let old = mode.starts != Starts::New;
            if old && laws.last().is_some_and(|law| law.memoryless().is_none()) {
                return broken("starts with members that are not new");
            }
            if let Some(detector) = mode.detected_by.map(|id| &model.detectors[id])
                && (detector.false_alarms.is_some() || detector.misdiagnosed.get() > 0.0)
            {
                return Err(format!("detector `{}` takes members that work", detector.name));
            }
        }
        if laws.is_empty() {
            return Err(format!("members of pool `{}` do not fail", pool.name));
        }
        if model.warm_up > Span::ZERO {
            return Err("results count from a warm-up on, not from the start".to_string());
        }
        Ok(Self { pool: &pool.name, members: pool.members, life: Life { laws } })
    }

    /// The life of a member.
    pub fn life(&self) -> &Life<'m> {
        &self.life
    }

    /// The probability that a member has not failed by then.
    pub fn survival(&self, time: Time) -> f64 {
        self.life.survival(time.since_start())
    }

    /// The probability that none of the members has failed by then.
    pub fn none_failed(&self, time: Time) -> f64 {
        libm::pow(self.survival(time), f64::from(self.members))
    }

    /// The paper's p: the probability of failing within any one hour.
    ///
    /// # Errors
    /// When there is no such p, since lives are not exponential.
    pub fn hourly(&self) -> Result<f64, String> {
        match self.life.rate() {
            Some(_) => Ok(self.life.failed(HOUR)),
            None => Err("the hazard is not constant; the formula has one p for every hour".into()),
        }
    }
}

/// One job that makes full backups into a store, beside one pool that has the formulas' N members.
pub(super) struct BackupShape<'m> {
    pub store: &'m str,
    job: &'m str,
    /// N.
    pub members: f64,
    /// B0 in bytes.
    before: f64,
    /// Nb in bytes.
    pub each: f64,
    pub every: Span,
}

impl<'m> BackupShape<'m> {
    /// # Errors
    /// The assumption that the model breaks.
    pub fn of(model: &'m Model) -> Result<Self, String> {
        let mut jobs = model.backups.iter();
        let (Some(job), None) = (jobs.next(), jobs.next()) else {
            let jobs = model.backups.len();
            return Err(format!("there is not one backup job but {jobs}"));
        };
        let mut pools = model.pools.iter();
        let (Some(pool), None) = (pools.next(), pools.next()) else {
            let pools = model.pools.len();
            return Err(format!("there is not one pool with N members but {pools}"));
        };
        if pool.members == 0 {
            return Err(format!("pool `{}` has no positions", pool.name));
        }
        if job.succeeds.get() < 1.0 {
            return Err(format!("backups by `{}` can fail", job.name));
        }
        if job.first != FirstBackup::At(job.every.after_start()) {
            return Err(format!("the first backup by `{}` is not after one interval", job.name));
        }
        plain(model, job)?;
        let store = &model.stores[job.to];
        Ok(Self {
            store: &store.name,
            job: &job.name,
            members: f64::from(pool.members),
            before: store.holds.get(),
            each: model.datasets[job.of].size.get(),
            every: job.every,
        })
    }

    /// # Errors
    /// When the job does not run once an hour.
    pub fn hourly(&self) -> Result<(), String> {
        if self.every == HOUR {
            return Ok(());
        }
        let every = crate::quantity::text::write_span(self.every);
        Err(format!("`{}` runs every {every}, the formula counts one backup an hour", self.job))
    }

    /// How many backups there are at a time.
    pub fn count(&self, time: Time) -> f64 {
        (time.since_start() / self.every + 1e-9).floor()
    }

    /// P4: B0 + Nb / N.
    pub fn after_one(&self) -> f64 {
        self.before + self.each / self.members
    }

    /// P5: B0 + t Nb.
    pub fn in_all(&self, time: Time) -> f64 {
        self.before + time.hours() * self.each
    }

    /// P7: B0 + (Nb / N) t.
    pub fn line(&self, time: Time) -> f64 {
        self.before + self.each / self.members * time.hours()
    }

    /// What the store holds: B0 + floor(t / T) Nb.
    pub fn staircase(&self, time: Time) -> f64 {
        self.before + self.count(time) * self.each
    }

    pub fn starts_empty(&self) -> bool {
        self.before == 0.0
    }
}

/// Full copies of one size that nothing stops, and that are all kept.
fn plain(model: &Model, job: &Backup) -> Result<(), String> {
    let (dataset, store) = (&model.datasets[job.of], &model.stores[job.to]);
    let broken = |what: &str| Err(format!("backup job `{}` {what}", job.name));
    if job.full_every > 1 {
        return broken("writes more than full copies");
    }
    if dataset.grows.per_second() > 0.0 {
        return Err(format!("dataset `{}` grows", dataset.name));
    }
    if job.keeps != Keep::All || (job.verifies.is_some() && job.sound.get() < 1.0) {
        return broken("does not keep all copies");
    }
    let limited = model.stores[dataset.on].read.or(store.write).is_some() || job.over.is_some();
    if limited || job.takes.mean() > Span::ZERO || job.window.is_some() {
        return broken("takes time, or waits");
    }
    if job.seeded || store.capacity.is_some() {
        return broken("begins with a copy, or may find its store full");
    }
    outside::of_dataset(model, job.of)?;
    let strikes = |mode: &&Failure| {
        matches!(mode.strikes, Strikes::Dataset(_) | Strikes::Credential(_))
            || !mode.strikes.places().is_empty()
    };
    let built = model.stores.iter().any(|store| store.built.is_some());
    match model.failures.iter().find(strikes) {
        Some(mode) => Err(format!("`{}` can stop backups or take copies", mode.name)),
        None if built => Err("what lies on a built store can be lost with its members".to_string()),
        None => Ok(()),
    }
}
