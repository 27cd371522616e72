//! What a replication costs, in all and by kind.

use super::Section;
use super::outages::mostly_by;
use crate::estimate::Estimate;
use crate::measure::{ALL_SUBJECT, Metric, Unit};
use crate::report::number::{scaled, significant, supported};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean, unknown};
use crate::study::Results;

pub(super) fn section(results: &Results) -> Section {
    let whole = find(results, Metric::Cost, ALL_SUBJECT);
    let currency = results.run.currency.as_deref().unwrap_or_default();
    let by_kind = results.metrics.iter().filter(|row| row.metric == Metric::CostByKind);
    let by_kind = by_kind.map(|row| {
        let kind = row.subject.split_once('/').map_or(row.subject.as_str(), |parts| parts.1);
        (kind, &row.estimate)
    });
    let mut kinds: Vec<_> = by_kind.collect();
    // Equal ones stay in the order of the results.
    kinds.sort_by(|(_, a), (_, b)| b.mean.unwrap_or(0.0).total_cmp(&a.mean.unwrap_or(0.0)));
    let rows = whole.map(|whole| ("in all", whole)).into_iter().chain(kinds);
    let row = |(kind, estimate): (&str, &Estimate)| {
        vec![
            Cell::plain(kind),
            mean(Some(estimate), Unit::Money),
            share(estimate, whole),
            quantile(estimate, 0.5),
            quantile(estimate, 0.95),
            quantile(estimate, 0.99),
        ]
    };
    let heading = format!("cost [{currency}]");
    let columns = [heading.as_str(), "mean", "share", "median", "p95", "p99"];
    let mut remark = "of one replication, by what it was spent on; quantiles: over replications, \
                      those of parts do not add up"
        .to_string();
    let mostly = mostly_by(results, Metric::DisruptionCost, ALL_SUBJECT).text;
    if mostly != "-" {
        remark += &format!("; disruptions mostly by {mostly}, all causes: causes.csv");
    }
    Section { remark, ..Section::new(&columns, rows.map(row).collect()) }
}

/// The share of a mean in that of the whole.
fn share(part: &Estimate, whole: Option<&Estimate>) -> Cell {
    let of = whole.and_then(|whole| whole.mean).filter(|whole| *whole > 0.0);
    match part.mean.zip(of) {
        Some((part, whole)) => Cell::plain(format!("{} %", significant(100.0 * part / whole, 3))),
        None => unknown(),
    }
}

fn quantile(estimate: &Estimate, p: f64) -> Cell {
    let quantile = estimate.quantiles.iter().find(|quantile| quantile.p == p);
    let known = quantile.and_then(|quantile| Some((quantile.value?, quantile.interval)));
    known.map_or_else(unknown, |(value, interval)| {
        Cell::plain(supported(value, scaled(interval, 1.0)))
    })
}
