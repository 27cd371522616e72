//! A chain followed through time from its start.

use super::dense::{self, Propagator, dot};
use super::uniform::Walk;
use super::{Chain, ChainProblem};

/// More multiplications than this, in all, are not waited for.
const MOST_WORK: f64 = 1e9;
/// A propagator that costs no more than this is always worth it.
const CHEAP: f64 = 3e7;
/// A way that costs more is gone in pieces, since the steady state may be reached on it.
const LONG: f64 = 3e6;
const PIECES: u32 = 16;
/// As close as this to the steady state, relatively and in every state, is there.
const SETTLED: f64 = 1e-11;
/// States as rare as this in the long run need not settle.
const NEVER_SEEN: f64 = 1e-250;

/// A chain at a moment, with what it has earned so far. Moments go forward only.
#[derive(Debug)]
pub struct Transient<'c> {
    chain: &'c Chain,
    walk: Walk,
    rewards: Vec<Vec<f64>>,
    steady: Option<Vec<f64>>,
    propagators: Vec<(f64, Propagator)>,
    pub(super) work: f64,
    hours: f64,
    probabilities: Vec<f64>,
    earned: Vec<f64>,
}

impl<'c> Transient<'c> {
    /// The chain at its start; from now on state `s` earns `rewards[i][s]` per hour (not
    /// negative).
    #[must_use]
    pub fn new(chain: &'c Chain, rewards: Vec<Vec<f64>>) -> Self {
        let mut probabilities = vec![0.0; chain.len()];
        probabilities[0] = 1.0;
        Self {
            chain,
            walk: Walk::new(chain),
            earned: vec![0.0; rewards.len()],
            rewards,
            steady: None,
            propagators: Vec::new(),
            work: 0.0,
            hours: 0.0,
            probabilities,
        }
    }

    /// Tells it the chain's steady state, so that it need not compute on once it is reached.
    #[must_use]
    pub fn settling_into(mut self, steady: &[f64]) -> Self {
        self.steady = Some(steady.to_vec());
        self
    }

    /// Goes forward to a time in hours.
    ///
    /// # Errors
    /// When that would take too long.
    ///
    /// # Panics
    /// When the time lies behind.
    pub fn advance_to(&mut self, hours: f64) -> Result<(), ChainProblem> {
        assert!(hours >= self.hours, "a chain goes forward in time");
        let ahead = hours - self.hours;
        self.hours = hours;
        let long = self.steady.is_some() && self.walk.cost(ahead) > LONG;
        let pieces = if long { PIECES } else { 1 };
        for gone in 0..pieces {
            self.go_ahead(ahead / f64::from(pieces), pieces - gone)?;
        }
        Ok(())
    }

    /// Goes forward by some hours, which will have to be done so many times.
    fn go_ahead(&mut self, hours: f64, times: u32) -> Result<(), ChainProblem> {
        if hours == 0.0 || self.walk.pace == 0.0 || self.has_settled() {
            for (earned, reward) in self.earned.iter_mut().zip(&self.rewards) {
                *earned += dot(&self.probabilities, reward) * hours;
            }
            return Ok(());
        }
        self.compute_ahead(hours, times)
    }

    /// Whether the steady state is reached; if so, its digits are the better ones to go on with.
    fn has_settled(&mut self) -> bool {
        let Some(steady) = &self.steady else {
            return false;
        };
        let close = |(now, steady): (&f64, &f64)| {
            (now - steady).abs() <= SETTLED * steady || *steady < NEVER_SEEN
        };
        let settled = self.probabilities.iter().zip(steady).all(close);
        if settled {
            self.probabilities.clone_from(steady);
        }
        settled
    }

    fn compute_ahead(&mut self, ahead: f64, times: u32) -> Result<(), ChainProblem> {
        let (walking, squaring) = (self.walk.cost(ahead), dense::cost(&self.walk, ahead));
        let same = |(hours, _): &(f64, Propagator)| (hours - ahead).abs() <= 1e-13 * ahead;
        let known = self.propagators.iter().position(same);
        let pays = squaring <= CHEAP.max(walking * f64::from(times));
        if known.is_none() && (walking <= squaring.min(CHEAP) || !pays) {
            self.spend(walking)?;
            self.walk_ahead(ahead);
            return Ok(());
        }
        let known = match known {
            Some(known) => known,
            None => {
                self.spend(squaring)?;
                let propagator = Propagator::new(&self.walk, &self.rewards, ahead);
                self.propagators.push((ahead, propagator));
                self.propagators.len() - 1
            }
        };
        let (after, earned) = self.propagators[known].1.advance(&self.probabilities);
        self.probabilities = after;
        for (total, earned) in self.earned.iter_mut().zip(earned) {
            *total += earned;
        }
        Ok(())
    }

    fn walk_ahead(&mut self, ahead: f64) {
        let (after, spent) = self.walk.advance(&self.probabilities, ahead);
        self.probabilities = after;
        for (earned, reward) in self.earned.iter_mut().zip(&self.rewards) {
            *earned += dot(&spent, reward);
        }
    }

    fn spend(&mut self, work: f64) -> Result<(), ChainProblem> {
        self.work += work;
        if self.work > MOST_WORK {
            return Err(ChainProblem::TooLarge { states: self.chain.len() });
        }
        Ok(())
    }

    /// Forgets what has been earned: rewards count from now on.
    pub fn earn_from_now(&mut self) {
        self.earned.fill(0.0);
    }

    /// The probability of each state now.
    #[must_use]
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// The probability of being in states where `inside` holds now.
    #[must_use]
    pub fn probability_of(&self, inside: &[bool]) -> f64 {
        let states = self.probabilities.iter().zip(inside);
        states.filter(|(_, inside)| **inside).map(|(p, _)| p).sum()
    }

    /// What has been earned since rewards count, one number a reward.
    #[must_use]
    pub fn earned(&self) -> &[f64] {
        &self.earned
    }
}
