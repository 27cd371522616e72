//! Which copies are kept, what they build on, and how they are lost.

use super::small::{Small, VAULT, gigabytes, hours, per_hour};
use crate::engine::{Key, Plan, Step, World};
use crate::model::{BackupId, Keep, Model, Partial, StoreId, Verification};
use crate::quantity::{Probability, Time};

/// Serves all events up to a time, that time included.
fn advance(world: &mut World<'_>, until: f64) {
    while world.queue.next_time().is_some_and(|at| at <= Time::from_hours(until)) {
        world.step().expect("few events");
    }
    world.now = Time::from_hours(until);
}

/// The days (whole intervals of 24 h) whose copies are there after so many of them.
fn versions_after(days: f64, change: impl Fn(&mut Small)) -> Vec<f64> {
    let mut small = Small::new();
    small.hours = days * 24.0;
    small.backup("job", 24.0).first = crate::model::FirstBackup::At(Time::START);
    change(&mut small);
    let model = small.model();
    let plan = Plan::new(&model, 1, 1_000_000);
    let mut world = World::new(&plan);
    world.restart(0);
    while let Step::Served(_) = world.step().expect("few events") {}
    versions(&world)
}

fn versions(world: &World<'_>) -> Vec<f64> {
    world.backups[0].copies.iter().map(|copy| copy.version.hours() / 24.0).collect()
}

/// Daily for 70 days (0 to 69). Days: 63 to 69. Weeks of 7 days: the 10th is 63 to 69, so 69, and
/// the last days of those before: 62, 55, 48. Months of 30.42 days: the third begins at 60.83, so
/// 69, and 60 of the second. The year: 69.
#[test]
fn grandfather_father_and_son_keep_the_newest_of_each_period() {
    let found = versions_after(69.0, |small| {
        small.backups[0].keeps = Keep::Gfs { daily: 7, weekly: 4, monthly: 2, yearly: 1 };
    });
    let days = [48.0, 55.0, 60.0, 62.0, 63.0, 64.0, 65.0, 66.0, 67.0, 68.0, 69.0];
    assert_eq!(found, days);
}

/// Only weeks and years, two of each, for 800 days: days 0 to 800. The 115th week begins at day
/// 798: its newest is 800, that of the week before 797. Years of 365 days: 800 of the third, 729
/// of the second.
#[test]
fn periods_are_counted_from_the_start() {
    let found = versions_after(800.0, |small| {
        small.backups[0].keeps = Keep::Gfs { daily: 0, weekly: 2, monthly: 0, yearly: 2 };
    });
    assert_eq!(found, [729.0, 797.0, 800.0]);
}

/// A full copy every 4 days, increments between, kept for 5 days, after 10 days: wanted are those
/// younger than 5 days, 6 to 10. 6 builds on 5, which builds on the full of 4; 8 and 10 need 8.
#[test]
fn what_a_kept_copy_builds_on_stays_with_it() {
    let keep_five_days = |small: &mut Small| {
        small.backups[0].full_every = 4;
        small.backups[0].keeps = Keep::For(hours(5.0 * 24.0));
    };
    assert_eq!(versions_after(10.0, keep_five_days), [4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]);
    // A day later 7 still needs all of them; another day later they all go at once.
    assert_eq!(versions_after(11.0, keep_five_days)[0], 4.0);
    assert_eq!(versions_after(12.0, keep_five_days), [8.0, 9.0, 10.0, 11.0, 12.0]);
    // A differential needs the full one only: of 6 to 10, 6 and 7 need 4, but not 5.
    let differential = |small: &mut Small| {
        keep_five_days(small);
        small.backups[0].between = Partial::Differential;
    };
    assert_eq!(versions_after(10.0, differential), [4.0, 6.0, 7.0, 8.0, 9.0, 10.0]);
}

/// The newest three of a full every 2 days: 7 builds on 6; 8, 9 and 10 are wanted, 10 a full one
/// and 9 built on 8.
#[test]
fn the_newest_are_kept() {
    let newest = |small: &mut Small| {
        small.backups[0].full_every = 2;
        small.backups[0].keeps = Keep::Newest(3);
    };
    assert_eq!(versions_after(10.0, newest), [8.0, 9.0, 10.0]);
    assert_eq!(versions_after(9.0, newest), [6.0, 7.0, 8.0, 9.0]);
}

/// Kept for 2 days but immutable for 4: after 9 days those of 6 to 9 are there, and at 9 days that
/// of 5 went. The newest one, immutable for 3.5 days: of 6 (3 days old) to 9.
#[test]
fn immutable_copies_stay() {
    let found = versions_after(9.0, |small| {
        small.backups[0].keeps = Keep::For(hours(48.0));
        small.stores[VAULT].immutable_for = hours(96.0);
    });
    assert_eq!(found, [6.0, 7.0, 8.0, 9.0]);
    let mut small = Small::new();
    small.hours = 9.0 * 24.0;
    small.backup("job", 24.0).keeps = Keep::Newest(1);
    small.stores[VAULT].immutable_for = hours(84.0);
    let log = small.log();
    // That of the first day goes when it is 3.5 days old, half a day after the fourth came.
    let worked_out =
        ["96 job: 100 GB since 96", "96 vault +100", "108 vault -100", "120 job: 100 GB since 120"];
    assert_eq!(log[6..10], worked_out);
}

/// No copy is sound. The full of 1 h (100 GB) and the increments of 2 h and 3 h (5 GB each) are
/// checked at 3.5 h and found: 110 GB go, and the run of 4 h is a full one, that of 5 h builds on
/// it. At 7 h (scheduled before the run of that hour) 4 h to 6 h are found.
#[test]
fn a_check_finds_unsound_copies_and_the_next_run_is_full() {
    let mut small = Small::new();
    small.hours = 7.0;
    small.datasets[0].changes = per_hour(5.0);
    let backup = small.backup("job", 1.0);
    backup.full_every = 100;
    backup.sound = Probability::NEVER;
    backup.verifies = Some(Verification { every: hours(3.5), finds: Probability::SURE });
    let log = small.log();
    let at = |hour: &str| {
        let of_hour = log.iter().filter(|line| line.split(' ').next() == Some(hour));
        of_hour.map(String::as_str).collect::<Vec<_>>()
    };
    assert_eq!(at("3"), ["3 job: 5 GB since 3", "3 vault +5"]);
    assert_eq!(
        at("3.5"),
        ["3.5 job: unsound", "3.5 job: unsound", "3.5 job: unsound", "3.5 vault -110"]
    );
    assert_eq!(at("4"), ["4 job: 100 GB since 4", "4 vault +100"]);
    assert_eq!(at("5"), ["5 job: 5 GB since 5", "5 vault +5"]);
    assert_eq!(
        at("7"),
        [
            "7 job: unsound",
            "7 job: unsound",
            "7 job: unsound",
            "7 vault -110",
            "7 job: 100 GB since 7",
            "7 vault +100",
        ]
    );
}

/// What a check never finds stays, and what is built on goes on being built on.
#[test]
fn what_is_not_found_stays() {
    let found = versions_after(9.0, |small| {
        small.backups[0].sound = Probability::NEVER;
        small.backups[0].full_every = 3;
        let finds = Probability::NEVER;
        small.backups[0].verifies = Some(Verification { every: hours(12.0), finds });
    });
    assert_eq!(found.len(), 10);
}

/// A full one, two increments, and again: 0 to 5. The chain of 2 is 0, 1, 2; with 4 gone there is
/// none of 5, which goes too; with 0 known to be unsound nothing is left but 3.
#[test]
fn chains_end_where_a_copy_is_gone() {
    let model = six();
    let plan = Plan::new(&model, 1, 1_000_000);
    let mut world = World::new(&plan);
    world.restart(0);
    advance(&mut world, 5.0 * 24.0);
    let job = BackupId::from(0);
    let chain = |world: &World<'_>, number| {
        let chain = world.chain(job, number)?;
        Some(chain.iter().map(|copy| copy.number).collect::<Vec<_>>())
    };
    assert_eq!(chain(&world, 2), Some(vec![0, 1, 2]));
    assert_eq!(chain(&world, 5), Some(vec![3, 4, 5]));
    assert_eq!(chain(&world, 6), None);
    world.keep_copies(job, |copy| copy.number != 4);
    assert_eq!(chain(&world, 5), None);
    assert_eq!(versions(&world), [0.0, 1.0, 2.0, 3.0]);
    world.copies_are_unsound(job, &[0]);
    assert_eq!(versions(&world), [3.0]);
    assert_eq!(world.bytes_on(StoreId::from(VAULT)), gigabytes(100.0).get());
    // The next is a full one, since the newest is gone.
    advance(&mut world, 7.0 * 24.0);
    let newest = world.backups[0].copies.iter().map(|copy| (copy.number, copy.base));
    assert_eq!(newest.collect::<Vec<_>>(), [(3, None), (6, None), (7, Some(6))]);
}

fn six() -> Model {
    let mut small = Small::new();
    small.hours = 1000.0;
    small.backup("job", 24.0).first = crate::model::FirstBackup::At(Time::START);
    small.backups[0].full_every = 3;
    small.model()
}

/// Immutable for 2.5 days, at day 5 copies 3 to 5 cannot be deleted. 0 to 2 can. Destruction takes
/// all.
#[test]
fn deletion_spares_the_immutable_and_destruction_nothing() {
    let mut model = six();
    let mut stores: Vec<_> = model.stores.iter().cloned().collect();
    stores[VAULT].immutable_for = hours(60.0);
    model.stores = crate::model::Table::new(stores);
    let plan = Plan::new(&model, 1, 1_000_000);
    let mut world = World::new(&plan);
    world.restart(0);
    advance(&mut world, 5.0 * 24.0);
    world.copies_are_deleted(StoreId::from(VAULT));
    assert_eq!(versions(&world), [3.0, 4.0, 5.0]);
    // Unsound but immutable: it stays where it is, with what builds on it, and none is of use.
    world.copies_are_unsound(BackupId::from(0), &[3]);
    assert_eq!(versions(&world), [3.0, 4.0, 5.0]);
    assert_eq!(world.chain(BackupId::from(0), 5), None);
    let key = Key::new(1, &["test"], "destroys");
    world.copies_perish(StoreId::from(VAULT), Probability::SURE, key, 1);
    assert_eq!(versions(&world), [0.0; 0]);
}

/// Seed 1, 1,000 full copies, each destroyed with 0.3: hypothesis 300 gone, |z| below 3.3 (p 1e-3);
/// another job's being there does not change which.
#[test]
fn each_copy_is_destroyed_by_a_draw_of_its_own() {
    let left = |other: bool| {
        let mut small = Small::new();
        small.hours = 1000.0;
        if other {
            small.backup("another", 0.5);
        }
        small.backup("job", 1.0);
        let model = small.model();
        let plan = Plan::new(&model, 1, 1_000_000);
        let mut world = World::new(&plan);
        world.restart(0);
        while let Step::Served(_) = world.step().expect("few events") {}
        let key = Key::new(1, &["test"], "destroys");
        world.copies_perish(StoreId::from(VAULT), Probability::new(0.3), key, 17);
        let copies = &world.backups.last().expect("the job is there").copies;
        copies.iter().map(|copy| copy.number).collect::<Vec<_>>()
    };
    let kept = left(false);
    let z = (1000.0 - kept.len() as f64 - 300.0) / (1000.0_f64 * 0.3 * 0.7).sqrt();
    assert!(z.abs() < 3.3, "z is {z}");
    assert_eq!(kept, left(true));
}

/// Seeds 1 to 60: jobs that keep by age or number, of all kinds, with and without immutability,
/// unsound copies, failures and runs that take long. At all times just those copies are there that
/// must be: none that the rule does not keep, each that it wants or that is immutable, each with
/// its chain.
#[test]
fn what_is_kept_is_what_must_be() {
    let mut dropped = 0;
    for seed in 1..=60 {
        let model = aging(seed);
        let job = &model.backups[BackupId::from(0)];
        let immutable_for = model.stores[StoreId::from(VAULT)].immutable_for;
        let plan = Plan::new(&model, seed, 1_000_000);
        let mut world = World::new(&plan);
        world.restart(seed);
        let mut made = std::collections::BTreeMap::new();
        while let Step::Served(now) = world.step().expect("few events") {
            let state = &world.backups[0];
            let expires_now = state.expiry.is_some_and(|at| at <= now);
            if !expires_now {
                state.check_kept(job.keeps, immutable_for, now);
            }
            made.extend(state.copies.iter().map(|copy| (copy.number, *copy)));
            for (number, copy) in &made {
                let there = state.copy(*number);
                let wanted = match job.keeps {
                    Keep::For(span) => copy.version + span > now,
                    Keep::Newest(count) => number + u64::from(count) >= state.finished,
                    Keep::All | Keep::Gfs { .. } => panic!("it keeps by age or number"),
                };
                let young = wanted || copy.version + immutable_for > now;
                let thrown_away = copy.known_unsound || !copy.sound || job.verifies.is_some();
                assert!(there.is_some() || !young || thrown_away, "{copy:?} is gone");
                if there.is_some_and(|copy| copy.is_of_use()) {
                    assert!(world.chain(BackupId::from(0), *number).is_some());
                }
            }
            let bytes: f64 = state.copies.iter().map(|copy| copy.bytes.get()).sum();
            assert!((bytes - state.bytes).abs() < 1.0, "{bytes} and not {}", state.bytes);
        }
        dropped += made.len() - world.backups[0].copies.len();
    }
    assert!(dropped > 1000, "copies expire: {dropped}");
}

fn aging(seed: u64) -> Model {
    let key = Key::new(seed, &["test"], "aging");
    let draw = |number| key.draw(0, number).first();
    let mut small = Small::new();
    small.hours = 400.0;
    small.datasets[0].changes = per_hour(1.0);
    if seed.is_multiple_of(3) {
        small.stores[VAULT].immutable_for = hours(60.0 * draw(0));
    }
    let backup = small.backup("job", 3.0);
    backup.keeps = Keep::For(hours(2.0 + 60.0 * draw(1)));
    if draw(4) < 0.4 {
        backup.keeps = Keep::Newest(1 + (15.0 * draw(1)) as u32);
    }
    backup.full_every = 1 + (9.0 * draw(2)) as u32;
    if seed.is_multiple_of(2) {
        backup.between = Partial::Differential;
    }
    backup.takes = crate::quantity::Law::Fixed(hours(4.0 * draw(3)));
    backup.succeeds = Probability::new(0.8);
    if seed.is_multiple_of(5) {
        backup.sound = Probability::new(0.8);
        backup.verifies = Some(Verification { every: hours(10.0), finds: Probability::new(0.7) });
    }
    small.model()
}
