//! Lambert's W: the inverse of w e^w, its principal branch.

use std::f64::consts::E;

use super::stirling::ln_1p_minus;

/// What the double nearest to e leaves of it.
const E_REST: f64 = 1.445_646_891_729_250_2e-16;

/// The w of at least -1 with w e^w = `x`, for `x` of at least -1/e; not a number below.
///
/// Near -1/e a relative error of x is far greater in 1 + w: where the distance from there is what
/// is known, [`lambert_w0_1p`] keeps its digits.
///
/// Source: Corless, Gonnet, Hare, Jeffrey and Knuth (1996), On the Lambert W function; the
/// iteration of Iacono and Boyd (2017), equation 8, from Winitzki's guess (2003).
#[must_use]
pub fn lambert_w0(x: f64) -> f64 {
    if x < -0.25 {
        return left_of_a_quarter(x);
    }
    if x == 0.0 || x == f64::INFINITY || x.is_nan() {
        return x;
    }
    let line = libm::log1p(x);
    let guess = line * (1.0 - libm::log1p(line) / (2.0 + line));
    // Four steps from 4 %, each the square of the last.
    (0..4).fold(guess, |w, _| w / (1.0 + w) * (1.0 + libm::log(x / w)))
}

/// By e x + 1, which is found without loss.
fn left_of_a_quarter(x: f64) -> f64 {
    let above = libm::fma(E, x, 1.0) + E_REST * x;
    // The double nearest to -1/e lies a little below it.
    if above < -super::EPSILON {
        return f64::NAN;
    }
    lambert_w0_1p(-libm::log1p(-above.max(0.0))) - 1.0
}

/// 1 + W0(-e^(-1 - y)) for `y` of 0 or more, with full relative accuracy near 0.
///
/// It is the v in `0 ..= 1` with -ln(1 - v) - v = y, found by Newton's method from the series in
/// √(2 (1 - e^-y)) (Corless et al. 1996, equation 4.22).
#[must_use]
pub fn lambert_w0_1p(y: f64) -> f64 {
    if y > 1.0 {
        return 1.0 + lambert_w0(-libm::exp(-1.0 - y));
    }
    if y <= 0.0 {
        return 0.0;
    }
    let p = (-2.0 * libm::expm1(-y)).sqrt();
    let mut v = p * BRANCH.iter().rev().fold(0.0, |sum, c| sum * p + c);
    // Five steps from 4 %, each less than four times the square of the last.
    for _ in 0..5 {
        v += (y + ln_1p_minus(-v)) * (1.0 - v) / v;
    }
    v
}

/// W0 = -1 + p (1 - p/3 + ...) about the branch point.
const BRANCH: [f64; 5] = [1.0, -1.0 / 3.0, 11.0 / 72.0, -43.0 / 540.0, 769.0 / 17280.0];

#[cfg(test)]
mod tests {

    use super::super::assert_close;
    use super::*;

    /// x and W0(x), from 60 digits.
    const VALUES: [(f64, f64); 17] = [
        (1e-300, 1e-300),
        (1e-09, 9.999999990000001e-10),
        (0.01, 0.009901473843595012),
        (0.5, 0.35173371124919584),
        (1.0, 0.5671432904097838),
        (E, 1.0),
        (10.0, 1.7455280027406994),
        (100000.0, 9.284571428622108),
        (1e+100, 224.8431064451185),
        (1.7e+308, 703.1712364514887),
        (-1e-12, -1.000000000001e-12),
        (-0.1, -0.11183255915896297),
        (-0.25, -0.3574029561813889),
        (-0.2500001, -0.35740317865552645),
        (-0.3, -0.4894022271802149),
        (-0.36, -0.8060843159708176),
        (-0.367879441, -0.9999694706982086),
    ];

    /// y and 1 + W0(-e^(-1 - y)), from 60 digits.
    const FROM_BRANCH: [(f64, f64); 9] = [
        (1e-12, 1.414212895706507e-06),
        (1e-06, 0.0014135469742886646),
        (0.001, 0.044057192259048084),
        (0.1, 0.38318316820829484),
        (0.5, 0.698290437315664),
        (1.0, 0.8414056604369606),
        (1.0000001, 0.8414056792856962),
        (2.5, 0.9688470729846917),
        (30.0, 0.9999999999999656),
    ];

    #[test]
    fn values_are_right() {
        for (x, w) in VALUES {
            assert_close(&format!("W0({x})"), lambert_w0(x), w, 1e-15);
        }
        for (y, v) in FROM_BRANCH {
            assert_close(&format!("1 + W0(-e^(-1 - {y}))"), lambert_w0_1p(y), v, 1e-15);
        }
    }

    /// To 1e-14, in which an error of w counts 1 + w times.
    #[test]
    fn it_is_the_inverse_of_w_e_w() {
        for step in -999..4000 {
            let w = f64::from(step) / 1000.0;
            let x = w * libm::exp(w);
            let again = lambert_w0(x) * libm::exp(lambert_w0(x));
            assert!((again - x).abs() <= 1e-14 * x.abs(), "W0({x}) e^W0({x}) is {again}");
        }
    }

    #[test]
    fn the_branch_ends_at_minus_one() {
        let nearest = -1.0 / E;
        assert_eq!(lambert_w0(nearest), -1.0);
        assert_eq!(lambert_w0_1p(0.0), 0.0);
        assert!(lambert_w0(nearest - 1e-15).is_nan(), "nothing lies below");
        // One step of a double above it: 1 + W0 is √(2 (1 + e x)).
        let beside = nearest.next_up();
        let above = libm::fma(E, beside, 1.0) + E_REST * beside;
        assert_close("beside", 1.0 + lambert_w0(beside), (2.0 * above).sqrt(), 1e-7);
        assert!(lambert_w0(f64::NAN).is_nan());
        assert_eq!([0.0, f64::INFINITY].map(lambert_w0), [0.0, f64::INFINITY]);
    }
}
