//! Transfers that share bandwidth, are cut, and find other ways.

use super::small::{DISK, Small, VAULT, gigabytes, hours, over, per_hour, rest};
use crate::engine::transfer::check_fairness;
use crate::engine::{Change, Key, Plan, Step, World};
use crate::model::{Encryption, FirstBackup, Place, Route, StoreId};
use crate::quantity::{DataRate, Time};

/// Jobs of 100 GB over one link of 100 GB an hour, the first at hour 1: `r` of them all end `r`
/// hours later, at S r / B.
#[test]
fn equal_transfers_on_one_link_end_together() {
    for jobs in 1..=9 {
        let mut small = Small::new();
        small.hours = 20.0;
        let wan = small.link("wan", 100.0);
        // 100 GB at 0.03 GB a second for all: the same in numbers that are exact.
        small.links[0].bandwidth = Some(DataRate::from_per_second(1e9 / 32.0));
        for job in 0..jobs {
            small.backup(&format!("job {job}"), 100.0).over = over(&[wan]);
            small.backups[job].first = FirstBackup::At(Time::from_hours(1.0));
        }
        let model = small.model();
        let plan = Plan::new(&model, 1, 1000);
        let mut world = World::new(&plan);
        world.restart(0);
        let mut ended = Vec::new();
        while let Step::Served(at) = world.step().expect("few events") {
            let done = world.changes().iter().filter(|it| matches!(it, Change::BackupDone { .. }));
            ended.extend(done.map(|_| at.seconds()));
        }
        assert_eq!(ended, vec![3600.0 + 3200.0 * jobs as f64; jobs]);
    }
}

/// Over a link of 10 and one of 4 TB an hour: `both` needs both, `second` and `first` one each. At
/// first `both` and `second` have 2, `first` 8. `both` (2 TB) ends at 1 h; then `second` has 4 and
/// `first` 10: they end at 2 h having 2 + 4 = 6 and 8 + 10 = 18 TB.
#[test]
fn two_links_are_shared_max_min() {
    let mut small = Small::new();
    small.hours = 3.0;
    let (first, second) = (small.link("first", 10e3), small.link("second", 4e3));
    let routes: [(&str, &[_], f64); 3] =
        [("both", &[first, second], 2e3), ("second", &[second], 6e3), ("first", &[first], 18e3)];
    for (index, (name, links, size)) in routes.into_iter().enumerate() {
        let mut dataset = small.datasets[0].clone();
        dataset.size = gigabytes(size);
        small.datasets.push(dataset);
        let backup = small.backup(name, 100.0);
        backup.first = FirstBackup::At(Time::START);
        backup.of = (index + 1).into();
        backup.over = over(links);
    }
    small.expect(&[
        "1 both: 2000 GB since 0",
        "1 vault +2000",
        "2 second: 6000 GB since 0",
        "2 vault +6000",
        "2 first: 18000 GB since 0",
        "2 vault +18000",
    ]);
}

/// 10 TB at 1 GB/s and a throughput of 0.8: 10,000 / 0.8 = 12,500 s = 3.472222 h; 10 TB are stored.
#[test]
fn encryption_slows_the_transfer_and_not_the_size() {
    let mut small = Small::new();
    small.datasets[0].size = gigabytes(10e3);
    small.stores[VAULT].write = Some(DataRate::from_per_second(1e9));
    let backup = small.backup("full", 100.0);
    backup.first = FirstBackup::At(Time::START);
    backup.encryption = Some(Encryption { throughput: 0.8, key: None });
    small.expect(&["3.472222222 full: 10000 GB since 0", "3.472222222 vault +10000"]);
}

/// 100 GB at 20 an hour from hour 1: 40 are over when `wan` fails at 3. Without another way the
/// backup is cut; `dsl` at 10 takes the other 60 from 3 to 9, and is not left when `wan` is back.
#[test]
fn a_cut_link_cuts_the_transfer_unless_there_is_another_way() {
    let outage = |alternative: bool| {
        let mut small = Small::new();
        small.hours = 10.0;
        let (wan, dsl) = (small.link("wan", 20.0), small.link("dsl", 10.0));
        small.fails(Place::Link(wan), &[3.0], 1.0, 0.0);
        let backup = small.backup("full", 100.0);
        backup.first = FirstBackup::At(Time::from_hours(1.0));
        let ways = if alternative { vec![vec![wan], vec![dsl]] } else { vec![vec![wan]] };
        backup.over = Some(Route { alternatives: ways });
        small
    };
    outage(false).expect(&["3 full: no route"]);
    outage(true).expect(&["9 full: 100 GB since 1", "9 vault +100"]);
}

/// A link of 20 GB an hour keeps a quarter from hour 2 to 4: of 100 GB 40 are over at 2, 50 at 4,
/// and the rest takes 2.5 h more. Reading at 25 and writing at 50 limit nothing.
#[test]
fn a_link_that_keeps_a_share_goes_on_slower() {
    let mut small = Small::new();
    let wan = small.link("wan", 20.0);
    small.stores[DISK].read = Some(per_hour(25.0));
    small.stores[VAULT].write = Some(per_hour(50.0));
    small.fails(Place::Link(wan), &[2.0], 2.0, 0.25);
    let backup = small.backup("full", 100.0);
    backup.first = FirstBackup::At(Time::START);
    backup.over = over(&[wan]);
    small.expect(&["6.5 full: 100 GB since 0", "6.5 vault +100"]);
}

/// Two jobs read one disk at 50 GB an hour: both are half over (100 of 200 GB read) at 2 h, when
/// the vault of one of them fails. The other goes on alone and ends at 2 + 50 / 50 = 3 h.
#[test]
fn what_a_cut_transfer_leaves_goes_to_the_others() {
    let mut small = Small::new();
    small.stores[DISK].read = Some(per_hour(50.0));
    small.stores.push(crate::model::Store::named("attic"));
    small.fails(Place::Store(StoreId::from(VAULT)), &[2.0], 1.0, 0.0);
    small.backup("a", 100.0).first = FirstBackup::At(Time::START);
    small.backup("b", 100.0).first = FirstBackup::At(Time::START);
    small.backups[1].to = StoreId::from(2);
    small.expect(&["2 a: no target", "3 b: 100 GB since 0", "3 attic +100"]);
}

/// Three pieces of 2, 2 and 4 hours' work share a rebuild speed of 1 and not the bandwidth that a
/// backup has at the same time: the first two are to end together at 3 x 2 = 6 h, when the third
/// has 2 h left; the backup ends after an hour.
#[test]
fn rebuilds_share_their_stores_speed_and_nothing_else() {
    let mut small = Small::new();
    small.hours = 5.9;
    small.stores[VAULT].write = Some(per_hour(100.0));
    small.backup("full", 100.0).first = FirstBackup::At(Time::from_hours(1.0));
    let model = small.model();
    let plan = Plan::new(&model, 1, 1000);
    let mut world = World::new(&plan);
    world.restart(0);
    for (piece, work) in [(0, 2.0), (1, 2.0), (2, 4.0)] {
        world.begin_shared_rebuild(StoreId::from(VAULT), piece, hours(work).seconds());
    }
    assert_eq!(world.transfers.ends_within(6.0), [6.0, 6.0]);
    assert_eq!(rest(&model, &mut world), ["2 full: 100 GB since 1", "2 vault +100"]);
    world.transfers.move_on(Time::from_hours(6.0));
    assert_eq!(world.transfers.ends_within(2.0), [0.0, 0.0]);
    assert_eq!(world.transfers.ends_within(6.0), [0.0, 0.0, 6.0]);
}

/// Seeds 1 to 40: 12 jobs of random sizes, times and routes over 3 links and 3 stores, where links
/// fail and slow down. After every event no capacity is exceeded, and each transfer has a
/// bottleneck: something that is fully used and where nobody has more. Copies of the world made on
/// the way go on just as it does.
#[test]
fn transfers_are_fair_at_all_times() {
    for seed in 1..=40 {
        let model = random(seed).model();
        let plan = Plan::new(&model, seed, 1_000_000);
        let mut world = World::new(&plan);
        world.restart(seed);
        let mut most = 0;
        let mut copy = world.clone();
        for step in 0.. {
            check_fairness(&world);
            most = most.max(world.transfers.under_way());
            if step == 20 {
                copy = world.clone();
            }
            if let Step::Ended(_) = world.step().expect("few events") {
                break;
            }
        }
        assert!(most >= 4, "transfers meet each other: {most}");
        let mut again = World::new(&plan);
        again.restart(seed);
        let all = rest(&model, &mut again);
        let tail = rest(&model, &mut copy);
        assert!(tail.len() > 10 && all.ends_with(&tail), "a copy goes on as its original does");
    }
}

fn random(seed: u64) -> Small {
    let key = Key::new(seed, &["test"], "transfers");
    let mut small = Small::new();
    small.hours = 100.0;
    small.stores.push(crate::model::Store::named("attic"));
    small.stores[DISK].read = Some(per_hour(120.0));
    small.stores[VAULT].write = Some(per_hour(70.0));
    let links = [small.link("a", 40.0), small.link("b", 60.0), small.link("c", 25.0)];
    small.fails(Place::Link(links[0]), &[11.0, 41.0], 9.0, 0.0);
    small.fails(Place::Link(links[1]), &[17.0, 47.0], 8.0, 0.3);
    small.fails(Place::Store(StoreId::from(2)), &[23.0], 4.0, 0.0);
    for job in 0..12 {
        let draw = |number| key.draw(job, number);
        let mut dataset = small.datasets[0].clone();
        dataset.size = gigabytes(1.0 + 60.0 * draw(0).first());
        small.datasets.push(dataset);
        let way = |number| {
            let bits = draw(number).choose(8).0;
            let chosen = links.iter().enumerate().filter(|(it, _)| bits >> it & 1 == 1);
            let chosen: Vec<_> = chosen.map(|(_, &link)| link).collect();
            if chosen.is_empty() { vec![links[2]] } else { chosen }
        };
        let backup = small.backup(&format!("job {job}"), 3.0 + 9.0 * draw(1).first());
        backup.of = (job as usize + 1).into();
        backup.to = StoreId::from(1 + draw(2).choose(2).0 as usize);
        backup.over = Some(Route { alternatives: vec![way(3), way(4)] });
    }
    small
}
