//! P6: `(B0 + t Nb) / N = B0 + Nb / N`, as if it held for every t. Section 4.2.

use super::shape::BackupShape;
use crate::analytic::{Against, Prediction};
use crate::measure::Unit;
use crate::quantity::Time;

pub(super) const SOURCE: &str = "paper, section 4.2";
pub(super) const LABEL: &str = "(B0 + t Nb) / N";

pub(super) fn predict(backup: &BackupShape<'_>, times: &[Time]) -> Vec<Prediction> {
    let at = |hours: f64| {
        let time = Time::from_hours(hours);
        let left = backup.in_all(time) / backup.members;
        Prediction {
            unit: Unit::Bytes,
            time: Some(time),
            against: Against::Fixed(left),
            ..Prediction::new("P6 right side", backup.store, "P6", SOURCE, backup.after_one())
        }
        .note("the right side, B0 + Nb / N, beside the left, (B0 + t Nb) / N")
        .if_wrong(format!(
            "no identity: the sides are equal only where (t - 1) Nb = (N - 1) B0, {}",
            where_equal(backup)
        ))
    };
    let mut hours: Vec<f64> = times.iter().map(|time| time.hours()).collect();
    for plain in [1.0, 2.0] {
        if !hours.contains(&plain) {
            hours.push(plain);
        }
    }
    hours.sort_by(f64::total_cmp);
    hours.into_iter().map(at).collect()
}

fn where_equal(backup: &BackupShape<'_>) -> &'static str {
    if backup.starts_empty() {
        "here at t = 1 h alone"
    } else {
        "which is at t = 1 h when B0 = 0, else by accident"
    }
}
