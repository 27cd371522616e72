//! Built stores until their first loss: by the exact chain of their groups, or with one piece to
//! spare and a repair or rebuild of any law by its transform.

use crate::analytic::formula::rebuild::{self, OneToSpare};
use crate::analytic::formula::redundancy::Alike;
use crate::analytic::groups::{Groups, Station};
use crate::analytic::prediction::Prediction;
use crate::analytic::service::ends_early;
use crate::analytic::{lump, outside};
use crate::measure::Metric;
use crate::model::{
    Built, Dataset, Failure, Model, RebuildWork, Recovery, RepairId, Seeing, Sharing, StoreId,
    Strikes,
};
use crate::quantity::{Law, Span};

const CHAIN: &str = "exact chain of groups";
const CHAIN_SOURCE: &str = "chain of pieces gone; state reduction, uniformisation";
const GENERAL: &str = "one to spare, general rebuild";
/// With more groups than this the mean time of independent ones is not followed.
const FEW_GROUPS: u32 = 8;

/// One step on a piece's way back, with its law.
struct Step {
    law: Law,
    sharing: Sharing,
}

/// A built store that a formula is about.
struct Stored<'m> {
    model: &'m Model,
    store: &'m str,
    built: &'m Built,
    groups: u32,
    /// Failures of a member per hour.
    failures: f64,
    /// Detection and repair, as far as they take time.
    repair: Vec<Step>,
    /// Whether members never come back.
    lost: bool,
    rebuild: Option<Step>,
    unreadable: f64,
}

/// What a formula says.
struct Answer {
    formula: &'static str,
    source: &'static str,
    loss: f64,
    mean_time: Option<f64>,
}

pub fn predict(model: &Model, id: StoreId) -> Vec<Prediction> {
    if model.stores[id].built.is_none() {
        return Vec::new();
    }
    let name = &model.stores[id].name;
    let answer = answer(model, id);
    let Answer { formula, source, loss, mean_time } = match answer {
        Ok(answer) => answer,
        Err(reason) => {
            let metric = Metric::ProbabilityOfStoreLoss;
            let row = Prediction::not_applicable(metric.name(), name, CHAIN, CHAIN_SOURCE, reason);
            return vec![row];
        }
    };
    let row = |metric: Metric, value| Prediction::new(metric.name(), name, formula, source, value);
    let metric = Metric::ProbabilityOfStoreLoss;
    let mut rows = vec![row(metric, loss).of_metric(metric)];
    let metric = Metric::TimeToStoreLoss;
    let mean_time = mean_time.filter(|mean| mean.is_finite());
    rows.extend(mean_time.map(|mean| row(metric, mean).of_first_time(metric, "loss", 1.0 - loss)));
    rows
}

/// The probability that some group of a built store is lost before the horizon.
///
/// # Errors
/// The assumption that the model breaks.
pub fn loss(model: &Model, id: StoreId) -> Result<f64, String> {
    answer(model, id).map(|answer| answer.loss)
}

fn answer(model: &Model, id: StoreId) -> Result<Answer, String> {
    ends_early(model)?;
    if model.warm_up > Span::ZERO {
        return Err("results count from a warm-up on, not from the start".to_string());
    }
    let stored = Stored::of(model, id)?;
    let steps = stored.repair.iter().chain(&stored.rebuild);
    if steps.into_iter().all(|step| step.law.memoryless().is_some()) {
        stored.by_chain()
    } else {
        stored.by_transform()
    }
}

impl<'m> Stored<'m> {
    fn of(model: &'m Model, id: StoreId) -> Result<Self, String> {
        let store = &model.stores[id];
        let built = store.built.as_ref().expect("only built stores are asked for");
        let pool = &model.pools[built.pool];
        let destroys = |reach: &super::exposure::Reach<'_>| reach.mode.effect.destroys.get() > 0.0;
        if let Some(reach) = super::exposure::of_store(model, id).into_iter().find(destroys) {
            return Err(format!("`{}` destroys pieces of several members", reach.mode.name));
        }
        outside::of_pool(model, built.pool)?;
        if pool.spare_count() > 0 {
            return Err(format!("pool `{}` has spares that take over pieces", pool.name));
        }
        if pool.retirement.is_some() {
            return Err(format!("members of pool `{}` retire", pool.name));
        }
        let mode = only_mode(model, built)?;
        let (repair, lost) = way_back(model, mode)?;
        let work = built.rebuild.as_ref().map(|rebuild| (rebuild, rebuild_takes(model, id, built)));
        let rebuild = match work {
            Some((rebuild, law)) => Some(Step { law: law?, sharing: rebuild.sharing }),
            None => None,
        };
        Ok(Self {
            model,
            store: &store.name,
            built,
            groups: pool.members / built.width(),
            failures: life(mode)?,
            repair,
            lost,
            rebuild: rebuild.filter(|step| step.law.mean() > Span::ZERO),
            unreadable: built.rebuild.as_ref().map_or(0.0, |rebuild| rebuild.unreadable.get()),
        })
    }

    /// Whether groups never wait for each other.
    fn independent(&self) -> bool {
        let parallel = |step: &Step| step.sharing == Sharing::Parallel;
        self.groups == 1
            || self.lost
            || (self.repair.is_empty() && self.rebuild.as_ref().is_none_or(parallel))
    }

    fn by_chain(&self) -> Result<Answer, String> {
        if !self.lost && self.repair.is_empty() && self.rebuild.is_none() {
            return Err(format!("pieces of `{}` are whole again at once", self.store));
        }
        let independent = self.independent();
        if !independent && self.repair.len() > 1 {
            return Err(format!(
                "groups of `{}` wait for each other in several stages of repair",
                self.store
            ));
        }
        let one = self.chain(1);
        let problem = |problem: crate::analytic::chain::ChainProblem| problem.to_string();
        let horizon = self.model.horizon.hours();
        let all = self.chain(self.groups);
        let loss = if independent {
            Alike(self.groups).any(one.loss_within(horizon).map_err(problem)?)
        } else {
            all.loss_within(horizon).map_err(problem)?
        };
        let followed = !independent || self.groups <= FEW_GROUPS;
        let mean_time = if followed { all.mean_time().ok() } else { None };
        Ok(Answer { formula: CHAIN, source: CHAIN_SOURCE, loss, mean_time })
    }

    fn chain(&self, groups: u32) -> Groups {
        let rate = |law: &Law| law.memoryless().map_or(0.0, |rate| rate.as_per_hour());
        let oldest_first = groups > 1 && !self.independent();
        let repair = self
            .repair
            .iter()
            .map(|step| Station { oldest_first, ..Station::own(rate(&step.law), step.sharing) });
        let rebuild = self
            .rebuild
            .iter()
            .map(|step| Station { exposed: true, ..Station::own(rate(&step.law), step.sharing) });
        let never = Station::own(0.0, Sharing::Parallel);
        Groups {
            groups,
            width: self.built.width(),
            parity: self.built.parity,
            failures: self.failures,
            stations: if self.lost { vec![never] } else { repair.chain(rebuild).collect() },
            unreadable: self.unreadable,
            most_gone: None,
        }
    }

    fn by_transform(&self) -> Result<Answer, String> {
        let (law, exposed) = match (&self.repair[..], &self.rebuild) {
            ([repair], None) => (&repair.law, false),
            ([], Some(rebuild)) => (&rebuild.law, true),
            _ => {
                return Err(format!(
                    "repair and rebuild of `{}` are not all exponential",
                    self.store
                ));
            }
        };
        if self.built.parity != 1 {
            return Err(format!(
                "pieces come back by {law}; with other than one piece to spare the chain needs \
                 exponential"
            ));
        }
        if !self.independent() {
            return Err(format!(
                "groups of `{}` wait for each other, and pieces come back by {law}",
                self.store
            ));
        }
        let group = OneToSpare {
            pieces: self.built.width(),
            failures: self.failures,
            rebuild: law,
            exposed,
            unreadable: self.unreadable,
        };
        let loss = Alike(self.groups).any(group.loss_within(self.model.horizon.hours()));
        let mean_time = (self.groups == 1).then(|| group.mean_time());
        Ok(Answer { formula: GENERAL, source: rebuild::INVERTED, loss, mean_time })
    }
}

/// The one mode of the members, which destroys what each holds.
fn only_mode<'m>(model: &'m Model, built: &Built) -> Result<&'m Failure, String> {
    let pool = &model.pools[built.pool].name;
    let modes: Vec<_> = lump::modes_of(model, built.pool).map(|(_, mode)| mode).collect();
    let [mode] = modes[..] else {
        return Err(format!("pool `{pool}` has {} failure modes, not one", modes.len()));
    };
    if !matches!(mode.strikes, Strikes::Each(_)) {
        return Err(format!("`{}` does not strike each member", mode.name));
    }
    if mode.beta.get() > 0.0 {
        return Err(format!("`{}` takes members together", mode.name));
    }
    if mode.effect.destroys.get() < 1.0 {
        return Err(format!("`{}` does not always destroy what a member holds", mode.name));
    }
    Ok(mode)
}

fn life(mode: &Failure) -> Result<f64, String> {
    super::exposure::Reach { mode, clocks: 1 }.per_hour()
}

/// What a failed member goes through, as far as it takes time; and whether it never comes back.
fn way_back(model: &Model, mode: &Failure) -> Result<(Vec<Step>, bool), String> {
    let alone = |law: &Law| Step { law: law.clone(), sharing: Sharing::Parallel };
    match &mode.recovery {
        Recovery::None => Ok((Vec::new(), true)),
        Recovery::Lasts(law) => Ok((vec![alone(law)], false)),
        Recovery::Repair(id) => {
            let mut steps: Vec<Step> = detection(model, mode)?.iter().map(alone).collect();
            for step in stages(model, *id)? {
                steps.push(step);
            }
            steps.retain(|step| step.law.mean() > Span::ZERO);
            Ok((steps, false))
        }
        Recovery::Traced => Err(format!("`{}` lasts as a trace tells", mode.name)),
        Recovery::Restore => panic!("members are not restored"),
    }
}

fn detection(model: &Model, mode: &Failure) -> Result<Option<Law>, String> {
    let Some(id) = mode.detected_by else { return Ok(None) };
    let detector = &model.detectors[id];
    if detector.false_alarms.is_some()
        || detector.coverage.get() < 1.0
        || detector.misdiagnosed.get() + detector.undiagnosed.get() > 0.0
    {
        return Err(format!("detector `{}` is not always right", detector.name));
    }
    match &detector.seeing {
        Seeing::Immediate => Ok(None),
        Seeing::Delay(law) => Ok(Some(law.clone())),
        Seeing::Heartbeat { .. } | Seeing::Scrub { .. } => {
            Err(format!("detector `{}` takes no time by a law of its own", detector.name))
        }
    }
}

fn stages(model: &Model, id: RepairId) -> Result<Vec<Step>, String> {
    let repair = &model.repairs[id];
    let mut steps = Vec::new();
    let users = |crew| {
        let all = model.repairs.iter().flat_map(|repair| &repair.stages);
        all.filter(|stage| stage.crew == Some(crew)).count()
    };
    for (number, stage) in repair.stages.iter().enumerate() {
        let broken =
            |what: &str| Err(format!("stage `{}` of `{}` {what}", stage.name, repair.name));
        let last = number + 1 == repair.stages.len();
        if stage.part.is_some() {
            return broken("may wait for a part");
        }
        if (!last && stage.fixes.get() > 0.0) || stage.sticks.get() < 1.0 {
            return broken("has more than one outcome");
        }
        if stage.crew.is_some_and(|crew| users(crew) > 1) {
            return broken("shares its crew with another");
        }
        steps.push(Step {
            law: stage.takes.clone(),
            sharing: stage
                .crew
                .map_or(Sharing::Parallel, |crew| Sharing::Queued(model.crews[crew].size)),
        });
    }
    let uses = model.failures.iter().filter(|mode| mode.recovery == Recovery::Repair(id));
    let struck = uses.map(|mode| match &mode.strikes {
        Strikes::Each(pools) => pools.len(),
        _ => 2,
    });
    if struck.sum::<usize>() > 1 && repair.stages.iter().any(|stage| stage.crew.is_some()) {
        return Err(format!("`{}` repairs other things with the same crews", repair.name));
    }
    Ok(steps)
}

/// How long a rebuild takes alone.
fn rebuild_takes(model: &Model, id: StoreId, built: &Built) -> Result<Law, String> {
    let rebuild = built.rebuild.as_ref().expect("there is a rebuild");
    let rate = match &rebuild.work {
        RebuildWork::Takes(law) => return Ok(law.clone()),
        RebuildWork::Copies(rate) => rate,
    };
    let store = &model.stores[id];
    let mut bytes = store.holds.get();
    for dataset in model.datasets.iter().filter(|dataset| dataset.on == id) {
        if dataset.grows.per_second() > 0.0 {
            return Err(format!("rebuilds copy the growing `{}`", dataset.name));
        }
        bytes += dataset.size.get();
    }
    let restored_here = |dataset: &&Dataset| dataset.restore.to.contains(&id);
    if let Some(dataset) = model.datasets.iter().find(restored_here) {
        return Err(format!("`{}` may come to lie on `{}`", dataset.name, store.name));
    }
    let pieces = f64::from(model.pools[built.pool].members / built.width() * built.data);
    Ok(Law::Fixed(Span::from_seconds(bytes / pieces / rate.per_second())))
}
