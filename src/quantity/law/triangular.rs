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
        Ok(Self { min: min.seconds(), mode: mode.seconds(), max: max.seconds() })
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
        } else if t < self.max {
            let left = self.max - t;
            left / self.width() * (left / self.fall())
        } else {
            0.0
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
        if t <= self.mode { -libm::log1p(-self.cdf(t)) } else { -libm::log(self.survival(t)) }
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
        write!(f, "Triangular(min: \"{min}\", mode: \"{mode}\", max: \"{max}\")")
    }
}

#[cfg(test)]
mod tests {

    use statrs::distribution::ContinuousCDF;
    use statrs::statistics::Distribution;

    use super::super::Law;
    use super::super::check::{
        BOUNDED, Demand, agrees_with_samples, close, hours, keeps_identities,
    };
    use super::*;

    fn law([min, mode, max]: [f64; 3]) -> Law {
        Law::Triangular(Triangular::new(hours(min), hours(mode), hours(max)).unwrap())
    }

    #[test]
    fn it_keeps_the_identities() {
        let integrals = 1e-5;
        for corners in [[1.0, 2.0, 5.0], [1.0, 1.0, 5.0], [1.0, 5.0, 5.0], [0.0, 1.0, 1.5]] {
            keeps_identities(&law(corners), Demand { integrals, ..BOUNDED });
        }
    }

    #[test]
    fn it_agrees_with_statrs() {
        let law = law([1.0, 2.0, 5.0]);
        let theirs = statrs::distribution::Triangular::new(1.0, 5.0, 2.0).unwrap();
        close("mean", law.mean().hours(), theirs.mean().unwrap(), 1e-15);
        close("std_dev", law.std_dev().hours(), theirs.std_dev().unwrap(), 1e-14);
        for t in [0.5, 1.5, 2.0, 3.0, 4.9, 6.0] {
            close("cdf", law.cdf(hours(t)), theirs.cdf(t), 1e-13);
            close("survival", law.survival(hours(t)), theirs.sf(t), 1e-13);
        }
    }

    #[test]
    fn it_agrees_with_rand_distr() {
        let theirs = rand_distr::Triangular::new(3600.0, 18_000.0, 7200.0).unwrap();
        agrees_with_samples(&law([1.0, 2.0, 5.0]), 61, theirs);
    }

    /// With min = mode = 0 and max = 1: S* = 1 - 3 t^2 + 2 t^3, which is 1/2 at t = 1/2.
    #[test]
    fn a_falling_one_has_a_known_median_when_length_biased() {
        let law = law([0.0, 0.0, 1.0]);
        close("median", law.length_biased(0.5).hours(), 0.5, 1e-12);
        // A rising one: S* = 1 - t^3.
        let rising = super::tests::law([0.0, 1.0, 1.0]);
        close("tenth", rising.length_biased(0.9).hours(), libm::cbrt(0.1), 1e-12);
    }

    #[test]
    fn its_ends_are_its_ends() {
        let law = law([1.0, 2.0, 5.0]);
        assert_eq!(law.inverse_hazard(0.0), hours(1.0));
        assert_eq!(law.inverse_hazard(f64::INFINITY), hours(5.0));
        assert_eq!(law.cumulative_hazard(hours(7.0)), f64::INFINITY);
        assert_eq!(law.fails_at_age(hours(7.0), 0.5), hours(7.0));
        let text = "Triangular(min: \"1h\", mode: \"2h\", max: \"5h\")";
        assert_eq!(law.to_string(), text);
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        let refused = |[min, mode, max]: [f64; 3]| {
            let law = Triangular::new(hours(min), hours(mode), hours(max));
            let problem = law.unwrap_err();
            (problem.parameter, problem.problem)
        };
        let order = |found, before| {
            format!("`min`, `mode`, `max` must ascend, but {found} comes after {before}")
        };
        assert_eq!(refused([2.0, 2.0, 2.0]), ("max", order("2h", "2h")));
        assert_eq!(refused([2.0, 1.0, 3.0]), ("mode", order("1h", "2h")));
        assert_eq!(refused([2.0, 4.0, 3.0]), ("max", order("3h", "4h")));
        assert_eq!(refused([-1.0, 4.0, 3.0]).0, "min");
    }
}
