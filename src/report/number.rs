//! Numbers as people read them: in a fitting unit, and never with more digits than their interval
//! supports. Files for machines have every digit instead.

use crate::estimate::Interval;

/// A unit of time: how many hours, and its sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TimeUnit {
    pub(super) hours: f64,
    pub(super) sign: &'static str,
}

const fn unit(hours: f64, sign: &'static str) -> TimeUnit {
    TimeUnit { hours, sign }
}

const TIME_UNITS: [TimeUnit; 6] = [
    unit(8760.0, "y"),
    unit(24.0, "d"),
    unit(1.0, "h"),
    unit(1.0 / 60.0, "min"),
    unit(1.0 / 3600.0, "s"),
    unit(0.001 / 3600.0, "ms"),
];

impl TimeUnit {
    /// The unit for a duration: the largest of which there is one, but days and years only from
    /// two on.
    pub(super) fn of(hours: f64) -> Self {
        let least = [2.0 * 8760.0, 48.0, 1.0, 1.0 / 60.0, 1.0 / 3600.0];
        let fits = |least: &f64| hours >= *least * (1.0 - 1e-9);
        let at = least.iter().position(fits);
        // Zero is so many of any unit; the hour is what files use.
        at.map_or(TIME_UNITS[if hours == 0.0 { 2 } else { 5 }], |at| TIME_UNITS[at])
    }

    /// The unit for an axis from 0 on: the numbers on it are neither few nor long.
    pub(super) fn of_axis(until_h: f64) -> Self {
        let least = [3.0 * 8760.0, 240.0, 1.0, 2.0 / 60.0];
        let at = least.iter().position(|least| until_h >= *least);
        at.map_or(TIME_UNITS[4], |at| TIME_UNITS[at])
    }
}

/// A length of time that someone chose, in the largest unit of which it is a whole number.
pub(super) fn length(hours: f64) -> String {
    let whole = |unit: &&TimeUnit| {
        let number = hours / unit.hours;
        number >= 1.0 && (number - number.round()).abs() < 1e-9 * number
    };
    match TIME_UNITS.iter().find(whole) {
        Some(unit) => format!("{} {}", at_place(hours / unit.hours, 0), unit.sign),
        None => duration(hours),
    }
}

/// A unit of data: how many bytes, and its sign. Units are decimal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ByteUnit {
    pub(super) bytes: f64,
    pub(super) sign: &'static str,
}

impl ByteUnit {
    /// The unit for an axis from 0 on: the numbers on it are neither few nor long.
    pub(super) fn of_axis(until: f64) -> Self {
        Self::of(until / 5.0)
    }

    /// The largest unit of which there is one.
    pub(super) fn of(bytes: f64) -> Self {
        let mut unit = Self { bytes: 1.0, sign: "B" };
        for sign in ["kB", "MB", "GB", "TB", "PB", "EB"] {
            if bytes < unit.bytes * 1000.0 {
                break;
            }
            unit = Self { bytes: unit.bytes * 1000.0, sign };
        }
        unit
    }
}

/// A written number with commas between its thousands.
pub(super) fn grouped(number: &str) -> String {
    let (whole, rest) = match number.find('.') {
        Some(at) => number.split_at(at),
        None => (number, ""),
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut text = sign.to_string();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// A count with commas between its thousands.
pub(super) fn count(count: u64) -> String {
    grouped(&count.to_string())
}

/// The power of ten of a number's first digit; of 0 it is 0.
fn magnitude(value: f64) -> i32 {
    let text = format!("{value:e}");
    let (_, exponent) = text.split_once('e').expect("the form with an exponent has one");
    exponent.parse().expect("an exponent is a number")
}

/// A number rounded to the place `10^place`.
fn at_place(value: f64, place: i32) -> String {
    if place <= 0 {
        let decimals = place.unsigned_abs().min(15) as usize;
        let text = format!("{value:.decimals$}");
        let zero = text.trim_matches(['-', '0', '.']).is_empty();
        let text = if zero { text.trim_start_matches('-') } else { &text };
        return grouped(text);
    }
    let step = (0..place).fold(1.0, |power, _| power * 10.0);
    grouped(&format!("{:.0}", (value / step).round() * step))
}

/// A number with so many significant digits, without zeros at the end of its decimals.
pub(super) fn significant(value: f64, digits: i32) -> String {
    if value != 0.0 && !(1e-9..1e15).contains(&value.abs()) {
        let decimals = usize::try_from(digits - 1).unwrap_or(0);
        return format!("{value:.decimals$e}");
    }
    let text = at_place(value, magnitude(value) - digits + 1);
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// The place of the last digit that a half-width supports: its first digit, or its second where
/// the first is 1.
fn last_place(half: f64) -> i32 {
    let text = format!("{half:.0e}");
    let (digit, exponent) = text.split_once('e').expect("the form with an exponent has one");
    let place: i32 = exponent.parse().expect("an exponent is a number");
    place - i32::from(digit == "1")
}

/// Whether an interval has a length that is not of rounding alone: values that are equal to 1e-9
/// are the same.
fn is_wide(low: f64, high: f64) -> bool {
    high - low > 1e-9 * low.abs().max(high.abs())
}

/// A mean with its interval: `12.3 ± 0.4` where that says it, else the interval's ends.
pub(super) fn with_interval(mean: f64, interval: Interval, sign: &str) -> String {
    let unit = if sign.is_empty() { String::new() } else { format!(" {sign}") };
    match (interval.low, interval.high) {
        (Some(low), Some(high)) if is_wide(low, high) => {
            let half = f64::midpoint(high, -low);
            let place = last_place(half);
            let middle = f64::midpoint(low, high);
            let mean_text = at_place(mean, place);
            if (middle - mean).abs() <= 0.1 * half {
                return format!("{mean_text} ± {}{unit}", at_place(half, place));
            }
            let (low, high) = (at_place(low, place - 1), at_place(high, place - 1));
            format!("{mean_text} ({low} to {high}){unit}")
        }
        (None, Some(high)) => {
            format!("{} (≤ {}){unit}", significant(mean, 3), significant(high, 2))
        }
        (Some(low), None) => {
            let (mean, low) = (significant(mean, 3), significant(low, 2));
            format!("{mean} (≥ {low}){unit}")
        }
        // All values are the same but for rounding, or one value has no interval.
        _ => format!("{}{unit}", significant(mean, 6)),
    }
}

/// A value with no more digits than its interval supports, at most six significant ones, and three
/// where it has none.
pub(super) fn supported(value: f64, interval: Interval) -> String {
    match (interval.low, interval.high) {
        (Some(low), Some(high)) if is_wide(low, high) => {
            let place = last_place(f64::midpoint(high, -low));
            at_place(value, place.max(magnitude(value) - 5))
        }
        _ => significant(value, 3),
    }
}

/// An interval in another unit.
pub(super) fn scaled(interval: Interval, factor: f64) -> Interval {
    Interval {
        low: interval.low.map(|low| low * factor),
        high: interval.high.map(|high| high * factor),
    }
}

/// A duration given in hours, with three significant digits.
pub(super) fn duration(hours: f64) -> String {
    let unit = TimeUnit::of(hours);
    format!("{} {}", significant(hours / unit.hours, 3), unit.sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: f64, high: f64) -> Interval {
        Interval { low: Some(low), high: Some(high) }
    }

    #[test]
    fn the_interval_decides_the_digits() {
        let written = |mean, half| with_interval(mean, interval(mean - half, mean + half), "");
        assert_eq!(written(0.499_812_3, 0.000_93), "0.4998 ± 0.0009");
        assert_eq!(written(12_345.678, 1234.0), "12,300 ± 1,200");
        assert_eq!(written(12.34, 0.96), "12.3 ± 1.0");
        assert_eq!(written(0.0, 0.26), "0.0 ± 0.3");
    }

    #[test]
    fn an_interval_of_no_length_leaves_the_number() {
        assert_eq!(with_interval(10.0, interval(10.0, 10.0), "GB"), "10 GB");
        assert_eq!(with_interval(0.5, Interval::default(), ""), "0.5");
    }

    #[test]
    fn rounding_is_no_reason_for_digits() {
        let rounded = interval(12.0, 12.000_000_000_001);
        assert_eq!(supported(12.000_000_000_000_5, rounded), "12");
        assert_eq!(with_interval(12.000_000_000_000_5, rounded, "h"), "12 h");
        let known = interval(12.0, 12.000_000_2);
        assert_eq!(with_interval(12.000_000_1, known, "h"), "12.00000010 ± 0.00000010 h");
        assert_eq!(supported(12.34, interval(12.0, 13.0)), "12.3");
    }

    #[test]
    fn one_sided_and_lopsided_intervals_say_their_ends() {
        let upper = Interval { low: None, high: Some(0.000_299) };
        assert_eq!(with_interval(0.0, upper, ""), "0 (≤ 0.0003)");
        assert_eq!(with_interval(0.001, interval(0.0001, 0.0035), ""), "0.001 (0.0001 to 0.0035)");
    }

    #[test]
    fn units_fit_their_numbers() {
        assert_eq!(duration(0.2), "12 min");
        assert_eq!(duration(1.0), "1 h");
        assert_eq!(duration(0.0), "0 h");
        assert_eq!(duration(8760.0), "365 d");
        assert_eq!(length(8760.0), "1 y");
        assert_eq!(length(100.0), "100 h");
        assert_eq!(ByteUnit::of(2.5e12).sign, "TB");
        assert_eq!(ByteUnit::of(999.0).sign, "B");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(grouped("-1234.5678"), "-1,234.5678");
    }
}
