//! Estimates as cells: in a fitting unit, with their interval.

use super::grid::{Cell, Style};
use crate::estimate::{Estimate, Interval};
use crate::measure::{Metric, Unit};
use crate::report::number::{
    ByteUnit, TimeUnit, duration, scaled, significant, supported, with_interval,
};
use crate::study::Results;

/// Below so many observations a mean is marked.
const FEW: u64 = 30;

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

/// A value with its interval in the unit that fits it.
pub(super) fn quantity(value: f64, interval: Interval, unit: Unit) -> String {
    match unit {
        Unit::Hours => {
            let unit = TimeUnit::of(value.abs());
            let interval = scaled(interval, 1.0 / unit.hours);
            with_interval(value / unit.hours, interval, unit.sign)
        }
        Unit::Bytes => {
            let unit = ByteUnit::of(value.abs());
            let interval = scaled(interval, 1.0 / unit.bytes);
            with_interval(value / unit.bytes, interval, unit.sign)
        }
        Unit::Share | Unit::Count | Unit::Members | Unit::MemberHours => {
            with_interval(value, interval, "")
        }
    }
}

/// A value that is known exactly, in the unit that fits it.
pub(super) fn exact(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Hours => duration(value),
        Unit::Bytes => {
            let unit = ByteUnit::of(value.abs());
            format!("{} {}", significant(value / unit.bytes, 6), unit.sign)
        }
        Unit::Share | Unit::Count | Unit::Members | Unit::MemberHours => significant(value, 6),
    }
}

/// What was never observed.
pub(super) fn unknown() -> Cell {
    Cell::styled("-", Style::Faint)
}
