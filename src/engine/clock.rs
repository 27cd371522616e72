//! Random clocks as hazard budgets: a member's own, and those that many members share.
//!
//! A clock has a budget of cumulative hazard drawn once, `Exp(1)`, and fires when the hazard of
//! its law has used it up: at the age `H_inv(H(age) + budget)`. Standing still keeps the budget, a
//! standby's dormancy spends it slower, and the residual life at any age is a fresh budget; this is
//! exact for every law.
//!
//! A class of `n` candidates with one law shares a clock that runs at `n` times the rate on the
//! scale of the cumulative hazard. Each time it fires it strikes one candidate, chosen uniformly;
//! where that one is not exposed the strike is void. Each candidate thus sees a Poisson process of
//! its own, and what is drawn does not depend on the state. When fewer than half of the candidates
//! can be struck, the candidates are narrowed to those that can, and the pending gap is drawn anew
//! (a Poisson process has no memory): this is the only place where the state moves the draws.

use super::episode;
use super::event::{Event, MemberNo, Stamp};
use super::plan::{Class, ClassId, Driver};
use super::stream::Draw;
use super::world::World;
use crate::model::{PoolId, Starts};
use crate::quantity::{Law, Span, Time};

/// The clocks of one class.
#[derive(Clone, Debug, Default)]
pub(super) struct ClassState {
    candidates: Candidates,
    /// How many candidates can be struck now (of a cohort: have left no history).
    exposed: u32,
    /// Gaps of the shared clock that have begun.
    drawn: u64,
    /// The draw of the gap under way.
    pending: Option<Draw>,
    /// The next gap, drawn ahead of its use so that its logarithm is found beside other work.
    ahead: Option<Gap>,
    stamp: Stamp,
    /// The cumulative hazard at which a cohort's clock fires next.
    level: f64,
    /// For each member the number of its own clock plus one, or 0.
    clock_of: Vec<u32>,
    clocked: Vec<MemberNo>,
    clocks: Vec<Clock>,
    /// Strikes of a clock of the whole pool.
    pub fired: u64,
}

/// A gap of the shared clock for one candidate, as cumulative hazard, with the draw it comes from.
#[derive(Clone, Copy, Debug)]
struct Gap {
    draw: Draw,
    hazard: f64,
}

impl Gap {
    fn new(class: &Class<'_>, replication: u64, number: u64) -> Self {
        let draw = class.gaps.draw(replication, number);
        Self { draw, hazard: -libm::log(draw.first()) }
    }
}

/// Which members the shared clock chooses from.
#[derive(Clone, Debug, Default)]
struct Candidates {
    /// `None`: all members below `count`.
    listed: Option<Vec<MemberNo>>,
    count: u32,
    /// A bit a member: whether it is listed.
    marks: Vec<u64>,
}

/// A member's own clock of one class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    age: Span,
    /// When `age` was true.
    marked: Time,
    /// How fast it ages now, over calendar time.
    factor: f64,
    /// The age at which it fires, or `None` until it next runs.
    goal: Option<Span>,
    pub stamp: Stamp,
    /// Budgets drawn for this member.
    lives: u32,
    /// Whether the end of this life has been warned of.
    pub warned: bool,
}

impl ClassState {
    pub fn new(class: &Class<'_>, size: u32) -> Self {
        let clock_of = if class.driver.has_clocks() { vec![0; size as usize] } else { Vec::new() };
        Self { clock_of, ..Self::default() }
    }

    /// Forgets the last replication at the cost of what happened in it.
    pub fn restart(&mut self) {
        for &member in &self.clocked {
            self.clock_of[member as usize] = 0;
        }
        self.clocked.clear();
        self.clocks.clear();
        self.candidates.clear();
        self.exposed = 0;
        self.drawn = 0;
        self.pending = None;
        self.ahead = None;
        self.stamp = 0;
        self.level = 0.0;
        self.fired = 0;
    }

    /// What the clocks hold on the heap.
    pub fn heap_bytes(&self) -> usize {
        let listed = self.candidates.listed.as_ref().map_or(0, Vec::capacity);
        (self.clock_of.capacity() + self.clocked.capacity() + listed) * size_of::<u32>()
            + self.candidates.marks.capacity() * size_of::<u64>()
            + self.clocks.capacity() * size_of::<Clock>()
    }

    fn has_own_clock(&self, member: MemberNo) -> bool {
        self.clock_of[member as usize] != 0
    }

    fn clock(&mut self, member: MemberNo) -> &mut Clock {
        &mut self.clocks[self.clock_of[member as usize] as usize - 1]
    }

    /// The clock of a member of a class that is followed: it has one from the start.
    pub fn own_clock(&mut self, member: MemberNo) -> &mut Clock {
        self.clock(member)
    }

    fn add_clock(&mut self, member: MemberNo, clock: Clock) {
        self.clocks.push(clock);
        self.clock_of[member as usize] = self.clocks.len() as u32;
        self.clocked.push(member);
    }
}

impl Candidates {
    fn clear(&mut self) {
        for &member in self.listed.iter().flatten() {
            self.marks[member as usize / 64] = 0;
        }
        self.listed = None;
        self.count = 0;
    }

    fn member(&self, index: u32) -> MemberNo {
        self.listed.as_ref().map_or(index, |listed| listed[index as usize])
    }

    fn contains(&self, member: MemberNo) -> bool {
        match &self.listed {
            None => member < self.count,
            Some(_) => self.marks[member as usize / 64] >> (member % 64) & 1 == 1,
        }
    }

    /// Keeps those for which `keep` holds.
    fn narrow(&mut self, size: u32, keep: impl Fn(MemberNo) -> bool) {
        let kept: Vec<_> =
            (0..self.count).map(|index| self.member(index)).filter(|&m| keep(m)).collect();
        self.clear();
        self.marks.resize(size.div_ceil(64) as usize, 0);
        self.listed = Some(Vec::with_capacity(kept.len()));
        for member in kept {
            self.add(member);
        }
    }

    fn add(&mut self, member: MemberNo) {
        self.marks[member as usize / 64] |= 1 << (member % 64);
        self.listed.as_mut().expect("only a list grows").push(member);
        self.count += 1;
    }
}

impl World<'_> {
    /// Sets the clocks of a class going at the start of a replication.
    pub(super) fn start_class(&mut self, id: ClassId) {
        let plan = self.plan;
        let class = &plan.classes[id];
        match class.driver {
            Driver::Shared(_) => self.start_shared(id),
            Driver::Cohort(_) => self.start_cohort(id),
            Driver::Own(_) => self.start_own_clocks(id),
            Driver::Some { law, .. } => self.start_pool_clock(id, law),
            Driver::At { .. } => self.schedule_fixed_time(id, 0),
            Driver::Called => {}
        }
    }

    fn start_shared(&mut self, id: ClassId) {
        let class = &self.plan.classes[id];
        let size = self.plan.pools[class.pool].size;
        let exposed = if class.bad_only {
            self.bad_members(class.pool).filter(|&m| self.exposure(id, m) > 0.0).count() as u32
        } else {
            self.exposed_at_start(class.pool)
        };
        self.classes[usize::from(id)].candidates.count = size;
        self.classes[usize::from(id)].exposed = exposed;
        self.narrow_if_sparse(id);
        self.schedule_shared(id);
    }

    /// How many members of a pool can be struck at the start: those in positions and the spares
    /// that are not cold.
    fn exposed_at_start(&self, pool: PoolId) -> u32 {
        let pool = self.plan.pool(pool);
        let warm = pool.spares.iter().filter(|spares| spares.dormancy > 0.0);
        pool.members + warm.map(|spares| spares.count).sum::<u32>()
    }

    fn start_cohort(&mut self, id: ClassId) {
        let pool = self.plan.classes[id].pool;
        let positions = self.pools[usize::from(pool)].positions();
        self.classes[usize::from(id)].candidates.count = positions;
        self.classes[usize::from(id)].exposed = positions;
        self.schedule_shared(id);
        for member in positions..self.plan.pools[pool].size {
            self.start_own_clock(id, member);
        }
    }

    fn start_own_clocks(&mut self, id: ClassId) {
        let class = &self.plan.classes[id];
        if class.bad_only {
            let bad: Vec<_> = self.bad_members(class.pool).collect();
            for member in bad {
                self.start_own_clock(id, member);
            }
        } else {
            for member in 0..self.plan.pools[class.pool].size {
                self.start_own_clock(id, member);
            }
        }
    }

    fn start_own_clock(&mut self, id: ClassId, member: MemberNo) {
        let clock = self.initial_clock(id, member);
        self.classes[usize::from(id)].add_clock(member, clock);
        let factor = self.exposure(id, member);
        self.run_clock(id, member, factor);
    }

    /// A clock at the age that its mode starts with, standing still.
    fn initial_clock(&self, id: ClassId, member: MemberNo) -> Clock {
        let class = &self.plan.classes[id];
        let draw = class.ages.draw(self.replication, u64::from(member));
        let (age, goal) = match (&class.mode.starts, class.driver) {
            (Starts::Stationary, Driver::Own(law) | Driver::Cohort(law)) => {
                let life = law.length_biased(draw.first());
                (life * draw.second(), Some(life))
            }
            (Starts::Age(law), _) => (law.sample(draw.first()), None),
            _ => (Span::ZERO, None),
        };
        Clock { goal, ..Clock::standing(age, Time::START) }
    }

    /// Draws the shared clock's next gap and schedules its end.
    fn schedule_shared(&mut self, id: ClassId) {
        let class = &self.plan.classes[id];
        let state = &mut self.classes[usize::from(id)];
        if state.candidates.count == 0 {
            state.pending = None;
            return;
        }
        let next = state.ahead.take();
        let next = next.unwrap_or_else(|| Gap::new(class, self.replication, state.drawn));
        state.drawn += 1;
        state.ahead = Some(Gap::new(class, self.replication, state.drawn));
        state.pending = Some(next.draw);
        let gap = next.hazard / f64::from(state.candidates.count);
        let at = match class.driver {
            Driver::Shared(rate) => self.now + Span::from_seconds(gap / rate.as_per_second()),
            Driver::Cohort(law) => {
                state.level += gap;
                law.inverse_hazard(state.level).after_start().max(self.now)
            }
            Driver::Own(_) | Driver::Some { .. } | Driver::At { .. } | Driver::Called => {
                panic!("only memoryless and cohort classes share a clock")
            }
        };
        self.stamp += 1;
        state.stamp = self.stamp;
        let stamp = self.stamp;
        self.schedule(at, Event::SharedClock { class: id, stamp });
    }

    /// The shared clock of a class fires.
    pub(super) fn shared_clock_fires(&mut self, id: ClassId, stamp: Stamp) {
        let state = &self.classes[usize::from(id)];
        if state.stamp != stamp {
            return;
        }
        let draw = state.pending.expect("a pending clock has a draw");
        let episode = state.drawn - 1;
        let (index, rest) = draw.choose(state.candidates.count);
        let member = state.candidates.member(index);
        let struck = match self.plan.classes[id].driver {
            Driver::Cohort(_) => !state.has_own_clock(member),
            _ => rest < self.exposure(id, member),
        };
        if struck {
            self.strike(id, member, episode);
        }
        self.narrow_if_sparse(id);
        self.schedule_shared(id);
    }

    /// Narrows the candidates to those that can be struck when those are fewer than half.
    fn narrow_if_sparse(&mut self, id: ClassId) {
        let state = &self.classes[usize::from(id)];
        if state.exposed.saturating_mul(2) >= state.candidates.count {
            return;
        }
        let class = &self.plan.classes[id];
        let size = self.plan.pools[class.pool].size;
        let mut candidates = std::mem::take(&mut self.classes[usize::from(id)].candidates);
        candidates.narrow(size, |member| match class.driver {
            Driver::Cohort(_) => !self.classes[usize::from(id)].has_own_clock(member),
            _ => self.exposure(id, member) > 0.0,
        });
        self.classes[usize::from(id)].candidates = candidates;
    }

    /// A member's exposure to a class with a shared clock has changed.
    pub(super) fn shared_exposure_changes(
        &mut self,
        id: ClassId,
        member: MemberNo,
        from: f64,
        to: f64,
    ) {
        let state = &mut self.classes[usize::from(id)];
        if from > 0.0 && to <= 0.0 {
            state.exposed -= 1;
        } else if from <= 0.0 && to > 0.0 {
            state.exposed += 1;
            if !state.candidates.contains(member) {
                state.candidates.add(member);
                self.schedule_shared(id);
            }
        }
    }

    /// Lets a member's own clock run at `factor` from now on; 0 stops it. A member that was part
    /// of the cohort gets a clock of its own.
    pub(super) fn run_clock(&mut self, id: ClassId, member: MemberNo, factor: f64) {
        let class = &self.plan.classes[id];
        let (Driver::Own(law) | Driver::Cohort(law)) = class.driver else {
            panic!("only classes with a law that ages have clocks of members")
        };
        let factor = factor * class.alone;
        let now = self.now;
        let state = &mut self.classes[usize::from(id)];
        if !state.has_own_clock(member) {
            state.exposed -= 1;
            let age = now.since_start();
            state.add_clock(member, Clock::standing(age, now));
        }
        let clock = state.clock(member);
        clock.advance(now, law, class.mode.ages_by_calendar);
        clock.factor = factor;
        self.stamp += 1;
        clock.stamp = self.stamp;
        if factor <= 0.0 {
            return;
        }
        let goal = match clock.goal {
            Some(goal) => goal,
            None => {
                let number = u64::from(member) << 32 | u64::from(clock.lives);
                clock.lives += 1;
                clock.warned = false;
                law.fails_at_age(clock.age, class.lives.draw(self.replication, number).first())
            }
        };
        clock.goal = Some(goal);
        let delay = clock.until(goal, law, class.mode.ages_by_calendar);
        let stamp = self.stamp;
        if class.watch.is_some() {
            self.clock_is_watched(id, member, delay);
        }
        self.schedule(now + delay, Event::OwnClock { class: id, member, stamp });
    }

    /// A member's own clock fires.
    pub(super) fn own_clock_fires(&mut self, id: ClassId, member: MemberNo, stamp: Stamp) {
        let state = &mut self.classes[usize::from(id)];
        let clock = state.clock(member);
        if clock.stamp != stamp {
            return;
        }
        let episode = episode::OWN | u64::from(member) << 32 | u64::from(clock.lives);
        self.strike(id, member, episode);
    }

    /// The budget of a class that has struck a member is used up.
    pub(super) fn spend_clock(&mut self, id: ClassId, member: MemberNo) {
        let state = &mut self.classes[usize::from(id)];
        if self.plan.classes[id].driver.has_clocks() && state.has_own_clock(member) {
            state.clock(member).goal = None;
        }
    }

    /// A member's mode is as new.
    pub(super) fn renew_clock(&mut self, id: ClassId, member: MemberNo) {
        if !self.plan.classes[id].driver.has_clocks() {
            return;
        }
        let now = self.now;
        let state = &mut self.classes[usize::from(id)];
        if state.has_own_clock(member) {
            let clock = state.clock(member);
            clock.age = Span::ZERO;
            clock.marked = now;
            clock.goal = None;
        }
    }
}

impl Clock {
    /// A clock of this age that stands still.
    const fn standing(age: Span, marked: Time) -> Self {
        Self { age, marked, factor: 0.0, goal: None, stamp: 0, lives: 0, warned: false }
    }

    /// A number of the life under way, among all of the class.
    pub const fn life(&self, member: MemberNo) -> u64 {
        (member as u64) << 32 | self.lives as u64
    }

    /// Its age now.
    pub fn age_at(&self, now: Time, by_calendar: bool) -> Span {
        self.age + (now - self.marked) * if by_calendar { 1.0 } else { self.factor }
    }

    /// How long until it reaches an age, running as it does; none, if it has.
    pub fn until_age(&self, age: Span, by_calendar: bool) -> Span {
        let left = if age > self.age { age - self.age } else { Span::ZERO };
        left / if by_calendar { 1.0 } else { self.factor }
    }

    /// Ages the clock up to now.
    ///
    /// By the calendar it ages whether exposed or not, but spends its budget only by its factor;
    /// what is left of the budget then moves the age at which it fires.
    fn advance(&mut self, now: Time, law: &Law, by_calendar: bool) {
        let passed = now - self.marked;
        self.marked = now;
        if !by_calendar {
            self.age += passed * self.factor;
            return;
        }
        let before = law.cumulative_hazard(self.age);
        self.age += passed;
        if let Some(goal) = self.goal {
            let after = law.cumulative_hazard(self.age);
            let left = law.cumulative_hazard(goal) - before - self.factor * (after - before);
            self.goal = Some(law.inverse_hazard(after + left.max(0.0)).max(self.age));
        }
    }

    /// How long until the clock, running at its factor, reaches its goal.
    fn until(&self, goal: Span, law: &Law, by_calendar: bool) -> Span {
        if !by_calendar {
            return ((goal - self.age) / self.factor).max(Span::ZERO);
        }
        let start = law.cumulative_hazard(self.age);
        let budget = law.cumulative_hazard(goal) - start;
        (law.inverse_hazard(start + budget / self.factor) - self.age).max(Span::ZERO)
    }
}
