//! The accounts that costs are kept on: what is used of each thing that can have a price.

use std::collections::BTreeMap;

use super::CostKind;
use crate::engine::{Change, ServiceState, Spent};
use crate::measure::integral::Integral;
use crate::measure::outcome::Observed;
use crate::model::{Costs, DatasetId, Model, PoolId, ServiceId, StoreId};
use crate::quantity::{Bytes, Hourly, Money, Span, Time};

/// What is used, by thing.
#[derive(Debug)]
pub struct Accounts<'m> {
    model: &'m Model,
    costs: &'m Costs,
    /// Of each pool the members for its positions and those above, without those that have left.
    positions: Vec<Integral>,
    spares: Vec<Integral>,
    /// Backups on each store.
    held: Vec<Integral>,
    /// What goes over each link, and what went over it in no time.
    flows: Vec<Integral>,
    carried: Vec<Bytes>,
    repairs: Vec<u64>,
    parts: Vec<u64>,
    people: Vec<Integral>,
    crews: Vec<Integral>,
    /// Whether each service is down, as planned or otherwise.
    planned: Vec<Integral>,
    down: Vec<Integral>,
    outages: Vec<u64>,
    lost: Vec<Bytes>,
    /// Requests lost by the workload of each service, told at the end.
    transactions: Vec<f64>,
}

impl<'m> Accounts<'m> {
    pub fn new(model: &'m Model, costs: &'m Costs) -> Self {
        let nothing = |things: usize| vec![Integral::default(); things];
        let level = |number: u32| Integral::starting_at(f64::from(number));
        let services = model.services.len();
        Self {
            model,
            costs,
            positions: model.pools.iter().map(|pool| level(pool.members)).collect(),
            spares: model.pools.iter().map(|pool| level(pool.spare_count())).collect(),
            held: model.stores.iter().map(|it| Integral::starting_at(it.holds.get())).collect(),
            flows: nothing(model.links.len()),
            carried: vec![Bytes::ZERO; model.links.len()],
            repairs: vec![0; model.repairs.len()],
            parts: vec![0; model.parts.len()],
            people: nothing(model.people.len()),
            crews: nothing(model.crews.len()),
            planned: nothing(services),
            down: nothing(services),
            outages: vec![0; services],
            lost: vec![Bytes::ZERO; model.datasets.len()],
            transactions: vec![0.0; services],
        }
    }

    /// What was used before does not count.
    pub fn begin(&mut self, start: Time) {
        let levels = [
            &mut self.positions,
            &mut self.spares,
            &mut self.held,
            &mut self.flows,
            &mut self.people,
            &mut self.crews,
            &mut self.planned,
            &mut self.down,
        ];
        levels.into_iter().flatten().for_each(|level| level.begin(start));
        self.carried.fill(Bytes::ZERO);
        for counts in [&mut self.repairs, &mut self.parts, &mut self.outages] {
            counts.fill(0);
        }
        self.lost.fill(Bytes::ZERO);
    }

    /// Takes in what a change says of use.
    pub fn observe(&mut self, now: Time, change: Change) {
        match change {
            Change::Retired { pool } => self.member_leaves(now, pool),
            Change::Stored { store, bytes } => {
                // Never less than from the start on, though sums in another order round otherwise.
                let least = self.model.stores[store].holds.get();
                let held = &mut self.held[usize::from(store)];
                held.set(now, (held.level() + bytes).max(least));
            }
            Change::PeopleBusy { people, busy } => {
                self.people[usize::from(people)].set(now, f64::from(busy));
            }
            Change::CrewBusy { crew, busy } => {
                self.crews[usize::from(crew)].set(now, f64::from(busy));
            }
            Change::Service { service, state } => {
                let level = |is: ServiceState| f64::from(u8::from(state == is));
                self.planned[usize::from(service)].set(now, level(ServiceState::Planned));
                self.down[usize::from(service)].set(now, level(ServiceState::Outage));
            }
            Change::Spent(spent) => self.spend(now, spent),
            _ => {}
        }
    }

    fn spend(&mut self, now: Time, spent: Spent) {
        match spent {
            Spent::Repair(repair) => self.repairs[usize::from(repair)] += 1,
            Spent::Part(part) => self.parts[usize::from(part)] += 1,
            Spent::Flow { link, bytes_per_second } => {
                self.flows[usize::from(link)].set(now, bytes_per_second);
            }
            Spent::Carried { link, bytes } => {
                let carried = &mut self.carried[usize::from(link)];
                *carried = *carried + Bytes::new(bytes);
            }
        }
    }

    /// A member is retired: there is a spare less, or a position is open for good.
    fn member_leaves(&mut self, now: Time, pool: PoolId) {
        let spares = &mut self.spares[usize::from(pool)];
        let level =
            if spares.level() > 0.0 { spares } else { &mut self.positions[usize::from(pool)] };
        level.add(now, -1.0);
    }

    /// A service had an outage.
    pub fn outage(&mut self, service: ServiceId) {
        self.outages[usize::from(service)] += 1;
    }

    /// A dataset lost data for good.
    pub fn lost(&mut self, dataset: DatasetId, bytes: Bytes) {
        let lost = &mut self.lost[usize::from(dataset)];
        *lost = *lost + bytes;
    }

    /// So many requests of a service were lost over the observed time.
    pub fn transactions_lost(&mut self, service: ServiceId, number: f64) {
        self.transactions[usize::from(service)] = number;
    }

    /// What was spent on a kind of thing over the observed time.
    pub fn of(&self, kind: CostKind, observed: &Observed) -> Money {
        let Some(length) = observed.length() else { return Money::ZERO };
        let (costs, end) = (self.costs, observed.end);
        let months = |prices: &BTreeMap<String, Hourly>| -> Money {
            prices.values().map(|price| price.over(length)).sum()
        };
        match kind {
            CostKind::Members => by_time(&costs.member_hour, &self.positions, end),
            CostKind::Spares => by_time(&costs.spare_hour, &self.spares, end),
            CostKind::Storage => {
                let prices = costs.stored.iter();
                let byte = Bytes::new(1.0);
                prices.map(|(&id, price)| price.of(byte, self.kept(id, observed))).sum()
            }
            CostKind::Transfer => {
                let prices = costs.transfer.iter();
                let moved =
                    |at: usize| self.flows[at].until(end).seconds() + self.carried[at].get();
                prices.map(|(&id, price)| price.of(Bytes::new(moved(id.into())))).sum()
            }
            CostKind::Repairs => by_number(&costs.repair, &self.repairs),
            CostKind::Parts => by_number(&costs.part, &self.parts),
            CostKind::People => by_time(&costs.people_hour, &self.people, end),
            CostKind::Crews => by_time(&costs.crew_hour, &self.crews, end),
            CostKind::Fixed => months(&costs.fixed),
            CostKind::Licences => months(&costs.licence),
            CostKind::Planned => by_time(&costs.planned_hour, &self.planned, end),
            CostKind::Outages => by_time(&costs.outage_hour, &self.down, end),
            CostKind::Incidents => by_number(&costs.incident, &self.outages),
            CostKind::DataLoss => {
                let prices = costs.data_loss.iter();
                prices.map(|(&id, price)| price.of(self.lost[usize::from(id)])).sum()
            }
            CostKind::Transactions => {
                let prices = costs.lost_transaction.iter();
                prices.map(|(&id, &price)| price * self.transactions[usize::from(id)]).sum()
            }
        }
    }

    /// What lies on a store, over time: backups as they come and go, datasets and mirrors at the
    /// stores that the model names, at the size that the dataset has. In bytes times time.
    fn kept(&self, store: StoreId, observed: &Observed) -> Span {
        let datasets = self.model.datasets.iter().filter(|dataset| dataset.on == store);
        let mirrors = self.model.mirrors.iter().filter(|mirror| mirror.to == store);
        let mirrored = mirrors.map(|mirror| &self.model.datasets[mirror.of]);
        // Sizes grow evenly, so that the mean is that of the ends.
        let middle = (observed.start.since_start() + observed.end.since_start()) / 2.0;
        let size: f64 =
            datasets.chain(mirrored).map(|it| it.size_at(middle.after_start()).get()).sum();
        (observed.end - observed.start) * size + self.held[usize::from(store)].until(observed.end)
    }
}

fn by_time<Id: Copy + Into<usize>>(
    prices: &BTreeMap<Id, Hourly>,
    levels: &[Integral],
    end: Time,
) -> Money {
    prices.iter().map(|(&id, price)| price.over(levels[id.into()].until(end))).sum()
}

fn by_number<Id: Copy + Into<usize>>(prices: &BTreeMap<Id, Money>, counts: &[u64]) -> Money {
    prices.iter().map(|(&id, &price)| price * counts[id.into()] as f64).sum()
}
