//! P8: "10 %", said of a backup of 10 GB over 100 members. Section 4.3.

use super::gigabytes;
use super::shape::BackupShape;
use crate::analytic::{Against, Prediction};

pub(super) const SOURCE: &str = "paper, section 4.3";

pub(super) fn predict(backup: &BackupShape<'_>) -> Prediction {
    let share = gigabytes(backup.each / backup.members);
    let answer = format!(
        "{} over {} members is {} each; it is no percentage, and 4.4's \"share is low\" rests on \
         it. As a share, each member's part of a backup is 1/N",
        gigabytes(backup.each),
        backup.members,
        share
    );
    Prediction {
        against: Against::Fixed(1.0 / backup.members),
        ..Prediction::new("share of a backup per member", backup.store, "P8", SOURCE, 0.1)
    }
    .note(answer)
    .if_wrong(format!("{share} is an amount of data, not 10 % of anything"))
}
