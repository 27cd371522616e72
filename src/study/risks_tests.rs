use super::*;
use crate::analytic::cases::sketch::Sketch;
use crate::measure::Disrupted;
use crate::model::{Place, Table};
use crate::quantity::{Law, Time};

fn row(cause: &str, subject: &str, injected: bool, rta_h: f64) -> IncidentRow {
    let span = Some(Span::from_hours(rta_h));
    IncidentRow {
        start: Time::START,
        of: Disrupted::Service,
        subject: subject.to_owned(),
        cause: cause.to_owned(),
        injected,
        scope: String::new(),
        detect: span,
        acknowledge: None,
        decide: None,
        repair: None,
        restore: None,
        activate: None,
        verify: None,
        rta: Span::from_hours(rta_h),
        full_recovery: span,
        rpa: None,
        bytes_lost: None,
        cost: None,
        finished: true,
    }
}

/// One pool of 10 whose only failure is called `wear`, with a mean life of 876 h, watched a year.
fn model() -> Model {
    let mut model = Sketch::of(10, Law::Exponential { mean: Span::from_hours(876.0) }).model();
    let mut wear = model.failures[0.into()].clone();
    wear.name = "wear".to_owned();
    model.failures = Table::new(vec![wear]);
    model.horizon = Span::from_hours(YEAR_H);
    model.warm_up = Span::ZERO;
    model
}

fn taken_in(replications: Vec<Vec<IncidentRow>>) -> Risks {
    let mut risks = Risks::default();
    for (number, incidents) in replications.into_iter().enumerate() {
        risks.take_in(&Outcome {
            replication: number as u64,
            incidents,
            observed: Some(Span::from_hours(YEAR_H)),
            ..Outcome::default()
        });
    }
    risks
}

/// Ten members at a mean of 876 h strike 100 times a year; what was injected disrupted `chat` in
/// one of two replications. What came by itself is left out there, and counted for other causes.
#[test]
fn an_injected_failure_has_its_own_frequency_and_what_it_did() {
    let risks = taken_in(vec![
        vec![row("wear", "chat", true, 4.0), row("wear", "chat", false, 1.0)],
        vec![row("wear", "chat", false, 1.0), row("flood", "chat", false, 9.0)],
    ]);
    let model = model();
    let told = risks.rows(&model, Some(0.into()), 2);
    let rows: Vec<_> = told
        .iter()
        .map(|risk| (risk.cause.as_str(), risk.frequency, risk.rta, risk.replications))
        .collect();
    let hours = |hours| Some(Span::from_hours(hours));
    assert_eq!(rows[0], ("flood", Some(0.5), hours(9.0), 1));
    assert_eq!(rows.len(), 2);
    let (cause, frequency, rta, replications) = rows[1];
    assert_eq!((cause, rta, replications), ("wear", hours(4.0), 1));
    assert!((frequency.unwrap() - 50.0).abs() < 1e-9, "{frequency:?}");
    let plain = risks.rows(&model, None, 2);
    assert!(plain.iter().any(|risk| risk.cause == "wear" && risk.rta == hours(1.0)));
}

#[test]
fn strikes_are_counted_in_the_window_or_come_by_the_law() {
    let mut model = model();
    let of = |model: &Model| strikes_a_year(model, &model.failures[0.into()]);
    let mut wear = model.failures[0.into()].clone();
    wear.strikes = Strikes::Places(vec![Place::Domain(0.into()), Place::Domain(1.into())]);
    model.failures = Table::new(vec![wear.clone()]);
    assert!((of(&model).unwrap() - 20.0).abs() < 1e-12);
    wear.occurs = Occurs::At([100.0, 5000.0, 9000.0].map(Time::from_hours).to_vec());
    model.failures = Table::new(vec![wear.clone()]);
    assert_eq!(of(&model), Some(2.0), "one comes after the horizon");
    model.warm_up = Span::from_hours(YEAR_H / 2.0);
    assert_eq!(of(&model), Some(2.0), "one in half a year");
    wear.occurs = Occurs::Triggered;
    model.failures = Table::new(vec![wear]);
    assert_eq!(of(&model), None);
}

/// Two outages in two years that cost 30 and 50, and one that is not over: 40 each, and one and a
/// half a year.
#[test]
fn what_is_not_over_has_no_cost_yet_but_counts_in_the_frequency() {
    let of = |cost: f64, finished: bool| IncidentRow {
        cost: Some(Money::new(cost)),
        finished,
        ..row("flood", "chat", false, 1.0)
    };
    let risks = taken_in(vec![vec![of(30.0, true), of(50.0, true)], vec![of(1000.0, false)]]);
    let told = risks.rows(&model(), None, 2);
    assert_eq!(told[0].cost, Some(Money::new(40.0)));
    assert_eq!(told[0].frequency, Some(1.5));
    assert_eq!(told[0].annual_loss, Some(Money::new(60.0)));
    let free = taken_in(vec![vec![row("flood", "chat", false, 1.0)], vec![]]);
    assert_eq!(free.rows(&model(), None, 2)[0].annual_loss, None);
}
