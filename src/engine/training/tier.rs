//! A tier of checkpoints in one replication: what of it can be used, and what is being saved.

use std::collections::VecDeque;

use super::super::event::{MemberNo, Stamp};
use crate::model::{Checkpoint, Clock, Kept};
use crate::quantity::{Span, Time};

/// A multiple of the interval is reached within this share of it: rounding.
pub(super) const ROUNDING: f64 = 1e-9;

/// How far a training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Progress {
    /// What is done, in time at full speed.
    pub work: Span,
    /// How long it ran for that.
    pub run: Span,
}

impl Progress {
    pub const NONE: Self = Self { work: Span::ZERO, run: Span::ZERO };
}

/// What a checkpoint holds: how far the training was, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Version {
    pub of: Progress,
    /// When the checkpoint began.
    pub at: Time,
}

impl Version {
    /// Nothing: what the training began with.
    pub const NONE: Self = Self { of: Progress::NONE, at: Time::START };
}

/// A tier of one training.
#[derive(Clone, Debug, Default)]
pub(super) struct TierRun {
    /// What can be used, the newest last.
    pub kept: VecDeque<Version>,
    /// What is being saved beside the work, and the stamp of its end.
    pub saving: Option<(Version, Stamp)>,
    /// When the next one is due: seconds of work, or since the start.
    pub due: f64,
    /// How many were begun.
    pub begun: u64,
    /// Members that have left since the newest one.
    pub away: Vec<MemberNo>,
    /// Of a tier in peers' memory the positions that have lost their part.
    hurt: Vec<u32>,
}

impl TierRun {
    pub fn restart(&mut self) {
        self.kept.clear();
        self.saving = None;
        self.due = 0.0;
        self.begun = 0;
        self.whole();
    }

    /// Every position has its part.
    pub fn whole(&mut self) {
        self.away.clear();
        self.hurt.clear();
    }

    /// Something can be used from now on, in place of what is no longer kept.
    pub fn keep(&mut self, tier: &Checkpoint, version: Version) {
        let most = match tier.kept {
            Kept::Peers(_) | Kept::Local => Some(1),
            Kept::Remote(_, most) => most,
        };
        self.kept.push_back(version);
        if most.is_some_and(|most| self.kept.len() > most as usize) {
            self.kept.pop_front();
        }
        self.whole();
    }

    /// The member in a position leaves it, and what it holds in memory is gone.
    pub fn loses(&mut self, tier: &Checkpoint, member: MemberNo, seat: u32) {
        match tier.kept {
            Kept::Remote(..) => {}
            Kept::Local => self.away.push(member),
            Kept::Peers(groups_of) => {
                let beside = |other: &u32| *other != seat && other / groups_of == seat / groups_of;
                if self.hurt.iter().any(beside) {
                    self.kept.clear();
                }
                self.hurt.push(seat);
            }
        }
    }

    /// Whether one is due, so far on.
    pub fn is_due(&self, tier: &Checkpoint, work: Span, now: Time) -> bool {
        match tier.clock {
            Clock::Work => work.seconds() >= self.due,
            Clock::Wall => now.seconds() >= self.due,
        }
    }

    /// Sets when the next one is due.
    pub fn set_due(&mut self, tier: &Checkpoint, work: Span, now: Time) {
        self.due = match tier.clock {
            Clock::Work => {
                let passed = libm::floor(work / tier.every + ROUNDING);
                tier.every.seconds() * (passed + 1.0)
            }
            Clock::Wall => (now + tier.every).seconds(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moves;
    use crate::quantity::Law;

    fn tier(kept: Kept) -> Checkpoint {
        Checkpoint {
            name: "tier".to_owned(),
            kept,
            every: Span::from_hours(1.0),
            clock: Clock::Work,
            blocks: Law::Fixed(Span::ZERO),
            saves: Moves::Takes(Law::Fixed(Span::ZERO)),
            loads: Moves::Takes(Law::Fixed(Span::ZERO)),
        }
    }

    #[test]
    fn a_group_of_peers_can_lose_one_position() {
        let (mut run, peers) = (TierRun::default(), tier(Kept::Peers(4)));
        run.keep(&peers, Version::NONE);
        run.loses(&peers, 100, 5);
        run.loses(&peers, 101, 5);
        run.loses(&peers, 8, 8);
        assert_eq!(run.kept.len(), 1, "of each group one position was lost");
        run.loses(&peers, 7, 7);
        assert!(run.kept.is_empty(), "5 and 7 are in one group of four");
        run.keep(&peers, Version::NONE);
        run.loses(&peers, 4, 4);
        assert_eq!(run.kept.len(), 1, "with a new checkpoint every position has its part");
    }

    #[test]
    fn a_store_keeps_so_many() {
        let (mut run, remote) = (TierRun::default(), tier(Kept::Remote(0.into(), Some(2))));
        for hour in [1.0, 2.0, 3.0] {
            let at = Time::from_hours(hour);
            run.keep(&remote, Version { of: Progress::NONE, at });
        }
        let kept: Vec<f64> = run.kept.iter().map(|version| version.at.hours()).collect();
        assert_eq!(kept, [2.0, 3.0]);
    }

    #[test]
    fn a_multiple_that_rounding_misses_is_passed() {
        let (mut run, tier) = (TierRun::default(), tier(Kept::Local));
        let almost = Span::from_hours(3.0 - 1e-13);
        run.set_due(&tier, almost, Time::START);
        assert!((run.due - Span::from_hours(4.0).seconds()).abs() < 1e-6);
    }
}
