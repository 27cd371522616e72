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
        if phases.is_empty() {
            return Err(weight_problem("there is no phase".into()));
        }
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

    fn dead(&self, t: f64) -> f64 {
        let dead = |phase: &Phase| -phase.weight * libm::expm1(-t / phase.mean);
        self.phases.iter().map(dead).sum()
    }

    fn alive(&self, t: f64) -> f64 {
        let alive = |phase: &Phase| phase.weight * libm::exp(-t / phase.mean);
        self.phases.iter().map(alive).sum()
    }

    /// The cumulative hazard and the hazard at a finite `t`.
    fn tangent(&self, t: f64) -> Tangent {
        let (survival, density) = self.scaled(t);
        let far = t / self.slowest - libm::log(survival);
        Tangent {
            value: if far < 0.5 { -libm::log1p(-self.dead(t)) } else { far },
            slope: density / survival,
        }
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
    LawProblem { parameter: "weight", problem }
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
        let dead = self.dead(t);
        if dead < 0.5 { 1.0 - dead } else { self.alive(t) }
    }

    fn cdf(&self, t: f64) -> f64 {
        let dead = self.dead(t);
        if dead < 0.5 { dead } else { 1.0 - self.alive(t) }
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        if t == f64::INFINITY {
            return f64::INFINITY;
        }
        self.tangent(t).value
    }

    /// The hazard falls with the age, so Newton's steps from the left stay on the left.
    fn inverse_hazard(&self, hazard: f64) -> f64 {
        let bracket = Bracket { low: hazard / self.first_rate, high: hazard * self.slowest };
        if bracket.low >= bracket.high {
            return bracket.high;
        }
        root(bracket, bracket.low, |t| {
            let Tangent { value, slope } = self.tangent(t);
            Tangent { value: value - hazard, slope }
        })
    }

    /// On the logarithm of the smaller tail, between the answers of the fastest and the slowest
    /// phase alone.
    fn length_biased(&self, uniform: f64) -> f64 {
        let of_one = gamma_upper_quantile(2.0, uniform);
        let bracket = Bracket { low: self.fastest * of_one, high: self.slowest * of_one };
        let start = bracket.high;
        root(bracket, start, |t| {
            let (dead, alive, density) = self.length_biased_at(t);
            if uniform > 0.5 {
                Tangent { value: libm::log(dead / (1.0 - uniform)), slope: density / dead }
            } else {
                Tangent { value: -libm::log(alive / uniform), slope: density / alive }
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

#[cfg(test)]
mod tests {

    use rand::RngExt;
    use rand_distr::Distribution;

    use super::super::Law;
    use super::super::check::{
        Demand, SMOOTH, agrees_with_samples, close, hours, keeps_identities,
    };
    use super::*;

    fn law(phases: &[(f64, f64)]) -> Law {
        let phase = |(weight, mean): &(f64, f64)| (Weight(*weight), hours(*mean));
        let phases = phases.iter().map(phase).collect();
        Law::Hyperexponential(Hyperexponential::new(phases).unwrap())
    }

    #[test]
    fn it_keeps_the_identities() {
        keeps_identities(&law(&[(0.9, 1.0), (0.1, 10.0)]), SMOOTH);
        keeps_identities(&law(&[(1.0, 3.0)]), SMOOTH);
        keeps_identities(&law(&[(0.3, 5.0), (0.2, 1.0), (0.5, 80.0)]), SMOOTH);
    }

    /// A rare slow phase makes a kink in H, over which the check's sums converge slowly.
    #[test]
    fn it_keeps_the_identities_far_apart() {
        let integrals = 1e-3;
        let far_apart = law(&[(0.999_999, 0.001), (0.000_001, 1000.0)]);
        keeps_identities(&far_apart, Demand { integrals, ..SMOOTH });
    }

    struct Mixture;

    impl Distribution<f64> for Mixture {
        fn sample<R: rand::Rng + ?Sized>(&self, numbers: &mut R) -> f64 {
            let picked: f64 = numbers.random();
            let hours = if picked < 0.9 { 1.0 } else { 10.0 };
            let one: f64 = rand_distr::Exp1.sample(numbers);
            3600.0 * hours * one
        }
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        agrees_with_samples(&law(&[(0.9, 1.0), (0.1, 10.0)]), 71, Mixture);
    }

    #[test]
    fn moments_and_text() {
        let law = law(&[(0.9, 1.0), (0.1, 10.0)]);
        close("mean", law.mean().hours(), 1.9, 1e-15);
        // E[T^2] = 2 (0.9 + 0.1 * 100) = 21.8.
        let exact = (21.8_f64 - 1.9 * 1.9).sqrt();
        close("std_dev", law.std_dev().hours(), exact, 1e-15);
        let text = "Hyperexponential([(0.9, \"1h\"), (0.1, \"10h\")])";
        assert_eq!(law.to_string(), text);
        assert_eq!(law.memoryless(), None);
        assert!(self::law(&[(1.0, 3.0)]).memoryless().is_some());
    }

    #[test]
    fn weights_that_nearly_sum_to_one_are_scaled() {
        let law = law(&[(0.5, 1.0), (0.500_000_000_5, 1.0)]);
        close("S(0)", law.survival(Span::ZERO), 1.0, 1e-15);
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        let refused = |phases: Vec<(Weight, Span)>| {
            let problem = Hyperexponential::new(phases).unwrap_err();
            (problem.parameter, problem.problem)
        };
        let text = |text: &str| String::from(text);
        let none = text("there is no phase");
        assert_eq!(refused(Vec::new()), ("weight", none));
        let phases = vec![(Weight(0.5), hours(1.0)), (Weight(0.4), hours(1.0))];
        let sums = text("weights sum to 1, not to 0.9");
        assert_eq!(refused(phases), ("weight", sums));
        let above = text("a weight lies above 0 and up to 1, not at -0.5");
        assert_eq!(refused(vec![(Weight(-0.5), hours(1.0))]), ("weight", above));
        assert_eq!(refused(vec![(Weight(1.0), Span::ZERO)]).0, "mean");
    }
}
