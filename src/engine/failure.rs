//! Failures: what happens to a member when one of its modes strikes.

use super::change::{Change, MemberState, Stretch};
use super::event::{Event, MemberNo, Stamp};
use super::incident::Cause;
use super::plan::{ClassId, Driver};
use super::stream::Key;
use super::world::World;
use crate::model::{PoolId, Recovery};

/// Tries at finding a member in service by chance before they are counted out.
const TRIES: u32 = 32;

/// Numbers of strikes at fixed times start here, apart from those that a clock counts.
const FIXED_EPISODES: u64 = 1 << 62;

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

    /// A class strikes a member that is exposed to it; `episode` numbers the failure within the
    /// class.
    pub(super) fn strike(&mut self, id: ClassId, member: MemberNo, episode: u64) {
        let plan = self.plan;
        let class = &plan.classes[id];
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
        record.stamp = stamp;
        record.failed_at = now;
        members.note_failure(member, now);
        self.move_member(pool, member, MemberState::Undetected);
        self.spend_clock(id, member);
        if plan.site(pool).is_some() {
            self.site_is_struck(id, episode);
        } else {
            self.changes.push(Change::Failed { pool, failure: class.failure, first });
            self.pieces_may_go(pool, member, id, episode);
        }
        if let Recovery::Lasts(law) = &class.mode.recovery {
            let lasts = class.lasts.span(law, self.replication, episode);
            self.schedule(now + lasts, Event::Over { pool, member, stamp });
        }
        self.look_for_failure(pool, member);
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
        if count == 1 {
            if let Some(member) = self.member_in_service(class.pool, class.victims, number) {
                self.strike(id, member, number);
            }
        } else {
            for (place, member) in self.victims(id, number, count).into_iter().enumerate() {
                self.strike_if_in_service(id, member, number | (place as u64) << 32);
            }
        }
        self.reschedule_pool_clock(id);
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
        let episode = FIXED_EPISODES | u64::from(index) << 32;
        if let Driver::At { count: Some(count), .. } = class.driver {
            for member in self.victims(id, u64::from(index), count) {
                self.strike_if_in_service(id, member, episode | u64::from(member));
            }
            return;
        }
        let size = plan.pools[class.pool].size;
        let exposed: Vec<_> = (0..size).filter(|&member| self.exposure(id, member) > 0.0).collect();
        for member in exposed {
            if self.exposure(id, member) > 0.0 {
                self.strike(id, member, episode | u64::from(member));
            }
        }
    }

    /// Strikes a member, unless what followed from an earlier strike of this instant took it out.
    fn strike_if_in_service(&mut self, id: ClassId, member: MemberNo, episode: u64) {
        let pool = self.plan.classes[id].pool;
        if self.pools[usize::from(pool)].state(member) == MemberState::Active {
            self.strike(id, member, episode);
        }
    }

    /// So many members in service that a class strikes at once, all different, chosen uniformly;
    /// all of them where there are no more.
    fn victims(&self, id: ClassId, number: u64, count: u32) -> Vec<MemberNo> {
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
                    MemberState::InRepair => (Stretch::Repair, record.taken_at),
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
