//! The triangular law: a density that rises from `min` to `mode` and falls to `max`, in straight
//! lines. 1 - S(t) = (t - min)^2 / ((max - min)(mode - min)) up to the mode, and
//! S(t) = (max - t)^2 / ((max - min)(max - mode)) from it on.

use std::fmt;

use super::numeric::{Bracket, Tangent, root};
use super::{LawProblem, Lifetime, parameter};
use crate::quantity::Span;
use crate::quantity::text::write_span;

/// A triangular law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    min: f64,
    mode: f64,
    max: f64,
}

impl Triangular {
    /// By its least, likeliest and greatest time.
    ///
    /// # Errors
    /// When they are not `0 <= min <= mode <= max < inf` with `min < max`.
    pub fn new(min: Span, mode: Span, max: Span) -> Result<Self, LawProblem> {
        let min = parameter::not_negative("min", min)?;
        let mode = parameter::not_negative("mode", mode)?;
        let max = parameter::positive("max", max)?;
        if min >= max {
            return Err(out_of_order("max", max, min));
        }
        if mode < min {
            return Err(out_of_order("mode", mode, min));
        }
        if mode > max {
            return Err(out_of_order("max", max, mode));
        }
        Ok(Self {
            min: min.seconds(),
            mode: mode.seconds(),
            max: max.seconds(),
        })
    }

    fn width(&self) -> f64 {
        self.max - self.min
    }

    fn rise(&self) -> f64 {
        self.mode - self.min
    }

    fn fall(&self) -> f64 {
        self.max - self.mode
    }

    /// The t on the rising side with P(T <= t) = `dead`.
    fn rising(&self, dead: f64) -> f64 {
        (self.min + (dead * self.width() * self.rise()).sqrt()).min(self.mode)
    }

    /// The t on the falling side with P(T > t) = `alive`.
    fn falling(&self, alive: f64) -> f64 {
        (self.max - (alive * self.width() * self.fall()).sqrt()).max(self.mode)
    }
}

fn out_of_order(parameter: &'static str, found: Span, before: Span) -> LawProblem {
    let (found, before) = (write_span(found), write_span(before));
    LawProblem {
        parameter,
        problem: format!("`min`, `mode`, `max` must ascend, but {found} comes after {before}"),
    }
}

impl Lifetime for Triangular {
    fn mean(&self) -> f64 {
        self.min + (self.rise() + self.width()) / 3.0
    }

    fn std_dev(&self) -> f64 {
        let (rise, fall) = (self.rise(), self.fall());
        ((rise * rise + rise * fall + fall * fall) / 18.0).sqrt()
    }

    fn survival(&self, t: f64) -> f64 {
        if t <= self.mode {
            1.0 - self.cdf(t)
        } else {
            let left = (self.max - t).max(0.0);
            left / self.width() * (left / self.fall())
        }
    }

    fn cdf(&self, t: f64) -> f64 {
        if t <= self.min {
            0.0
        } else if t <= self.mode {
            let gone = t - self.min;
            gone / self.width() * (gone / self.rise())
        } else {
            1.0 - self.survival(t)
        }
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        if t <= self.mode {
            -libm::log1p(-self.cdf(t))
        } else {
            -libm::log(self.survival(t))
        }
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        let dead = -libm::expm1(-hazard);
        if dead * self.width() <= self.rise() {
            self.rising(dead)
        } else {
            self.falling(libm::exp(-hazard))
        }
    }

    fn sample(&self, uniform: f64) -> f64 {
        if uniform * self.width() < self.fall() {
            self.falling(uniform)
        } else {
            self.rising(1.0 - uniform)
        }
    }

    /// With x = t - min on the rising side, mean (1 - S*) = (min x^2 + 2/3 x^3) / (width rise);
    /// with x = max - t on the falling side, mean S* = (max x^2 - 2/3 x^3) / (width fall).
    fn length_biased(&self, uniform: f64) -> f64 {
        let (rise, fall) = (self.rise(), self.fall());
        let dead = (1.0 - uniform) * self.mean() * self.width();
        if dead <= rise * (self.min + 2.0 / 3.0 * rise) {
            let x = cubic_root(rise, dead * rise, [self.min, 2.0 / 3.0]);
            self.min + x
        } else {
            let alive = uniform * self.mean() * self.width();
            let x = cubic_root(fall, alive * fall, [self.max, -2.0 / 3.0]);
            self.max - x
        }
    }
}

/// The x in `0 ..= high` with `square` x^2 + `cube` x^3 = `goal`, the left side rising.
fn cubic_root(high: f64, goal: f64, [square, cube]: [f64; 2]) -> f64 {
    let tangent = |x: f64| Tangent {
        value: x * x * (square + cube * x) - goal,
        slope: x * (2.0 * square + 3.0 * cube * x),
    };
    root(Bracket { low: 0.0, high }, high, tangent)
}

impl fmt::Display for Triangular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [min, mode, max] =
            [self.min, self.mode, self.max].map(|t| write_span(Span::from_seconds(t)));
        write!(
            f,
            "Triangular(min: \"{min}\", mode: \"{mode}\", max: \"{max}\")"
        )
    }
}
