//! Estimates as cells: in a fitting unit, with their interval.

use super::grid::{Cell, Style};
use crate::estimate::{Estimate, Interval};
use crate::measure::{Metric, Unit};
use crate::report::number::{ByteUnit, TimeUnit, scaled, significant, supported, with_interval};
use crate::study::{Comparison, Results};

/// Below so many observations a mean is marked.
pub(super) const FEW: u64 = 30;

/// The estimate of a metric of a subject, if the run has one.
pub(super) fn find<'a>(
    results: &'a Results,
    metric: Metric,
    subject: &str,
) -> Option<&'a Estimate> {
    let mut rows = results.metrics.iter();
    let row = rows.find(|row| row.metric == metric && row.subject == subject)?;
    Some(&row.estimate)
}

/// The mean with its interval; `-` where nothing was observed.
pub(super) fn mean(estimate: Option<&Estimate>, unit: Unit) -> Cell {
    let Some((estimate, mean)) = estimate.and_then(|known| Some((known, known.mean?))) else {
        return unknown();
    };
    let text = quantity(mean, estimate.interval, unit);
    let mark = if estimate.n < FEW { "*" } else { "" };
    Cell::plain(text + mark)
}

/// A quantile of durations in hours; `-` where it is unknown.
pub(super) fn quantile_h(estimate: Option<&Estimate>, p: f64) -> Cell {
    let quantile = estimate.and_then(|known| {
        let mut quantiles = known.quantiles.iter();
        quantiles.find(|quantile| quantile.p == p)
    });
    let Some((quantile, hours)) = quantile.and_then(|known| Some((known, known.value?))) else {
        return unknown();
    };
    let unit = TimeUnit::of(hours);
    let value = supported(hours / unit.hours, scaled(quantile.interval, 1.0 / unit.hours));
    Cell::plain(format!("{value} {}", unit.sign))
}

/// A probability with its interval; below its upper end where it was never seen to happen.
pub(super) fn chance(estimate: Option<&Estimate>) -> Cell {
    match estimate.map(|known| (known.mean, known.interval.high)) {
        Some((Some(0.0), Some(high))) => Cell::plain(format!("< {}", significant(high, 2))),
        _ => mean(estimate, Unit::Share),
    }
}

/// Nines with their interval; above its lower end where there is nothing to count them by.
pub(super) fn nines(estimate: Option<&Estimate>) -> Cell {
    match estimate.map(|known| (known.mean, known.interval.low)) {
        Some((None, Some(low))) => Cell::plain(format!("> {}", significant(low, 2))),
        _ => mean(estimate, Unit::Nines),
    }
}

/// The unit that values are written in: how much it is of the metric's own, and its sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    size: f64,
    sign: &'static str,
}

impl Written {
    /// The unit that fits a value; values of any other size can be written in it too.
    pub(super) fn fitting(value: f64, unit: Unit) -> Self {
        match unit {
            Unit::Hours => {
                let unit = TimeUnit::of(value.abs());
                Self { size: unit.hours, sign: unit.sign }
            }
            Unit::Bytes => {
                let unit = ByteUnit::of(value.abs());
                Self { size: unit.bytes, sign: unit.sign }
            }
            Unit::Share
            | Unit::Count
            | Unit::Members
            | Unit::MemberHours
            | Unit::Nines
            | Unit::Money => Self { size: 1.0, sign: "" },
            Unit::PerSecond => Self { size: 1.0, sign: "/s" },
        }
    }

    /// An estimate with its interval.
    pub(super) fn estimate(self, value: f64, interval: Interval) -> String {
        with_interval(value / self.size, scaled(interval, 1.0 / self.size), self.sign)
    }

    /// A value that is known exactly.
    pub(super) fn exact(self, value: f64) -> String {
        let number = significant(value / self.size, 6);
        if self.sign.is_empty() { number } else { format!("{number} {}", self.sign) }
    }
}

/// A value with its interval in the unit that fits it.
pub(super) fn quantity(value: f64, interval: Interval, unit: Unit) -> String {
    Written::fitting(value, unit).estimate(value, interval)
}

/// A value that is known exactly, in the unit that fits it.
pub(super) fn exact(value: f64, unit: Unit) -> String {
    Written::fitting(value, unit).exact(value)
}

/// What was never observed.
pub(super) fn unknown() -> Cell {
    Cell::styled("-", Style::Faint)
}

/// What a row is about: `availability[chat]`, `stored_bytes_at[vault] per member`.
pub(super) fn named(row: &Comparison) -> String {
    let (subject, quantity) = (&row.subject, &row.quantity);
    if subject.is_empty() {
        return quantity.clone();
    }
    match quantity.split_once(' ') {
        Some((metric, rest)) if Metric::find(metric).is_some() => {
            format!("{metric}[{subject}] {rest}")
        }
        _ => format!("{quantity}[{subject}]"),
    }
}
