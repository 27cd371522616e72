//! Random laws of time and other small values, as scenarios write them.

use super::dice::Dice;

pub fn hours(hours: f64) -> String {
    format!("\"{hours:.4}h\"")
}

pub fn probability(dice: &mut Dice) -> f64 {
    *dice.pick(&[0.0, 0.1, 0.5, 0.9, 1.0])
}

/// Up to three times within the horizon.
pub fn times(dice: &mut Dice, horizon: f64) -> String {
    let mut times: Vec<_> = (0..=dice.below(3)).map(|_| dice.between(0.0, horizon)).collect();
    times.sort_unstable_by(f64::total_cmp);
    format!("[{}]", times.into_iter().map(hours).collect::<Vec<_>>().join(", "))
}

/// A law that may be no time at all.
pub fn short_law(dice: &mut Dice) -> String {
    let mean = dice.between(0.05, 8.0);
    if dice.chance(0.1) { "\"0s\"".to_string() } else { law(dice, mean) }
}

/// A law of this mean (or near it), in hours.
pub fn law(dice: &mut Dice, mean: f64) -> String {
    let (h, half, twice) = (hours(mean), hours(mean / 2.0), hours(mean * 2.0));
    let shape = *dice.pick(&[0.5, 1.0, 1.7, 4.0]);
    match dice.below(11) {
        0 => h,
        1 => format!("Exponential(rate: \"{:.6}/1000h\")", 1000.0 / mean),
        2 | 3 => format!("Weibull(shape: {shape}, mean: {h})"),
        4 => format!("LogNormal(mean: {h}, cv: {shape})"),
        5 => format!("Gamma(shape: {shape}, mean: {h})"),
        6 => format!("Uniform(from: {half}, to: {twice})"),
        7 => format!("Triangular(min: {half}, mode: {h}, max: {twice})"),
        8 => format!("Hyperexponential([(0.25, {twice}), (0.75, {half})])"),
        // Seldom, since it takes milliseconds to read: its moments are integrals.
        9 if dice.chance(0.1) => format!(
            "Bathtub(infant: Weibull(shape: 0.5, mean: {twice}), \
             useful: Exponential(mean: {twice}), wear_out: Weibull(shape: 3, mean: {twice}))"
        ),
        _ => format!("Exponential(mean: {h})"),
    }
}
