//! Completion times with exponential failures in work, checkpoints and restarts: the exact cases
//! C15-004 to C15-009 and C15-014 to C15-019.

use firedrill::measure::Metric;

use super::JOB;
use super::harness::simulate;

/// A published job, in hours.
#[derive(Clone, Copy)]
struct Case {
    work: f64,
    checkpoint: f64,
    restart: f64,
    mtbf: f64,
    tau: f64,
    mean: f64,
    /// Where it is known.
    deviation: Option<f64>,
}

const FIRST: Case = Case {
    work: 500.0,
    checkpoint: 0.1,
    restart: 0.25,
    mtbf: 24.0,
    tau: 5.0,
    mean: 574.188_761_641_061_7,
    deviation: Some(16.322_691_877_864_525),
};
const SECOND: Case = Case {
    work: 1000.0,
    checkpoint: 0.05,
    restart: 0.5,
    mtbf: 100.0,
    tau: 5.0,
    mean: 1_041.129_924_260_436_4,
    deviation: Some(10.973_065_555_738_87),
};

impl Case {
    const fn at(self, tau: f64, mean: f64, deviation: Option<f64>) -> Self {
        Self { tau, mean, deviation, ..self }
    }

    /// The job as changes of the scenario, cut to whole segments; the exact mean is that for each
    /// hour of work.
    fn changes(&self) -> (Vec<String>, f64) {
        let segments = (self.work / self.tau + 1e-9).floor();
        let work = segments * self.tau;
        let changes = vec![
            format!("training.job.work={work}h"),
            format!("training.job.selects={}h", self.restart),
            format!("training.job.checkpoints[store].every={}h", self.tau),
            format!("training.job.checkpoints[store].blocks={}h", self.checkpoint),
            format!("failures.failure.time_to_failure=Exponential(mean: \"{}h\")", self.mtbf),
        ];
        (changes, self.mean * work / self.work)
    }

    /// Hypotheses: the completion time has this mean and this standard deviation. Bound: |z| < 4
    /// each, that of the deviation as of nearly normal values.
    fn check(&self, seed: u64, further: &[&str]) {
        const REPLICATIONS: u64 = 600;
        let (changes, mean) = self.changes();
        let mut changes: Vec<&str> = changes.iter().map(String::as_str).collect();
        changes.extend(further);
        let found = simulate(JOB, &changes, seed, REPLICATIONS);
        let times = found.moments(Metric::CompletionTime, "job");
        let n = REPLICATIONS as f64;
        let (average, deviation) = (times.mean().unwrap(), times.std_dev().unwrap());
        let z = (average - mean) / (deviation / n.sqrt());
        assert!(z.abs() < 4.0, "tau {}: {average} for {mean}, z = {z}", self.tau);
        if let Some(exact) = self.deviation {
            let z = (deviation / exact - 1.0) * (2.0 * n).sqrt();
            assert!(z.abs() < 4.0, "tau {}: {deviation} for {exact}, z = {z}", self.tau);
        }
    }
}

/// Seeds 1501 to 1504.
#[test]
fn it_takes_as_long_as_the_exact_cases_say() {
    FIRST.check(1501, &[]);
    FIRST.at(2.124_736_921_079_04, 554.308_913_423_376, None).check(1502, &[]);
    FIRST.at(2.190_890_230_020_66, 554.332_001_740_033_8, None).check(1503, &[]);
    FIRST.at(1.0, 568.692_086_395_554_8, Some(4.238_842_052_034_281)).check(1504, &[]);
}

/// Seeds 1511 to 1514.
#[test]
fn it_takes_as_long_where_failures_are_rare() {
    SECOND.check(1511, &[]);
    SECOND.at(3.129_032_538_977_58, 1_037.475_465_767_165, None).check(1512, &[]);
    SECOND.at(3.162_277_660_168_38, 1_037.477_278_992_627_6, None).check(1513, &[]);
    SECOND.at(1.0, 1_060.822_719_890_968_5, Some(3.491_161_899_762_940_6)).check(1514, &[]);
}

/// Seed 1521. A training that is struck itself takes as long as one whose member is.
#[test]
fn it_takes_as_long_where_the_software_crashes() {
    FIRST.check(1521, &["failures.failure.strikes=Training(\"job\")"]);
}

/// Seed 1531. Checkpoints of 300 s, restarts of 600 s, a failure every 3 h: at the best interval,
/// 2349.638 s, the efficiency is 0.740157.
#[test]
fn the_best_efficiency_is_the_exact_one() {
    let tau = 2_349.638 / 3600.0;
    let work = 200.0 * tau;
    let case = Case {
        work,
        checkpoint: 300.0 / 3600.0,
        restart: 600.0 / 3600.0,
        mtbf: 3.0,
        tau,
        mean: work / 0.740_157,
        deviation: None,
    };
    case.check(1531, &[]);
}

/// Seed 1541, common to all. Of intervals each 1.5 times the one before, with the best one among them,
/// that one has the greatest goodput: the others fall short by more than four standard errors of the
/// paired difference.
#[test]
fn the_best_interval_is_the_best_of_a_grid() {
    let goodputs = |factor: f64| -> Vec<f64> {
        let every = format!("training.job.checkpoints[store].every={}s", 2_349.638 * factor);
        let changes = [
            "training.job.work=None",
            "ends=Horizon",
            "horizon=2000h",
            "training.job.selects=10min",
            "training.job.checkpoints[store].blocks=5min",
            "failures.failure.time_to_failure=Exponential(mean: \"3h\")",
            &every,
        ];
        super::order::goodputs(JOB, &changes, 1541, 40)
    };
    let best = goodputs(1.0);
    for factor in [1.0 / 2.25, 1.0 / 1.5, 1.5, 2.25] {
        let z = super::order::z_of_difference(&best, &goodputs(factor));
        assert!(z > 4.0, "{factor} times the best interval is no worse: z = {z}");
    }
}
