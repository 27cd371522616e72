//! Random streams: Philox2x64-7, a counter-based generator, keyed by subject and purpose.
//!
//! A draw is a pure function of (seed, subject, purpose, replication, number), so nothing that one
//! thing draws can shift what another draws, a copy of the state needs no generator, and a variant
//! of a scenario sees the same chance events (common random numbers). For one key the generator is
//! a bijection of the counter (replication, number): within a stream no two draws can coincide.
//! Keys are 64 bits of SHA-256, so that ten thousand of them collide with probability 3e-12.
//!
//! Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
//! where six rounds are the fewest that pass BigCrush (table 2); we take seven.

use sha2::{Digest, Sha256};

use crate::quantity::{Law, Probability, Span};

/// One stream: a subject and a purpose under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

/// The 128 bits of one draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw(pub [u64; 2]);

const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;
const ROUNDS: u32 = 7;

impl Key {
    /// The stream of `subject` (its name, or names from the outside in) for `purpose`.
    #[must_use]
    pub fn new(seed: u64, subject: &[&str], purpose: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        for part in subject.iter().chain([&purpose]) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let (head, _) = digest.split_first_chunk::<8>().expect("SHA-256 makes 32 bytes");
        Self(u64::from_le_bytes(*head))
    }

    /// Whether something of this probability happens, by draw number `number`; what is sure one
    /// way or the other is not drawn for.
    #[must_use]
    pub fn chance(self, probability: Probability, replication: u64, number: u64) -> bool {
        if probability == Probability::SURE {
            return true;
        }
        probability.holds_for(self.draw(replication, number).first())
    }

    /// The variate of a law that belongs to draw number `number`.
    #[must_use]
    pub fn span(self, law: &Law, replication: u64, number: u64) -> Span {
        match law {
            Law::Fixed(span) => *span,
            law => law.sample(self.draw(replication, number).first()),
        }
    }

    /// A further stream of the same subject and purpose, for repeated attempts at one thing.
    #[must_use]
    pub const fn attempt(self, attempt: u32) -> Self {
        Self(self.0 ^ (attempt as u64).wrapping_mul(0xA24B_AED4_963E_E407))
    }

    /// A number that is this stream's own, by which what belongs to it is found in other streams.
    #[must_use]
    pub const fn identity(self) -> u64 {
        self.draw(0, 0).0[0]
    }

    /// Draw number `number` of this stream in a replication.
    #[must_use]
    pub const fn draw(self, replication: u64, number: u64) -> Draw {
        Draw(philox(ROUNDS, self.0, [number, replication]))
    }
}

/// The Philox2x64 bijection of a counter under a key.
const fn philox(rounds: u32, mut key: u64, [mut left, mut right]: [u64; 2]) -> [u64; 2] {
    let mut round = 0;
    while round < rounds {
        let product = (left as u128) * (MULTIPLIER as u128);
        left = ((product >> 64) as u64) ^ key ^ right;
        right = product as u64;
        key = key.wrapping_add(WEYL);
        round += 1;
    }
    [left, right]
}

impl Draw {
    /// The first uniform number, in the open interval `(0, 1)`.
    #[must_use]
    pub fn first(self) -> f64 {
        uniform(self.0[0])
    }

    /// The second uniform number, in the open interval `(0, 1)`.
    #[must_use]
    pub fn second(self) -> f64 {
        uniform(self.0[1])
    }

    /// A whole number in `0 .. count` from the second number, and what is left of it as a
    /// uniform number. `count` must be positive.
    #[must_use]
    pub fn choose(self, count: u32) -> (u32, f64) {
        let product = u128::from(self.0[1]) * u128::from(count);
        ((product >> 64) as u32, uniform(product as u64))
    }
}

/// 52 random bits as a number in the middle of its cell, so that neither 0 nor 1 can come out.
fn uniform(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers of the Random123 distribution for philox2x64 with 10 rounds.
    #[test]
    fn the_rounds_are_those_of_the_published_generator() {
        let counter = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344];
        let pi = philox(10, 0xa409_3822_299f_31d0, counter);
        assert_eq!(pi, [0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d]);
        assert_eq!(philox(10, 0, [0; 2]), [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]);
        let ones = philox(10, u64::MAX, [u64::MAX; 2]);
        assert_eq!(ones, [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20]);
    }

    #[test]
    fn uniform_numbers_stay_inside_the_open_interval() {
        assert!(uniform(0) > 0.0);
        assert!(uniform(u64::MAX) < 1.0);
    }

    #[test]
    fn a_stream_belongs_to_its_subject_and_purpose() {
        let key = Key::new(1, &["gpu", "node"], "gap");
        assert_eq!(key, Key::new(1, &["gpu", "node"], "gap"));
        for other in [
            Key::new(2, &["gpu", "node"], "gap"),
            Key::new(1, &["gpun", "ode"], "gap"),
            Key::new(1, &["gpu"], "gap"),
            Key::new(1, &["gpu", "node"], "life"),
            key.attempt(1),
        ] {
            assert_ne!(key, other);
        }
    }

    /// Seed 1, 100,000 draws; hypothesis: uniform, 64 cells; chi-squared (63) below 120 (p 1e-5).
    #[test]
    fn both_numbers_and_the_choice_are_uniform() {
        let key = Key::new(1, &["test"], "uniform");
        let mut cells = [[0_u32; 64]; 3];
        let draws = 100_000_u64;
        for number in 0..draws {
            let draw = key.draw(7, number);
            cells[0][(draw.first() * 64.0) as usize] += 1;
            let (chosen, rest) = draw.choose(64);
            cells[1][chosen as usize] += 1;
            cells[2][(rest * 64.0) as usize] += 1;
        }
        for counts in cells {
            let expected = draws as f64 / 64.0;
            let squares: f64 =
                counts.iter().map(|&count| libm::pow(f64::from(count) - expected, 2.0)).sum();
            assert!(squares / expected < 120.0, "chi-squared is {}", squares / expected);
        }
    }
}
