//! What meets at one instant: which failure an outage waits for and is put down to, what a crew
//! does at the end of a repair, and what is over as soon as it begins.

use super::*;
use firedrill::measure::{Layout, Recorder};

fn scenario(text: &str) -> Model {
    model(text, |_, _| {})
}

/// The pooled durations, finished ones alone, and the values of a replication by their columns.
fn found(model: &Model, replication: u64, column: &str) -> Vec<f64> {
    let plan = Plan::new(model, 1, 100_000);
    let layout = Layout::new(model);
    let outcome = Recorder::new(&plan).run(replication).expect("few events");
    if let Some(place) = layout.values.iter().position(|it| it.to_string() == column) {
        return outcome.values[place].into_iter().collect();
    }
    let place = layout.pooled.iter().position(|it| it.to_string() == column);
    let place = place.unwrap_or_else(|| panic!("no column {column}"));
    let durations = outcome.observations.iter().filter(|it| usize::from(it.column) == place);
    durations.filter(|it| it.finished).map(|it| it.value).collect()
}

/// The crew comes to the hall at 242 h from a repair in it, and darkens it until 245 h.
#[test]
fn a_crew_darkens_the_hall_of_the_member_that_it_has_just_repaired() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "300h",
            domains: { "hall": Domain() }, pools: { "gpu": Pool(members: 2, across: "hall") },
            crews: { "techs": Crew(size: 1) },
            repairs: { "bench": [Stage(name: "fix", takes: "4h", crew: "techs")] },
            failures: { "node": Failure(strikes: One("gpu"), at: ["238h"], repaired_by: "bench") },
            maintenance: { "ups": Maintenance(of: Domain("hall"), every: "240h", takes: "3h",
                                              crew: "techs") },
        )"#,
    );
    assert_eq!(found(&model, 0, "repair_time[gpu]"), [4.0]);
    assert_eq!(found(&model, 0, "down_time[domain/hall]"), [3.0]);
    assert_eq!(found(&model, 0, "crew_utilisation[techs]"), [7.0 / 300.0]);
    assert_eq!(found(&model, 0, "member_hours[gpu/dark]"), [6.0]);
}

/// Power takes the placement and, at once, racks that the service does not need and that nobody
/// looks at for a week.
#[test]
fn a_failover_waits_for_what_it_is_about() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d",
            domains: { "east": Domain(), "west": Domain() },
            pools: { "racks": Pool(members: 4) },
            detectors: { "fast": Delay("1min"), "weekly": Audit(every: "7d") },
            failures: {
                "power": Failure(strikes: Domain("east"), at: ["10d"], lasts: "30d",
                                 detected_by: "fast", triggers: [Trigger(failure: "surge")]),
                "surge": Failure(strikes: Each(["racks"]), lasts: "60d", detected_by: "weekly"),
                "other": Failure(strikes: Each(["racks"]), at: ["10d"], lasts: "1h",
                                 detected_by: "weekly"),
            },
            services: { "chat": Service(
                placements: [Placement(name: "east", needs: Domain("east")),
                             Placement(name: "west", needs: Domain("west"))],
                failover: Failover(activation: "10min"),
            ) },
        )"#,
    );
    let [rta] = found(&model, 0, "rta[chat]")[..] else { panic!("one outage") };
    assert!((rta - 11.0 / 60.0).abs() < 1e-9, "{rta}");
    assert_eq!(found(&model, 0, "rta_by_cause[chat/power]").len(), 1);
}

/// A fire, and then one where the data was restored to.
#[test]
fn restored_data_can_be_lost_from_where_it_was_restored_to() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d",
            stores: { "nvme": Store(), "vault": Store(), "tape": Store() },
            datasets: { "d": Dataset(on: "nvme", size: "1 TB", restore: Restore(to: ["vault"])) },
            backups: { "b": Backup(of: "d", to: "tape", every: "1d") },
            failures: {
                "fire": Failure(strikes: Store("nvme"), at: ["10d 12h"], lasts: "50d", destroys: 1),
                "flood": Failure(strikes: Store("vault"), at: ["20d 6h"], lasts: "5d", destroys: 1),
            },
        )"#,
    );
    assert_eq!(found(&model, 0, "rpa[d]"), [12.0, 6.0]);
}

/// A dataset is given up for another service; what needs a mirror of it goes down for that.
#[test]
fn what_data_is_given_up_for_is_to_blame_for_what_misses_it() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d",
            stores: { "east": Store(), "west": Store(), "other": Store(),
                      "tape": Store(read: "100 MB/s") },
            datasets: { "d": Dataset(on: "east", size: "1 TB",
                                     restore: Restore(to: ["other"], starts: "1h")) },
            mirrors: { "live": Mirror(of: "d", to: "west") },
            backups: { "b": Backup(of: "d", to: "tape", every: "1d") },
            detectors: { "watch": Delay("5min") },
            failures: { "down": Failure(strikes: Store("east"), at: ["10d"], lasts: "5h",
                                        detected_by: "watch") },
            services: {
                "b": Service(
                    placements: [Placement(name: "east", needs: Data(of: "d", at: "east")),
                                 Placement(name: "other", needs: Data(of: "d", at: "other"))],
                    failover: Failover(data: Restore("d"), failback: Never),
                ),
                "c": Service(needs: Data(of: "d", at: "west")),
            },
        )"#,
    );
    assert_eq!(found(&model, 0, "outages[c]"), [1.0]);
    assert!(found(&model, 0, "outage_time_by_cause[c/down]")[0] > 0.0);
}

/// An intruder who has waited for three days deletes the mirror that a service reads.
#[test]
fn what_acts_after_a_while_is_to_blame_then() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d",
            stores: { "east": Store(), "west": Store(write: "100 MB/s", credential: "admin") },
            datasets: { "d": Dataset(on: "east", size: "1 TB") },
            mirrors: { "live": Mirror(of: "d", to: "west", lag: "1min") },
            failures: { "insider": Failure(strikes: Credential("admin"), at: ["10d"],
                                           dwells: "3d") },
            services: { "reports": Service(needs: Data(of: "d", at: "west")) },
        )"#,
    );
    assert!(found(&model, 0, "outage_time_by_cause[reports/insider]")[0] > 0.0);
}

/// A mirror is promoted in no time: neither who promotes it nor who just needs the data is down.
#[test]
fn a_dip_of_no_length_is_no_outage_of_anybody() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d", ends: FirstOutage("a"),
            domains: { "east": Domain(), "west": Domain() },
            stores: { "east": Store(within: "east"), "west": Store(within: "west") },
            datasets: { "d": Dataset(on: "east", size: "1 TB") },
            mirrors: { "live": Mirror(of: "d", to: "west") },
            failures: { "power": Failure(strikes: Domain("east"), at: ["10d"], lasts: "5h") },
            services: {
                "a": Service(needs: Data("d")),
                "b": Service(
                    placements: [Placement(name: "east", needs: Data(of: "d", at: "east")),
                                 Placement(name: "west", needs: Data(of: "d", at: "west"))],
                    failover: Failover(data: Promote("live"), failback: Never),
                ),
            },
        )"#,
    );
    for service in ["a", "b"] {
        assert_eq!(found(&model, 0, &format!("outages[{service}]")), [0.0]);
        assert!(found(&model, 0, &format!("rta[{service}]")).is_empty());
    }
    assert_eq!(found(&model, 0, "down_time[domain/east]"), [5.0], "the replication went on");
}

/// The pool is down 240-242 h, what else it needs is moved as planned 241-244 h.
#[test]
fn an_outage_ends_where_planned_time_begins() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "15d",
            pools: { "p": Pool(members: 1) }, domains: { "east": Domain(), "west": Domain() },
            failures: { "f": Failure(strikes: Each(["p"]), at: ["10d"], lasts: "2h") },
            services: {
                "b": Service(
                    placements: [Placement(name: "east", needs: Domain("east")),
                                 Placement(name: "west", needs: All([Domain("west"),
                                                                     Domain("east")]))],
                    failover: Failover(switchover: "3h"), drills: Drills(at: ["241h"], stays: "9d"),
                ),
                "a": Service(needs: All([AtLeast(1, "p"), Service("b")])),
            },
        )"#,
    );
    assert_eq!(found(&model, 0, "rta[a]"), [2.0]);
    assert_eq!(found(&model, 0, "planned_time[a]"), [2.0]);
    assert_eq!(found(&model, 0, "outage_time[a]"), [2.0]);
}

/// A stranger begins to read at the instant at which the power fails.
#[test]
fn a_breach_is_to_blame_for_no_outage() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d",
            domains: { "east": Domain() }, stores: { "disks": Store() },
            datasets: { "d": Dataset(on: "disks", size: "1 TB") },
            failures: {
                "power": Failure(strikes: Domain("east"), at: ["10d"], lasts: "5h"),
                "spy": Failure(strikes: Store("disks"), at: ["10d"], breach: true),
            },
            services: { "a": Service(needs: Domain("east")) },
        )"#,
    );
    assert_eq!(found(&model, 0, "outage_time_by_cause[a/power]"), [5.0]);
}

/// A restore that is given up in every other replication is begun again ten minutes later. Seeds
/// 0 to 19; hypothesis: nobody is down for the 50 days that the store is.
#[test]
fn a_failover_whose_data_was_given_up_is_tried_again() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d",
            stores: { "east": Store(), "other": Store(), "tape": Store() },
            datasets: { "d": Dataset(on: "east", size: "1 TB",
                                     restore: Restore(to: ["other"], starts: "1h",
                                                      succeeds: 0.5)) },
            backups: { "b": Backup(of: "d", to: "tape", every: "100d", seeded: true) },
            failures: { "down": Failure(strikes: Store("east"), at: ["10d"], lasts: "50d") },
            services: { "b": Service(
                placements: [Placement(name: "east", needs: Data(of: "d", at: "east")),
                             Placement(name: "other", needs: Data(of: "d", at: "other"))],
                failover: Failover(data: Restore("d"), failback: Never),
            ) },
        )"#,
    );
    let mut given_up = 0.0;
    for replication in 0..20 {
        let [rta] = found(&model, replication, "rta[b]")[..] else { panic!("one outage") };
        assert!(rta < 24.0, "{rta} h in replication {replication}");
        let tries = found(&model, replication, "failed_failovers[b]")[0];
        assert!((rta - 1.0 - tries * (1.0 + 1.0 / 6.0)).abs() < 1e-9, "{rta} h, {tries} failed");
        given_up += tries;
    }
    assert!(given_up > 0.0, "some restores fail");
}

/// Every failure of the power is foreseen, six hours before: the service is elsewhere when it
/// comes, though it would go back at once to what holds.
#[test]
fn a_warned_service_stays_away_until_what_it_was_warned_of() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "100d",
            domains: { "east": Domain(), "west": Domain() }, stores: { "none": Store() },
            failures: { "power": Failure(strikes: Domain("east"), lasts: "5h",
                                         time_to_failure: Exponential(mean: "10d")) },
            predictors: { "ups": Predictor(watches: ["power"], recall: 1.0, lead: "6h",
                                           then: [Switchover("chat")]) },
            services: { "chat": Service(
                placements: [Placement(name: "east", needs: Domain("east")),
                             Placement(name: "west", needs: Domain("west"))],
                failover: Failover(activation: "10min"),
            ) },
        )"#,
    );
    for replication in 0..5 {
        let [downs] = found(&model, replication, "downs[domain/east]")[..] else { panic!("one") };
        assert!(downs > 0.0);
        assert_eq!(found(&model, replication, "outages[chat]"), [0.0]);
        let [back] = found(&model, replication, "failbacks[chat]")[..] else { panic!("one") };
        assert!(back <= downs, "back {back} times after {downs} failures");
    }
}

/// Half of the failures take several at once, which has nothing to do with the age of a member.
#[test]
fn ages_by_the_calendar_are_those_of_the_calendar() {
    let model = scenario(
        r#"Scenario(
            format: 1, horizon: "1000h", pools: { "p": Pool(members: 1) },
            repairs: { "r": [Stage(name: "x", takes: "1h")] },
            failures: { "f": Failure(strikes: Each(["p"]), ages: Calendar, beta: 0.5,
                                     time_to_failure: Exponential(mean: "1000000h"),
                                     repaired_by: "r") },
            maintenance: { "m": Maintenance(of: ["p"], at_age: "400h", takes: "1h",
                                            renews: ["f"]) },
        )"#,
    );
    assert_eq!(found(&model, 0, "maintained[m]"), [2.0]);
}
