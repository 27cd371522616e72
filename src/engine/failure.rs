//! Failures: what happens to a member when one of its modes strikes.

use super::cascade::Call;
use super::change::{Change, MemberState, Root, Stretch};
use super::episode;
use super::event::{Event, MemberNo, Stamp};
use super::incident::Cause;
use super::plan::{ClassId, Driver, Plan};
use super::stream::Key;
use super::world::World;
use crate::model::{PoolId, Recovery};
use crate::quantity::Span;

/// Tries at finding a member in service by chance before they are counted out.
pub(super) const TRIES: u32 = 32;

/// One strike of a mode.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blow {
    /// Numbers the failure within its class.
    pub episode: u64,
    pub root: Root,
    /// How long it lasts, where that is told and not up to the mode.
    pub lasts: Option<Span>,
}

impl World<'_> {
    /// Draws which members of a pool are bad, by the gaps between them.
    pub(super) fn mark_bad_members(&mut self, pool: PoolId) {
        let Some(key) = self.plan.pools[pool].bad else {
            return;
        };
        let good = libm::log1p(-self.plan.pool(pool).bad.get());
        let size = f64::from(self.plan.pools[pool].size);
        let mut next = 0.0;
        for number in 0.. {
            let uniform = key.draw(self.replication, number).first();
            next += libm::floor(libm::log(uniform) / good);
            if next >= size {
                return;
            }
            self.pools[usize::from(pool)].record(next as MemberNo).bad = true;
            next += 1.0;
        }
    }

    /// The members of a pool that are bad.
    pub(super) fn bad_members(&self, pool: PoolId) -> impl Iterator<Item = MemberNo> + '_ {
        let members = &self.pools[usize::from(pool)];
        members.recorded().filter(|(_, record)| record.bad).map(|(member, _)| member)
    }

    /// A class strikes a member that is exposed to it, by a clock of its own; `episode` numbers the
    /// failure within the class.
    pub(super) fn strike(&mut self, id: ClassId, member: MemberNo, episode: u64) {
        let root = Root::natural(self.plan.classes[id].failure);
        self.strike_as(id, member, Blow { episode, root, lasts: None });
    }

    /// A class strikes a member that is exposed to it, and triggers what it does.
    pub(super) fn strike_as(&mut self, id: ClassId, member: MemberNo, blow: Blow) {
        self.hit(id, member, blow);
        let class = &self.plan.classes[id];
        if !class.mode.triggers.is_empty() {
            let number = Plan::part(blow.episode, self.plan.pools[class.pool].identity);
            self.cascade(class.failure, number, blow.root);
        }
    }

    /// A class strikes a member that is exposed to it, perhaps among others in one occurrence.
    pub(super) fn hit(&mut self, id: ClassId, member: MemberNo, blow: Blow) {
        let Blow { episode, root, lasts } = blow;
        let plan = self.plan;
        let class = &plan.classes[id];
        debug_assert!(
            lasts.is_none() || !matches!(class.mode.recovery, Recovery::Repair(_)),
            "what is repaired ends with its repair, and not when a trace says"
        );
        let pool = class.pool;
        let (now, stamp) = (self.now, self.next_stamp());
        self.take_from_standby(pool, member);
        let members = &mut self.pools[usize::from(pool)];
        let began_in_position = member < members.positions();
        let record = members.record(member);
        let first = began_in_position && !record.failed_before;
        record.failed_before = true;
        record.class = id;
        record.episode = episode;
        record.attempt = 0;
        record.needless = false;
        let draining = std::mem::take(&mut record.draining);
        record.root = root;
        record.ends = lasts.is_some();
        record.stamp = stamp;
        record.failed_at = now;
        members.note_failure(member, now);
        if !class.mode.effect.breach {
            self.blame(root, self.scope_of(pool), Some(Cause { class: id, member }));
        }
        let failure = class.failure;
        if let Some(site) = plan.site(pool) {
            self.changes.push(Change::Struck { failure, scope: site.scope, root });
        }
        self.move_member(pool, member, MemberState::Undetected);
        self.spend_clock(id, member);
        if plan.site(pool).is_some() {
            self.site_is_struck(id, episode);
        } else {
            self.changes.push(Change::Failed { pool, member, failure, first, root });
            self.pieces_may_go(pool, member, id, episode);
        }
        let lasts = lasts.or_else(|| match &class.mode.recovery {
            Recovery::Lasts(law) => Some(class.lasts.span(law, self.replication, episode)),
            Recovery::Traced => self.lasts_like_a_row(class, episode),
            Recovery::None | Recovery::Repair(_) | Recovery::Restore => None,
        });
        if let Some(lasts) = lasts {
            self.schedule(now + lasts, Event::Over { pool, member, stamp });
        }
        self.look_for_failure(pool, member);
        if draining {
            self.drain_is_void(pool, member);
        }
    }

    /// A failure that lasts a while is over: the member comes back, detected or not.
    pub(super) fn failure_is_over(&mut self, pool: PoolId, member: MemberNo, stamp: Stamp) {
        let Some(record) = self.pools[usize::from(pool)].get(member) else {
            return;
        };
        if record.stamp != stamp {
            return;
        }
        let (class, state, since) = (record.class, record.state, record.failed_at);
        if state == MemberState::Undetected {
            let (stretch, finished) = (Stretch::Detection, false);
            self.tell(pool, Change::Stretch { pool, stretch, since, finished });
        }
        match state {
            MemberState::Undetected | MemberState::Recovering => {
                self.renew_clock(class, member);
                self.back_to_service(pool, member);
                if state == MemberState::Undetected {
                    self.losses_are_known(Cause { class, member });
                }
            }
            MemberState::Retired => {}
            other => panic!("a failure that lasts leaves its member undetected, not {other:?}"),
        }
    }

    /// The one clock of a pool's mode fires: a member in service is struck, if there is one.
    pub(super) fn pool_clock_fires(&mut self, id: ClassId) {
        let class = &self.plan.classes[id];
        let state = &mut self.classes[usize::from(id)];
        state.fired += 1;
        let number = state.fired;
        let Driver::Some { count, .. } = class.driver else {
            panic!("only a clock of the pool strikes some of its members")
        };
        if self.is_spared(id, number) {
            // Its members stand by with a placement that does not serve.
        } else if count == 1 {
            if let Some(member) = self.member_in_service(class.pool, class.victims, number) {
                self.strike(id, member, number);
            }
        } else {
            let mut some = false;
            for (place, member) in self.victims(id, number, count).into_iter().enumerate() {
                some |= self.hit_if_in_service(id, member, number | (place as u64) << 32);
            }
            if some {
                let failure = class.failure;
                let number = Plan::part(number, self.plan.pools[class.pool].identity);
                self.cascade(failure, number, Root::natural(failure));
            }
        }
        self.reschedule_pool_clock(id);
    }

    /// Whether a strike of a pool's clock is void, as its members stand by and are less exposed.
    fn is_spared(&self, id: ClassId, number: u64) -> bool {
        let class = &self.plan.classes[id];
        let factor = self.pools[usize::from(class.pool)].factor;
        factor < 1.0 && class.gaps.draw(self.replication, number).second() >= factor
    }

    pub(super) fn schedule_fixed_time(&mut self, id: ClassId, index: u32) {
        let Driver::At { times, .. } = self.plan.classes[id].driver else {
            panic!("only modes with fixed times strike at them")
        };
        if let Some(&at) = times.get(index as usize) {
            self.schedule(at, Event::FixedTime { class: id, index });
        }
    }

    /// A fixed time of a mode has come: it strikes one member in service, or all exposed ones.
    pub(super) fn fixed_time_comes(&mut self, id: ClassId, index: u32) {
        self.schedule_fixed_time(id, index + 1);
        let plan = self.plan;
        let class = &plan.classes[id];
        let occurrence = episode::counted(episode::FIXED, index);
        let victims = if let Driver::At { count: Some(count), .. } = class.driver {
            let mut victims = self.victims(id, u64::from(index), count);
            victims.retain(|&member| self.exposure(id, member) > 0.0);
            victims
        } else {
            let size = plan.pools[class.pool].size;
            (0..size).filter(|&member| self.exposure(id, member) > 0.0).collect()
        };
        let victims: Vec<_> = victims.into_iter().map(|member| (id, member)).collect();
        let (failure, root) = (class.failure, Root::natural(class.failure));
        if self.strike_all(&victims, Call { failure, occurrence, root, lasts: None }) {
            self.cascade_of_fixed_time(failure, index);
        }
    }

    /// Hits a member, unless what followed from an earlier strike of this instant took it out.
    fn hit_if_in_service(&mut self, id: ClassId, member: MemberNo, episode: u64) -> bool {
        let class = &self.plan.classes[id];
        let exposed = self.pools[usize::from(class.pool)].state(member) == MemberState::Active;
        if exposed {
            let root = Root::natural(class.failure);
            self.hit(id, member, Blow { episode, root, lasts: None });
        }
        exposed
    }

    /// So many members in service that a class strikes at once, all different, chosen uniformly;
    /// all of them where there are no more.
    pub(super) fn victims(&self, id: ClassId, number: u64, count: u32) -> Vec<MemberNo> {
        let class = &self.plan.classes[id];
        let in_service = self.pools[usize::from(class.pool)].in_service;
        let mut victims = Vec::new();
        for place in 0..count.min(in_service) {
            let key = class.victims.attempt(place << 16);
            victims.push(self.further_victim(class.pool, key, number, &victims));
        }
        victims
    }

    /// A member in service that is none of these, chosen uniformly; there must be one.
    fn further_victim(
        &self,
        pool: PoolId,
        key: Key,
        number: u64,
        victims: &[MemberNo],
    ) -> MemberNo {
        let drawn = (0..TRIES).map(|attempt| {
            let member = self.member_in_service(pool, key.attempt(attempt << 8), number);
            member.expect("some member is in service")
        });
        if let Some(member) = drawn.into_iter().find(|member| !victims.contains(member)) {
            return member;
        }
        let members = &self.pools[usize::from(pool)];
        let left = |&member: &MemberNo| {
            members.state(member) == MemberState::Active && !victims.contains(&member)
        };
        let draw = key.attempt(TRIES << 8).draw(self.replication, number);
        let rank = draw.choose(members.in_service - victims.len() as u32).0;
        let mut rest = (0..self.plan.pools[pool].size).filter(left);
        rest.nth(rank as usize).expect("some member in service is left")
    }

    /// A member in service, chosen uniformly; `None` where there is none.
    pub(super) fn member_in_service(
        &self,
        pool: PoolId,
        key: Key,
        number: u64,
    ) -> Option<MemberNo> {
        let members = &self.pools[usize::from(pool)];
        if members.in_service == 0 {
            return None;
        }
        let size = self.plan.pools[pool].size;
        let in_service = |&member: &MemberNo| members.state(member) == MemberState::Active;
        let tried = (0..TRIES)
            .map(|attempt| key.attempt(attempt).draw(self.replication, number).choose(size).0)
            .find(in_service);
        tried.or_else(|| {
            let draw = key.attempt(TRIES).draw(self.replication, number);
            let rank = draw.choose(members.in_service).0;
            (0..size).filter(in_service).nth(rank as usize)
        })
    }

    /// Tells the observers what has begun and not ended when the replication does.
    pub(super) fn tell_what_is_unfinished(&mut self) {
        let finished = false;
        let of_model = self.plan.model.pools.ids();
        for (pool, members) in of_model.zip(&self.pools) {
            for (_, record) in members.recorded() {
                let (stretch, since) = match record.state {
                    MemberState::Undetected => (Stretch::Detection, record.failed_at),
                    MemberState::AwaitingPart => (Stretch::PartWait, record.waiting_since),
                    MemberState::AwaitingCrew => (Stretch::CrewWait, record.waiting_since),
                    MemberState::AwaitingPeople | MemberState::InRepair => {
                        (Stretch::Repair, record.taken_at)
                    }
                    _ => continue,
                };
                self.changes.push(Change::Stretch { pool, stretch, since, finished });
                if matches!(stretch, Stretch::PartWait | Stretch::CrewWait) {
                    let since = record.taken_at;
                    let stretch = Stretch::Repair;
                    self.changes.push(Change::Stretch { pool, stretch, since, finished });
                }
            }
        }
    }
}
