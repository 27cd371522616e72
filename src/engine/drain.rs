//! Draining: emptying a member while it still serves, before it is taken out of service.

use std::collections::BTreeMap;

use super::change::MemberState;
use super::event::{Event, MemberNo, Stamp};
use super::plan::ClassId;
use super::world::World;
use crate::model::PoolId;
use crate::quantity::Span;

/// Members that are being drained.
pub(super) type Drains = BTreeMap<(PoolId, MemberNo), Drain>;

/// One drain under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drain {
    stamp: Stamp,
    purpose: Purpose,
}

/// What a member is drained for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Warned(Warned),
    /// Maintenance, in a slot of the work under way.
    Maintenance(u32),
}

/// A warning that drains a member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Warned {
    pub class: ClassId,
    /// A number that what it sets off is found by within its class.
    pub number: u64,
    /// Whether the failure would come.
    pub rightly: bool,
}

impl World<'_> {
    /// Begins to drain a member that is whole. What does not serve is empty.
    pub(super) fn drain(&mut self, pool: PoolId, member: MemberNo, takes: Span, purpose: Purpose) {
        let serves = self.pools[usize::from(pool)].state(member) == MemberState::Active;
        if !serves || takes == Span::ZERO {
            return self.drain_is_done(pool, member, purpose);
        }
        let stamp = self.next_stamp();
        self.pools[usize::from(pool)].record(member).draining = true;
        let before = self.works.drains.insert((pool, member), Drain { stamp, purpose });
        assert!(before.is_none(), "a member is drained once at a time");
        self.schedule(self.now + takes, Event::Drained { pool, member, stamp });
    }

    /// A member is empty, unless it has failed or was taken out before.
    pub(super) fn member_is_drained(&mut self, pool: PoolId, member: MemberNo, stamp: Stamp) {
        let drain = self.works.drains.get(&(pool, member)).copied();
        let Some(drain) = drain.filter(|drain| drain.stamp == stamp) else { return };
        self.works.drains.remove(&(pool, member));
        self.pools[usize::from(pool)].record(member).draining = false;
        self.drain_is_done(pool, member, drain.purpose);
    }

    fn drain_is_done(&mut self, pool: PoolId, member: MemberNo, purpose: Purpose) {
        match purpose {
            Purpose::Warned(warned) => self.take_as_warned(pool, member, warned),
            Purpose::Maintenance(job) => self.job_begins_work(job),
        }
    }

    /// A member that was drained has failed, or was taken out for something else.
    pub(super) fn drain_is_void(&mut self, pool: PoolId, member: MemberNo) {
        let drain = self.works.drains.remove(&(pool, member));
        let drain = drain.expect("a member that is marked so is being drained");
        if let Purpose::Maintenance(job) = drain.purpose {
            self.job_ends(job);
        }
    }

    /// Whether a member is being drained.
    pub(super) fn is_draining(&self, pool: PoolId, member: MemberNo) -> bool {
        self.pools[usize::from(pool)].get(member).is_some_and(|record| record.draining)
    }

    /// A member that is whole gives up its place: off the list of spares, or out of its position.
    /// Says whether that was its own; it is open once the member has moved.
    pub(super) fn withdraw(&mut self, pool: PoolId, member: MemberNo) -> bool {
        let stamp = self.next_stamp();
        self.take_from_standby(pool, member);
        let record = self.pools[usize::from(pool)].record(member);
        record.stamp = stamp;
        std::mem::take(&mut record.holds_position)
    }
}
