//! `summary.csv`: every metric of every subject in one row.

use super::{Table, ends, maybe, text};
use crate::estimate::Estimate;
use crate::study::{MetricResult, Results};

const HEADER: [&str; 17] = [
    "metric", "subject", "unit", "n", "censored", "mean", "std_dev", "ci_low", "ci_high", "min",
    "p05", "p25", "p50", "p75", "p95", "p99", "max",
];

pub(super) fn table(results: &Results) -> Vec<u8> {
    let mut table = Table::new(&HEADER);
    for result in &results.metrics {
        table.row(row(results, result));
    }
    table.bytes()
}

fn row(results: &Results, result: &MetricResult) -> [String; 17] {
    let estimate = &result.estimate;
    let quantile = |p: f64| maybe(value_at(estimate, p));
    let [low, high] = ends(estimate.interval);
    [
        result.metric.name().to_string(),
        text(&result.subject),
        results.run.unit_name(result.metric.definition().unit).to_string(),
        estimate.n.to_string(),
        estimate.censored.to_string(),
        maybe(estimate.mean),
        maybe(estimate.std_dev),
        low,
        high,
        maybe(estimate.min),
        quantile(0.05),
        quantile(0.25),
        quantile(0.5),
        quantile(0.75),
        quantile(0.95),
        quantile(0.99),
        maybe(estimate.max),
    ]
}

fn value_at(estimate: &Estimate, p: f64) -> Option<f64> {
    let quantiles = &estimate.quantiles;
    quantiles.iter().find(|quantile| quantile.p == p)?.value
}
