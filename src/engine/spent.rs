//! What money is spent on that no other change tells. It is told only of what has a price, so that
//! a model without prices tells nothing of it.

use super::change::Change;
use super::transfer::Errand;
use super::world::World;
use crate::model::{Costs, LinkId, PartId, RepairId, Route};

/// Something that money is spent on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spent {
    /// A repair is done, whether or not it sticks, of whatever it is a repair.
    Repair(RepairId),
    /// A repair takes a part.
    Part(PartId),
    /// From now on so many bytes a second go over a link.
    Flow { link: LinkId, bytes_per_second: f64 },
    /// So many bytes went over a link, in no time.
    Carried { link: LinkId, bytes: f64 },
}

impl World<'_> {
    fn tell_spent(&mut self, spent: Spent) {
        self.changes.push(Change::Spent(spent));
    }

    fn has_price(&self, has: impl Fn(&Costs) -> bool) -> bool {
        self.plan.model.costs.as_ref().is_some_and(has)
    }

    pub(super) fn repair_is_paid(&mut self, repair: RepairId) {
        if self.has_price(|costs| costs.repair.contains_key(&repair)) {
            self.tell_spent(Spent::Repair(repair));
        }
    }

    pub(super) fn part_is_paid(&mut self, part: PartId) {
        if self.has_price(|costs| costs.part.contains_key(&part)) {
            self.tell_spent(Spent::Part(part));
        }
    }

    /// A transfer was done at once, over one of the ways of a route.
    pub(super) fn transfer_is_paid(
        &mut self,
        errand: Errand,
        (over, way): (Option<&Route>, usize),
        moved: f64,
    ) {
        let Some(route) = over.filter(|_| moved > 0.0) else { return };
        let bytes = moved * self.throughput(errand);
        for &link in &route.alternatives[way] {
            if self.has_price(|costs| costs.transfer.contains_key(&link)) {
                self.tell_spent(Spent::Carried { link, bytes });
            }
        }
    }

    /// Tells how much goes over each link that has a price, where that is other than it was: what
    /// transfers move at present, and the changes that mirrors follow.
    pub(super) fn flows_are_told(&mut self) {
        let Some(costs) = self.plan.model.costs.as_ref().filter(|it| !it.transfer.is_empty())
        else {
            return;
        };
        for &link in costs.transfer.keys() {
            // A sum of nothing is -0.
            let bytes_per_second = 0.0 + self.transferred_over(link) + self.mirrored_over(link);
            let told = &mut self.flows[usize::from(link)];
            if *told != bytes_per_second {
                *told = bytes_per_second;
                self.tell_spent(Spent::Flow { link, bytes_per_second });
            }
        }
    }

    fn transferred_over(&self, link: LinkId) -> f64 {
        let rates = self.transfers.over(link);
        rates.map(|(errand, rate)| rate * self.throughput(errand)).sum()
    }

    /// The changes of datasets that mirrors follow over a link.
    fn mirrored_over(&self, link: LinkId) -> f64 {
        let follows = self.plan.model.mirrors.entries().filter(|(id, _)| self.mirror_follows(*id));
        let over = follows.filter(|(_, mirror)| self.goes_over(mirror.over.as_ref(), link));
        over.map(|(_, mirror)| self.plan.model.datasets[mirror.of].changes.per_second()).sum()
    }

    /// Whether the way that data takes now over a route goes over a link.
    fn goes_over(&self, over: Option<&Route>, link: LinkId) -> bool {
        let way = over.zip(self.open_way(over));
        way.is_some_and(|(route, way)| route.alternatives[way].contains(&link))
    }

    /// The bytes that a transfer moves for each that it takes the time of: fewer where they are
    /// encrypted on the way.
    fn throughput(&self, errand: Errand) -> f64 {
        let model = self.plan.model;
        match errand {
            Errand::Backup(backup) => {
                model.backups[backup].encryption.map_or(1.0, |encryption| encryption.throughput)
            }
            Errand::Resync(mirror) => {
                model.mirrors[mirror].encryption.map_or(1.0, |encryption| encryption.throughput)
            }
            Errand::Restore(dataset) => self.throughput_of_restore(dataset),
            Errand::Rebuild(..) | Errand::Save(..) | Errand::Load(_) => 1.0,
        }
    }
}
