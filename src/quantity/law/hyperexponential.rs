//! The hyperexponential law: one of several exponential laws, picked by weight.
//! S(t) = Σ weight exp(-t / mean).

use std::fmt;
use std::sync::Arc;

use super::numeric::{Bracket, Tangent, root};
use super::{LawProblem, Lifetime, Weight, parameter};
use crate::quantity::Span;
use crate::quantity::special::{gamma_lower, gamma_upper, gamma_upper_quantile};
use crate::quantity::text::write_span;

/// A hyperexponential law.
#[derive(Clone, Debug, PartialEq)]
pub struct Hyperexponential {
    phases: Arc<[Phase]>,
    mean: f64,
    slowest: f64,
    fastest: f64,
    /// The hazard at 0, the greatest.
    first_rate: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Phase {
    weight: f64,
    mean: f64,
}

/// How far from 1 the weights may sum.
const WEIGHT_TOLERANCE: f64 = 1e-9;

impl Hyperexponential {
    /// Of phases with their weights and means. Weights that do not sum to 1 by more than rounding
    /// are scaled to do so.
    ///
    /// # Errors
    /// When there is no phase, a weight is not in `0 .. 1` (0 excluded, 1 included), their sum
    /// differs from 1 by more than 1e-9, or a mean is not positive and finite.
    pub fn new(phases: Vec<(Weight, Span)>) -> Result<Self, LawProblem> {
        let mut checked = Vec::with_capacity(phases.len());
        for (Weight(weight), mean) in phases {
            if !(weight > 0.0 && weight <= 1.0) {
                return Err(weight_problem(format!(
                    "a weight lies above 0 and up to 1, not at {weight}"
                )));
            }
            let mean = parameter::positive("mean", mean)?.seconds();
            checked.push(Phase { weight, mean });
        }
        let sum: f64 = checked.iter().map(|phase| phase.weight).sum();
        if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
            return Err(weight_problem(format!("weights sum to 1, not to {sum}")));
        }
        if (sum - 1.0).abs() > 4.0 * f64::EPSILON {
            checked.iter_mut().for_each(|phase| phase.weight /= sum);
        }
        Ok(Self::of(checked.into()))
    }

    fn of(phases: Arc<[Phase]>) -> Self {
        let means = || phases.iter().map(|phase| phase.mean);
        Self {
            mean: phases.iter().map(|p| p.weight * p.mean).sum(),
            slowest: means().fold(0.0, f64::max),
            fastest: means().fold(f64::INFINITY, f64::min),
            first_rate: phases.iter().map(|p| p.weight / p.mean).sum(),
            phases,
        }
    }

    /// S and the density at `t`, both times exp(t / slowest), so that they do not vanish.
    fn scaled(&self, t: f64) -> (f64, f64) {
        let slow = t / self.slowest;
        let add = |(survival, density), phase: &Phase| {
            let term = phase.weight * libm::exp(slow - t / phase.mean);
            (survival + term, density + term / phase.mean)
        };
        self.phases.iter().fold((0.0, 0.0), add)
    }

    /// P(T* <= t), P(T* > t) and the density at `t` of the length-biased life: every phase weighted
    /// by its mean and gamma with shape 2.
    fn length_biased_at(&self, t: f64) -> (f64, f64, f64) {
        let add = |(dead, alive, density), phase: &Phase| {
            let share = phase.weight * phase.mean / self.mean;
            let x = t / phase.mean;
            (
                dead + share * gamma_lower(2.0, x),
                alive + share * gamma_upper(2.0, x),
                density + share * x * libm::exp(-x) / phase.mean,
            )
        };
        self.phases.iter().fold((0.0, 0.0, 0.0), add)
    }
}

fn weight_problem(problem: String) -> LawProblem {
    LawProblem {
        parameter: "weight",
        problem,
    }
}

impl Lifetime for Hyperexponential {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn std_dev(&self) -> f64 {
        let variance = |phase: &Phase| {
            let off = phase.mean - self.mean;
            phase.weight * (phase.mean * phase.mean + off * off)
        };
        self.phases.iter().map(variance).sum::<f64>().sqrt()
    }

    fn memoryless(&self) -> Option<f64> {
        (self.slowest == self.fastest).then_some(1.0 / self.mean)
    }

    fn survival(&self, t: f64) -> f64 {
        let alive = |phase: &Phase| phase.weight * libm::exp(-t / phase.mean);
        self.phases.iter().map(alive).sum()
    }

    fn cdf(&self, t: f64) -> f64 {
        let dead = |phase: &Phase| -phase.weight * libm::expm1(-t / phase.mean);
        self.phases.iter().map(dead).sum()
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        if t == f64::INFINITY {
            return f64::INFINITY;
        }
        let dead = self.cdf(t);
        if dead < 0.5 {
            -libm::log1p(-dead)
        } else {
            t / self.slowest - libm::log(self.scaled(t).0)
        }
    }

    /// The hazard falls with the age, so Newton's steps from the left stay on the left.
    fn inverse_hazard(&self, hazard: f64) -> f64 {
        let bracket = Bracket {
            low: hazard / self.first_rate,
            high: hazard * self.slowest,
        };
        if bracket.low >= bracket.high {
            return bracket.high;
        }
        root(bracket, bracket.low, |t| {
            let (survival, density) = self.scaled(t);
            Tangent {
                value: self.cumulative_hazard(t) - hazard,
                slope: density / survival,
            }
        })
    }

    /// On the logarithm of the smaller tail, between the answers of the fastest and the slowest
    /// phase alone.
    fn length_biased(&self, uniform: f64) -> f64 {
        let of_one = gamma_upper_quantile(2.0, uniform);
        let bracket = Bracket {
            low: self.fastest * of_one,
            high: self.slowest * of_one,
        };
        let start = bracket.high;
        root(bracket, start, |t| {
            let (dead, alive, density) = self.length_biased_at(t);
            if uniform > 0.5 {
                Tangent {
                    value: libm::log(dead / (1.0 - uniform)),
                    slope: density / dead,
                }
            } else {
                Tangent {
                    value: -libm::log(alive / uniform),
                    slope: density / alive,
                }
            }
        })
    }
}

impl fmt::Display for Hyperexponential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hyperexponential([")?;
        for (index, phase) in self.phases.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let mean = write_span(Span::from_seconds(phase.mean));
            write!(f, "{comma}({}, \"{mean}\")", phase.weight)?;
        }
        f.write_str("])")
    }
}
