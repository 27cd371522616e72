//! Axes: a range, where its ticks are, and how they are written.

use crate::quantity::{Span, Time};
use crate::report::number::{TimeUnit, grouped};

/// An axis with its ticks, in the order of their places.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    /// What is measured, with its unit.
    pub(super) title: String,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<(f64, String)>,
    logarithmic: bool,
}

impl Axis {
    /// A linear axis with about `ticks` ticks at round numbers.
    pub(super) fn linear(title: &str, low: f64, high: f64, ticks: usize) -> Self {
        assert!(low < high, "an axis has a length");
        let step = round_step((high - low) / ticks as f64);
        let first = (low / step - 1e-9).ceil() as i64;
        let last = (high / step + 1e-9).floor() as i64;
        let ticks = (first..=last).map(|at| at as f64 * step);
        Self {
            title: title.to_string(),
            low,
            high,
            ticks: ticks.map(|at| (at, written(at, step))).collect(),
            logarithmic: false,
        }
    }

    /// Time in hours, from the start to `until`, labelled in a fitting unit.
    pub(super) fn time(until: Span) -> Self {
        Self::spans("time", until)
    }

    /// Spans of time of any meaning in hours, from none to `until`, labelled in a fitting unit.
    pub(super) fn spans(title: &str, until: Span) -> Self {
        let unit = TimeUnit::of_axis(until.hours());
        let length = until.hours() / unit.hours;
        let mut axis = Self::linear(&format!("{title} [{}]", unit.sign), 0.0, length, 8);
        axis.high = until.hours();
        for (at, _) in &mut axis.ticks {
            *at *= unit.hours;
        }
        axis
    }

    /// Time in hours from one point to a later one, labelled in a fitting unit.
    pub(super) fn times(from: Time, until: Time) -> Self {
        let unit = TimeUnit::of_axis(until.hours() - from.hours());
        let ends = (from.hours() / unit.hours, until.hours() / unit.hours);
        let mut axis = Self::linear(&format!("time [{}]", unit.sign), ends.0, ends.1, 8);
        (axis.low, axis.high) = (from.hours(), until.hours());
        for (at, _) in &mut axis.ticks {
            *at *= unit.hours;
        }
        axis
    }

    /// A share of 1: the whole range, or the upper part of it where nothing is below that.
    pub(super) fn share(title: &str, lowest: f64) -> Self {
        if lowest < 0.5 {
            return Self::linear(title, 0.0, 1.0, 6);
        }
        let room = ((1.0 - lowest) * 1.15).max(1e-6);
        Self::linear(title, 1.0 - room, 1.0, 6)
    }

    /// An amount from 0 on.
    pub(super) fn amount(title: &str, highest: f64) -> Self {
        Self::linear(title, 0.0, highest * 1.08, 6)
    }

    /// A number of members between two: from 0 on where they are far apart.
    pub(super) fn members(title: &str, lowest: f64, highest: f64) -> Self {
        let room = ((highest - lowest) * 0.08).max(0.5_f64.min(0.1 * highest.max(1.0)));
        let low = if lowest < 0.5 * highest { 0.0 } else { (lowest - room).max(0.0) };
        // There are no more members than there are: above them is room for the line alone.
        Self::linear(title, low, highest + 0.15 * room, 6)
    }

    /// Durations in hours on a logarithmic scale, labelled at lengths that people know.
    pub(super) fn durations(title: &str, low: f64, high: f64) -> Self {
        let inside = |(at, _): &&(f64, &str)| (low..=high).contains(at);
        let crowded = FINE_DURATIONS.iter().filter(inside).count() > 10;
        let ticks: &[(f64, &str)] = if crowded { &DURATIONS } else { &FINE_DURATIONS };
        let ticks = ticks.iter().filter(inside);
        Self {
            title: title.to_string(),
            low,
            high,
            ticks: ticks.map(|(at, text)| (*at, (*text).to_string())).collect(),
            logarithmic: true,
        }
    }

    /// Where a value lies on the axis: 0 at its beginning, 1 at its end.
    pub(super) fn part(&self, value: f64) -> f64 {
        if self.logarithmic {
            let low = libm::log(self.low);
            (libm::log(value) - low) / (libm::log(self.high) - low)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }
}

/// Ticks of a logarithmic axis of durations, in hours, for a narrow range.
const FINE_DURATIONS: [(f64, &str); 34] = [
    (0.001 / 3600.0, "1 ms"),
    (0.01 / 3600.0, "10 ms"),
    (0.1 / 3600.0, "0.1 s"),
    (0.2 / 3600.0, "0.2 s"),
    (0.5 / 3600.0, "0.5 s"),
    (1.0 / 3600.0, "1 s"),
    (2.0 / 3600.0, "2 s"),
    (5.0 / 3600.0, "5 s"),
    (10.0 / 3600.0, "10 s"),
    (30.0 / 3600.0, "30 s"),
    (1.0 / 60.0, "1 min"),
    (2.0 / 60.0, "2 min"),
    (5.0 / 60.0, "5 min"),
    (10.0 / 60.0, "10 min"),
    (20.0 / 60.0, "20 min"),
    (40.0 / 60.0, "40 min"),
    (1.5, "1.5 h"),
    (3.0, "3 h"),
    (6.0, "6 h"),
    (12.0, "12 h"),
    (24.0, "1 d"),
    (48.0, "2 d"),
    (96.0, "4 d"),
    (240.0, "10 d"),
    (480.0, "20 d"),
    (1200.0, "50 d"),
    (2400.0, "100 d"),
    (4800.0, "200 d"),
    (8760.0, "1 y"),
    (17_520.0, "2 y"),
    (43_800.0, "5 y"),
    (87_600.0, "10 y"),
    (438_000.0, "50 y"),
    (876_000.0, "100 y"),
];

/// The same for a wide range.
const DURATIONS: [(f64, &str); 14] = [
    (0.001 / 3600.0, "1 ms"),
    (0.01 / 3600.0, "10 ms"),
    (0.1 / 3600.0, "0.1 s"),
    (1.0 / 3600.0, "1 s"),
    (10.0 / 3600.0, "10 s"),
    (1.0 / 60.0, "1 min"),
    (10.0 / 60.0, "10 min"),
    (1.0, "1 h"),
    (8.0, "8 h"),
    (48.0, "2 d"),
    (240.0, "10 d"),
    (2400.0, "100 d"),
    (26_280.0, "3 y"),
    (262_800.0, "30 y"),
];

/// The smallest of 1, 2, 5 times a power of ten that is not below a step.
fn round_step(step: f64) -> f64 {
    let mut power = 1.0;
    while power > step {
        power /= 10.0;
    }
    while power * 10.0 <= step {
        power *= 10.0;
    }
    let steps = [1.0, 2.0, 5.0];
    let fits = steps.iter().find(|times| **times * power >= step * 0.999_999);
    fits.map_or(10.0 * power, |times| times * power)
}

/// A tick's number with as many decimals as the step between ticks needs.
fn written(value: f64, step: f64) -> String {
    let mut decimals = 0;
    let mut scaled = step;
    while decimals < 12 && (scaled - scaled.round()).abs() > 1e-6 * scaled {
        scaled *= 10.0;
        decimals += 1;
    }
    // No minus before a zero.
    let value = if value.abs() < step / 2.0 { 0.0 } else { value };
    let text = format!("{value:.decimals$}");
    grouped(&text).replace('-', "−")
}
