use super::*;
use crate::analytic::cases::sketch::Sketch;
use crate::measure::{Disrupted, IncidentRow, Observation};
use crate::model::{
    Costs, Dataset, Demand, Ends, FailureId, Need, Overflow, Service, ServiceId, Serving, Store,
    Strikes, Table, Training,
};
use crate::quantity::{Bytes, Law, Money, Rate, Span, Time};
use crate::study::{Results, Run, Settings, Stop};

/// A dataset `logs` that a failure strikes, under these objectives, watched for two years.
fn model(objectives: Vec<Objective>) -> Model {
    let mut model = Sketch::of(1, Law::Fixed(Span::from_hours(1.0))).model();
    let mut failure = model.failures[0.into()].clone();
    failure.strikes = Strikes::Dataset(0.into());
    model.failures = Table::new(vec![failure]);
    model.stores = Table::new(vec![Store::named("disk")]);
    model.datasets = Table::new(vec![Dataset::plain("logs", 0.into(), Bytes::new(1.0))]);
    model.horizon = Span::from_hours(2.0 * 8760.0);
    model.objectives = objectives;
    model
}

/// What comes of replications with these recovery points in hours, and these losses for good.
fn judged(model: &Model, replications: &[(&[f64], u32)]) -> (Vec<ObjectiveResult>, Results) {
    let layout = Layout::new(model);
    let place = |metric| {
        let mut values = layout.values.iter();
        values.position(|column| column.metric == metric).expect("there is such a column")
    };
    let (losses, lost) = (place(Metric::LossEvents), place(Metric::ProbabilityOfLoss));
    let column = layout.pooled.iter().position(|column| column.metric == Metric::Rpa);
    let column = column.expect("recovery points are observed") as u16;
    let mut total = Accumulator::new(model, &layout);
    for (number, (points, gone)) in replications.iter().enumerate() {
        let mut values = vec![Some(0.0); layout.values.len()];
        values[losses] = Some(f64::from(*gone));
        values[lost] = Some(f64::from(u8::from(*gone > 0)));
        let point = |&value: &f64| Observation { value, column, finished: true };
        total.take_in(&[Outcome {
            replication: number as u64,
            values,
            observations: points.iter().map(point).collect(),
            ..Outcome::default()
        }]);
    }
    let settings = Settings {
        seed: 1,
        stop: Stop::Replications(1),
        threads: None,
        max_events: 1,
        inject: None,
    };
    (judge_all(&total), total.results(Run::of_model("made", model, &settings)))
}

fn within(hours: f64, share: f64) -> Objective {
    let (within, share) = (Span::from_hours(hours), Probability::new(share));
    Objective::RecoveryPoint { of: 0.into(), within, share }
}

#[test]
fn what_is_beyond_recovery_is_within_no_time() {
    let model = model(vec![within(24.0, 0.5)]);
    let (judged, _) = judged(&model, &[(&[1.0, 24.0, 30.0], 1), (&[], 0), (&[2.0], 0)]);
    let point = &judged[0];
    assert_eq!((point.objective.as_str(), point.subject.as_str()), ("recovery_point", "logs"));
    assert_eq!(point.target, "within 1d in 50 % of incidents");
    assert_eq!(point.estimate, Some(3.0 / 5.0));
    // Two of four, none of none, and one of one.
    assert_eq!(point.probability, Some(1.0));
    assert_eq!(point.met, None, "two replications say little");
}

/// An outage of `served` by a cause, over after so many hours or not at the end.
fn outage(cause: &str, hours: f64, over: bool) -> IncidentRow {
    let span = Span::from_hours(hours);
    IncidentRow {
        start: Time::START,
        of: Disrupted::Service,
        subject: "served".to_owned(),
        cause: cause.to_owned(),
        injected: false,
        scope: String::new(),
        detect: None,
        acknowledge: None,
        decide: None,
        repair: Some(span),
        restore: None,
        activate: None,
        verify: None,
        rta: span,
        full_recovery: Some(span),
        rpa: None,
        bytes_lost: None,
        cost: None,
        finished: over,
    }
}

/// What comes of replications with these outages under a promise of so many hours.
fn judged_times(
    caused_by: Vec<FailureId>,
    replications: &[Vec<IncidentRow>],
) -> (ObjectiveResult, Results) {
    let share = Probability::new(0.5);
    let within = Span::from_hours(4.0);
    let mut model = model(Vec::new());
    model.services =
        Table::new(vec![Service::plain("served".to_owned(), Need::AtLeast(1, 0.into()))]);
    model.objectives =
        vec![Objective::RecoveryTime { of: ServiceId::from(0), within, share, caused_by }];
    let layout = Layout::new(&model);
    let mut total = Accumulator::new(&model, &layout);
    for (number, incidents) in replications.iter().enumerate() {
        total.take_in(&[Outcome {
            replication: number as u64,
            values: vec![Some(0.0); layout.values.len()],
            incidents: incidents.clone(),
            observed: Some(Span::from_hours(8760.0)),
            ..Outcome::default()
        }]);
    }
    let mut judged = judge_all(&total);
    let settings = Settings {
        seed: 1,
        stop: Stop::Replications(1),
        threads: None,
        max_events: 1,
        inject: None,
    };
    let results = total.results(Run::of_model("made", &model, &settings));
    (judged.remove(0), results)
}

#[test]
fn recovery_times_that_are_not_known_count_for_neither_verdict() {
    let known = |n: usize| vec![vec![outage("wear", 1.0, true)]; n];
    let (all_known, _) = judged_times(Vec::new(), &known(100));
    assert_eq!(all_known.target, "within 4h in 50 % of outages");
    assert_eq!((all_known.estimate, all_known.met), (Some(1.0), Some(true)));
    // Half of them are not over and were seen for less than promised: they may still be in time.
    let mut open = known(50);
    open.extend(vec![vec![outage("wear", 1.0, false)]; 50]);
    let (half, _) = judged_times(Vec::new(), &open);
    assert_eq!((half.estimate, half.met), (Some(0.5), None));
    assert!(half.interval.low.unwrap() < 0.42 && half.interval.high == Some(1.0));
    // Seen for longer than promised: they are late for sure.
    let mut late = known(30);
    late.extend(vec![vec![outage("wear", 5.0, false)]; 70]);
    let (late, _) = judged_times(Vec::new(), &late);
    assert_eq!((late.estimate, late.met), (Some(0.3), Some(false)));
    assert_eq!(late.probability, Some(0.3));
}

#[test]
fn recovery_times_are_of_the_causes_that_are_asked_for() {
    let mixed = vec![vec![outage("wear", 1.0, true), outage("flood", 9.0, true)]; 40];
    let (all, _) = judged_times(Vec::new(), &mixed);
    assert_eq!(all.estimate, Some(0.5));
    let (of_wear, _) = judged_times(vec![0.into()], &mixed);
    let name = model(Vec::new()).failures[0.into()].name.clone();
    assert_eq!(of_wear.target, format!("within 4h in 50 % of outages by {name}"));
    let expected = mixed[0].iter().filter(|row| row.cause == name).count();
    assert_eq!(of_wear.estimate, (expected > 0).then_some(1.0));
}

#[test]
fn risks_are_counted_by_the_year_observed() {
    let incidents = vec![outage("flood", 2.0, true), outage("flood", 4.0, true)];
    let open = vec![outage("flood", 1.0, false)];
    let (_, results) = judged_times(Vec::new(), &[incidents, open, Vec::new(), Vec::new()]);
    let [risk] = results.risks.as_slice() else { panic!("{:?}", results.risks) };
    assert_eq!((risk.cause.as_str(), risk.subject.as_str()), ("flood", "served"));
    assert_eq!(risk.frequency, Some(3.0 / 4.0));
    assert_eq!(risk.rta, Some(Span::from_hours(3.0)), "the one that is not over has none");
    assert_eq!((risk.rpa, risk.bytes_lost, risk.replications), (None, None, 1));
}

#[test]
fn an_objective_without_an_incident_is_undecided() {
    let model = model(vec![within(24.0, 0.5)]);
    let (judged, results) = judged(&model, &[(&[], 0), (&[], 0)]);
    assert_eq!((judged[0].estimate, judged[0].met), (None, None));
    assert_eq!(judged[0].interval, Interval::default());
    assert!(results.setbacks.is_empty(), "there is nothing to plot");
}

#[test]
fn single_incidents_are_held_against_the_exact_interval() {
    let one: &[f64] = &[1.0];
    let replications = [(one, 0)].repeat(60);
    let (judged, _) = judged(&model(vec![within(24.0, 0.9)]), &replications);
    // 0.025^(1/60)
    assert!((judged[0].interval.low.unwrap() - 0.940_370_5).abs() < 1e-6);
    assert_eq!(judged[0].met, Some(true));
}

#[test]
fn a_loss_is_held_against_its_exact_interval() {
    let at_most = |limit| Objective::Loss { of: 0.into(), at_most: Probability::new(limit) };
    let model = model(vec![at_most(0.05), at_most(0.01), at_most(0.0001)]);
    let none: &[f64] = &[];
    let mut replications = vec![(none, 0); 100];
    let (before, results) = judged(&model, &replications);
    // 1 - 0.025^(1/100) = 0.0362
    assert_eq!(before.iter().map(|o| o.met).collect::<Vec<_>>(), [Some(true), None, None]);
    let row = |results: &Results, metric| {
        let mut metrics = results.metrics.iter();
        metrics.find(|row| row.metric == metric).expect("it is told").estimate.clone()
    };
    let nines = row(&results, Metric::DurabilityNines);
    assert_eq!((nines.mean, nines.interval.high), (None, None));
    replications.extend([(none, 1); 25]);
    let (after, results) = judged(&model, &replications);
    assert!(after.iter().all(|objective| objective.met == Some(false)));
    assert_eq!(after[0].probability, Some(0.8));
    let chance = row(&results, Metric::ProbabilityOfLoss);
    assert_eq!((chance.n, chance.mean), (125, Some(0.2)));
    assert_eq!(chance.interval, after[0].interval);
    // 1 - 0.8^(1/2) a year.
    let nines = row(&results, Metric::DurabilityNines).mean.unwrap();
    assert!((nines - 0.976_447_9).abs() < 1e-6, "{nines}");
}

#[test]
fn nines_need_the_whole_window() {
    let mut model = model(Vec::new());
    let told = |model: &Model| {
        let (_, results) = judged(model, &[(&[], 1), (&[], 0)]);
        results.metrics.iter().any(|row| row.metric == Metric::DurabilityNines)
    };
    assert!(told(&model));
    model.ends = Ends::Loss(0.into());
    assert!(told(&model), "what comes after the loss does not matter");
    model.ends = Ends::FirstOutage(ServiceId::from(0));
    assert!(!told(&model), "an outage may come before the loss");
}

#[test]
fn setbacks_have_those_beyond_recovery_as_their_floor() {
    let (_, results) = judged(&model(Vec::new()), &[(&[1.0, 3.0], 1), (&[2.0], 1)]);
    let setback = &results.setbacks[0];
    assert_eq!((setback.incidents, setback.beyond), (5, 2));
    let curve: Vec<_> = setback.exceedance.iter().map(|(at, share)| (at.hours(), *share)).collect();
    let expected = [(1.0, 0.8), (2.0, 0.6), (3.0, 0.4)];
    for ((at, share), (hours, more)) in curve.iter().zip(expected) {
        assert!(*at == hours && (share - more).abs() < 1e-12, "{curve:?}");
    }
    assert_eq!(curve.len(), 3);
}

#[test]
fn a_verdict_needs_the_whole_interval_on_one_side() {
    let interval = |low, high| Interval { low: Some(low), high: Some(high) };
    assert_eq!(at_least_the(0.9, interval(0.91, 0.95)), Some(true));
    assert_eq!(at_least_the(0.9, interval(0.8, 0.89)), Some(false));
    assert_eq!(at_least_the(0.9, interval(0.89, 0.91)), None);
    assert_eq!(at_least_the(0.9, Interval::default()), None);
    assert_eq!(at_most_the(0.1, interval(0.0, 0.09)), Some(true));
    assert_eq!(at_most_the(0.1, interval(0.11, 0.2)), Some(false));
    assert_eq!(at_most_the(0.1, interval(0.0, 0.2)), None);
    assert_eq!(at_most_the(0.1, Interval::default()), None);
}

/// Ten replications that cost 90 or 110: the mean of 100, by Student's t of 9 degrees within
/// 100 ± 2.262 * 10.54 / sqrt(10) = 100 ± 7.54.
#[test]
fn a_cost_is_held_against_its_mean_or_the_share_of_replications() {
    let most = |at_most: f64, share: Option<f64>| Objective::Cost {
        at_most: Money::new(at_most),
        share: share.map(Probability::new),
    };
    let mut model =
        model(vec![most(108.0, None), most(92.0, None), most(104.0, None), most(100.0, Some(0.9))]);
    model.costs = Some(Costs::none("EUR".to_owned()));
    let layout = Layout::new(&model);
    let cost = layout.values.iter().position(|column| column.metric == Metric::Cost);
    let mut total = Accumulator::new(&model, &layout);
    for number in 0..10_u32 {
        let mut values = vec![Some(0.0); layout.values.len()];
        values[cost.expect("a column")] = Some(if number % 2 == 0 { 90.0 } else { 110.0 });
        let replication = u64::from(number);
        total.take_in(&[Outcome { replication, values, ..Outcome::default() }]);
    }
    let judged = judge_all(&total);
    assert_eq!(judged[0].target, "at most 108 EUR on average");
    assert_eq!((judged[0].objective.as_str(), judged[0].subject.as_str()), ("cost", "all"));
    assert_eq!((judged[0].estimate, judged[0].met), (Some(100.0), Some(true)));
    assert_eq!((judged[1].met, judged[1].needed), (Some(false), None));
    // A reach of 7.54 and a distance of 4: 10 * 1.885^2 * 1.25 = 44.4.
    assert_eq!((judged[2].met, judged[2].needed), (None, Some(45)));
    assert_eq!(judged[3].target, "at most 100 EUR in 90 % of replications");
    assert_eq!((judged[3].probability, judged[3].met), (Some(0.5), Some(false)));
}

/// A service `chat` with a workload and a training `pretrain`, under these objectives.
fn working(objectives: Vec<Objective>) -> Model {
    let mut model = model(objectives);
    let mut chat = Service::plain("chat".to_owned(), Need::AtLeast(1, 0.into()));
    chat.workload = Some(Serving {
        demand: Demand::constant(Rate::per_second(1.0)),
        per_member: Rate::per_second(1.0),
        of: vec![vec![0.into()]],
        balancing: 1.0,
        overflow: Overflow::Drop,
        levels: Vec::new(),
        mbco: None,
        backup_load: 0.0,
        autoscale: None,
    });
    model.services = Table::new(vec![chat]);
    model.training = Table::new(vec![Training {
        name: "pretrain".to_owned(),
        on: 0.into(),
        work: Some(Span::from_hours(100.0)),
        selects: Law::Fixed(Span::ZERO),
        initialises: Law::Fixed(Span::ZERO),
        checkpoints: Vec::new(),
        at_least: None,
        uninterrupted: false,
    }]);
    model
}

/// What comes of replications in which a metric has these values, each watched for so many hours.
fn judged_values(
    model: &Model,
    metric: Metric,
    replications: &[(Option<f64>, Option<f64>)],
) -> Vec<ObjectiveResult> {
    let layout = Layout::new(model);
    let place = layout.values.iter().position(|column| column.metric == metric);
    let place = place.expect("there is such a column");
    let mut total = Accumulator::new(model, &layout);
    for (replication, &(value, watched_h)) in (0..).zip(replications) {
        let mut values = vec![Some(0.0); layout.values.len()];
        values[place] = value;
        let observed = watched_h.map(Span::from_hours);
        total.take_in(&[Outcome { replication, values, observed, ..Outcome::default() }]);
    }
    judge_all(&total)
}

/// Ten replications with 0.98 or 1 and one without a value: by Student's t of 9 degrees the mean is
/// within 0.99 +- 2.262 * 0.01054 / sqrt(10) = 0.99 +- 0.0075. Of ten 5 reach 0.99: 0.187 to 0.813.
#[test]
fn requests_and_goodput_are_held_against_the_mean_or_the_share_of_replications() {
    let whole = Some(2.0 * 8760.0);
    let mut values: Vec<_> =
        (0..10).map(|n| (Some(if n % 2 == 0 { 0.98 } else { 1.0 }), whole)).collect();
    values.push((None, whole));
    let held = |at_least: f64, share: Option<f64>| {
        (Probability::new(at_least), share.map(Probability::new))
    };
    let held = [held(0.98, None), held(0.999, None), held(0.995, None), held(0.99, Some(0.9))];
    let served = held.map(|(at_least, share)| Objective::Served { of: 0.into(), at_least, share });
    let goodput =
        held.map(|(at_least, share)| Objective::Goodput { of: 0.into(), at_least, share });
    let kinds = [
        (served, Metric::ServedFraction, ["served", "chat", " of requests"]),
        (goodput, Metric::Goodput, ["goodput", "pretrain", ""]),
    ];
    for (objectives, metric, [name, subject, of]) in kinds {
        let judged = judged_values(&working(objectives.to_vec()), metric, &values);
        assert!(judged.iter().all(|it| it.objective == name && it.subject == subject));
        assert_eq!(judged[0].target, format!("at least 0.98{of} on average"));
        assert!((judged[0].estimate.unwrap() - 0.99).abs() < 1e-12);
        assert!((judged[0].interval.low.unwrap() - 0.982_46).abs() < 1e-5);
        assert_eq!(judged[0].probability, Some(1.0));
        let verdicts: Vec<_> = judged.iter().map(|it| it.met).collect();
        assert_eq!(verdicts, [Some(true), Some(false), None, Some(false)]);
        assert_eq!(judged[3].target, format!("at least 0.99{of} in 90 % of replications"));
        assert_eq!((judged[3].estimate, judged[3].probability), (Some(0.5), Some(0.5)));
        assert!((judged[3].interval.high.unwrap() - 0.812_9).abs() < 1e-4);
    }
}

fn complete(within_h: f64, share: f64) -> Objective {
    let (within, share) = (Span::from_hours(within_h), Probability::new(share));
    Objective::Completion { of: 0.into(), within, share }
}

/// Of 60 replications 54 are in time: 0.795 to 0.962.
#[test]
fn what_is_late_or_not_complete_is_not_complete_in_time() {
    let whole = Some(2.0 * 8760.0);
    let mut values = vec![(Some(120.0), whole); 54];
    values.extend([(Some(130.0), whole), (None, whole)].repeat(3));
    let model = working(vec![complete(120.0, 0.75), complete(120.0, 0.9), complete(120.0, 0.99)]);
    let judged = judged_values(&model, Metric::CompletionTime, &values);
    assert_eq!(
        (judged[0].objective.as_str(), judged[0].subject.as_str()),
        ("completion", "pretrain")
    );
    assert_eq!(judged[0].target, "within 5d in 75 % of replications");
    assert!(judged.iter().all(|it| it.estimate == Some(0.9) && it.probability == Some(0.9)));
    assert!((judged[0].interval.low.unwrap() - 0.794_9).abs() < 1e-3, "{:?}", judged[0].interval);
    let verdicts: Vec<_> = judged.iter().map(|it| it.met).collect();
    assert_eq!(verdicts, [Some(true), None, Some(false)]);
}

#[test]
fn a_training_that_was_not_watched_for_so_long_may_have_been_complete_in_time() {
    let mut model = working(vec![complete(120.0, 0.75), complete(120.0, 0.99)]);
    model.warm_up = Span::from_hours(20.0);
    let in_time = vec![(Some(100.0), Some(80.0)); 54];
    let verdicts = |watched_h: Option<f64>| {
        let values = [in_time.clone(), vec![(None, watched_h); 6]].concat();
        let judged = judged_values(&model, Metric::CompletionTime, &values);
        assert!(judged.iter().all(|it| it.estimate == Some(0.9)));
        [judged[0].met, judged[1].met]
    };
    // The warm-up is before what is observed: so long after the start is 100 h of it.
    assert_eq!(verdicts(Some(100.0)), [Some(true), Some(false)]);
    assert_eq!(verdicts(Some(99.0)), [Some(true), None]);
    assert_eq!(verdicts(None), [Some(true), None]);
}
