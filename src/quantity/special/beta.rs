//! The regularised incomplete beta function and its inverse.
//!
//! By the continued fraction of A. R. DiDonato and A. H. Morris (Algorithm 708, ACM TOMS 18, 1992,
//! eq. 9) on the nearer side of the mean, which subtracts nothing; its factor
//! x^a (1-x)^b / B(a, b) is taken from its saddle point (C. Loader 2000), so that large
//! parameters lose no digits. The inverse is Newton's method on the logarithm of the smaller
//! tail, inside a bracket.

use std::f64::consts::PI;

use super::EPSILON;
use super::stirling::{ln_1p_minus, stirling_error};

/// I_x(a, b) = P(X <= x) of a beta variate X, for `a`, `b` > 0.
#[must_use]
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    Tails::at(a, b, [x, 1.0 - x]).lower
}

/// 1 - I_x(a, b) = P(X > x) of a beta variate X, without loss where it is tiny.
#[must_use]
pub fn beta_upper(a: f64, b: f64, x: f64) -> f64 {
    Tails::at(a, b, [x, 1.0 - x]).upper
}

/// The x with I_x(a, b) = `p`.
#[must_use]
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    share(odds(a, b, Target::lower(p)))
}

/// The x with 1 - I_x(a, b) = `q`, without loss for a tiny `q`.
#[must_use]
pub fn beta_upper_quantile(a: f64, b: f64, q: f64) -> f64 {
    share(odds(a, b, Target::upper(q)))
}

/// Both tails at one point, the smaller of them computed by itself.
pub(super) struct Tails {
    pub lower: f64,
    pub upper: f64,
    /// The logarithm of that of the tails whose side the point is on.
    ln_direct: f64,
    /// That tail over its slope in the logarithm of the odds x / (1 - x).
    over_slope: f64,
    is_lower: bool,
}

impl Tails {
    /// At x, given with 1 - x.
    pub fn at(a: f64, b: f64, [x, rest]: [f64; 2]) -> Self {
        let is_lower = x * b <= rest * a;
        let (ln_direct, over_slope) = if x <= 0.0 || rest <= 0.0 {
            (f64::NEG_INFINITY, 0.0)
        } else {
            let divisor = if is_lower {
                fraction(a, b, x, rest)
            } else {
                fraction(b, a, rest, x)
            };
            let ln_factor = ln_factor(a, b, x, rest);
            (ln_factor - libm::log(divisor), 1.0 / divisor)
        };
        let direct = libm::exp(ln_direct);
        let (lower, upper) = if is_lower {
            (direct, 1.0 - direct)
        } else {
            (1.0 - direct, direct)
        };
        Self {
            lower,
            upper,
            ln_direct,
            over_slope,
            is_lower,
        }
    }

    /// Newton's step in the logarithm of the odds towards `target`.
    fn step(&self, target: Target) -> f64 {
        let (goal, tail, direct) = match target {
            Target::Lower(p) => (p, self.lower, self.is_lower),
            Target::Upper(q) => (q, self.upper, !self.is_lower),
        };
        let step = if direct {
            (libm::log(goal) - self.ln_direct) * self.over_slope
        } else {
            let slope = (1.0 - tail) / self.over_slope;
            libm::log(goal / tail) * tail / slope
        };
        match target {
            Target::Lower(_) => step,
            Target::Upper(_) => -step,
        }
    }
}

/// The smaller tail that is to be met.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Lower(f64),
    Upper(f64),
}

impl Target {
    pub fn lower(p: f64) -> Self {
        if p <= 0.5 {
            Self::Lower(p)
        } else {
            Self::Upper(1.0 - p)
        }
    }

    pub fn upper(q: f64) -> Self {
        if q < 0.5 {
            Self::Upper(q)
        } else {
            Self::Lower(1.0 - q)
        }
    }
}

fn share(odds: f64) -> f64 {
    if odds == f64::INFINITY {
        1.0
    } else {
        odds / (1.0 + odds)
    }
}

/// The odds x / (1 - x) at which a tail is as given, by Newton's steps in their logarithm, halving
/// the bracket (by ratio) where a step leaves it.
pub(super) fn odds(a: f64, b: f64, target: Target) -> f64 {
    match target {
        Target::Lower(p) if p <= 0.0 => return 0.0,
        Target::Upper(q) if q <= 0.0 => return f64::INFINITY,
        _ => {}
    }
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut odds = a / b;
    let fine = 1e-8 / (1.0 + a.max(b).sqrt());
    for _ in 0..200 {
        let tails = Tails::at(a, b, [share(odds), 1.0 / (1.0 + odds)]);
        let step = tails.step(target);
        if step.abs() < fine {
            return odds * libm::exp(step);
        }
        if step > 0.0 {
            low = odds;
        } else {
            high = odds;
        }
        let newton = odds * libm::exp(step);
        odds = if low < newton && newton < high {
            newton
        } else if low > 0.0 && high < f64::INFINITY {
            low.sqrt() * high.sqrt()
        } else if low > 0.0 {
            low * 16.0
        } else {
            high / 16.0
        };
    }
    odds
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

/// What x^a y^b / B(a, b) is divided by to give I_x(a, b), where y = 1 - x, by Lentz's forward
/// evaluation; x below the mean.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let below_mean = a * y - b * x;
    let next = |n: f64| {
        let odd = a + 2.0 * n - 1.0;
        let last = (a + n) * (below_mean + 1.0 + n * (1.0 + y)) / (odd + 2.0);
        if n == 0.0 {
            return (0.0, last);
        }
        let over = (a + n - 1.0) / odd * ((a + b + n - 1.0) / odd) * (n * (b - n) * x * x);
        (over, n + n * (b - n) * x / odd + last)
    };
    let mut value = next(0.0).1;
    let (mut c, mut d) = (value, 0.0);
    for n in 1..1_000_000 {
        let (over, under) = next(f64::from(n));
        d = 1.0 / (under + over * d);
        c = under + over / c;
        let change = c * d;
        value *= change;
        if (change - 1.0).abs() <= 2.0 * EPSILON {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {

    use super::super::assert_close;
    use super::*;

    /// a, b, x, I and 1 - I, from 80 digits.
    const VALUES: [(f64, f64, f64, f64, f64); 15] = [
        (0.5, 0.5, 0.1, 0.20483276469913345, 0.7951672353008665),
        (0.5, 5.0, 1e-06, 0.002460934218752953, 0.9975390657812471),
        (0.5, 5.0, 0.3, 0.9347377538310918, 0.06526224616890818),
        (1.0, 1.0, 0.3, 0.3, 0.7000000000000001),
        (2.0, 3.0, 0.5, 0.6875, 0.3125),
        (2.0, 3.0, 0.999, 0.999999996003, 3.997000000000011e-09),
        (20.0, 0.5, 0.9, 0.041327483918087285, 0.9586725160819127),
        (
            100.0,
            200.0,
            0.2,
            3.5460073665672474e-08,
            0.9999999645399263,
        ),
        (100.0, 200.0, 0.35, 0.7325714649575441, 0.26742853504245595),
        (
            1.0,
            10000.0,
            0.0002,
            0.8646917847222698,
            0.13530821527773015,
        ),
        (11.0, 9990.0, 0.002, 0.989246380197117, 0.010753619802883065),
        (
            9990.0,
            11.0,
            0.9995,
            0.9863273934170435,
            0.013672606582956574,
        ),
        (
            3000.0,
            7000.0,
            0.28,
            4.930494050825713e-06,
            0.9999950695059492,
        ),
        (
            3000.0,
            7000.0,
            0.31,
            0.9850563286366903,
            0.014943671363309695,
        ),
        (
            50000.0,
            50000.0,
            0.495,
            0.0007825098810862719,
            0.9992174901189137,
        ),
    ];

    #[test]
    fn both_tails_are_right() {
        for (a, b, x, lower, upper) in VALUES {
            let at = format!("({a}, {b}, {x})");
            // Rounding of x and 1 - x weighs with the square root of the parameters.
            let allowed = 4e-15 * (1.0 + 0.05 * (a + b).sqrt());
            assert_close(&format!("I{at}"), beta_lower(a, b, x), lower, allowed);
            assert_close(&format!("1 - I{at}"), beta_upper(a, b, x), upper, allowed);
        }
    }

    #[test]
    fn inverses_are_right() {
        for (a, b, x, lower, upper) in VALUES {
            let found = if lower < upper {
                beta_quantile(a, b, lower)
            } else {
                beta_upper_quantile(a, b, upper)
            };
            let what = format!("x of ({a}, {b}, {x})");
            assert_close(&what, found, x, 1e-14 / a.min(1.0));
        }
        assert_eq!(beta_quantile(2.0, 3.0, 0.0), 0.0);
        assert_eq!(beta_quantile(2.0, 3.0, 1.0), 1.0);
        assert_eq!(beta_upper_quantile(2.0, 3.0, 0.0), 1.0);
    }

    /// The least and greatest probability that explain no hits, and all hits, of n: the exact
    /// bounds are (q)^(1/n).
    #[test]
    fn one_sided_bounds_are_powers() {
        for n in [1.0, 7.0, 100.0, 10_000.0, 1e6] {
            let none = beta_upper_quantile(1.0, n, 0.025);
            let all = beta_quantile(n, 1.0, 0.025);
            let root = libm::log(0.025) / n;
            assert_close(&format!("none of {n}"), none, -libm::expm1(root), 1e-14);
            assert_close(&format!("all of {n}"), all, libm::exp(root), 1e-14);
        }
    }

    #[test]
    fn quantiles_undo_the_function() {
        for (a, b) in [
            (0.5, 0.5),
            (1.0, 40.0),
            (3.0, 0.7),
            (12.0, 9988.0),
            (5e5, 5e5),
        ] {
            for p in [1e-12, 1e-5, 0.025, 0.4, 0.5, 0.8, 0.975, 0.999] {
                let x = beta_quantile(a, b, p);
                // What half a unit of a double x moves: seven standard deviations out, by up to
                // seven times the square root of the parameters; and more near 1 with b < 1.
                let rounding = 1e-15 * (1.0 + (a + b).sqrt() * 7.0);
                let coarse = if b < 1.0 { 1e-9 } else { rounding };
                assert_close(&format!("I of ({a}, {b})"), beta_lower(a, b, x), p, coarse);
            }
        }
    }
}
