//! The gamma function: its logarithm, and what is left of Stirling's formula.

use std::f64::consts::PI;

/// ln Γ(x), for x > 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// ln Γ(1 + x) for x > -1/2, with full relative accuracy near 0.
///
/// Source: Abramowitz and Stegun (1964), 6.1.33, up to |x| = 1/2.
#[must_use]
pub fn ln_gamma_1p(x: f64) -> f64 {
    if x.abs() > 0.5 {
        return libm::lgamma(1.0 + x);
    }
    let series = ZETA_TERMS.iter().rev().fold(0.0, |sum, c| c - x * sum);
    x * ONE_MINUS_EULER - libm::log1p(x) + x * x * series
}

/// Γ(1 + x) for x of 0 or more.
#[must_use]
pub fn gamma_1p(x: f64) -> f64 {
    if x > 0.5 { libm::tgamma(1.0 + x) } else { libm::exp(ln_gamma_1p(x)) }
}

/// The logarithm of n over k, for k at most n.
///
/// By the saddle-point form, so that its error does not grow with n (C. Loader, Fast and accurate
/// computation of binomial probabilities, 2000).
#[must_use]
pub fn ln_binomial(n: u64, k: u64) -> f64 {
    assert!(k <= n, "no more can be chosen than there are");
    if k == 0 || k == n {
        return 0.0;
    }
    let (n, k, rest) = (n as f64, k as f64, (n - k) as f64);
    let entropy = share_entropy(k, n) + share_entropy(rest, n);
    let spread = 0.5 * libm::log(n / (2.0 * PI * k * rest));
    entropy + spread + stirling_error(n) - stirling_error(k) - stirling_error(rest)
}

/// -part ln(part / whole).
fn share_entropy(part: f64, whole: f64) -> f64 {
    if part > 0.5 * whole {
        -part * libm::log1p(-(whole - part) / whole)
    } else {
        part * libm::log(whole / part)
    }
}

/// ln Γ(x + 1) minus Stirling's (x + 1/2) ln x - x + ln √(2π), for x > 0.
///
/// By its asymptotic series (Abramowitz and Stegun 1964, 6.1.41) from 16 on, where ten terms
/// leave 1e-18; by the difference itself below.
pub(super) fn stirling_error(x: f64) -> f64 {
    if x < 16.0 {
        return ln_gamma_1p(x) - (x + 0.5) * libm::log(x) + x - 0.5 * libm::log(2.0 * PI);
    }
    let step = 1.0 / (x * x);
    STIRLING.iter().rev().fold(0.0, |sum, c| sum * step + c) / x
}

/// ln(1 + x) - x, with full relative accuracy near 0.
///
/// With r = x / (2 + x), ln(1 + x) = 2 (r + r^3/3 + r^5/5 + ...) and 2r - x = -x r.
pub(super) fn ln_1p_minus(x: f64) -> f64 {
    if !(-0.4..=0.7).contains(&x) {
        return libm::log1p(x) - x;
    }
    let r = x / (2.0 + x);
    let square = r * r;
    let (mut sum, mut power, mut odd) = (0.0, 1.0, 3.0);
    loop {
        let term = power / odd;
        sum += term;
        if term <= sum * super::EPSILON {
            return r * (2.0 * square * sum - x);
        }
        power *= square;
        odd += 2.0;
    }
}

/// 1 - γ, of Euler's constant.
const ONE_MINUS_EULER: f64 = 0.422_784_335_098_467_1;

/// B(2k) / (2k (2k - 1)) for k = 1 ..= 10, of Bernoulli's numbers B.
const STIRLING: [f64; 10] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3617.0 / 122_400.0,
    43867.0 / 244_188.0,
    -174_611.0 / 125_400.0,
];

/// (ζ(k) - 1) / k for k = 2 ..= 27, of Riemann's zeta function.
const ZETA_TERMS: [f64; 26] = [
    0.3224670334241132,
    0.0673523010531981,
    0.020580808427784546,
    0.007385551028673986,
    0.0028905103307415234,
    0.001192753911703261,
    0.0005096695247430425,
    0.00022315475845357939,
    9.945751278180853e-05,
    4.492623673813314e-05,
    2.050721277567069e-05,
    9.439488275268397e-06,
    4.374866789907488e-06,
    2.039215753801366e-06,
    9.55141213040742e-07,
    4.492469198764566e-07,
    2.1207184805554665e-07,
    1.0043224823968099e-07,
    4.7698101693639804e-08,
    2.2711094608943164e-08,
    1.0838659214896955e-08,
    5.183475041970047e-09,
    2.4836745438024785e-09,
    1.1921401405860912e-09,
    5.731367241678862e-10,
    2.7595228851242334e-10,
];

#[cfg(test)]
mod tests {

    use super::super::assert_close;
    use super::*;

    /// x and ln Γ(1 + x), from 60 digits.
    const LN_GAMMA: [(f64, f64); 12] = [
        (-0.4, 0.39823385806923495),
        (-0.001, 0.0005780385328913797),
        (1e-12, -5.772156649007103e-13),
        (1e-05, -5.772074402712669e-06),
        (0.01, -0.005690307946069646),
        (0.1, -0.04987244125983973),
        (0.49, -0.12110025854219772),
        (0.51, -0.12037073533396486),
        (1.0, 0.0),
        (2.5, 1.2009736023470743),
        (10.0, 15.104412573075516),
        (99.0, 359.1342053695754),
    ];

    /// n, k and ln of n over k, from 60 digits.
    const LN_BINOMIAL: [(u64, u64, f64); 9] = [
        (1, 1, 0.0),
        (10, 0, 0.0),
        (10, 3, 4.787491742782046),
        (52, 5, 14.77062192297037),
        (1000, 10, 53.927997037888275),
        (10000, 5000, 6926.64081906082),
        (1000000, 2, 26.9378729353681),
        (1000000, 333333, 636506.8625903472),
        (4000000000, 17, 342.35744988299024),
    ];

    #[test]
    fn the_gamma_function_is_right() {
        for (x, ln) in LN_GAMMA {
            assert_close(&format!("ln Γ(1 + {x})"), ln_gamma_1p(x), ln, 2e-15);
            if x >= 0.0 {
                let gamma = libm::exp(ln);
                let allowed = 4e-16 * (4.0 + ln.abs());
                assert_close(&format!("Γ(1 + {x})"), gamma_1p(x), gamma, allowed);
            }
        }
    }

    #[test]
    fn binomials_are_right() {
        for (n, k, ln) in LN_BINOMIAL {
            let what = format!("ln of {n} over {k}");
            if ln == 0.0 {
                assert_eq!(ln_binomial(n, k), 0.0, "{what}");
            } else {
                assert_close(&what, ln_binomial(n, k), ln, 1e-15);
                assert_close(&what, ln_binomial(n, n - k), ln, 1e-15);
            }
        }
    }

    #[test]
    fn what_stirling_leaves_joins_where_its_series_begins() {
        let below = 15.999_999_999_999_998;
        assert_close("δ(16)", stirling_error(below), stirling_error(16.0), 2e-12);
    }

    #[test]
    fn the_logarithm_less_its_argument_is_right() {
        for x in [1e-9, -1e-5, 0.3, -0.39, 0.69] {
            // x^2 (-1/2 + x/3 - x^2/4 + ...), enough terms for the greatest of these.
            let series: f64 =
                (2..400).map(|n| libm::pow(-x, f64::from(n)) / -f64::from(n)).rev().sum();
            assert_close(&format!("ln(1 + {x}) - {x}"), ln_1p_minus(x), series, 2e-15);
        }
        assert_close("outside", ln_1p_minus(2.0), libm::log(3.0) - 2.0, 1e-15);
    }
}
