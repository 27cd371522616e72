//! Sites: what fails and is no member of a pool. Each is a pool of one member to the engine, so
//! that clocks, detection and repair are the same for all.

use super::change::Scope;
use crate::model::{FailureId, Model, Place, Pool, PoolId, Strikes};
use crate::quantity::{Probability, Span};

/// One failure mode of one thing that is no pool's member.
#[derive(Debug)]
pub(super) struct Site {
    pub failure: FailureId,
    pub scope: Scope,
    /// A pool of one member, named after the thing, that is up while the failure does not hold.
    pub pool: Pool,
}

impl Site {
    /// Whether it is this place's failing in this way.
    pub fn is(&self, failure: FailureId, place: Place) -> bool {
        self.failure == failure && self.scope == Scope::Place(place)
    }
}

/// The name of a pool, or of what is one to the engine.
pub(super) fn pool_name<'a>(model: &'a Model, sites: &'a [Site], pool: PoolId) -> &'a str {
    match usize::from(pool).checked_sub(model.pools.len()) {
        None => &model.pools[pool].name,
        Some(site) => &sites[site].pool.name,
    }
}

/// Every pair of a failure mode and a thing that it strikes, other than members of pools.
pub(super) fn sites(model: &Model) -> Vec<Site> {
    let mut sites = Vec::new();
    for (failure, mode) in model.failures.entries() {
        let mut add = |scope, name: String| sites.push(Site { failure, scope, pool: one(name) });
        match &mode.strikes {
            Strikes::Each(_) | Strikes::EachBad(_) | Strikes::One(_) | Strikes::Several(..) => {}
            Strikes::Places(places) | Strikes::Shock { places, .. } => {
                for &place in places {
                    add(Scope::Place(place), model.place_name(place));
                }
            }
            Strikes::Dataset(id) => {
                add(Scope::Data, format!("dataset/{}", model.datasets[*id].name));
            }
            Strikes::Credential(id) => {
                let name = format!("credential/{}", model.credentials[*id].name);
                add(Scope::Credential(*id), name);
            }
        }
    }
    sites
}

fn one(name: String) -> Pool {
    Pool {
        name,
        members: 1,
        across: Vec::new(),
        spares: Vec::new(),
        switching: Probability::SURE,
        retry: Span::ZERO,
        bad: Probability::NEVER,
        retirement: None,
    }
}
