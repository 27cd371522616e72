//! Every feature that reaches into a model from outside, and what the formulas make of it.

use crate::analytic::cases::sketch::{Sketch, exponential};
use crate::analytic::{Against, Prediction, curves, predict, predict_injected};
use crate::model::{
    Action, Backup, Bring, Crew, CrewId, Dataset, DatasetId, DecidedBy, Demand, Detector,
    DetectorId, Domain, DomainId, Due, Failback, Failover, Failure, FailureId, GoesWrong, Hits,
    Hours, Maintained, Maintenance, MaintenanceId, Mirror, MirrorId, Model, Named, Need, Occurs,
    OnCall, OnCallId, Overflow, Place, Placement, PoolId, Predictor, Recovery, RepairId, Seeing,
    Service, ServiceId, Serving, Stage, Store, StoreId, Strikes, Table, Target, Trace,
    TracedStrike, Trigger, Window,
};
use crate::quantity::{Bytes, Law, Probability, Rate, Span, Time};

type Change = fn(&mut Model);

fn hours(hours: f64) -> Span {
    Span::from_hours(hours)
}

fn at_once() -> Law {
    Law::Fixed(Span::ZERO)
}

/// Three members of which two are needed, a crew for each; watched by a detector within a domain.
fn machines() -> Model {
    let sketch = Sketch {
        needed: 2,
        repair: Some(exponential(10.0)),
        crews: Some(3),
        horizon: hours(8760.0),
        series: vec![Time::from_hours(100.0)],
        ..Sketch::of(3, exponential(1000.0))
    };
    let mut model = sketch.model();
    model.domains = Table::new(vec![
        Domain { name: "hall".to_string(), within: None },
        Domain { name: "office".to_string(), within: None },
    ]);
    edit::<_, Failure>(&mut model.failures, 0, |mode| mode.detected_by = Some(0.into()));
    model.detectors = Table::new(vec![Detector {
        name: "watch".to_string(),
        seeing: Seeing::Delay(exponential(1.0)),
        within: None,
        coverage: Probability::SURE,
        backstop: None,
        false_alarms: None,
        misdiagnosed: Probability::NEVER,
        undiagnosed: Probability::NEVER,
    }]);
    model.people = Table::new(vec![OnCall {
        name: "sre".to_string(),
        size: 1,
        acknowledges: at_once(),
        escalates: None,
        hours: None,
    }]);
    model
}

/// The same members, who do not come back.
fn mission() -> Model {
    let mut model = machines();
    edit::<_, Failure>(&mut model.failures, 0, |mode| {
        mode.recovery = Recovery::None;
        mode.detected_by = None;
    });
    model
}

/// A dataset that lies on a store which burns, with a daily backup on another.
fn data() -> Model {
    let store = |name| Store { within: Some(DomainId::from(0)), ..Store::named(name) };
    let mut model = machines();
    model.pools = Table::new(Vec::new());
    model.services = Table::new(Vec::new());
    model.service_order = Vec::new();
    model.horizon = hours(87_600.0);
    model.stores = Table::new(vec![store("live"), Store::named("vault")]);
    model.datasets = Table::new(vec![Dataset::plain("data", StoreId::from(0), Bytes::new(1e12))]);
    model.backups =
        Table::new(vec![Backup::plain("daily", DatasetId::from(0), StoreId::from(1), hours(24.0))]);
    edit::<_, Failure>(&mut model.failures, 0, |mode| {
        mode.name = "fire".to_string();
        mode.strikes = Strikes::Places(vec![Place::Store(StoreId::from(0))]);
        mode.occurs = Occurs::Random(exponential(87_600.0));
        mode.recovery = Recovery::Lasts(Law::Fixed(hours(1.0)));
        mode.detected_by = None;
    });
    model
}

fn edit<I, T>(table: &mut Table<I, T>, index: usize, change: impl FnOnce(&mut T))
where
    I: Copy + From<usize> + Into<usize>,
    T: Clone + Named,
{
    let mut rows: Vec<T> = table.iter().cloned().collect();
    change(&mut rows[index]);
    *table = Table::new(rows);
}

/// Adds a failure whose name comes last, so that the others keep their numbers.
fn further(model: &mut Model, strikes: Strikes) -> FailureId {
    let mut rows: Vec<Failure> = model.failures.iter().cloned().collect();
    rows.push(Failure {
        name: "z".to_string(),
        strikes,
        occurs: Occurs::Random(exponential(5000.0)),
        recovery: Recovery::Lasts(exponential(1.0)),
        detected_by: None,
        beta: Probability::NEVER,
        triggers: Vec::new(),
        ..rows[0].clone()
    });
    model.failures = Table::new(rows);
    FailureId::from(model.failures.len() - 1)
}

fn strikes_place(model: &mut Model, place: Place) {
    further(model, Strikes::Places(vec![place]));
}

/// What is triggered by another mode, that strikes nothing else of interest.
fn triggered(model: &mut Model) {
    let other = further(model, Strikes::Places(vec![Place::Domain(DomainId::from(1))]));
    let onto = Trigger {
        failure: 0.into(),
        probability: Probability::new(0.5),
        after: at_once(),
        hits: Hits::All,
    };
    edit::<_, Failure>(&mut model.failures, usize::from(other), |mode| mode.triggers = vec![onto]);
}

fn traced(model: &mut Model) {
    let row = TracedStrike { at: Time::from_hours(5.0), target: Target::Any, lasts: None };
    let trace = Trace { strikes: vec![row], repeats: None };
    edit::<_, Failure>(&mut model.failures, 0, |mode| mode.occurs = Occurs::Traced(trace));
}

fn goes_wrong(model: &mut Model) {
    maintained(model, Maintained::Domains(vec![DomainId::from(1)]));
    edit::<MaintenanceId, Maintenance>(&mut model.maintenance, 0, |work| {
        let probability = Probability::new(0.1);
        work.goes_wrong = Some(GoesWrong { probability, into: 0.into(), stops: false });
    });
}

fn maintained(model: &mut Model, of: Maintained) {
    model.maintenance = Table::new(vec![Maintenance {
        name: "firmware".to_string(),
        of,
        due: Due::Every { first: Time::from_hours(720.0), every: hours(720.0) },
        hours: None,
        drains: at_once(),
        takes: Law::Fixed(hours(2.0)),
        crew: None,
        at_once: 1,
        renews: Vec::new(),
        goes_wrong: None,
    }]);
}

fn warned(model: &mut Model, action: Action) {
    model.predictors = Table::new(vec![Predictor {
        name: "smart".to_string(),
        watches: vec![FailureId::from(0)],
        recall: Probability::new(0.7),
        precision: Probability::new(0.5),
        lead: Law::Fixed(hours(1.0)),
        actions: vec![action],
    }]);
}

fn in_stage(model: &mut Model, change: impl FnOnce(&mut Stage)) {
    edit::<RepairId, crate::model::Repair>(&mut model.repairs, 0, |repair| {
        change(&mut repair.stages[0]);
    });
}

fn office_hours() -> Hours {
    Hours { window: Window { opens: hours(9.0), closes: hours(17.0) }, days: 5 }
}

fn with_placements(model: &mut Model, dormancy: f64) {
    let placement = |name: &str, dormancy| Placement {
        name: name.to_string(),
        needs: Need::AtLeast(2, PoolId::from(0)),
        dormancy,
    };
    edit::<ServiceId, Service>(&mut model.services, 0, |service| {
        service.placements = vec![placement("east", 1.0), placement("west", dormancy)];
        service.failover = Some(failover());
    });
}

fn failover() -> Failover {
    Failover {
        detected_by: None,
        decided_by: DecidedBy::Automatic(at_once()),
        data: Vec::new(),
        activation: at_once(),
        verifies: at_once(),
        succeeds: Probability::SURE,
        retry: hours(1.0),
        manual: None,
        failback: Failback::Never,
        switchover: at_once(),
    }
}

fn needs_another(model: &mut Model) {
    // `service` needs `under`, which comes after it.
    let under = Service::plain("under".to_string(), Need::AtLeast(2, PoolId::from(0)));
    let service = Service::plain("service".to_string(), Need::Service(ServiceId::from(1)));
    model.services = Table::new(vec![service, under]);
    model.service_order = vec![1.into(), 0.into()];
}

/// No row about any of these subjects has a value, and one names what is broken.
#[track_caller]
fn refuses(model: &Model, subjects: &[&str], reason: &str) {
    let rows = predict(model);
    let about = |row: &&Prediction| subjects.contains(&row.subject.as_str());
    let rows: Vec<_> = rows.iter().filter(about).collect();
    for row in &rows {
        assert!(row.value.is_err(), "{reason}: {row:?}");
    }
    let named = rows.iter().any(|row| row.value.as_ref().is_err_and(|why| why.contains(reason)));
    assert!(named, "no row says `{reason}`: {rows:#?}");
    let drawn = curves(model);
    let drawn = drawn.iter().find(|curve| subjects.contains(&curve.subject.as_str()));
    assert!(drawn.is_none(), "{reason}: {drawn:?}");
}

#[test]
fn what_reaches_members_breaks_the_formulas_about_them() {
    let changes: &[(Change, &str)] = &[
        (triggered, "`z` can trigger `failure`"),
        (traced, "`failure` strikes as a trace tells"),
        (goes_wrong, "maintenance `firmware` can go wrong into `failure`"),
        (|model| strikes_place(model, Place::Domain(DomainId::from(0))), "a domain of pool `pool`"),
        (
            |model| maintained(model, Maintained::Domains(vec![DomainId::from(0)])),
            "maintenance `firmware` takes down a domain of pool `pool`",
        ),
        (
            |model| maintained(model, Maintained::Pools(vec![PoolId::from(0)])),
            "maintenance `firmware` takes members of `pool` away",
        ),
        (
            |model| warned(model, Action::Drain { takes: at_once(), repaired_by: 0.into() }),
            "`smart` warns of",
        ),
    ];
    for base in [machines, mission] {
        for &(change, reason) in changes {
            let mut model = base();
            in_hall(&mut model);
            assert!(predict(&model).iter().any(|row| row.value.is_ok()), "it applies without");
            change(&mut model);
            refuses(&model, &["pool", "service"], reason);
        }
    }
}

fn in_hall(model: &mut Model) {
    edit::<PoolId, crate::model::Pool>(&mut model.pools, 0, |pool| pool.across = vec![0.into()]);
}

#[test]
fn what_delays_repairs_breaks_the_formulas_about_them() {
    let changes: &[(Change, &str)] = &[
        (
            |model| strikes_place(model, Place::Detector(DetectorId::from(0))),
            "`z` takes down detector `watch`",
        ),
        (
            |model| {
                edit::<_, Detector>(&mut model.detectors, 0, |it| it.within = Some(1.into()));
                strikes_place(model, Place::Domain(DomainId::from(1)));
            },
            "`z` takes down detector `watch`",
        ),
        (
            |model| {
                in_stage(model, |stage| {
                    stage.crew = None;
                    stage.people = Some(OnCallId::from(0));
                });
            },
            "stage `stage` of `repair` waits for people",
        ),
        (
            |model| {
                edit::<CrewId, Crew>(&mut model.crews, 0, |crew| crew.hours = Some(office_hours()));
            },
            "stage `stage` of `repair` waits for its crew's hours",
        ),
        (
            |model| {
                maintained(model, Maintained::Domains(vec![DomainId::from(1)]));
                edit::<_, Maintenance>(&mut model.maintenance, 0, |it| it.crew = Some(0.into()));
            },
            "shares its crew with maintenance `firmware`",
        ),
        (
            |model| {
                let other = further(model, Strikes::Places(vec![Place::Domain(1.into())]));
                edit::<_, Failure>(&mut model.failures, usize::from(other), |mode| {
                    mode.recovery = Recovery::Repair(RepairId::from(0));
                });
            },
            "shares its crew with `z`",
        ),
    ];
    for &(change, reason) in changes {
        let mut model = machines();
        change(&mut model);
        refuses(&model, &["pool", "service"], reason);
    }
}

fn up_by_demand(model: &mut Model) {
    let rate = Rate::per_second(1.0);
    edit::<_, Service>(&mut model.services, 0, |service| {
        service.workload = Some(Serving {
            demand: Demand::constant(rate),
            per_member: rate,
            of: vec![vec![PoolId::from(0)]],
            balancing: 1.0,
            overflow: Overflow::Drop,
            levels: Vec::new(),
            mbco: Some(0.5),
            backup_load: 0.0,
            autoscale: None,
        });
    });
}

#[test]
fn what_reaches_a_service_breaks_the_formulas_about_it() {
    let changes: &[(Change, &str)] = &[
        (|model| with_placements(model, 1.0), "service `service` has placements"),
        (up_by_demand, "whether service `service` is up depends on its demand"),
        (
            |model| strikes_place(model, Place::Service(ServiceId::from(0))),
            "`z` strikes service `service` itself",
        ),
        (
            |model| {
                needs_another(model);
                strikes_place(model, Place::Service(ServiceId::from(1)));
            },
            "`z` strikes service `under` itself",
        ),
    ];
    for base in [machines, mission] {
        for &(change, reason) in changes {
            let mut model = base();
            change(&mut model);
            refuses(&model, &["service"], reason);
        }
    }
    let mut model = machines();
    with_placements(&mut model, 0.5);
    refuses(&model, &["pool"], "rest while `service` is elsewhere");
}

#[test]
fn members_taken_together_are_counted_so_or_not_at_all() {
    // Only what knows of beta says something, and that is the chain of `lump`, checked by C08.
    let mut beta = mission();
    edit::<_, Failure>(&mut beta.failures, 0, |mode| mode.beta = Probability::new(0.1));
    let mut shock = mission();
    let strikes = Strikes::Shock {
        each: Probability::new(0.3),
        pools: vec![PoolId::from(0)],
        places: Vec::new(),
    };
    further(&mut shock, strikes);
    let known = ["exact chain", "beta factor mission"];
    for model in [beta, shock] {
        let rows = predict(&model);
        let values = rows.iter().filter(|row| row.value.is_ok());
        let names: Vec<_> = values.map(|row| row.formula.as_str()).collect();
        assert!(!names.is_empty() && names.iter().all(|name| known.contains(name)), "{names:?}");
    }
}

#[test]
fn what_reaches_data_breaks_the_formulas_about_it() {
    let changes: &[(Change, &str)] = &[
        (triggered, "`z` can trigger `fire`"),
        (traced, "`fire` strikes as a trace tells"),
        (goes_wrong, "maintenance `firmware` can go wrong into `fire`"),
        (
            |model| maintained(model, Maintained::Domains(vec![DomainId::from(0)])),
            "maintenance `firmware` takes down store `live`",
        ),
        (|model| warned(model, Action::Backup(0.into())), "`smart` begins backups by `daily`"),
        (
            |model| {
                edit::<_, Failure>(&mut model.failures, 0, |mode| {
                    let places = vec![Place::Store(0.into()), Place::Store(1.into())];
                    let each = Probability::new(0.5);
                    mode.strikes = Strikes::Shock { each, pools: Vec::new(), places };
                });
            },
            "`fire` can strike several things at one instant",
        ),
        (
            |model| {
                brought(model, Bring::Restore(DatasetId::from(0)));
            },
            "a failover of `service` moves it",
        ),
        (
            |model| {
                let to = StoreId::from(1);
                model.mirrors = Table::new(vec![Mirror {
                    name: "copy".to_string(),
                    of: DatasetId::from(0),
                    to,
                    lag: None,
                    over: None,
                    encryption: None,
                }]);
                brought(model, Bring::Promote(MirrorId::from(0)));
            },
            "a failover of `service` moves it",
        ),
    ];
    for &(change, reason) in changes {
        let mut model = data();
        assert!(predict(&model).iter().any(|row| row.value.is_ok()), "{:?}", predict(&model));
        change(&mut model);
        refuses(&model, &["data"], reason);
    }
}

fn brought(model: &mut Model, bring: Bring) {
    let mut service = Service::plain("service".to_string(), Need::Domain(DomainId::from(1)));
    let placement = Placement {
        name: "east".to_string(),
        needs: Need::Domain(DomainId::from(1)),
        dormancy: 1.0,
    };
    service.placements = vec![placement.clone(), placement];
    service.failover = Some(Failover { data: vec![bring], ..failover() });
    model.services = Table::new(vec![service]);
    model.service_order = vec![0.into()];
}

#[test]
fn nothing_is_held_against_an_injected_run() {
    let model = machines();
    assert!(predict(&model).iter().any(|row| row.value.is_ok()));
    for row in predict_injected(&model, FailureId::from(0)) {
        assert!(row.value.is_err() || matches!(row.against, Against::Fixed(_)), "{row:?}");
    }
    let rows = predict_injected(&model, FailureId::from(0));
    let told = "`failure` is injected, and does not come by itself";
    assert!(rows.iter().any(|row| row.value.as_ref().is_err_and(|why| why == told)));
}
