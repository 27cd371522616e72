//! P5: `B(t) = B0 + t Nb`, the whole system with one backup an hour. Section 4.2. Beside it the
//! staircase that it bounds: `B0 + floor(t / T) Nb`.

use super::shape::BackupShape;
use crate::analytic::Prediction;
use crate::measure::Metric;
use crate::quantity::Time;

pub(super) const SOURCE: &str = "paper, section 4.2";
pub(super) const LABEL: &str = "B0 + t Nb (whole system)";

pub(super) fn predict(backup: &BackupShape<'_>, times: &[Time]) -> Vec<Prediction> {
    let quantity = Metric::StoredBytesAt.name();
    let line = |&time: &Time| {
        Prediction::new(quantity, backup.store, "P5", SOURCE, backup.in_all(time))
            .of_series(Metric::StoredBytesAt, time)
            .note("the whole system, one backup an hour")
            .if_wrong("backups come in steps; the line meets them on the hour")
    };
    let stairs = |&time: &Time| {
        let source = "count of the backups that have run";
        let formula = "B0 + floor(t / T) Nb";
        Prediction::new(quantity, backup.store, formula, source, backup.staircase(time))
            .of_series(Metric::StoredBytesAt, time)
            .note("the staircase that P5 and P7 smooth")
    };
    times.iter().map(line).chain(times.iter().map(stairs)).collect()
}
