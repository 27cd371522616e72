//! What is done to one thing after the other, worked out by hand.

use firedrill::engine::{Change, Plan, RootCause};

use crate::changes::words;
use crate::{model, watch};

/// What happens in a scenario of a day, a line each, apart from stretches of time.
fn expect(rest: &str, expected: &[&str]) {
    let text = format!("Scenario(format: 1, title: \"steps\", horizon: \"24h\", {rest})");
    let model = model(&text);
    let plan = Plan::new(&model, 1, 10_000);
    let mut lines = Vec::new();
    watch(&plan, 0, |at, change| {
        if !matches!(change, Change::Stretch { .. } | Change::Seen { .. }) {
            lines.push(format!(
                "{} {}",
                at.hours(),
                words(&model, change, &|at| at.hours().to_string())
            ));
        }
    });
    assert_eq!(lines, expected, "{lines:#?}");
}

#[test]
fn a_domain_whose_maintenance_goes_wrong_stays_down_with_the_failure() {
    let rest = r#"
        domains: { "hall": Domain() },
        pools: { "node": Pool(members: 1, across: ["hall"]) },
        failures: { "fault": Failure(strikes: Domain("hall"), lasts: "2h") },
        maintenance: { "cabling": Maintenance(
            of: Domain("hall"), every: "30h", first: "1h", drains: "1h", takes: "1h",
            goes_wrong: GoesWrong(probability: 1, into: "fault")) },"#;
    expect(
        rest,
        &[
            "2 domain/hall: down",
            "2 node: active -> dark",
            "3 cabling: gone wrong since 2",
            "3 domain/hall: struck by fault",
            "5 domain/hall: up",
            "5 node: dark -> active",
        ],
    );
}

#[test]
fn what_goes_wrong_has_the_maintenance_as_its_root() {
    let text = r#"Scenario(format: 1, title: "roots", horizon: "24h",
        pools: { "node": Pool(members: 2) },
        failures: {
            "brick": Failure(strikes: Each(["node"]), lasts: "1h",
                             triggers: [Trigger(failure: "storm", after: "30min")]),
            "storm": Failure(strikes: One("node"), lasts: "1h"),
        },
        maintenance: { "upgrade": Maintenance(of: ["node"], every: "30h", takes: "1h", first: "1h",
            goes_wrong: GoesWrong(probability: 1, into: "brick", stops: true)) })"#;
    let model = model(text);
    let plan = Plan::new(&model, 1, 10_000);
    let mut struck = Vec::new();
    watch(&plan, 0, |at, change| {
        if let Change::Failed { failure, root, .. } = change {
            let upgrade = matches!(root.cause, RootCause::Maintenance(_)) && !root.injected;
            struck.push((at.hours(), model.failures[failure].name.clone(), upgrade));
        }
    });
    // The first is worked on from 1 h to 2 h; what that brings about strikes the other.
    let expected = [(2.0, "brick".to_owned(), true), (2.5, "storm".to_owned(), true)];
    assert_eq!(struck, expected);
}

/// Of age at 6 h, and still so when the hours begin; or worn out and renewed by then, and left out.
#[test]
fn a_member_of_age_waits_for_the_hours_and_only_if_it_still_is_worked_on() {
    let rest = |from, until| {
        format!(
            r#"
        pools: {{ "disk": Pool(members: 1) }},
        failures: {{ "wear": Failure(strikes: Each(["disk"]), time_to_failure: "10h",
                                    repaired_by: "bench") }},
        repairs: {{ "bench": [Stage(name: "swap", takes: "1h")] }},
        maintenance: {{ "grease": Maintenance(of: ["disk"], at_age: "6h", takes: "2h",
            renews: ["wear"], hours: Hours(from: "{from}h", until: "{until}h")) }},"#
        )
    };
    expect(
        &rest(9, 11),
        &[
            "9 disk: active -> maintained",
            "11 grease: done since 9",
            "11 disk: maintained -> active",
            "21 disk: active -> undetected",
            "21 disk: fails by wear, its first",
            "21 disk: undetected -> in_repair",
            "22 disk: in_repair -> active",
        ],
    );
    expect(
        &rest(12, 14),
        &[
            "10 disk: active -> undetected",
            "10 disk: fails by wear, its first",
            "10 disk: undetected -> in_repair",
            "11 disk: in_repair -> active",
            "21 disk: active -> undetected",
            "21 disk: fails by wear",
            "21 disk: undetected -> in_repair",
            "22 disk: in_repair -> active",
        ],
    );
}

/// Drained from 1 h on and taken for failed at 1.5 h: the crew goes, and the next round finds it.
#[test]
fn a_member_taken_for_failed_while_it_is_drained_is_left_out() {
    let rest = r#"
        pools: { "node": Pool(members: 1) },
        failures: { "crash": Failure(strikes: One("node"), at: ["30h"], repaired_by: "bench",
                                     detected_by: "eye") },
        repairs: { "bench": [Stage(name: "look", takes: "1h")] },
        crews: { "techs": Crew(size: 1) },
        detectors: { "eye": Immediate(false_alarms: FalseAlarms(at: ["1h 30min"],
                                                                repaired_by: "bench")) },
        maintenance: { "tune": Maintenance(of: ["node"], every: "20h", first: "1h", drains: "1h",
                                           takes: "1h", crew: "techs") },"#;
    expect(
        rest,
        &[
            "1 techs: 1 at work",
            "1.5 node: taken in vain",
            "1.5 node: active -> in_repair",
            "1.5 techs: 0 at work",
            "2.5 node: in_repair -> active",
            "21 techs: 1 at work",
            "22 node: active -> maintained",
            "23 tune: done since 22",
            "23 node: maintained -> active",
            "23 techs: 0 at work",
        ],
    );
}

/// Two of three pieces must be read: with one member worked on at a time they always can be, with
/// two they cannot. Nothing is lost.
#[test]
fn a_member_that_is_worked_on_hides_its_piece_and_loses_nothing() {
    let rest = |at_once| {
        format!(
            r#"
        pools: {{ "box": Pool(members: 3) }},
        stores: {{ "array": Store(built: Coded(of: "box", data: 2, parity: 1,
                                              rebuild: Rebuild(takes: "1h"))) }},
        datasets: {{ "data": Dataset(on: "array", size: "1 TB") }},
        services: {{ "app": Service(needs: Data("data")) }},
        maintenance: {{ "tune": Maintenance(of: ["box"], every: "30h", first: "1h", takes: "2h",
                                           at_once: {at_once}) }},"#
        )
    };
    expect(
        &rest(1),
        &[
            "1 box: active -> maintained",
            "3 tune: done since 1",
            "3 box: maintained -> active",
            "3 box: active -> maintained",
            "5 tune: done since 3",
            "5 box: maintained -> active",
            "5 box: active -> maintained",
            "7 tune: done since 5",
            "7 box: maintained -> active",
        ],
    );
    expect(
        &rest(2),
        &[
            "1 box: active -> maintained",
            "1 box: active -> maintained",
            "1 app: down",
            "3 tune: done since 1",
            "3 box: maintained -> active",
            "3 box: active -> maintained",
            "3 tune: done since 1",
            "3 box: maintained -> active",
            "3 app: up",
            "3 disruption 0",
            "5 tune: done since 3",
            "5 box: maintained -> active",
        ],
    );
}

/// First come first served: the first of c before b, which asks later. The second of c asks when the
/// first is done, and then has to wait for the crew's next day.
#[test]
fn planned_work_and_repairs_wait_in_one_line_for_their_crew() {
    let rest = r#"
        pools: { "a": Pool(members: 1), "b": Pool(members: 1), "c": Pool(members: 2) },
        failures: {
            "crash a": Failure(strikes: One("a"), at: ["1h"], repaired_by: "bench"),
            "crash b": Failure(strikes: One("b"), at: ["2h 15min"], repaired_by: "bench"),
        },
        repairs: { "bench": [Stage(name: "swap", takes: "2h", crew: "techs")] },
        crews: { "techs": Crew(size: 1, hours: Hours(from: "0h", until: "6h")) },
        maintenance: { "tune": Maintenance(of: ["c"], every: "30h", first: "2h", takes: "2h",
                                           crew: "techs") },"#;
    expect(
        rest,
        &[
            "1 a: active -> undetected",
            "1 a: fails by crash a, its first",
            "1 techs: 1 at work",
            "1 a: undetected -> in_repair",
            "2.25 b: active -> undetected",
            "2.25 b: fails by crash b, its first",
            "2.25 b: undetected -> awaiting_crew",
            "3 c: active -> maintained",
            "3 a: in_repair -> active",
            "5 tune: done since 3",
            "5 c: maintained -> active",
            "5 b: awaiting_crew -> in_repair",
            "7 techs: 0 at work",
            "7 b: in_repair -> active",
            "24 techs: 1 at work",
            "24 c: active -> maintained",
        ],
    );
}

/// Drained for maintenance from 8 h on, done at 9.5 h: the warning of 9 h finds it so and drains it
/// no more. What the work renews is not the failure that was warned of, which strikes after half an hour
/// of standing still, at 10.5 h.
#[test]
fn a_member_drained_for_maintenance_is_not_drained_again_by_a_warning() {
    let rest = r#"
        pools: { "disk": Pool(members: 1) },
        failures: { "wear": Failure(strikes: Each(["disk"]), time_to_failure: "10h",
                                    repaired_by: "bench") },
        repairs: { "bench": [Stage(name: "swap", takes: "20h")] },
        predictors: { "smart": Predictor(watches: ["wear"], recall: 1, lead: "1h",
                                         then: [Drain(takes: "15min")]) },
        maintenance: { "tune": Maintenance(of: ["disk"], every: "30h", first: "8h",
                                           drains: "1h 30min", takes: "30min") },"#;
    expect(
        rest,
        &[
            "9 smart: warns rightly",
            "9.5 disk: active -> maintained",
            "10 tune: done since 9.5",
            "10 disk: maintained -> active",
            "10.5 disk: active -> undetected",
            "10.5 disk: fails by wear, its first",
            "10.5 disk: undetected -> in_repair",
        ],
    );
}
