//! Costs of observed time: what began before it, what is not over at its end.

use crate::engine::Plan;
use crate::measure::made::{failure, hours, nothing};
use crate::measure::{Layout, Metric, Outcome, Recorder};
use crate::model::{
    Costs, Demand, Model, Need, Occurs, Overflow, Pool, PoolId, Recovery, Retirement, Service,
    ServiceId, Serving, Strikes, Table,
};
use crate::quantity::{Hourly, Law, Money, Probability, Rate, Span};

/// One member, which goes down at these times for so long, and a service that needs it: 100 by the
/// hour down, 7 an outage, 2 by the hour of the member. Watched from 10 h on until 110 h.
fn model(times: &[f64], lasts_h: f64) -> Model {
    let mut breaks = failure("break", Strikes::Each(vec![PoolId::from(0)]), 0.0);
    breaks.occurs = Occurs::At(times.iter().map(|&at| hours(at)).collect());
    breaks.recovery = Recovery::Lasts(Law::Fixed(Span::from_hours(lasts_h)));
    let mut costs = Costs::none("USD".to_owned());
    costs.member_hour.insert(PoolId::from(0), Hourly::new(2.0));
    costs.outage_hour.insert(ServiceId::from(0), Hourly::new(100.0));
    costs.incident.insert(ServiceId::from(0), Money::new(7.0));
    Model {
        pools: Table::new(vec![pool()]),
        failures: Table::new(vec![breaks]),
        services: Table::new(vec![Service::plain(
            "chat".to_owned(),
            Need::AtLeast(1, PoolId::from(0)),
        )]),
        service_order: vec![ServiceId::from(0)],
        costs: Some(costs),
        ..nothing()
    }
}

fn pool() -> Pool {
    Pool {
        name: "gpu".to_owned(),
        members: 1,
        across: Vec::new(),
        spares: Vec::new(),
        switching: Probability::SURE,
        retry: Span::ZERO,
        bad: Probability::NEVER,
        retirement: None,
    }
}

fn run(model: &Model) -> Outcome {
    Recorder::new(&Plan::new(model, 1, 1000)).run(0).expect("few events")
}

fn value(model: &Model, outcome: &Outcome, name: &str) -> f64 {
    let columns = Layout::new(model).values;
    let at = columns.iter().position(|column| column.to_string() == name);
    outcome.values[at.expect("a column of this name")].expect("something was observed")
}

/// Down 8-12 h and 40-44 h: of the first only the 2 h after the warm-up count, and it is none of
/// the observed time's own.
#[test]
fn what_began_in_the_warm_up_counts_from_its_end() {
    let model = model(&[8.0, 40.0], 4.0);
    let outcome = run(&model);
    let of = |name: &str| value(&model, &outcome, name);
    assert_eq!(of("cost_by_kind[all/members]"), 200.0);
    assert_eq!(of("cost_by_kind[all/outages]"), 600.0);
    assert_eq!(of("cost_by_kind[all/incidents]"), 7.0);
    assert_eq!(of("disruption_cost[all]"), 607.0);
    assert_eq!(of("cost_by_cause[all/break]"), 607.0);
    assert_eq!(of("cost[all]"), 807.0);
    let costs: Vec<_> = outcome.incidents.iter().map(|row| row.cost).collect();
    assert_eq!(costs, [Some(Money::new(407.0))]);
}

/// Down from 100 h on for 50 h, of which 10 h are seen.
#[test]
fn an_outage_that_is_not_over_costs_what_has_run_up() {
    let model = model(&[100.0], 50.0);
    let outcome = run(&model);
    assert_eq!(value(&model, &outcome, "cost_by_cause[all/break]"), 1007.0);
    assert_eq!(value(&model, &outcome, "cost_by_kind[all/outages]"), 1000.0);
    let row = &outcome.incidents[0];
    assert_eq!((row.cost, row.finished), (Some(Money::new(1007.0)), false));
}

/// Retired at once by the failure at 60 h: 50 h are paid for, and nothing after.
#[test]
fn a_retired_member_is_paid_for_no_more() {
    let mut model = model(&[60.0], 1.0);
    let retirement = Some(Retirement { failures: 1, window: Span::from_hours(100.0) });
    let pool = Pool { retirement, ..pool() };
    model.pools = Table::new(vec![pool]);
    let outcome = run(&model);
    assert_eq!(value(&model, &outcome, "cost_by_kind[all/members]"), 100.0);
}

/// One request a second, lost from 8 h to 12 h, of which 2 h count, and for 2 h before the end:
/// 14,400 requests, and again by a second run of the same recorder.
#[test]
fn each_lost_request_of_the_observed_time_is_paid_for() {
    let mut model = model(&[8.0, 108.0], 4.0);
    let rate = Rate::per_second(1.0);
    let mut chat = Service::plain("chat".to_owned(), Need::AtLeast(1, PoolId::from(0)));
    chat.workload = Some(Serving {
        demand: Demand::constant(rate),
        per_member: rate,
        of: vec![vec![PoolId::from(0)]],
        balancing: 1.0,
        overflow: Overflow::Drop,
        levels: Vec::new(),
        mbco: None,
        backup_load: 0.0,
        autoscale: None,
    });
    model.services = Table::new(vec![chat]);
    let mut costs = Costs::none("USD".to_owned());
    costs.lost_transaction.insert(ServiceId::from(0), Money::new(0.25));
    model.costs = Some(costs);
    let plan = Plan::new(&model, 1, 1000);
    let mut recorder = Recorder::new(&plan);
    for replication in 0..2 {
        let outcome = recorder.run(replication).expect("few events");
        assert_eq!(value(&model, &outcome, "transactions_lost[chat]"), 14_400.0);
        assert_eq!(value(&model, &outcome, "cost_by_kind[all/transactions]"), 3600.0);
        assert_eq!(value(&model, &outcome, "cost[all]"), 3600.0);
    }
    let columns = Layout::new(&model).values;
    assert!(columns.iter().all(|it| it.metric != Metric::DisruptionCost), "it is no disruption's");
}

#[test]
fn without_prices_there_are_no_columns() {
    let mut model = model(&[40.0], 1.0);
    model.costs = None;
    let layout = Layout::new(&model);
    let money = |metric: Metric| metric.name().contains("cost");
    assert!(layout.values.iter().all(|column| !money(column.metric)));
    let outcome = run(&model);
    assert_eq!(outcome.values.len(), layout.values.len());
    assert_eq!(outcome.incidents[0].cost, None);
}
