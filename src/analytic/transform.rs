//! Laplace transforms: of how long a law lasts, and their inversion.
//!
//! A probability F(t) is found from its transform by Euler's summation of a Fourier series (Abate
//! and Whitt 1992, The Fourier-series method for inverting transforms of probability
//! distributions). What it leaves out is e^-26 F(3 t) and its like, so that relatively,
//! for an F that grows as t or slower, it is off by about 1e-11, and the rounding of its terms adds
//! e^13 units in the last place: about ten digits are right however small F is. A kink of F at t
//! itself costs digits; loss probabilities have theirs at the first few multiples of a fixed
//! rebuild only.

use super::quadrature::{Interval, Point};
use crate::quantity::{Law, Span};

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

impl Complex {
    #[must_use]
    pub const fn real(re: f64) -> Self {
        Self { re, im: 0.0 }
    }

    /// e to this power.
    fn power_of_e(self) -> Self {
        let (sin, cos) = libm::sincos(self.im);
        let size = libm::exp(self.re);
        Self { re: size * cos, im: size * sin }
    }

    /// (1 - e^-x) / x, 1 at 0, without cancellation.
    fn mean_decay(self) -> Self {
        if self.re.abs() + self.im.abs() > 0.5 {
            let power = Self { re: -self.re, im: -self.im }.power_of_e();
            return (Self::real(1.0) - power) / self;
        }
        // 1 - x/2! + x^2/3! - ..., from its end.
        let mut sum = Self::real(1.0);
        for divisor in (2..=18).rev() {
            sum = Self::real(1.0) - self * sum * (1.0 / f64::from(divisor));
        }
        sum
    }
}

impl std::ops::Add for Complex {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { re: self.re + other.re, im: self.im + other.im }
    }
}

impl std::ops::Sub for Complex {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { re: self.re - other.re, im: self.im - other.im }
    }
}

impl std::ops::Mul for Complex {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }
}

impl std::ops::Mul<f64> for Complex {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self { re: self.re * factor, im: self.im * factor }
    }
}

impl std::ops::Div for Complex {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let size = other.re * other.re + other.im * other.im;
        Self {
            re: (self.re * other.re + self.im * other.im) / size,
            im: (self.im * other.re - self.re * other.im) / size,
        }
    }
}

/// Terms before Euler's summation begins, and terms that it averages.
const TERMS: u32 = 40;
const AVERAGED: u32 = 24;
/// What the discretisation leaves out is e to minus this.
const DAMPING: f64 = 26.0;

/// The value at `hours` of the function with this transform (in per hours).
pub fn invert(hours: f64, transform: impl Fn(Complex) -> Complex) -> f64 {
    let at = |term: u32| {
        let im = std::f64::consts::PI * f64::from(term) / hours;
        transform(Complex { re: DAMPING / (2.0 * hours), im }).re
    };
    let mut sum = 0.5 * at(0);
    let mut averaged = 0.0;
    // C(m, k) / 2^m, k going up.
    let mut weight = libm::ldexp(1.0, -(AVERAGED as i32));
    for term in 1..=TERMS + AVERAGED {
        let sign = if term % 2 == 0 { 1.0 } else { -1.0 };
        sum += sign * at(term);
        if let Some(number) = term.checked_sub(TERMS) {
            averaged += weight * sum;
            weight *= f64::from(AVERAGED - number) / (f64::from(number) + 1.0);
        }
    }
    averaged * libm::exp(0.5 * DAMPING) / hours
}

/// How long a law lasts while it decays: `m(z) = E[(1 - e^(-z X)) / z]` in hours, the integral of
/// `e^(-z u) P(X > u)`. So `E[e^(-z X)] = 1 - z m(z)`, and what is small never comes from a
/// difference.
#[derive(Clone, Debug)]
pub struct Decay {
    /// Lengths of time that all last to their end, with how much each counts.
    lasting: Vec<Point>,
    /// Points with the probability of lasting so long in their weights.
    points: Vec<Point>,
}

/// Shares of the hazard below which a law is not followed apart, and above which nothing is left.
const LEAST_HAZARD: f64 = 1e-15;
const MOST_HAZARD: f64 = 42.0;

impl Decay {
    /// Of a law, followed finely enough for numbers z of up to 200 over `hours`.
    #[must_use]
    pub fn of(law: &Law, hours: f64) -> Self {
        let lasting = |at, weight| Point { at, weight };
        match law {
            Law::Fixed(span) => {
                Self { lasting: vec![lasting(span.hours(), 1.0)], points: Vec::new() }
            }
            Law::Empirical(data) => {
                let share = 1.0 / data.values().len() as f64;
                let lasting = data.values().map(|value| lasting(value.hours(), share)).collect();
                Self { lasting, points: Vec::new() }
            }
            law => Self { lasting: Vec::new(), points: points(law, hours) },
        }
    }

    /// m(z), z per hour.
    #[must_use]
    pub fn at(&self, z: Complex) -> Complex {
        let mut sum = Complex::real(0.0);
        for point in &self.lasting {
            sum = sum + (z * point.at).mean_decay() * (point.weight * point.at);
        }
        for point in &self.points {
            sum = sum + (z * -point.at).power_of_e() * point.weight;
        }
        sum
    }
}

fn points(law: &Law, hours: f64) -> Vec<Point> {
    let ends = ends(law);
    let mut points = Vec::new();
    let mut from = 0.0;
    for to in ends {
        let to = to.min(4.0 * hours);
        if to <= from {
            continue;
        }
        let panels = (32.0 * (to - from) / hours).ceil().clamp(1.0, 128.0) as u32;
        for panel in (Interval { from, to }).panels(panels) {
            let weighted = |point: Point| {
                let survival = law.survival(Span::from_hours(point.at));
                Point { weight: point.weight * survival, ..point }
            };
            points.extend(panel.points().map(weighted));
        }
        from = to;
    }
    points
}

/// Where the hazard of a law has reached ever more, in hours: between them it is smooth.
fn ends(law: &Law) -> Vec<f64> {
    let mut ends = vec![law.inverse_hazard(0.0).hours()];
    let mut hazard = LEAST_HAZARD;
    while hazard < MOST_HAZARD {
        ends.push(law.inverse_hazard(hazard).hours());
        hazard += f64::min(hazard, 0.5);
    }
    ends.push(law.inverse_hazard(MOST_HAZARD).hours());
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Cv, Gamma, LogNormal, Shape, Uniform};

    fn hours(hours: f64) -> Span {
        Span::from_hours(hours)
    }

    /// F(t) = 1 - e^(-r t) has the transform r / (s (s + r)).
    #[test]
    fn small_probabilities_keep_ten_digits() {
        for rate in [1e-15, 1e-9, 1e-5, 1e-3] {
            let transform = |s: Complex| Complex::real(rate) / (s * (s + Complex::real(rate)));
            let found = invert(100.0, transform);
            let exact = -libm::expm1(-rate * 100.0);
            assert!((found / exact - 1.0).abs() < 1e-10, "{rate}: {found} {exact}");
        }
    }

    /// Gamma: E[e^(-z X)] = (1 + z mean / shape)^-shape; uniform: (e^(-a z) - e^(-b z)) / (z (b -
    /// a)).
    #[test]
    fn laws_have_their_known_transforms() {
        let close = |found: f64, exact: f64| {
            assert!((found / exact - 1.0).abs() < 1e-12, "{found} is not {exact}");
        };
        let gamma = Law::Gamma(Gamma::with_mean(Shape(2.0), hours(24.0)).unwrap());
        let decay = Decay::of(&gamma, 1000.0);
        for z in [1e-9, 1e-4, 0.02] {
            let x: f64 = z * 12.0;
            let exact = 12.0 * (2.0 + x) / ((1.0 + x) * (1.0 + x));
            close(decay.at(Complex::real(z)).re, exact);
        }
        let uniform = Law::Uniform(Uniform::between(hours(12.0), hours(36.0)).unwrap());
        let z = 0.05;
        let kept = (libm::exp(-12.0 * z) - libm::exp(-36.0 * z)) / (24.0 * z);
        close(Decay::of(&uniform, 1000.0).at(Complex::real(z)).re, (1.0 - kept) / z);
    }

    #[test]
    fn nothing_decaying_leaves_the_mean() {
        let laws = [
            Law::Fixed(hours(24.0)),
            Law::Exponential { mean: hours(24.0) },
            Law::LogNormal(LogNormal::with_mean(hours(24.0), Cv(1.5)).unwrap()),
        ];
        for law in laws {
            let mean = Decay::of(&law, 1e6).at(Complex::real(0.0)).re;
            assert!((mean / 24.0 - 1.0).abs() < 1e-13, "{law}: {mean}");
        }
    }

    #[test]
    fn an_oscillating_transform_is_followed() {
        let law = Law::Exponential { mean: hours(24.0) };
        let z = Complex { re: DAMPING / 200.0, im: 1.5 };
        let found = Decay::of(&law, 100.0).at(z);
        let exact = Complex::real(1.0) / (z + Complex::real(1.0 / 24.0));
        assert!((found - exact).re.abs() + (found - exact).im.abs() < 1e-11, "{found:?}");
    }
}
