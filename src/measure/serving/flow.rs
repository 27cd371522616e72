//! Requests as a fluid: what flows in at one place is served, waits, or is lost.
//!
//! Rates are constant between two turns, so that all amounts are exact. What waits is kept as the
//! stretches of time in which it came, each with its rate: the head of the queue is the oldest of
//! them, and leaves unserved when it has waited for as long as requests do.

use std::collections::VecDeque;

/// Shorter stretches of time, in seconds, are none.
const INSTANT: f64 = 1e-9;

/// One place where requests arrive.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    /// How long requests wait, in seconds; 0: not at all.
    patience: f64,
    /// When what waits came: how long, in seconds, at which rate, the oldest ahead.
    waiting: VecDeque<(f64, f64)>,
    /// For how long the head has waited, in seconds: all stretches together.
    age: f64,
}

/// What flows for some time, in requests per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rates {
    /// Requests that reach members which are up, or that can wait for some.
    pub offered: f64,
    /// What can be served at the level that is used.
    pub capacity: f64,
}

/// What came of so much time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Flowed {
    /// Requests.
    pub served: f64,
    pub lost: f64,
}

impl Flow {
    pub fn new(patience: f64) -> Self {
        Self { patience, waiting: VecDeque::new(), age: 0.0 }
    }

    pub fn restart(&mut self) {
        self.waiting.clear();
        self.age = 0.0;
    }

    /// Whether some request waits.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// How many wait.
    pub fn queue(&self) -> f64 {
        self.waiting.iter().map(|(length, rate)| length * rate).sum()
    }

    /// What is served per second.
    pub fn serves(&self, rates: Rates) -> f64 {
        if self.waits() { rates.capacity } else { rates.capacity.min(rates.offered) }
    }

    /// Requests come at these rates from now on: the queue is made ready for it.
    pub fn turns(&mut self, rates: Rates) {
        if self.patience == 0.0 {
            return;
        }
        if self.waiting.back().is_some_and(|&(_, rate)| rate != rates.offered) {
            self.waiting.push_back((0.0, rates.offered));
        }
        while let Some(&(length, rate)) = self.waiting.front() {
            let is_tail = self.waiting.len() == 1;
            let nobody = rate == 0.0 || length <= 0.0;
            if !nobody || is_tail && rates.offered > rates.capacity {
                break;
            }
            self.waiting.pop_front();
            self.age -= length;
        }
        if self.waiting.is_empty() {
            self.age = 0.0;
            if rates.offered > rates.capacity {
                self.waiting.push_back((0.0, rates.offered));
            }
        }
    }

    /// How fast the head of the queue goes through what came, in seconds a second, and which part
    /// of that leaves unserved, in requests per second.
    fn speed(&self, rate: f64, capacity: f64) -> (f64, f64) {
        let speed = capacity / rate;
        if self.age >= self.patience - INSTANT && speed < 1.0 {
            (1.0, rate - capacity)
        } else {
            (speed, 0.0)
        }
    }

    /// For how many seconds all goes on as it does now.
    pub fn until_turn(&self, rates: Rates) -> f64 {
        let Some(&(length, rate)) = self.waiting.front() else { return f64::INFINITY };
        let (speed, leaving) = self.speed(rate, rates.capacity);
        let shrinks = if self.waiting.len() == 1 { speed - 1.0 } else { speed };
        let used = if shrinks > 0.0 { length / shrinks } else { f64::INFINITY };
        let ages = 1.0 - speed;
        let old = if leaving == 0.0 && ages > 0.0 {
            (self.patience - self.age) / ages
        } else {
            f64::INFINITY
        };
        used.min(old).max(INSTANT)
    }

    /// Lets so many seconds pass, in which nothing turns.
    pub fn pass(&mut self, seconds: f64, rates: Rates) -> Flowed {
        let Rates { offered, capacity } = rates;
        let Some(&(_, rate)) = self.waiting.front() else {
            let served = capacity.min(offered);
            return Flowed { served: served * seconds, lost: (offered - served) * seconds };
        };
        let (speed, leaving) = self.speed(rate, capacity);
        let mut flowed = Flowed { served: capacity * seconds, lost: leaving * seconds };
        self.age += (1.0 - speed) * seconds;
        let tail = self.waiting.back_mut().expect("what has a head has a tail");
        tail.0 += seconds;
        let head = self.waiting.front_mut().expect("what has a head has one");
        head.0 -= speed * seconds;
        if head.0 <= INSTANT && (self.waiting.len() > 1 || speed > 1.0) {
            // What rounding left of it counts as served, so that nothing is lost from sight.
            let (left, rate) = self.waiting.pop_front().expect("it has a head");
            flowed.served += left * rate;
            self.age -= left;
        }
        flowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets stretches of (seconds, offered, capacity) pass; what was served and lost of it, and
    /// what waits at last.
    fn run(patience: f64, stretches: &[(f64, f64, f64)]) -> (f64, f64, f64) {
        let mut flow = Flow::new(patience);
        let (mut served, mut lost) = (0.0, 0.0);
        for &(seconds, offered, capacity) in stretches {
            let rates = Rates { offered, capacity };
            let mut left = seconds;
            while left > 0.0 {
                flow.turns(rates);
                let step = flow.until_turn(rates).min(left);
                let flowed = flow.pass(step, rates);
                served += flowed.served;
                lost += flowed.lost;
                left -= step;
            }
        }
        (served, lost, flow.queue())
    }

    fn assert_near(found: (f64, f64, f64), expected: (f64, f64, f64)) {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6;
        let all = near(found.0, expected.0) && near(found.1, expected.1);
        assert!(all && near(found.2, expected.2), "{found:?}, worked out {expected:?}");
    }

    #[test]
    fn without_patience_what_cannot_be_served_is_lost() {
        assert_near(run(0.0, &[(10.0, 8.0, 5.0), (10.0, 4.0, 5.0)]), (90.0, 30.0, 0.0));
    }

    #[test]
    fn what_waits_is_served_later() {
        // 30 wait after 10 s; they are gone 30 s later, while 4 a second come and 5 are served.
        let queue = f64::INFINITY;
        assert_near(run(queue, &[(10.0, 8.0, 5.0)]), (50.0, 0.0, 30.0));
        assert_near(run(queue, &[(10.0, 8.0, 5.0), (20.0, 4.0, 5.0)]), (150.0, 0.0, 10.0));
        assert_near(run(queue, &[(10.0, 8.0, 5.0), (40.0, 4.0, 5.0)]), (240.0, 0.0, 0.0));
    }

    #[test]
    fn what_has_waited_for_long_enough_leaves() {
        // Nothing is served for a minute: what came in its last 20 s is still there. It is served
        // at 10 a second: the head moves as fast as it ages, and nobody leaves any more.
        assert_near(run(20.0, &[(60.0, 10.0, 0.0)]), (0.0, 400.0, 200.0));
        assert_near(run(20.0, &[(60.0, 10.0, 0.0), (30.0, 10.0, 10.0)]), (300.0, 400.0, 200.0));
        // At 20 a second it is gone after 20 s.
        assert_near(run(20.0, &[(60.0, 10.0, 0.0), (30.0, 10.0, 20.0)]), (500.0, 400.0, 0.0));
        // With 8 a second come and 4 served the head ages by half a second a second, until 10 s
        // are reached after 20 s; from then on 4 leave each second.
        assert_near(run(10.0, &[(30.0, 8.0, 4.0)]), (120.0, 40.0, 80.0));
        // A higher rate that came before leaves at its own rate, though fewer come now.
        assert_near(run(10.0, &[(10.0, 8.0, 0.0), (5.0, 2.0, 0.0)]), (0.0, 40.0, 50.0));
    }

    #[test]
    fn served_lost_and_waiting_are_all_that_came() {
        // Stretches by the digits of pi, so that turns of every kind are met.
        let digits = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3];
        for patience in [0.0, 0.5, 3.0, 17.0, f64::INFINITY] {
            for shift in 0..20 {
                let digit = |place: usize| f64::from(digits[(place + shift) % 25]);
                let stretches: Vec<_> = (0..300)
                    .map(|k| {
                        (digit(k) / 3.0, (digit(3 * k + 1) - 2.0).max(0.0), digit(7 * k + 5) - 1.0)
                    })
                    .collect();
                let came: f64 = stretches.iter().map(|(time, rate, _)| time * rate).sum();
                let (served, lost, waiting) = run(patience, &stretches);
                assert!(lost >= 0.0 && waiting >= 0.0, "{lost} {waiting}");
                let all = served + lost + waiting;
                assert!((all / came - 1.0).abs() < 1e-9, "{all} of {came}, patience {patience}");
                assert!(patience.is_finite() || lost == 0.0, "who waits for ever never leaves");
            }
        }
    }
}
