//! What is behind it: `causes.csv` and `risks.csv` of a study, held against the rows of
//! `incidents.csv`.

use std::collections::{BTreeMap, BTreeSet};

use firedrill::measure::Metric;
use firedrill::report::{csv as tables, terminal};
use firedrill::study::Results;

use crate::studied::{Studied, study};

/// `chat` runs on all of four nodes of a hall; `mail` fails over from there to another, now and
/// then in vain, by a runbook that people stand in for; `logs` lies there too, with a copy
/// elsewhere. A flood comes so seldom that few of the 150 replications see one. A fifth of a year.
const HALLS: &str = r#"Scenario(
    format: 1, horizon: "73d", replications: 150, seed: 20260301,
    domains: { "hall": Domain(), "annexe": Domain() },
    pools: { "node": Pool(members: 4, across: "hall") },
    failures: {
        "wear": Failure(strikes: Each(["node"]), time_to_failure: Exponential(mean: "60d"),
                        repaired_by: "swap"),
        "power": Failure(strikes: Domain("hall"), time_to_failure: Exponential(mean: "40d"),
                         detected_by: "watch", lasts: Exponential(mean: "9h")),
        "flood": Failure(strikes: Domain("hall"), time_to_failure: Exponential(mean: "4y"),
                         detected_by: "watch", lasts: "8d", destroys: 0.5),
        "rot": Failure(strikes: Dataset("logs"), time_to_failure: Exponential(mean: "90d"),
                       detected_by: "scrub", destroys: 0.1),
    },
    detectors: { "watch": Delay("5min"), "scrub": Scrub(every: "7d", takes: "1d") },
    repairs: { "swap": [Stage(name: "swap", takes: Exponential(mean: "12h"))] },
    people: { "sre": OnCall(acknowledges: Exponential(mean: "6min")) },
    stores: { "nvme": Store(within: "hall"), "vault": Store(within: "annexe") },
    datasets: { "logs": Dataset(on: "nvme", size: "2 TB", changes: "100 GB/d",
                                restore: Restore(to: ["vault"], starts: "1h")) },
    backups: { "nightly": Backup(of: "logs", to: "vault", every: "24h") },
    services: {
        "chat": Service(needs: All([AtLeast(4, "node"), Domain("hall")])),
        "mail": Service(
            placements: [Placement(name: "hall", needs: Domain("hall")),
                         Placement(name: "annexe", needs: Domain("annexe"))],
            failover: Failover(decided_by: Runbook(takes: "2min", succeeds: 0.7, people: "sre",
                                                   decides: "10min"),
                               activation: "5min", succeeds: 0.8, retry: "30min",
                               failback: AfterHealthy("1d"), switchover: "1min"),
            drills: Drills(every: "20d"),
        ),
    },
)"#;

fn halls() -> Studied {
    study("halls", HALLS, 2)
}

/// The rows of a table, each cell under its name.
type Rows = Vec<BTreeMap<String, String>>;

fn rows(text: &[u8]) -> Rows {
    let mut reader = csv::Reader::from_reader(text);
    reader.deserialize().map(|row| row.expect("every row is whole")).collect()
}

fn table(results: &Results, name: &str) -> String {
    let mut tables = tables::tables(results).into_iter();
    let (_, bytes) = tables.find(|(file, _)| *file == name).expect("there is this table");
    String::from_utf8(bytes).expect("tables are UTF-8")
}

/// A number that must be there.
fn number(row: &BTreeMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap_or_else(|_| panic!("{name} is a number in {row:?}"))
}

/// The mean of the cells with a number, where there are any.
fn mean<'r>(rows: impl Iterator<Item = &'r BTreeMap<String, String>>, name: &str) -> Option<f64> {
    let known: Vec<f64> = rows.filter_map(|row| row[name].parse().ok()).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

#[test]
fn both_files_have_their_headers() {
    let results = halls().results;
    let header = |name| table(&results, name).lines().next().map(str::to_owned);
    let causes = "cause,subject,metric,share,ci_low,ci_high";
    assert_eq!(header("causes.csv").as_deref(), Some(causes));
    let risks =
        "cause,subject,frequency_per_year,rta_h,rpa_h,bytes_lost,cost,annual_loss,replications";
    assert_eq!(header("risks.csv").as_deref(), Some(risks));
}

#[test]
fn the_shares_of_a_subject_are_whole_and_come_largest_first() {
    let causes = rows(table(&halls().results, "causes.csv").as_bytes());
    let mut of: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for row in &causes {
        let share = number(row, "share");
        assert!(share > 0.0 && share <= 1.0, "{row:?}");
        if let (Ok(low), Ok(high)) = (row["ci_low"].parse(), row["ci_high"].parse()) {
            let inside: std::ops::RangeInclusive<f64> = low..=high;
            assert!(inside.contains(&share) && low >= 0.0 && high <= 1.0, "{row:?}");
        }
        of.entry((&row["metric"], &row["subject"])).or_default().push(share);
    }
    let subjects: Vec<_> = of.keys().copied().collect();
    let expected = [("data_lost", "logs"), ("outage_time", "chat"), ("outage_time", "mail")];
    assert_eq!(subjects, expected);
    for (subject, shares) in of {
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{subject:?}: {shares:?}");
        assert!(shares.is_sorted_by(|one, other| one >= other), "{subject:?}: {shares:?}");
        assert!(shares.len() > 1, "one cause alone tells nothing of shares: {subject:?}");
    }
}

/// Observation begins with the first hour, so that no outage lies before its rows.
#[test]
fn shares_of_the_whole_are_what_the_incidents_sum_up_to() {
    let Studied { results, incidents, .. } = halls();
    let incidents = rows(incidents.as_bytes());
    for row in rows(table(&results, "causes.csv").as_bytes()) {
        let (metric, cell) = match row["metric"].as_str() {
            "outage_time" => (Metric::OutageTime, "rta_h"),
            _ => (Metric::DataLost, "bytes_lost"),
        };
        let mut metrics = results.metrics.iter();
        let whole = metrics.find(|it| it.metric == metric && it.subject == row["subject"]);
        let whole = &whole.expect("there is a whole").estimate;
        let whole = whole.mean.expect("it is observed") * whole.n as f64;
        let by_it = incidents
            .iter()
            .filter(|it| it["cause"] == row["cause"] && it["subject"] == row["subject"]);
        let told: f64 = by_it.filter_map(|it| it[cell].parse::<f64>().ok()).sum();
        assert!(close(number(&row, "share") * whole, told), "{row:?}: {told} of {whole}");
    }
}

/// 150 replications of a fifth of a year are 30 years.
#[test]
fn risks_are_counts_and_means_of_the_incidents() {
    let Studied { results, incidents, .. } = halls();
    let incidents = rows(incidents.as_bytes());
    let risks = rows(table(&results, "risks.csv").as_bytes());
    let mut told = 0;
    for row in &risks {
        let of_it: Vec<_> = incidents
            .iter()
            .filter(|it| it["cause"] == row["cause"] && it["subject"] == row["subject"])
            .collect();
        told += of_it.len();
        let frequency = of_it.len() as f64 / 30.0;
        assert!(close(number(row, "frequency_per_year"), frequency), "{row:?}: {frequency}");
        // Of one that is not over it is known how long it took once it has come back. What was
        // given up has not.
        let data = row["subject"] == "logs";
        let back = |it: &&&BTreeMap<String, String>| {
            let over = it["censored"] == "false" || it["full_recovery_h"].is_empty();
            over && (!data || !it["rpa_h"].is_empty())
        };
        let carries = |it: &&&BTreeMap<String, String>| back(it) || !it["bytes_lost"].is_empty();
        let expected = [
            ("rta_h", mean(of_it.iter().filter(back).copied(), "rta_h")),
            ("rpa_h", mean(of_it.iter().copied(), "rpa_h")),
            ("bytes_lost", mean(of_it.iter().copied(), "bytes_lost")),
        ];
        for (name, expected) in expected {
            let found: Option<f64> = row[name].parse().ok();
            let alike = match (found, expected) {
                (Some(found), Some(expected)) => close(found, expected),
                (None, None) => true,
                _ => false,
            };
            assert!(alike, "{name} of {row:?}: {expected:?}");
        }
        let carried: BTreeSet<_> =
            of_it.iter().filter(carries).map(|it| it["replication"].as_str()).collect();
        assert_eq!(row["replications"], carried.len().to_string(), "{row:?}");
        assert!(row["cost"].is_empty() && row["annual_loss"].is_empty(), "not worked out");
    }
    assert_eq!(told, incidents.len(), "every incident is in one row of the risks");
    let places: Vec<_> = risks.iter().map(|row| (&row["cause"], &row["subject"])).collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// Floods are seen by fewer than 30 replications, wear by many more.
#[test]
fn thin_means_are_marked_in_the_terminal_and_counted_in_the_file() {
    let results = halls().results;
    let page = terminal::table(&results, 120, false);
    let section = page.split("\n\n").find(|it| it.starts_with("risk: cause"));
    let section = section.unwrap_or_else(|| panic!("there are risks in {page}"));
    let mut seen = BTreeMap::new();
    for row in rows(table(&results, "risks.csv").as_bytes()) {
        let (cause, subject) = (row["cause"].as_str(), row["subject"].as_str());
        let mut lines = section.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let line = lines.find(|cells| cells.starts_with(&[cause, subject]));
        let Some(line) = line else { continue };
        let thin = number(&row, "replications") < 30.0;
        let count = format!("{}{}", row["replications"], if thin { "*" } else { "" });
        assert_eq!(line.last(), Some(&count.as_str()), "{section}");
        *seen.entry(thin).or_insert(0) += 1;
    }
    assert!(seen[&true] >= 2 && seen[&false] >= 3, "{seen:?} in {section}");
    assert!(page.contains("marked where the means are thin"), "{page}");
}
