//! The gang of a training: who must be looked for, who has come since it formed, who sits where.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::super::event::MemberNo;

/// The members of a training's pool, as far as they matter to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Gang {
    /// Whether it has lost somebody since that was last looked at, or what it is at was struck.
    pub broken: bool,
    /// Members that were lost and may not be known to be.
    pub unseen: Vec<MemberNo>,
    /// Members in service that are not part of it yet.
    pub joined: BTreeSet<MemberNo>,
    seats: Seats,
}

/// Which position each member has. Positions are numbered like the members that they began with.
#[derive(Clone, Debug, Default)]
struct Seats {
    /// Members that are not where they began.
    moved: BTreeMap<MemberNo, u32>,
    /// Positions that are open, the longest first.
    free: VecDeque<u32>,
}

impl Gang {
    pub fn restart(&mut self) {
        self.broken = false;
        self.unseen.clear();
        self.joined.clear();
        self.seats.moved.clear();
        self.seats.free.clear();
    }

    /// A member leaves its position, which is told.
    pub fn leaves(&mut self, member: MemberNo) -> u32 {
        let seat = self.seats.moved.remove(&member).unwrap_or(member);
        self.seats.free.push_back(seat);
        seat
    }

    /// A member takes the position that has been open for longest.
    pub fn sits(&mut self, member: MemberNo) {
        let seat = self.seats.free.pop_front().expect("a member takes a position that is open");
        if seat != member {
            self.seats.moved.insert(member, seat);
        }
    }
}
