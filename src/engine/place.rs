//! Domains, stores, links and keys: up while no cause holds them down, and what that means for the
//! members of pools in a domain.

use super::change::{Change, MemberState, Scope};
use super::event::MemberNo;
use super::plan::ClassId;
use super::world::World;
use crate::model::{
    DetectorId, DomainId, KeyId, LinkId, Model, OnCallId, Place, PoolId, ServiceId, StoreId,
    TrainingId,
};

/// For every place the number of causes that hold it down: failures of its own, and of the domains
/// that it lies in.
#[derive(Clone, Debug)]
pub(super) struct Places {
    domains: Vec<u32>,
    stores: Vec<u32>,
    links: Vec<u32>,
    keys: Vec<u32>,
    detectors: Vec<u32>,
    people: Vec<u32>,
    services: Vec<u32>,
    training: Vec<u32>,
    /// How many domains are down.
    dark: u32,
    /// How many works under way hold each domain down.
    planned: Vec<u32>,
    /// The share of its bandwidth that each store keeps.
    pub store_shares: Vec<f64>,
    /// The share of its bandwidth that each link keeps.
    pub link_shares: Vec<f64>,
}

impl Places {
    pub fn new(model: &Model) -> Self {
        Self {
            domains: vec![0; model.domains.len()],
            stores: vec![0; model.stores.len()],
            links: vec![0; model.links.len()],
            keys: vec![0; model.keys.len()],
            detectors: vec![0; model.detectors.len()],
            people: vec![0; model.people.len()],
            services: vec![0; model.services.len()],
            training: vec![0; model.training.len()],
            dark: 0,
            planned: vec![0; model.domains.len()],
            store_shares: vec![1.0; model.stores.len()],
            link_shares: vec![1.0; model.links.len()],
        }
    }

    pub fn restart(&mut self) {
        for causes in [&mut self.domains, &mut self.stores, &mut self.links, &mut self.keys] {
            causes.fill(0);
        }
        let others =
            [&mut self.detectors, &mut self.people, &mut self.services, &mut self.training];
        for causes in others {
            causes.fill(0);
        }
        self.dark = 0;
        self.planned.fill(0);
        self.store_shares.fill(1.0);
        self.link_shares.fill(1.0);
    }

    fn causes(&mut self, place: Place) -> &mut u32 {
        match place {
            Place::Domain(id) => &mut self.domains[usize::from(id)],
            Place::Store(id) => &mut self.stores[usize::from(id)],
            Place::Link(id) => &mut self.links[usize::from(id)],
            Place::Key(id) => &mut self.keys[usize::from(id)],
            Place::Detector(id) => &mut self.detectors[usize::from(id)],
            Place::OnCall(id) => &mut self.people[usize::from(id)],
            Place::Service(id) => &mut self.services[usize::from(id)],
            Place::Training(id) => &mut self.training[usize::from(id)],
        }
    }

    /// Whether some domain is down.
    pub fn some_are_dark(&self) -> bool {
        self.dark > 0
    }

    /// Notes one cause more that holds a place down, or one less; says whether the place turns.
    fn note(&mut self, place: Place, falls: bool) -> bool {
        let causes = self.causes(place);
        *causes = if falls { *causes + 1 } else { *causes - 1 };
        let turns = *causes == u32::from(falls);
        if turns && matches!(place, Place::Domain(_)) {
            self.dark = if falls { self.dark + 1 } else { self.dark - 1 };
        }
        turns
    }

    pub fn domain_is_up(&self, id: DomainId) -> bool {
        self.domains[usize::from(id)] == 0
    }

    pub fn store_is_up(&self, id: StoreId) -> bool {
        self.stores[usize::from(id)] == 0
    }

    pub fn link_is_up(&self, id: LinkId) -> bool {
        self.links[usize::from(id)] == 0
    }

    pub fn key_is_up(&self, id: KeyId) -> bool {
        self.keys[usize::from(id)] == 0
    }

    pub fn detector_is_up(&self, id: DetectorId) -> bool {
        self.detectors[usize::from(id)] == 0
    }

    pub fn on_call_is_up(&self, id: OnCallId) -> bool {
        self.people[usize::from(id)] == 0
    }

    /// Whether nothing is wrong with the training itself.
    pub fn training_is_up(&self, id: TrainingId) -> bool {
        self.training[usize::from(id)] == 0
    }

    /// Whether nothing is wrong with the service itself.
    pub fn service_is_up(&self, id: ServiceId) -> bool {
        self.services[usize::from(id)] == 0
    }
}

impl World<'_> {
    /// A mode of what is no pool's member has struck: what it does beside making it fail.
    pub(super) fn site_is_struck(&mut self, id: ClassId, episode: u64) {
        let plan = self.plan;
        let class = &plan.classes[id];
        let site = plan.site(class.pool).expect("only what is no pool is a site");
        let effect = &class.mode.effect;
        match site.scope {
            Scope::Place(Place::Store(store)) if effect.breach => self.store_is_breached(store),
            Scope::Place(Place::Training(id)) if effect.corrupts => {
                self.training_is_corrupted(id, class.pool);
            }
            Scope::Place(place) if effect.destroys.get() > 0.0 => {
                self.place_is_destroyed(place, id, episode);
            }
            Scope::Place(_) | Scope::Members(_) => {}
            Scope::Data | Scope::Credential(_) => self.strike_acts_or_dwells(id, episode),
        }
    }

    /// A failure takes hold of a site, or lets go of it.
    pub(super) fn site_moves(&mut self, pool: PoolId, from: MemberState, to: MemberState) {
        match (from, to) {
            (MemberState::Active, _) => self.site_changes(pool, true),
            (_, MemberState::Active) => self.site_changes(pool, false),
            _ => {}
        }
    }

    fn site_changes(&mut self, pool: PoolId, falls: bool) {
        let plan = self.plan;
        let site = plan.site(pool).expect("only what is no pool is a site");
        let Scope::Place(place) = site.scope else { return };
        let effect = &plan.model.failures[site.failure].effect;
        if effect.breach || effect.corrupts {
            return;
        }
        if effect.leaves > 0.0 {
            self.find_shares(place);
            return self.bandwidth_changes();
        }
        self.place_changes(place, falls);
    }

    /// One cause more holds a place down, and all that lies in it, or one less.
    fn place_changes(&mut self, place: Place, falls: bool) {
        let plan = self.plan;
        let mut turned = Vec::new();
        for &place in plan.inside(&place) {
            if self.places.note(place, falls) {
                turned.push(place);
            }
        }
        self.places_turn(&turned, !falls);
    }

    /// Planned work takes a domain down, which is known at once.
    pub(super) fn domain_goes_dark_as_planned(&mut self, domain: DomainId) {
        self.places.planned[usize::from(domain)] += 1;
        self.place_changes(Place::Domain(domain), true);
        self.domain_is_missed(domain);
    }

    /// Planned work on a domain is done.
    pub(super) fn domain_lights_up_as_planned(&mut self, domain: DomainId) {
        self.places.planned[usize::from(domain)] -= 1;
        self.place_changes(Place::Domain(domain), false);
    }

    /// These places go down or up, all at once.
    fn places_turn(&mut self, turned: &[Place], up: bool) {
        self.judge |= !turned.is_empty();
        let told = turned.iter().map(|&place| Change::Place { place, up });
        self.changes.extend(told);
        self.training_is_struck(turned, up);
        if up {
            self.domains_light_up(turned);
            self.people_are_reached(turned);
            self.look_at_what_was_hidden();
        } else {
            self.domains_go_dark(turned);
        }
        self.look_after_data();
    }

    /// Ways to people are up again: they are given what has waited.
    fn people_are_reached(&mut self, turned: &[Place]) {
        for place in turned {
            if let Place::OnCall(people) = place {
                self.alarms_are_given(*people);
            }
        }
    }

    /// What copies, mirrors and restores depend on may have changed.
    pub(super) fn look_after_data(&mut self) {
        self.training_turned = true;
        self.bandwidth_changes();
        self.look_after_mirrors();
        self.look_after_restores();
    }

    /// The share of its bandwidth that a place keeps: the least that a failure of it leaves.
    fn find_shares(&mut self, place: Place) {
        let plan = self.plan;
        let failed = |pool: PoolId| self.pools[usize::from(pool)].state(0) != MemberState::Active;
        let left =
            plan.sites().filter(|&(pool, site)| site.scope == Scope::Place(place) && failed(pool));
        let shares = left.map(|(_, site)| plan.model.failures[site.failure].effect.leaves);
        let share = shares.filter(|&share| share > 0.0).fold(1.0, f64::min);
        match place {
            Place::Store(id) => self.places.store_shares[usize::from(id)] = share,
            Place::Link(id) => self.places.link_shares[usize::from(id)] = share,
            _ => panic!("only stores and links have bandwidth"),
        }
    }

    /// A failure that destroys what lies in a place. What a built store holds lies with its
    /// members: in their domains or, where its pool is dealt out to none, where the store lies.
    fn place_is_destroyed(&mut self, struck: Place, id: ClassId, episode: u64) {
        let plan = self.plan;
        for &place in plan.inside(&struck) {
            match place {
                Place::Store(store) => match &plan.model.stores[store].built {
                    None => self.store_is_destroyed(store, id, episode),
                    Some(built) => {
                        if place == struck || plan.pool(built.pool).across.is_empty() {
                            self.pieces_are_destroyed(store, id, episode);
                        }
                    }
                },
                Place::Domain(domain) => self.members_are_destroyed(domain, id, episode),
                Place::Key(key) => {
                    self.copies_lose_their_key(key, id, episode);
                    self.look_after_data();
                }
                Place::Link(_) | Place::Detector(_) | Place::OnCall(_) => {}
                Place::Service(_) | Place::Training(_) => {}
            }
        }
    }

    /// Whether a place is down for good: by a failure, its own or that of a domain around it, that
    /// is known and never ends.
    pub(super) fn is_lost_for_good(&self, place: Place) -> bool {
        let plan = self.plan;
        let holds = |struck: Place| plan.inside(&struck).contains(&place);
        plan.sites().any(|(pool, site)| match site.scope {
            Scope::Place(struck) if holds(struck) => {
                self.pools[usize::from(pool)].state(0) == MemberState::Lost
            }
            _ => false,
        })
    }

    /// Members in a destroyed domain lose what they hold; they come back as new ones with it.
    fn members_are_destroyed(&mut self, domain: DomainId, id: ClassId, episode: u64) {
        let plan = self.plan;
        let (key, destroys) = {
            let class = &plan.classes[id];
            (class.destroys, class.mode.effect.destroys)
        };
        for (pool, member) in plan.members_in(domain) {
            let number = plan.part_of_member(episode, pool, member);
            if key.chance(destroys, self.replication, number) {
                self.member_is_replaced(pool, member);
                self.piece_is_destroyed(pool, member, id);
            }
        }
    }

    /// A member in a domain that is down is as new, and no longer bad.
    fn member_is_replaced(&mut self, pool: PoolId, member: MemberNo) {
        let plan = self.plan;
        for &class in &plan.pools[pool].classes {
            self.renew_clock(class, member);
        }
        self.pools[usize::from(pool)].record(member).bad = false;
    }

    /// Whether the domain of a member, if it has one, is down.
    pub(super) fn is_dark(&self, pool: PoolId, member: MemberNo) -> bool {
        if !self.places.some_are_dark() {
            return false;
        }
        let domain = self.plan.domain_of(pool, member);
        domain.is_some_and(|domain| !self.places.domain_is_up(domain))
    }

    /// Whether a domain is down for planned work, or some failure that keeps it down has been
    /// detected.
    pub(super) fn darkness_is_known(&self, domain: DomainId) -> bool {
        let plan = self.plan;
        if plan.model.outwards(domain).any(|outer| self.places.planned[usize::from(outer)] > 0) {
            return true;
        }
        let known = |site: PoolId| {
            let state = self.pools[usize::from(site)].state(0);
            !matches!(state, MemberState::Active | MemberState::Undetected)
        };
        plan.sites().any(|(pool, site)| {
            let Scope::Place(Place::Domain(struck)) = site.scope else { return false };
            known(pool) && plan.model.lies_in(domain, struck)
        })
    }

    /// Members in domains that go down: whole ones are no longer up, spares cannot be called, and
    /// repairs that need somebody on site stop.
    fn domains_go_dark(&mut self, turned: &[Place]) {
        let plan = self.plan;
        for (pool, member) in plan.members_at(turned) {
            match self.pools[usize::from(pool)].state(member) {
                MemberState::Active => {}
                MemberState::Standby => self.take_from_standby(pool, member),
                MemberState::Activating => {
                    let members = &mut self.pools[usize::from(pool)];
                    members.record(member).holds_position = false;
                    members.open += 1;
                }
                MemberState::InRepair => {
                    self.suspend_repair(pool, member);
                    continue;
                }
                _ => continue,
            }
            self.move_member(pool, member, MemberState::Dark);
        }
        self.fill_open_positions_at(turned);
    }

    /// Members in domains that are up again take up where they were.
    fn domains_light_up(&mut self, turned: &[Place]) {
        for (pool, member) in self.plan.members_at(turned) {
            if self.pools[usize::from(pool)].state(member) == MemberState::Dark {
                self.back_to_service(pool, member);
            }
        }
        if turned.iter().any(|place| matches!(place, Place::Domain(_))) {
            self.crews_go_on();
        }
    }

    /// A failure of a domain has been detected: spares are called for the positions of its members
    /// that are known to be dark.
    pub(super) fn domain_is_missed(&mut self, domain: DomainId) {
        let plan = self.plan;
        let mut missed = plan.inside_of(domain).to_vec();
        missed.retain(|place| match place {
            Place::Domain(inner) => self.darkness_is_known(*inner),
            _ => false,
        });
        for (pool, member) in plan.members_at(&missed) {
            if self.pools[usize::from(pool)].state(member) != MemberState::Dark {
                continue;
            }
            let members = &mut self.pools[usize::from(pool)];
            let held = std::mem::take(&mut members.record(member).holds_position);
            members.open += u32::from(held);
            self.give_requests(pool, member, false);
        }
        self.training_turned = true;
        self.fill_open_positions_at(&missed);
        self.look_at_what_was_hidden();
    }

    /// Calls spares for what is open in the pools with members in these domains.
    fn fill_open_positions_at(&mut self, places: &[Place]) {
        let plan = self.plan;
        for &place in places {
            let Place::Domain(domain) = place else { continue };
            for &(pool, _) in plan.members_of(domain) {
                self.open_positions(pool, 0);
            }
        }
    }
}
