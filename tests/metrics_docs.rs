//! `docs/metrics.md` is made of the one table of metrics.
//!
//! After a change of the table, `FIREDRILL_BLESS=1 cargo test --test metrics_docs` writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use firedrill::measure::{Kind, Metric, Subject};

const HEAD: &str = "\
# Metrics

Made of the table in `src/measure/metric.rs`, which `firedrill explain` prints too; a test keeps
this page like it. After a change of the table: `FIREDRILL_BLESS=1 cargo test --test metrics_docs`.

In files and on the command line a metric of a subject is written `metric[subject]`, such as
`availability[chat]`, `member_hours[gpu/active]` or `down_time[store/vault]`. Durations are hours,
data is bytes, money is the scenario's currency, whose code the files' unit columns have.
";

/// The kinds in the order of the page, with what is said of each.
const KINDS: [(Kind, &str, &str); 7] = [
    (
        Kind::PerReplication,
        "One number a replication",
        "Counts, totals and time averages over the observed time. Columns of `replications.csv`; \
         in `summary.csv` with mean and interval, in `quantiles.csv` with quantiles over \
         replications.",
    ),
    (
        Kind::Chance,
        "Probabilities",
        "The share of replications in which something happened in the observed time, with the \
         exact interval of Clopper and Pearson. A column of `replications.csv`, 0 or 1; in \
         `summary.csv` as the mean.",
    ),
    (
        Kind::Nines,
        "Nines",
        "Worked out of a probability and its exact interval. Where nothing was seen to happen only \
         the lower end is known. In `summary.csv`.",
    ),
    (
        Kind::Pooled,
        "What happens any number of times",
        "Pooled over all that began in the observed time of any replication. What was unfinished \
         when observation ended counts as censored. In `summary.csv` and `quantiles.csv`.",
    ),
    (
        Kind::FirstTime,
        "The time until something first happens",
        "At most one a replication, censored where it did not happen in time. A column of \
         `replications.csv`, empty where it did not happen; in `summary.csv` and `quantiles.csv`.",
    ),
    (
        Kind::OverTime,
        "Values over time",
        "Sampled at the scenario's `series` times, which count from the start of the replication. \
         In `series.csv`.",
    ),
    (
        Kind::OverTimeChance,
        "Probabilities over time",
        "The share of replications in which something holds at a `series` time. In `series.csv`.",
    ),
];

fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Pool => "pool",
        Subject::PoolState => "pool/state",
        Subject::PoolMode => "pool/mode",
        Subject::Crew => "crew",
        Subject::Service => "service",
        Subject::ServiceStage => "service/stage",
        Subject::ServiceCause => "service/cause",
        Subject::Store => "store",
        Subject::Backup => "backup",
        Subject::Place => "kind/place",
        Subject::Dataset => "dataset",
        Subject::DatasetCause => "dataset/cause",
        Subject::People => "people on call",
        Subject::Predictor => "predictor",
        Subject::Maintenance => "maintenance",
        Subject::System => "all",
        Subject::SystemPart => "all/part",
        Subject::Training => "training",
        Subject::TrainingCategory => "training/category",
        Subject::TrainingCause => "training/cause",
        Subject::TrainingTier => "training/tier",
    }
}

fn page() -> String {
    let mut page = HEAD.to_string();
    for (kind, title, text) in KINDS {
        write!(page, "\n## {title}\n\n{text}\n\n| metric | subject | unit | meaning |\n")
            .and_then(|()| writeln!(page, "|---|---|---|---|"))
            .expect("memory takes every line");
        let definitions = Metric::ALL.iter().map(|metric| metric.definition());
        for of_kind in definitions.filter(|definition| definition.kind == kind) {
            writeln!(
                page,
                "| `{}` | {} | {} | {} |",
                of_kind.name,
                subject(of_kind.subject),
                of_kind.unit.name(),
                of_kind.text
            )
            .expect("memory takes every line");
        }
    }
    page
}

#[test]
fn the_page_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metrics.md");
    let expected = page();
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        fs::write(&path, &expected).expect("the page can be written");
        return;
    }
    let found = fs::read_to_string(&path).expect("the page is there");
    assert!(found == expected, "docs/metrics.md is out of date");
}

#[test]
fn every_metric_has_one_row() {
    let page = page();
    for metric in Metric::ALL {
        let row = format!("| `{}` |", metric.name());
        assert_eq!(page.matches(&row).count(), 1, "{}", metric.name());
    }
}
