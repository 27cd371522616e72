//! The repairable pool as one would write it for this model alone: a binary heap with one pending
//! event a member, replaced in place, one xoshiro stream, counters for what is asked.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::collections::binary_heap::{BinaryHeap, PeekMut};

use rand::SeedableRng;
use rand_distr::{Distribution, Exp, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

const FAILURE_RATE: f64 = 1e-3;
const DETECTION_H: f64 = 0.05;
const REPAIR_MEAN_H: f64 = 2.0;
const REPAIR_CV: f64 = 1.0;

/// What the loop counts: the same that the engine's observers are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub events: u64,
    pub failures: u64,
    /// Members up, integrated over time, in hours.
    pub up_hours: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    Failure,
    Detection,
    Repaired,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Pending {
    at: f64,
    member: u32,
    next: Next,
}

impl Eq for Pending {}

impl Ord for Pending {
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.total_cmp(&self.at).then(other.member.cmp(&self.member))
    }
}

impl PartialOrd for Pending {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// One replication of the pool until `horizon` hours.
pub fn run(seed: u64, members: u32, crews: u32, horizon: f64) -> Counts {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let life = Exp::new(FAILURE_RATE).expect("the rate is positive");
    let variance = libm::log1p(REPAIR_CV * REPAIR_CV);
    let repair = LogNormal::new(libm::log(REPAIR_MEAN_H) - variance / 2.0, variance.sqrt())
        .expect("the spread is finite");
    let mut pending: BinaryHeap<_> = (0..members)
        .map(|member| Pending { at: life.sample(&mut random), member, next: Next::Failure })
        .collect();
    let mut waiting = VecDeque::new();
    let (mut free, mut up, mut last) = (crews, members, 0.0);
    let mut counts = Counts::default();
    loop {
        let Some(mut top) = pending.peek_mut() else {
            break;
        };
        let Pending { at, member, next } = *top;
        if at > horizon {
            break;
        }
        counts.events += 1;
        match next {
            Next::Failure => {
                counts.up_hours += f64::from(up) * (at - last);
                last = at;
                up -= 1;
                counts.failures += 1;
                *top = Pending { at: at + DETECTION_H, member, next: Next::Detection };
            }
            Next::Detection if free > 0 => {
                free -= 1;
                let done = at + repair.sample(&mut random);
                *top = Pending { at: done, member, next: Next::Repaired };
            }
            Next::Detection => {
                waiting.push_back(member);
                PeekMut::pop(top);
            }
            Next::Repaired => {
                counts.up_hours += f64::from(up) * (at - last);
                last = at;
                up += 1;
                let fails = at + life.sample(&mut random);
                *top = Pending { at: fails, member, next: Next::Failure };
                drop(top);
                match waiting.pop_front() {
                    Some(member) => {
                        let done = at + repair.sample(&mut random);
                        pending.push(Pending { at: done, member, next: Next::Repaired });
                    }
                    None => free += 1,
                }
            }
        }
    }
    counts.up_hours += f64::from(up) * (horizon - last);
    counts
}
