//! The exact cases of C01 to C04 as scenarios, each that plain simulation resolves in seconds.
//!
//! Not simulated:
//! - C01-002, -004, -006, -008, -010 and C02-011: wrong rules, listed to be shown wrong.
//! - C02-005 to -009 and C02-013: probabilities within 5e-6 of 0 or 1, of which 200,000 or a
//!   million missions would see a few or none; they need rare-event methods.
//!
//! A case beside its exact value has the share of it within which it has to be known: what a few
//! million failures give.

use std::collections::BTreeMap;

use firedrill::measure::Metric;
use serde::Deserialize;

use super::harness::{Known, Simulated, simulate};

const SURVIVAL: &str = include_str!("survival.ron");
const MISSION: &str = include_str!("mission.ron");
const MACHINES: &str = include_str!("machines.ron");
const SPARES: &str = include_str!("spares.ron");
const STANDBY: &str = include_str!("standby.ron");

/// A case as the embedded files have it; what is asked is in words there.
#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    ask: String,
    quantity: String,
    digits: String,
    params: BTreeMap<String, f64>,
    hours: Option<f64>,
}

impl Case {
    fn exact(&self) -> f64 {
        self.digits.parse().expect("an exact answer is a number")
    }

    fn hours(&self) -> f64 {
        self.hours.expect("the case is about a time")
    }

    fn parameter(&self, name: &str) -> f64 {
        self.params[name]
    }

    /// Holds an estimate against the exact value or, for values near 1, its complement.
    fn assert(&self, known: Known, share: f64) {
        let what = format!("{} ({})", self.id, self.quantity);
        let exact = self.exact();
        let near_one = exact > 0.5 && matches!(self.ask.as_str(), "Availability" | "Reliability");
        if near_one {
            known.rest_of(1.0).assert_is(1.0 - exact, share, &what);
        } else {
            known.assert_is(exact, share, &what);
        }
    }
}

/// The cases of a family by number, from one to another.
fn cases(family: &str, numbers: std::ops::RangeInclusive<usize>) -> Vec<Case> {
    let text = match family {
        "C01" => include_str!("../../src/analytic/cases/c01.json"),
        "C02" => include_str!("../../src/analytic/cases/c02.json"),
        "C03" => include_str!("../../src/analytic/cases/c03.json"),
        _ => include_str!("../../src/analytic/cases/c04.json"),
    };
    let mut cases: Vec<Case> = serde_json::from_str(text).expect("the cases can be read");
    let (first, last) = numbers.into_inner();
    let cases: Vec<_> = cases.drain(first - 1..last).collect();
    assert_eq!(cases[0].id, format!("{family}-{first:03}"), "cases lie in order");
    cases
}

/// C01, seeds 401 and 402: R(t) of one member, and the rate that gives 0.01 within an hour.
#[test]
fn c01_survival() {
    let simulated = simulate(SURVIVAL, &[], 401, 200_000);
    let asked = cases("C01", 1..=10).into_iter().filter(|case| case.ask == "Reliability");
    for case in asked {
        for metric in [Metric::ReliabilityAt, Metric::NoMemberFailed, Metric::SurvivorFraction] {
            case.assert(simulated.at(metric, "unit", case.hours()), 0.08);
        }
    }
    let rate = &cases("C01", 11..=11)[0];
    let law =
        "failures.loss.time_to_failure=Exponential(probability: 0.01, within: \"1h\")".to_owned();
    let simulated = simulate(SURVIVAL, &[&law, "pools.unit.members=1000"], 402, 2_000);
    for hours in [1.0_f64, 10.0, 100.0] {
        let survivors = simulated.at(Metric::SurvivorFraction, "unit", hours);
        let exact = libm::exp(-rate.exact() * hours);
        survivors.rest_of(1.0).assert_is(1.0 - exact, 0.03, &rate.id);
    }
}

/// C02-001 to -004, -010 and -012: missions of 100 members. Seeds 411 (an hour) and 412 (a day).
#[test]
fn c02_missions() {
    let day = ["horizon=24h", "series=Times([\"24h\"])"];
    let hour = (simulate(MISSION, &[], 411, 1_000_000), ["001", "002", "003", "004", "012"]);
    let day = (simulate(MISSION, &day, 412, 200_000), ["010"; 5]);
    for case in cases("C02", 1..=12) {
        let known = [&hour, &day].into_iter().find(|(_, ids)| ids.contains(&&case.id[4..]));
        let Some((simulated, _)) = known else { continue };
        let needed = case.parameter("k").to_string();
        let reliable = simulated.at(Metric::ReliabilityAt, &needed, case.hours());
        let asked = if case.ask == "Unreliability" { reliable.rest_of(1.0) } else { reliable };
        case.assert(asked, 0.17);
    }
}

/// C02-014 to -018, seeds 414 to 418: a hundred positions and cold spares for a day.
#[test]
fn c02_pooled_cold_spares() {
    for (case, seed) in cases("C02", 14..=18).into_iter().zip(414..) {
        let spares = format!("pools.unit.spares=[Cold(count: {})]", case.parameter("cold_spares"));
        let day = ["horizon=24h", "series=Times([\"24h\"])", &spares];
        let simulated = simulate(MISSION, &day, seed, 60_000);
        case.assert(simulated.at(Metric::ReliabilityAt, "100", 24.0), 0.03);
    }
}

/// The long run of ten machines with repairs of 10 h.
fn long_run(case: &Case, crews: f64, simulated: &Simulated) -> Option<(Known, f64)> {
    let waiting = || simulated.per_hour(Metric::MemberHours, "machine/awaiting_crew");
    let share = 0.04;
    Some(match case.ask.as_str() {
        "Availability" => (simulated.mean(Metric::Availability, "line"), share),
        "Unavailability" => (simulated.mean(Metric::Availability, "line").rest_of(1.0), share),
        "Frequency" => (simulated.per_hour(Metric::Outages, "line"), share),
        "OutageDuration" => (simulated.mean_outage("line"), share),
        "TimeUp" => (simulated.mean_time_up("line"), share),
        "Waiting" if crews == 10.0 => {
            assert_eq!(waiting().mean, case.exact(), "ten crews leave none of ten waiting");
            return None;
        }
        "Waiting" => (waiting(), share),
        _ => return None,
    })
}

/// C03-001 to -036, twelve to a number of crews: ten machines, eight needed, repairs of 10 h. Each
/// number of crews takes four runs: a long one, one to the first outage, one over a year and one
/// over 100 h. Seeds 421, 431 and 441 and the three that follow each.
fn machines(crews: u32, seed: u64) {
    let size = format!("crews.mechanics.size={crews}");
    let mend = "repairs.workshop[1].takes=Exponential(mean: \"10h\")";
    let long = simulate(MACHINES, &[&size, mend, "horizon=2402000h"], seed, 400);
    let new = [size.as_str(), mend, "warm_up=0s"];
    let run = |changes: &[&str], place: u64, replications| {
        simulate(MACHINES, &[&new, changes].concat(), seed + place, replications)
    };
    let first = run(&["horizon=200y", "ends=FirstOutage(\"line\")"], 1, 15_000);
    let year = run(&["horizon=1y", "series=Times([\"1000h\", \"8760h\"])"], 2, 40_000);
    let early = run(&["horizon=100h", "series=Times([\"50h\", \"100h\"])"], 3, 1_000_000);
    let from = match crews {
        1 => 1,
        2 => 13,
        _ => 25,
    };
    for case in cases("C03", from..=from + 11) {
        assert_eq!(case.parameter("crews"), f64::from(crews), "{}", case.id);
        let (known, share) = match (case.ask.as_str(), case.hours) {
            ("MeanTime", _) => (first.mean(Metric::TimeToFirstOutage, "line"), 0.03),
            ("Downtime", _) => (year.mean(Metric::OutageTime, "line"), 0.07),
            ("Unreliability", Some(100.0)) => {
                (early.at(Metric::ReliabilityAt, "line", 100.0).rest_of(1.0), 0.07)
            }
            ("Unreliability", Some(hours)) => {
                (year.at(Metric::ReliabilityAt, "line", hours).rest_of(1.0), 0.1)
            }
            ("UnavailabilityAt", Some(hours)) => {
                (early.at(Metric::AvailabilityAt, "line", hours).rest_of(1.0), 0.4)
            }
            _ => match long_run(&case, f64::from(crews), &long) {
                Some(known) => known,
                None => continue,
            },
        };
        case.assert(known, share);
    }
}

#[test]
fn c03_machines_with_one_crew() {
    machines(1, 421);
}

#[test]
fn c03_machines_with_two_crews() {
    machines(2, 431);
}

#[test]
fn c03_machines_with_ten_crews() {
    machines(10, 441);
}

/// C03-037 to -040, seed 451: twenty positions, three cold spares, two crews.
#[test]
fn c03_positions_with_cold_spares() {
    let simulated = simulate(SPARES, &[], 451, 800);
    for case in cases("C03", 37..=40) {
        let (known, share) = match case.ask.as_str() {
            "Availability" => {
                let needed = case.parameter("k").to_string();
                (simulated.mean(Metric::Availability, &needed), 0.05)
            }
            "Unfilled" => (simulated.mean(Metric::MembersUp, "unit").rest_of(20.0), 0.02),
            _ => (simulated.per_hour(Metric::Repairs, "unit"), 0.002),
        };
        case.assert(known, share);
    }
}

/// C04-001 to -024, seeds 461 to 466, four cases to a pair: one at work, one standing by that
/// fails at `dormancy` times the rate, a switch that succeeds or is the end.
#[test]
fn c04_standby_pairs() {
    for (pair, seed) in cases("C04", 1..=24).chunks(4).zip(461..) {
        let dormancy = pair[0].parameter("dormancy");
        let spares = format!("pools.unit.spares=[Warm(count: 1, dormancy: {dormancy})]");
        let switching = pair[0].parameter("switch_coverage");
        let switching = format!("pools.unit.switching={switching}");
        let simulated = simulate(STANDBY, &[&spares, &switching], seed, 300_000);
        for case in pair {
            assert_eq!(case.params, pair[0].params, "four cases to a pair");
            let known = match case.hours {
                Some(hours) => simulated.at(Metric::ReliabilityAt, "unit", hours),
                None => simulated.mean(Metric::TimeToFirstOutage, "unit"),
            };
            case.assert(known, if case.hours.is_some() { 0.035 } else { 0.01 });
        }
    }
}

/// C04-025 to -027, seeds 471 to 473: cold spares and switches that succeed make an Erlang life.
#[test]
fn c04_erlang_lives() {
    for (case, seed) in cases("C04", 25..=27).into_iter().zip(471..) {
        let spares = format!("pools.unit.spares=[Cold(count: {})]", case.parameter("units") - 1.0);
        let simulated = simulate(STANDBY, &[&spares, "pools.unit.switching=1.0"], seed, 120_000);
        let reliable = simulated.at(Metric::ReliabilityAt, "unit", case.hours());
        case.assert(reliable, 0.05);
    }
}
