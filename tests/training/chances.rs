//! What peers withstand, and what silent corruption costs.

use firedrill::engine::{Change, Plan, Step, TrainingStep, World};
use firedrill::estimate::Moments;
use firedrill::measure::Metric;
use firedrill::quantity::Span;

use super::JOB;
use super::harness::{model, simulate_each};

/// Two of four members, in pairs, fail at one instant every ten hours and are replaced by others.
const PAIRS: &str = r#"Scenario(
    format: 1, horizon: "1001h",
    pools: { "gpu": Pool(members: 4, spares: [Hot(count: 4)]) },
    failures: {
        "two": Failure(strikes: Several(count: 2, of: "gpu"), lasts: "5h",
                       time_to_failure: "10h"),
    },
    training: {
        "job": Training(on: "gpu", checkpoints: [
            Checkpoint(name: "pairs", kept: Peers(groups_of: 2), every: "1h"),
        ]),
    },
)"#;

/// Seed 1561, 20 replications of 100 strikes. Hypothesis: a strike takes both of a pair in one case
/// of three, whoever sits where by then, and then all work is lost, else an hour at most; bound: |z| < 4.
#[test]
fn two_of_four_are_a_pair_in_one_case_of_three() {
    let model = model(PAIRS, &[]);
    let plan = Plan::new(&model, 1561, 1_000_000);
    let (mut struck, mut lost) = (0.0, 0.0);
    for replication in 0..20 {
        let mut world = World::new(&plan);
        world.restart(replication);
        while let Step::Served(_) = world.step().expect("few events") {
            for change in world.changes() {
                let Change::Training { step, .. } = change else { continue };
                match step {
                    TrainingStep::Interrupted { .. } => struck += 1.0,
                    TrainingStep::Lost { work, .. } if *work > Span::from_hours(1.5) => lost += 1.0,
                    _ => {}
                }
            }
        }
    }
    assert_eq!(struck, 2000.0, "every strike interrupts");
    let exact: f64 = 1.0 / 3.0;
    let z = (lost / struck - exact) / (exact * (1.0 - exact) / struck).sqrt();
    assert!(z.abs() < 4.0, "{lost} of {struck} strikes took all: z = {z}");
}

/// Seed 1571, 60 replications of some 175 strikes. Corruption comes at rate l and is found after D; what
/// is gone back to is the newest checkpoint before it, of every tau. Hypothesis: each costs
/// D + 1 / l - tau / (e^(l tau) - 1) of work, a truncated exponential age more than D; bound: |z| < 4.
#[test]
fn corruption_costs_its_dwell_and_the_age_of_a_checkpoint() {
    let (mean, found_after, tau) = (50.0_f64, 7.3, 2.0);
    let exact = found_after + mean - tau / libm::expm1(tau / mean);
    let changes = [
        "failures={ \"flip\": Failure(strikes: Training(\"job\"), corrupts: true, detected_by: \
         \"audit\", time_to_failure: Exponential(mean: \"50h\")) }",
        "detectors={ \"audit\": Delay(\"7.3h\") }",
        "training.job.work=None",
        "training.job.selects=0s",
        "training.job.checkpoints[store].every=2h",
        "training.job.checkpoints[store].blocks=0s",
        "ends=Horizon",
        "horizon=10000h",
    ];
    let mut residual = Moments::default();
    let mut strikes = 0.0;
    simulate_each(JOB, &changes, 1571, 60, |layout, outcome| {
        let value = |metric: Metric| {
            let place = layout.values.iter().position(|column| column.metric == metric);
            outcome.values[place.expect("there is such a column")].expect("it was observed")
        };
        let count = value(Metric::Interruptions);
        strikes += count;
        residual.push(value(Metric::LostWork) - exact * count);
    });
    assert!(strikes > 9000.0, "there were {strikes} strikes");
    let z = residual.mean().unwrap() / (residual.std_dev().unwrap() / 60.0_f64.sqrt());
    assert!(z.abs() < 4.0, "{exact} h each: z = {z}");
}
