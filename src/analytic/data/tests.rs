//! Models by hand, and what the formulas say about them.

use super::*;
use crate::analytic::cases::sketch::{Sketch, exponential};
use crate::analytic::formula::rebuild::OneToSpare;
use crate::analytic::formula::redundancy::{Alike, Group};
use crate::measure::Metric;
use crate::model::{
    Backup, Built, Dataset, DatasetId, Effect, Failure, FirstBackup, Keep, Mirror, Occurs, Place,
    PoolId, Rebuild, RebuildWork, Recovery, Restore, Sharing, Starts, Store, StoreId, Strikes,
    Table,
};
use crate::quantity::{Bytes, DataRate, Law, Probability, Span};

const LIVE: usize = 0;
const VAULT: usize = 1;

fn hours(hours: f64) -> Span {
    Span::from_hours(hours)
}

/// A store that is struck once in ten years, lasting an hour, and takes all with it.
fn fire(store: usize) -> Failure {
    Failure {
        name: "fire".to_string(),
        strikes: Strikes::Places(vec![Place::Store(StoreId::from(store))]),
        occurs: Occurs::Random(exponential(87_600.0)),
        effect: Effect::destroying(Probability::SURE),
        detected_by: None,
        recovery: Recovery::Lasts(Law::Fixed(hours(1.0))),
        renews_all: false,
        minimal_repair: false,
        beta: Probability::NEVER,
        triggers: Vec::new(),
        ages_by_calendar: false,
        starts: Starts::New,
    }
}

/// `data` of 40 TB on `live`, which burns, and `vault`; restored elsewhere, on `spare`.
fn model(backups: Vec<Backup>) -> Model {
    let dataset = Dataset {
        restore: Restore { to: vec![StoreId::from(2)], ..Restore::at_once() },
        ..Dataset::plain("data", StoreId::from(LIVE), Bytes::new(40e12))
    };
    Model {
        horizon: hours(87_600.0),
        failures: Table::new(vec![fire(LIVE)]),
        pools: Table::new(Vec::new()),
        people: Table::new(Vec::new()),
        predictors: Table::new(Vec::new()),
        maintenance: Table::new(Vec::new()),
        services: Table::new(Vec::new()),
        service_order: Vec::new(),
        stores: Table::new(["live", "vault", "spare"].map(Store::named).to_vec()),
        datasets: Table::new(vec![dataset]),
        backups: Table::new(backups),
        ..Sketch::of(1, exponential(1.0)).model()
    }
}

fn daily() -> Backup {
    Backup::plain("daily", DatasetId::from(0), StoreId::from(VAULT), hours(24.0))
}

/// Values by quantity; of what does not apply the reason.
fn said(model: &Model, metric: Metric) -> Vec<Result<f64, String>> {
    let rows = predict(model).into_iter().filter(|row| row.quantity.starts_with(metric.name()));
    rows.map(|row| row.value).collect()
}

#[track_caller]
fn close(found: &[Result<f64, String>], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        let found = found.as_ref().expect("it applies");
        assert!((found / expected - 1.0).abs() < 1e-6, "{found} is not {expected}");
    }
}

#[track_caller]
fn refused(model: &Model, metric: Metric, reason: &str) {
    let rows = predict(model);
    let refused: Vec<_> = rows.iter().filter(|row| row.value.is_err()).collect();
    assert_eq!(refused.len(), 1, "{rows:?}");
    assert_eq!(refused[0].quantity, metric.name());
    assert_eq!(refused[0].value.as_ref().unwrap_err(), reason);
}

/// T = 24 h, duration 3 h, lag 2 h, one in ten fails.
#[test]
fn a_published_recovery_point_is_predicted() {
    let backup = Backup {
        takes: Law::Fixed(hours(3.0)),
        lag: hours(2.0),
        succeeds: Probability::new(0.9),
        ..daily()
    };
    let model = model(vec![backup]);
    let third = 1.0 / 3.0;
    close(&said(&model, Metric::Rpa), &[19.0 + 2.0 * third, 18.0 + third, 42.0 + third, 53.0]);
}

#[test]
fn independent_schedules_are_compared_and_aligned_ones_refused() {
    let every = |interval, name: &str| Backup {
        name: name.to_string(),
        every: hours(interval),
        first: FirstBackup::RandomPhase,
        ..daily()
    };
    let independent = model(vec![every(24.0, "daily"), every(6.0, "often")]);
    close(&said(&independent, Metric::Rpa)[..1], &[2.75]);
    let mut jobs = vec![every(24.0, "daily"), every(6.0, "often")];
    jobs.iter_mut().for_each(|job| job.first = FirstBackup::At(job.every.after_start()));
    let reason = "the phases of its backup jobs are fixed to each other";
    refused(&model(jobs), Metric::Rpa, reason);
}

/// 40 TB and 2 TB a day at 2 GB/s, 0.5 h to start, 0.05 h an increment, a full one every 7.
#[test]
fn a_published_restore_is_predicted() {
    let mut model = model(vec![Backup { full_every: 7, ..daily() }]);
    let dataset = Dataset {
        changes: DataRate::from_per_second(2e12 / 86_400.0),
        restore: Restore {
            starts: Law::Fixed(hours(0.5)),
            per_increment: hours(0.05),
            to: vec![StoreId::from(2)],
            ..Restore::at_once()
        },
        ..model.datasets[DatasetId::from(0)].clone()
    };
    model.datasets = Table::new(vec![dataset]);
    let read = Some(DataRate::from_per_second(2e9));
    let vault = Store { read, ..Store::named("vault") };
    model.stores = Table::new(vec![Store::named("live"), vault, Store::named("spare")]);
    close(&said(&model, Metric::RestoreTime), &[7.038_888_889]);
}

#[test]
fn what_breaks_a_recovery_point_is_named_once() {
    let with = |change: fn(&mut Backup)| {
        let mut backup = daily();
        change(&mut backup);
        model(vec![backup])
    };
    let short = with(|backup| backup.keeps = Keep::For(hours(20.0)));
    refused(&short, Metric::Rpa, "backup job `daily` may delete the copy that is needed");
    let long = with(|backup| backup.takes = Law::Fixed(hours(25.0)));
    refused(&long, Metric::Rpa, "backup job `daily` takes longer than its interval");
    let mut both = model(vec![daily()]);
    both.failures = Table::new(vec![fire(LIVE), Failure { name: "flood".into(), ..fire(VAULT) }]);
    refused(&both, Metric::Rpa, "`flood` strikes where copies of `daily` lie or pass");
    let mut soon = model(vec![daily()]);
    soon.horizon = hours(1000.0);
    let reason = "the horizon is too short for the start not to matter; a warm-up leaves it out";
    refused(&soon, Metric::Rpa, reason);
}

#[test]
fn nothing_is_said_of_what_cannot_be_lost() {
    let mut model = model(vec![daily()]);
    model.failures = Table::new(vec![fire(VAULT)]);
    assert!(predict(&model).is_empty());
}

/// `1 - e^(-1)` in ten years at one in ten years.
#[test]
fn without_copies_the_first_event_is_a_loss() {
    let model = model(Vec::new());
    close(&said(&model, Metric::ProbabilityOfLoss), &[-libm::expm1(-1.0)]);
}

/// Live and mirror, both lost once in 1,000 h for 10 h: the chain of sets by its closed form,
/// `1 - e^(-t / MTTDL)` nearly, MTTDL = (3 l + u) / (2 l^2).
#[test]
fn a_mirrored_pair_is_lost_when_both_are_down() {
    let mirror = Mirror {
        name: "pair".to_string(),
        of: DatasetId::from(0),
        to: StoreId::from(VAULT),
        over: None,
        lag: None,
        encryption: None,
    };
    let struck = |name: &str, store| Failure {
        name: name.to_string(),
        occurs: Occurs::Random(exponential(1000.0)),
        recovery: Recovery::Lasts(exponential(10.0)),
        ..fire(store)
    };
    let mut model = model(Vec::new());
    model.mirrors = Table::new(vec![mirror]);
    model.failures = Table::new(vec![struck("a", LIVE), struck("b", VAULT)]);
    let dataset = Dataset::plain("data", StoreId::from(LIVE), Bytes::new(1e12));
    model.datasets = Table::new(vec![dataset]);
    let found = said(&model, Metric::ProbabilityOfLoss)[0].clone().unwrap();
    let nearly = -libm::expm1(-87_600.0 * 2e-6 / 0.103);
    assert!((found / nearly - 1.0).abs() < 1e-3, "{found} is not nearly {nearly}");
}

/// Groups of `width` disks with lives of 1e5 h on a store, watched for ten years.
fn stored(groups: u32, (data, parity): (u32, u32), repair: Law, rebuild: Option<Rebuild>) -> Model {
    let members = groups * (data + parity);
    let sketch = Sketch { repair: Some(repair), ..Sketch::of(members, exponential(1e5)) };
    let built = Built { pool: PoolId::from(0), data, parity, rebuild };
    let store = Store { built: Some(built), ..Store::named("disks") };
    let horizon = hours(87_600.0);
    Model { stores: Table::new(vec![store]), horizon, ..sketch.model() }
}

fn rebuild(law: Law, sharing: Sharing) -> Option<Rebuild> {
    Some(Rebuild { work: RebuildWork::Takes(law), sharing, unreadable: Probability::NEVER })
}

/// C09-016 and C09-017: 10 + 4 disks.
#[test]
fn a_code_is_lost_as_the_exact_cases_say() {
    let model = stored(1, (10, 4), exponential(24.0), None);
    close(&said(&model, Metric::ProbabilityOfStoreLoss), &[2.896_113_387_385_12e-11]);
    close(&said(&model, Metric::TimeToStoreLoss), &[3.023_018_034_739_81e15]);
    let at_once = Law::Fixed(Span::ZERO);
    let all = rebuild(exponential(24.0), Sharing::Parallel);
    let rebuilt = stored(1, (10, 4), at_once, all);
    close(&said(&rebuilt, Metric::ProbabilityOfStoreLoss), &[2.896_113_387_385_12e-11]);
}

/// C10-001 and C10-002.
#[test]
fn a_mirror_is_lost_as_the_exact_cases_say() {
    let model = stored(1, (1, 1), Law::Fixed(hours(24.0)), None);
    close(&said(&model, Metric::ProbabilityOfStoreLoss), &[0.000_420_082_090_694_305]);
    close(&said(&model, Metric::TimeToStoreLoss), &[208_458_334.333_333]);
}

/// A new disk can fail too; groups that are rebuilt side by side are independent.
#[test]
fn fixed_rebuilds_of_many_groups_are_independent() {
    let law = Law::Fixed(hours(24.0));
    let parallel = rebuild(law.clone(), Sharing::Parallel);
    let model = stored(50, (4, 1), Law::Fixed(Span::ZERO), parallel);
    let group =
        OneToSpare { pieces: 5, failures: 1e-5, rebuild: &law, exposed: true, unreadable: 0.0 };
    let expected = Alike(50).any(group.loss_within(87_600.0));
    close(&said(&model, Metric::ProbabilityOfStoreLoss), &[expected]);
    let shared = rebuild(law, Sharing::Shared);
    let model = stored(50, (4, 1), Law::Fixed(Span::ZERO), shared);
    let reason = "groups of `disks` wait for each other, and pieces come back by Fixed(\"1d\")";
    refused(&model, Metric::ProbabilityOfStoreLoss, reason);
}

/// Rebuilds that share the speed of one, over four mirrors: while i pieces are gone, all in
/// different groups, one is done at the rate of one: `r_i = u`, losses at i l, further failures at
/// (8 - 2 i) l.
#[test]
fn mirrors_that_share_a_speed_wait_for_each_other() {
    let shared = rebuild(exponential(24.0), Sharing::Shared);
    let model = stored(4, (1, 1), Law::Fixed(Span::ZERO), shared);
    let found = said(&model, Metric::TimeToStoreLoss)[0].clone().unwrap();
    // Mean times x_i from i gone, by elimination from the top: x_i = a_i + b_i x_(i-1).
    let (l, u) = (1e-5, 1.0 / 24.0);
    let (mut a, mut b) = (0.0, 0.0);
    for gone in (1..=4).rev() {
        let more = (8.0 - 2.0 * f64::from(gone)) * l;
        let total = f64::from(gone) * l + u + more - more * b;
        (a, b) = ((1.0 + more * a) / total, u / total);
    }
    let expected = (1.0 / (8.0 * l) + a) / (1.0 - b);
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn a_store_that_the_chain_cannot_follow_says_why_once() {
    let law = Law::Fixed(hours(24.0));
    let model = stored(1, (4, 2), law, None);
    let reason = "pieces come back by Fixed(\"1d\"); with other than one piece to spare the \
                  chain needs exponential";
    refused(&model, Metric::ProbabilityOfStoreLoss, reason);
    let group = Group {
        pieces: 6,
        to_spare: 2,
        failures: 1e-5,
        rebuilds: 1.0 / 24.0,
        sharing: Sharing::Parallel,
        unreadable: 0.0,
    };
    let model = stored(1, (4, 2), exponential(24.0), None);
    close(&said(&model, Metric::TimeToStoreLoss), &[group.mean_time()]);
}
