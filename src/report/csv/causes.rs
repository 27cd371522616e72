//! `causes.csv`: how much of the outage time of each service, of the data that each dataset loses,
//! of the interruptions of each training, and of what disruptions cost, is due to each root cause;
//! the header alone where there was none.
//!
//! The ends of an interval are empty where too few replications have any of the part, or of the
//! rest.

use super::{Table, ends, number, text};
use crate::study::{CauseShare, Results};

const HEADER: [&str; 6] = ["cause", "subject", "metric", "share", "ci_low", "ci_high"];

pub(super) fn table(results: &Results) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for share in &results.causes {
        table.row(row(share));
    }
    table.bytes()
}

fn row(share: &CauseShare) -> [String; 6] {
    let [low, high] = ends(share.interval);
    [
        text(&share.cause),
        text(&share.subject),
        share.metric.name().to_string(),
        number(share.share),
        low,
        high,
    ]
}
