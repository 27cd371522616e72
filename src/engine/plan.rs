//! A model made ready to run: failure modes split by pool, streams named, limits known.
//!
//! One [`Plan`] is shared, read-only, by all workers.

use super::cause::Causes;
use super::change::MemberState;
use super::event::MemberNo;
use super::geography::Geography;
use super::keys::{BackupKeys, DatasetKeys, RebuildKeys, ServiceKeys, identity, named_keys};
use super::origin::{add_drain_origins, class_origin, origin};
use super::outage::Needed;
use super::serving::{Bears, loading};
use super::site::{Site, pool_name, sites};
use super::stream::Key;
use super::training::TrainingPlan;
use super::watch::{Watch, WorkPlan, watch};
use crate::model::{
    Detector, DetectorId, Failure, FailureId, FalseAlarms, Model, Need, Occurs, Pool, PoolId,
    RepairId, Stage, Starts, StoreId, Strikes, Table, TrainingId,
};
use crate::quantity::{Law, Probability, Rate, Time};

/// A failure mode on one pool: what has one law, one set of candidates and its own streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassId(pub(super) u16);

impl From<usize> for ClassId {
    fn from(index: usize) -> Self {
        Self(u16::try_from(index).expect("at most 65,536 pairs of failure mode and pool"))
    }
}

impl From<ClassId> for usize {
    fn from(id: ClassId) -> Self {
        Self::from(id.0)
    }
}

/// A model with everything that is the same in all replications worked out.
#[derive(Debug)]
pub struct Plan<'m> {
    pub(super) model: &'m Model,
    pub(super) classes: Table<ClassId, Class<'m>>,
    /// The model's pools, then for each failure of something else one of a single member, which is
    /// up while that failure does not hold.
    pub(super) pools: Table<PoolId, PoolPlan>,
    sites: Vec<Site>,
    pub(super) geography: Geography,
    /// Where repairs come from: each class, each class misdiagnosed, each detector's false alarms.
    pub(super) origins: Vec<Origin<'m>>,
    pub(super) alarms: Table<DetectorId, Option<AlarmPlan<'m>>>,
    pub(super) lead_times: Vec<Key>,
    pub(super) backups: Vec<BackupKeys>,
    /// For each mirror a number that its own draws are found by among those for all copies.
    pub(super) mirrors: Vec<u64>,
    pub(super) datasets: Vec<DatasetKeys>,
    pub(super) rebuilds: Vec<RebuildKeys>,
    pub(super) services: Vec<ServiceKeys>,
    pub(super) training: Vec<TrainingPlan>,
    /// For each service, what it needs of others.
    pub(super) needed: Vec<Needed>,
    /// For each backup whether it takes capacity from some workload while it runs.
    pub(super) loading: Vec<bool>,
    /// For each level of people, the stream of their acknowledgements.
    pub(super) people: Vec<Key>,
    pub(super) causes: Causes<'m>,
    /// Planned work, by maintenance.
    pub(super) works: Vec<WorkPlan>,
    /// Events a replication may serve before it is given up.
    pub(super) max_events: u64,
}

/// A failure mode on one pool.
#[derive(Debug)]
pub(super) struct Class<'m> {
    pub failure: FailureId,
    pub pool: PoolId,
    pub mode: &'m Failure,
    /// What sees its failures; `None`: they are seen, and rightly, at once.
    pub detector: Option<&'m Detector>,
    pub driver: Driver<'m>,
    /// Whether only bad members have it.
    pub bad_only: bool,
    /// The share of a member's failures that take it alone.
    pub alone: f64,
    /// What follows its clocks, beside what they strike with.
    pub watch: Option<Box<Watch<'m>>>,
    pub gaps: Key,
    pub lives: Key,
    pub ages: Key,
    pub lasts: Key,
    pub detection: Key,
    pub diagnosis: Key,
    pub victims: Key,
    pub destroys: Key,
    pub dwells: Key,
}

impl Class<'_> {
    /// The share of an active member's time by which its clock ages: of the calendar all, else by
    /// what strikes it alone.
    pub const fn ages_by(&self) -> f64 {
        if self.mode.ages_by_calendar { 1.0 } else { self.alone }
    }
}

/// What makes a class strike.
#[derive(Clone, Copy, Debug)]
pub(super) enum Driver<'m> {
    /// One clock for all members, at the rate of one times their number: memoryless laws.
    Shared(Rate),
    /// One clock for all that have been exposed since the start, on the scale of the cumulative
    /// hazard; a clock of its own for each member that has a history.
    Cohort(&'m Law),
    /// A clock of its own for each member from the start.
    Own(&'m Law),
    /// One clock for the pool; each time it fires so many members in service are struck.
    Some { law: &'m Law, count: u32 },
    /// Fixed times; each strikes so many members in service, or else all that are exposed.
    At { times: &'m [Time], count: Option<u32> },
    /// No clock of its own: it is struck by shocks, traces, cascades or work that goes wrong.
    Called,
}

impl Driver<'_> {
    /// Whether members can have clocks of their own.
    pub const fn has_clocks(self) -> bool {
        matches!(self, Self::Cohort(_) | Self::Own(_))
    }
}

/// What is worked out of a pool.
#[derive(Debug)]
pub(super) struct PoolPlan {
    /// How fast each kind of spare ages, over an active member.
    dormancy: Vec<f64>,
    pub size: u32,
    /// Every class that strikes its members.
    pub classes: Vec<ClassId>,
    /// The classes that are told when a member's exposure changes.
    pub exposed: Vec<Exposed>,
    /// Numbers of members in service at which some need changes: it holds from there up.
    thresholds: Vec<u32>,
    /// The least and the greatest of them.
    threshold_range: (u32, u32),
    /// A number that its members' draws elsewhere are found by.
    pub identity: u64,
    pub bad: Option<Key>,
    pub switching: Key,
    pub activation: Key,
    /// What fails by the one mode of a pool that is no pool of the model.
    pub site: Option<usize>,
    /// The stores that are built on it.
    pub built: Vec<StoreId>,
    /// Whether its members serve a workload.
    pub bears: Bears,
    /// The training that its positions do.
    pub gangs: Vec<TrainingId>,
}

/// A class that follows its members' exposure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exposed {
    pub class: ClassId,
    pub bad_only: bool,
    /// Whether members share its clock, or can have their own.
    pub shared: bool,
}

impl PoolPlan {
    /// Whether some need changes as the members in service go from one below this number to it.
    #[inline]
    pub fn is_threshold(&self, in_service: u32) -> bool {
        let (least, greatest) = self.threshold_range;
        (least..=greatest).contains(&in_service) && self.thresholds.contains(&in_service)
    }

    /// How fast a member in this state (a spare of this kind, if it is one) ages and fails, over
    /// an active one.
    pub fn exposure(&self, state: MemberState, kind: u8) -> f64 {
        match state {
            MemberState::Active => 1.0,
            MemberState::Standby | MemberState::Activating => self.dormancy[usize::from(kind)],
            _ => 0.0,
        }
    }
}

/// One repair pipeline as it is entered for one reason; without stages there is none.
pub(super) type Origin<'m> = Vec<StagePlan<'m>>;

/// A stage with its streams.
#[derive(Clone, Copy, Debug)]
pub(super) struct StagePlan<'m> {
    pub stage: &'m Stage,
    /// The pipeline that it is a stage of.
    pub repair: RepairId,
    pub work: Key,
    pub sticks: Key,
}

/// A detector's false alarms.
#[derive(Debug)]
pub(super) struct AlarmPlan<'m> {
    pub alarms: &'m FalseAlarms,
    /// The pools it watches.
    pub pools: Vec<PoolId>,
    pub origin: u32,
    pub gaps: Key,
    pub victims: Key,
}

impl<'m> Plan<'m> {
    /// The plan of a model under a seed. A replication that serves more than `max_events` events
    /// ends with an error.
    #[must_use]
    pub fn new(model: &'m Model, seed: u64, max_events: u64) -> Self {
        let sites = sites(model);
        let mut classes = classes(model, &sites, seed);
        let mut origins: Vec<_> = classes
            .iter()
            .map(|class| class_origin(model, &sites, seed, class, "repair"))
            .collect();
        let misdiagnosed = "misdiagnosed repair";
        origins.extend(
            classes.iter().map(|class| class_origin(model, &sites, seed, class, misdiagnosed)),
        );
        let alarms = alarm_plans(model, seed, &classes, &mut origins);
        add_drain_origins(model, &sites, seed, &mut classes, &mut origins);
        let works = model.maintenance.iter();
        let works = works.map(|it| WorkPlan::new(model, seed, it, &classes)).collect();
        Self {
            model,
            causes: Causes::new(model, &sites, seed, &classes),
            works,
            pools: Table::new(pool_plans(model, &sites, seed, &classes)),
            training: training_plans(model, &sites, seed),
            geography: Geography::new(model),
            sites,
            classes: Table::new(classes),
            origins,
            alarms: Table::new(alarms),
            lead_times: named_keys(seed, &model.parts, "lead time"),
            backups: model.backups.iter().map(|it| BackupKeys::new(seed, &it.name)).collect(),
            mirrors: model.mirrors.iter().map(|it| identity(seed, &it.name, "mirror")).collect(),
            datasets: model.datasets.iter().map(|it| DatasetKeys::new(seed, &it.name)).collect(),
            rebuilds: model.stores.iter().map(|it| RebuildKeys::new(seed, &it.name)).collect(),
            services: model.services.iter().map(|it| ServiceKeys::new(seed, &it.name)).collect(),
            needed: model.services.iter().map(|it| Needed::of(&it.needs)).collect(),
            loading: loading(model),
            people: named_keys(seed, &model.people, "acknowledgement"),
            max_events,
        }
    }

    /// The same plan with a failure that strikes once in every replication, at a time uniform over
    /// the window in which results count; all else goes on as it would.
    #[must_use]
    pub fn injecting(mut self, failure: FailureId) -> Self {
        self.causes.inject(failure, &self.model.failures[failure].name);
        self
    }

    /// The model that this plan runs.
    #[must_use]
    pub const fn model(&self) -> &'m Model {
        self.model
    }

    /// What a pool is: one of the model, or the single member of a site.
    pub(super) fn pool(&self, pool: PoolId) -> &Pool {
        match self.pools[pool].site {
            None => &self.model.pools[pool],
            Some(site) => &self.sites[site].pool,
        }
    }

    /// What fails by the one mode of this pool, where it is none of the model's.
    pub(super) fn site(&self, pool: PoolId) -> Option<&Site> {
        self.pools[pool].site.map(|site| &self.sites[site])
    }

    /// Every site with its pool.
    pub(super) fn sites(&self) -> impl Iterator<Item = (PoolId, &Site)> {
        let first = self.model.pools.len();
        let numbered = self.sites.iter().enumerate();
        numbered.map(move |(index, site)| (PoolId::from(first + index), site))
    }

    /// The number of the draw for a part of an episode, such as a member that it may strike.
    pub(super) const fn part(episode: u64, part: u64) -> u64 {
        episode ^ part.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    /// The number of the draw for a member that an episode elsewhere may reach.
    pub(super) fn part_of_member(&self, episode: u64, pool: PoolId, member: MemberNo) -> u64 {
        Self::part(Self::part(episode, self.pools[pool].identity), u64::from(member))
    }

    /// The origin of the repairs of this class's failures.
    pub(super) fn origin_of(class: ClassId) -> u32 {
        u32::from(class.0)
    }

    /// The origin of the repairs of members taken in place of this class's victims.
    pub(super) fn misdiagnosis_of(&self, class: ClassId) -> u32 {
        self.classes.len() as u32 + u32::from(class.0)
    }
}

fn classes<'m>(model: &'m Model, sites: &[Site], seed: u64) -> Vec<Class<'m>> {
    let mut classes = Vec::new();
    for (failure, mode) in model.failures.entries() {
        let of_sites = || -> Vec<PoolId> {
            let numbered = sites.iter().enumerate();
            let own = numbered.filter(|(_, site)| site.failure == failure);
            own.map(|(index, _)| PoolId::from(model.pools.len() + index)).collect()
        };
        let (pools, bad_only, count) = match &mode.strikes {
            Strikes::Each(pools) => (pools.clone(), false, None),
            Strikes::EachBad(pools) => (pools.clone(), true, None),
            Strikes::One(pool) => (vec![*pool], false, Some(1)),
            Strikes::Several(count, pool) => (vec![*pool], false, Some(*count)),
            Strikes::Shock { pools, .. } => {
                (pools.iter().copied().chain(of_sites()).collect(), false, None)
            }
            Strikes::Places(_) | Strikes::Dataset(_) | Strikes::Credential(_) => {
                (of_sites(), false, None)
            }
        };
        for pool in pools {
            let names = [mode.name.as_str(), pool_name(model, sites, pool)];
            let watch = watch(model, (failure, mode), pool, &names, seed);
            let driver = driver(mode, bad_only, count, watch.is_some());
            let key = |purpose| Key::new(seed, &names, purpose);
            classes.push(Class {
                failure,
                pool,
                mode,
                detector: mode.detected_by.map(|detector| &model.detectors[detector]),
                driver,
                bad_only,
                alone: 1.0 - mode.beta.get(),
                watch,
                gaps: key("gap"),
                lives: key("life"),
                ages: key("age"),
                lasts: key("lasts"),
                detection: key("detection"),
                diagnosis: key("diagnosis"),
                victims: key("victim"),
                destroys: key("destroys"),
                dwells: key("dwells"),
            });
        }
    }
    classes
}

fn driver(mode: &Failure, bad_only: bool, count: Option<u32>, watched: bool) -> Driver<'_> {
    if matches!(mode.strikes, Strikes::Shock { .. }) {
        return Driver::Called;
    }
    let law = match &mode.occurs {
        Occurs::Traced(_) | Occurs::Triggered => return Driver::Called,
        Occurs::At(times) => return Driver::At { times, count },
        Occurs::Random(law) => law,
    };
    if let Some(count) = count {
        return Driver::Some { law, count };
    }
    match law.memoryless() {
        Some(_) if mode.beta == Probability::SURE => Driver::Called,
        _ if watched => Driver::Own(law),
        Some(rate) => {
            Driver::Shared(Rate::per_second((1.0 - mode.beta.get()) * rate.as_per_second()))
        }
        None if bad_only || mode.starts != Starts::New => Driver::Own(law),
        None => Driver::Cohort(law),
    }
}

fn alarm_plans<'m>(
    model: &'m Model,
    seed: u64,
    classes: &[Class<'m>],
    origins: &mut Vec<Origin<'m>>,
) -> Vec<Option<AlarmPlan<'m>>> {
    let plan = |(id, detector): (DetectorId, &'m Detector)| {
        let alarms = detector.false_alarms.as_ref()?;
        let mut pools: Vec<_> = classes
            .iter()
            .filter(|class| class.mode.detected_by == Some(id))
            .filter(|class| usize::from(class.pool) < model.pools.len())
            .map(|class| class.pool)
            .collect();
        pools.sort_unstable();
        pools.dedup();
        let names = [detector.name.as_str()];
        origins.push(origin(model, seed, alarms.repaired_by, &names, "needless repair"));
        Some(AlarmPlan {
            alarms,
            pools,
            origin: origins.len() as u32 - 1,
            gaps: Key::new(seed, &names, "false alarm"),
            victims: Key::new(seed, &names, "false alarm victim"),
        })
    };
    model.detectors.entries().map(plan).collect()
}

fn pool_plans(model: &Model, sites: &[Site], seed: u64, classes: &[Class<'_>]) -> Vec<PoolPlan> {
    let plan = |(id, pool, site): (PoolId, &Pool, Option<usize>)| {
        let key = |purpose| Key::new(seed, &[&pool.name], purpose);
        let mut thresholds = Vec::new();
        for service in model.services.iter() {
            thresholds.extend(service.needs.leaves().filter_map(|need| match need {
                Need::AtLeast(count, pool) if *pool == id => Some(*count),
                _ => None,
            }));
        }
        thresholds.sort_unstable();
        thresholds.dedup();
        let of_pool = || {
            let classes = classes.iter().enumerate().filter(|(_, class)| class.pool == id);
            classes.map(|(index, class)| (ClassId::from(index), class))
        };
        PoolPlan {
            dormancy: pool.spares.iter().map(|spares| spares.dormancy).collect(),
            size: pool.size(),
            classes: of_pool().map(|(class, _)| class).collect(),
            exposed: of_pool().filter_map(|(id, class)| exposed(id, class)).collect(),
            threshold_range: (
                thresholds.first().copied().unwrap_or(u32::MAX),
                thresholds.last().copied().unwrap_or(0),
            ),
            thresholds,
            identity: identity(seed, &pool.name, "members"),
            bad: (pool.bad.get() > 0.0).then(|| key("bad")),
            switching: key("switching"),
            activation: key("activation"),
            site,
            built: stores_on(model, id),
            bears: Bears::of(model, id),
            gangs: gangs(model, id),
        }
    };
    let pools = model.pools.entries().map(|(id, pool)| (id, pool, None));
    let numbered = sites.iter().enumerate();
    let of_sites = numbered
        .map(|(index, site)| (PoolId::from(model.pools.len() + index), &site.pool, Some(index)));
    pools.chain(of_sites).map(plan).collect()
}

fn training_plans(model: &Model, sites: &[Site], seed: u64) -> Vec<TrainingPlan> {
    model.training.ids().map(|id| TrainingPlan::new(model, sites, seed, id)).collect()
}

/// The training that a pool's positions do.
fn gangs(model: &Model, pool: PoolId) -> Vec<TrainingId> {
    let training = model.training.entries();
    training.filter(|(_, training)| training.on == pool).map(|(id, _)| id).collect()
}

/// The stores that are built on a pool.
fn stores_on(model: &Model, pool: PoolId) -> Vec<StoreId> {
    let on = |built: &crate::model::Built| built.pool == pool;
    let stores = model.stores.entries();
    stores.filter(|(_, store)| store.built.as_ref().is_some_and(on)).map(|(id, _)| id).collect()
}

fn exposed(id: ClassId, class: &Class<'_>) -> Option<Exposed> {
    let shared = match class.driver {
        Driver::Shared(_) => true,
        Driver::Cohort(_) | Driver::Own(_) => false,
        Driver::Some { .. } | Driver::At { .. } | Driver::Called => return None,
    };
    Some(Exposed { class: id, bad_only: class.bad_only, shared })
}
