//! What is served of a demand: the states of the machine repair chain, each with what it carries.

use firedrill::analytic::{Against, predict};
use firedrill::measure::Metric;

use super::harness::{model, simulate};

const MACHINES: &str = include_str!("machines.ron");
const MEMBERS: usize = 10;

/// The long-run distribution of the members that are up, of ten with MTTF 1000 h, repaired in 50 h
/// by so many crews: birth and death, pi_{k+1} / pi_k = (10 - k) l / (min(k + 1, c) m).
fn up(crews: usize) -> [f64; MEMBERS + 1] {
    let mut weights = [1.0; MEMBERS + 1];
    for down in 0..MEMBERS {
        let (fails, mends) =
            ((MEMBERS - down) as f64 / 1000.0, (down + 1).min(crews) as f64 / 50.0);
        weights[down + 1] = weights[down] * fails / mends;
    }
    let all: f64 = weights.iter().sum();
    std::array::from_fn(|up| weights[MEMBERS - up] / all)
}

/// Hypothesis: the share not served is that of the chain, in the long run; bound: the 99.9 %
/// interval, at most `well` of it. The program's own formula must say the same.
fn check(changes: &[&str], exact: [f64; 2], (seed, replications): (u64, u64), well: f64) {
    let metrics = [Metric::ServedFraction, Metric::TimeWithinSlo];
    let simulated = simulate(MACHINES, changes, seed, replications);
    let predictions = predict(&model(MACHINES, changes));
    for (metric, exact) in metrics.into_iter().zip(exact) {
        let against = Against::Metric(metric, "line".to_string());
        let row = predictions.iter().find(|row| row.against == against).expect("a formula");
        let value = *row.value.as_ref().expect("it applies");
        assert!((value - exact).abs() < 1e-8, "{metric:?}: {value} by the chain, not {exact}");
        let known = simulated.mean(metric, "line").rest_of(1.0);
        known.assert_is(1.0 - exact, well, metric.name());
    }
}

/// A constant demand of 9 members' worth, two crews. Seed 251.
#[test]
fn a_constant_demand() {
    let workload = "services.line.workload=Serving(demand: \"90/s\", per_member: \"10/s\")";
    let changes =
        [workload, "services.line.needs=AtLeast(1, \"machine\")", "crews.mechanics.size=2"];
    let pi = up(2);
    let served: f64 = pi.iter().zip(0..).map(|(p, j)| p * (f64::from(j) / 9.0).min(1.0)).sum();
    check(&changes, [served, pi[9] + pi[10]], (251, 60), 0.02);
}

/// A daily curve about 6 members' worth, up to 8.4, of whom at least 8 are needed for the service to
/// be up at all; a small model serves 2 % more. Seed 252.
#[test]
fn a_daily_curve_with_a_lower_level() {
    let workload = "services.line.workload=Serving(per_member: \"20/s\", balancing: 0.5, \
                    demand: Diurnal(mean: \"60/s\", peak_to_mean: 1.4), \
                    degraded: [Level(name: \"small\", capacity: 1.02)])";
    let changes = [workload, "crews.mechanics.size=1"];
    let pi = up(1);
    let steps: Vec<f64> = (0..96)
        .map(|step| {
            let hours = (f64::from(step) + 0.5) / 4.0 - 14.0;
            60.0 * (1.0 + 0.4 * libm::cos(std::f64::consts::TAU * hours / 24.0))
        })
        .collect();
    let (mut served, mut full) = (0.0, 0.0);
    for (j, p) in (0..).zip(pi).skip(8) {
        let capacity = 10.0 * f64::from(j);
        let carried = steps.iter().map(|demand| demand.min(1.02 * capacity) / 60.0);
        served += p * carried.sum::<f64>() / 96.0;
        let enough = steps.iter().filter(|demand| **demand <= capacity).count();
        full += p * enough as f64 / 96.0;
    }
    check(&changes, [served, full], (252, 40), 0.03);
}

/// Dead members keep their share of the requests until they are seen, after an exponential time of
/// 20 h. Seed 253; the chain is the program's own, so the simulation alone is the test.
#[test]
fn dead_members_are_given_requests_until_they_are_seen() {
    let changes = [
        "services.line.workload=Serving(demand: \"40/s\", per_member: \"10/s\")",
        "services.line.needs=AtLeast(1, \"machine\")",
        "detectors.operator=Delay(Exponential(mean: \"20h\"))",
    ];
    let predictions = predict(&model(MACHINES, &changes));
    let against = Against::Metric(Metric::ServedFraction, "line".to_string());
    let row = predictions.iter().find(|row| row.against == against).expect("a formula");
    let exact = *row.value.as_ref().expect("it applies");
    // With ten crews members are independent: about 20 of 1070 h unseen, of those given requests.
    assert!((1.0 - exact - 20.0 / 1020.0).abs() < 1e-3, "{exact}");
    let known = simulate(MACHINES, &changes, 253, 60).mean(Metric::ServedFraction, "line");
    known.rest_of(1.0).assert_is(1.0 - exact, 0.02, "share not served");
}
