//! Time and members are all accounted for.

use std::collections::{BTreeMap, BTreeSet};

use firedrill::engine::{Change, MemberState, Plan, Step, World};
use firedrill::measure::{Layout, Metric, Outcome, Recorder};
use firedrill::model::{DomainId, Model, Need, Place, Pool};
use firedrill::quantity::{Probability, Time};

use super::{CASES, MAX_EVENTS, for_cases, generate, log, model};

/// The values of a metric with the subjects they are of.
fn values<'v>(
    layout: &'v Layout,
    outcome: &'v Outcome,
    metric: Metric,
) -> impl Iterator<Item = (&'v str, Option<f64>)> {
    let columns = layout.values.iter().zip(&outcome.values);
    let of_metric = columns.filter(move |(column, _)| column.metric == metric);
    of_metric.map(|(column, value)| (column.subject.as_str(), *value))
}

fn value(layout: &Layout, outcome: &Outcome, metric: Metric, subject: &str) -> Option<f64> {
    values(layout, outcome, metric).find(|(it, _)| *it == subject).expect("a column").1
}

/// Every state of members and services is integrated on its own account; together they make up
/// the observed time to 1e-9 of it.
#[test]
fn times_in_all_states_sum_to_the_observed_time() {
    for_cases(1, |number, _, model| {
        let plan = Plan::new(model, model.seed, MAX_EVENTS);
        let outcome = Recorder::new(&plan).run(number).expect("the limit is far");
        let mut world = World::new(&plan);
        world.restart(number);
        let (_, end) = log(model, &mut world);
        let observed = end.since_start().hours() - model.warm_up.hours();
        let layout = Layout::new(model);
        for pool in model.pools.iter() {
            let states = values(&layout, &outcome, Metric::MemberHours);
            let prefix = format!("{}/", pool.name);
            let states: Vec<_> = states.filter(|(it, _)| it.starts_with(&prefix)).collect();
            assert!(states.len() >= MemberState::ALL.len() - 3, "a column a state that can be");
            if observed < 0.0 {
                assert!(states.iter().all(|(_, hours)| hours.is_none()), "nothing was observed");
                continue;
            }
            let hours: Vec<_> = states.iter().map(|(_, hours)| hours.expect("observed")).collect();
            let whole = f64::from(pool.size()) * observed;
            let tolerance = 1e-9 * f64::from(pool.size()) * end.since_start().hours();
            assert!((hours.iter().sum::<f64>() - whole).abs() <= tolerance, "{}", pool.name);
            assert!(hours.iter().all(|&hours| hours >= -tolerance), "no time is negative");
        }
        for service in model.services.iter().filter(|_| observed > 0.0) {
            let of = |metric| value(&layout, &outcome, metric, &service.name).expect("observed");
            let up = of(Metric::Availability) * observed;
            let sum = up + of(Metric::OutageTime);
            let tolerance = 1e-9 * end.since_start().hours();
            assert!((sum - observed).abs() <= tolerance, "{}: {sum}", service.name);
        }
    });
}

/// What is known of a replication from its changes alone.
struct Tally<'m> {
    model: &'m Model,
    /// Members in each state, by pool.
    states: Vec<[i64; MemberState::ALL.len()]>,
    busy: Vec<u32>,
    up: Vec<bool>,
    /// Places that are down.
    down: BTreeSet<Place>,
}

impl<'m> Tally<'m> {
    fn new(model: &'m Model) -> Self {
        let mut states = vec![[0; MemberState::ALL.len()]; model.pools.len()];
        for (states, pool) in states.iter_mut().zip(model.pools.iter()) {
            states[MemberState::Active as usize] = i64::from(pool.members);
            states[MemberState::Standby as usize] = i64::from(pool.spare_count());
        }
        let (busy, up) = (vec![0; model.crews.len()], vec![true; model.services.len()]);
        Self { model, states, busy, up, down: BTreeSet::new() }
    }

    fn take(&mut self, change: Change) {
        match change {
            Change::Moved { pool, from, to, .. } => {
                let states = &mut self.states[usize::from(pool)];
                states[from as usize] -= 1;
                states[to as usize] += 1;
                assert!(states[from as usize] >= 0, "a member leaves the state that it is in");
            }
            Change::CrewBusy { crew, busy } => self.busy[usize::from(crew)] = busy,
            Change::Service { service, state } => {
                let up = state.is_up();
                assert_ne!(self.up[usize::from(service)], up, "a service turns");
                self.up[usize::from(service)] = up;
            }
            Change::Place { place, up } => {
                let turned = if up { self.down.remove(&place) } else { self.down.insert(place) };
                assert!(turned, "a place turns");
            }
            _ => {}
        }
    }

    /// What must hold after every event.
    fn check_members(&self) {
        for (states, pool) in self.states.iter().zip(self.model.pools.iter()) {
            let count = |state: MemberState| states[state as usize];
            let coming = count(MemberState::Active) + count(MemberState::Activating);
            assert!(
                coming <= i64::from(pool.members),
                "{}: no position has two members",
                pool.name
            );
            let spares = i64::from(pool.spare_count());
            let switches = pool.switching == Probability::SURE;
            let standing_by = count(MemberState::Standby);
            assert!(!switches || standing_by <= spares, "{}: too many spares", pool.name);
        }
        for (states, pool) in self.states.iter().zip(self.model.pools.iter()) {
            self.check_darkness(states, pool);
        }
        for (busy, crew) in self.busy.iter().zip(self.model.crews.iter()) {
            assert!(*busy <= crew.size, "{}: a crew does not grow", crew.name);
        }
    }

    fn is_down(&self, domain: DomainId) -> bool {
        self.down.contains(&Place::Domain(domain))
    }

    /// Whole members of a pool are dark just where their domain is down.
    fn check_darkness(&self, states: &[i64], pool: &Pool) {
        let lit = |member: u32| {
            let domains = pool.across.len();
            domains == 0 || !self.is_down(pool.across[member as usize % domains])
        };
        let lit = (0..pool.size()).filter(|&member| lit(member)).count() as i64;
        let count = |state: MemberState| states[state as usize];
        let whole = [MemberState::Active, MemberState::Standby, MemberState::Activating];
        let whole: i64 = whole.into_iter().map(count).sum();
        assert!(whole <= lit, "{}: only members in domains that are up can be up", pool.name);
        let dark = count(MemberState::Dark);
        assert!(dark <= i64::from(pool.size()) - lit, "{}: dark in the light", pool.name);
    }

    /// A domain is down while that around it is.
    fn check_domains(&self) {
        for (id, domain) in self.model.domains.entries() {
            let outer = domain.within.is_some_and(|outer| self.is_down(outer));
            assert!(!outer || self.is_down(id), "{} lies in a domain that is down", domain.name);
        }
    }

    /// What must hold once all events of an instant are served.
    fn check_services(&self) {
        for (service, up) in self.model.services.iter().zip(&self.up) {
            assert_eq!(self.holds(&service.needs), *up, "{} is up as its need holds", service.name);
        }
    }

    fn holds(&self, need: &Need) -> bool {
        match need {
            Need::AtLeast(count, pool) => {
                let up = self.states[usize::from(*pool)][MemberState::Active as usize];
                up >= i64::from(*count)
            }
            Need::Service(service) => self.up[usize::from(*service)],
            Need::Domain(domain) => !self.is_down(*domain),
            Need::Link(link) => !self.down.contains(&Place::Link(*link)),
            Need::Data(..) => panic!("no random service needs data"),
            Need::All(needs) => needs.iter().all(|need| self.holds(need)),
            Need::Any(needs) => needs.iter().any(|need| self.holds(need)),
            Need::KOfN(count, needs) => {
                needs.iter().filter(|need| self.holds(need)).count() as u64 >= u64::from(*count)
            }
        }
    }
}

#[test]
fn positions_crews_and_services_are_what_the_changes_say() {
    for_cases(1, |number, _, model| {
        let plan = Plan::new(model, model.seed, MAX_EVENTS);
        let mut world = World::new(&plan);
        world.restart(number);
        let mut tally = Tally::new(model);
        let mut now = Time::START;
        world.changes().iter().for_each(|&change| tally.take(change));
        loop {
            let step = world.step().expect("the limit is far");
            let (Step::Served(at) | Step::Ended(at)) = step;
            if at > now {
                tally.check_services();
            }
            now = at;
            world.changes().iter().for_each(|&change| tally.take(change));
            tally.check_members();
            tally.check_domains();
            if matches!(step, Step::Ended(_)) {
                return tally.check_services();
            }
        }
    });
}

/// The random scenarios are worth trying: they reach every state and bring every kind of change.
#[test]
fn every_state_and_kind_of_change_occurs() {
    let mut reached = [0_u32; MemberState::ALL.len()];
    let mut kinds = BTreeMap::new();
    for number in 0..CASES {
        let model = model(&generate::scenario(number).text());
        let plan = Plan::new(&model, model.seed, MAX_EVENTS);
        let mut world = World::new(&plan);
        world.restart(number);
        loop {
            let step = world.step().expect("the limit is far");
            for change in world.changes() {
                if let Change::Moved { to, .. } = change {
                    reached[*to as usize] += 1;
                }
                let debug = format!("{change:?}");
                let kind = debug.split_whitespace().next().unwrap_or_default().to_string();
                *kinds.entry(kind).or_insert(0) += 1;
            }
            if matches!(step, Step::Ended(_)) {
                break;
            }
        }
    }
    // Planned work and people are in the random scenarios of `tests/swarm`.
    let others = [MemberState::AwaitingPeople, MemberState::Maintained];
    let own = MemberState::ALL.into_iter().filter(|state| !others.contains(state));
    assert!(own.into_iter().all(|state| reached[state as usize] >= 100), "{reached:?}");
    assert!(kinds.len() == 20 && kinds.values().all(|&times| times >= 100), "{kinds:?}");
}
