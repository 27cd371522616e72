//! Failures that others bring about, or the run: what is struck when a mode is called upon, and
//! what follows from it.

use super::change::Root;
use super::episode;
use super::event::{Event, MemberNo};
use super::failure::{Blow, TRIES};
use super::plan::ClassId;
use super::world::World;
use crate::model::{FailureId, Hits, Model, Strikes};
use crate::quantity::Span;

/// How long after an injected failure found nothing to strike it is tried again.
const INJECTED_AGAIN: Span = Span::from_hours(1.0);

/// One occurrence of a failure mode that comes by no clock of a member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub failure: FailureId,
    /// Numbers it among all occurrences of the mode.
    pub occurrence: u64,
    pub root: Root,
    /// How long it lasts, where that is told.
    pub lasts: Option<Span>,
}

/// Triggered failures that have not struck yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Cascades {
    slots: Vec<(Call, Hits)>,
    free: Vec<u32>,
    /// For each failure how many of its fixed times have triggered what they do.
    fixed: Vec<u32>,
    /// How often the run has tried to strike with what it injects.
    injections: u32,
}

impl Cascades {
    pub fn new(model: &Model) -> Self {
        Self { fixed: vec![0; model.failures.len()], ..Self::default() }
    }

    pub fn restart(&mut self) {
        self.slots.clear();
        self.free.clear();
        self.fixed.fill(0);
        self.injections = 0;
    }

    fn hold(&mut self, call: Call, hits: Hits) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = (call, hits);
            return slot;
        }
        self.slots.push((call, hits));
        self.slots.len() as u32 - 1
    }

    fn release(&mut self, slot: u32) -> (Call, Hits) {
        self.free.push(slot);
        self.slots[slot as usize]
    }
}

impl World<'_> {
    /// Schedules shocks, the first rows of traces, and what the run injects.
    pub(super) fn start_common_causes(&mut self) {
        self.start_shocks();
        self.start_traces();
        let Some(injection) = self.plan.causes.injection else { return };
        let model = self.plan.model;
        let share = injection.time.draw(self.replication, 0).first();
        let at = model.warm_up.after_start() + model.window() * share;
        self.schedule(at, Event::Injected);
    }

    /// What the run injects strikes; where there is nothing to strike now, a while later.
    pub(super) fn injection_strikes(&mut self) {
        let injection = self.plan.causes.injection.expect("only what is injected strikes so");
        let failure = injection.failure;
        let root = Root { injected: true, ..Root::natural(failure) };
        let occurrence = episode::counted(episode::INJECTED, self.cascades.injections);
        self.cascades.injections += 1;
        if !self.call(Call { failure, occurrence, root, lasts: None }, Hits::One) {
            self.schedule(self.now + INJECTED_AGAIN, Event::Injected);
        }
    }

    /// A mode has struck something, in an occurrence of this number: what it triggers is drawn and
    /// scheduled.
    pub(super) fn cascade(&mut self, failure: FailureId, number: u64, root: Root) {
        let plan = self.plan;
        let triggers = plan.causes.modes[failure].triggers.clone();
        for trigger in &plan.causes.triggers[triggers.start as usize..triggers.end as usize] {
            let told = trigger.trigger;
            if !trigger.chance.chance(told.probability, self.replication, number) {
                continue;
            }
            let at = self.now + trigger.after.span(&told.after, self.replication, number);
            if at > self.horizon {
                continue;
            }
            let bits = trigger.numbers.draw(self.replication, number).0[0];
            let occurrence = episode::triggered(bits);
            let call = Call { failure: told.failure, occurrence, root, lasts: None };
            let cascade = self.cascades.hold(call, told.hits);
            self.schedule(at, Event::Triggered { cascade });
        }
    }

    /// A mode has struck something at its fixed time of this index, which is one occurrence
    /// whatever it strikes.
    pub(super) fn cascade_of_fixed_time(&mut self, failure: FailureId, index: u32) {
        let done = &mut self.cascades.fixed[usize::from(failure)];
        if *done <= index {
            *done = index + 1;
            let number = episode::counted(episode::FIXED, index);
            self.cascade(failure, number, Root::natural(failure));
        }
    }

    /// A triggered failure strikes.
    pub(super) fn cascade_strikes(&mut self, cascade: u32) {
        let (call, hits) = self.cascades.release(cascade);
        self.call(call, hits);
    }

    /// A mode is called upon: it strikes as much as that hits, and triggers what it does. Whether
    /// there was something to strike.
    pub(super) fn call(&mut self, call: Call, hits: Hits) -> bool {
        let victims = match hits {
            Hits::One => self.struck_once(call),
            Hits::All => self.all_exposed(call.failure),
        };
        self.strike_and_cascade(&victims, call)
    }

    /// Strikes all of these, and what that triggers follows if there were any; whether there were.
    pub(super) fn strike_and_cascade(
        &mut self,
        victims: &[(ClassId, MemberNo)],
        call: Call,
    ) -> bool {
        let some = self.strike_all(victims, call);
        if some {
            self.cascade(call.failure, call.occurrence, call.root);
        }
        some
    }

    /// Strikes all of these that are exposed when their turn comes; whether there were any.
    pub(super) fn strike_all(&mut self, victims: &[(ClassId, MemberNo)], call: Call) -> bool {
        let mut some = false;
        for &(id, member) in victims {
            if self.exposure(id, member) > 0.0 {
                let episode = episode::of_member(call.occurrence, member);
                self.hit(id, member, Blow { episode, root: call.root, lasts: call.lasts });
                some = true;
            }
        }
        some
    }

    /// What one strike of a mode hits.
    fn struck_once(&self, call: Call) -> Vec<(ClassId, MemberNo)> {
        let mode = &self.plan.causes.modes[call.failure];
        let some = |count| {
            let id = mode.classes[0];
            let victims = self.victims(id, call.occurrence, count).into_iter();
            victims.map(|member| (id, member)).collect()
        };
        match self.plan.model.failures[call.failure].strikes {
            Strikes::One(_) => some(1),
            Strikes::Several(count, _) => some(count),
            Strikes::Shock { each, .. } => {
                self.hit_by_chance(&mode.classes, each, mode.hits, call.occurrence)
            }
            Strikes::Each(_) | Strikes::EachBad(_) | Strikes::Places(_) => {
                self.one_exposed(call).into_iter().collect()
            }
            Strikes::Dataset(_) | Strikes::Credential(_) => vec![(mode.classes[0], 0)],
        }
    }

    /// Everything that a mode can strike now.
    fn all_exposed(&self, failure: FailureId) -> Vec<(ClassId, MemberNo)> {
        let exposed = self.exposures(failure);
        exposed.filter(|&(_, _, exposure)| exposure > 0.0).map(|(id, m, _)| (id, m)).collect()
    }

    /// Everything that has a mode, with its exposure.
    fn exposures(&self, failure: FailureId) -> impl Iterator<Item = (ClassId, MemberNo, f64)> + '_ {
        self.plan.causes.modes[failure].classes.iter().flat_map(move |&id| {
            let size = self.plan.pools[self.plan.classes[id].pool].size;
            (0..size).map(move |member| (id, member, self.exposure(id, member)))
        })
    }

    /// One of those that a mode can strike, chosen at random as they are exposed.
    fn one_exposed(&self, call: Call) -> Option<(ClassId, MemberNo)> {
        let mode = &self.plan.causes.modes[call.failure];
        let size = |&id: &ClassId| self.plan.pools[self.plan.classes[id].pool].size;
        let total = mode.classes.iter().map(size).sum();
        for attempt in 0..TRIES {
            let draw = mode.victims.attempt(attempt).draw(self.replication, call.occurrence);
            let (mut index, rest) = draw.choose(total);
            let holds = |id: &&ClassId| {
                let here = index < size(id);
                index -= if here { 0 } else { size(id) };
                here
            };
            let &id = mode.classes.iter().find(holds).expect("an index lies in some class");
            if rest < self.exposure(id, index) {
                return Some((id, index));
            }
        }
        let weight: f64 = self.exposures(call.failure).map(|(_, _, exposure)| exposure).sum();
        let draw = mode.victims.attempt(TRIES).draw(self.replication, call.occurrence);
        let mut left = weight * draw.first();
        let exposed = self.exposures(call.failure).filter(|&(_, _, exposure)| exposure > 0.0);
        let mut last = None;
        for (id, member, exposure) in exposed {
            last = Some((id, member));
            left -= exposure;
            if left < 0.0 {
                break;
            }
        }
        last
    }
}
