//! Numbers of failures within their class: each kind of strike has a range of its own, so that no
//! two failures ever share a draw.
//!
//! The three highest bits say the kind; 0 is for what a clock of the class or its pool counts.

use super::event::MemberNo;
use super::plan::Plan;

const KIND: u64 = 7 << 61;

/// Members that a shock hits.
pub(super) const SHOCK: u64 = 1 << 61;
/// Strikes at fixed times.
pub(super) const FIXED: u64 = 2 << 61;
/// What another failure triggers.
pub(super) const CASCADE: u64 = 3 << 61;
/// Failures by a member's own clock, by its lives.
pub(super) const OWN: u64 = 4 << 61;
/// Rows of a trace.
pub(super) const TRACE: u64 = 5 << 61;
/// What the run injects.
pub(super) const INJECTED: u64 = 6 << 61;

/// The number of the `index`th occurrence of a kind.
pub(super) fn counted(kind: u64, index: u32) -> u64 {
    assert!(index < 1 << 29, "no replication holds half a billion strikes of one kind");
    kind | u64::from(index) << 32
}

/// The number of an occurrence that a trigger brings about, from random bits of its own.
pub(super) const fn triggered(bits: u64) -> u64 {
    CASCADE | bits & !KIND
}

/// The number of the failure of a member that an occurrence strikes, perhaps among others.
pub(super) const fn of_member(occurrence: u64, member: MemberNo) -> u64 {
    if occurrence & KIND == CASCADE {
        triggered(Plan::part(occurrence, member as u64))
    } else {
        occurrence | member as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_never_meet() {
        let highest = (1 << 29) - 1;
        let mut ends = vec![(1 << 61) - 1];
        for kind in [SHOCK, FIXED, OWN, TRACE, INJECTED] {
            let (first, last) =
                (of_member(counted(kind, 0), 0), of_member(counted(kind, highest), !0));
            assert_eq!((first & KIND, last & KIND), (kind, kind));
            ends.push(last);
        }
        ends.push(triggered(u64::MAX));
        assert_eq!(of_member(triggered(u64::MAX), 7) & KIND, CASCADE);
        let mut kinds: Vec<_> = ends.iter().map(|end| end >> 61).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), ends.len(), "each kind has a range of its own");
    }
}
