//! `series.csv`: what is sampled over time, one row a point.

use super::{Table, ends, number, text};
use crate::study::Results;

const HEADER: [&str; 6] = ["time_h", "metric", "subject", "mean", "ci_low", "ci_high"];

pub(super) fn table(results: &Results) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for point in &results.series {
        let [low, high] = ends(point.interval);
        table.row([
            number(point.time.hours()),
            point.metric.name().to_string(),
            text(&point.subject),
            number(point.mean),
            low,
            high,
        ]);
    }
    table.bytes()
}
