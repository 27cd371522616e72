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
