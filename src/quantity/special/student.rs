//! Student's t law, through the incomplete beta function (Abramowitz and Stegun 1964, 26.7.1).

use super::beta::{beta_lower, beta_quantile};

/// P(T <= t) of Student's t with `degrees` > 0 degrees of freedom.
#[must_use]
pub fn student_t_cdf(degrees: f64, t: f64) -> f64 {
    let square = t * t;
    if square < degrees {
        let half_centre = 0.5 * beta_lower(0.5, 0.5 * degrees, square / (degrees + square));
        return if t < 0.0 {
            0.5 - half_centre
        } else {
            0.5 + half_centre
        };
    }
    let tail = 0.5 * beta_lower(0.5 * degrees, 0.5, degrees / (degrees + square));
    if t < 0.0 { tail } else { 1.0 - tail }
}

/// The t with P(T <= t) = `p` of Student's t with `degrees` > 0 degrees of freedom.
#[must_use]
pub fn student_t_quantile(degrees: f64, p: f64) -> f64 {
    if p > 0.5 {
        return -student_t_quantile(degrees, 1.0 - p);
    }
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let centre = 1.0 - 2.0 * p;
    if centre < 0.5 {
        let x = beta_quantile(0.5, 0.5 * degrees, centre);
        -(degrees * x / (1.0 - x)).sqrt()
    } else {
        let x = beta_quantile(0.5 * degrees, 0.5, 2.0 * p);
        -(degrees * (1.0 - x) / x).sqrt()
    }
}
