//! At which times formulas are compared and drawn.

use crate::model::Model;
use crate::quantity::{Span, Time};

/// No more times than this in a comparison.
const MOST: usize = 8;
/// Times in hours that are compared where the series has them: within the source paper's plotted
/// hour, at its end, after two backups, and far beyond.
const WANTED_H: [f64; 7] = [0.5, 1.0, 2.0, 10.0, 24.0, 69.0, 100.0];

/// Times of the scenario's series at which formulas are compared, ascending, none of them 0.
pub(super) fn compared(model: &Model) -> Vec<Time> {
    let later: Vec<Time> =
        model.series.iter().copied().filter(|&time| time > Time::START).collect();
    if later.len() <= MOST {
        return later;
    }
    let wanted = |time: &&Time| {
        let close = |hours: &f64| (time.hours() - hours).abs() <= 1e-9 * hours;
        WANTED_H.iter().any(close)
    };
    let mut times: Vec<Time> = later.iter().filter(wanted).copied().collect();
    for part in [4, 2, 1, 3] {
        let time = later[(later.len() * part / 4).max(1) - 1];
        if times.len() < MOST && !times.contains(&time) {
            times.push(time);
        }
    }
    times.sort_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    times
}

/// Times at which formulas are drawn: `steps` even steps of the horizon, both ends included.
pub(super) fn drawn(model: &Model, steps: u32) -> Vec<Time> {
    even(model.horizon, steps)
}

/// The same with the first hour in fine steps.
pub(super) fn drawn_from_the_first_hour(model: &Model) -> Vec<Time> {
    let hour = Span::from_hours(1.0);
    let mut times = even(if model.horizon < hour { model.horizon } else { hour }, 60);
    if model.horizon > hour {
        times
            .extend(even(model.horizon, 200).into_iter().filter(|time| *time > hour.after_start()));
    }
    times
}

fn even(span: Span, steps: u32) -> Vec<Time> {
    let at = |step| (span * (f64::from(step) / f64::from(steps))).after_start();
    (0..=steps).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::cases::sketch::{Sketch, exponential};

    #[test]
    fn a_short_series_is_compared_whole_and_a_long_one_in_part() {
        let mut sketch = Sketch::of(1, exponential(1.0));
        sketch.series = [0.0, 1.0, 69.0].map(Time::from_hours).to_vec();
        assert_eq!(compared(&sketch.model()), [1.0, 69.0].map(Time::from_hours));
        sketch.series = (0..=100).map(|hour| Time::from_hours(f64::from(hour))).collect();
        let hours: Vec<f64> = compared(&sketch.model()).iter().map(|time| time.hours()).collect();
        assert_eq!(hours, [1.0, 2.0, 10.0, 24.0, 25.0, 50.0, 69.0, 100.0]);
    }

    #[test]
    fn the_first_hour_is_drawn_in_minutes() {
        let mut sketch = Sketch::of(1, exponential(1.0));
        sketch.horizon = Span::from_hours(100.0);
        let times = drawn_from_the_first_hour(&sketch.model());
        assert_eq!(times[1], Time::from_seconds(60.0));
        assert_eq!(times.last(), Some(&Time::from_hours(100.0)));
        assert!(times.is_sorted_by(|a, b| a < b));
    }
}
