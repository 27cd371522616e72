//! The regularised incomplete beta function and its inverse.
//!
//! By the continued fraction DLMF 8.17.22 on the side where it converges fast; its factor
//! x^a (1-x)^b / B(a, b) is taken from its saddle point (C. Loader 2000), so that large
//! parameters lose no digits. The inverse is Newton's method on the logarithm of the smaller
//! tail, inside a bracket.

use std::f64::consts::PI;

use super::EPSILON;
use super::stirling::{ln_1p_minus, stirling_error};

/// I_x(a, b) = P(X <= x) of a beta variate X, for `a`, `b` > 0.
#[must_use]
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, x).0
}

/// 1 - I_x(a, b) = P(X > x) of a beta variate X, without loss where it is tiny.
#[must_use]
pub fn beta_upper(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, x).1
}

/// The x with I_x(a, b) = `p`.
#[must_use]
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    if p <= 0.5 {
        lower_quantile(a, b, p)
    } else {
        1.0 - lower_quantile(b, a, 1.0 - p)
    }
}

/// The x with 1 - I_x(a, b) = `q`, without loss for a tiny `q`.
#[must_use]
pub fn beta_upper_quantile(a: f64, b: f64, q: f64) -> f64 {
    if q <= 0.5 {
        1.0 - lower_quantile(b, a, q)
    } else {
        lower_quantile(a, b, 1.0 - q)
    }
}

/// The lower and the upper tail.
fn tails(a: f64, b: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x >= 1.0 {
        return (1.0, 0.0);
    }
    let rest = 1.0 - x;
    let factor = libm::exp(ln_factor(a, b, x, rest));
    if x <= (a + 1.0) / (a + b + 2.0) {
        let lower = factor / (a * fraction(a, b, x));
        (lower, 1.0 - lower)
    } else {
        let upper = factor / (b * fraction(b, a, rest));
        (1.0 - upper, upper)
    }
}

/// ln of x^a y^b / B(a, b), where y = 1 - x.
fn ln_factor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let excess = x * b - y * a;
    let spread = 0.5 * libm::log(a / (2.0 * PI) * (b / (a + b)));
    let errors = stirling_error(a + b) - stirling_error(a) - stirling_error(b);
    deviance(a, excess / a, x * (a + b) / a)
        + deviance(b, -excess / b, y * (a + b) / b)
        + spread
        + errors
}

/// n (ln(1 + d) - d), where 1 + d = `ratio`.
fn deviance(n: f64, d: f64, ratio: f64) -> f64 {
    if d.abs() < 0.4 {
        n * ln_1p_minus(d)
    } else {
        n * (libm::log(ratio) - d)
    }
}

/// 1 + d1/(1 + d2/(1 + ..., by Lentz's forward evaluation.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let (mut value, mut c, mut d) = (1.0, 1.0, 1.0);
    for m in 0..1_000_000 {
        let m = f64::from(m);
        let even = a + 2.0 * m;
        let odd_term = -(a + m) * (a + b + m) * x / (even * (even + 1.0));
        let next = m + 1.0;
        let even_term = next * (b - next) * x / ((even + 1.0) * (even + 2.0));
        let mut change = 1.0;
        for term in [odd_term, even_term] {
            d = 1.0 / (1.0 + term * d);
            c = 1.0 + term / c;
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() <= 2.0 * EPSILON {
            break;
        }
    }
    value
}

/// The x with I_x(a, b) = `p`, for p up to 1/2.
fn lower_quantile(a: f64, b: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    let goal = libm::log(p);
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = a / (a + b);
    let fine = 1e-8 / (1.0 + a.sqrt());
    for _ in 0..200 {
        let rest = 1.0 - x;
        let lower = beta_lower(a, b, x);
        // x times the density over the lower tail: the slope of ln I in ln x.
        let slope = libm::exp(ln_factor(a, b, x, rest)) / (rest * lower);
        let step = (goal - libm::log(lower)) / slope;
        if step > 0.0 {
            low = x;
        } else {
            high = x;
        }
        let mut next = x * libm::exp(step);
        if step.abs() < fine * rest.min(1.0) {
            return next.min(1.0);
        }
        if !(low < next && next < high) {
            next = if low == 0.0 {
                high / 16.0
            } else {
                0.5 * (low + high)
            };
        }
        if next == low || next == high || next == 0.0 {
            return next;
        }
        x = next;
    }
    x
}
