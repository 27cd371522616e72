//! Hours of the day in which jobs may run.

use crate::model::Window;
use crate::quantity::{Span, Time};

const DAY: Span = Span::from_hours(24.0);

/// The time of day, counted from the start.
fn time_of_day(at: Time) -> Span {
    Span::from_seconds(at.seconds() % DAY.seconds())
}

/// Whether a window is open: from its opening on, up to its closing and no longer.
pub(super) fn is_open(window: Window, at: Time) -> bool {
    let hour = time_of_day(at);
    let (opened, closed) = (window.opens <= hour, window.closes <= hour);
    if window.opens < window.closes { opened && !closed } else { opened || !closed }
}

/// When it is next this time of day after a point in time.
pub(super) fn next(hour: Span, after: Time) -> Time {
    let today = time_of_day(after);
    let midnight = (after - today.after_start()).after_start();
    let day = if hour > today { Span::ZERO } else { DAY };
    midnight + day + hour
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: f64) -> Time {
        Time::from_hours(hours)
    }

    fn window(opens: f64, closes: f64) -> Window {
        Window { opens: Span::from_hours(opens), closes: Span::from_hours(closes) }
    }

    #[test]
    fn a_window_may_lie_over_midnight() {
        let night = window(22.0, 6.0);
        let open = [0.0, 5.5, 22.0, 23.5, 24.0, 46.0];
        let shut = [6.0, 12.0, 21.5, 30.0];
        assert!(open.iter().all(|&hour| is_open(night, at(hour))));
        assert!(!shut.iter().any(|&hour| is_open(night, at(hour))));
        let day = window(8.0, 18.0);
        assert!(is_open(day, at(8.0)) && is_open(day, at(41.5)));
        assert!(!is_open(day, at(18.0)) && !is_open(day, at(31.5)));
    }

    #[test]
    fn the_next_time_of_day_is_later_today_or_tomorrow() {
        let ten = Span::from_hours(10.0);
        assert_eq!(next(ten, at(9.0)), at(10.0));
        assert_eq!(next(ten, at(10.0)), at(34.0));
        assert_eq!(next(ten, at(59.0)), at(82.0));
    }
}
