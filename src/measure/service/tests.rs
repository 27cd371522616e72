use super::*;
use crate::engine::{Root, RootCause, Scope};
use crate::measure::IncidentRow;
use crate::measure::made::{failure, hours, no_columns, nothing};
use crate::model::{
    DecidedBy, Domain, Drilled, Drills, Failback, Failover, FailureId, Need, Place, Placement,
    Serves, Service, Strikes, Table,
};
use crate::quantity::{Bytes, Law, Probability};

/// The sites `east` and `west`, power failures and fires of `east`; `chat` runs in one of them, and
/// `mail` just runs in `east`.
fn model() -> Model {
    let site = |name: &str| Domain { name: name.to_owned(), within: None };
    let placement = |name: &str, site: usize| Placement {
        name: name.to_owned(),
        needs: Need::Domain(site.into()),
        dormancy: 1.0,
    };
    let none = || Law::Fixed(Span::ZERO);
    let chat = Service {
        name: "chat".to_owned(),
        needs: Need::Any(vec![Need::Domain(0.into()), Need::Domain(1.into())]),
        placements: vec![placement("east", 0), placement("west", 1)],
        serves: Serves::One,
        failover: Some(Failover {
            detected_by: None,
            decided_by: DecidedBy::Automatic(none()),
            data: Vec::new(),
            activation: Law::Fixed(Span::from_hours(1.0)),
            verifies: none(),
            succeeds: Probability::SURE,
            retry: Span::from_hours(1.0),
            manual: None,
            failback: Failback::AfterHealthy(Span::ZERO),
            switchover: none(),
        }),
        drills: Some(Drills {
            due: Drilled::Every(Span::from_hours(50.0)),
            stays: Span::from_hours(1.0),
        }),
    };
    let strikes = || Strikes::Places(vec![Place::Domain(0.into())]);
    Model {
        domains: Table::new(vec![site("east"), site("west")]),
        failures: Table::new(vec![
            failure("fire", strikes(), 1.0),
            failure("power", strikes(), 0.0),
        ]),
        services: Table::new(vec![chat, Service::plain("mail".to_owned(), Need::Domain(0.into()))]),
        service_order: vec![0.into(), 1.into()],
        ..nothing()
    }
}

const CHAT: usize = 0;
const MAIL: usize = 1;

/// An outage by `power`, all of it in one stage.
fn disruption(
    service: usize,
    (onset, up, full): (f64, Option<f64>, Option<f64>),
    stage: OutageStage,
) -> Disruption {
    let mut stages = [Span::ZERO; OutageStage::ALL.len()];
    stages[stage as usize] = Span::from_hours(up.unwrap_or(110.0) - onset);
    Disruption {
        service: service.into(),
        root: Root::natural(FailureId::from(1)),
        scope: Some(Scope::Place(Place::Domain(0.into()))),
        onset: hours(onset),
        up: up.map(hours),
        full: full.map(hours),
        stages,
        version: None,
        lost: Bytes::ZERO,
    }
}

enum Told {
    Turns(ServiceState),
    Moves(MoveStep),
    Ends(Disruption),
}

/// An observation: its column, its value, and whether it was over.
type Seen = (String, f64, bool);

/// What one service's ledger says at the end of what is told at these hours, by column; and its
/// observations, by column, value, and whether they were over.
fn ledger(service: usize, told: &[(f64, Told)]) -> (Vec<(String, Option<f64>)>, Vec<Seen>) {
    let (model, id) = (model(), service.into());
    let mut layout = no_columns();
    add_columns(&model, id, &mut layout);
    assert!(layout.incidents, "outages have rows");
    assert_eq!(layout.pooled.len(), ServiceLedger::pooled(&model, id));
    let mut ledger = ServiceLedger::new(&model, id, 0);
    let (mut observations, mut begun) = (Vec::new(), false);
    let start = hours(10.0);
    for (at, told) in told {
        if *at >= 10.0 && !begun {
            ledger.begin(start);
            begun = true;
        }
        match told {
            Told::Turns(state) => {
                ledger.turns(hours(*at), *state);
            }
            Told::Moves(step) => ledger.moves(*step),
            Told::Ends(it) => ledger.disruption((start, hours(*at)), it, &mut observations),
        }
    }
    let observed = Observed { start, end: hours(110.0) };
    let mut values = Vec::new();
    ledger.values(&observed, &mut values);
    assert_eq!(layout.values.len(), values.len(), "a value a column");
    let names = layout.values.iter().map(ToString::to_string);
    let seen = observations
        .iter()
        .map(|it| (layout.pooled[usize::from(it.column)].to_string(), it.value, it.finished));
    (names.zip(values).collect(), seen.collect())
}

fn of(values: &[(String, Option<f64>)], name: &str) -> f64 {
    let found = values.iter().find(|(column, _)| column == name);
    found.unwrap_or_else(|| panic!("there is no {name}")).1.expect("it was observed")
}

#[test]
fn a_plain_service_has_the_columns_that_mean_something() {
    let (values, _) = ledger(MAIL, &[(10.0, Told::Turns(ServiceState::Outage))]);
    let names: Vec<_> = values.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "availability[mail]",
        "outages[mail]",
        "outage_time[mail]",
        "time_to_first_outage[mail]",
        "outage_time_by_stage[mail/detect]",
        "outage_time_by_stage[mail/repair]",
        "outage_time_by_cause[mail/fire]",
        "outage_time_by_cause[mail/power]",
        "outage_time_by_cause[mail/move of chat]",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_times_in_all_states_sum_to_the_observed_time() {
    use ServiceState::{Degraded, Full, Outage, Planned};
    let told = [(20.0, Outage), (23.0, Degraded), (60.0, Planned), (60.5, Full), (90.0, Planned)]
        .map(|(at, state)| (at, Told::Turns(state)));
    let (values, _) = ledger(CHAT, &told);
    assert_eq!(of(&values, "outage_time[chat]"), 3.0);
    assert_eq!(of(&values, "degraded_time[chat]"), 37.0);
    assert_eq!(of(&values, "planned_time[chat]"), 20.5);
    assert_eq!(of(&values, "availability[chat]"), 1.0 - 23.5 / 100.0);
    assert_eq!(of(&values, "outages[chat]"), 1.0, "what is planned is none");
}

#[test]
fn drills_and_moves_are_counted_apart() {
    use MoveStep::{BackBegins, BackDone, Done, DrillBegins, DrillDone, DrillFailed, Failed, Seen};
    let steps = [Seen, Failed(1), Failed(1), Done(1), BackBegins(0), BackDone(0)];
    let drilled = [DrillBegins(1), DrillDone(1), BackBegins(0), BackDone(0)];
    let drills = drilled.into_iter().chain([DrillBegins(1), DrillFailed(1)]);
    let told = steps.into_iter().chain(drills).map(|step| (30.0, Told::Moves(step)));
    let before = [(5.0, Told::Moves(Done(1)))];
    let told: Vec<_> = before.into_iter().chain(told).collect();
    let (values, _) = ledger(CHAT, &told);
    let expected = [
        ("failovers[chat]", 1.0),
        ("failed_failovers[chat]", 2.0),
        ("failbacks[chat]", 1.0),
        ("drills[chat]", 1.0),
        ("failed_drills[chat]", 1.0),
        ("outages[chat]", 0.0),
    ];
    for (name, count) in expected {
        assert_eq!(of(&values, name), count, "{name}");
    }
}

/// One that began before the warm-up was over counts by cause for what of it was seen, and has no
/// stages, since it is not known which of them that was.
#[test]
fn outages_are_told_by_stage_and_cause() {
    use OutageStage::{Activate, Detect, Repair};
    let turns = |at, state| (at, Told::Turns(state));
    let told = [
        turns(4.0, ServiceState::Outage),
        turns(12.0, ServiceState::Full),
        (12.0, Told::Ends(disruption(CHAT, (4.0, Some(12.0), Some(12.0)), Repair))),
        turns(30.0, ServiceState::Outage),
        turns(33.0, ServiceState::Degraded),
        turns(50.0, ServiceState::Full),
        (50.0, Told::Ends(disruption(CHAT, (30.0, Some(33.0), Some(50.0)), Activate))),
        turns(106.0, ServiceState::Outage),
        (110.0, Told::Ends(disruption(CHAT, (106.0, None, None), Detect))),
    ];
    let (values, seen) = ledger(CHAT, &told);
    assert_eq!(of(&values, "outage_time[chat]"), 2.0 + 3.0 + 4.0);
    assert_eq!(of(&values, "outage_time_by_cause[chat/power]"), 2.0 + 3.0 + 4.0);
    assert_eq!(of(&values, "outage_time_by_cause[chat/fire]"), 0.0);
    assert_eq!(of(&values, "outage_time_by_stage[chat/activate]"), 3.0);
    assert_eq!(of(&values, "outage_time_by_stage[chat/detect]"), 4.0);
    assert_eq!(of(&values, "outage_time_by_stage[chat/repair]"), 0.0);
    let expected = [
        ("rta_by_stage[chat/detect]", 0.0, true),
        ("rta_by_stage[chat/repair]", 0.0, true),
        ("rta_by_stage[chat/activate]", 3.0, true),
        ("rta_by_cause[chat/power]", 3.0, true),
        ("full_recovery[chat]", 20.0, true),
        ("rta_by_stage[chat/detect]", 4.0, false),
        ("rta_by_cause[chat/power]", 4.0, false),
        ("full_recovery[chat]", 4.0, false),
    ];
    let expected = expected.map(|(name, value, over)| (name.to_owned(), value, over));
    assert_eq!(seen, expected);
}

#[test]
fn one_that_is_back_but_not_in_full_is_censored_in_full_only() {
    let open = disruption(CHAT, (80.0, Some(82.0), None), OutageStage::Activate);
    let (_, seen) = ledger(CHAT, &[(110.0, Told::Ends(open))]);
    assert!(seen.contains(&("rta_by_cause[chat/power]".to_owned(), 2.0, true)));
    assert!(seen.contains(&("full_recovery[chat]".to_owned(), 30.0, false)));
    let row = IncidentRow::of_service(&model(), &open, hours(110.0));
    assert!(row.is_back() && !row.finished);
    assert_eq!((row.rta.hours(), row.full_recovery), (2.0, None));
    assert_eq!((row.rpa, row.bytes_lost), (None, None), "it had no data to bring");
}

#[test]
fn rows_of_outages_have_the_names_of_their_roots() {
    let model = model();
    let open = disruption(CHAT, (80.0, None, None), OutageStage::Activate);
    let root = Root { cause: RootCause::Move(CHAT.into()), injected: false };
    let row = IncidentRow::of_service(
        &model,
        &Disruption { root, scope: None, version: Some(hours(79.5)), ..open },
        hours(110.0),
    );
    assert_eq!((row.cause.as_str(), row.scope.as_str()), ("move of chat", "service/chat"));
    assert!(!row.is_back() && !row.finished && !row.injected);
    assert_eq!(row.full_recovery, Some(row.rta), "what was seen of it");
    assert_eq!(row.rpa, Some(Span::from_hours(0.5)));
    assert_eq!(row.activate, Some(Span::from_hours(30.0)));
    let ahead = Disruption { version: Some(hours(80.2)), ..open };
    let row = IncidentRow::of_service(&model, &ahead, hours(110.0));
    assert_eq!(row.rpa, Some(Span::ZERO), "a mirror that followed on has lost nothing");
}
