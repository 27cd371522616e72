//! The normal law: tails by the complementary error function, quantiles by Wichura (1988).

use std::f64::consts::{LN_2, PI, SQRT_2};

/// P(Z <= z) of a standard normal Z.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// P(Z > z) of a standard normal Z.
#[must_use]
pub fn normal_upper(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// -ln P(Z > z), accurate in both tails, however far out.
#[must_use]
pub fn normal_hazard(z: f64) -> f64 {
    if z < 0.0 {
        -libm::log1p(-normal_cdf(z))
    } else if z < FAR {
        -libm::log(normal_upper(z))
    } else {
        0.5 * z * z + 0.5 * libm::log(2.0 * PI) - libm::log(mills_ratio(z))
    }
}

/// The z with -ln P(Z > z) = `hazard`, for a hazard of 0 or more.
#[must_use]
pub fn normal_hazard_inverse(hazard: f64) -> f64 {
    if hazard < LN_2 {
        normal_quantile(-libm::expm1(-hazard))
    } else if hazard < -libm::log(CENTRE_TAIL) {
        -normal_quantile(libm::exp(-hazard))
    } else if hazard < TAIL_HAZARD {
        quantile_of_tail(hazard.sqrt())
    } else if hazard == f64::INFINITY {
        f64::INFINITY
    } else {
        far_quantile(hazard)
    }
}

/// The z with P(Z <= z) = `p`: -inf at 0, inf at 1.
///
/// Source: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), PPND16: relative
/// error about 1e-16.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let from_centre = p - 0.5;
    if from_centre.abs() <= 0.425 {
        let r = 0.180_625 - from_centre * from_centre;
        return from_centre * polynomial(&CENTRE_OVER, r) / polynomial(&CENTRE_UNDER, r);
    }
    let tail = if from_centre < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if from_centre < 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let z = quantile_of_tail((-libm::log(tail)).sqrt());
    if from_centre < 0.0 { -z } else { z }
}

/// The z with P(Z > z) = `q`, without loss for a tiny `q`: inf at 0, -inf at 1.
#[must_use]
pub fn normal_upper_quantile(q: f64) -> f64 {
    -normal_quantile(q)
}

/// Tails below this belong to the outer two of the three approximations.
const CENTRE_TAIL: f64 = 0.075;
/// Up to this hazard the outermost approximation holds (tails down to 1e-304).
const TAIL_HAZARD: f64 = 700.0;
/// Beyond this many standard deviations the continued fraction needs few terms.
const FAR: f64 = 30.0;

/// The z whose upper tail is exp(-r^2).
fn quantile_of_tail(r: f64) -> f64 {
    if r <= 5.0 {
        let r = r - 1.6;
        polynomial(&MIDDLE_OVER, r) / polynomial(&MIDDLE_UNDER, r)
    } else {
        let r = r - 5.0;
        polynomial(&OUTER_OVER, r) / polynomial(&OUTER_UNDER, r)
    }
}

/// Newton's steps on the hazard, whose derivative is the inverse of Mills' ratio; from the leading
/// term of the tail they converge at once.
fn far_quantile(hazard: f64) -> f64 {
    let mut z = (2.0 * hazard - libm::log(4.0 * PI * hazard)).sqrt();
    for _ in 0..3 {
        z += (hazard - normal_hazard(z)) * mills_ratio(z);
    }
    z
}

/// P(Z > z) over the density at z, by Laplace's continued fraction 1/(z+1/(z+2/(z+3/(z+...
/// (Abramowitz and Stegun 1964, 26.2.14), for z beyond [`FAR`].
fn mills_ratio(z: f64) -> f64 {
    let mut below = z;
    for term in (1..=12).rev() {
        below = z + f64::from(term) / below;
    }
    1.0 / below
}

/// Horner's scheme, lowest coefficient first.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

const CENTRE_OVER: [f64; 8] = [
    3.387_132_872_796_366_5,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const CENTRE_UNDER: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];
const MIDDLE_OVER: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const MIDDLE_UNDER: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const OUTER_OVER: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const OUTER_UNDER: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {

    use super::super::assert_close;
    use super::*;

    /// z and -ln P(Z > z), from 60 digits.
    const HAZARDS: [(f64, f64); 16] = [
        (-38.0, 2.88542835e-316),
        (-20.0, 2.7536241186062337e-89),
        (-8.0, 6.220960574271786e-16),
        (-3.0, 0.0013508099647481938),
        (-1.0, 0.17275377902344988),
        (-0.1, 0.6165050101150263),
        (0.0, 0.6931471805599453),
        (0.5, 1.1759117615936185),
        (2.0, 3.783184333682032),
        (5.0, 15.064998393988725),
        (10.0, 53.23128515051247),
        (29.5, 439.42947460915025),
        (30.5, 469.4627373229121),
        (37.0, 689.0305855768906),
        (60.0, 1805.0135606805673),
        (1000.0, 500007.82669481216),
    ];

    /// p and z, from 60 digits.
    const QUANTILES: [(f64, f64); 14] = [
        (1e-300, -37.0470962993612),
        (1e-100, -21.273453560965326),
        (1e-20, -9.262340089798407),
        (1e-12, -7.034483825301132),
        (1e-11, -6.706023155495136),
        (1e-05, -4.264890793922825),
        (0.01, -2.326347874040841),
        (0.074, -1.4466320671589785),
        (0.076, -1.4325027208258116),
        (0.3, -0.5244005127080408),
        (0.5, 0.0),
        (0.6, 0.2533471031357997),
        (0.975, 1.9599639845400538),
        (0.999999, 4.753424308817087),
    ];

    #[test]
    fn hazards_are_right_in_both_tails() {
        for (z, hazard) in HAZARDS {
            // Rounding of z / sqrt(2) costs z^2 half-units in a tail.
            let allowed = 1e-15 * (1.0 + if z < 0.0 { z * z } else { 0.0 });
            assert_close(&format!("H({z})"), normal_hazard(z), hazard, allowed);
        }
    }

    #[test]
    fn inverse_hazards_are_right_in_both_tails() {
        for (z, hazard) in HAZARDS {
            if z == 0.0 {
                assert!(normal_hazard_inverse(hazard).abs() < 1e-15);
            } else if hazard > f64::MIN_POSITIVE {
                let found = normal_hazard_inverse(hazard);
                assert_close(&format!("z of {hazard:e}"), found, z, 2e-15);
            }
        }
        assert_eq!(normal_hazard_inverse(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_hazard_inverse(f64::INFINITY), f64::INFINITY);
    }

    #[test]
    fn quantiles_are_right() {
        for (p, z) in QUANTILES {
            assert_close(&format!("z of {p:e}"), normal_quantile(p), z, 1e-15);
            assert_close(&format!("upper {p:e}"), normal_upper_quantile(p), -z, 1e-15);
            let back = if p < 0.5 {
                normal_cdf(z)
            } else {
                1.0 - normal_upper(z)
            };
            assert_close(&format!("P(Z <= {z})"), back, p, 1e-15 * (1.0 + z * z));
        }
    }
}
