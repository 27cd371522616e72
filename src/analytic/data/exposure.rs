//! Which failure modes reach a store, a way, a key or a dataset.

use crate::analytic::lump;
use crate::model::{
    Dataset, DatasetId, Failure, KeyId, LinkId, Model, Occurs, Place, Recovery, Route, StoreId,
    Strikes,
};

/// A failure mode with how many of its places lie where it is looked for.
#[derive(Clone, Copy)]
pub struct Reach<'m> {
    pub mode: &'m Failure,
    /// Each has a clock of its own.
    pub clocks: u32,
}

impl Reach<'_> {
    /// How often per hour it strikes, of all clocks together.
    ///
    /// # Errors
    /// When it is not memoryless.
    pub fn per_hour(&self) -> Result<f64, String> {
        let name = &self.mode.name;
        let Occurs::Random(law) = &self.mode.occurs else {
            return Err(format!("`{name}` does not strike at random times"));
        };
        let rate = law.memoryless().map(|rate| rate.as_per_hour());
        let rate = rate.ok_or_else(|| {
            format!("the time to failure of `{name}` is {law}, the formula needs exponential")
        })?;
        Ok(f64::from(self.clocks) * rate)
    }

    /// How long it is down in the mean, in hours.
    ///
    /// # Errors
    /// When it stays down.
    pub fn hours_down(&self, model: &Model) -> Result<f64, String> {
        match &self.mode.recovery {
            Recovery::Restore => Ok(0.0),
            Recovery::Lasts(law) => Ok(law.mean().hours()),
            Recovery::Traced => Err(format!("`{}` lasts as a trace tells", self.mode.name)),
            Recovery::Repair(id) => {
                let stages = model.repairs[*id].stages.iter();
                Ok(stages.map(|stage| stage.takes.mean().hours()).sum())
            }
            Recovery::None => {
                Err(format!("`{}` leaves what it strikes down for good", self.mode.name))
            }
        }
    }
}

fn reach<'m>(model: &'m Model, hit: impl Fn(Place) -> bool) -> Vec<Reach<'m>> {
    let clocks = |mode: &'m Failure| {
        mode.strikes.places().iter().filter(|&&place| hit(place)).count() as u32
    };
    let modes = model.failures.iter().map(|mode| Reach { mode, clocks: clocks(mode) });
    modes.filter(|reach| reach.clocks > 0).collect()
}

/// Modes that strike a store or a domain around it.
pub fn of_store(model: &Model, store: StoreId) -> Vec<Reach<'_>> {
    let around = |outer| {
        let within = model.stores[store].within;
        within.is_some_and(|domain| model.lies_in(domain, outer))
    };
    reach(model, |place| match place {
        Place::Store(id) => id == store,
        Place::Domain(outer) => around(outer),
        Place::Link(_) | Place::Key(_) => false,
        Place::Detector(_) | Place::OnCall(_) => false,
        Place::Service(_) | Place::Training(_) => false,
    })
}

/// Modes that strike a dataset itself: corruption.
pub fn of_data(model: &Model, dataset: DatasetId) -> Vec<Reach<'_>> {
    let strikes = |mode: &&Failure| mode.strikes == Strikes::Dataset(dataset);
    model.failures.iter().filter(strikes).map(|mode| Reach { mode, clocks: 1 }).collect()
}

/// A mode that deletes by a credential what lies on a store, or strikes members it is built on.
pub fn by_credential_or_member(model: &Model, store: StoreId) -> Option<&Failure> {
    let opened = &model.stores[store];
    let opens = |mode: &&Failure| {
        let used = match mode.strikes {
            Strikes::Credential(credential) => Some(credential),
            _ => mode.effect.abuses,
        };
        used.is_some() && used == opened.credential && !opened.offline
    };
    let members = || {
        let pool = opened.built.as_ref()?.pool;
        lump::modes_of(model, pool).map(|(_, mode)| mode).next()
    };
    model.failures.iter().find(opens).or_else(members)
}

/// A mode that strikes where copies lie or pass: a store, the links of a way, a key.
pub fn of_copies<'m>(
    model: &'m Model,
    store: StoreId,
    over: Option<&Route>,
    key: Option<KeyId>,
) -> Option<&'m Failure> {
    let passes = |link: LinkId| links(over).any(|other| other == link);
    let on_the_way = reach(model, |place| match place {
        Place::Link(link) => passes(link),
        Place::Key(id) => Some(id) == key,
        Place::Store(_) | Place::Domain(_) => false,
        Place::Detector(_) | Place::OnCall(_) => false,
        Place::Service(_) | Place::Training(_) => false,
    });
    let found = of_store(model, store).into_iter().chain(on_the_way).next();
    found.map(|reach| reach.mode).or_else(|| by_credential_or_member(model, store))
}

/// Every link of a way.
pub fn links(over: Option<&Route>) -> impl Iterator<Item = LinkId> + '_ {
    over.into_iter().flat_map(|route| route.alternatives.iter().flatten().copied())
}

/// Whether anything can take some of a dataset.
pub fn can_be_lost(model: &Model, id: DatasetId) -> bool {
    let Dataset { on, .. } = model.datasets[id];
    let destroyed = of_store(model, on).iter().any(|reach| reach.mode.effect.destroys.get() > 0.0);
    destroyed || !of_data(model, id).is_empty() || by_credential_or_member(model, on).is_some()
}
