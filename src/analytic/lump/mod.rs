//! The exact chain of a Markovian model, lumped: like members are counted, not told apart, so
//! that n of them make about n + 1 states and not 2^n.
//!
//! A pool is in it with its positions, its spares by kind, its failed members by repair stage, and
//! a crew with the order in which stages of several kinds wait for it. Where an assumption of the
//! chain is broken, the reason names it.

mod assume;
mod plan;
pub(super) use plan::{crews_of, modes_of};
mod shock;
mod state;

use super::chain::{Chain, explore};
use crate::model::{Model, Need, PoolId, ServiceId};
use plan::Plan;
use state::{PoolState, State};

/// More states than this are not explored.
const MOST_STATES: usize = 20_000;
/// With shocks, which lead from every state to many.
const MOST_STATES_WITH_SHOCKS: usize = 2_000;

/// A part of a model as a chain.
pub struct Lumped {
    pub chain: Chain,
    plan: Plan,
    states: Vec<State>,
}

impl Lumped {
    /// The chain of all that a service depends on, pools that compete for its crews included.
    ///
    /// # Errors
    /// The assumption that the model breaks.
    pub fn of_service(model: &Model, service: ServiceId) -> Result<Self, String> {
        Self::of_service_and(model, service, &[])
    }

    /// The same, with some pools besides.
    ///
    /// # Errors
    /// The assumption that the model breaks.
    pub fn of_service_and(
        model: &Model,
        service: ServiceId,
        besides: &[PoolId],
    ) -> Result<Self, String> {
        super::outside::of_service(model, service)?;
        let mut pools = besides.to_vec();
        let needs = &model.services[service].needs;
        counts_only(model, needs)?;
        pools_of(model, needs, &mut pools);
        Self::of_pools(model, pools)
    }

    /// The chain of some pools, and of those that compete for their crews.
    ///
    /// # Errors
    /// The assumption that the model breaks.
    pub fn of_pools(model: &Model, pools: Vec<PoolId>) -> Result<Self, String> {
        let plan = Plan::new(model, pools)?;
        let most = if plan.shocks.is_empty() { MOST_STATES } else { MOST_STATES_WITH_SHOCKS };
        let (chain, states) = explore(&plan, most).map_err(|problem| problem.to_string())?;
        Ok(Self { chain, plan, states })
    }

    /// In which states a service is up.
    ///
    /// # Errors
    /// When a failed switch can leave the service up, so that the fixed time until it is tried
    /// again matters.
    pub fn up(&self, model: &Model, service: ServiceId) -> Result<Vec<bool>, String> {
        let needs = &model.services[service].needs;
        let up: Vec<_> = self.states.iter().map(|state| self.holds(model, needs, state)).collect();
        let survives = |(state, up): (&State, &bool)| state.switch_failed && *up;
        if self.states.iter().zip(&up).any(survives) {
            return Err("the service survives a failed switch, and the time until it is tried \
                        again is fixed; the chain needs exponential"
                .to_string());
        }
        Ok(up)
    }

    /// Whether switches can fail: then the chain ends with the first one that does.
    #[must_use]
    pub fn ends_with_a_failed_switch(&self) -> bool {
        self.states.iter().any(|state| state.switch_failed)
    }

    /// The positions of a pool filled by members that are up, in every state.
    #[must_use]
    pub fn members_up(&self, pool: PoolId) -> Vec<f64> {
        self.per_state(pool, |state| f64::from(state.up))
    }

    /// The positions of a pool filled by failed members that are not yet detected, in every state;
    /// without those whose detection makes no difference to what is up.
    #[must_use]
    pub fn undetected(&self, pool: PoolId) -> Vec<f64> {
        self.per_state(pool, |state| f64::from(state.undetected.iter().sum::<u32>()))
    }

    /// The failures per hour of a pool, spares included, in every state.
    #[must_use]
    pub fn failures(&self, pool: PoolId) -> Vec<f64> {
        let plan = &self.plan.pools[self.plan.index_of(pool)];
        self.per_state(pool, |state| plan.failures_per_hour(state))
    }

    /// The repairs per hour of a pool that end, in every state.
    #[must_use]
    pub fn repairs(&self, pool: PoolId) -> Vec<f64> {
        let index = self.plan.index_of(pool);
        let ends = |state: &State| self.plan.repairs_per_hour(index, state);
        self.states.iter().map(ends).collect()
    }

    /// The members of a pool that wait for a crew, in every state.
    #[must_use]
    pub fn waiting(&self, pool: PoolId) -> Vec<f64> {
        let index = self.plan.index_of(pool);
        let waiting = |state: &State| f64::from(self.plan.waiting(index, state));
        self.states.iter().map(waiting).collect()
    }

    fn per_state(&self, pool: PoolId, value: impl Fn(&PoolState) -> f64) -> Vec<f64> {
        let index = self.plan.index_of(pool);
        let states = self.states.iter();
        states.map(|state| value(&state.pools[index])).collect()
    }

    fn holds(&self, model: &Model, need: &Need, state: &State) -> bool {
        need.holds_if(&|need| match need {
            Need::AtLeast(count, pool) => state.pools[self.plan.index_of(*pool)].up >= *count,
            Need::Service(service) => self.holds(model, &model.services[*service].needs, state),
            _ => panic!("a service that needs data, a domain or a link is not lumped"),
        })
    }
}

/// What a service needs must be members of pools.
fn counts_only(model: &Model, need: &Need) -> Result<(), String> {
    let needed = |what: &str, name: &str| Err(format!("it needs {what} `{name}`"));
    need.leaves().try_for_each(|need| match need {
        Need::Service(service) => counts_only(model, &model.services[*service].needs),
        Need::Data(dataset, _) => needed("the data of", &model.datasets[*dataset].name),
        Need::Domain(domain) => needed("domain", &model.domains[*domain].name),
        Need::Link(link) => needed("link", &model.links[*link].name),
        _ => Ok(()),
    })
}

/// The pools that a need is about, through other services too, each once.
pub(super) fn pools_of(model: &Model, need: &Need, pools: &mut Vec<PoolId>) {
    for need in need.leaves() {
        match need {
            Need::AtLeast(_, pool) if !pools.contains(pool) => pools.push(*pool),
            Need::Service(service) => pools_of(model, &model.services[*service].needs, pools),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
