//! P7: `B(t) = B0 + (Nb / N) t`, the plotted line. Section 5.2.

use super::per_member;
use super::shape::BackupShape;
use crate::analytic::Prediction;
use crate::quantity::Time;

pub(super) const SOURCE: &str = "paper, section 5.2 (the plotted line)";
pub(super) const LABEL: &str = "B0 + (Nb / N) t";

pub(super) fn predict(backup: &BackupShape<'_>, times: &[Time]) -> Vec<Prediction> {
    let why = if backup.starts_empty() {
        "the line meets the staircase on the hour only"
    } else {
        "the line meets the staircase on the hour only, and with B0 per member too"
    };
    let at = |&time: &Time| {
        per_member(backup, ("P7", SOURCE), time, backup.line(time))
            .note("the continuous version of the staircase (B0 + floor(t/T) Nb) / N")
            .if_wrong(why)
    };
    times.iter().map(at).collect()
}
