//! Where things lie: what each domain holds, and the members that are dealt out to it.

use super::event::MemberNo;
use super::plan::Plan;
use crate::model::{DomainId, Model, Place, PoolId};

/// What lies in each domain.
#[derive(Debug)]
pub(super) struct Geography {
    /// For each domain, itself and all that lies in it.
    inside: Vec<Vec<Place>>,
    /// For each domain, the pools with members that lie in it and in no inner one, with its place
    /// among those that the pool is dealt out to.
    members_of: Vec<Vec<(PoolId, usize)>>,
}

impl Geography {
    pub fn new(model: &Model) -> Self {
        Self {
            inside: model.domains.ids().map(|domain| inside(model, domain)).collect(),
            members_of: model.domains.ids().map(|domain| members_of(model, domain)).collect(),
        }
    }
}

fn inside(model: &Model, outer: DomainId) -> Vec<Place> {
    let lies_in = |domain| model.lies_in(domain, outer);
    let domains = model.domains.ids().filter(|&domain| lies_in(domain)).map(Place::Domain);
    let stores = model.stores.entries().filter(|(_, store)| store.within.is_some_and(lies_in));
    let detectors = model.detectors.entries().filter(|(_, it)| it.within.is_some_and(lies_in));
    let detectors = detectors.map(|(id, _)| Place::Detector(id));
    domains.chain(stores.map(|(id, _)| Place::Store(id))).chain(detectors).collect()
}

fn members_of(model: &Model, domain: DomainId) -> Vec<(PoolId, usize)> {
    let pools = model.pools.entries();
    let places = pools.flat_map(|(id, pool)| {
        let places = pool.across.iter().enumerate().filter(|&(_, &at)| at == domain);
        places.map(move |(place, _)| (id, place))
    });
    places.collect()
}

impl Plan<'_> {
    /// A place and all that lies in it.
    pub(super) fn inside<'a>(&'a self, place: &'a Place) -> &'a [Place] {
        match place {
            Place::Domain(domain) => &self.geography.inside[usize::from(*domain)],
            place => std::slice::from_ref(place),
        }
    }

    /// The pools with members that lie in a domain and in no inner one.
    pub(super) fn members_of(&self, domain: DomainId) -> &[(PoolId, usize)] {
        &self.geography.members_of[usize::from(domain)]
    }

    /// A domain and all that lies in it.
    pub(super) fn inside_of(&self, domain: DomainId) -> &[Place] {
        &self.geography.inside[usize::from(domain)]
    }

    /// The members that lie in a domain and in no inner one.
    pub(super) fn members_in(
        &self,
        domain: DomainId,
    ) -> impl Iterator<Item = (PoolId, MemberNo)> + '_ {
        self.members_of(domain).iter().flat_map(|&(pool, place)| {
            let domains = self.pool(pool).across.len();
            let dealt = (place as MemberNo..self.pools[pool].size).step_by(domains);
            dealt.map(move |member| (pool, member))
        })
    }

    /// The members that lie in these domains and in no inner ones.
    pub(super) fn members_at<'a>(
        &'a self,
        places: &'a [Place],
    ) -> impl Iterator<Item = (PoolId, MemberNo)> + 'a {
        let domains = places.iter().filter_map(|place| match place {
            Place::Domain(domain) => Some(*domain),
            _ => None,
        });
        domains.flat_map(|domain| self.members_in(domain))
    }

    /// The domain that a member lies in.
    pub(super) fn domain_of(&self, pool: PoolId, member: MemberNo) -> Option<DomainId> {
        let across = &self.pool(pool).across;
        (!across.is_empty()).then(|| across[member as usize % across.len()])
    }
}
