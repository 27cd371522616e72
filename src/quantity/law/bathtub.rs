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
        let mut law = Self {
            infant,
            useful,
            wear_out,
            mean: 0.0,
            std_dev: 0.0,
            knots: Vec::new(),
        };
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
        let panels = || {
            points.windows(2).map(|ends| Bracket {
                low: ends[0],
                high: ends[1],
            })
        };
        // Mean = ∫ S dt; below the first point S is as good as 1 times a length as good as 0.
        self.mean = points[0]
            + panels()
                .map(|panel| integral_over_logarithm(panel, |t| t * self.survival(t)))
                .sum::<f64>();
        let spread = |t: f64| (t - self.mean) * (t - self.mean) * self.log_density(t);
        let variance = self.mean * self.mean * self.cdf(points[0])
            + panels()
                .map(|panel| integral_over_logarithm(panel, spread))
                .sum::<f64>();
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
        [
            self.infant.cumulative_hazard(t),
            t / self.useful,
            self.wear_out.cumulative_hazard(t),
        ]
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
        knots.push(Knot {
            t: *t,
            below,
            above,
        });
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
        let before = self.knots.partition_point(|knot| {
            if upper {
                knot.above > goal
            } else {
                knot.below < goal
            }
        });
        let right = before.clamp(1, self.knots.len() - 1);
        let (left, right) = (self.knots[right - 1], self.knots[right]);
        let panel = Bracket {
            low: left.t,
            high: right.t,
        };
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
        let Self {
            infant, wear_out, ..
        } = self;
        let useful = Exponential(self.useful);
        write!(
            f,
            "Bathtub(infant: {infant}, useful: {useful}, wear_out: {wear_out})"
        )
    }
}
