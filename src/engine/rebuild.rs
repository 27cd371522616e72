//! Rebuilds: how a piece of a built store is made anew once a member has taken it.
//!
//! Without a rebuild of its own a piece is whole with the member that takes it, at the end of the
//! instant's strikes: what is struck at one instant is gone at one instant.

use super::built::Whereabouts;
use super::event::{Event, Stamp};
use super::transfer::Errand;
use super::world::World;
use crate::model::{RebuildWork, Sharing, StoreId};
use crate::quantity::Span;

impl World<'_> {
    fn sharing(&self, store: StoreId) -> Sharing {
        let rebuild = self.built_as(store).rebuild.as_ref();
        rebuild.map_or(Sharing::Parallel, |rebuild| rebuild.sharing)
    }

    /// A member has taken a piece: its rebuild begins, or waits its turn.
    pub(super) fn piece_is_taken(&mut self, store: StoreId, piece: u32) {
        let sharing = self.sharing(store);
        let state = &mut self.built[usize::from(store)];
        match sharing {
            Sharing::Queued(most) if state.at_work >= most => {
                state.piece(piece).place = Whereabouts::Queued;
                state.queue.push_back(piece);
            }
            _ => self.begin_rebuild(store, piece),
        }
    }

    fn begin_rebuild(&mut self, store: StoreId, piece: u32) {
        let (sharing, stamp) = (self.sharing(store), self.next_stamp());
        let state = &mut self.built[usize::from(store)];
        state.at_work += 1;
        let known = state.piece(piece);
        known.place = Whereabouts::Rebuilding;
        known.stamp = stamp;
        let number = draw_number(piece, known.rebuilds);
        known.rebuilds += 1;
        let takes = self.rebuild_takes(store, number);
        if sharing == Sharing::Shared {
            self.begin_shared_rebuild(store, piece, takes.seconds());
        } else {
            self.schedule(self.now + takes, Event::Rebuilt { store, piece, stamp });
        }
    }

    /// How long a rebuild takes that nothing slows.
    fn rebuild_takes(&self, store: StoreId, number: u64) -> Span {
        let built = self.built_as(store);
        match built.rebuild.as_ref().map(|rebuild| &rebuild.work) {
            None => Span::ZERO,
            Some(RebuildWork::Takes(law)) => {
                self.plan.rebuilds[usize::from(store)].work.span(law, self.replication, number)
            }
            Some(RebuildWork::Copies(rate)) => {
                let pieces = self.plan.model.pools[built.pool].members;
                let groups = f64::from(pieces / built.width());
                let bytes = self.bytes_on(store) / (groups * f64::from(built.data));
                Span::from_seconds(bytes / rate.per_second())
            }
        }
    }

    /// A rebuild with a time of its own is due.
    pub(super) fn piece_is_rebuilt(&mut self, store: StoreId, piece: u32, stamp: Stamp) {
        let known = self.built[usize::from(store)].piece(piece);
        if known.stamp == stamp && known.place == Whereabouts::Rebuilding {
            self.rebuild_ends(store, piece);
        }
    }

    /// A rebuild that shares its store's speed is done.
    pub(super) fn piece_is_carried(&mut self, store: StoreId, piece: u32) {
        self.rebuild_ends(store, piece);
    }

    /// A rebuild is done: with nothing to spare it may have met what cannot be read.
    fn rebuild_ends(&mut self, store: StoreId, piece: u32) {
        let unreadable = self.built_as(store).rebuild.as_ref().map(|rebuild| rebuild.unreadable);
        let state = &mut self.built[usize::from(store)];
        state.at_work -= 1;
        let number = draw_number(piece, state.piece(piece).rebuilds - 1);
        if let Some(unreadable) = unreadable
            && state.nothing_to_spare(piece)
        {
            let key = self.plan.rebuilds[usize::from(store)].unreadable;
            if key.chance(unreadable, self.replication, number) {
                self.piece_cannot_be_rebuilt(store, piece);
            }
        }
        self.piece_is_whole(store, piece);
        self.next_rebuild(store);
    }

    /// A rebuild that is under way, or waits its turn, comes to nothing.
    pub(super) fn break_off_rebuild(&mut self, store: StoreId, piece: u32) {
        let sharing = self.sharing(store);
        let state = &mut self.built[usize::from(store)];
        if state.piece(piece).place == Whereabouts::Queued {
            return state.queue.retain(|&queued| queued != piece);
        }
        state.at_work -= 1;
        state.piece(piece).place = Whereabouts::Waiting;
        if sharing == Sharing::Shared {
            self.cancel_transfer(Errand::Rebuild(store, piece));
        }
        self.next_rebuild(store);
    }

    fn next_rebuild(&mut self, store: StoreId) {
        if let Some(piece) = self.built[usize::from(store)].queue.pop_front() {
            self.begin_rebuild(store, piece);
        }
    }
}

/// The number of the draws for a piece's rebuild: its own, whatever happens to others.
fn draw_number(piece: u32, rebuilds: u32) -> u64 {
    u64::from(piece) << 32 | u64::from(rebuilds)
}
