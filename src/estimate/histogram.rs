//! Counts for a plot of a distribution.

use super::Sample;
use super::product_limit::Row;

impl Sample {
    /// How many finished values lie between bounds that are evenly spaced on a logarithmic scale,
    /// the first at the least positive value and the last at the greatest: `bins + 1` ascending
    /// bounds and `bins` counts, each bin without its upper bound but the last. Values that are
    /// not positive have no place on the scale and are left out, as are censored ones.
    ///
    /// `None` without positive values. Where all of them are alike, the one value is both bounds
    /// of a single bin. Beyond the exact limit values are counted where the middle of their fine
    /// bin lies.
    ///
    /// # Panics
    ///
    /// If no bins are asked for.
    pub fn histogram(&self, bins: usize) -> Option<(Vec<f64>, Vec<u64>)> {
        assert!(bins > 0, "a histogram has bins");
        let mut rows = Vec::new();
        self.rows(0, &mut rows);
        rows.retain(|row| row.finished > 0 && row.time > 0.0);
        let greatest = self.moments().max()?;
        let times = rows.iter().map(|row| row.time.min(greatest));
        let low = times.clone().reduce(f64::min)?;
        let high = times.reduce(f64::max)?;
        if low == high {
            return Some((vec![low, high], vec![count(&rows)]));
        }
        let bounds = bounds(low, high, bins);
        let mut counts = vec![0; bins];
        for row in &rows {
            let above = bounds[1..bins].partition_point(|&bound| bound <= row.time);
            counts[above] += row.finished;
        }
        Some((bounds, counts))
    }
}

fn count(rows: &[Row]) -> u64 {
    rows.iter().map(|row| row.finished).sum()
}

fn bounds(low: f64, high: f64, bins: usize) -> Vec<f64> {
    let (from, to) = (libm::log(low), libm::log(high));
    let inner = |at: usize| libm::exp(from + (to - from) * at as f64 / bins as f64);
    let mut bounds: Vec<f64> = (0..=bins).map(inner).collect();
    (bounds[0], bounds[bins]) = (low, high);
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], exact_limit: usize) -> Sample {
        let mut sample = Sample::new(exact_limit);
        values.iter().for_each(|&value| sample.push(value));
        sample
    }

    #[test]
    fn a_decade_a_bin() {
        let sample = of(&[0.0, 1.0, 2.0, 9.0, 11.0, 99.0, 101.0, 1000.0], 100);
        let (bounds, counts) = sample.histogram(3).unwrap();
        assert_eq!(counts, [3, 2, 2]);
        for (bound, expected) in bounds.iter().zip([1.0, 10.0, 100.0, 1000.0]) {
            assert!((bound / expected - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn nothing_positive_nothing_to_plot() {
        assert_eq!(Sample::default().histogram(10), None);
        assert_eq!(of(&[0.0, -1.0], 10).histogram(10), None);
    }

    #[test]
    fn like_values_share_one_bin() {
        assert_eq!(of(&[5.0; 4], 10).histogram(10), Some((vec![5.0, 5.0], vec![4])));
    }

    #[test]
    fn binned_values_are_all_counted() {
        let values: Vec<f64> = (1..=1000).map(f64::from).collect();
        let (bounds, counts) = of(&values, 10).histogram(20).unwrap();
        assert_eq!(counts.iter().sum::<u64>(), 1000);
        assert!(bounds.is_sorted() && bounds[20] <= 1000.0);
    }
}
