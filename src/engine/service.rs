//! Services: judged once all events of one instant are served, so that a dip of zero length is no
//! outage.

use super::change::{Change, ServiceState};
use super::event::Stamp;
use super::failover::{Case, Phase};
use super::outage::Open;
use super::traffic::all_of;
use super::world::World;
use crate::model::{Need, Serves, Service, ServiceId};
use crate::quantity::Time;

/// A service in one replication.
#[derive(Clone, Debug)]
pub(super) struct ServiceRun {
    pub state: ServiceState,
    /// What it was before it went over to that.
    before: ServiceState,
    /// The placement that it is in, of those that serve one at a time.
    pub active: u8,
    /// The placements that have traffic, of those that serve together.
    pub traffic: u64,
    /// What is being done about where it runs.
    pub phase: Phase,
    /// The stamp of the next step of that.
    pub stamp: Stamp,
    /// The stamp of the next look at whether a placement has held for long enough to go back.
    pub look: Option<Stamp>,
    /// Since when each placement has held, or would with the data that comes with the service.
    pub held_since: Vec<Option<Time>>,
    /// The loss of a placement that something is being done about, or the last one.
    pub case: Case,
    /// Moves that have begun as planned.
    pub moves: u64,
    /// How often people have been asked whether to go back.
    pub asked: u64,
    /// Whether a drill falls due at this instant.
    pub drill_is_due: bool,
    /// Disruptions that are not over: the last one may be down, the others are up, not in full.
    pub open: Vec<Open>,
}

impl ServiceRun {
    pub fn new(service: &Service) -> Self {
        let mut run = Self {
            state: ServiceState::Full,
            before: ServiceState::Full,
            active: 0,
            traffic: 0,
            phase: Phase::Settled,
            stamp: 0,
            look: None,
            held_since: vec![None; service.placements.len()],
            case: Case::default(),
            moves: 0,
            asked: 0,
            drill_is_due: false,
            open: Vec::new(),
        };
        run.restart();
        run
    }

    pub fn restart(&mut self) {
        self.state = ServiceState::Full;
        self.before = ServiceState::Full;
        self.active = 0;
        self.traffic = all_of(self.held_since.len());
        self.phase = Phase::Settled;
        self.stamp = 0;
        self.look = None;
        self.held_since.fill(None);
        self.case = Case::default();
        self.moves = 0;
        self.asked = 0;
        self.drill_is_due = false;
        self.open.clear();
    }

    /// Whether it is down, or something is being done about where it runs.
    fn is_unwell(&self) -> bool {
        self.state == ServiceState::Outage || self.phase.fails_over()
    }
}

impl World<'_> {
    /// Judges every service by what it needs now, those that others need first.
    pub(super) fn judge_services(&mut self) {
        self.judge = false;
        let plan = self.plan;
        for &service in &plan.model.service_order {
            let told = &plan.model.services[service];
            let state = match (told.placements.is_empty(), told.serves) {
                (true, _) => self.judge_plain(service),
                (_, Serves::One) => self.judge_placed(service),
                (_, Serves::All { .. }) => self.judge_shared(service),
            };
            self.service_turns(service, state);
            self.schedule_look(service);
        }
        self.services_unwell = self.services.iter().any(ServiceRun::is_unwell);
    }

    fn judge_plain(&mut self, service: ServiceId) -> ServiceState {
        let needs = &self.plan.model.services[service].needs;
        let itself = self.places.service_is_up(service);
        if itself && self.holds(needs) {
            ServiceState::Full
        } else if itself && self.holds_but_for_moves(needs) {
            ServiceState::Planned
        } else {
            self.disruption_may_begin(service);
            ServiceState::Outage
        }
    }

    /// A service goes over to a state, if it is not in it.
    pub(super) fn service_turns(&mut self, service: ServiceId, state: ServiceState) {
        let run = &mut self.services[usize::from(service)];
        let before = std::mem::replace(&mut run.state, state);
        if before != state {
            self.tell_turn(service, before, state);
        }
        if state != ServiceState::Outage {
            self.disruption_is_up(service);
        }
        if state == ServiceState::Full {
            self.disruptions_are_over(service);
        }
    }

    /// Tells that a service went over to a state. What it went over to before, at this instant, is
    /// taken back: a dip of no length is none.
    fn tell_turn(&mut self, service: ServiceId, before: ServiceState, state: ServiceState) {
        let told = &self.changes[self.instant_end..];
        let of = |change: &Change| match change {
            Change::Service { service, .. } => Some(*service),
            _ => None,
        };
        match told.iter().position(|change| of(change) == Some(service)) {
            Some(place) => {
                self.changes.remove(self.instant_end + place);
            }
            None => self.services[usize::from(service)].before = before,
        }
        if self.services[usize::from(service)].before != state {
            self.changes.push(Change::Service { service, state });
        }
    }

    /// Whether a need would hold if the services that are moved as planned were up.
    fn holds_but_for_moves(&self, need: &Need) -> bool {
        need.holds_if(&|need| match need {
            Need::Service(service) => {
                let state = self.services[usize::from(*service)].state;
                state.is_up() || state == ServiceState::Planned
            }
            need => self.holds(need),
        })
    }

    pub(super) fn holds(&self, need: &Need) -> bool {
        need.holds_if(&|need| match need {
            Need::AtLeast(count, pool) => self.pools[usize::from(*pool)].in_service >= *count,
            Need::Service(service) => self.services[usize::from(*service)].state.is_up(),
            Need::Data(dataset, at) => self.data_is_there(*dataset, *at),
            Need::Domain(domain) => self.places.domain_is_up(*domain),
            Need::Link(link) => self.places.link_is_up(*link),
            Need::All(_) | Need::Any(_) | Need::KOfN(..) => panic!("what joins others is no leaf"),
        })
    }
}
