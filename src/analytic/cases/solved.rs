//! A sketched model solved as a chain.

use super::sketch::Sketch;
use crate::analytic::chain::Transient;
use crate::analytic::lump::Lumped;
use crate::model::{PoolId, ServiceId};

/// The chain of a sketched model and where its service is up.
pub struct Solved {
    lumped: Lumped,
    up: Vec<bool>,
    pool: PoolId,
}

impl Sketch {
    /// Builds the chain of this model.
    ///
    /// # Panics
    /// When the sketch is not Markovian.
    #[must_use]
    pub fn solve(&self) -> Solved {
        let (model, service) = (self.model(), ServiceId::from(0));
        let lumped = Lumped::of_service(&model, service).expect("the sketch is Markovian");
        let up = lumped.up(&model, service).expect("a failed switch is an outage");
        Solved { lumped, up, pool: PoolId::from(0) }
    }
}

impl Solved {
    /// 1 in the states in which the service is up (or down), 0 in the others.
    #[must_use]
    pub fn share(&self, wanted: bool) -> Vec<f64> {
        self.up.iter().map(|&up| f64::from(u8::from(up == wanted))).collect()
    }

    /// Outages per hour in every state.
    #[must_use]
    pub fn outages(&self) -> Vec<f64> {
        let chain = &self.lumped.chain;
        let rate = |state: usize| {
            if self.up[state] { chain.rate_out_of(state, &self.up) } else { 0.0 }
        };
        (0..chain.len()).map(rate).collect()
    }

    /// Members that wait for a crew in every state.
    #[must_use]
    pub fn waiting(&self) -> Vec<f64> {
        self.lumped.waiting(self.pool)
    }

    /// Positions that are not filled by members that are up, of so many, in every state.
    #[must_use]
    pub fn unfilled(&self, positions: u32) -> Vec<f64> {
        let up = self.lumped.members_up(self.pool);
        up.into_iter().map(|up| f64::from(positions) - up).collect()
    }

    /// Repairs per hour in every state.
    #[must_use]
    pub fn repairs(&self) -> Vec<f64> {
        self.lumped.repairs(self.pool)
    }

    /// The mean of something in the long run.
    #[must_use]
    pub fn steady(&self, of: &[f64]) -> f64 {
        let steady = self.lumped.chain.steady().expect("the sketch has a steady state");
        steady.iter().zip(of).map(|(p, x)| p * x).sum()
    }

    /// The mean hours to the first outage.
    #[must_use]
    pub fn mean_time(&self) -> f64 {
        let mean = self.lumped.chain.mean_time_until_outside(&self.up);
        mean.expect("a sketch is small")
    }

    /// The probability of no outage until a time in hours.
    #[must_use]
    pub fn reliability(&self, hours: f64) -> f64 {
        self.first_outage(hours).0
    }

    /// The probability of an outage until a time in hours.
    #[must_use]
    pub fn unreliability(&self, hours: f64) -> f64 {
        self.first_outage(hours).1
    }

    fn first_outage(&self, hours: f64) -> (f64, f64) {
        let (stopped, kept) = self.lumped.chain.stopped_outside(&self.up);
        let mut walk = Transient::new(&stopped, Vec::new());
        walk.advance_to(hours).expect("a sketch is small");
        let probabilities = walk.probabilities();
        (probabilities[..kept.len()].iter().sum(), probabilities[kept.len()])
    }

    /// The probability of being down at a time in hours.
    #[must_use]
    pub fn unavailability_at(&self, hours: f64) -> f64 {
        let mut walk = Transient::new(&self.lumped.chain, Vec::new());
        walk.advance_to(hours).expect("a sketch is small");
        let down: Vec<bool> = self.up.iter().map(|up| !up).collect();
        walk.probability_of(&down)
    }

    /// What is earned until a time in hours, by a reward per hour in every state.
    #[must_use]
    pub fn earned(&self, reward: Vec<f64>, hours: f64) -> f64 {
        let mut walk = Transient::new(&self.lumped.chain, vec![reward]);
        walk.advance_to(hours).expect("a sketch is small");
        walk.earned()[0]
    }
}
