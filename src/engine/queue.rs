//! The event queue: a 4-ary heap of 16-byte keys, events beside it.
//!
//! Events come out in the order (time, insertion), never by address or hash. The event popped last
//! leaves a hole at the root, and the next one pushed fills it: a handler that schedules one
//! successor costs one pass through the heap instead of two.

use super::event::Event;
use crate::quantity::Time;

/// Time bits above the sequence number above the event's slot.
type Key = u128;

const SLOT_BITS: u32 = 28;
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;
const ARITY: usize = 4;

/// Pending events by time, then by the order in which they were pushed.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    keys: Vec<Key>,
    events: Vec<Event>,
    free: Vec<u32>,
    pushed: u64,
    /// Whether the root's event has been taken, its place waiting for the next push.
    hole: bool,
}

impl Queue {
    /// Forgets every event, keeps the memory.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.events.clear();
        self.free.clear();
        self.pushed = 0;
        self.hole = false;
    }

    /// Adds an event at a time that is not negative.
    pub fn push(&mut self, at: Time, event: Event) {
        debug_assert!(at.seconds() >= 0.0, "events lie after the start");
        self.pushed += 1;
        if self.hole {
            self.hole = false;
            let slot = slot(self.keys[0]);
            self.events[slot] = event;
            self.keys[0] = key(at, self.pushed, slot);
            self.sift_down();
        } else {
            let slot = self.take_slot(event);
            self.keys.push(key(at, self.pushed, slot));
            self.sift_up();
        }
    }

    /// Takes the next event.
    pub fn pop(&mut self) -> Option<(Time, Event)> {
        self.close_hole();
        let root = *self.keys.first()?;
        self.hole = true;
        Some((time(root), self.events[slot(root)]))
    }

    /// The time of the next event.
    pub fn next_time(&mut self) -> Option<Time> {
        self.close_hole();
        self.keys.first().map(|&key| time(key))
    }

    /// What the queue holds on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.keys.capacity() * size_of::<Key>()
            + self.events.capacity() * size_of::<Event>()
            + self.free.capacity() * size_of::<u32>()
    }

    fn close_hole(&mut self) {
        if !self.hole {
            return;
        }
        self.hole = false;
        self.free.push(slot(self.keys[0]) as u32);
        let last = self.keys.pop().expect("a hole lies in a heap");
        if let Some(root) = self.keys.first_mut() {
            *root = last;
            self.sift_down();
        }
    }

    fn take_slot(&mut self, event: Event) -> usize {
        if let Some(slot) = self.free.pop() {
            self.events[slot as usize] = event;
            return slot as usize;
        }
        let slot = self.events.len();
        assert!(slot as u64 <= SLOT_MASK, "at most 268,435,456 events are pending at once");
        self.events.push(event);
        slot
    }

    fn sift_up(&mut self) {
        let mut child = self.keys.len() - 1;
        let key = self.keys[child];
        while child > 0 {
            let parent = (child - 1) / ARITY;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[child] = self.keys[parent];
            child = parent;
        }
        self.keys[child] = key;
    }

    fn sift_down(&mut self) {
        let keys = self.keys.as_mut_slice();
        let key = keys[0];
        let mut parent = 0;
        loop {
            let first = parent * ARITY + 1;
            if first >= keys.len() {
                break;
            }
            let least = least_of(keys, first);
            if key <= keys[least] {
                break;
            }
            keys[parent] = keys[least];
            parent = least;
        }
        keys[parent] = key;
    }
}

/// The index of the least of up to four keys from `first` on.
fn least_of(keys: &[Key], first: usize) -> usize {
    if let Some(&[a, b, c, d]) = keys.get(first..first + ARITY) {
        let (left, left_key) = core::hint::select_unpredictable(b < a, (1, b), (0, a));
        let (right, right_key) = core::hint::select_unpredictable(d < c, (3, d), (2, c));
        first + core::hint::select_unpredictable(right_key < left_key, right, left)
    } else {
        let mut least = first;
        for index in first + 1..keys.len() {
            if keys[index] < keys[least] {
                least = index;
            }
        }
        least
    }
}

const fn key(at: Time, pushed: u64, slot: usize) -> Key {
    // Adding 0.0 turns a negative zero, whose bits would sort last, into a plain one.
    let bits = (at.seconds() + 0.0).to_bits();
    (bits as u128) << 64 | (pushed << SLOT_BITS) as u128 | slot as u128
}

const fn slot(key: Key) -> usize {
    (key as u64 & SLOT_MASK) as usize
}

const fn time(key: Key) -> Time {
    Time::from_seconds(f64::from_bits((key >> 64) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BackupId;

    fn event(number: usize) -> Event {
        Event::BackupDue { backup: BackupId::from(number) }
    }

    fn number(event: Event) -> usize {
        match event {
            Event::BackupDue { backup } => backup.into(),
            other => panic!("only backups were pushed, not {other:?}"),
        }
    }

    #[test]
    fn events_of_one_time_come_in_the_order_of_insertion() {
        let mut queue = Queue::default();
        for index in 0..100 {
            queue.push(Time::from_seconds(f64::from(index / 10)), event(index as usize));
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).map(|(_, e)| number(e)).collect();
        assert_eq!(order, (0..100).collect::<Vec<_>>());
    }

    /// Random pushes and pops (a Weyl sequence) against a plain sorted list.
    #[test]
    fn the_heap_behaves_like_a_sorted_list() {
        let mut queue = Queue::default();
        let mut list: Vec<(u64, u64, usize)> = Vec::new();
        let mut state = 1_u64;
        for step in 0..20_000_usize {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            if state >> 62 == 0 {
                list.sort_unstable();
                let expected = if list.is_empty() { None } else { Some(list.remove(0).2) };
                assert_eq!(queue.pop().map(|(_, e)| number(e)), expected);
            } else {
                let at = (state >> 40) % 1000;
                list.push((at, step as u64, step));
                queue.push(Time::from_seconds(at as f64), event(step));
            }
            if state >> 61 == 7 {
                list.sort_unstable();
                let next = list.first().map(|&(at, ..)| Time::from_seconds(at as f64));
                assert_eq!(queue.next_time(), next);
            }
        }
    }

    #[test]
    fn an_empty_queue_has_nothing() {
        let mut queue = Queue::default();
        assert!(queue.pop().is_none());
        queue.push(Time::START, event(1));
        assert!(queue.pop().is_some());
        assert!(queue.pop().is_none());
        assert!(queue.next_time().is_none());
    }
}
