//! Files: their exact bytes, and that they appear whole or not at all.

use std::fs;
use std::path::Path;

use firedrill::estimate::{Estimate, Interval, Quantile};
use firedrill::measure::{Column, Disrupted, IncidentRow, Metric};
use firedrill::quantity::{Bytes, Money, Span, Time};
use firedrill::report::{Folder, IncidentsWriter, ReplicationsWriter, csv as tables, manifest};
use firedrill::study::{Results, Verdict};
use tempfile::TempDir;

use crate::sample::{self, between, metric};

fn table(results: &Results, name: &str) -> Vec<u8> {
    let tables = tables::tables(results);
    let table = tables.into_iter().find(|(file, _)| *file == name);
    table.expect("there is a table of this name").1
}

fn text(results: &Results, name: &str) -> String {
    String::from_utf8(table(results, name)).expect("tables are UTF-8")
}

fn small() -> Results {
    let mut results = sample::empty(sample::run("small", "Small", 10.0));
    let quantile = |p, value| Quantile {
        p,
        value,
        interval: Interval { low: None, high: value },
        exact: p < 0.9,
    };
    let rta = Estimate {
        n: 3,
        censored: 2,
        mean: Some(0.1),
        std_dev: Some(0.25),
        interval: between(-1e-7, 1e300),
        min: Some(0.0),
        max: Some(1_234_567.875),
        quantiles: vec![quantile(0.5, Some(1.0 / 3.0)), quantile(0.95, None)],
    };
    results.metrics = vec![
        metric(Metric::Rta, "chat, \"main\"", rta),
        metric(Metric::Rta, "never down", Estimate::default()),
    ];
    results
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn summary_has_its_bytes() {
    let expected = "metric,subject,unit,n,censored,mean,std_dev,ci_low,ci_high,min,p05,p25,p50,\
                    p75,p95,p99,max\r\n\
                    rta,\"chat, \"\"main\"\"\",h,3,2,0.1,0.25,-1e-7,1e300,0,,,\
                    0.3333333333333333,,,,1234567.875\r\n\
                    rta,never down,h,0,0,,,,,,,,,,,,\r\n";
    assert_eq!(text(&small(), "summary.csv"), expected);
}

#[test]
fn money_has_the_currency_for_a_unit() {
    let mut results = sample::empty(sample::run("costs", "Costs", 10.0));
    results.run.currency = Some("EUR".to_string());
    results.metrics = vec![sample::metric(Metric::Cost, "all", Estimate::default())];
    assert!(text(&results, "summary.csv").contains("cost,all,EUR,0,0,"));
}

#[test]
fn quantiles_have_their_bytes() {
    let expected = "metric,subject,unit,p,value,ci_low,ci_high,exact\r\n\
                    rta,\"chat, \"\"main\"\"\",h,0.5,\
                    0.3333333333333333,,0.3333333333333333,true\r\n\
                    rta,\"chat, \"\"main\"\"\",h,0.95,,,,false\r\n";
    assert_eq!(text(&small(), "quantiles.csv"), expected);
}

#[test]
fn comparison_says_what_an_undecided_row_needs() {
    let text = text(&sample::paper(), "comparison.csv");
    let line = text.lines().find(|line| line.contains(",undecided,")).unwrap();
    assert!(line.starts_with("survivor_fraction,nodes,69,P1,\"source paper, 5.2\",0.49983"));
    assert!(line.ends_with(",undecided,about 12000 replications would decide it"));
    let last = text.lines().last().unwrap();
    let empty = "survivor_fraction,nodes,,birth-death chain,\"source paper, 5.2\",,,,,,\
                 not applicable,members are not repaired";
    assert_eq!(last, empty);
}

#[test]
fn a_table_without_rows_is_its_header() {
    let expected = "objective,subject,target,estimate,ci_low,ci_high,probability,verdict,\
                    replications_needed\r\n";
    assert_eq!(text(&small(), "objectives.csv"), expected);
    let expected = "time_h,metric,subject,mean,ci_low,ci_high\r\n";
    assert_eq!(text(&small(), "series.csv"), expected);
}

#[test]
fn every_number_reads_back_as_itself() {
    let results = sample::gpu_pool();
    let bytes = table(&results, "series.csv");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let mut rows = 0;
    for (row, point) in reader.records().zip(&results.series) {
        let row = row.unwrap();
        assert_eq!(row[0].parse::<f64>().unwrap(), point.time.hours());
        assert_eq!(row[3].parse::<f64>().unwrap(), point.mean);
        assert_eq!(row[4].parse().ok(), point.interval.low);
        rows += 1;
    }
    assert_eq!(rows, results.series.len());
}

#[test]
fn no_cell_is_run_as_a_formula() {
    let mut results = sample::paper();
    for (row, start) in results.comparison.iter_mut().zip(["=", "+", "-", "@", "\t", "\r"]) {
        row.note = format!("{start}cmd|' /C calc'!A0");
        row.verdict = Verdict::Disagrees;
        row.analytic = Some(-1.0);
    }
    let bytes = table(&results, "comparison.csv");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    for (row, comparison) in reader.records().zip(&results.comparison) {
        let row = row.unwrap();
        assert_eq!(row[11].strip_prefix('\''), Some(comparison.note.as_str()));
        assert_eq!(&row[5], "-1", "a number below zero stays a number");
    }
}

#[test]
fn a_byte_order_mark_stands_only_before_what_is_not_ascii() {
    let mark = "\u{feff}".as_bytes();
    assert!(!table(&small(), "summary.csv").starts_with(mark));
    let mut results = small();
    results.metrics[0].subject = "对话".to_string();
    let bytes = table(&results, "summary.csv");
    assert!(bytes.starts_with(mark));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(&reader.headers().unwrap()[0], "metric");
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!(&row[1], "对话");
}

#[test]
fn replications_stream_with_empty_cells_for_the_unknown() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("replications.csv");
    let column = |metric, subject: &str| Column { metric, subject: subject.to_string() };
    let columns = [column(Metric::Availability, "chat"), column(Metric::TimeToFirstOutage, "chat")];
    let mut writer = ReplicationsWriter::create(&path, &columns).unwrap();
    writer.write(0, &[Some(0.5), None]).unwrap();
    writer.write(1, &[Some(0.0), Some(1e-9)]).unwrap();
    assert!(!path.exists(), "the file appears when it is whole");
    writer.finish().unwrap();
    let expected = "replication,availability[chat],time_to_first_outage[chat]\r\n\
                    0,0.5,\r\n\
                    1,0,1e-9\r\n";
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(names(folder.path()), ["replications.csv"]);
}

fn incident(subject: &str) -> IncidentRow {
    let hours = |hours| Some(Span::from_hours(hours));
    IncidentRow {
        start: Time::from_hours(100.5),
        of: Disrupted::Dataset,
        subject: subject.to_string(),
        cause: "=fire".to_string(),
        injected: false,
        scope: "domain/hall[1]".to_string(),
        detect: hours(0.25),
        acknowledge: None,
        decide: None,
        activate: None,
        repair: hours(0.0),
        restore: hours(3.0),
        verify: hours(0.5),
        rta: Span::from_hours(3.75),
        full_recovery: hours(3.75),
        rpa: hours(4.5),
        bytes_lost: Some(Bytes::new(1e9)),
        cost: Some(Money::new(250.5)),
        finished: true,
    }
}

#[test]
fn incidents_stream_with_empty_cells_for_the_unknown() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("incidents.csv");
    let mut writer = IncidentsWriter::create(&path, ["logs", "=fire"]).unwrap();
    writer.write(7, &incident("logs")).unwrap();
    let unfinished = IncidentRow {
        scope: "data".to_string(),
        restore: Some(Span::ZERO),
        rpa: None,
        bytes_lost: None,
        cost: None,
        finished: false,
        ..incident("logs")
    };
    writer.write(8, &unfinished).unwrap();
    assert!(!path.exists(), "the file appears when it is whole");
    writer.finish().unwrap();
    let expected = "replication,start_h,subject,cause,scope,detect_h,acknowledge_h,decide_h,\
                    repair_h,restore_h,activate_h,verify_h,rta_h,full_recovery_h,rpa_h,bytes_lost,\
                    cost,censored\r\n\
                    7,100.5,logs,'=fire,domain/hall[1],0.25,,,0,3,,0.5,3.75,3.75,4.5,1000000000,\
                    250.5,false\r\n\
                    8,100.5,logs,'=fire,data,0.25,,,0,0,,0.5,3.75,3.75,,,,true\r\n";
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(names(folder.path()), ["incidents.csv"]);
}

#[test]
fn incidents_have_a_byte_order_mark_where_some_name_is_not_ascii() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("incidents.csv");
    let mut writer = IncidentsWriter::create(&path, ["对话", "fire"]).unwrap();
    writer.write(0, &incident("对话")).unwrap();
    writer.finish().unwrap();
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with("\u{feff}replication,".as_bytes()));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(&reader.records().next().unwrap().unwrap()[2], "对话");
}

#[test]
fn an_abandoned_stream_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("replications.csv");
    let mut writer = ReplicationsWriter::create(&path, &[]).unwrap();
    writer.write(0, &[]).unwrap();
    drop(writer);
    let path = folder.path().join("incidents.csv");
    let mut writer = IncidentsWriter::create(&path, []).unwrap();
    writer.write(0, &incident("logs")).unwrap();
    drop(writer);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn the_manifest_has_its_bytes() {
    let json = manifest::json(&sample::run("paper", "Case study", 100.0));
    let version = env!("CARGO_PKG_VERSION");
    let digest = "0123456789abcdef".repeat(4);
    let expected = format!(
        "{{\n  \"version\": \"{version}\",\n  \"command\": \"firedrill run paper.ron \
         --replications 1000 --seed 1\",\n  \"scenario\": \"paper\",\n  \"digest\": \"{digest}\",\n\
         \x20 \"seed\": 1,\n  \"replications\": 1000,\n  \"interrupted\": false,\n\
         \x20 \"events\": 163240\n}}\n"
    );
    assert_eq!(json, expected);
}

#[test]
fn a_folder_gets_all_tables_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let target = Folder::open(&folder.path().join("results/paper")).unwrap();
    let written = tables::write(&target, &sample::paper()).unwrap();
    let mut written: Vec<&str> = written;
    written.push(manifest::write(&target, &sample::paper().run).unwrap());
    written.sort_unstable();
    assert_eq!(names(target.path()), written);
}

#[test]
fn a_file_in_the_way_is_told_with_what_to_do() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("taken");
    fs::write(&file, "mine").unwrap();
    for path in [file.clone(), file.join("results")] {
        let error = Folder::open(&path).unwrap_err();
        assert_eq!(error.path(), path);
        let text = error.to_string();
        assert!(text.starts_with(&format!("cannot write {}: ", path.display())));
        assert!(text.ends_with("move it, or choose another folder with --out"), "{text}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn files_can_be_read_by_others_as_the_mask_says() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let plain = folder.path().join("plain");
    fs::write(&plain, "").unwrap();
    let target = Folder::open(folder.path()).unwrap();
    let written = target.write("written", b"").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&written), mode(&plain));
}

/// The folder for [`a_process_on_a_full_disk`].
#[cfg(unix)]
const FULL: &str = "FIREDRILL_TEST_FULL_DISK";

/// A file-size limit stands in for a full disk, in a process of its own.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_old_files_and_no_half_ones() {
    use std::process::Command;
    let folder = TempDir::new().unwrap();
    let target = Folder::open(folder.path()).unwrap();
    target.write("summary.csv", b"old").unwrap();
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let this = std::env::current_exe().unwrap();
    let status = Command::new("sh")
        .args(["-c", limited])
        .arg(this)
        .args(["--exact", "--ignored", "files::a_process_on_a_full_disk"])
        .env(FULL, folder.path())
        .output()
        .unwrap();
    assert!(status.status.success(), "{status:?}");
    assert!(String::from_utf8_lossy(&status.stdout).contains("1 passed"));
    assert_eq!(names(folder.path()), ["summary.csv"]);
    assert_eq!(fs::read(target.file("summary.csv")).unwrap(), b"old");
}

#[cfg(unix)]
#[test]
#[ignore = "run by the test above, under a limit"]
fn a_process_on_a_full_disk() {
    let Some(folder) = std::env::var_os(FULL) else {
        return;
    };
    let target = Folder::open(Path::new(&folder)).unwrap();
    let error = target.write("summary.csv", &vec![b'x'; 1 << 20]).unwrap_err();
    assert!(error.to_string().contains("free some space"), "{error}");
    let mut writer = ReplicationsWriter::create(&target.file("replications.csv"), &[]).unwrap();
    let failed = (0..1_000_000).find_map(|replication| writer.write(replication, &[]).err());
    let error = failed.expect("a stream larger than the disk fails");
    assert!(error.to_string().contains("free some space"), "{error}");
    assert!(writer.finish().is_err(), "what failed is not finished later");
}
