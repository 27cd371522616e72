//! Student's t law, through the incomplete beta function (Abramowitz and Stegun 1964, 26.7.1).

use super::beta::{Tails, Target, odds};

/// P(T <= t) of Student's t with `degrees` > 0 degrees of freedom.
#[must_use]
pub fn student_t_cdf(degrees: f64, t: f64) -> f64 {
    let square = t * t;
    let share = [degrees, square].map(|part| part / (degrees + square));
    let Tails { lower, upper, .. } = Tails::at(0.5 * degrees, 0.5, share);
    if t < 0.0 {
        0.5 * lower
    } else {
        0.5 + 0.5 * upper
    }
}

/// The t with P(T <= t) = `p` of Student's t with `degrees` > 0 degrees of freedom.
#[must_use]
pub fn student_t_quantile(degrees: f64, p: f64) -> f64 {
    if p > 0.5 {
        return -student_t_quantile(degrees, 1.0 - p);
    }
    let target = if p < 0.25 {
        Target::Lower(2.0 * p)
    } else {
        Target::Upper(1.0 - 2.0 * p)
    };
    -(degrees / odds(0.5 * degrees, 0.5, target)).sqrt()
}

#[cfg(test)]
mod tests {

    use super::super::assert_close;
    use super::*;

    /// Degrees of freedom, t and P(T <= t), from 60 digits.
    const VALUES: [(f64, f64, f64); 10] = [
        (1.0, -0.001, 0.4996816902199194),
        (1.0, 1.0, 0.75),
        (1.0, -1000.0, 0.0003183097800805589),
        (2.0, -4.3, 0.025028577058545796),
        (3.5, 0.7, 0.7361829288271605),
        (9.0, -2.262, 0.025006422751227313),
        (29.0, 2.045, 0.9749879620387941),
        (999.0, -3.3, 0.0005005156315279575),
        (9999.0, 1.96, 0.9749882384973949),
        (1000000.0, -5.0, 2.866998935445371e-07),
    ];

    #[test]
    fn the_cdf_and_its_quantiles_are_right() {
        for (degrees, t, p) in VALUES {
            let found = student_t_cdf(degrees, t);
            assert_close(&format!("P(T({degrees}) <= {t})"), found, p, 1e-14);
            let found = student_t_quantile(degrees, p);
            let slack = if t.abs() < 0.01 { 1e-12 } else { 1e-14 };
            assert_close(&format!("t({degrees}) of {p}"), found, t, slack);
        }
    }

    /// Two degrees of freedom have a closed form: t = c / sqrt(2 p (1 - p)), c = 2 p - 1.
    #[test]
    fn two_degrees_have_a_closed_form() {
        for p in [0.001_f64, 0.025, 0.3, 0.5, 0.6, 0.9, 0.975, 0.999] {
            let exact = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
            let error = (student_t_quantile(2.0, p) - exact).abs();
            assert!(
                error <= 1e-14 * (1.0 + exact.abs()),
                "t(2) of {p}: off by {error:e}"
            );
        }
    }

    #[test]
    fn agrees_with_statrs() {
        use statrs::distribution::{ContinuousCDF, StudentsT};
        // Its quantiles are found by a search with a tolerance of about 1e-9.
        for degrees in [1.0, 4.0, 19.0, 1999.0] {
            let theirs = StudentsT::new(0.0, 1.0, degrees).unwrap();
            for p in [0.005, 0.025, 0.2, 0.95, 0.975] {
                let expected = theirs.inverse_cdf(p);
                let what = format!("t({degrees}) of {p} by statrs");
                assert_close(&what, student_t_quantile(degrees, p), expected, 1e-8);
            }
        }
    }
}
