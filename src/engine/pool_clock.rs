//! The one clock of a mode that strikes some members of a pool at a time.

use super::event::Event;
use super::plan::{ClassId, Driver};
use super::stream::Draw;
use super::world::World;
use crate::model::Starts;
use crate::quantity::{Law, Span};

impl World<'_> {
    pub(super) fn start_pool_clock(&mut self, id: ClassId, law: &Law) {
        let class = &self.plan.classes[id];
        let draw = class.ages.draw(self.replication, 0);
        let first = class.gaps.draw(self.replication, 0).first();
        let delay = first_gap(law, &class.mode.starts, draw, first);
        self.schedule(self.now + delay, Event::PoolClock { class: id });
    }

    /// The next strike of a clock of the whole pool.
    pub(super) fn reschedule_pool_clock(&mut self, id: ClassId) {
        let class = &self.plan.classes[id];
        let Driver::Some { law, .. } = class.driver else {
            panic!("only a clock of the pool strikes some of its members")
        };
        let fired = self.classes[usize::from(id)].fired;
        let delay = law.sample(class.gaps.draw(self.replication, fired).first());
        self.schedule(self.now + delay, Event::PoolClock { class: id });
    }
}

/// The time to the first strike of one clock, from its age at the start and a uniform number.
pub(super) fn first_gap(law: &Law, starts: &Starts, ages: Draw, first: f64) -> Span {
    match starts {
        Starts::New => law.sample(first),
        Starts::Stationary => law.length_biased(ages.first()) * ages.second(),
        Starts::Age(at_start) => {
            let age = at_start.sample(ages.first());
            law.fails_at_age(age, first) - age
        }
    }
}
