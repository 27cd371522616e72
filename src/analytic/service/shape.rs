//! The shape that most closed forms are about: a service that needs some members of one pool.

use crate::analytic::{lump, outside};
use crate::model::{
    Failure, Model, Need, Occurs, Pool, PoolId, Recovery, Repair, ServiceId, SpareKind, Strikes,
};
use crate::quantity::{Law, Span};

/// A service that needs `needed` members of one pool.
pub(super) struct Simple<'m> {
    pub model: &'m Model,
    pub id: ServiceId,
    pub service: &'m str,
    pub pool_id: PoolId,
    pub pool: &'m Pool,
    pub needed: u32,
    pub modes: Vec<&'m Failure>,
}

impl<'m> Simple<'m> {
    /// `None` where the service needs something else.
    pub fn of(model: &'m Model, id: ServiceId) -> Option<Self> {
        let service = &model.services[id];
        let (needed, pool) = at_least(&service.needs)?;
        let modes = lump::modes_of(model, pool).map(|(_, mode)| mode);
        Some(Self {
            model,
            id,
            service: &service.name,
            pool_id: pool,
            pool: &model.pools[pool],
            needed,
            modes: modes.collect(),
        })
    }

    /// The only failure mode, which strikes each member by a law.
    pub fn one_mode(&self) -> Result<(&'m Failure, &'m Law), String> {
        let [mode] = self.modes[..] else {
            let count = self.modes.len();
            return Err(format!("pool `{}` has {count} failure modes, not one", self.pool.name));
        };
        if !matches!(mode.strikes, Strikes::Each(_)) {
            return Err(format!("`{}` does not strike each member", mode.name));
        }
        if mode.beta.get() > 0.0 {
            return Err(format!("`{}` takes members together", mode.name));
        }
        match &mode.occurs {
            Occurs::Random(law) => Ok((mode, law)),
            Occurs::At(_) => Err(format!("`{}` strikes at fixed times", mode.name)),
            Occurs::Traced(_) => Err(format!("`{}` strikes as a trace tells", mode.name)),
            Occurs::Triggered => Err(format!("`{}` strikes when it is triggered", mode.name)),
        }
    }

    /// The failures per hour of the only mode, which must be exponential.
    pub fn failures_per_hour(&self) -> Result<f64, String> {
        let (mode, law) = self.one_mode()?;
        per_hour(law, || format!("the time to failure of `{}`", mode.name))
    }

    /// Nothing else takes members away: no retirement, false alarms, wrong or missing diagnoses.
    pub fn plain(&self) -> Result<(), String> {
        outside::of_pool(self.model, self.pool_id)?;
        if self.pool.retirement.is_some() {
            return Err(format!("members of pool `{}` retire", self.pool.name));
        }
        for detector in self.modes.iter().filter_map(|mode| mode.detected_by) {
            let detector = &self.model.detectors[detector];
            if detector.false_alarms.is_some() {
                return Err(format!("detector `{}` raises false alarms", detector.name));
            }
            if detector.misdiagnosed.get() + detector.undiagnosed.get() > 0.0 {
                let name = &detector.name;
                return Err(format!("detector `{name}` can take the wrong member, or none"));
            }
            if detector.coverage.get() < 1.0 {
                return Err(format!("detector `{}` misses some failures", detector.name));
            }
        }
        Ok(())
    }

    /// Failures are detected at once.
    pub fn detected_at_once(&self) -> Result<(), String> {
        use crate::model::Seeing;
        for detector in self.modes.iter().filter_map(|mode| mode.detected_by) {
            let detector = &self.model.detectors[detector];
            match &detector.seeing {
                Seeing::Immediate => {}
                Seeing::Delay(law) if law.mean() == Span::ZERO => {}
                _ => return Err(format!("detector `{}` takes time", detector.name)),
            }
        }
        Ok(())
    }

    /// Spares, if there are any, take over at once and all have the same dormancy.
    pub fn spares_at_once(&self) -> Result<(), String> {
        let slow = |kind: &&crate::model::Spares| kind.activation.mean() > Span::ZERO;
        match self.pool.spares.iter().filter(|kind| kind.count > 0).find(slow) {
            Some(kind) => {
                let kind = kind_name(kind.kind);
                Err(format!("{kind} spares of pool `{}` take time", self.pool.name))
            }
            None => Ok(()),
        }
    }

    /// Spares, if there are any, do not fail.
    pub fn spares_are_cold(&self) -> Result<(), String> {
        let ages = |kind: &crate::model::Spares| kind.count > 0 && kind.dormancy > 0.0;
        if self.pool.spares.iter().any(ages) {
            return Err(format!("spares of pool `{}` can fail", self.pool.name));
        }
        Ok(())
    }

    /// The repair pipeline of the only mode.
    pub fn repair(&self) -> Result<&'m Repair, String> {
        let (mode, _) = self.one_mode()?;
        match mode.recovery {
            Recovery::Repair(id) => Ok(&self.model.repairs[id]),
            Recovery::None => Err(format!("members that fail by `{}` are lost", mode.name)),
            Recovery::Lasts(_) | Recovery::Traced => Err(format!("`{}` ends by itself", mode.name)),
            Recovery::Restore => panic!("members are not restored"),
        }
    }

    /// No member comes back.
    pub fn no_repair(&self) -> Result<(), String> {
        match self.modes.iter().find(|mode| mode.recovery != Recovery::None) {
            Some(mode) => Err(format!("members that fail by `{}` come back", mode.name)),
            None => Ok(()),
        }
    }
}

/// The rate per hour of a law that must be exponential.
pub(super) fn per_hour(law: &Law, what: impl Fn() -> String) -> Result<f64, String> {
    let rate = law.memoryless().map(|rate| rate.as_per_hour());
    rate.ok_or_else(|| format!("{} is {law}, not exponential", what()))
}

fn kind_name(kind: SpareKind) -> &'static str {
    match kind {
        SpareKind::Hot => "hot",
        SpareKind::Warm => "warm",
        SpareKind::Cold => "cold",
    }
}

pub(super) fn at_least(need: &Need) -> Option<(u32, PoolId)> {
    match need {
        Need::AtLeast(count, pool) => Some((*count, *pool)),
        Need::All(needs) | Need::Any(needs) if needs.len() == 1 => at_least(&needs[0]),
        _ => None,
    }
}
