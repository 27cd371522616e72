//! The bathtub law: infant mortality, useful life and wear-out as competing risks, the first of
//! which to strike ends the life. H(t) = (t/a)^j + t/mean + (t/b)^k: the sum of the three hazards.

use std::fmt;

use super::exponential::Exponential;
use super::numeric::{Bracket, CLOSE, Tangent, integral_over_logarithm, root};
use super::{LawProblem, Lifetime, Weibull, parameter};
use crate::quantity::Span;

/// A bathtub law.
#[derive(Clone, Debug, PartialEq)]
pub struct Bathtub {
    infant: Weibull,
    /// The mean of the useful life, in seconds.
    useful: f64,
    wear_out: Weibull,
    mean: f64,
    std_dev: f64,
    /// Ascending, from where the life is as good as 0 to where nothing lives.
    knots: Vec<Knot>,
}

/// A point at which the integral of t f(t) is known from both ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Knot {
    t: f64,
    /// From 0.
    below: f64,
    /// To infinity.
    above: f64,
}

impl Bathtub {
    /// Of its three risks; the useful life is exponential with this mean.
    ///
    /// # Errors
    /// When `useful` is not positive and finite.
    pub fn new(infant: Weibull, useful: Span, wear_out: Weibull) -> Result<Self, LawProblem> {
        let useful = parameter::positive("useful", useful)?.seconds();
        let mut law = Self { infant, useful, wear_out, mean: 0.0, std_dev: 0.0, knots: Vec::new() };
        law.integrate();
        let found = [law.mean, law.std_dev];
        if found.iter().all(|t| *t > 0.0 && t.is_finite()) {
            return Ok(law);
        }
        Err(LawProblem {
            parameter: "useful",
            problem: "the three risks together leave no life that can be told from 0".into(),
        })
    }

    /// Fills in the moments and the knots: panel by panel, by Gauss and Legendre's rule in ln t.
    fn integrate(&mut self) {
        let points = self.grid();
        let panels = || points.windows(2).map(|ends| Bracket { low: ends[0], high: ends[1] });
        // Mean = ∫ S dt; below the first point S is as good as 1 times a length as good as 0.
        self.mean = points[0]
            + panels()
                .map(|panel| integral_over_logarithm(panel, |t| t * self.survival(t)))
                .sum::<f64>();
        let spread = |t: f64| (t - self.mean) * (t - self.mean) * self.log_density(t);
        let variance = self.mean * self.mean * self.cdf(points[0])
            + panels().map(|panel| integral_over_logarithm(panel, spread)).sum::<f64>();
        self.std_dev = variance.sqrt();
        let parts: Vec<f64> = panels().map(|panel| self.lived_in(panel)).collect();
        self.knots = knots(&points, &parts);
    }

    /// Points between which the density is smooth: from 1e-20 of the time that a share of 1/e
    /// outlives (the mean is at least 1/e of that) to where a share of exp(-750) lives.
    fn grid(&self) -> Vec<f64> {
        let mut points = vec![1e-20 * self.inverse_hazard(1.0)];
        loop {
            let t = points[points.len() - 1];
            let hazard = self.cumulative_hazard(t);
            if hazard > 750.0 || t <= 0.0 {
                return points;
            }
            let further = hazard + (7.0 * hazard).clamp(1e-12, 1.0);
            let next = self.inverse_hazard(further).min(t * PANEL);
            points.push(next);
        }
    }

    /// The three hazards at `t`.
    fn hazards(&self, t: f64) -> [f64; 3] {
        [self.infant.cumulative_hazard(t), t / self.useful, self.wear_out.cumulative_hazard(t)]
    }

    /// t times the density.
    fn log_density(&self, t: f64) -> f64 {
        let hazards = self.hazards(t);
        self.slope(hazards) * libm::exp(-hazards.iter().sum::<f64>())
    }

    /// t times the derivative of the cumulative hazard, given its parts.
    fn slope(&self, [infant, useful, wear_out]: [f64; 3]) -> f64 {
        self.infant.shape().0 * infant + useful + self.wear_out.shape().0 * wear_out
    }

    /// The integral of t f(t) over a panel.
    fn lived_in(&self, panel: Bracket) -> f64 {
        integral_over_logarithm(panel, |t| t * self.log_density(t))
    }
}

/// No panel's end is further than this times its start.
const PANEL: f64 = 1.6;

/// The points with the parts between them summed up from both ends.
fn knots(points: &[f64], parts: &[f64]) -> Vec<Knot> {
    let mut below = 0.0;
    let mut knots = Vec::with_capacity(points.len());
    for (index, t) in points.iter().enumerate() {
        if index > 0 {
            below += parts[index - 1];
        }
        let above = 0.0;
        knots.push(Knot { t: *t, below, above });
    }
    let mut above = 0.0;
    for (knot, part) in knots.iter_mut().zip(parts).rev() {
        above += part;
        knot.above = above;
    }
    knots
}

impl Lifetime for Bathtub {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn std_dev(&self) -> f64 {
        self.std_dev
    }

    fn memoryless(&self) -> Option<f64> {
        let constant = self.infant.shape().0 == 1.0 && self.wear_out.shape().0 == 1.0;
        constant.then(|| self.hazards(1.0).iter().sum())
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        self.hazards(t).iter().sum()
    }

    /// ln H is a convex function of ln t, so Newton's steps from the right stay on the right; each
    /// risk alone would take at least as long.
    fn inverse_hazard(&self, hazard: f64) -> f64 {
        let mut t = self
            .infant
            .inverse_hazard(hazard)
            .min(self.useful * hazard)
            .min(self.wear_out.inverse_hazard(hazard));
        if t <= 0.0 || t == f64::INFINITY {
            return t;
        }
        for _ in 0..60 {
            let parts = self.hazards(t);
            let total = parts.iter().sum::<f64>();
            let step = libm::log(total / hazard) * total / self.slope(parts);
            t *= libm::exp(-step);
            if step.abs() <= CLOSE {
                break;
            }
        }
        t
    }

    /// The panel is found among the knots, the point in it by Newton's method on the integral.
    fn length_biased(&self, uniform: f64) -> f64 {
        let all = self.knots[0].above;
        let upper = uniform <= 0.5;
        let goal = all * if upper { uniform } else { 1.0 - uniform };
        let before = self
            .knots
            .partition_point(|knot| if upper { knot.above > goal } else { knot.below < goal });
        let right = before.clamp(1, self.knots.len() - 1);
        let (left, right) = (self.knots[right - 1], self.knots[right]);
        let panel = Bracket { low: left.t, high: right.t };
        root(panel, left.t, |t| Tangent {
            value: if upper {
                goal - right.above - self.lived_in(Bracket { low: t, ..panel })
            } else {
                left.below + self.lived_in(Bracket { high: t, ..panel }) - goal
            },
            slope: self.log_density(t),
        })
    }
}

impl fmt::Display for Bathtub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { infant, wear_out, .. } = self;
        let useful = Exponential(self.useful);
        write!(f, "Bathtub(infant: {infant}, useful: {useful}, wear_out: {wear_out})")
    }
}

#[cfg(test)]
mod tests {

    use rand_distr::Distribution;

    use super::super::check::{SMOOTH, agrees_with_samples, close, hours, keeps_identities};
    use super::super::{Law, Shape};
    use super::*;

    fn weibull(shape: f64, scale: f64) -> Weibull {
        Weibull::with_scale(Shape(shape), hours(scale)).unwrap()
    }

    fn law(infant: Weibull, useful: f64, wear_out: Weibull) -> Law {
        Law::Bathtub(Box::new(Bathtub::new(infant, hours(useful), wear_out).unwrap()))
    }

    fn typical() -> Law {
        law(weibull(0.5, 1e6), 5e4, weibull(5.0, 4e4))
    }

    #[test]
    fn it_keeps_the_identities() {
        keeps_identities(&typical(), SMOOTH);
        keeps_identities(&law(weibull(0.3, 10.0), 1e3, weibull(20.0, 500.0)), SMOOTH);
        keeps_identities(&law(weibull(0.9, 10.0), 1e9, weibull(1.1, 1e9)), SMOOTH);
    }

    /// With every shape 1 it is exponential, with the sum of the rates.
    #[test]
    fn three_constant_hazards_are_one() {
        let law = law(weibull(1.0, 10.0), 5.0, weibull(1.0, 10.0));
        close("mean", law.mean().hours(), 2.5, 1e-13);
        close("std_dev", law.std_dev().hours(), 2.5, 1e-13);
        let exponential = Law::exponential(hours(2.5)).unwrap();
        for uniform in [1e-9, 0.3, 0.999] {
            let found = law.sample(uniform).seconds();
            close("sample", found, exponential.sample(uniform).seconds(), 1e-13);
            let found = law.length_biased(uniform).seconds();
            let exact = exponential.length_biased(uniform).seconds();
            close("length-biased", found, exact, 1e-11);
        }
        assert!(law.memoryless().is_some());
        assert_eq!(typical().memoryless(), None);
    }

    /// With the other risks far away it is its wear-out alone.
    #[test]
    fn a_lone_risk_is_itself() {
        for shape in [0.1, 2.0, 30.0, 1000.0] {
            let alone = weibull(shape, 1.0);
            let law = law(weibull(1.0, 1e25), 1e25, alone);
            let mean = Span::from_seconds(alone.mean());
            let close_to = |what, found: Span, exact: Span| {
                close(&format!("shape {shape}: {what}"), found / exact, 1.0, 1e-10);
            };
            close_to("mean", law.mean(), mean);
            close_to("std_dev", law.std_dev(), Span::from_seconds(alone.std_dev()));
            for uniform in [0.001, 0.5, 0.99] {
                let exact = Span::from_seconds(alone.length_biased(uniform));
                close_to("length-biased", law.length_biased(uniform), exact);
            }
        }
    }

    struct FirstOfThree;

    impl Distribution<f64> for FirstOfThree {
        fn sample<R: rand::Rng + ?Sized>(&self, numbers: &mut R) -> f64 {
            let infant = rand_distr::Weibull::new(1e6, 0.5).unwrap().sample(numbers);
            let useful = rand_distr::Exp::new(1.0 / 5e4).unwrap().sample(numbers);
            let wear_out = rand_distr::Weibull::new(4e4, 5.0).unwrap().sample(numbers);
            3600.0 * f64::min(infant, f64::min(useful, wear_out))
        }
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        agrees_with_samples(&typical(), 91, FirstOfThree);
    }

    #[test]
    fn it_is_written_in_parts() {
        let law = law(weibull(0.5, 1.0), 2.0, weibull(5.0, 3.0));
        let text = "Bathtub(infant: Weibull(shape: 0.5, scale: \"1h\"), \
                    useful: Exponential(mean: \"2h\"), \
                    wear_out: Weibull(shape: 5, scale: \"3h\"))";
        assert_eq!(law.to_string(), text);
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        let risk = weibull(1.0, 1.0);
        let problem = Bathtub::new(risk, Span::FOREVER, risk).unwrap_err();
        assert_eq!(problem.parameter, "useful");
        let expected = "this time must be more than 0 and finite, not inf s";
        assert_eq!(problem.problem, expected);
    }
}
