//! What is worked out of predictors and maintenance: whose clocks they follow, and their streams.

use super::event::MemberNo;
use super::keys::identity;
use super::plan::{Class, ClassId};
use super::stream::Key;
use crate::model::{
    Action, Due, Failure, FailureId, Maintained, Maintenance, MaintenanceId, Model, Occurs, PoolId,
    Predictor, PredictorId, RepairId,
};
use crate::quantity::{Law, Span};

/// What follows the clocks of a class, beside what they strike with.
#[derive(Debug)]
pub(super) struct Watch<'m> {
    pub foresight: Option<Foresight<'m>>,
    /// Maintenance at an age, with that age.
    pub ages: Vec<(MaintenanceId, Span)>,
}

/// A predictor as it sees one class.
#[derive(Debug)]
pub(super) struct Foresight<'m> {
    pub id: PredictorId,
    pub predictor: &'m Predictor,
    /// Whether the end of a life is foreseen, and how early; numbered by lives.
    pub signs: Key,
    /// False warnings a second of each that is in service.
    pub false_rate: f64,
    pub gaps: Key,
    pub victims: Key,
    /// Numbers of what false warnings set off.
    pub numbers: Key,
    pub drain: Option<DrainPlan<'m>>,
}

/// What a predictor drains members with.
#[derive(Debug)]
pub(super) struct DrainPlan<'m> {
    pub takes: &'m Law,
    pub repaired_by: RepairId,
    pub key: Key,
    /// Where the repairs that follow come from.
    pub origin: u32,
}

/// What follows the clocks of a mode on a pool, whose names these are; `None`: nothing does.
pub(super) fn watch<'m>(
    model: &'m Model,
    (failure, mode): (FailureId, &Failure),
    pool: PoolId,
    names: &[&str],
    seed: u64,
) -> Option<Box<Watch<'m>>> {
    let Occurs::Random(law) = &mode.occurs else { return None };
    let watches = |(_, predictor): &(PredictorId, &Predictor)| predictor.watches.contains(&failure);
    let mean = law.mean().seconds() / (1.0 - mode.beta.get());
    let foresight = model
        .predictors
        .entries()
        .find(watches)
        .map(|(id, predictor)| Foresight::new(id, predictor, mean, names, seed));
    let ages: Vec<_> =
        model.maintenance.entries().filter_map(|it| age_of(it, failure, pool)).collect();
    let some = foresight.is_some() || !ages.is_empty();
    some.then(|| Box::new(Watch { foresight, ages }))
}

impl<'m> Foresight<'m> {
    /// A predictor of what fails once in `mean` seconds.
    fn new(
        id: PredictorId,
        predictor: &'m Predictor,
        mean: f64,
        names: &[&str],
        seed: u64,
    ) -> Self {
        let key = |purpose| Key::new(seed, names, purpose);
        let drain = predictor.actions.iter().find_map(|action| match action {
            Action::Drain { takes, repaired_by } => {
                let repaired_by = *repaired_by;
                Some(DrainPlan { takes, repaired_by, key: key("drain"), origin: 0 })
            }
            Action::Backup(_) | Action::Switchover(_) | Action::Checkpoint(_) => None,
        });
        let (recall, precision) = (predictor.recall.get(), predictor.precision.get());
        Self {
            id,
            predictor,
            signs: key("warning"),
            false_rate: recall / mean * (1.0 - precision) / precision,
            gaps: key("false warning"),
            victims: key("false warning victim"),
            numbers: key("false warning number"),
            drain,
        }
    }
}

/// The age of a mode on a pool at which maintenance is due, if that is when it is.
fn age_of(
    (id, maintenance): (MaintenanceId, &Maintenance),
    failure: FailureId,
    pool: PoolId,
) -> Option<(MaintenanceId, Span)> {
    let Due::AtAge(age) = maintenance.due else { return None };
    let Maintained::Pools(pools) = &maintenance.of else { return None };
    let follows = maintenance.renews.first() == Some(&failure) && pools.contains(&pool);
    follows.then_some((id, age))
}

/// Maintenance with its streams, each numbered by rounds or turns and by what is worked on.
#[derive(Debug)]
pub(super) struct WorkPlan {
    /// The classes that are as new afterwards.
    pub renews: Vec<ClassId>,
    /// The classes of the failure that work gone wrong ends in.
    pub into: Vec<ClassId>,
    /// What there is to work on: the number of each domain's draws, or how many members each of
    /// the pools has.
    pub domains: Vec<u64>,
    pub sizes: Vec<u32>,
    pub drains: Key,
    pub takes: Key,
    pub wrong: Key,
    /// Numbers of the failures that it ends in.
    pub numbers: Key,
}

impl WorkPlan {
    pub fn new(model: &Model, seed: u64, maintenance: &Maintenance, classes: &[Class<'_>]) -> Self {
        let of = |wanted: &dyn Fn(&Class<'_>) -> bool| {
            let numbered = classes.iter().enumerate().filter(|(_, class)| wanted(class));
            numbered.map(|(index, _)| ClassId::from(index)).collect::<Vec<_>>()
        };
        let into = maintenance.goes_wrong.as_ref().map(|wrong| wrong.into);
        let (domains, sizes) = match &maintenance.of {
            Maintained::Pools(pools) => {
                (Vec::new(), pools.iter().map(|&pool| model.pools[pool].size()).collect())
            }
            Maintained::Domains(domains) => {
                let number = |&id| identity(seed, &model.domains[id].name, "maintenance");
                (domains.iter().map(number).collect(), Vec::new())
            }
        };
        let key = |purpose| Key::new(seed, &[&maintenance.name], purpose);
        Self {
            renews: of(&|class| maintenance.renews.contains(&class.failure)),
            into: of(&|class| Some(class.failure) == into),
            domains,
            sizes,
            drains: key("maintenance drain"),
            takes: key("maintenance work"),
            wrong: key("maintenance goes wrong"),
            numbers: key("maintenance failure"),
        }
    }

    /// How many there are to work on.
    pub fn count(&self) -> u32 {
        self.domains.len() as u32 + self.sizes.iter().sum::<u32>()
    }

    /// The place of a member's pool among those worked on, and the member, by its number in the
    /// order of a round.
    pub fn member(&self, mut number: u32) -> (usize, MemberNo) {
        for (place, &size) in self.sizes.iter().enumerate() {
            if number < size {
                return (place, number);
            }
            number -= size;
        }
        panic!("a round goes over what there is");
    }
}
