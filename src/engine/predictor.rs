//! Predictors: warnings before failures, and what they set off.
//!
//! Each life of a watched clock draws whether its end is foreseen and how early; the warning comes
//! that long before the clock would fire, once a life. False warnings come at a constant rate while
//! a member is in service, so that the share that comes true is the precision in the long run.

use super::change::{Change, Root, RootCause};
use super::drain::{Purpose, Warned};
use super::episode;
use super::event::{Event, MemberNo, Stamp};
use super::plan::ClassId;
use super::watch::Foresight;
use super::world::World;
use crate::model::{Action, PoolId, PredictorId};
use crate::quantity::Span;

impl<'p> World<'p> {
    fn foresight(&self, id: ClassId) -> Option<&'p Foresight<'p>> {
        let plan = self.plan;
        plan.classes[id].watch.as_ref()?.foresight.as_ref()
    }

    pub(super) fn start_predictors(&mut self) {
        for id in self.plan.classes.ids() {
            self.schedule_false_warning(id, 0);
        }
    }

    /// A watched clock runs from now on and will fire after `delay`: what comes before that.
    pub(super) fn clock_is_watched(&mut self, id: ClassId, member: MemberNo, delay: Span) {
        let plan = self.plan;
        let class = &plan.classes[id];
        let Some(watch) = &class.watch else { return };
        let clock = *self.classes[usize::from(id)].own_clock(member);
        let (now, stamp) = (self.now, clock.stamp);
        if let Some(foresight) = &watch.foresight
            && !clock.warned
        {
            let predictor = foresight.predictor;
            let draw = foresight.signs.draw(self.replication, clock.life(member));
            if predictor.recall.holds_for(draw.first()) {
                let lead = predictor.lead.sample(draw.second());
                let wait = if delay > lead { delay - lead } else { Span::ZERO };
                self.schedule(now + wait, Event::Warning { class: id, member, stamp });
            }
        }
        for &(_, age) in &watch.ages {
            let wait = clock.until_age(age * class.ages_by(), class.mode.ages_by_calendar);
            self.schedule(now + wait, Event::MaintenanceAge { class: id, member, stamp });
        }
    }

    /// A failure is foreseen, unless its clock has been stopped or set anew.
    pub(super) fn warning_is_due(&mut self, id: ClassId, member: MemberNo, stamp: Stamp) {
        let clock = self.classes[usize::from(id)].own_clock(member);
        if clock.stamp != stamp || clock.warned {
            return;
        }
        clock.warned = true;
        let life = clock.life(member);
        let foresight = self.foresight(id).expect("only predictors warn");
        let lead =
            foresight.predictor.lead.sample(foresight.signs.draw(self.replication, life).second());
        let number = episode::OWN | life;
        self.warn(member, Warned { class: id, number, rightly: true }, lead);
    }

    fn schedule_false_warning(&mut self, id: ClassId, index: u32) {
        let Some(foresight) = self.foresight(id) else { return };
        let size = self.plan.pools[self.plan.classes[id].pool].size;
        let rate = foresight.false_rate * f64::from(size);
        if rate <= 0.0 {
            return;
        }
        let draw = foresight.gaps.draw(self.replication, u64::from(index));
        let at = self.now + Span::from_seconds(-libm::log(draw.first()) / rate);
        self.schedule(at, Event::FalseWarning { predictor: foresight.id, class: id, index });
    }

    /// A predictor warns of a failure that is not to come; nothing, if the one that it chose is not
    /// in service.
    pub(super) fn false_warning(&mut self, _predictor: PredictorId, id: ClassId, index: u32) {
        self.schedule_false_warning(id, index + 1);
        let foresight = self.foresight(id).expect("only predictors warn");
        let (replication, number) = (self.replication, u64::from(index));
        let size = self.plan.pools[self.plan.classes[id].pool].size;
        let (member, rest) = foresight.victims.draw(replication, number).choose(size);
        if rest < self.exposure(id, member) {
            let draw = foresight.numbers.draw(replication, number);
            let lead = foresight.predictor.lead.sample(draw.second());
            let number = episode::triggered(draw.0[0]);
            self.warn(member, Warned { class: id, number, rightly: false }, lead);
        }
    }

    /// A warning is given of what is due in `lead`, and what it sets off begins.
    fn warn(&mut self, member: MemberNo, warned: Warned, lead: Span) {
        let plan = self.plan;
        let pool = plan.classes[warned.class].pool;
        let foresight = self.foresight(warned.class).expect("only predictors warn");
        let (predictor, rightly) = (foresight.id, warned.rightly);
        let of_pool = plan.site(pool).is_none().then_some((pool, member));
        self.changes.push(Change::Warned { predictor, member: of_pool, rightly });
        for action in &foresight.predictor.actions {
            match action {
                Action::Drain { .. } => self.drain_as_warned(pool, member, warned),
                Action::Backup(backup) => self.backup_is_asked_for(*backup),
                Action::Checkpoint(training) => self.checkpoint_as_warned(*training),
                Action::Switchover(service) => self.move_as_warned(*service, lead),
            }
        }
    }

    /// Drains a member because of a warning, unless it is being drained.
    fn drain_as_warned(&mut self, pool: PoolId, member: MemberNo, warned: Warned) {
        if self.is_draining(pool, member) {
            return;
        }
        let drain = self.foresight(warned.class).and_then(|foresight| foresight.drain.as_ref());
        let drain = drain.expect("only predictors that drain do");
        let takes = drain.key.span(drain.takes, self.replication, warned.number);
        self.drain(pool, member, takes, Purpose::Warned(warned));
    }

    /// A member that was warned of and is empty goes into repair. A failure that was to come has
    /// come for its clock, as it would have by failing.
    pub(super) fn take_as_warned(&mut self, pool: PoolId, member: MemberNo, warned: Warned) {
        let Warned { class, number, rightly } = warned;
        let foresight = self.foresight(class).expect("only predictors warn");
        let drain = foresight.drain.as_ref().expect("only predictors that drain do");
        let (now, root) = (self.now, warns(foresight.id));
        self.blame(root, self.scope_of(pool), None);
        let held = self.withdraw(pool, member);
        let record = self.pools[usize::from(pool)].record(member);
        record.needless = !rightly;
        record.class = class;
        record.root = root;
        record.episode = number;
        record.attempt = 0;
        record.taken_at = now;
        record.origin = drain.origin;
        record.stage = 0;
        self.changes.push(match rightly {
            true => Change::Averted { pool },
            false => Change::TakenInVain { pool },
        });
        self.enter_stage(pool, member);
        if rightly {
            self.spend_clock(class, member);
        }
        if held {
            self.open_position(pool);
        }
    }
}

const fn warns(predictor: PredictorId) -> Root {
    Root { cause: RootCause::Warning(predictor), injected: false }
}
