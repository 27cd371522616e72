//! The repairable pool as one would write it for this model alone: a binary heap with one pending
//! event a member, replaced in place, one xoshiro stream, and plain variables for the same
//! questions that the engine's observers answer of it.

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

/// What is asked of the pool.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    pub events: u64,
    pub failures: u64,
    /// Members up, undetected, waiting and in repair, each integrated over time, in hours.
    pub up_h: Level,
    pub undetected_h: Level,
    pub waiting_h: Level,
    pub in_repair_h: Level,
    /// Hours with enough members up.
    pub service_h: Level,
    pub outages: u64,
    pub outage_h: Vec<f64>,
    /// From detection to the crew's arrival, and to the end of repair.
    pub crew_wait_h: Vec<f64>,
    pub repair_h: Vec<f64>,
}

/// A level with its integral.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    level: f64,
    since: f64,
    pub total: f64,
}

impl Level {
    fn add(&mut self, at: f64, step: f64) {
        self.total += self.level * (at - self.since);
        self.since = at;
        self.level += step;
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    Failure,
    Detection,
    Repaired { taken: f64 },
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

/// One replication of the pool until `horizon` hours; the service needs `needed` members.
pub fn run(seed: u64, members: u32, crews: u32, needed: u32, horizon: f64) -> Answers {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let life = Exp::new(FAILURE_RATE).expect("the rate is positive");
    let variance = libm::log(1.0 + REPAIR_CV * REPAIR_CV);
    let repair = LogNormal::new(libm::log(REPAIR_MEAN_H) - variance / 2.0, variance.sqrt())
        .expect("the spread is finite");
    let mut pending: BinaryHeap<_> = (0..members)
        .map(|member| Pending { at: life.sample(&mut random), member, next: Next::Failure })
        .collect();
    let mut waiting: VecDeque<(u32, f64)> = VecDeque::new();
    let (mut free, mut up, mut down_since) = (crews, members, None);
    let mut answers = Answers::default();
    answers.up_h.level = f64::from(members);
    answers.service_h.level = 1.0;
    loop {
        let Some(mut top) = pending.peek_mut() else { break };
        let Pending { at, member, next } = *top;
        if at > horizon {
            break;
        }
        answers.events += 1;
        match next {
            Next::Failure => {
                *top = Pending { at: at + DETECTION_H, member, next: Next::Detection };
                answers.failures += 1;
                answers.up_h.add(at, -1.0);
                answers.undetected_h.add(at, 1.0);
                up -= 1;
                if up + 1 == needed {
                    answers.service_h.add(at, -1.0);
                    answers.outages += 1;
                    down_since = Some(at);
                }
            }
            Next::Detection if free > 0 => {
                free -= 1;
                let done = at + repair.sample(&mut random);
                *top = Pending { at: done, member, next: Next::Repaired { taken: at } };
                answers.undetected_h.add(at, -1.0);
                answers.in_repair_h.add(at, 1.0);
                answers.crew_wait_h.push(0.0);
            }
            Next::Detection => {
                waiting.push_back((member, at));
                PeekMut::pop(top);
                answers.undetected_h.add(at, -1.0);
                answers.waiting_h.add(at, 1.0);
            }
            Next::Repaired { taken } => {
                let fails = at + life.sample(&mut random);
                *top = Pending { at: fails, member, next: Next::Failure };
                drop(top);
                answers.repair_h.push(at - taken);
                answers.in_repair_h.add(at, -1.0);
                answers.up_h.add(at, 1.0);
                up += 1;
                if up == needed {
                    answers.service_h.add(at, 1.0);
                    answers.outage_h.extend(down_since.take().map(|since: f64| at - since));
                }
                if let Some((member, taken)) = waiting.pop_front() {
                    let done = at + repair.sample(&mut random);
                    pending.push(Pending { at: done, member, next: Next::Repaired { taken } });
                    answers.waiting_h.add(at, -1.0);
                    answers.in_repair_h.add(at, 1.0);
                    answers.crew_wait_h.push(at - taken);
                } else {
                    free += 1;
                }
            }
        }
    }
    for level in [&mut answers.up_h, &mut answers.undetected_h, &mut answers.in_repair_h] {
        level.add(horizon, 0.0);
    }
    answers
}
