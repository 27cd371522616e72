//! Copies in the memory of peers: machines in fixed groups that all hold the same.
//!
//! When k of n machines are lost at one instant, each set of k equally likely, data is destroyed
//! if some group of c is lost whole. For pairs no pair is lost with
//! `prod_(i<k) (n - 2 i) / (n - i)`: 1/15 and 1/5 of losses of 2 and 3 among 16 destroy data.
//! Groups of any size are counted one after the other: of the C(n, k) sets, those that take all of
//! some group. Wang et al. (2023), Gemini: fast failure recovery in distributed training with
//! in-memory checkpoints.

/// Where it comes from.
pub const SOURCE: &str = "Wang et al. 2023 (Gemini): groups of peers, counted";

/// Machines in groups that hold the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peers {
    pub groups: u32,
    /// Machines in a group.
    pub copies: u32,
}

impl Peers {
    /// The probability that so many machines lost at once take some group whole. 0 for none.
    ///
    /// # Panics
    /// When more are lost than there are.
    #[must_use]
    pub fn destroyed_by(self, lost: u32) -> f64 {
        assert!(lost <= self.groups * self.copies, "no more machines are lost than there are");
        let lost = lost as usize;
        // Sets of j machines among the groups so far that take no group whole, and that do.
        let mut spared = vec![0.0; lost + 1];
        let mut taken = spared.clone();
        spared[0] = 1.0;
        for _ in 0..self.groups {
            let (mut next_spared, mut next_taken) = (vec![0.0; lost + 1], vec![0.0; lost + 1]);
            for here in 0..=self.copies.min(lost as u32) {
                let ways = binomial(self.copies, here);
                let whole = here == self.copies;
                for before in 0..=lost - here as usize {
                    let after = before + here as usize;
                    next_taken[after] += ways * taken[before];
                    let target = if whole { &mut next_taken } else { &mut next_spared };
                    target[after] += ways * spared[before];
                }
            }
            (spared, taken) = (next_spared, next_taken);
        }
        taken[lost] / (taken[lost] + spared[lost])
    }
}

fn binomial(of: u32, number: u32) -> f64 {
    let step = |ways: f64, i: u32| ways * f64::from(of - i) / f64::from(i + 1);
    (0..number).fold(1.0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_machines_in_pairs() {
        let pairs = Peers { groups: 8, copies: 2 };
        for (lost, expected) in [(0, 0.0), (1, 0.0), (2, 1.0 / 15.0), (3, 0.2), (9, 1.0)] {
            let found = pairs.destroyed_by(lost);
            assert!((found - expected).abs() < 1e-15, "{lost}: {found}");
        }
    }

    /// Two groups of three, four lost: C(6, 4) = 15 sets, in 2 x 3 of which one group is whole.
    #[test]
    fn groups_of_three_are_counted() {
        let found = Peers { groups: 2, copies: 3 }.destroyed_by(4);
        assert!((found - 0.4).abs() < 1e-15, "{found}");
    }
}
