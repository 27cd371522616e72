//! Hours of the day in which jobs may run.

use crate::model::{Hours, Window};
use crate::quantity::{Span, Time};

const DAY: Span = Span::from_hours(24.0);

/// Longer than what sums of times are inexact by, shorter than anything that a scenario tells of.
///
/// So much before an hour it has struck: what is scheduled for an opening finds it open.
const BLINK: Span = Span::from_seconds(1e-3);

/// The time of day, counted from the start.
fn time_of_day(at: Time) -> Span {
    Span::from_seconds((at + BLINK).seconds() % DAY.seconds())
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
    let midnight = (after + BLINK - today.after_start()).after_start();
    let day = if hour > today { Span::ZERO } else { DAY };
    midnight + day + hour
}

/// The day of the week, from 0.
fn day_of_week(at: Time) -> u32 {
    (libm::floor((at + BLINK).seconds() / DAY.seconds()) % 7.0) as u32
}

/// Whether it is within working hours.
pub(super) fn works(hours: Option<Hours>, at: Time) -> bool {
    let Some(Hours { window, days }) = hours else { return true };
    // After midnight it is still the shift of the day before.
    let late = window.opens >= window.closes && time_of_day(at) < window.closes;
    let day = (day_of_week(at) + 7 - u32::from(late)) % 7;
    day < days && is_open(window, at)
}

/// When working hours begin next, after a point in time.
pub(super) fn begins(hours: Hours, after: Time) -> Time {
    let mut at = next(hours.window.opens, after);
    while day_of_week(at) >= hours.days {
        at = at + DAY;
    }
    at
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
    fn a_shift_over_midnight_belongs_to_the_day_on_which_it_begins() {
        let night = Some(Hours { window: window(22.0, 6.0), days: 5 });
        // Before the first shift; in it; on Saturday morning Friday's; on Sunday none.
        let cases = [(3.0, false), (23.0, true), (29.9, true), (30.0, false), (123.0, true)];
        for (hour, within) in cases {
            assert_eq!(works(night, at(hour)), within, "at {hour} h");
        }
        assert!(!works(night, at(5.0 * 24.0 + 23.0)));
        let day = Hours { window: window(9.0, 17.0), days: 5 };
        assert_eq!(begins(day, at(4.0 * 24.0 + 10.0)), at(7.0 * 24.0 + 9.0));
        assert_eq!(begins(day, at(8.0)), at(9.0));
        assert!(works(None, at(3.0)));
    }

    #[test]
    fn hours_that_begin_have_begun() {
        // Tenths of hours are no whole seconds, so that sums of them are not exact.
        for opens in (0..240).map(|tenths| f64::from(tenths) * 0.1) {
            let hours = Hours { window: window(opens, (opens + 8.0) % 24.0), days: 6 };
            let mut now = at(0.05);
            for _ in 0..20 {
                let begins = begins(hours, now);
                assert!(begins > now && begins <= now + Span::from_hours(48.0), "from {opens} h");
                assert!(works(Some(hours), begins), "from {opens} h on");
                assert!(!works(Some(hours), begins + Span::from_hours(8.0)), "from {opens} h");
                now = begins;
            }
        }
    }

    #[test]
    fn a_shift_that_ends_when_it_begins_goes_round_the_clock() {
        let round = Some(Hours { window: window(9.0, 9.0), days: 1 });
        let cases = [(8.0, false), (9.0, true), (32.5, true), (33.0, false), (177.0, true)];
        for (hour, within) in cases {
            assert_eq!(works(round, at(hour)), within, "at {hour} h");
        }
    }

    #[test]
    fn the_next_time_of_day_is_later_today_or_tomorrow() {
        let ten = Span::from_hours(10.0);
        assert_eq!(next(ten, at(9.0)), at(10.0));
        assert_eq!(next(ten, at(10.0)), at(34.0));
        assert_eq!(next(ten, at(59.0)), at(82.0));
    }
}
