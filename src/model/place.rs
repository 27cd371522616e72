//! Domains, links, and what else can be up or down as a whole.

use super::{
    DatasetId, DetectorId, DomainId, Failure, KeyId, LinkId, Model, OnCallId, PoolId, ServiceId,
    StoreId, TrainingId,
};
use crate::quantity::DataRate;

/// What fails together: a rack, a hall, a site. A domain written with a `count` is one row each.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// As written, with its number where there are several: `hall[3]`.
    pub name: String,
    /// The domain that it lies in.
    pub within: Option<DomainId>,
}

/// A way for data between two domains, its bandwidth shared fairly among transfers.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub name: String,
    /// The domains that it joins, where they are told.
    pub between: Option<[DomainId; 2]>,
    /// `None`: unlimited.
    pub bandwidth: Option<DataRate>,
}

/// Ways to go over links: alternatives in order of preference, each the links it goes over one
/// after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// At least one; each with at least one link.
    pub alternatives: Vec<Vec<LinkId>>,
}

/// A credential that opens stores.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    pub name: String,
}

/// A key that copies are encrypted with.
#[derive(Clone, Debug, PartialEq)]
pub struct EncryptionKey {
    pub name: String,
}

/// What is up or down as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Domain(DomainId),
    Store(StoreId),
    Link(LinkId),
    Key(KeyId),
    /// What sees failures; while it is down it sees none.
    Detector(DetectorId),
    /// The way to reach people; while it is down no alarm comes through.
    OnCall(OnCallId),
    /// The service itself, in whatever placement: a hang, a bad rollout, a person's mistake.
    Service(ServiceId),
    /// The training itself, whatever its members do: a crash of the software, a hang.
    Training(TrainingId),
}

impl Model {
    /// Every place, domains first.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let domains = self.domains.ids().map(Place::Domain);
        let stores = self.stores.ids().map(Place::Store);
        let links = self.links.ids().map(Place::Link);
        let keys = self.keys.ids().map(Place::Key);
        let detectors = self.detectors.ids().map(Place::Detector);
        let people = self.people.ids().map(Place::OnCall);
        let services = self.services.ids().map(Place::Service);
        let training = self.training.ids().map(Place::Training);
        let data = domains.chain(stores).chain(links).chain(keys);
        data.chain(detectors).chain(people).chain(services).chain(training)
    }

    /// What a place is called among all places: `store/vault`.
    #[must_use]
    pub fn place_name(&self, place: Place) -> String {
        match place {
            Place::Domain(id) => format!("domain/{}", self.domains[id].name),
            Place::Store(id) => format!("store/{}", self.stores[id].name),
            Place::Link(id) => format!("link/{}", self.links[id].name),
            Place::Key(id) => format!("key/{}", self.keys[id].name),
            Place::Detector(id) => format!("detector/{}", self.detectors[id].name),
            Place::OnCall(id) => format!("on_call/{}", self.people[id].name),
            Place::Service(id) => format!("service/{}", self.services[id].name),
            Place::Training(id) => format!("training/{}", self.training[id].name),
        }
    }

    /// A failure that strikes a domain in which some members of a pool lie.
    #[must_use]
    pub fn darkens(&self, pool: PoolId) -> Option<&Failure> {
        let around = |outer| self.pools[pool].across.iter().any(|&at| self.lies_in(at, outer));
        let strikes = |place: &Place| matches!(*place, Place::Domain(outer) if around(outer));
        self.failures.iter().find(|mode| mode.strikes.places().iter().any(strikes))
    }

    /// The domain around a place, where it stands in one.
    #[must_use]
    pub fn stands_in(&self, place: Place) -> Option<DomainId> {
        match place {
            Place::Domain(id) => self.domains[id].within,
            Place::Store(id) => self.stores[id].within,
            Place::Detector(id) => self.detectors[id].within,
            Place::Link(_) | Place::Key(_) | Place::OnCall(_) => None,
            Place::Service(_) | Place::Training(_) => None,
        }
    }

    /// Whether a place is another or lies in it.
    #[must_use]
    pub fn is_in(&self, place: Place, outer: Place) -> bool {
        let domain = match place {
            Place::Domain(id) => Some(id),
            other => self.stands_in(other),
        };
        let around = |outer| domain.is_some_and(|domain| self.lies_in(domain, outer));
        outer == place || matches!(outer, Place::Domain(outer) if around(outer))
    }

    /// The stores that a dataset, or a mirror of it, can lie on, its own first.
    pub fn stores_of(&self, dataset: DatasetId) -> impl Iterator<Item = StoreId> + '_ {
        let told = &self.datasets[dataset];
        let mirrors = self.mirrors.iter().filter(move |mirror| mirror.of == dataset);
        let restored = told.restore.to.iter().copied();
        std::iter::once(told.on).chain(restored).chain(mirrors.map(|mirror| mirror.to))
    }

    /// A domain, then the one it lies in, and so on outwards.
    pub fn outwards(&self, domain: DomainId) -> impl Iterator<Item = DomainId> + '_ {
        std::iter::successors(Some(domain), |&at| self.domains[at].within)
    }

    /// Whether a domain is another or lies in it.
    #[must_use]
    pub fn lies_in(&self, domain: DomainId, outer: DomainId) -> bool {
        self.outwards(domain).any(|at| at == outer)
    }

    /// The outermost domain around a domain: its site.
    #[must_use]
    pub fn site(&self, domain: DomainId) -> DomainId {
        self.outwards(domain).last().expect("a domain lies in itself")
    }
}
