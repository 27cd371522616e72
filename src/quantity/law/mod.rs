//! Laws of time: one distribution a file, one uniform number a variate.
//!
//! Every law is known by its cumulative hazard `H(t) = -ln P(T > t)` and its inverse, so that a
//! clock is a hazard budget and a residual life is exact for every law. Inside this module times
//! are plain seconds.

mod bathtub;
mod empirical;
mod exponential;
mod fixed;
mod gamma;
mod hyperexponential;
mod log_normal;
mod numeric;
mod parameter;
mod triangular;
mod uniform;
mod weibull;

#[cfg(test)]
mod check;

use std::fmt;

pub use bathtub::Bathtub;
pub use empirical::Empirical;
pub use gamma::Gamma;
pub use hyperexponential::Hyperexponential;
pub use log_normal::LogNormal;
pub use numeric::GAUSS_LEGENDRE;
pub use parameter::{Cv, LawProblem, Shape, Sigma, Weight};
pub use triangular::Triangular;
pub use uniform::Uniform;
pub use weibull::Weibull;

use super::{Probability, Rate, Span};
use exponential::Exponential;
use fixed::Fixed;

/// A probability law of a non-negative time, its parameters checked.
///
/// Two variants hold bare spans: build them by [`Law::fixed`] and [`Law::exponential`], which
/// check them.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Always the same: finite.
    Fixed(Span),
    /// Memoryless, with this mean: positive and finite.
    Exponential {
        /// The mean time.
        mean: Span,
    },
    Weibull(Weibull),
    LogNormal(LogNormal),
    Gamma(Gamma),
    Uniform(Uniform),
    Triangular(Triangular),
    Hyperexponential(Hyperexponential),
    Empirical(Empirical),
    Bathtub(Box<Bathtub>),
}

const _: () = assert!(size_of::<Law>() <= 64, "a law stays small");
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Law>();
};

/// What every law can do; times in seconds, `inf` for never.
trait Lifetime: fmt::Display {
    fn mean(&self) -> f64;

    fn std_dev(&self) -> f64;

    /// The constant hazard a second, where it is constant.
    fn memoryless(&self) -> Option<f64> {
        None
    }

    /// P(T > t).
    fn survival(&self, t: f64) -> f64 {
        libm::exp(-self.cumulative_hazard(t))
    }

    /// P(T <= t), accurate when small.
    fn cdf(&self, t: f64) -> f64 {
        -libm::expm1(-self.cumulative_hazard(t))
    }

    /// -ln P(T > t).
    fn cumulative_hazard(&self, t: f64) -> f64;

    /// The smallest t with H(t) >= `hazard`; at 0 the first t that anything can happen after.
    fn inverse_hazard(&self, hazard: f64) -> f64;

    /// The t with P(T > t) = `uniform`.
    fn sample(&self, uniform: f64) -> f64 {
        self.inverse_hazard(-libm::log(uniform))
    }

    /// The age, at least `age`, at which what has lived to `age` fails.
    fn fails_at_age(&self, age: f64, uniform: f64) -> f64 {
        let budget = -libm::log(uniform);
        self.inverse_hazard(self.cumulative_hazard(age) + budget).max(age)
    }

    /// The t with P(T* > t) = `uniform`, T* having the density t f(t) / mean.
    fn length_biased(&self, uniform: f64) -> f64;
}

/// Calls a method of the law inside a [`Law`], without a virtual call.
macro_rules! of_law {
    ($law:expr, $inner:ident => $call:expr) => {
        match $law {
            Law::Fixed(span) => {
                let $inner = &Fixed(span.seconds());
                $call
            }
            Law::Exponential { mean } => {
                let $inner = &Exponential(mean.seconds());
                $call
            }
            Law::Weibull($inner) => $call,
            Law::LogNormal($inner) => $call,
            Law::Gamma($inner) => $call,
            Law::Uniform($inner) => $call,
            Law::Triangular($inner) => $call,
            Law::Hyperexponential($inner) => $call,
            Law::Empirical($inner) => $call,
            Law::Bathtub($inner) => $call,
        }
    };
}

impl Law {
    /// Always `span`.
    ///
    /// # Errors
    /// When `span` is negative, infinite or not a number.
    pub fn fixed(span: Span) -> Result<Self, LawProblem> {
        parameter::not_negative("span", span).map(Self::Fixed)
    }

    /// The exponential law with this mean.
    ///
    /// # Errors
    /// When `mean` is not positive and finite.
    pub fn exponential(mean: Span) -> Result<Self, LawProblem> {
        let mean = parameter::positive("mean", mean)?;
        Ok(Self::Exponential { mean })
    }

    /// The exponential law with this hazard.
    ///
    /// # Errors
    /// When `rate` is not positive and finite, or so small that the mean is not finite.
    pub fn exponential_rate(rate: Rate) -> Result<Self, LawProblem> {
        let per_second = rate.as_per_second();
        let mean = 1.0 / per_second;
        if per_second > 0.0 && per_second < f64::INFINITY && mean < f64::INFINITY {
            return Ok(Self::Exponential { mean: Span::from_seconds(mean) });
        }
        Err(LawProblem {
            parameter: "rate",
            problem: format!("a rate is more than 0 and finite, not {per_second} a second"),
        })
    }

    /// The exponential law under which the event happens `within` a time with `probability` p:
    /// its rate is -ln(1 - p) over that time.
    ///
    /// # Errors
    /// When `probability` is 0 or 1, or `within` is not positive and finite.
    pub fn exponential_within(probability: Probability, within: Span) -> Result<Self, LawProblem> {
        let p = probability.get();
        if !(p > 0.0 && p < 1.0) {
            return Err(LawProblem {
                parameter: "probability",
                problem: format!("a probability within a time lies between 0 and 1, not at {p}"),
            });
        }
        let within = parameter::positive("within", within)?;
        let mean = within / -libm::log1p(-p);
        parameter::positive("probability", mean).map(|mean| Self::Exponential { mean }).map_err(
            |_| LawProblem {
                parameter: "probability",
                problem: format!("{p} is too small to tell from 0"),
            },
        )
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> Span {
        Span::from_seconds(of_law!(self, law => law.mean()))
    }

    /// The standard deviation.
    #[must_use]
    pub fn std_dev(&self) -> Span {
        Span::from_seconds(of_law!(self, law => law.std_dev()))
    }

    /// The constant hazard, if this law is memoryless.
    #[must_use]
    pub fn memoryless(&self) -> Option<Rate> {
        of_law!(self, law => law.memoryless()).map(Rate::per_second)
    }

    /// P(T > t), right-continuous.
    #[must_use]
    pub fn survival(&self, t: Span) -> f64 {
        of_law!(self, law => law.survival(t.seconds()))
    }

    /// P(T <= t), accurate when it is small.
    #[must_use]
    pub fn cdf(&self, t: Span) -> f64 {
        of_law!(self, law => law.cdf(t.seconds()))
    }

    /// The variate that belongs to one uniform number in `(0, 1)`: the time `t` with
    /// `P(T > t) = uniform`.
    #[must_use]
    pub fn sample(&self, uniform: f64) -> Span {
        Span::from_seconds(of_law!(self, law => law.sample(uniform)))
    }

    /// The cumulative hazard used up by `age`: infinite where nothing lives that long.
    #[must_use]
    pub fn cumulative_hazard(&self, age: Span) -> f64 {
        of_law!(self, law => law.cumulative_hazard(age.seconds()))
    }

    /// The age at which the cumulative hazard first reaches `hazard`, `0 ..= inf`. At 0 it is the
    /// age before which nothing fails.
    #[must_use]
    pub fn inverse_hazard(&self, hazard: f64) -> Span {
        Span::from_seconds(of_law!(self, law => law.inverse_hazard(hazard)))
    }

    /// The age at which something that has lived to `age` fails, for one uniform number in
    /// `(0, 1)`; never less than `age`.
    #[must_use]
    pub fn fails_at_age(&self, age: Span, uniform: f64) -> Span {
        Span::from_seconds(of_law!(self, law => law.fails_at_age(age.seconds(), uniform)))
    }

    /// A length-biased variate: the whole life that a random point in time falls into, with
    /// density `t f(t) / mean`, for one uniform number in `(0, 1)`, its upper tail.
    #[must_use]
    pub fn length_biased(&self, uniform: f64) -> Span {
        Span::from_seconds(of_law!(self, law => law.length_biased(uniform)))
    }
}

impl fmt::Display for Law {
    /// As a scenario writes it (but for [`Law::Empirical`], which has forgotten its file).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        of_law!(self, law => law.fmt(f))
    }
}

#[cfg(test)]
mod tests {
    use super::check::hours;
    use super::*;

    fn extremes() -> Vec<Law> {
        let weibull = |shape| Weibull::with_mean(Shape(shape), hours(1.0)).unwrap();
        let gamma = |shape| Law::Gamma(Gamma::with_mean(Shape(shape), hours(1.0)).unwrap());
        let log_normal = |cv| Law::LogNormal(LogNormal::with_mean(hours(1.0), Cv(cv)).unwrap());
        let bathtub = |infant, wear_out| {
            let law = Bathtub::new(weibull(infant), hours(1.0), weibull(wear_out));
            Law::Bathtub(Box::new(law.unwrap()))
        };
        let phases = vec![(Weight(1e-12), hours(1e9)), (Weight(1.0), hours(1e-9))];
        vec![
            Law::Weibull(weibull(0.01)),
            Law::Weibull(weibull(1000.0)),
            gamma(0.01),
            gamma(10_000.0),
            log_normal(1e-6),
            log_normal(1e6),
            bathtub(0.01, 1000.0),
            bathtub(0.5, 0.5),
            Law::Hyperexponential(Hyperexponential::new(phases).unwrap()),
        ]
    }

    #[test]
    fn extreme_parameters_and_arguments_give_ordered_times() {
        for law in extremes() {
            assert!(law.std_dev() >= Span::ZERO, "{law}: {:?}", law.std_dev());
            let mut before = [Span::FOREVER; 3];
            for uniform in [1e-300, 1e-16, 1e-4, 0.4, 0.6, 0.99, 1.0 - 1e-16] {
                let age = law.inverse_hazard(0.3);
                let times = [
                    law.sample(uniform),
                    law.fails_at_age(age, uniform),
                    law.length_biased(uniform),
                ];
                for (time, before) in times.iter().zip(before) {
                    let in_order = *time <= before && *time >= Span::ZERO;
                    assert!(in_order, "{law} at {uniform:e}: {times:?} after {before:?}");
                }
                assert!(times[1] >= age, "{law}: nothing fails before its age");
                before = times;
            }
        }
    }

    /// The hazard of ages that no life reaches, and the other way round.
    #[test]
    fn the_ends_of_time_are_kept() {
        for law in extremes() {
            assert_eq!(law.cumulative_hazard(Span::ZERO), 0.0, "{law}");
            assert_eq!(law.cumulative_hazard(Span::FOREVER), f64::INFINITY, "{law}");
            assert_eq!(law.inverse_hazard(0.0), Span::ZERO, "{law}");
            assert_eq!(law.inverse_hazard(f64::INFINITY), Span::FOREVER, "{law}");
            assert_eq!((law.survival(Span::FOREVER), law.cdf(Span::FOREVER)), (0.0, 1.0));
        }
    }
}
