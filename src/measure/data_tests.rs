use super::*;
use crate::engine::{Root, Scope};
use crate::measure::Metric;
use crate::measure::made::{failure, hours, no_columns, nothing, observed};
use crate::model::{
    Backup, Built, Dataset, Domain, FailureId, Place, Pool, PoolId, Store, Strikes, Table,
    Verification,
};
use crate::quantity::{Bytes, DataRate, Probability, Span};

/// A domain `east` with the store `disks`, built on a pool, and the dataset `logs` of 1 kB and 1 B
/// more an hour; a vault of 500 B elsewhere. Fires destroy the domain; the vault is only down.
fn model() -> Model {
    let built = Built { pool: PoolId::from(0), data: 2, parity: 1, rebuild: None };
    let disks = Store { within: Some(0.into()), built: Some(built), ..Store::named("disks") };
    let vault = Store { capacity: Some(Bytes::new(500.0)), ..Store::named("vault") };
    let growing = DataRate::from_per_second(1.0 / 3600.0);
    let logs = Dataset {
        grows: growing,
        changes: growing,
        ..Dataset::plain("logs", 0.into(), Bytes::new(1000.0))
    };
    let idle = Dataset::plain("safe", 1.into(), Bytes::new(100.0));
    let pool = Pool {
        name: "drives".to_owned(),
        members: 3,
        across: vec![0.into()],
        spares: Vec::new(),
        switching: Probability::SURE,
        retry: Span::ZERO,
        bad: Probability::NEVER,
        retirement: None,
    };
    let verifies = Verification { every: Span::from_hours(1.0), finds: Probability::SURE };
    let nightly = Backup::plain("nightly", 0.into(), 1.into(), Span::from_hours(24.0));
    Model {
        domains: Table::new(vec![Domain { name: "east".to_owned(), within: None }]),
        pools: Table::new(vec![pool]),
        failures: Table::new(vec![
            failure("fire", Strikes::Places(vec![Place::Domain(0.into())]), 1.0),
            failure("power", Strikes::Places(vec![Place::Store(1.into())]), 0.0),
        ]),
        stores: Table::new(vec![disks, vault]),
        datasets: Table::new(vec![logs, idle]),
        backups: Table::new(vec![Backup {
            sound: Probability::new(0.9),
            verifies: Some(verifies),
            ..nightly
        }]),
        ..nothing()
    }
}

/// An incident of `logs` whose stages are 1, 2, 3 and 4 h.
fn incident(onset_h: f64, over_h: Option<f64>, version_h: Option<f64>) -> Incident {
    Incident {
        dataset: 0.into(),
        root: Root::natural(FailureId::from(0)),
        scope: Scope::Place(Place::Domain(0.into())),
        onset: hours(onset_h),
        over: over_h.map(hours),
        detecting: Span::from_hours(1.0),
        waiting: Span::from_hours(2.0),
        restoring: Span::from_hours(3.0),
        verifying: Span::from_hours(4.0),
        version: version_h.map(hours),
        existed: Bytes::new(1000.0),
        recovered: Bytes::new(900.0),
        lost: Bytes::new(100.0),
        beyond_recovery: over_h.is_some() && version_h.is_none(),
    }
}

/// What comes of changes at these hours, from a warm-up of 10 h to the end at 110 h.
fn outcome(model: &Model, incidents: &[Incident], changes: &[(f64, Change)]) -> Outcome {
    let mut columns = 0;
    let pooled = |number: usize| {
        columns += number as u16;
        columns - number as u16
    };
    let mut ledgers = DataLedgers::new(model, pooled);
    let mut outcome = Outcome::default();
    let mut begun = false;
    ledgers.restart();
    for &(at, change) in changes {
        if at >= 10.0 && !begun {
            ledgers.begin(hours(10.0));
            begun = true;
        }
        let incident = |number: u32| &incidents[number as usize];
        ledgers.observe(hours(at), change, incident, &mut outcome);
    }
    let observed = observed();
    ledgers.values(&observed, &mut outcome.values);
    ledgers.finish(&observed, &mut outcome);
    outcome
}

/// The layout of data alone.
fn layout(model: &Model) -> Layout {
    let mut layout = no_columns();
    add_columns(model, &mut layout);
    layout
}

fn value(model: &Model, outcome: &Outcome, metric: Metric, subject: &str) -> Option<f64> {
    let layout = layout(model);
    assert_eq!(layout.values.len(), outcome.values.len(), "a value a column");
    let place = layout.values.iter().position(|c| c.metric == metric && c.subject == subject);
    outcome.values[place.expect("there is such a column")]
}

fn pooled(model: &Model, outcome: &Outcome, metric: Metric) -> Vec<(f64, bool)> {
    let layout = layout(model);
    let place = layout.pooled.iter().position(|column| column.metric == metric);
    let place = place.expect("there is such a column");
    let of_it = outcome.observations.iter().filter(|it| usize::from(it.column) == place);
    of_it.map(|it| (it.value, it.finished)).collect()
}

#[test]
fn columns_are_there_where_they_mean_something() {
    let layout = layout(&model());
    let subjects = |metric: Metric| {
        let all = layout.values.iter().chain(&layout.pooled);
        let of_it = all.filter(|column| column.metric == metric);
        of_it.map(|column| column.subject.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(subjects(Metric::Downs), ["domain/east", "store/disks", "store/vault"]);
    assert_eq!(subjects(Metric::StoredBytes), ["vault"]);
    assert_eq!(subjects(Metric::StoreFull), ["vault"]);
    assert_eq!(subjects(Metric::StoreLosses), ["disks"]);
    assert_eq!(subjects(Metric::ProbabilityOfLoss), ["logs", "safe"]);
    assert_eq!(subjects(Metric::Rpa), ["logs"]);
    assert_eq!(subjects(Metric::DataLostByCause), ["logs/fire"], "power destroys nothing");
    assert_eq!(subjects(Metric::UnsoundFound), ["nightly"]);
    assert!(subjects(Metric::Exposures).is_empty(), "nothing is breached");
}

#[test]
fn what_happens_before_the_warm_up_is_over_does_not_count() {
    let model = model();
    let (backup, store) = (0.into(), 1.into());
    let done =
        |since, bytes| Change::BackupDone { backup, since: hours(since), bytes: Bytes::new(bytes) };
    let failed = |fault| Change::BackupFailed { backup, fault };
    let changes = [
        (2.0, Change::Stored { store, bytes: 50.0 }),
        (5.0, done(2.0, 50.0)),
        (6.0, failed(BackupFault::Full)),
        (7.0, Change::Place { place: Place::Store(store), up: false }),
        (12.0, done(8.0, 30.0)),
        (20.0, Change::Place { place: Place::Store(store), up: true }),
        (60.0, Change::Stored { store, bytes: 100.0 }),
        (61.0, done(58.5, 100.0)),
        (70.0, failed(BackupFault::Full)),
        (71.0, failed(BackupFault::Route)),
        (72.0, Change::BackupSkipped { backup }),
        (73.0, Change::UnsoundFound { backup }),
        (80.0, Change::Place { place: Place::Store(store), up: false }),
    ];
    let outcome = outcome(&model, &[], &changes);
    let of = |metric, subject| value(&model, &outcome, metric, subject);
    assert_eq!(of(Metric::BackupsDone, "nightly"), Some(2.0));
    assert_eq!(of(Metric::BackupVolume, "nightly"), Some(130.0));
    assert_eq!(of(Metric::BackupsFailed, "nightly"), Some(2.0));
    assert_eq!(of(Metric::BackupsSkipped, "nightly"), Some(1.0));
    assert_eq!(of(Metric::UnsoundFound, "nightly"), Some(1.0));
    assert_eq!(of(Metric::StoreFull, "vault"), Some(1.0));
    // 50 B for 50 of 100 h, then 150 B.
    assert_eq!(of(Metric::StoredBytes, "vault"), Some(100.0));
    assert_eq!(of(Metric::Downs, "store/vault"), Some(1.0));
    assert_eq!(of(Metric::DownTime, "store/vault"), Some(10.0 + 30.0));
    // The backup begun before the warm-up has no duration.
    assert_eq!(pooled(&model, &outcome, Metric::BackupTime), [(2.5, true)]);
}

#[test]
fn incidents_count_by_their_onset() {
    let model = model();
    let incidents = [
        incident(9.0, Some(19.0), Some(5.0)),
        incident(30.0, Some(40.0), Some(24.0)),
        incident(50.0, Some(60.0), None),
        Incident { verifying: Span::ZERO, ..incident(100.0, None, None) },
        Incident { restoring: Span::ZERO, verifying: Span::ZERO, ..incident(109.0, None, None) },
    ];
    let ends = |incident: u32| Change::Incident { incident };
    let changes = [
        (19.0, ends(0)),
        (35.0, Change::RestoreFailed { dataset: 0.into() }),
        (40.0, ends(1)),
        (60.0, ends(2)),
        (110.0, ends(3)),
        (110.0, ends(4)),
    ];
    let outcome = outcome(&model, &incidents, &changes);
    let of = |metric| value(&model, &outcome, metric, "logs");
    assert_eq!(of(Metric::DataIncidents), Some(4.0));
    assert_eq!(of(Metric::Restores), Some(1.0));
    assert_eq!(of(Metric::RestoreFailures), Some(1.0));
    assert_eq!(of(Metric::LossEvents), Some(1.0));
    assert_eq!(of(Metric::ProbabilityOfLoss), Some(1.0));
    assert_eq!(of(Metric::DataLost), Some(200.0));
    let by_fire = value(&model, &outcome, Metric::DataLostByCause, "logs/fire");
    assert_eq!(by_fire, Some(200.0));
    // It has grown to 1,110 B.
    assert_eq!(of(Metric::Nomdl), Some(200.0 / 1110.0));
    assert_eq!(value(&model, &outcome, Metric::ProbabilityOfLoss, "safe"), Some(0.0));
    assert_eq!(pooled(&model, &outcome, Metric::Rpa), [(6.0, true)]);
    assert_eq!(pooled(&model, &outcome, Metric::RecoveryRate), [(0.9, true), (0.9, true)]);
    let rta = [(10.0, true), (10.0, false), (1.0, false)];
    assert_eq!(pooled(&model, &outcome, Metric::DataRta), rta);
    // The one given up has none; of the unfinished ones, one had begun.
    assert_eq!(pooled(&model, &outcome, Metric::RestoreTime), [(7.0, true), (3.0, false)]);
}

#[test]
fn rows_of_incidents_have_names_and_their_stages_sum_up() {
    let model = model();
    let incidents = [
        incident(30.0, Some(40.0), Some(24.0)),
        Incident { scope: Scope::Members(0.into()), ..incident(50.0, Some(60.0), None) },
        Incident { scope: Scope::Data, ..incident(105.0, None, None) },
    ];
    let changes = [40.0, 60.0, 110.0].into_iter().zip(0..);
    let changes: Vec<_> =
        changes.map(|(at, incident)| (at, Change::Incident { incident })).collect();
    let rows = outcome(&model, &incidents, &changes).incidents;
    let scopes: Vec<_> = rows.iter().map(|row| row.scope.as_str()).collect();
    assert_eq!(scopes, ["domain/east", "pool/drives", "data"]);
    assert_eq!((rows[0].subject.as_str(), rows[0].cause.as_str()), ("logs", "fire"));
    for row in rows.iter().filter(|row| row.finished) {
        let stages = [row.detect, row.repair, row.restore, row.verify];
        let sum: f64 = stages.iter().map(|stage| stage.expect("it is known").hours()).sum();
        assert_eq!(sum, row.rta.hours());
    }
    assert_eq!(rows[0].rpa, Some(Span::from_hours(6.0)));
    assert_eq!(rows[1].rpa, None, "nothing to come back to");
    assert_eq!((rows[2].rta.hours(), rows[2].bytes_lost), (5.0, None));
}

#[test]
fn the_first_loss_of_a_store_is_timed_from_the_warm_up() {
    let model = model();
    let lost = |at| (at, Change::StoreLost { store: 0.into() });
    let outcome_of = |changes: &[(f64, Change)]| outcome(&model, &[], changes);
    let of = |outcome: &Outcome, metric| value(&model, outcome, metric, "disks");
    let lossy = outcome_of(&[lost(4.0), lost(35.0), lost(70.0)]);
    assert_eq!(of(&lossy, Metric::StoreLosses), Some(2.0));
    assert_eq!(of(&lossy, Metric::ProbabilityOfStoreLoss), Some(1.0));
    assert_eq!(of(&lossy, Metric::TimeToStoreLoss), Some(25.0));
    assert_eq!(pooled(&model, &lossy, Metric::TimeToStoreLoss), [(25.0, true)]);
    let early = outcome_of(&[lost(4.0), (10.0, Change::Exposed { dataset: 0.into() })]);
    assert_eq!(of(&early, Metric::ProbabilityOfStoreLoss), Some(0.0));
    assert_eq!(of(&early, Metric::TimeToStoreLoss), None);
    assert_eq!(pooled(&model, &early, Metric::TimeToStoreLoss), [(100.0, false)]);
}
