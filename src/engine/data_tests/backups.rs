//! When jobs run, what they write, how they fail and are tried again.

use super::small::{DISK, Small, VAULT, gigabytes, hours, over, per_hour};
use crate::model::{FirstBackup, Keep, Mirror, Partial, Place, Retry, StoreId, Window};
use crate::quantity::{Law, Probability, Time};

/// 100 GB that grow by 1 and change by 3 GB an hour, every 4 h from hour 4. Each incremental has
/// the 3 x 4 = 12 GB since the last one; a differential since the full one: 12, then 24. Fulls are
/// 104 GB at 4 h and 116 at 16 h, the third run after the first.
#[test]
fn partial_copies_have_what_changed() {
    let job = |between| {
        let mut small = Small::new();
        small.hours = 20.0;
        small.datasets[0].grows = per_hour(1.0);
        small.datasets[0].changes = per_hour(3.0);
        let backup = small.backup("job", 4.0);
        backup.full_every = 3;
        backup.between = between;
        let log = small.log().into_iter().filter(|line| line.contains("job"));
        log.map(|line| line.replace(" since", ",")).collect::<Vec<_>>()
    };
    let incremental = [
        "4 job: 104 GB, 4",
        "8 job: 12 GB, 8",
        "12 job: 12 GB, 12",
        "16 job: 116 GB, 16",
        "20 job: 12 GB, 20",
    ];
    assert_eq!(job(Partial::Incremental), incremental);
    let differential = [
        "4 job: 104 GB, 4",
        "8 job: 12 GB, 8",
        "12 job: 24 GB, 12",
        "16 job: 116 GB, 16",
        "20 job: 12 GB, 20",
    ];
    assert_eq!(job(Partial::Differential), differential);
}

/// Every 2 h from hour 2, each takes 3 h: the run of 4 h is skipped since that of 2 h ends at 5 h;
/// that of 6 h runs. A run that ends as the next falls due (takes 2 h) skips nothing.
#[test]
fn a_run_due_while_another_is_under_way_is_skipped() {
    let job = |takes: f64| {
        let mut small = Small::new();
        small.hours = 8.0;
        small.backup("job", 2.0).takes = Law::Fixed(hours(takes));
        small
    };
    job(3.0).expect(&["4 job: skipped", "5 job: 100 GB since 2", "5 vault +100", "8 job: skipped"]);
    job(2.0).expect(&[
        "4 job: 100 GB since 2",
        "4 vault +100",
        "6 job: 100 GB since 4",
        "6 vault +100",
        "8 job: 100 GB since 6",
        "8 vault +100",
    ]);
}

/// Daily from 20 h, open from 22 h to 6 h, each takes 9 h: the first waits until 22 h and is cut at
/// 30 h (6 h of the next day). The attempt of 31 h waits until 46 h: the run of 44 h is skipped. It
/// is cut at 54 h; no attempt is left.
#[test]
fn a_window_delays_and_cuts() {
    let job = |takes: f64| {
        let mut small = Small::new();
        small.hours = 66.0;
        let backup = small.backup("job", 24.0);
        backup.first = FirstBackup::At(Time::from_hours(20.0));
        backup.takes = Law::Fixed(hours(takes));
        backup.window = Some(Window { opens: hours(22.0), closes: hours(6.0) });
        backup.retry = Some(Retry { after: hours(1.0), tries: 1 });
        small
    };
    job(9.0).expect(&["30 job: window closed", "44 job: skipped", "54 job: window closed"]);
    // Ready as the window closes is in time, by its own time or by the moving of its bytes.
    let in_time =
        ["30 job: 100 GB since 22", "30 vault +100", "54 job: 100 GB since 46", "54 vault +100"];
    job(8.0).expect(&in_time);
    let mut moving = job(0.0);
    moving.stores[VAULT].write = Some(per_hour(12.5));
    moving.expect(&in_time);
}

/// The vault is down from 1.5 h to 4.5 h. The run of 2 h finds it so, and its attempts at 3 h and
/// 4 h; the run of 6 h is well. With a third retry, at 5 h, there is a copy of 5 h.
#[test]
fn a_failed_attempt_is_tried_again() {
    let job = |tries| {
        let mut small = Small::new();
        small.hours = 7.0;
        small.fails(Place::Store(StoreId::from(VAULT)), &[1.5], 3.0, 0.0);
        small.backup("job", 4.0).first = FirstBackup::At(Time::from_hours(2.0));
        small.backups[0].retry = Some(Retry { after: hours(1.0), tries });
        small
    };
    let failed = ["2 job: no target", "3 job: no target", "4 job: no target"];
    let six = ["6 job: 100 GB since 6", "6 vault +100"];
    let five = ["5 job: 100 GB since 5", "5 vault +100"];
    job(2).expect(&[&failed[..], &six].concat());
    job(3).expect(&[&failed[..], &five, &six].concat());
}

/// Under way from 1 h, 4 h long. What breaks at 2 h cuts it, in its own time or moving bytes; what
/// was broken and is mended by then does not matter.
#[test]
fn what_an_attempt_depends_on_must_stay_up() {
    let job = |place: usize, at: f64, moving: bool| {
        let mut small = Small::new();
        small.hours = 8.0;
        let wan = small.link("wan", 25.0);
        let places = [
            Place::Store(StoreId::from(DISK)),
            Place::Store(StoreId::from(VAULT)),
            Place::Link(wan),
        ];
        small.fails(places[place], &[at], 0.5, 0.0);
        let backup = small.backup("job", 100.0);
        backup.first = FirstBackup::At(Time::from_hours(1.0));
        backup.over = over(&[wan]);
        if !moving {
            small.links[0].bandwidth = None;
            small.backups[0].takes = Law::Fixed(hours(4.0));
        }
        small
    };
    for moving in [false, true] {
        for (place, why) in ["no source", "no target", "no route"].into_iter().enumerate() {
            job(place, 2.0, moving).expect(&[&format!("2 job: {why}")]);
            job(place, 0.75, moving).expect(&[&format!("1 job: {why}")]);
            job(place, 0.25, moving).expect(&["5 job: 100 GB since 1", "5 vault +100"]);
        }
    }
}

/// 250 GB hold two copies of 100 GB, each kept for 3 h: that of 3 h does not fit; that of 4 h does,
/// since that of 1 h goes at that moment.
#[test]
fn a_full_store_fails_the_backup_until_something_expires() {
    let mut small = Small::new();
    small.hours = 5.0;
    small.stores[VAULT].capacity = Some(gigabytes(250.0));
    small.backup("job", 1.0).keeps = Keep::For(hours(3.0));
    small.expect(&[
        "1 job: 100 GB since 1",
        "1 vault +100",
        "2 job: 100 GB since 2",
        "2 vault +100",
        "3 job: store full",
        "4 vault -100",
        "4 job: 100 GB since 4",
        "4 vault +100",
        "5 vault -100",
        "5 job: 100 GB since 5",
        "5 vault +100",
    ]);
}

/// A store of 300 GB with 40 from before, a live dataset of 100 and the mirror of another of 60:
/// 100 are left. The copy under way from 1 h takes all; what `late` would write at 2 h does not
/// fit, though not a byte is written. With 1 GB more from before not even the first does.
#[test]
fn everything_on_a_store_counts_and_what_is_under_way() {
    let store = |held: f64| {
        let mut small = Small::new();
        small.hours = 4.0;
        small.stores[VAULT].capacity = Some(gigabytes(300.0));
        small.stores[VAULT].holds = gigabytes(held);
        let mut other = small.datasets[0].clone();
        other.size = gigabytes(60.0);
        other.name = "other".to_string();
        let mut live = small.datasets[0].clone();
        live.on = StoreId::from(VAULT);
        small.datasets.extend([live, other]);
        small.mirrors.push(Mirror {
            name: "mirror".to_string(),
            of: 2.into(),
            to: StoreId::from(VAULT),
            over: None,
            lag: None,
            encryption: None,
        });
        small.backup("early", 100.0).first = FirstBackup::At(Time::from_hours(1.0));
        small.backups[0].takes = Law::Fixed(hours(2.0));
        let late = small.backup("late", 100.0);
        late.first = FirstBackup::At(Time::from_hours(2.0));
        late.of = 2.into();
        small
    };
    store(40.0).expect(&["2 late: store full", "3 early: 100 GB since 1", "3 vault +100"]);
    let room_for_late = ["1 early: store full", "2 late: 60 GB since 2", "2 vault +60"];
    store(41.0).expect(&room_for_late);
}

/// The first run is due at 2 h. A seeded job has a copy of the start before it.
#[test]
fn a_seeded_job_has_a_copy_from_the_start() {
    let mut small = Small::new();
    small.hours = 2.0;
    small.backup("job", 2.0).seeded = true;
    small.expect(&["0 vault +100", "2 job: 100 GB since 2", "2 vault +100"]);
}

/// 100 GB over nothing limited take no time, and 50 GB an hour take 2 h beside the 1 h of its own:
/// the version is 1 h, the copy there from 4 h on.
#[test]
fn a_backup_takes_its_own_time_and_then_moves_its_bytes() {
    let job = |bandwidth| {
        let mut small = Small::new();
        small.stores[DISK].read = bandwidth;
        small.backup("job", 100.0).first = FirstBackup::At(Time::from_hours(1.0));
        small.backups[0].takes = Law::Fixed(hours(1.0));
        small
    };
    job(None).expect(&["2 job: 100 GB since 1", "2 vault +100"]);
    job(Some(per_hour(50.0))).expect(&["4 job: 100 GB since 1", "4 vault +100"]);
}

/// Never succeeding, an attempt of an hour fails at its end, and again an hour later.
#[test]
fn bad_luck_shows_at_the_end() {
    let mut small = Small::new();
    small.hours = 9.0;
    let backup = small.backup("job", 8.0);
    backup.first = FirstBackup::At(Time::from_hours(1.0));
    backup.takes = Law::Fixed(hours(1.0));
    backup.succeeds = Probability::NEVER;
    backup.retry = Some(Retry { after: hours(1.0), tries: 1 });
    small.expect(&["2 job: bad luck", "4 job: bad luck"]);
}
