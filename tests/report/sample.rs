//! Made-up results: the paper's case, a GPU pool, and names that are hard on tables.

use firedrill::estimate::{Estimate, Interval, QUANTILES, Quantile};
use firedrill::measure::{Metric, Unit};
use firedrill::quantity::{Span, Time};
use firedrill::study::{
    Comparison, Curve, Histogram, MetricResult, ObjectiveResult, Results, Run, SeriesPoint,
    Setback, Verdict,
};

pub fn between(low: f64, high: f64) -> Interval {
    Interval { low: Some(low), high: Some(high) }
}

pub fn run(scenario: &str, title: &str, horizon_h: f64) -> Run {
    Run {
        scenario: scenario.to_string(),
        title: title.to_string(),
        command: format!("firedrill run {scenario}.ron --replications 1000 --seed 1"),
        digest: "0123456789abcdef".repeat(4),
        seed: 1,
        injected: None,
        currency: None,
        horizon: Span::from_hours(horizon_h),
        warm_up: Span::ZERO,
        asked: Some(1000),
        replications: 1000,
        interrupted: false,
        events: 163_240,
    }
}

pub fn empty(run: Run) -> Results {
    Results {
        run,
        metrics: Vec::new(),
        series: Vec::new(),
        comparison: Vec::new(),
        objectives: Vec::new(),
        curves: Vec::new(),
        histograms: Vec::new(),
        setbacks: Vec::new(),
        causes: Vec::new(),
        risks: Vec::new(),
    }
}

/// An estimate with a symmetric interval and quantiles that lie evenly about the mean.
pub fn estimate(n: u64, mean: f64, half: f64) -> Estimate {
    let quantile = |p: f64| Quantile {
        p,
        value: Some(mean * (0.4 + 1.2 * p)),
        interval: between(mean * (0.38 + 1.2 * p), mean * (0.42 + 1.2 * p)),
        exact: true,
    };
    Estimate {
        n,
        censored: 0,
        mean: Some(mean),
        std_dev: Some(half * 16.0),
        interval: between(mean - half, mean + half),
        min: Some(mean * 0.4),
        max: Some(mean * 1.6),
        quantiles: QUANTILES.iter().map(|p| quantile(*p)).collect(),
    }
}

pub fn metric(metric: Metric, subject: &str, estimate: Estimate) -> MetricResult {
    MetricResult { metric, subject: subject.to_string(), estimate }
}

fn points(
    metric: Metric,
    subject: &str,
    times: &[f64],
    value: impl Fn(f64) -> (f64, f64),
) -> Vec<SeriesPoint> {
    let point = |hours: &f64| {
        let (mean, half) = value(*hours);
        SeriesPoint {
            time: Time::from_hours(*hours),
            metric,
            subject: subject.to_string(),
            mean,
            interval: between(mean - half, mean + half),
        }
    };
    times.iter().map(point).collect()
}

fn curve(
    metric: Metric,
    subject: &str,
    (formula, label): (&str, &str),
    divided_by: Option<f64>,
    value: impl Fn(f64) -> f64,
) -> Curve {
    let points = (0..=1000).map(|step| f64::from(step) / 10.0);
    Curve {
        metric,
        subject: subject.to_string(),
        formula: formula.to_string(),
        label: label.to_string(),
        divided_by,
        points: points.map(|t| (Time::from_hours(t), value(t))).collect(),
    }
}

fn survival(hours: f64) -> f64 {
    libm::pow(0.99, hours)
}

/// The paper's case study: 100 members, 1 % an hour, 10 GB of backups an hour, 100 hours.
pub fn paper() -> Results {
    let gb = 1e9;
    let mut results = empty(run("paper", "Case study of the source paper", 100.0));
    let mut times: Vec<f64> = (0..=100).map(f64::from).collect();
    times.insert(1, 0.5);
    let sigma = |p: f64| 1.96 * (p * (1.0 - p) / 100_000.0).sqrt();
    results.series =
        points(Metric::SurvivorFraction, "nodes", &times, |t| (survival(t), sigma(survival(t))));
    results.series.extend(points(Metric::MembersUpAt, "nodes", &times, |t| {
        (100.0 * survival(t), 100.0 * sigma(survival(t)))
    }));
    results
        .series
        .extend(points(Metric::StoredBytesAt, "vault", &times, |t| (10.0 * gb * t.floor(), 0.0)));
    let survivors = Metric::SurvivorFraction;
    let stored = Metric::StoredBytesAt;
    results.curves = vec![
        curve(survivors, "nodes", ("P1", "(N − F(t)) / N"), None, survival),
        curve(survivors, "nodes", ("P2", "1 − p(t)"), None, survival),
        curve(survivors, "nodes", ("P3", "1 − p t"), None, |t| 1.0 - 0.01005 * t),
        curve(stored, "vault", ("P4", "B0 + Nb / N"), Some(100.0), |_| 0.1 * gb),
        curve(stored, "vault", ("P5", "B0 + t Nb"), None, |t| 10.0 * gb * t),
        curve(stored, "vault", ("P6", "(B0 + t Nb) / N"), Some(100.0), |t| 0.1 * gb * t),
        curve(stored, "vault", ("P7", "B0 + (Nb / N) t"), Some(100.0), |t| 0.1 * gb * t),
    ];
    results.metrics = vec![
        metric(Metric::MembersUp, "nodes", estimate(1000, 63.1, 0.21)),
        metric(Metric::Failures, "nodes", estimate(1000, 63.4, 0.3)),
        metric(Metric::BackupsDone, "hourly", estimate(1000, 100.0, 0.0)),
        metric(Metric::BackupsFailed, "hourly", estimate(1000, 0.0, 0.0)),
        metric(Metric::BackupVolume, "hourly", estimate(1000, 1e12, 0.0)),
    ];
    results.comparison = comparisons();
    results
}

fn comparisons() -> Vec<Comparison> {
    let row = |time: f64, formula: &str, analytic: f64, verdict, note: &str| Comparison {
        quantity: "survivor_fraction".to_string(),
        unit: Unit::Share,
        subject: "nodes".to_string(),
        time: Some(Time::from_hours(time)),
        formula: formula.to_string(),
        source: "source paper, 5.2".to_string(),
        analytic: Some(analytic),
        simulated: Some(survival(time)),
        interval: between(survival(time) - 0.0016, survival(time) + 0.0016),
        verdict,
        note: note.to_string(),
    };
    let undecided = Verdict::Undecided { replications: Some(12_000) };
    let far = "1 - p t is the first order of (1-p)^t: exact for lives uniform on 0..100 h only";
    vec![
        row(1.0, "P1", 0.99, Verdict::Agrees, ""),
        row(1.0, "P3", 0.99, Verdict::Agrees, ""),
        row(69.0, "P1", survival(69.0), undecided, ""),
        row(69.0, "P3", 0.31, Verdict::Disagrees, far),
        row(100.0, "P3", 0.0, Verdict::Disagrees, far),
        Comparison {
            analytic: None,
            time: None,
            simulated: None,
            interval: Interval::default(),
            ..row(0.0, "birth-death chain", 0.0, Verdict::NotApplicable, "members are not repaired")
        },
    ]
}

const SERVICES: [(&str, f64); 5] = [
    ("chat", 0.9991),
    ("embedding", 0.9997),
    ("fine-tuning", 0.9862),
    ("batch scoring", 0.9935),
    ("code completion", 0.9995),
];

/// A pool of GPU nodes with five services over a year.
pub fn gpu_pool() -> Results {
    let mut results = empty(run("gpu-pool", "2,048 GPU nodes with warm and cold spares", 8760.0));
    let times: Vec<f64> = (0..=99).map(|k| 8760.0 * f64::from(k) / 99.0).collect();
    let wave = |t: f64, k: f64| libm::sin(t * (0.011 + 0.003 * k)) * libm::sin(t * 0.037 + k);
    for (k, (name, long_run)) in SERVICES.iter().enumerate() {
        let down = 1.0 - long_run;
        results.series.extend(points(Metric::AvailabilityAt, name, &times, |t| {
            let down = down * (1.0 - libm::exp(-t / 300.0));
            let noisy = down * (1.0 + 0.15 * wave(t, k as f64));
            (1.0 - noisy, 0.25 * down)
        }));
    }
    for (name, long_run) in SERVICES {
        results.series.extend(points(Metric::ReliabilityAt, name, &times, |t| {
            let r = libm::exp(-t * (1.0 - long_run) / 4.0);
            (r, 1.96 * (r * (1.0 - r) / 1000.0).sqrt())
        }));
    }
    results.series.extend(points(Metric::MembersUpAt, "gpu", &times, |t| {
        let missing = 6.5 * (1.0 - libm::exp(-t / 200.0));
        (2048.0 - missing * (1.0 + 0.1 * wave(t, 0.5)), 0.4)
    }));
    for (k, (name, _)) in SERVICES.iter().enumerate() {
        results.histograms.push(histogram(name, 0.05 * (k as f64 + 1.0), 400 - 60 * k as u64));
        let rta = estimate(400 - 60 * k as u64, 0.08 * (k as f64 + 1.0), 0.004);
        results.metrics.push(metric(Metric::Rta, name, rta));
    }
    services(&mut results);
    results
}

fn services(results: &mut Results) {
    for (k, (name, long_run)) in SERVICES.iter().enumerate() {
        let down = 1.0 - long_run;
        let row = |m, e| metric(m, name, e);
        results.metrics.extend([
            row(Metric::Availability, estimate(1000, *long_run, 0.08 * down)),
            row(Metric::Outages, estimate(1000, 12.4 + k as f64, 0.33)),
            row(Metric::OutageTime, estimate(1000, down * 8760.0, 0.08 * down * 8760.0)),
        ]);
    }
    let pool = |m, e| metric(m, "gpu", e);
    results.metrics.extend([
        pool(Metric::MembersUp, estimate(1000, 2041.52, 0.034)),
        pool(Metric::Failures, estimate(1000, 4858.6, 4.3)),
        pool(Metric::Repairs, estimate(1000, 4850.2, 4.3)),
        pool(Metric::SpareUse, estimate(1000, 4851.9, 4.3)),
        pool(Metric::SpareExhaustedTime, estimate(1000, 0.42, 0.11)),
        metric(Metric::CrewUtilisation, "techs", estimate(1000, 0.613, 0.002)),
    ]);
    let objective = |subject: &str, estimate, met, probability| ObjectiveResult {
        objective: "availability".to_string(),
        subject: subject.to_string(),
        target: "at least 0.999 in 95 % of replications".to_string(),
        estimate: Some(estimate),
        interval: between(estimate - 0.0002, estimate + 0.0002),
        probability: Some(probability),
        met,
        needed: None,
    };
    results.objectives = vec![
        objective("chat", 0.9991, None, 0.947),
        objective("embedding", 0.9997, Some(true), 0.998),
        objective("fine-tuning", 0.9862, Some(false), 0.0),
    ];
}

fn histogram(subject: &str, median: f64, scale: u64) -> Histogram {
    let step = libm::pow(10.0, 0.1);
    let mut bounds = vec![0.001];
    while bounds.len() < 51 {
        bounds.push(bounds[bounds.len() - 1] * step);
    }
    let count = |pair: &[f64]| {
        let z = libm::log((pair[0] * pair[1]).sqrt() / median) / 0.9;
        (scale as f64 * libm::exp(-0.5 * z * z)) as u64
    };
    Histogram {
        metric: Metric::Rta,
        subject: subject.to_string(),
        counts: bounds.windows(2).map(count).collect(),
        bounds,
        censored: 3,
    }
}

/// Twenty services, some with names that the shipped font cannot draw, seen a few times only.
pub fn many() -> Results {
    let title = "智算中心 with very many services, whose title is too long for one line of a plot";
    let mut results = empty(run("many", title, 12.0 * 8760.0));
    results.run.interrupted = true;
    results.run.replications = 17;
    let times: Vec<f64> = (0..=99).map(|k| 12.0 * 8760.0 * f64::from(k) / 99.0).collect();
    for k in 0..20_u32 {
        let name = match k {
            3 => "对话服务".to_string(),
            _ => format!("service number {k} with a long name"),
        };
        let down = 1e-4 * f64::from(1 + (k * 7) % 20);
        results.series.extend(points(Metric::AvailabilityAt, &name, &times, |t| {
            (1.0 - down * (1.0 - libm::exp(-t / 9000.0)), 0.3 * down)
        }));
        let n = u64::from(k);
        results.histograms.push(histogram(&name, 2.0 + f64::from(k), 10 + n));
        results.metrics.extend([
            metric(Metric::Availability, &name, estimate(17, 1.0 - down, 0.3 * down)),
            metric(
                Metric::Rta,
                &name,
                if k == 0 { Estimate::default() } else { estimate(n, 3.0, 1.4) },
            ),
        ]);
    }
    for k in 0..5_u32 {
        let size = 10.0 * f64::from(k + 1);
        results.series.extend(points(Metric::MembersUpAt, &format!("pool {k}"), &times, |t| {
            (size * (0.4 + 0.6 * libm::exp(-t / 30_000.0)), 0.1)
        }));
    }
    results
}

/// Datasets with backups and mirrors, of which one is lost for good at times; the vault is full.
pub fn data() -> Results {
    let mut results = empty(run("data", "Conversations with nightly backups", 8760.0));
    let times: Vec<f64> = (0..=99).map(|k| 8760.0 * f64::from(k) / 99.0).collect();
    let tb = 1e12;
    let stored = Metric::StoredBytesAt;
    results.series = points(stored, "tape", &times, |t| (0.4 * tb + 2e8 * t, 1e10));
    results.series.extend(points(stored, "vault", &times, |t| {
        (4.0 * tb * (1.0 - libm::exp(-t / 2000.0)), 0.1 * tb)
    }));
    for (name, losses) in [("conversations", 3), ("weights", 0)] {
        let of = |m, e| metric(m, name, e);
        let chance = Estimate {
            n: 1000,
            mean: Some(f64::from(losses) / 1000.0),
            interval: if losses == 0 { between(0.0, 0.00368) } else { between(0.00062, 0.00874) },
            ..Estimate::default()
        };
        let nines = Estimate {
            n: 1000,
            mean: (losses > 0).then_some(2.523),
            interval: if losses > 0 {
                between(2.058, 3.208)
            } else {
                Interval { low: Some(2.434), high: None }
            },
            ..Estimate::default()
        };
        results.metrics.extend([
            of(Metric::DataIncidents, estimate(1000, 0.42, 0.04)),
            of(Metric::Rpa, estimate(401, 13.2, 0.7)),
            of(Metric::RestoreTime, estimate(401, 6.4, 0.2)),
            of(Metric::RestoreFailures, estimate(1000, 0.012, 0.007)),
            of(Metric::DataRta, Estimate { censored: 4, ..estimate(404, 8.1, 0.3) }),
            of(Metric::RecoveryRate, estimate(404, 0.9962, 0.0004)),
            of(Metric::DataLost, estimate(1000, 3.1e10, 0.4e10)),
            of(Metric::LossEvents, estimate(1000, f64::from(losses) / 1000.0, 0.003)),
            of(Metric::ProbabilityOfLoss, chance),
            of(Metric::DurabilityNines, nines),
        ]);
        let mut restores = histogram(name, 6.0, 40);
        restores.metric = Metric::RestoreTime;
        results.histograms.push(restores);
    }
    results.metrics.extend([
        metric(Metric::BackupsDone, "nightly", estimate(1000, 341.2, 0.4)),
        metric(Metric::BackupsFailed, "nightly", estimate(1000, 23.8, 0.4)),
        metric(Metric::BackupVolume, "nightly", estimate(1000, 4.2e13, 1e11)),
        metric(Metric::BackupTime, "nightly", estimate(341_200, 3.2, 0.01)),
        metric(Metric::StoredBytes, "vault", estimate(1000, 3.1e12, 1e10)),
        metric(Metric::StoreFull, "vault", estimate(1000, 22.1, 0.4)),
        metric(Metric::Downs, "domain/east", estimate(1000, 0.11, 0.02)),
        metric(Metric::DownTime, "domain/east", estimate(1000, 0.7, 0.2)),
        metric(Metric::Downs, "link/wan", estimate(1000, 0.0, 0.0)),
        metric(Metric::DownTime, "link/wan", estimate(1000, 0.0, 0.0)),
    ]);
    results.setbacks =
        vec![setback("conversations", 3, |k| 24.0 * k), setback("weights", 0, |k| 24.0 * 7.0 * k)];
    results
}

/// 401 recovery points, spread by a function of the share that lies below.
pub fn setback(subject: &str, beyond: u64, point: impl Fn(f64) -> f64) -> Setback {
    let (points, incidents) = (401_u64, 401 + beyond);
    let step = |k: u64| {
        let later = (points - k + beyond) as f64 / incidents as f64;
        (Span::from_hours(point(k as f64 / points as f64)), later)
    };
    Setback {
        subject: subject.to_string(),
        incidents,
        beyond,
        exceedance: (1..=points).map(step).collect(),
    }
}
