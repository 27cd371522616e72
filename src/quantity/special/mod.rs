//! Special functions whose results do not depend on the platform (all built on `libm`).
//!
//! Arguments stand in the order of the literature (parameters first, then the point), since that
//! is where a reader compares them. Accuracy is that of double precision times the conditioning of
//! the function: relative errors of a few 1e-15, growing in the far tails with the logarithm of
//! the result. Every function is tested against values computed with 40 digits.

mod beta;
mod gamma;
mod lambert;
mod normal;
mod remainder;
mod stirling;
mod student;

pub use beta::{beta_lower, beta_quantile, beta_upper, beta_upper_quantile};
pub use gamma::{
    gamma_hazard, gamma_hazard_inverse, gamma_lower, gamma_quantile, gamma_upper,
    gamma_upper_quantile,
};
pub use lambert::{lambert_w0, lambert_w0_1p};
pub use normal::{
    normal_cdf, normal_hazard, normal_hazard_inverse, normal_quantile, normal_upper,
    normal_upper_quantile,
};
pub use remainder::{exp_beyond_line, sinh_beyond_line};
pub use stirling::{gamma_1p, ln_binomial, ln_gamma, ln_gamma_1p};
pub use student::{student_t_cdf, student_t_quantile};

/// Half a unit in the last place of 1: where series and continued fractions have converged.
const EPSILON: f64 = f64::EPSILON / 2.0;

#[cfg(test)]
/// Asserts that two numbers agree within a relative error.
fn assert_close(what: &str, found: f64, expected: f64, relative: f64) {
    let error = if found == expected { 0.0 } else { ((found - expected) / expected).abs() };
    assert!(
        error <= relative,
        "{what}: {found:e} is not {expected:e} (relative error {error:.2e}, allowed {relative:e})"
    );
}
