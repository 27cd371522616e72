//! Spares: who fills an open position, and where a repaired member goes.

use super::change::{Change, MemberState};
use super::event::{Event, MemberNo, Stamp};
use super::world::World;
use crate::model::PoolId;
use crate::quantity::Span;

impl World<'_> {
    /// A position has lost its member: a spare is called, if there is one.
    pub(super) fn open_position(&mut self, pool: PoolId) {
        self.open_positions(pool, 1);
    }

    /// So many positions have lost their members.
    pub(super) fn open_positions(&mut self, pool: PoolId, count: u32) {
        self.pools[usize::from(pool)].open += count;
        self.fill_positions(pool);
    }

    /// Calls spares, first kinds first, until no position is open or no spare is left.
    fn fill_positions(&mut self, pool: PoolId) {
        while self.pools[usize::from(pool)].open > 0 {
            let members = &mut self.pools[usize::from(pool)];
            let spares = members.idle.iter_mut().enumerate();
            let called = spares
                .filter_map(|(kind, idle)| idle.pop_front().map(|member| (kind, member)))
                .next();
            let Some((kind, member)) = called else { break };
            members.open -= 1;
            let number = members.calls;
            members.calls += 1;
            self.changes.push(Change::SpareCalled { pool });
            self.call_spare(pool, kind, member, number);
        }
        self.note_exhaustion(pool);
    }

    fn call_spare(&mut self, pool: PoolId, kind: usize, member: MemberNo, number: u64) {
        let activation = &self.plan.pool(pool).spares[kind].activation;
        let key = self.plan.pools[pool].activation;
        let takes = key.span(activation, self.replication, number);
        let stamp = self.next_stamp();
        let record = self.pools[usize::from(pool)].record(member);
        record.stamp = stamp;
        record.holds_position = true;
        record.episode = number;
        if takes == Span::ZERO {
            return self.switch(pool, member);
        }
        self.move_member(pool, member, MemberState::Activating);
        self.schedule(self.now + takes, Event::Activated { pool, member, stamp });
    }

    /// A called spare is ready, unless it has failed meanwhile.
    pub(super) fn spare_is_ready(&mut self, pool: PoolId, member: MemberNo, stamp: Stamp) {
        let Some(record) = self.pools[usize::from(pool)].get(member) else {
            return;
        };
        if record.stamp == stamp && record.state == MemberState::Activating {
            self.switch(pool, member);
        }
    }

    /// Switches a ready spare into its position; where that fails it is tried again later.
    fn switch(&mut self, pool: PoolId, member: MemberNo) {
        let settings = self.plan.pool(pool);
        let number = self.pools[usize::from(pool)].record(member).episode;
        let draw = self.plan.pools[pool].switching.draw(self.replication, number);
        if settings.switching.holds_for(draw.first()) {
            return self.move_member(pool, member, MemberState::Active);
        }
        self.changes.push(Change::SwitchFailed { pool });
        let stamp = self.next_stamp();
        let members = &mut self.pools[usize::from(pool)];
        members.record(member).holds_position = false;
        let kind = members.kind(member);
        members.idle[kind].push_front(member);
        members.retrying.push_back(stamp);
        self.move_member(pool, member, MemberState::Standby);
        self.schedule(self.now + settings.retry, Event::SwitchAgain { pool, stamp });
    }

    /// A failed switch is tried again, unless its position has been filled.
    pub(super) fn switch_again(&mut self, pool: PoolId, stamp: Stamp) {
        let retrying = &mut self.pools[usize::from(pool)].retrying;
        if let Some(place) = retrying.iter().position(|&waiting| waiting == stamp) {
            retrying.remove(place);
            self.open_position(pool);
        }
    }

    /// A member is whole again: it keeps its position, takes an open one, or stands by.
    ///
    /// In a domain that is down it waits until that is up.
    pub(super) fn back_to_service(&mut self, pool: PoolId, member: MemberNo) {
        if self.is_dark(pool, member) {
            return self.wait_in_the_dark(pool, member);
        }
        let members = &mut self.pools[usize::from(pool)];
        let fills = if members.record(member).holds_position {
            true
        } else if members.open > 0 {
            members.open -= 1;
            true
        } else {
            members.retrying.pop_front().is_some()
        };
        if fills {
            members.record(member).holds_position = true;
            self.move_member(pool, member, MemberState::Active);
            self.note_exhaustion(pool);
        } else {
            self.stand_by(pool, member);
        }
    }

    /// A member that is whole again in a domain that is down; its position opens if that is known.
    fn wait_in_the_dark(&mut self, pool: PoolId, member: MemberNo) {
        self.move_member(pool, member, MemberState::Dark);
        let domain = self.plan.domain_of(pool, member);
        if domain.is_some_and(|domain| self.darkness_is_known(domain)) {
            let record = self.pools[usize::from(pool)].record(member);
            if std::mem::take(&mut record.holds_position) {
                self.open_position(pool);
            }
        }
    }

    /// A member becomes a spare of the first kind that is below its count.
    fn stand_by(&mut self, pool: PoolId, member: MemberNo) {
        let counts = self.plan.pool(pool).spares.iter().map(|spares| spares.count as usize);
        let members = &mut self.pools[usize::from(pool)];
        let kind = members
            .idle
            .iter()
            .zip(counts)
            .position(|(idle, count)| idle.len() < count)
            .expect("where no position is open some kind of spare is below its count");
        members.idle[kind].push_back(member);
        self.move_member_as(pool, member, MemberState::Standby, Some(kind));
    }

    /// Strikes a member off the list of spares standing by, if it is on it.
    pub(super) fn take_from_standby(&mut self, pool: PoolId, member: MemberNo) {
        let members = &mut self.pools[usize::from(pool)];
        if members.state(member) != MemberState::Standby {
            return;
        }
        let kind = members.kind(member);
        let idle = &mut members.idle[kind];
        let place = idle.iter().position(|&spare| spare == member);
        idle.remove(place.expect("a spare that stands by is listed"));
    }

    fn note_exhaustion(&mut self, pool: PoolId) {
        let members = &mut self.pools[usize::from(pool)];
        let exhausted = members.open > 0 && !members.idle.is_empty();
        if exhausted != members.exhausted {
            members.exhausted = exhausted;
            self.changes.push(Change::SparesExhausted { pool, exhausted });
        }
    }
}
