//! `quantiles.csv`: every estimated quantile with its interval, and whether it is exact or read
//! from a histogram.

use super::{Table, ends, maybe, number, text};
use crate::study::Results;

const HEADER: [&str; 8] = ["metric", "subject", "unit", "p", "value", "ci_low", "ci_high", "exact"];

pub(super) fn table(results: &Results) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for result in &results.metrics {
        for quantile in &result.estimate.quantiles {
            let [low, high] = ends(quantile.interval);
            table.row([
                result.metric.name().to_string(),
                text(&result.subject),
                results.run.unit_name(result.metric.definition().unit).to_string(),
                number(quantile.p),
                maybe(quantile.value),
                low,
                high,
                quantile.exact.to_string(),
            ]);
        }
    }
    table.bytes()
}
