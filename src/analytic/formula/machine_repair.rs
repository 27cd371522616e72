//! Machine repair: positions with cold spares that take over at once, exponential lives and
//! repairs, and a crew for some repairs at a time; in the long run.
//!
//! Birth and death with `p_i / p_{i-1} = min(N, N+s-i+1) l / (min(i, c) m)` for i members down.
//! Palm (1947); Feller (1968), volume I, XVII.7.

/// Where it comes from.
pub const SOURCE: &str = "Feller 1968, XVII.7: machine repair with c crews";

/// What is to be kept running, and by how many.
#[derive(Clone, Copy, Debug)]
pub struct Machines {
    pub positions: u32,
    pub cold_spares: u32,
    /// Repairs at a time; at least 1.
    pub crews: u32,
    /// Per hour and member at work.
    pub failures: f64,
    /// Per hour and repair under way.
    pub repairs: f64,
}

/// The long run.
#[derive(Clone, Debug)]
pub struct LongRun {
    machines: Machines,
    /// By the number of members down.
    probabilities: Vec<f64>,
}

/// Weights are scaled down where they come near the largest number there is.
const LARGE: f64 = 1e250;

impl Machines {
    /// The long run of these machines.
    #[must_use]
    pub fn long_run(self) -> LongRun {
        let members = self.positions + self.cold_spares;
        let mut weights = vec![1.0];
        for down in 1..=members {
            let at_work = self.positions.min(members - down + 1);
            let ratio = f64::from(at_work) * self.failures
                / (f64::from(down.min(self.crews)) * self.repairs);
            let weight = weights[weights.len() - 1] * ratio;
            weights.push(weight);
            if weight > LARGE {
                weights.iter_mut().for_each(|weight| *weight /= LARGE);
            }
        }
        let total: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= total);
        LongRun { machines: self, probabilities: weights }
    }
}

impl LongRun {
    /// The share of time in which at least `needed` positions are filled.
    #[must_use]
    pub fn availability(&self, needed: u32) -> f64 {
        self.mean(|_, filled| f64::from(u8::from(filled >= needed)))
    }

    /// The share of time in which fewer are.
    #[must_use]
    pub fn unavailability(&self, needed: u32) -> f64 {
        self.mean(|_, filled| f64::from(u8::from(filled < needed)))
    }

    /// How often per hour the number of filled positions falls below `needed`.
    #[must_use]
    pub fn frequency(&self, needed: u32) -> f64 {
        let failures = self.machines.failures;
        self.mean(|down, filled| {
            let last = filled == needed && self.filled(down + 1) < needed;
            if last { f64::from(filled) * failures } else { 0.0 }
        })
    }

    /// The mean number of members that wait for a crew.
    #[must_use]
    pub fn waiting(&self) -> f64 {
        self.mean(|down, _| f64::from(down.saturating_sub(self.machines.crews)))
    }

    /// The mean number of positions that are not filled.
    #[must_use]
    pub fn unfilled(&self) -> f64 {
        self.mean(|_, filled| f64::from(self.machines.positions - filled))
    }

    /// Repairs per hour.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        let Machines { crews, repairs, .. } = self.machines;
        self.mean(|down, _| f64::from(down.min(crews)) * repairs)
    }

    fn filled(&self, down: u32) -> u32 {
        let Machines { positions, cold_spares, .. } = self.machines;
        positions.min((positions + cold_spares).saturating_sub(down))
    }

    fn mean(&self, value: impl Fn(u32, u32) -> f64) -> f64 {
        let states = (0u32..).zip(&self.probabilities);
        states.map(|(down, p)| p * value(down, self.filled(down))).sum()
    }
}
