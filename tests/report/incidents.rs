//! A study of data from its scenario to `incidents.csv`: the rows are the ledger of the metrics.

use firedrill::measure::Metric;
use firedrill::quantity::{Bytes, Span};

use crate::studied::{Studied, study};

/// Two datasets: one mirrored and backed up to a vault with little room, on a site that loses power
/// and burns; one on an array of disks, held to ransom by who deletes its backups.
const SITES: &str = r#"Scenario(
    format: 1, horizon: "1y", warm_up: "60d", replications: 300, seed: 7,
    domains: { "east": Domain(), "west": Domain() },
    pools: { "disks": Pool(members: 12, across: "west") },
    failures: {
        "disk": Failure(strikes: Each(["disks"]), time_to_failure: Exponential(mean: "1500h"),
                        repaired_by: "swap"),
        "power": Failure(strikes: Domain("east"), time_to_failure: Exponential(mean: "60d"),
                         detected_by: "watch", lasts: LogNormal(mean: "6h", cv: 1.0)),
        "fire": Failure(strikes: Domain("east"), time_to_failure: Exponential(mean: "200d"),
                        detected_by: "watch", lasts: "20d", destroys: 0.7),
        "rot": Failure(strikes: Dataset("logs"), time_to_failure: Exponential(mean: "100d"),
                       detected_by: "scrub", destroys: 0.1),
        "ransom": Failure(strikes: Dataset("weights"), time_to_failure: Exponential(mean: "1y"),
                          dwells: Exponential(mean: "20d"), abuses: "admin"),
    },
    detectors: { "watch": Delay("2min"), "scrub": Scrub(every: "7d", takes: "2d") },
    repairs: { "swap": [Stage(name: "swap", takes: "12h")] },
    stores: {
        "nvme": Store(within: "east", read: "80 GB/s", write: "40 GB/s"),
        "spare": Store(within: "west", read: "80 GB/s", write: "40 GB/s"),
        "vault": Store(within: "west", read: "5 GB/s", write: "5 GB/s", capacity: "70 TB",
                       credential: "admin"),
        "array": Store(within: "west",
                       built: Coded(of: "disks", data: 4, parity: 2, rebuild: Rebuild(takes: "24h"))),
    },
    links: { "wan": Link(between: ["east", "west"], bandwidth: "25 Gbit/s") },
    datasets: {
        "logs": Dataset(on: "nvme", size: "2 TB", grows: "20 GB/d", changes: "100 GB/d",
                        restore: Restore(to: ["spare"], starts: LogNormal(mean: "1h", cv: 0.5),
                                         verifies: "30min", succeeds: 0.8, tries: 2)),
        "weights": Dataset(on: "array", size: "10 TB", restore: Restore(starts: "1h")),
    },
    mirrors: { "live": Mirror(of: "logs", to: "spare", over: "wan", lag: "20s") },
    backups: {
        "nightly": Backup(of: "logs", to: "vault", over: "wan", every: "24h", full_every: 7,
                          between: Incremental, keeps: Days(35), sound: 0.9,
                          verifies: Verification(every: "7d", finds: 1.0)),
        "weekly": Backup(of: "weights", to: "vault", every: "7d", keeps: Newest(4)),
    },
    objectives: [RecoveryPoint(of: "logs", within: "26h", share: 0.5),
                 Loss(of: "logs", at_most: 0.5)],
)"#;

fn sites(threads: usize) -> Studied {
    study("sites", SITES, threads)
}

fn hours(span: Option<Span>) -> f64 {
    span.expect("incidents of data have this stage").hours()
}

#[test]
fn stages_of_what_is_over_sum_to_the_time_to_recover() {
    let outcomes = sites(2).outcomes;
    let rows: Vec<_> = outcomes.iter().flat_map(|outcome| &outcome.incidents).collect();
    let over: Vec<_> = rows.iter().filter(|row| row.finished).collect();
    assert!(over.len() > 500 && over.len() < rows.len(), "{} of {}", over.len(), rows.len());
    for row in &rows {
        let parts = [row.detect, row.repair, row.restore, row.verify].map(hours);
        let sum: f64 = parts.iter().sum();
        assert!((sum - row.rta.hours()).abs() < 1e-9 * row.rta.hours().max(1.0), "{row:?}");
        assert!(parts.iter().all(|part| *part >= 0.0), "{row:?}");
        assert!(row.start.hours() >= 60.0 * 24.0, "an incident of the warm-up is told: {row:?}");
    }
    for at in 0..4 {
        let some = over
            .iter()
            .any(|row| hours([row.detect, row.repair, row.restore, row.verify][at]) > 0.0);
        assert!(some, "stage {at} takes time in some incident");
    }
    let mut scopes: Vec<_> =
        rows.iter().map(|row| (row.cause.as_str(), row.scope.as_str())).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let expected =
        [("disk", "pool/disks"), ("fire", "domain/east"), ("ransom", "data"), ("rot", "data")];
    assert_eq!(scopes, expected);
}

#[test]
fn the_metrics_are_sums_over_the_rows() {
    let Studied { layout, results, outcomes, .. } = sites(2);
    let place = |metric: Metric, subject: &str| {
        let mut columns = layout.values.iter();
        let of_it = columns.position(|column| column.metric == metric && column.subject == subject);
        of_it.expect("there is such a column")
    };
    for subject in ["logs", "weights"] {
        let mut within = (0, 0);
        for outcome in &outcomes {
            let rows = || outcome.incidents.iter().filter(|row| row.subject == subject);
            let value = |metric| outcome.values[place(metric, subject)].expect("it is observed");
            let lost: f64 = rows().filter_map(|row| row.bytes_lost).map(Bytes::get).sum();
            let restored = rows().filter(|row| row.rpa.is_some()).count() as f64;
            let over = rows().filter(|row| row.finished).count() as f64;
            assert_eq!(value(Metric::DataIncidents), rows().count() as f64);
            assert_eq!(value(Metric::Restores), restored);
            assert_eq!(value(Metric::LossEvents), over - restored);
            assert_eq!(value(Metric::ProbabilityOfLoss) > 0.5, over > restored);
            assert!((value(Metric::DataLost) - lost).abs() <= 1e-9 * lost, "{lost}");
            let near = rows().filter(|row| row.rpa.is_some_and(|point| point.hours() <= 26.0));
            within.0 += near.count();
            within.1 += over as usize;
        }
        if subject == "logs" {
            let share = within.0 as f64 / within.1 as f64;
            assert_eq!(results.objectives[0].estimate, Some(share), "{within:?}");
        }
    }
}

#[test]
fn the_file_has_a_row_for_each_whatever_the_threads() {
    let Studied { outcomes, incidents: text, .. } = sites(1);
    assert_eq!(text, sites(2).incidents);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows =
        outcomes.iter().flat_map(|o| o.incidents.iter().map(move |row| (o.replication, row)));
    let mut count = 0;
    for (cells, (replication, row)) in reader.records().zip(rows) {
        let cells = cells.unwrap();
        assert_eq!(cells[0].parse::<u64>().unwrap(), replication);
        assert_eq!((&cells[2], &cells[3], &cells[4]), (&*row.subject, &*row.cause, &*row.scope));
        assert_eq!(cells[12].parse::<f64>().unwrap(), row.rta.hours());
        assert_eq!(cells[14].parse().ok(), row.rpa.map(Span::hours));
        assert_eq!(&cells[17] == "true", !row.finished);
        count += 1;
    }
    let all: usize = outcomes.iter().map(|outcome| outcome.incidents.len()).sum();
    assert_eq!(count, all);
    assert_eq!(text.lines().count(), all + 1);
}
