//! Max-min fair sharing by progressive filling: all rates grow evenly until some capacity is used
//! up, those that need it stay there, and the others grow on.
//!
//! Nobody can have more without somebody who has no more than he having less. Source: Bertsekas,
//! Gallager, "Data Networks", 2nd edition 1992, section 6.5.2.

use crate::quantity::Span;

/// A rate, as what is left of a capacity and how many share it evenly. Kept apart so that `r` equal
/// works sharing a capacity end after exactly `r` times the work over it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Share {
    of: f64,
    among: f64,
}

impl Share {
    /// The rate of what nothing limits.
    pub const FREE: Self = Self { of: f64::INFINITY, among: 1.0 };

    fn is_free(self) -> bool {
        self.of.is_infinite()
    }

    /// Work a second.
    pub fn rate(self) -> f64 {
        self.of / self.among
    }

    /// How long some work takes; for ever where the rate is 0.
    pub fn time_for(self, work: f64) -> Span {
        if work <= 0.0 || self.is_free() {
            return Span::ZERO;
        }
        Span::from_seconds(work * self.among / self.of)
    }

    /// What is left of some work after a time.
    pub fn left_after(self, work: f64, span: Span) -> f64 {
        if self.is_free() {
            return 0.0;
        }
        (work - self.of * span.seconds() / self.among).max(0.0)
    }
}

/// Which capacities each of some works needs, all at the same rate.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    capacities: Vec<usize>,
    ends: Vec<usize>,
}

impl Needs {
    pub fn clear(&mut self) {
        self.capacities.clear();
        self.ends.clear();
    }

    /// Adds a work that needs these; one named twice is needed twice.
    pub fn push(&mut self, capacities: impl Iterator<Item = usize>) {
        self.capacities.extend(capacities);
        self.ends.push(self.capacities.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn of(&self, work: usize) -> &[usize] {
        let start = if work == 0 { 0 } else { self.ends[work - 1] };
        &self.capacities[start..self.ends[work]]
    }
}

/// The workings of progressive filling, kept for their memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Filling {
    /// What is left of each capacity that somebody needs.
    left: Vec<f64>,
    /// How many need it and have no rate yet.
    open: Vec<f64>,
    /// The capacities that somebody needs.
    needed: Vec<usize>,
}

impl Filling {
    /// Finds everybody's share. What needs nothing is free.
    pub fn fill(&mut self, capacities: &[f64], needs: &Needs, shares: &mut Vec<Share>) {
        shares.clear();
        shares.resize(needs.len(), Share::FREE);
        self.begin(capacities, needs);
        while let Some(tightest) = self.tightest() {
            let share = Share { of: self.left[tightest], among: self.open[tightest] };
            for (work, its) in shares.iter_mut().enumerate() {
                if its.is_free() && needs.of(work).contains(&tightest) {
                    *its = share;
                    self.take(needs.of(work), share.rate());
                }
            }
            self.open[tightest] = 0.0;
        }
    }

    fn begin(&mut self, capacities: &[f64], needs: &Needs) {
        self.needed.clear();
        self.left.resize(capacities.len(), 0.0);
        self.open.clear();
        self.open.resize(capacities.len(), 0.0);
        for work in 0..needs.len() {
            for &capacity in needs.of(work) {
                if self.open[capacity] == 0.0 {
                    self.needed.push(capacity);
                    self.left[capacity] = capacities[capacity];
                }
                self.open[capacity] += 1.0;
            }
        }
    }

    /// The capacity that is used up first when all open rates grow evenly.
    fn tightest(&self) -> Option<usize> {
        let open = self.needed.iter().copied().filter(|&it| self.open[it] > 0.0);
        let level = |it: usize| self.left[it] / self.open[it];
        open.min_by(|&a, &b| level(a).total_cmp(&level(b)))
    }

    fn take(&mut self, needs: &[usize], rate: f64) {
        for &capacity in needs {
            self.left[capacity] = (self.left[capacity] - rate).max(0.0);
            self.open[capacity] -= 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Key;

    fn shares(capacities: &[f64], works: &[&[usize]]) -> Vec<f64> {
        let mut needs = Needs::default();
        for work in works {
            needs.push(work.iter().copied());
        }
        let mut shares = Vec::new();
        Filling::default().fill(capacities, &needs, &mut shares);
        shares.into_iter().map(Share::rate).collect()
    }

    /// Two links of 10 and 4: one work over both, two over the second, one over the first. The
    /// second is tightest, 4/3 each; the first leaves 10 - 4/3 = 26/3 to the last.
    #[test]
    fn what_the_tightest_leaves_goes_to_the_others() {
        let found = shares(&[10.0, 4.0], &[&[0, 1], &[1], &[1], &[0]]);
        for (found, worked_out) in found.iter().zip([4.0 / 3.0, 4.0 / 3.0, 4.0 / 3.0, 26.0 / 3.0]) {
            assert!((found - worked_out).abs() < 1e-14 * worked_out, "{found} {worked_out}");
        }
    }

    #[test]
    fn what_needs_nothing_is_free_and_what_is_needed_twice_counts_twice() {
        assert_eq!(shares(&[6.0], &[&[], &[0, 0], &[0]]), [f64::INFINITY, 2.0, 2.0]);
    }

    /// Seed 3, 2,000 random systems of up to 6 capacities and 8 works. No capacity is exceeded, and
    /// each work has a bottleneck: a capacity that is used up and on which nobody has more. That is
    /// what max-min fairness is (Bertsekas and Gallager, 6.5.2).
    #[test]
    fn every_work_has_a_bottleneck_and_no_capacity_is_exceeded() {
        let key = Key::new(3, &["test"], "sharing");
        for system in 0..2000 {
            let draw = |number: u64| key.draw(system, number);
            let capacity = |it: u32| 1.0 + 9.0 * draw(10 + u64::from(it)).first();
            let capacities: Vec<f64> = (0..1 + draw(0).choose(6).0).map(capacity).collect();
            let works: Vec<Vec<usize>> = (0..1 + draw(1).choose(8).0)
                .map(|work| {
                    let bits = 1 + draw(30 + u64::from(work)).choose((1 << capacities.len()) - 1).0;
                    (0..capacities.len()).filter(|it| bits >> it & 1 == 1).collect()
                })
                .collect();
            let works: Vec<&[usize]> = works.iter().map(Vec::as_slice).collect();
            let rates = shares(&capacities, &works);
            check(&capacities, &works, &rates);
        }
    }

    fn check(capacities: &[f64], works: &[&[usize]], rates: &[f64]) {
        let on = |capacity: usize| {
            let with_rates = works.iter().zip(rates);
            with_rates.filter(move |(needs, _)| needs.contains(&capacity)).map(|(_, rate)| *rate)
        };
        let used: Vec<f64> = (0..capacities.len()).map(|it| on(it).sum()).collect();
        for (used, capacity) in used.iter().zip(capacities) {
            assert!(*used <= capacity * (1.0 + 1e-12), "{used} of {capacity}");
        }
        for (needs, rate) in works.iter().zip(rates) {
            let limits = |&capacity: &usize| {
                let full = used[capacity] >= capacities[capacity] * (1.0 - 1e-12);
                full && on(capacity).all(|other| other <= rate * (1.0 + 1e-12))
            };
            assert!(needs.iter().any(limits), "nothing limits a work at {rate}");
        }
    }
}
