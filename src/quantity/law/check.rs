//! Identities that every law keeps, and samples to hold against other libraries'.

use rand::RngExt;
use rand::SeedableRng;
use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Law;
use crate::quantity::Span;

/// How closely a law is held to its identities.
#[derive(Clone, Copy)]
pub(super) struct Demand {
    /// Relative error of a hazard after the way there and back, at hazards from `least` to `most`.
    pub round_trip: f64,
    pub least: f64,
    pub most: f64,
    /// The least upper tail that a length-biased life is held to.
    pub least_tail: f64,
    /// Relative error of moments and of length-biased tails.
    pub integrals: f64,
}

/// For a law that is smooth on 0 .. inf.
pub(super) const SMOOTH: Demand =
    Demand { round_trip: 1e-12, least: 1e-15, most: 700.0, least_tail: 1e-12, integrals: 1e-10 };

/// For a law whose density has ends: near them a double says little about the hazard, and sums over
/// a kink converge slowly.
pub(super) const BOUNDED: Demand =
    Demand { round_trip: 1e-12, least: 1e-3, most: 5.0, least_tail: 1e-5, integrals: 1e-6 };

pub(super) fn hours(hours: f64) -> Span {
    Span::from_hours(hours)
}

#[track_caller]
pub(super) fn close(what: &str, found: f64, expected: f64, relative: f64) {
    let error = if found == expected { 0.0 } else { ((found - expected) / expected).abs() };
    assert!(
        error <= relative,
        "{what}: {found:e} is not {expected:e} (relative error {error:.2e}, allowed {relative:e})"
    );
}

/// Every identity of a continuous law.
pub(super) fn keeps_identities(law: &Law, demand: Demand) {
    hazards_come_back(law, demand);
    tails_are_of_one_law(law);
    samples_invert_survival(law);
    moments_are_integrals(law, demand);
    residual_lives_are_conditional(law);
    length_biased_tails_are_integrals(law, demand);
}

fn hazards_come_back(law: &Law, demand: Demand) {
    let mut hazard = demand.least;
    let mut before = Span::ZERO;
    while hazard <= demand.most {
        let t = law.inverse_hazard(hazard);
        assert!(t > before, "{law}: a greater hazard takes longer");
        let back = law.cumulative_hazard(t);
        close(&format!("{law}: H at {t:?}"), back, hazard, demand.round_trip);
        before = t;
        hazard *= 1.37;
    }
    let end = law.inverse_hazard(f64::INFINITY);
    assert!(end >= before, "{law}: nothing comes after the end");
    assert_eq!(law.cumulative_hazard(end), f64::INFINITY, "{law}");
    assert_eq!(law.cumulative_hazard(Span::ZERO), 0.0, "{law}");
    assert_eq!(law.survival(Span::FOREVER), 0.0, "{law}");
    assert_eq!(law.cdf(Span::FOREVER), 1.0, "{law}");
}

fn tails_are_of_one_law(law: &Law) {
    for hazard in [1e-12, 1e-6, 0.01, 0.3, 0.69, 0.7, 1.5, 5.0, 30.0, 600.0] {
        let t = law.inverse_hazard(hazard);
        let hazard = law.cumulative_hazard(t);
        // An error of 1e-13 of the hazard is that times the hazard in the tail.
        let allowed = 1e-13 * (1.0 + hazard);
        let what = format!("{law} at {t:?}");
        let survival = law.survival(t);
        close(&what, survival, libm::exp(-hazard), allowed);
        close(&what, law.cdf(t), -libm::expm1(-hazard), allowed);
    }
}

fn samples_invert_survival(law: &Law) {
    for uniform in [1e-300, 1e-20, 1e-9, 0.01, 0.3, 0.5, 0.8, 0.999, 1.0 - 1e-12] {
        let sample = law.sample(uniform).seconds();
        let other = law.inverse_hazard(-libm::log(uniform)).seconds();
        close(&format!("{law}: sample({uniform:e})"), sample, other, 1e-12);
    }
}

/// E[T] = ∫ H⁻¹(h) exp(-h) dh, and E[(T - mean)^2] likewise.
fn moments_are_integrals(law: &Law, demand: Demand) {
    let mean = law.mean().seconds();
    let found = integral_from(0.0, |h| law.inverse_hazard(h).seconds());
    close(&format!("{law}: mean"), mean, found, demand.integrals);
    let variance = integral_from(0.0, |h| {
        let off = law.inverse_hazard(h).seconds() - mean;
        off * off
    });
    let found = variance.sqrt();
    let std_dev = law.std_dev().seconds();
    close(&format!("{law}: standard deviation"), std_dev, found, demand.integrals);
}

fn residual_lives_are_conditional(law: &Law) {
    for lived in [0.0, 1e-6, 0.1, 1.0, 4.0] {
        let age = law.inverse_hazard(lived);
        for uniform in [1e-6, 0.2, 0.7, 0.999] {
            let end = law.fails_at_age(age, uniform);
            assert!(end >= age, "{law}: nothing fails before its age");
            let conditional = law.survival(end) / law.survival(age);
            close(&format!("{law}: beyond {age:?}"), conditional, uniform, 1e-6);
        }
    }
    let end = law.inverse_hazard(f64::INFINITY);
    assert!(law.fails_at_age(end, 0.5) >= end, "{law}: at its end");
}

/// P(T* > t) = ∫ from H(t) of H⁻¹(h) exp(-h) dh over the mean.
fn length_biased_tails_are_integrals(law: &Law, demand: Demand) {
    for uniform in [demand.least_tail, 1e-3, 0.2, 0.5, 0.7, 0.95, 0.999] {
        let t = law.length_biased(uniform);
        let start = law.cumulative_hazard(t);
        let tail = integral_from(start, |h| law.inverse_hazard(h).seconds());
        let found = tail / law.mean().seconds();
        let what = format!("{law}: length-biased tail at {uniform:e}");
        close(&what, found, uniform, demand.integrals * 10.0);
    }
}

/// ∫ f(h) exp(-h) dh from `start`, by the trapezoidal rule in ln(h - start), which converges faster
/// than any power of the step where f is smooth.
fn integral_from(start: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: i32 = 100;
    let term = |step: i32| {
        let over = libm::exp(f64::from(step) / f64::from(STEPS));
        f(start + over) * libm::exp(-start - over) * over
    };
    (-45 * STEPS..=5 * STEPS).map(term).sum::<f64>() / f64::from(STEPS)
}

/// A named stream of uniform numbers in (0, 1).
pub(super) fn stream(seed: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

/// Hypothesis: the law's samples and `theirs`, 20,000 of each, are of one law. Refused when the
/// Kolmogorov-Smirnov distance is beyond 0.02225, which chance does once in 10,000 times.
pub(super) fn agrees_with_samples(law: &Law, seed: u64, theirs: impl Distribution<f64>) {
    const N: usize = 20_000;
    let mut numbers = stream(seed);
    let mut sorted = |draw: &mut dyn FnMut(&mut Xoshiro256PlusPlus) -> f64| {
        let mut values: Vec<f64> = (0..N).map(|_| draw(&mut numbers)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let ours = sorted(&mut |numbers| law.sample(open(numbers.random())).seconds());
    let others = sorted(&mut |numbers| theirs.sample(numbers));
    let gap = |(rank, value): (usize, &f64)| {
        let other = others.partition_point(|o| o <= value);
        (rank as f64 + 1.0 - other as f64).abs() / N as f64
    };
    let distance = ours.iter().enumerate().map(gap).fold(0.0, f64::max);
    assert!(distance < 0.022_25, "{law}, seed {seed}: distance {distance}");
}

/// A uniform number in [0, 1) moved to (0, 1).
fn open(uniform: f64) -> f64 {
    uniform.max(f64::MIN_POSITIVE)
}
