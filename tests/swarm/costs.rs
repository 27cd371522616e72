//! What costs must be, from what other metrics say of the same replication.

use firedrill::measure::{Layout, Metric, Outcome};
use firedrill::model::Model;
use firedrill::quantity::Span;

/// Relative, of amounts that must be alike.
const CLOSE: f64 = 1e-9;

/// Kinds sum to the whole, causes to what disruptions cost, and each kind to its price times what
/// was used, which other ledgers count.
pub fn check(model: &Model, layout: &Layout, outcome: &Outcome) {
    let sum = |metric: Metric, is: &dyn Fn(&str) -> bool| -> f64 {
        let columns = layout.values.iter().zip(&outcome.values);
        let mine = columns.filter(|(it, _)| it.metric == metric && is(&it.subject));
        mine.map(|(_, value)| value.unwrap_or(0.0)).sum()
    };
    let of = |metric, subject: &str| sum(metric, &|it| it == subject);
    let kind = |kind: &str| of(Metric::CostByKind, &format!("all/{kind}"));
    let whole = of(Metric::Cost, "all");
    assert!(whole > 0.0, "the lease at least");
    let alike = |what: &str, one: f64, other: f64| {
        assert!((one - other).abs() <= CLOSE * whole.max(1.0), "{what}: {one} and {other}");
    };
    alike("kinds", sum(Metric::CostByKind, &|_| true), whole);
    let disruptions = of(Metric::DisruptionCost, "all");
    alike("disruptions", kind("outages") + kind("incidents") + kind("data_loss"), disruptions);
    alike("causes", sum(Metric::CostByCause, &|_| true), disruptions);
    alike("outages", kind("outages"), 1000.0 * of(Metric::OutageTime, "chat"));
    alike("planned", kind("planned"), 100.0 * of(Metric::PlannedTime, "chat"));
    if model.warm_up == Span::ZERO {
        alike("incidents", kind("incidents"), 10.0 * of(Metric::Outages, "chat"));
    }
    alike("requests", kind("transactions"), 0.05 * of(Metric::TransactionsLost, "chat"));
    alike("data", kind("data_loss"), 3.0 * of(Metric::DataLost, "docs") / 1e9);
    let hours = outcome.observed.expect("it was observed").hours();
    alike("crews", kind("crews"), 60.0 * of(Metric::CrewUtilisation, "techs") * hours);
    alike("people", kind("people"), 90.0 * of(Metric::PeopleUtilisation, "sre") * hours);
    alike("lease", kind("fixed"), 10.0 * hours);
    let repairs = sum(Metric::Repairs, &|_| true);
    assert!(kind("repairs") >= 7.0 * repairs - 1e-6, "repairs of members, and of places");
    let retired = sum(Metric::Retired, &|_| true);
    let members: f64 = model.pools.iter().map(|pool| f64::from(pool.size())).sum();
    let paid = kind("members") + kind("spares");
    assert!(paid <= 2.0 * members * hours * (1.0 + CLOSE), "no member is paid for twice");
    if retired == 0.0 {
        alike("members", paid, 2.0 * members * hours);
    }
}
