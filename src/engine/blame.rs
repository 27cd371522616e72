//! What is to blame for what goes down: all that struck, or was taken out, at one instant.

use super::change::{Root, Scope};
use super::incident::Cause;
use super::world::World;
use crate::model::{DatasetId, Model, Need, Place, ServiceId, TrainingId};
use crate::quantity::Time;

/// What took something down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blame {
    pub at: Time,
    pub root: Root,
    pub scope: Scope,
    /// The failing that must be detected before anything is done; `None`: it is known.
    pub awaited: Option<Cause>,
}

impl World<'_> {
    /// Notes what takes something down now, for what goes down with it.
    pub(super) fn blame(&mut self, root: Root, scope: Scope, awaited: Option<Cause>) {
        let at = self.now;
        if self.blamed.last().is_some_and(|blame| blame.at != at) {
            self.blamed.clear();
        }
        self.blamed.push(Blame { at, root, scope, awaited });
    }

    /// Notes that data goes elsewhere now, for what is left without, unless more is to blame.
    pub(super) fn blame_data_for_leaving(&mut self, root: Root) {
        if self.blamed_now().is_empty() {
            self.blame(root, Scope::Data, None);
        }
    }

    /// What is to blame for a service that goes down now: of what was struck or taken out just now
    /// the last that it needs; or the last of all, where nothing that it needs was.
    pub(super) fn blamed_for(&self, service: ServiceId) -> Option<Blame> {
        let now = self.blamed_now();
        now.iter().rfind(|blame| self.concerns_service(blame, service)).or(now.last()).copied()
    }

    /// Whether something that a service needs, or that serves its workload, was struck just now.
    pub(super) fn is_struck_now(&self, service: ServiceId) -> bool {
        self.blamed_now().iter().any(|blame| self.concerns_service(blame, service))
    }

    fn concerns_service(&self, blame: &Blame, service: ServiceId) -> bool {
        let told = &self.plan.model.services[service];
        let serving = told.workload.iter().flat_map(|workload| workload.of.iter().flatten());
        let mut serving = serving.map(|&pool| Need::AtLeast(1, pool));
        blame.scope == Scope::Place(Place::Service(service))
            || told.needs.leaves().any(|need| self.concerns(blame.scope, need))
            || serving.any(|need| self.concerns(blame.scope, &need))
    }

    /// What is to blame for a training that is interrupted now.
    pub(super) fn blamed_for_training(&self, training: TrainingId) -> Option<Blame> {
        let gang = Need::AtLeast(1, self.plan.model.training[training].on);
        let concerns = |blame: &&Blame| {
            let itself = blame.scope == Scope::Place(Place::Training(training));
            itself || self.concerns(blame.scope, &gang)
        };
        let now = self.blamed_now();
        now.iter().rfind(concerns).or(now.last()).copied()
    }

    fn blamed_now(&self) -> &[Blame] {
        let now = self.now;
        if self.blamed.last().is_some_and(|blame| blame.at == now) { &self.blamed } else { &[] }
    }

    /// Whether what was struck can be why a need does not hold.
    fn concerns(&self, scope: Scope, need: &Need) -> bool {
        let model = self.plan.model;
        match need {
            Need::AtLeast(_, pool) => match scope {
                Scope::Members(struck) => struck == *pool,
                Scope::Place(struck) => {
                    let mut domains = model.pools[*pool].across.iter();
                    domains.any(|&domain| model.is_in(Place::Domain(domain), struck))
                }
                Scope::Data | Scope::Credential(_) => false,
            },
            Need::Domain(domain) => holds(model, scope, Place::Domain(*domain)),
            Need::Link(link) => holds(model, scope, Place::Link(*link)),
            Need::Data(dataset, _) => self.concerns_data(scope, *dataset),
            Need::Service(_) => false,
            Need::All(_) | Need::Any(_) | Need::KOfN(..) => panic!("what joins others is no leaf"),
        }
    }

    /// Whether what was struck can be why a dataset is not there.
    fn concerns_data(&self, scope: Scope, dataset: DatasetId) -> bool {
        let model = self.plan.model;
        let mut stores = model.stores_of(dataset);
        match scope {
            Scope::Data | Scope::Credential(_) | Scope::Place(Place::Key(_)) => true,
            Scope::Members(pool) => stores.any(|store| {
                model.stores[store].built.as_ref().is_some_and(|built| built.pool == pool)
            }),
            Scope::Place(struck) => stores.any(|store| {
                let built = model.stores[store].built.iter();
                let mut domains = built.flat_map(|built| &model.pools[built.pool].across);
                model.is_in(Place::Store(store), struck)
                    || domains.any(|&domain| model.is_in(Place::Domain(domain), struck))
            }),
        }
    }
}

fn holds(model: &Model, scope: Scope, place: Place) -> bool {
    matches!(scope, Scope::Place(struck) if model.is_in(place, struck))
}
