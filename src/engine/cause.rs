//! What the plan knows of failures that come by no clock of their own: which modes are called upon,
//! by which shocks and triggers, and what the run injects.

use super::episode;
use super::plan::{Class, ClassId};
use super::site::{Site, pool_name};
use super::stream::Key;
use crate::model::{Failure, FailureId, Model, Occurs, Strikes, Table, Trigger};
use crate::quantity::{Law, Probability, Rate, Time};

/// What calls upon failure modes, beside their clocks.
#[derive(Debug)]
pub(super) struct Causes<'m> {
    pub modes: Table<FailureId, ModePlan>,
    /// Every trigger of every mode.
    pub triggers: Vec<TriggerPlan<'m>>,
    pub shocks: Vec<ShockPlan<'m>>,
    pub injection: Option<Injection>,
    seed: u64,
}

/// A failure mode as it is called upon.
#[derive(Debug)]
pub(super) struct ModePlan {
    pub classes: Vec<ClassId>,
    /// What it triggers, among all triggers.
    pub triggers: std::ops::Range<u32>,
    /// Who is struck where one is, numbered by occurrences.
    pub victims: Key,
    /// Who is hit by a shock, numbered by occurrences and members.
    pub hits: Key,
}

/// A trigger with its streams, each numbered by the occurrence that may set it off.
#[derive(Debug)]
pub(super) struct TriggerPlan<'m> {
    pub trigger: &'m Trigger,
    pub numbers: Key,
    pub chance: Key,
    pub after: Key,
}

/// One clock whose strike may hit much at once.
#[derive(Debug)]
pub(super) struct ShockPlan<'m> {
    pub failure: FailureId,
    /// The probability with which each that is exposed is hit.
    pub each: Probability,
    pub classes: Vec<ClassId>,
    pub comes: Comes<'m>,
    /// The pool whose share of common failures it is; `None`: a mode of its own.
    pub of_pool: Option<u64>,
    pub gaps: Key,
    pub ages: Key,
}

/// When a shock comes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Comes<'m> {
    /// At a constant rate.
    Rate(Rate),
    /// After times of this law, one after the other.
    Law(&'m Law),
    At(&'m [Time]),
}

/// What the run injects once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Injection {
    pub failure: FailureId,
    pub time: Key,
}

impl<'m> Causes<'m> {
    pub fn new(model: &'m Model, sites: &[Site], seed: u64, classes: &[Class<'m>]) -> Self {
        let mut triggers = Vec::new();
        let mut shocks = Vec::new();
        let mut modes = Vec::new();
        for (failure, mode) in model.failures.entries() {
            let numbered = classes.iter().enumerate();
            let own = numbered.filter(|(_, class)| class.failure == failure);
            let own: Vec<_> = own.map(|(index, _)| ClassId::from(index)).collect();
            let first = triggers.len() as u32;
            triggers.extend(trigger_plans(model, mode, seed));
            shocks.extend(shock_of(failure, mode, &own, seed));
            shocks.extend(own.iter().filter_map(|&id| {
                let class = &classes[usize::from(id)];
                shock_of_pool(class, id, pool_name(model, sites, class.pool), seed)
            }));
            let key = |purpose| Key::new(seed, &[&mode.name], purpose);
            modes.push(ModePlan {
                classes: own,
                triggers: first..triggers.len() as u32,
                victims: key("called victim"),
                hits: key("shock hit"),
            });
        }
        Self { modes: Table::new(modes), triggers, shocks, injection: None, seed }
    }

    /// Has a failure strike once a replication.
    pub fn inject(&mut self, failure: FailureId, name: &str) {
        let time = Key::new(self.seed, &[name], "injection");
        self.injection = Some(Injection { failure, time });
    }
}

impl ShockPlan<'_> {
    /// The number of an occurrence of the shock for what it triggers.
    pub fn number(&self, occurrence: u64) -> u64 {
        self.of_pool.map_or(occurrence, |pool| super::plan::Plan::part(occurrence, pool))
    }

    /// The number of its `index`th occurrence.
    pub fn occurrence(index: u32) -> u64 {
        episode::counted(episode::SHOCK, index)
    }
}

/// The triggers of a mode. Of several for one failure each is numbered among those.
fn trigger_plans<'m>(
    model: &'m Model,
    mode: &'m Failure,
    seed: u64,
) -> impl Iterator<Item = TriggerPlan<'m>> {
    mode.triggers.iter().enumerate().map(move |(index, trigger)| {
        let earlier = &mode.triggers[..index];
        let alike = earlier.iter().filter(|other| other.failure == trigger.failure).count() as u32;
        let names = [mode.name.as_str(), model.failures[trigger.failure].name.as_str()];
        let key = |purpose| Key::new(seed, &names, purpose).attempt(alike);
        TriggerPlan {
            trigger,
            numbers: key("triggered"),
            chance: key("triggers"),
            after: key("triggers after"),
        }
    })
}

/// The shock that a mode is, if it comes by itself.
fn shock_of<'m>(
    failure: FailureId,
    mode: &'m Failure,
    classes: &[ClassId],
    seed: u64,
) -> Option<ShockPlan<'m>> {
    let Strikes::Shock { each, .. } = mode.strikes else { return None };
    let comes = match &mode.occurs {
        Occurs::Random(law) => Comes::Law(law),
        Occurs::At(times) => Comes::At(times),
        Occurs::Traced(_) | Occurs::Triggered => return None,
    };
    let key = |purpose| Key::new(seed, &[&mode.name], purpose);
    let (gaps, ages) = (key("shock gap"), key("shock age"));
    let classes = classes.to_vec();
    Some(ShockPlan { failure, each, classes, comes, of_pool: None, gaps, ages })
}

/// The shock that takes a pool's members all at once, where some of their failures are common.
fn shock_of_pool<'m>(
    class: &Class<'m>,
    id: ClassId,
    pool: &str,
    seed: u64,
) -> Option<ShockPlan<'m>> {
    let (mode, beta) = (class.mode, class.mode.beta.get());
    let Occurs::Random(law) = &mode.occurs else { return None };
    if beta <= 0.0 {
        return None;
    }
    let rate = law.memoryless().expect("only memoryless modes have a beta factor");
    let key = |purpose| Key::new(seed, &[&mode.name, pool], purpose);
    Some(ShockPlan {
        failure: class.failure,
        each: Probability::SURE,
        classes: vec![id],
        comes: Comes::Rate(Rate::per_second(beta * rate.as_per_second())),
        of_pool: Some(super::keys::identity(seed, pool, "members")),
        gaps: key("shock gap"),
        ages: key("shock age"),
    })
}
