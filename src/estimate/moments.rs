//! The mean and the spread of values, one pass and in constant memory.

use super::{CONFIDENCE, Estimate, Interval, tail};
use crate::quantity::special;

/// Count, mean, spread, skewness and extremes of values that came one by one.
///
/// Central moments are updated (Welford 1962; third moment: Pébay 2008) and merged
/// (Chan, Golub, LeVeque 1979; Pébay 2008), so nothing cancels when the spread is small
/// beside the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    /// Sum of the squares of the deviations from the mean.
    m2: f64,
    /// Sum of their cubes.
    m3: f64,
    min: f64,
    max: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Self { n: 0, mean: 0.0, m2: 0.0, m3: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY }
    }
}

impl Moments {
    /// Takes in one value.
    ///
    /// # Panics
    ///
    /// If it is not finite.
    pub fn push(&mut self, value: f64) {
        assert!(value.is_finite(), "what is averaged is finite");
        self.n += 1;
        let n = self.n as f64;
        let delta = value - self.mean;
        let step = delta / n;
        let square = delta * step * (n - 1.0);
        self.mean += step;
        self.m3 += square * step * (n - 2.0) - 3.0 * step * self.m2;
        self.m2 += square;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Takes in some values.
    ///
    /// # Panics
    ///
    /// If one is not finite.
    pub fn extend(&mut self, values: impl IntoIterator<Item = f64>) {
        values.into_iter().for_each(|value| self.push(value));
    }

    /// Takes in what another has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *other;
            return;
        }
        let (a, b) = (self.n as f64, other.n as f64);
        let n = a + b;
        let delta = other.mean - self.mean;
        let square = delta * delta * a * b / n;
        self.m3 += other.m3
            + square * delta * (a - b) / n
            + 3.0 * delta * (a * other.m2 - b * self.m2) / n;
        self.m2 += other.m2 + square;
        self.mean += delta * b / n;
        self.n += other.n;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// How many values were taken in.
    pub fn n(&self) -> u64 {
        self.n
    }

    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// The sample standard deviation (divisor n - 1), of two values or more.
    pub fn std_dev(&self) -> Option<f64> {
        (self.n > 1).then(|| (self.m2 / (self.n as f64 - 1.0)).sqrt())
    }

    /// Fisher's skewness G1 = sqrt(n) m3 / m2^1.5, where there is a spread.
    pub fn skewness(&self) -> Option<f64> {
        let scale = self.m2 * self.m2.sqrt();
        (scale > 0.0).then(|| (self.n as f64).sqrt() * self.m3 / scale)
    }

    pub fn min(&self) -> Option<f64> {
        (self.n > 0).then_some(self.min)
    }

    pub fn max(&self) -> Option<f64> {
        (self.n > 0).then_some(self.max)
    }

    /// Student's t-interval of the mean of independent values (Student 1908): no interval of
    /// fewer than two values, and the point itself where all are alike.
    pub fn mean_interval(&self, confidence: f64) -> Interval {
        let Some(std_dev) = self.std_dev() else {
            return Interval::default();
        };
        let n = self.n as f64;
        let t = special::student_t_quantile(n - 1.0, 1.0 - tail(confidence));
        Interval::around(self.mean, t * std_dev / n.sqrt())
    }

    /// What the values say together, without quantiles: those need a [`super::Sample`].
    pub fn estimate(&self) -> Estimate {
        Estimate {
            n: self.n,
            mean: self.mean(),
            std_dev: self.std_dev(),
            interval: self.mean_interval(CONFIDENCE),
            min: self.min(),
            max: self.max(),
            ..Estimate::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|&value| moments.push(value));
        moments
    }

    #[test]
    fn nothing_known_of_nothing() {
        let none = Moments::default();
        assert_eq!(none.estimate(), Estimate::default());
        assert_eq!(none.skewness(), None);
    }

    #[test]
    fn one_value_has_no_spread_and_no_interval() {
        let one = of(&[3.0]);
        assert_eq!((one.mean(), one.std_dev()), (Some(3.0), None));
        assert_eq!(one.mean_interval(0.95), Interval::default());
    }

    #[test]
    fn like_values_are_a_point() {
        let like = of(&[0.1; 7]);
        assert_eq!(like.mean_interval(0.95), Interval { low: Some(0.1), high: Some(0.1) });
        assert_eq!(like.skewness(), None);
    }

    #[test]
    fn a_small_sample_by_hand() {
        // 2, 4, 9: mean 5, squares 9 + 1 + 16 = 26, cubes -27 - 1 + 64 = 36.
        let moments = of(&[2.0, 4.0, 9.0]);
        assert_eq!(moments.mean(), Some(5.0));
        assert!((moments.std_dev().unwrap() - 13f64.sqrt()).abs() < 1e-14);
        let skewness = 3f64.sqrt() * 36.0 / (26.0 * 26f64.sqrt());
        assert!((moments.skewness().unwrap() - skewness).abs() < 1e-14);
        // Student's t at 97.5 % with 2 degrees: 4.302652729911275.
        let half = 4.302_652_729_911_275 * 13f64.sqrt() / 3f64.sqrt();
        assert!((moments.mean_interval(0.95).half_width().unwrap() - half).abs() < 1e-9);
    }

    #[test]
    fn merged_parts_are_the_whole() {
        let values: Vec<f64> = (0..100).map(|k| 1e6 + f64::from(k * k % 37)).collect();
        let whole = of(&values);
        for cut in [0, 1, 37, 99, 100] {
            let mut parts = of(&values[..cut]);
            parts.merge(&of(&values[cut..]));
            assert_eq!((parts.n, parts.min, parts.max), (whole.n, whole.min, whole.max));
            assert!((parts.mean - whole.mean).abs() < 1e-8);
            assert!((parts.m2 / whole.m2 - 1.0).abs() < 1e-10);
            assert!((parts.skewness().unwrap() - whole.skewness().unwrap()).abs() < 1e-8);
        }
    }
}
