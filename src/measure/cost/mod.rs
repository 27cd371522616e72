//! What a replication costs: in all, by kind, and what its disruptions cost by root cause.

mod accounts;
mod disrupted;
mod kind;

pub use disrupted::{of_incident, of_outage};
pub use kind::CostKind;

use super::cause::{self, ByCause};
use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::engine::{Change, World};
use crate::model::{Costs, Model, ServiceId};
use crate::quantity::{Money, Span, Time};

use accounts::Accounts;

/// The subject of what is about the whole system.
pub const ALL: &str = "all";

/// Adds the columns of costs, where things have prices.
pub fn add_columns(model: &Model, layout: &mut Layout) {
    let Some(costs) = &model.costs else { return };
    let whole = |metric| Column { metric, subject: ALL.to_owned() };
    let part = |metric, part: &str| Column { metric, subject: format!("{ALL}/{part}") };
    layout.values.push(whole(Metric::Cost));
    layout.values.extend(kinds(costs).map(|kind| part(Metric::CostByKind, kind.name())));
    if costs.of_disruptions() {
        layout.values.push(whole(Metric::DisruptionCost));
        let causes = cause::of_outages(model).into_iter();
        layout.values.extend(causes.map(|it| part(Metric::CostByCause, &cause::name(model, it))));
    }
}

/// The kinds of which something has a price.
fn kinds(costs: &Costs) -> impl Iterator<Item = CostKind> + '_ {
    CostKind::ALL.into_iter().filter(|kind| kind.is_priced(costs))
}

/// The costs of one replication.
#[derive(Debug)]
pub struct CostLedger<'m> {
    model: &'m Model,
    costs: &'m Costs,
    accounts: Accounts<'m>,
    causes: ByCause,
}

impl<'m> CostLedger<'m> {
    /// `None` where nothing has a price.
    pub fn new(model: &'m Model) -> Option<Self> {
        let costs = model.costs.as_ref()?;
        Some(Self {
            model,
            costs,
            accounts: Accounts::new(model, costs),
            causes: ByCause::new(cause::of_outages(model)),
        })
    }

    pub fn restart(&mut self) {
        self.accounts = Accounts::new(self.model, self.costs);
        self.causes.clear();
    }

    /// Observation begins: what went before does not count.
    pub fn begin(&mut self, start: Time) {
        self.accounts.begin(start);
        self.causes.clear();
    }

    /// Takes a change in, whatever it is about.
    pub fn observe(&mut self, now: Time, change: Change, world: &World<'_>) {
        let start = self.model.warm_up.after_start();
        match change {
            Change::Disruption { disruption } => {
                let told = world.disruption(disruption);
                let until = told.up.unwrap_or(now);
                let seen = (until - told.onset.max(start)).max(Span::ZERO);
                let price = self.costs.outage_hour.get(&told.service);
                let mut cost = price.map_or(Money::ZERO, |price| price.over(seen));
                if told.onset >= start {
                    self.accounts.outage(told.service);
                    let fee = self.costs.incident.get(&told.service);
                    cost += fee.copied().unwrap_or(Money::ZERO);
                }
                self.causes.add(told.root.cause, cost.amount());
            }
            Change::Incident { incident } => {
                let told = world.incident(incident);
                if told.onset >= start && told.over.is_some() {
                    self.accounts.lost(told.dataset, told.lost);
                    let price = self.costs.data_loss.get(&told.dataset);
                    let cost = price.map_or(Money::ZERO, |price| price.of(told.lost));
                    self.causes.add(told.root.cause, cost.amount());
                }
            }
            change => self.accounts.observe(now, change),
        }
    }

    /// So many requests of a service's workload were lost over the observed time.
    pub fn transactions_lost(&mut self, service: ServiceId, number: f64) {
        self.accounts.transactions_lost(service, number);
    }

    /// The values in the order of the columns.
    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let known = |money: Money| observed.any().then_some(money.amount());
        let of = |kind| self.accounts.of(kind, observed);
        values.push(known(kinds(self.costs).map(of).sum()));
        values.extend(kinds(self.costs).map(|kind| known(of(kind))));
        if self.costs.of_disruptions() {
            let kinds = [CostKind::Outages, CostKind::Incidents, CostKind::DataLoss];
            values.push(known(kinds.into_iter().map(of).sum()));
            let amounts = self.causes.amounts.iter();
            values.extend(amounts.map(|&amount| known(Money::new(amount))));
        }
    }
}

#[cfg(test)]
mod tests;
