//! P4: `B(t) = B0 + Nb / N`. Sections 4.1 and 4.3 (0.1 GB).

use super::shape::BackupShape;
use super::{gigabytes, per_member};
use crate::analytic::Prediction;
use crate::quantity::Time;

pub(super) const SOURCE: &str = "paper, sections 4.1 and 4.3";
pub(super) const LABEL: &str = "B0 + Nb / N (one backup)";

pub(super) fn predict(backup: &BackupShape<'_>, times: &[Time]) -> Vec<Prediction> {
    let (one, share) = (backup.each, backup.each / backup.members);
    let note = format!(
        "by 4.1's own definition the amount is {}; {} is its share per member after exactly one \
         backup, with B0 per member too",
        gigabytes(one),
        gigabytes(share)
    );
    let at = |&time: &Time| {
        per_member(backup, ("P4", SOURCE), time, backup.after_one())
            .note(note.clone())
            .if_wrong(if_wrong(backup, time))
    };
    times.iter().map(at).collect()
}

fn if_wrong(backup: &BackupShape<'_>, time: Time) -> String {
    let count = backup.count(time);
    if count == 1.0 {
        return "B0 is the whole store's, Nb / N one member's share".to_string();
    }
    format!("it holds after exactly one backup; here {count} were made")
}
