//! Data that goes with a service: mirrors that are promoted, datasets that are given up where they
//! lie and restored elsewhere; and pools that stand by with the placement that counts them.

use super::change::{Disruption, Incident};
use super::incident::earlier;
use super::outage::moved;
use super::world::World;
use crate::model::{Bring, DatasetId, MirrorId, Need, PoolId, ServiceId, StoreId};
use crate::quantity::{Bytes, Time};

impl<'p> World<'p> {
    /// Whether a need will hold once the data that goes with a service is there. `planned`: without
    /// giving up anything.
    pub(super) fn would_hold(&self, service: ServiceId, need: &Need, planned: bool) -> bool {
        need.holds_if(&|need| match need {
            Need::Data(dataset, at) => {
                self.data_is_there(*dataset, *at)
                    || self.can_be_brought(service, *dataset, *at, planned)
            }
            need => self.holds(need),
        })
    }

    fn brings(&self, service: ServiceId) -> &'p [Bring] {
        self.plan.model.services[service].failover.as_ref().map_or(&[], |it| &it.data)
    }

    /// Whether a service can have a dataset brought to a store, or to any.
    fn can_be_brought(
        &self,
        service: ServiceId,
        dataset: DatasetId,
        at: Option<StoreId>,
        planned: bool,
    ) -> bool {
        self.brings(service).iter().any(|bring| match *bring {
            Bring::Promote(mirror) => {
                self.plan.model.mirrors[mirror].of == dataset
                    && at.is_none_or(|at| at == self.mirror_store(mirror))
                    && self.can_be_promoted(mirror)
            }
            Bring::Restore(of) => of == dataset && !planned && self.can_be_restored(dataset, at),
        })
    }

    /// Whether a mirror has data that is worth something, for all that is known, and can be used
    /// now.
    fn can_be_promoted(&self, mirror: MirrorId) -> bool {
        let told = &self.plan.model.mirrors[mirror];
        let key = told.encryption.and_then(|encryption| encryption.key);
        let state = &self.datasets[usize::from(told.of)];
        self.store_can_be_read(self.mirror_store(mirror))
            && key.is_none_or(|key| self.places.key_is_up(key))
            && self
                .mirror_version(mirror)
                .is_some_and(|version| !state.is_known_to_be_spoiled(version))
    }

    /// The mirrors that must be promoted before a placement has what it needs.
    fn to_promote(&self, service: ServiceId, to: u8) -> Vec<MirrorId> {
        let needs = &self.plan.model.services[service].placements[usize::from(to)].needs;
        let brings = self.brings(service).iter();
        let mirrors = brings.filter_map(|bring| match bring {
            Bring::Promote(mirror) => Some(*mirror),
            Bring::Restore(_) => None,
        });
        let wanted = |mirror: &MirrorId| {
            let of = self.plan.model.mirrors[*mirror].of;
            let state = &self.datasets[usize::from(of)];
            places_of(needs, of).any(|at| match at {
                Some(at) => state.on != at && self.mirror_store(*mirror) == at,
                None => !self.data_is_there(of, None),
            })
        };
        mirrors.filter(wanted).collect()
    }

    /// Brings a service's data to the placement that it fails over to: promotes mirrors at once,
    /// and has restored what is not there then. [`World::data_is_ready`] tells when all of it is
    /// there, and is to be asked whenever services are judged. Called off, a restore goes on.
    pub(super) fn bring_data(&mut self, service: ServiceId, to: u8) {
        let told = self.disruption_up_to_now(service);
        if self.services[usize::from(service)].case.losses.is_some() {
            self.restores_are_done(service);
        }
        for mirror in self.to_promote(service, to) {
            if self.can_be_promoted(mirror) {
                self.promote(mirror, &told);
            }
        }
        self.services[usize::from(service)].case.losses = Some(self.incidents.len());
        let needs = &self.plan.model.services[service].placements[usize::from(to)].needs;
        for bring in self.brings(service) {
            let Bring::Restore(dataset) = *bring else { continue };
            let missing = places_of(needs, dataset).find(|&at| !self.data_is_there(dataset, at));
            if let Some(at) = missing.filter(|_| !self.data_is_ready(service, to)) {
                self.restore_for_failover(dataset, at, &told);
            }
        }
    }

    /// A dataset goes over to where a mirror has it, the mirror to where the dataset was. It still
    /// has there what it had at that point, if none of it was lost.
    fn promote(&mut self, mirror: MirrorId, of: &Disruption) {
        let version = self.mirror_version(mirror).expect("what is promoted has data");
        let version = earlier(version, of.onset);
        let dataset = self.plan.model.mirrors[mirror].of;
        let state = &self.datasets[usize::from(dataset)];
        let (from, to) = (state.on, self.mirror_store(mirror));
        let has = Some(version).filter(|_| !state.is_missed());
        let told = self.incidents.len();
        self.mirror_is_cut(mirror);
        self.data_goes_over(dataset, (version, to), of);
        self.blame_data_for_leaving(of.root);
        self.mirror_turns_round(mirror, from, has);
        if version < of.onset {
            self.mirrors_fall_back(dataset, version);
        }
        let lost = self.incidents.get(told).map_or(Bytes::ZERO, |incident| incident.lost);
        self.note_what_was_brought(of.service, Some(version), lost);
    }

    /// A service's data was brought to this point because of its disruption (`None`: it was given
    /// up), and that lost so much of it for good.
    fn note_what_was_brought(&mut self, service: ServiceId, version: Option<Time>, lost: Bytes) {
        let told = &mut self.disruption_under_way(service).told;
        if let Some(version) = version {
            let version = earlier(version, told.onset);
            told.version = Some(told.version.map_or(version, |other| earlier(other, version)));
        }
        told.lost = told.lost + lost;
    }

    /// What a service had restored because of its disruption is there: what that lost is told of
    /// the disruption.
    pub(super) fn restores_are_done(&mut self, service: ServiceId) {
        let told = self.incidents.len();
        let seen = self.services[usize::from(service)].case.losses.replace(told);
        for incident in seen.expect("its data was brought")..told {
            let Incident { dataset, version, lost, .. } = self.incidents[incident];
            if self.brings(service).contains(&Bring::Restore(dataset)) {
                self.note_what_was_brought(service, version, lost);
            }
        }
    }

    /// Whether some of the data that a service has restored is not back yet.
    pub(super) fn data_is_on_its_way(&self, service: ServiceId) -> bool {
        self.brings(service).iter().any(|bring| match *bring {
            Bring::Restore(dataset) => self.datasets[usize::from(dataset)].open.is_some(),
            Bring::Promote(_) => false,
        })
    }

    /// Whether the data that a placement needs is there, as all else that it needs is.
    pub(super) fn data_is_ready(&self, service: ServiceId, to: u8) -> bool {
        self.holds(&self.plan.model.services[service].placements[usize::from(to)].needs)
    }

    /// Whether the data can be moved to a placement as planned, without losing any.
    pub(super) fn data_is_level(&self, service: ServiceId, to: u8) -> bool {
        self.to_promote(service, to).into_iter().all(|mirror| self.mirror_follows(mirror))
    }

    /// Moves the data to a placement as planned; it must be level.
    pub(super) fn move_data(&mut self, service: ServiceId, to: u8) {
        for mirror in self.to_promote(service, to) {
            let dataset = self.plan.model.mirrors[mirror].of;
            let (from, store) = (self.datasets[usize::from(dataset)].on, self.mirror_store(mirror));
            self.mirror_turns_round(mirror, from, Some(self.now));
            self.data_is_moved(dataset, store);
            self.blame_data_for_leaving(moved(service));
        }
    }

    /// The members that a placement counts stand by, or serve, from now on.
    pub(super) fn placement_serves(&mut self, service: ServiceId, placement: u8, serves: bool) {
        let placement = &self.plan.model.services[service].placements[usize::from(placement)];
        if placement.dormancy >= 1.0 {
            return;
        }
        for need in placement.needs.leaves() {
            if let Need::AtLeast(_, pool) = need {
                self.set_factor(*pool, if serves { 1.0 } else { placement.dormancy });
            }
        }
    }

    /// All members of a pool age and fail at a factor from now on.
    fn set_factor(&mut self, pool: PoolId, factor: f64) {
        let plan = self.plan;
        let before = std::mem::replace(&mut self.pools[usize::from(pool)].factor, factor);
        for member in 0..plan.pools[pool].size {
            let members = &self.pools[usize::from(pool)];
            let (state, kind) = members.state_and_kind(member);
            let (exposure, bad) = (plan.pools[pool].exposure(state, kind), members.is_bad(member));
            let (old, new) = (before * exposure, factor * exposure);
            if old == new {
                continue;
            }
            for exposed in plan.pools[pool].exposed.iter().filter(|it| !it.bad_only || bad) {
                if exposed.shared {
                    self.shared_exposure_changes(exposed.class, member, old, new);
                } else {
                    self.run_clock(exposed.class, member, new);
                }
            }
        }
    }
}

/// The stores at which a need asks for a dataset.
fn places_of(need: &Need, dataset: DatasetId) -> impl Iterator<Item = Option<StoreId>> + '_ {
    need.leaves().filter_map(move |need| match need {
        Need::Data(of, at) if *of == dataset => Some(*at),
        _ => None,
    })
}
