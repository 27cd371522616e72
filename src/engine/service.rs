//! Services: judged once all events of one instant are served, so that a dip of zero length is no
//! outage.

use super::change::Change;
use super::world::World;
use crate::model::Need;

impl World<'_> {
    /// Judges every service by what it needs now, those that others need first.
    pub(super) fn judge_services(&mut self) {
        self.judge = false;
        let plan = self.plan;
        for &service in &plan.model.service_order {
            let up = self.holds(&plan.model.services[service].needs);
            if up == self.services[usize::from(service)] {
                continue;
            }
            self.services[usize::from(service)] = up;
            self.changes.push(Change::Service { service, up });
            if !up {
                self.end_if_first_outage(service);
            }
        }
    }

    fn holds(&self, need: &Need) -> bool {
        match need {
            Need::AtLeast(count, pool) => self.pools[usize::from(*pool)].in_service >= *count,
            Need::Service(service) => self.services[usize::from(*service)],
            Need::Data(dataset, at) => self.data_is_there(*dataset, *at),
            Need::Domain(domain) => self.places.domain_is_up(*domain),
            Need::Link(link) => self.places.link_is_up(*link),
            Need::All(needs) => needs.iter().all(|need| self.holds(need)),
            Need::Any(needs) => needs.iter().any(|need| self.holds(need)),
            Need::KOfN(count, needs) => {
                needs.iter().filter(|need| self.holds(need)).count() >= *count as usize
            }
        }
    }
}
