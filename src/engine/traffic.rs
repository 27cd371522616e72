//! Services that run in all their placements at once: what each is given of the traffic.

use super::change::{MoveStep, ServiceState};
use super::failover::Phase;
use super::world::World;
use crate::model::{Serves, ServiceId};

/// A bit for each of so many placements.
pub(super) fn all_of(placements: usize) -> u64 {
    assert!(placements <= 64, "a service has no more placements than a word has bits");
    (0..placements).fold(0, |all, at| all | 1 << at)
}

impl World<'_> {
    /// Judges a service that runs in all its placements at once.
    pub(super) fn judge_shared(&mut self, service: ServiceId) -> ServiceState {
        self.note_what_holds(service);
        let lost = self.services[usize::from(service)].traffic & !self.holding(service);
        let phase = self.services[usize::from(service)].phase;
        let state = self.state_shared(service);
        if state == ServiceState::Outage {
            self.disruption_may_begin(service);
        }
        if lost == 0 {
            if phase.fails_over() {
                self.failover_is_called_off(service);
            }
        } else {
            match phase {
                Phase::Settled => self.failover_begins(service),
                Phase::Looking => self.traffic_may_move(service),
                _ => {}
            }
        }
        self.state_shared(service)
    }

    /// The placements that hold, a bit each.
    pub(super) fn holding(&self, service: ServiceId) -> u64 {
        let placements = &self.plan.model.services[service].placements;
        let holds = placements.iter().map(|placement| self.holds(&placement.needs));
        holds.enumerate().fold(0, |all, (at, holds)| all | u64::from(holds) << at)
    }

    fn state_shared(&self, service: ServiceId) -> ServiceState {
        let told = &self.plan.model.services[service];
        let Serves::All { at_least, mbco } = told.serves else {
            panic!("only placements that serve together share traffic")
        };
        let traffic = self.services[usize::from(service)].traffic;
        let holding = self.holding(service);
        let served = (traffic & holding).count_ones();
        let share = f64::from(served) / f64::from(traffic.count_ones());
        let enough = served >= at_least && share >= mbco.get();
        let all = all_of(told.placements.len());
        match (enough && self.places.service_is_up(service), traffic & holding == all) {
            (false, _) => ServiceState::Outage,
            (true, true) => ServiceState::Full,
            (true, false) => ServiceState::Degraded,
        }
    }

    /// It is decided to move the traffic to what holds, as soon as something does.
    pub(super) fn traffic_may_move(&mut self, service: ServiceId) {
        let holding = self.holding(service);
        if holding != 0 {
            self.activate(service, holding.trailing_zeros() as u8);
        }
    }

    /// The traffic of placements that do not hold goes to those that do.
    pub(super) fn traffic_moves(&mut self, service: ServiceId) {
        let holding = self.holding(service);
        if holding == 0 {
            self.services[usize::from(service)].phase = Phase::Looking;
            return;
        }
        let run = &mut self.services[usize::from(service)];
        let before = run.traffic;
        let stays = before & holding;
        let traffic = if stays == 0 { holding } else { stays };
        run.traffic = traffic;
        run.phase = Phase::Settled;
        let bits = |set: u64| (0..64_u8).filter(move |at| set >> at & 1 == 1);
        for at in bits(before & !traffic) {
            self.tell_move(service, MoveStep::TrafficLeaves(at));
        }
        for at in bits(traffic & !before) {
            self.tell_move(service, MoveStep::TrafficReturns(at));
        }
        self.note_what_holds(service);
        self.judge = true;
    }

    /// Placements that have held for long enough are given traffic again.
    pub(super) fn traffic_returns(&mut self, service: ServiceId) {
        let holding = self.holding(service);
        for at in self.healthy_again(service) {
            if holding >> at & 1 == 1 {
                self.services[usize::from(service)].traffic |= 1 << at;
                self.tell_move(service, MoveStep::TrafficReturns(at));
            }
        }
        self.judge = true;
    }
}
