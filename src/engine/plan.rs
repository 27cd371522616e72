//! A model made ready to run: failure modes split by pool, streams named, limits known.
//!
//! One [`Plan`] is shared, read-only, by all workers.

use super::change::MemberState;
use super::stream::Key;
use crate::model::{
    Detector, DetectorId, Failure, FailureId, FalseAlarms, Model, Named, Need, Occurs, Pool,
    PoolId, Recovery, RepairId, Stage, Starts, Strikes, Table,
};
use crate::quantity::{Law, Rate, Time};

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
    pub(super) pools: Table<PoolId, PoolPlan>,
    /// Where repairs come from: each class, each class misdiagnosed, each detector's false alarms.
    pub(super) origins: Vec<Origin<'m>>,
    pub(super) alarms: Table<DetectorId, Option<AlarmPlan<'m>>>,
    pub(super) lead_times: Vec<Key>,
    pub(super) backup_phases: Vec<Key>,
    pub(super) backup_success: Vec<Key>,
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
    pub gaps: Key,
    pub lives: Key,
    pub ages: Key,
    pub lasts: Key,
    pub detection: Key,
    pub diagnosis: Key,
    pub victims: Key,
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
    /// One clock for the pool; each time it fires one member in service is struck.
    One(&'m Law),
    /// Fixed times; `one` strikes one member in service, else all that are exposed.
    At { times: &'m [Time], one: bool },
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
    pub bad: Option<Key>,
    pub switching: Key,
    pub activation: Key,
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
    pub work: Key,
    pub sticks: Key,
}

/// A detector's false alarms.
#[derive(Debug)]
pub(super) struct AlarmPlan<'m> {
    pub alarms: &'m FalseAlarms,
    /// The pools it watches.
    pub pools: Vec<PoolId>,
    pub origin: u16,
    pub gaps: Key,
    pub victims: Key,
}

impl<'m> Plan<'m> {
    /// The plan of a model under a seed. A replication that serves more than `max_events` events
    /// ends with an error.
    #[must_use]
    pub fn new(model: &'m Model, seed: u64, max_events: u64) -> Self {
        let classes = classes(model, seed);
        let mut origins: Vec<_> =
            classes.iter().map(|class| class_origin(model, seed, class, "repair")).collect();
        origins.extend(
            classes.iter().map(|class| class_origin(model, seed, class, "misdiagnosed repair")),
        );
        let alarms = alarm_plans(model, seed, &classes, &mut origins);
        Self {
            model,
            pools: Table::new(pool_plans(model, seed, &classes)),
            classes: Table::new(classes),
            origins,
            alarms: Table::new(alarms),
            lead_times: named_keys(seed, &model.parts, "lead time"),
            backup_phases: named_keys(seed, &model.backups, "first backup"),
            backup_success: named_keys(seed, &model.backups, "success"),
            max_events,
        }
    }

    /// The model that this plan runs.
    #[must_use]
    pub const fn model(&self) -> &'m Model {
        self.model
    }

    pub(super) fn pool(&self, pool: PoolId) -> &'m Pool {
        &self.model.pools[pool]
    }

    /// The origin of the repairs of this class's failures.
    pub(super) fn origin_of(class: ClassId) -> u16 {
        class.0
    }

    /// The origin of the repairs of members taken in place of this class's victims.
    pub(super) fn misdiagnosis_of(&self, class: ClassId) -> u16 {
        u16::try_from(self.classes.len()).expect("classes fit their ids") + class.0
    }
}

fn classes(model: &Model, seed: u64) -> Vec<Class<'_>> {
    let mut classes = Vec::new();
    for (failure, mode) in model.failures.entries() {
        let (pools, bad_only, one) = match &mode.strikes {
            Strikes::Each(pools) => (pools.as_slice(), false, false),
            Strikes::EachBad(pools) => (pools.as_slice(), true, false),
            Strikes::One(pool) => (std::slice::from_ref(pool), false, true),
        };
        for &pool in pools {
            let driver = driver(mode, bad_only, one);
            let names = [mode.name.as_str(), model.pools[pool].name.as_str()];
            let key = |purpose| Key::new(seed, &names, purpose);
            classes.push(Class {
                failure,
                pool,
                mode,
                detector: mode.detected_by.map(|detector| &model.detectors[detector]),
                driver,
                bad_only,
                gaps: key("gap"),
                lives: key("life"),
                ages: key("age"),
                lasts: key("lasts"),
                detection: key("detection"),
                diagnosis: key("diagnosis"),
                victims: key("victim"),
            });
        }
    }
    classes
}

fn driver(mode: &Failure, bad_only: bool, one: bool) -> Driver<'_> {
    let law = match &mode.occurs {
        Occurs::At(times) => return Driver::At { times, one },
        Occurs::Random(law) => law,
    };
    if one {
        return Driver::One(law);
    }
    match law.memoryless() {
        Some(rate) => Driver::Shared(rate),
        None if bad_only || mode.starts != Starts::New => Driver::Own(law),
        None => Driver::Cohort(law),
    }
}

fn class_origin<'m>(model: &'m Model, seed: u64, class: &Class<'m>, purpose: &str) -> Origin<'m> {
    let names = [class.mode.name.as_str(), model.pools[class.pool].name.as_str()];
    match class.mode.recovery {
        Recovery::Repair(repair) => origin(model, seed, repair, &names, purpose),
        Recovery::None | Recovery::Lasts(_) => Vec::new(),
    }
}

fn origin<'m>(
    model: &'m Model,
    seed: u64,
    repair: RepairId,
    names: &[&str],
    purpose: &str,
) -> Origin<'m> {
    let key = |stage: &str, what: &str| {
        let mut subject = names.to_vec();
        subject.push(stage);
        Key::new(seed, &subject, &format!("{purpose} {what}"))
    };
    let stages = model.repairs[repair].stages.iter();
    let plan = |stage: &'m Stage| StagePlan {
        stage,
        work: key(&stage.name, "work"),
        sticks: key(&stage.name, "sticks"),
    };
    stages.map(plan).collect()
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
            .map(|class| class.pool)
            .collect();
        pools.sort_unstable();
        pools.dedup();
        let names = [detector.name.as_str()];
        origins.push(origin(model, seed, alarms.repaired_by, &names, "needless repair"));
        Some(AlarmPlan {
            alarms,
            pools,
            origin: u16::try_from(origins.len() - 1).expect("origins fit 16 bits"),
            gaps: Key::new(seed, &names, "false alarm"),
            victims: Key::new(seed, &names, "false alarm victim"),
        })
    };
    model.detectors.entries().map(plan).collect()
}

fn pool_plans(model: &Model, seed: u64, classes: &[Class<'_>]) -> Vec<PoolPlan> {
    let plan = |(id, pool): (PoolId, &Pool)| {
        let key = |purpose| Key::new(seed, &[&pool.name], purpose);
        let mut thresholds = Vec::new();
        for service in model.services.iter() {
            collect_thresholds(&service.needs, id, &mut thresholds);
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
            bad: (pool.bad.get() > 0.0).then(|| key("bad")),
            switching: key("switching"),
            activation: key("activation"),
        }
    };
    model.pools.entries().map(plan).collect()
}

fn exposed(id: ClassId, class: &Class<'_>) -> Option<Exposed> {
    let shared = match class.driver {
        Driver::Shared(_) => true,
        Driver::Cohort(_) | Driver::Own(_) => false,
        Driver::One(_) | Driver::At { .. } => return None,
    };
    Some(Exposed { class: id, bad_only: class.bad_only, shared })
}

fn collect_thresholds(need: &Need, pool: PoolId, thresholds: &mut Vec<u32>) {
    match need {
        Need::AtLeast(count, of) if *of == pool => thresholds.push(*count),
        Need::AtLeast(..) | Need::Service(_) => {}
        Need::All(needs) | Need::Any(needs) | Need::KOfN(_, needs) => {
            for need in needs {
                collect_thresholds(need, pool, thresholds);
            }
        }
    }
}

fn named_keys<Id, Row>(seed: u64, table: &Table<Id, Row>, purpose: &str) -> Vec<Key>
where
    Id: From<usize> + Into<usize>,
    Row: Named,
{
    table.iter().map(|row| Key::new(seed, &[row.name()], purpose)).collect()
}
