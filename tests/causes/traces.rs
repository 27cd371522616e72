//! Failures as a trace tells them.

use super::*;
use firedrill::model::{Occurs, Place, PoolId, Recovery, Target, Trace, TracedStrike};

const LAB: &str = r#"Scenario(
    format: 1, title: "A trace", horizon: "24h",
    domains: { "hall": Domain(count: 2) },
    pools: { "gpu": Pool(members: 3) },
    failures: {
        "cut": Failure(strikes: Domain("hall"), at: ["1h"], lasts: "1h"),
        "wear": Failure(strikes: Each(["gpu"]), at: ["1h"], lasts: "1h"),
    },
)"#;

fn row(at: f64, target: Target, lasts: Option<f64>) -> TracedStrike {
    let lasts = lasts.map(Span::from_hours);
    TracedStrike { at: Time::from_hours(at), target, lasts }
}

fn traced(strikes: Vec<TracedStrike>, repeats: Option<f64>) -> Occurs {
    Occurs::Traced(Trace { strikes, repeats: repeats.map(Span::from_hours) })
}

/// When members and domains fail and are back.
fn story(plan: &Plan<'_>) -> Vec<(f64, String)> {
    let mut told = Vec::new();
    watch(plan, 0, |_, at, change| match change {
        Change::Failed { member, .. } => told.push((at.hours(), format!("gpu {} fails", member))),
        Change::Moved { to: firedrill::engine::MemberState::Active, member, .. } => {
            told.push((at.hours(), format!("gpu {member} is back")));
        }
        Change::Place { place, up } => {
            let name = plan.model().place_name(place);
            told.push((at.hours(), format!("{name} {}", if up { "is back" } else { "fails" })));
        }
        _ => {}
    });
    told
}

#[track_caller]
fn assert_story(plan: &Plan<'_>, expected: &[(f64, &str)]) {
    let expected: Vec<_> = expected.iter().map(|&(at, what)| (at, what.to_owned())).collect();
    assert_eq!(story(plan), expected);
}

/// Member 1 fails at 1:00 for 2 h; the row of 2:00 finds it down. That of 4:00 tells no duration, so
/// that its mode, which never ends, does. Hall 2 fails 1:00-1:30 and again every 10 h.
#[test]
fn rows_strike_what_they_name_for_as_long_as_they_say() {
    let gpu = |member| Target::Member(PoolId::from(0), member);
    let model = model(LAB, |failure, model| {
        if failure.name == "cut" {
            let hall = Target::Place(failure.strikes.places()[1]);
            assert!(matches!(failure.strikes.places()[1], Place::Domain(_)));
            failure.occurs = traced(vec![row(1.0, hall, Some(0.5))], Some(10.0));
            failure.recovery = Recovery::Traced;
        } else {
            assert_eq!(model.pools.len(), 1);
            let rows = [
                row(1.0, gpu(1), Some(2.0)),
                row(2.0, gpu(1), Some(5.0)),
                row(4.0, gpu(0), None),
                row(6.0, gpu(2), Some(1.0)),
            ];
            failure.occurs = traced(rows.to_vec(), None);
            failure.recovery = Recovery::None;
        }
    });
    let plan = Plan::new(&model, 1, 1_000);
    assert_story(
        &plan,
        &[
            (1.0, "domain/hall[2] fails"),
            (1.0, "gpu 1 fails"),
            (1.5, "domain/hall[2] is back"),
            (3.0, "gpu 1 is back"),
            (4.0, "gpu 0 fails"),
            (6.0, "gpu 2 fails"),
            (7.0, "gpu 2 is back"),
            (11.0, "domain/hall[2] fails"),
            (11.5, "domain/hall[2] is back"),
            (21.0, "domain/hall[2] fails"),
            (21.5, "domain/hall[2] is back"),
        ],
    );
}

/// Seed 5, 30,000 rows over and over; hypothesis: each of three members is struck as often.
#[test]
fn a_row_that_names_a_pool_strikes_any_of_it() {
    for target in [Target::Any, Target::AnyOf(PoolId::from(0))] {
        let mut model = model(LAB, |failure, _| {
            failure.occurs = if failure.name == "wear" {
                traced(vec![row(0.5, target, Some(0.25))], Some(1.0))
            } else {
                Occurs::Triggered
            };
        });
        model.horizon = Span::from_hours(30_000.0);
        let plan = Plan::new(&model, 5, 1_000_000);
        let mut hits = [0; 3];
        watch(&plan, 0, |_, _, change| {
            if let Change::Failed { member, .. } = change {
                hits[member as usize] += 1;
            }
        });
        assert_eq!(hits.iter().sum::<u64>(), 30_000);
        hits.iter().for_each(|&hits| assert_share(hits, 30_000, 1.0 / 3.0));
    }
}
