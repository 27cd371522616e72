//! What of a model the chain needs: rates, routes and limits.

use std::collections::BTreeMap;

use super::assume;
use super::state::{PoolState, State};
use crate::model::{CrewId, Failure, FailureId, Model, PoolId, Recovery, RepairId, Strikes};

/// Some pools of a model, with the crews they compete for.
#[derive(Default)]
pub(super) struct Plan {
    pub pools: Vec<PoolPlan>,
    pub stations: Vec<Station>,
    /// How many repairs each crew does at once.
    pub crews: Vec<u32>,
    pub shocks: Vec<ShockPlan>,
}

/// What takes several members at one instant.
pub(super) struct ShockPlan {
    /// Per hour.
    pub rate: f64,
    /// The probability that an exposed member is struck.
    pub each: f64,
    /// The pools that it strikes, each with the number that the mode has there.
    pub hits: Vec<(usize, usize)>,
}

pub(super) struct PoolPlan {
    pub id: PoolId,
    pub members: u32,
    pub spares: Vec<SparesPlan>,
    pub modes: Vec<ModePlan>,
    /// The probability that a switch succeeds.
    pub switching: f64,
}

pub(super) struct SparesPlan {
    pub count: u32,
    pub dormancy: f64,
    /// Per hour; `None`: at once.
    pub activation: Option<f64>,
}

pub(super) struct ModePlan {
    pub id: FailureId,
    /// Per hour, of strikes that take one member: of each member, or of the pool.
    pub rate: f64,
    /// Per hour and exposed member, of strikes that take others with it.
    pub shared: f64,
    pub strikes_one: bool,
    /// Per hour; `None`: at once.
    pub detection: Option<f64>,
    /// Where a detected member goes; `None`: it is lost.
    pub then: Option<usize>,
}

/// A repair stage as the members of one pool come through it.
pub(super) struct Station {
    pub pool: usize,
    /// Per hour and member at work.
    pub rate: f64,
    pub crew: Option<usize>,
    /// The probability that the repair ends here.
    pub fixes: f64,
    pub next: Option<usize>,
    /// Whether it is a repair stage, not a failure that ends by itself.
    pub is_repair: bool,
}

impl Plan {
    /// # Errors
    /// The assumption of the chain that the model breaks.
    pub fn new(model: &Model, mut pools: Vec<PoolId>) -> Result<Self, String> {
        with_competitors(model, &mut pools);
        pools.sort_unstable();
        let mut builder = Builder::default();
        for (index, &pool) in pools.iter().enumerate() {
            assume::pool(model, pool)?;
            let planned = builder.pool(model, pool, index)?;
            builder.plan.pools.push(planned);
        }
        builder.plan.shocks = shocks(model, &builder.plan.pools)?;
        Ok(builder.plan)
    }

    pub fn index_of(&self, pool: PoolId) -> usize {
        let found = self.pools.iter().position(|plan| plan.id == pool);
        found.expect("the chain is of this pool")
    }

    pub fn repairs_per_hour(&self, pool: usize, state: &State) -> f64 {
        let stations = self.stations.iter().zip(&state.at_work);
        let own = stations.filter(|(station, _)| station.pool == pool && station.is_repair);
        own.map(|(station, &members)| f64::from(members) * station.rate * station.fixes).sum()
    }

    pub fn waiting(&self, pool: usize, state: &State) -> u32 {
        let queued = state.queues.iter().flatten();
        let own = queued.filter(|(station, _)| self.stations[*station].pool == pool);
        own.map(|&(_, members)| members).sum()
    }
}

impl PoolPlan {
    pub fn failures_per_hour(&self, state: &PoolState) -> f64 {
        let of_mode = |mode: &ModePlan| {
            if mode.strikes_one {
                return if state.up > 0 { mode.rate } else { 0.0 };
            }
            let standing_by = |(kind, plan): (usize, &SparesPlan)| {
                f64::from(state.spares[kind] + state.activating[kind]) * plan.dormancy
            };
            let spares: f64 = self.spares.iter().enumerate().map(standing_by).sum();
            (mode.rate + mode.shared) * (f64::from(state.up) + spares)
        };
        self.modes.iter().map(of_mode).sum()
    }
}

/// The binomial shocks that strike some of these pools, each once, and those of beta factors,
/// which take a pool each.
fn shocks(model: &Model, pools: &[PoolPlan]) -> Result<Vec<ShockPlan>, String> {
    let mut shocks = Vec::new();
    for (id, mode) in model.failures.entries() {
        let number_in = |pool: &PoolPlan| pool.modes.iter().position(|mode| mode.id == id);
        let struck = pools.iter().enumerate();
        let hits: Vec<_> =
            struck.filter_map(|(pool, plan)| Some((pool, number_in(plan)?))).collect();
        let (each, together) = match mode.strikes {
            Strikes::Shock { each, .. } => (each.get(), hits.len()),
            _ if mode.beta.get() > 0.0 => (1.0, 1),
            _ => continue,
        };
        for hits in hits.chunks(together.max(1)) {
            assume::one_outcome(mode, hits, pools)?;
            let (pool, number) = hits[0];
            let rate = pools[pool].modes[number].shared / each;
            shocks.push(ShockPlan { rate, each, hits: hits.to_vec() });
        }
    }
    shocks.retain(|shock| shock.each > 0.0);
    Ok(shocks)
}

/// The modes that can strike members of a pool.
pub(in super::super) fn modes_of(
    model: &Model,
    id: PoolId,
) -> impl Iterator<Item = (FailureId, &Failure)> {
    let some_are_bad = model.pools[id].bad.get() > 0.0;
    let strikes = move |failure: &Failure| match &failure.strikes {
        Strikes::EachBad(pools) => pools.contains(&id) && some_are_bad,
        strikes => strikes.pools().contains(&id),
    };
    let modes = model.failures.entries();
    modes.filter(move |(_, failure)| strikes(failure))
}

/// The crews that members of a pool can occupy, needlessly too.
pub(in super::super) fn crews_of(model: &Model, pool: PoolId) -> Vec<CrewId> {
    let mut repairs = Vec::new();
    for (_, mode) in modes_of(model, pool) {
        if let Recovery::Repair(repair) = mode.recovery {
            repairs.push(repair);
        }
        let alarms = mode.detected_by.and_then(|id| model.detectors[id].false_alarms.as_ref());
        repairs.extend(alarms.map(|alarms| alarms.repaired_by));
    }
    let stages = repairs.into_iter().flat_map(|repair| &model.repairs[repair].stages);
    stages.filter_map(|stage| stage.crew).collect()
}

/// Adds the pools whose members compete with those of `pools` for a crew.
fn with_competitors(model: &Model, pools: &mut Vec<PoolId>) {
    let mut next = 0;
    while next < pools.len() {
        let crews = crews_of(model, pools[next]);
        for other in model.pools.ids() {
            let competes = || crews_of(model, other).iter().any(|crew| crews.contains(crew));
            if !pools.contains(&other) && competes() {
                pools.push(other);
            }
        }
        next += 1;
    }
}

#[derive(Default)]
struct Builder {
    plan: Plan,
    crews: BTreeMap<CrewId, usize>,
    first_stations: BTreeMap<(usize, RepairId), usize>,
}

impl Builder {
    fn pool(&mut self, model: &Model, id: PoolId, index: usize) -> Result<PoolPlan, String> {
        let pool = &model.pools[id];
        let mut spares = Vec::new();
        for kind in pool.spares.iter().filter(|kind| kind.count > 0) {
            spares.push(SparesPlan {
                count: kind.count,
                dormancy: kind.dormancy,
                activation: assume::activation(pool, kind)?,
            });
        }
        let modes = modes_of(model, id).map(|(mode, _)| self.mode(model, mode, id, index));
        Ok(PoolPlan {
            id,
            members: pool.members,
            modes: modes.collect::<Result<_, _>>()?,
            spares,
            switching: pool.switching.get(),
        })
    }

    fn mode(
        &mut self,
        model: &Model,
        number: FailureId,
        id: PoolId,
        pool: usize,
    ) -> Result<ModePlan, String> {
        let mode = &model.failures[number];
        let then = match &mode.recovery {
            Recovery::None => None,
            Recovery::Lasts(law) => Some(self.station(Station {
                pool,
                rate: assume::rate(law, || format!("how long `{}` lasts", mode.name))?,
                crew: None,
                fixes: 1.0,
                next: None,
                is_repair: false,
            })),
            Recovery::Repair(repair) => Some(self.pipeline(model, *repair, pool)?),
            Recovery::Traced => return Err(format!("`{}` lasts as a trace tells", mode.name)),
            Recovery::Restore => panic!("members are not restored"),
        };
        let (rate, shared) = assume::failure_rates(mode)?;
        Ok(ModePlan {
            id: number,
            rate,
            shared,
            strikes_one: matches!(mode.strikes, Strikes::One(_)),
            detection: assume::detection(model, mode, id)?,
            then,
        })
    }

    fn pipeline(&mut self, model: &Model, id: RepairId, pool: usize) -> Result<usize, String> {
        if let Some(&first) = self.first_stations.get(&(pool, id)) {
            return Ok(first);
        }
        let repair = &model.repairs[id];
        let mut next = None;
        for stage in repair.stages.iter().rev() {
            let what = || format!("the time of stage `{}` of `{}`", stage.name, repair.name);
            if stage.part.is_some() {
                return Err(format!(
                    "stage `{}` of `{}` may wait for a part",
                    stage.name, repair.name
                ));
            }
            let station = Station {
                pool,
                rate: assume::rate(&stage.takes, what)?,
                crew: stage.crew.map(|crew| self.crew(model, crew)),
                fixes: if next.is_none() { 1.0 } else { stage.fixes.get() },
                next,
                is_repair: true,
            };
            next = Some(self.station(station));
        }
        let first = next.expect("a repair pipeline has a stage");
        self.first_stations.insert((pool, id), first);
        Ok(first)
    }

    fn station(&mut self, station: Station) -> usize {
        self.plan.stations.push(station);
        self.plan.stations.len() - 1
    }

    fn crew(&mut self, model: &Model, id: CrewId) -> usize {
        let sizes = &mut self.plan.crews;
        *self.crews.entry(id).or_insert_with(|| {
            sizes.push(model.crews[id].size);
            sizes.len() - 1
        })
    }
}
