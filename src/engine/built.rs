//! Stores built on the members of a pool: which member holds which piece, what is gone, and when a
//! group has lost its data.
//!
//! Piece `i` is at first held by member `i`; pieces in order make the groups. A piece that is
//! destroyed waits until a member in service that holds none takes it, and is then made anew
//! (`rebuild.rs`). It is gone all the while. A member that holds a piece and is down, or a spare
//! that is off, only hides it. A group loses its data when more than `parity` of its pieces are
//! gone, and cannot be read while more are gone or hidden.
//!
//! What is kept grows with what happens: beside one number a member, only pieces that have been
//! gone and groups that are not whole are known.

use std::collections::{BTreeMap, VecDeque};

use super::change::{Change, MemberState};
use super::event::{MemberNo, Stamp};
use super::incident::Cause;
use super::plan::{ClassId, Plan};
use super::world::World;
use crate::model::{Built, Model, PoolId, SpareKind, Store, StoreId};

/// A member holds what it did at the start.
const AS_AT_START: u32 = 0;
const NOTHING: u32 = 1;
/// Codes from here on number a piece.
const PIECES: u32 = 2;

/// The pieces of a built store in one replication; of a plain one nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct BuiltState {
    /// How many pieces there are.
    pieces: u32,
    /// How many pieces make a group; 0: the store is plain.
    width: u32,
    /// How many pieces of a group may be gone.
    parity: u32,
    /// What each member holds.
    codes: Vec<u32>,
    /// Members whose code is not that of the start.
    touched: Vec<MemberNo>,
    /// Pieces that are or have been gone.
    known: BTreeMap<u32, Piece>,
    /// Gone pieces that no member has taken, in the order in which they began to wait.
    waiting: VecDeque<u32>,
    /// Members in service that hold nothing, the longest so first.
    free: VecDeque<MemberNo>,
    /// Pieces that a member has taken and whose rebuild has to wait its turn.
    pub queue: VecDeque<u32>,
    /// Rebuilds under way.
    pub at_work: u32,
    /// Groups with pieces that are gone or hidden.
    groups: BTreeMap<u32, Group>,
    /// Groups that have lost their data and are not yet made anew.
    lost: u32,
    /// Groups that cannot be read.
    unreadable: u32,
}

/// A piece that is or has been gone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub place: Whereabouts,
    /// Rebuilds of it that have begun.
    pub rebuilds: u32,
    /// The stamp that the end of its rebuild carries.
    pub stamp: Stamp,
    /// What destroyed it last.
    pub cause: Cause,
}

/// Where a piece is that is or has been gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    Whole,
    Waiting,
    /// Taken by a member, its rebuild waiting its turn.
    Queued,
    Rebuilding,
}

/// A group that is not whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Group {
    gone: u32,
    hidden: u32,
    lost: bool,
}

impl BuiltState {
    pub fn new(model: &Model, store: &Store) -> Self {
        let Some(built) = &store.built else { return Self::default() };
        let pool = &model.pools[built.pool];
        Self {
            pieces: pool.members,
            width: built.width(),
            parity: built.parity,
            codes: vec![AS_AT_START; pool.size() as usize],
            ..Self::default()
        }
    }

    /// Makes everything whole, at the cost of what happened.
    pub fn restart(&mut self) {
        for &member in &self.touched {
            self.codes[member as usize] = AS_AT_START;
        }
        self.touched.clear();
        self.known.clear();
        self.waiting.clear();
        self.free.clear();
        self.queue.clear();
        self.at_work = 0;
        self.groups.clear();
        self.lost = 0;
        self.unreadable = 0;
    }

    /// What it holds on the heap, nearly.
    pub fn heap_bytes(&self) -> usize {
        let known = self.known.len() * (size_of::<u32>() + size_of::<Piece>());
        let groups = self.groups.len() * (size_of::<u32>() + size_of::<Group>());
        (self.codes.capacity() + self.touched.capacity()) * size_of::<u32>() + known + groups
    }

    /// The piece that a member holds or has taken.
    fn held_by(&self, member: MemberNo) -> Option<u32> {
        match self.codes[member as usize] {
            AS_AT_START => (member < self.pieces).then_some(member),
            NOTHING => None,
            code => Some(code - PIECES),
        }
    }

    fn holds_nothing(&self, member: MemberNo) -> bool {
        self.held_by(member).is_none()
    }

    fn give(&mut self, member: MemberNo, piece: Option<u32>) {
        let code = piece.map_or(NOTHING, |piece| piece + PIECES);
        if std::mem::replace(&mut self.codes[member as usize], code) == AS_AT_START {
            self.touched.push(member);
        }
    }

    /// A piece that is or has been gone.
    pub fn piece(&mut self, piece: u32) -> &mut Piece {
        self.known.get_mut(&piece).expect("a piece that is made anew has been gone")
    }

    fn whereabouts(&self, piece: u32) -> Whereabouts {
        self.known.get(&piece).map_or(Whereabouts::Whole, |known| known.place)
    }

    /// Whether as many pieces of this one's group are gone as may be.
    pub fn nothing_to_spare(&self, piece: u32) -> bool {
        let group = self.groups.get(&(piece / self.width));
        group.map_or(0, |group| group.gone) == self.parity
    }

    /// Changes the group of a piece; says whether it has just lost its data.
    fn change_group(&mut self, piece: u32, change: impl FnOnce(&mut Group)) -> bool {
        let number = piece / self.width;
        let group = self.groups.entry(number).or_default();
        let before = *group;
        change(group);
        let lost = group.gone > self.parity;
        let loses = lost && !before.lost;
        group.lost = lost;
        self.lost = self.lost + u32::from(lost) - u32::from(before.lost);
        let unreadable = |group: &Group| u32::from(group.gone + group.hidden > self.parity);
        self.unreadable = self.unreadable + unreadable(group) - unreadable(&before);
        if *group == Group::default() {
            self.groups.remove(&number);
        }
        loses
    }

    /// The share that one more lost group is of what lies on those that are not.
    ///
    /// Groups hold different data, so that a second loss takes from what the first has left.
    fn share_of_a_group(&self, lost_besides: u32) -> f64 {
        1.0 / f64::from(self.pieces / self.width - lost_besides)
    }
}

impl World<'_> {
    /// What a store is built as; it must be one that is.
    pub(super) fn built_as(&self, store: StoreId) -> &Built {
        let model = self.plan.model;
        model.stores[store].built.as_ref().expect("only built stores have pieces")
    }

    /// A member on which stores are built went from one state to another.
    pub(super) fn holder_moves(
        &mut self,
        pool: PoolId,
        member: MemberNo,
        (from, old_kind): (MemberState, u8),
        (to, kind): (MemberState, u8),
    ) {
        let shows = [(from, old_kind), (to, kind)].map(|now| self.shows_what_it_holds(pool, now));
        for &store in &self.plan.pools[pool].built {
            if from == MemberState::Active {
                self.holder_leaves_service(store, member);
            }
            match shows {
                [true, false] => self.piece_is_hidden(store, member, true),
                [false, true] => self.piece_is_hidden(store, member, false),
                _ => {}
            }
            if to == MemberState::Active && self.built[usize::from(store)].holds_nothing(member) {
                self.built[usize::from(store)].free.push_back(member);
                self.pieces_are_taken(store);
            }
            if matches!(to, MemberState::Lost | MemberState::Retired) {
                let record = self.pools[usize::from(pool)].record(member);
                let cause = Cause { class: record.class, member };
                self.destroy_piece(store, member, cause);
            }
        }
    }

    /// Whether what a member holds can be read: in service, and standing by unless it is a cold
    /// spare, which is off.
    fn shows_what_it_holds(&self, pool: PoolId, (state, kind): (MemberState, u8)) -> bool {
        match state {
            MemberState::Active => true,
            MemberState::Standby | MemberState::Activating => {
                self.plan.pool(pool).spares[usize::from(kind)].kind != SpareKind::Cold
            }
            _ => false,
        }
    }

    /// A member is no longer in service: it can take no piece, a rebuild there is broken off.
    fn holder_leaves_service(&mut self, store: StoreId, member: MemberNo) {
        let state = &mut self.built[usize::from(store)];
        match state.held_by(member) {
            None => state.free.retain(|&free| free != member),
            Some(piece) if state.whereabouts(piece) == Whereabouts::Whole => {}
            Some(piece) => {
                state.give(member, None);
                self.break_off_rebuild(store, piece);
                self.piece_waits(store, piece);
            }
        }
    }

    /// What a member holds, if it holds anything, can no longer be read, or again.
    fn piece_is_hidden(&mut self, store: StoreId, member: MemberNo, hidden: bool) {
        let Some(piece) = self.built[usize::from(store)].held_by(member) else { return };
        self.group_changes(store, piece, |group| {
            group.hidden = if hidden { group.hidden + 1 } else { group.hidden - 1 };
        });
    }

    /// A mode has struck a member: what it holds may be gone.
    pub(super) fn pieces_may_go(
        &mut self,
        pool: PoolId,
        member: MemberNo,
        id: ClassId,
        episode: u64,
    ) {
        let holds = &self.plan.pools[pool];
        if holds.built.is_empty() && holds.gangs.is_empty() {
            return;
        }
        let class = &self.plan.classes[id];
        let number = Plan::part(episode, u64::from(member));
        if class.destroys.chance(class.mode.effect.destroys, self.replication, number) {
            self.piece_is_destroyed(pool, member, id);
        }
    }

    /// What a member holds is gone, by a mode of its own or of a domain around it.
    pub(super) fn piece_is_destroyed(&mut self, pool: PoolId, member: MemberNo, id: ClassId) {
        self.local_part_is_lost(pool, member);
        let cause = self.cause_of(pool, member, id);
        for &store in &self.plan.pools[pool].built {
            self.destroy_piece(store, member, cause);
        }
    }

    /// What is behind the loss of a member's piece: its own failing, or that of a site.
    fn cause_of(&self, pool: PoolId, member: MemberNo, id: ClassId) -> Cause {
        let own = self.plan.classes[id].pool == pool;
        Cause { class: id, member: if own { member } else { 0 } }
    }

    /// A mode destroys a built store, or what it lies in: each member's piece with the mode's
    /// probability.
    pub(super) fn pieces_are_destroyed(&mut self, store: StoreId, id: ClassId, episode: u64) {
        let pool = self.built_as(store).pool;
        let (key, destroys) = {
            let class = &self.plan.classes[id];
            (class.destroys, class.mode.effect.destroys)
        };
        for member in 0..self.plan.pools[pool].size {
            let number = self.plan.part_of_member(episode, pool, member);
            if key.chance(destroys, self.replication, number) {
                self.destroy_piece(store, member, self.cause_of(pool, member, id));
            }
        }
    }

    /// What a member holds of a store is gone, if it holds anything.
    fn destroy_piece(&mut self, store: StoreId, member: MemberNo, cause: Cause) {
        let pool = self.built_as(store).pool;
        let now = self.pools[usize::from(pool)].state_and_kind(member);
        let in_service = now.0 == MemberState::Active;
        let hidden = !self.shows_what_it_holds(pool, now);
        let state = &mut self.built[usize::from(store)];
        let Some(piece) = state.held_by(member) else { return };
        state.give(member, None);
        if in_service {
            state.free.push_back(member);
        }
        if state.whereabouts(piece) != Whereabouts::Whole {
            self.break_off_rebuild(store, piece);
            return self.piece_waits(store, piece);
        }
        let fresh = Piece { place: Whereabouts::Waiting, rebuilds: 0, stamp: 0, cause };
        state.known.entry(piece).or_insert(fresh).cause = cause;
        let loses = self.group_changes(store, piece, |group| {
            group.gone += 1;
            group.hidden -= u32::from(hidden);
        });
        if loses {
            let lost_besides = self.built[usize::from(store)].lost - 1;
            self.group_loses(store, lost_besides, cause);
        }
        self.piece_waits(store, piece);
    }

    /// A group has lost its data.
    fn group_loses(&mut self, store: StoreId, lost_besides: u32, cause: Cause) {
        let share = self.built[usize::from(store)].share_of_a_group(lost_besides);
        self.changes.push(Change::StoreLost { store });
        self.group_is_lost(store, share, cause);
    }

    /// A rebuild met a sector that cannot be read, with nothing to spare.
    pub(super) fn piece_cannot_be_rebuilt(&mut self, store: StoreId, piece: u32) {
        let state = &mut self.built[usize::from(store)];
        let (lost, cause) = (state.lost, state.piece(piece).cause);
        self.group_loses(store, lost, cause);
    }

    /// A gone piece is whole again where it was taken.
    pub(super) fn piece_is_whole(&mut self, store: StoreId, piece: u32) {
        self.built[usize::from(store)].piece(piece).place = Whereabouts::Whole;
        self.group_changes(store, piece, |group| group.gone -= 1);
    }

    fn piece_waits(&mut self, store: StoreId, piece: u32) {
        let state = &mut self.built[usize::from(store)];
        state.piece(piece).place = Whereabouts::Waiting;
        state.waiting.push_back(piece);
        self.pieces_are_taken(store);
    }

    /// Members in service that hold nothing take pieces that wait, while there are both.
    fn pieces_are_taken(&mut self, store: StoreId) {
        loop {
            let state = &mut self.built[usize::from(store)];
            if state.waiting.is_empty() || state.free.is_empty() {
                return;
            }
            let piece = state.waiting.pop_front().expect("a piece waits");
            let member = state.free.pop_front().expect("a member is free");
            state.give(member, Some(piece));
            self.piece_is_taken(store, piece);
        }
    }

    /// Changes the group of a piece; says whether it has just lost its data. Whether the store can
    /// be read may change with it.
    fn group_changes(
        &mut self,
        store: StoreId,
        piece: u32,
        change: impl FnOnce(&mut Group),
    ) -> bool {
        let state = &mut self.built[usize::from(store)];
        let could = state.unreadable == 0;
        let loses = state.change_group(piece, change);
        let turns = could != (state.unreadable == 0);
        self.judge |= turns;
        self.pieces_turned |= turns;
        loses
    }

    /// Whether so many pieces of every group can be read that the data can.
    pub(super) fn pieces_can_be_read(&self, store: StoreId) -> bool {
        self.built[usize::from(store)].unreadable == 0
    }
}

#[cfg(test)]
#[path = "built_tests.rs"]
mod tests;
