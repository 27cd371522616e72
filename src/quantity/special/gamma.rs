//! The regularised incomplete gamma functions and their inverses.
//!
//! Three ways, each where it converges fast and subtracts nothing: the power series of the lower
//! function (DLMF 8.7.1), Legendre's continued fraction of the upper one (DLMF 8.9.2), and the
//! alternating series for shapes below 1 at x below 1 (DLMF 8.7.3). Their common factor
//! x^a e^-x / Γ(a+1) is taken from its saddle point (C. Loader 2000), so that large shapes lose no
//! digits. Inverses are Newton's method on the logarithm of the smaller tail, inside a bracket.

use std::f64::consts::{LN_2, PI};

use super::EPSILON;
use super::normal::normal_hazard_inverse;
use super::stirling::{ln_1p_minus, ln_gamma_1p, stirling_error};

/// P(a, x) = P(X <= x) of a gamma variate X with shape `a` > 0 and scale 1.
#[must_use]
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    Tails::at(a, x).lower()
}

/// Q(a, x) = P(X > x) of a gamma variate X with shape `a` > 0 and scale 1.
#[must_use]
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    Tails::at(a, x).upper()
}

/// -ln Q(a, x), accurate in both tails, however far out.
#[must_use]
pub fn gamma_hazard(a: f64, x: f64) -> f64 {
    Tails::at(a, x).hazard()
}

/// The x with P(a, x) = `p`.
#[must_use]
pub fn gamma_quantile(a: f64, p: f64) -> f64 {
    gamma_hazard_inverse(a, -libm::log1p(-p))
}

/// The x with Q(a, x) = `q`, without loss for a tiny `q`.
#[must_use]
pub fn gamma_upper_quantile(a: f64, q: f64) -> f64 {
    gamma_hazard_inverse(a, -libm::log(q))
}

/// The x with -ln Q(a, x) = `hazard`, for a hazard of 0 or more. Where x is too small for a
/// double (a tiny shape in its lower tail) it is 0.
#[must_use]
pub fn gamma_hazard_inverse(a: f64, hazard: f64) -> f64 {
    if hazard <= 0.0 {
        return 0.0;
    }
    if hazard == f64::INFINITY {
        return f64::INFINITY;
    }
    let target = if hazard < LN_2 {
        Target::Lower(libm::log(-libm::expm1(-hazard)))
    } else {
        Target::Upper(-hazard)
    };
    let start = first_guess(a, hazard);
    if start == 0.0 {
        return 0.0;
    }
    solve(a, target, start)
}

/// The logarithm of the tail that is to be met.
#[derive(Clone, Copy)]
enum Target {
    Lower(f64),
    Upper(f64),
}

/// Newton's method from `start`, halving the bracket (by ratio) where a step leaves it.
fn solve(a: f64, target: Target, start: f64) -> f64 {
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut x = start;
    let fine = 1e-8 / (1.0 + a.sqrt());
    for _ in 0..200 {
        let tails = Tails::at(a, x);
        // The step in ln x for the lower tail, in x for the upper: where each is nearly straight.
        let (step, mut next) = match target {
            Target::Lower(goal) => {
                let step = (goal - tails.ln_lower()) * tails.lower_over_slope();
                (step, x * libm::exp(step))
            }
            Target::Upper(goal) => {
                let step = (tails.ln_upper() - goal) * tails.upper_over_slope();
                (step, x + x * step)
            }
        };
        if step > 0.0 {
            low = x;
        } else {
            high = x;
        }
        if step.abs() < fine {
            return next;
        }
        if !(low < next && next < high) {
            next = match (low > 0.0, high < f64::INFINITY) {
                (true, true) => low.sqrt() * high.sqrt(),
                (true, false) => low * 4.0,
                (false, _) => high / 4.0,
            };
        }
        x = next;
    }
    x
}

/// Wilson and Hilferty's cube of a normal variate (1931) where it is good, else the leading term
/// of the nearer tail.
fn first_guess(a: f64, hazard: f64) -> f64 {
    let cube_root = 1.0 - 1.0 / (9.0 * a) + normal_hazard_inverse(hazard) / (3.0 * a.sqrt());
    if a >= 0.5 && cube_root > 0.3 {
        return a * cube_root * cube_root * cube_root;
    }
    let lower = libm::log(-libm::expm1(-hazard)) + ln_gamma_1p(a);
    let leading = libm::exp(lower / a);
    if leading < 0.5 * (1.0 + a) {
        return leading;
    }
    (hazard - libm::lgamma(a)).max(0.5)
}

/// Both tails at one point, the one that was computed directly and what the other follows from.
struct Tails {
    a: f64,
    /// ln of x^a e^-x / Γ(a + 1).
    ln_factor: f64,
    way: Way,
}

enum Way {
    /// The point is 0.
    Zero,
    /// The point is infinite.
    Infinity,
    /// P = factor * series.
    Series { series: f64 },
    /// Q = factor * a * fraction.
    Fraction { fraction: f64 },
    /// P = factor * series, and Q by itself.
    Both { series: f64, upper: f64 },
}

impl Tails {
    fn at(a: f64, x: f64) -> Self {
        let (ln_factor, way) = if x <= 0.0 {
            (f64::NEG_INFINITY, Way::Zero)
        } else if x == f64::INFINITY {
            (f64::NEG_INFINITY, Way::Infinity)
        } else {
            (ln_factor(a, x), Way::at(a, x))
        };
        Self { a, ln_factor, way }
    }

    fn lower(&self) -> f64 {
        match self.way {
            Way::Zero => 0.0,
            Way::Infinity => 1.0,
            Way::Series { series } | Way::Both { series, .. } => libm::exp(self.ln_factor) * series,
            Way::Fraction { .. } => 1.0 - self.upper(),
        }
    }

    fn upper(&self) -> f64 {
        match self.way {
            Way::Zero => 1.0,
            Way::Infinity => 0.0,
            Way::Series { .. } => 1.0 - self.lower(),
            Way::Fraction { fraction } => libm::exp(self.ln_factor) * self.a * fraction,
            Way::Both { upper, .. } => upper,
        }
    }

    fn ln_lower(&self) -> f64 {
        match self.way {
            Way::Series { series } | Way::Both { series, .. } => self.ln_factor + libm::log(series),
            _ => libm::log1p(-self.upper()),
        }
    }

    fn ln_upper(&self) -> f64 {
        match self.way {
            Way::Fraction { fraction } => self.ln_factor + libm::log(self.a * fraction),
            _ => -self.hazard(),
        }
    }

    fn hazard(&self) -> f64 {
        match self.way {
            Way::Zero => 0.0,
            Way::Infinity => f64::INFINITY,
            Way::Fraction { .. } => -self.ln_upper(),
            Way::Series { .. } => -libm::log1p(-self.lower()),
            Way::Both { upper, .. } if upper < 0.5 => -libm::log(upper),
            Way::Both { .. } => -libm::log1p(-self.lower()),
        }
    }

    /// P over x times the density, the inverse slope of ln P in ln x.
    fn lower_over_slope(&self) -> f64 {
        match self.way {
            Way::Series { series } | Way::Both { series, .. } => series / self.a,
            _ => self.lower() / (self.a * libm::exp(self.ln_factor)),
        }
    }

    /// Q over x times the density, the inverse slope of -ln Q in ln x.
    fn upper_over_slope(&self) -> f64 {
        match self.way {
            Way::Fraction { fraction } => fraction,
            _ => self.upper() / (self.a * libm::exp(self.ln_factor)),
        }
    }
}

impl Way {
    fn at(a: f64, x: f64) -> Self {
        if a < 1.0 && x < 1.0 {
            let series = lower_series(a, x);
            let upper = small_upper(a, x);
            Self::Both { series, upper }
        } else if a >= 1.0 && x < a + 1.0 {
            Self::Series {
                series: lower_series(a, x),
            }
        } else {
            Self::Fraction {
                fraction: upper_fraction(a, x),
            }
        }
    }
}

/// ln of x^a e^-x / Γ(a + 1).
fn ln_factor(a: f64, x: f64) -> f64 {
    let away = (x - a) / a;
    let exponent = if away.abs() < 0.4 {
        ln_1p_minus(away)
    } else {
        libm::log(x / a) - away
    };
    a * exponent - stirling_error(a) - 0.5 * libm::log(2.0 * PI * a)
}

/// 1 + x/(a+1) + x^2/((a+1)(a+2)) + ...
fn lower_series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut below) = (1.0, 1.0, a);
    loop {
        below += 1.0;
        term *= x / below;
        sum += term;
        if term <= sum * EPSILON {
            return sum;
        }
    }
}

/// 1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- ..., by Lentz's forward evaluation.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut below = x + 1.0 - a;
    let mut d = 1.0 / below;
    let mut c = f64::INFINITY;
    let mut value = d;
    for n in 1..100_000 {
        let n = f64::from(n);
        let over = n * (a - n);
        below += 2.0;
        d = 1.0 / (below + over * d);
        c = below + over / c;
        let change = c * d;
        value *= change;
        if (change - 1.0).abs() <= 2.0 * EPSILON {
            break;
        }
    }
    value
}

/// Q(a, x) for a < 1 and x < 1: (1 - x^a/Γ(1+a)) - x^a/Γ(1+a) Σ a (-x)^n / ((a+n) n!), n from 1.
fn small_upper(a: f64, x: f64) -> f64 {
    let power = a * libm::log(x) - ln_gamma_1p(a);
    let (mut sum, mut term) = (0.0, 1.0);
    for n in 1..40 {
        let n = f64::from(n);
        term *= -x / n;
        sum += a * term / (a + n);
        if term.abs() <= EPSILON * sum.abs() {
            break;
        }
    }
    -libm::expm1(power) - libm::exp(power) * sum
}
