//! Shocks: one clock, and everything exposed to it is hit by itself with one probability.
//!
//! With a beta factor a pool's common failures are a shock that hits all (Fleming 1975).

use super::cascade::Call;
use super::cause::{Comes, ShockPlan};
use super::change::Root;
use super::event::{Event, MemberNo};
use super::plan::ClassId;
use super::pool_clock::first_gap;
use super::stream::Key;
use super::world::World;
use crate::quantity::{Probability, Span};

impl World<'_> {
    pub(super) fn start_shocks(&mut self) {
        for shock in 0..self.plan.causes.shocks.len() {
            self.schedule_shock(shock as u16, 0);
        }
    }

    fn schedule_shock(&mut self, shock: u16, index: u32) {
        let plan = &self.plan.causes.shocks[usize::from(shock)];
        let gap = plan.gaps.draw(self.replication, u64::from(index)).first();
        let at = match plan.comes {
            Comes::At(times) => match times.get(index as usize) {
                Some(&at) => at,
                None => return,
            },
            Comes::Rate(rate) => {
                self.now + Span::from_seconds(-libm::log(gap) / rate.as_per_second())
            }
            Comes::Law(law) if index == 0 => {
                let starts = &self.plan.model.failures[plan.failure].starts;
                self.now + first_gap(law, starts, plan.ages.draw(self.replication, 0), gap)
            }
            Comes::Law(law) => self.now + law.sample(gap),
        };
        self.schedule(at, Event::Shock { shock, index });
    }

    /// A shock comes: it hits some of what is exposed to it.
    pub(super) fn shock_comes(&mut self, shock: u16, index: u32) {
        self.schedule_shock(shock, index + 1);
        let shock = &self.plan.causes.shocks[usize::from(shock)];
        let occurrence = ShockPlan::occurrence(index);
        let hits = self.plan.causes.modes[shock.failure].hits;
        let hit = self.hit_by_chance(&shock.classes, shock.each, hits, occurrence);
        let (failure, root) = (shock.failure, Root::natural(shock.failure));
        let call = Call { failure, occurrence, root, lasts: None };
        if self.strike_all(&hit, call) {
            self.cascade(failure, shock.number(occurrence), root);
        }
    }

    /// The members of these classes that are hit, each by a draw of its own that does not depend on
    /// the state; as a spare stands by, so much less is it exposed.
    pub(super) fn hit_by_chance(
        &self,
        classes: &[ClassId],
        each: Probability,
        hits: Key,
        occurrence: u64,
    ) -> Vec<(ClassId, MemberNo)> {
        let mut hit = Vec::new();
        for &id in classes {
            let pool = self.plan.classes[id].pool;
            for member in 0..self.plan.pools[pool].size {
                let probability = Probability::new(each.get() * self.exposure(id, member));
                let number = self.plan.part_of_member(occurrence, pool, member);
                if probability > Probability::NEVER
                    && hits.chance(probability, self.replication, number)
                {
                    hit.push((id, member));
                }
            }
        }
        hit
    }
}
