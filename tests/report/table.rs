//! The terminal's table: what it says, and that it lines up.

use firedrill::estimate::{Estimate, Interval};
use firedrill::measure::{Metric, Unit};
use firedrill::quantity::Time;
use firedrill::report::terminal::{formulas, table};
use firedrill::study::{Comparison, ObjectiveResult, Results, Verdict};
use unicode_width::UnicodeWidthStr;

use crate::sample::{self, estimate, metric};

#[test]
fn a_run_reads_as_it_should() {
    let expected = "\
Case study of the source paper
paper: 1,000 replications, horizon 100 h, seed 1, 163,240 events
means of one replication, ± half of the 95 % interval

scorecard           of  mean  target
recovery time       -      -  no service or dataset
data recovery rate  -      -  no dataset that can lose data
availability        -      -  no service
cost-effectiveness  -      -  no costs are given
user satisfaction   -      -  no serving workload
  of several services or datasets the worst one; cost-effectiveness: what one replication costs in
  all

pool   members up    failures
nodes  63.1 ± 0.2  63.4 ± 0.3

backup  done  failed  volume
hourly   100       0    1 TB

store  backups held     at
vault          1 TB  100 h

formulas beside the simulation (intervals hold for all rows at once, 99.9 %)
P1  survivor_fraction[nodes]  agrees at 1 h
                              undecided at 69 h: needs about 12,000 replications
P3  survivor_fraction[nodes]  agrees at 1 h
                              disagrees at 69 h, 100 h: says 0, simulated 0.366 ± 0.002 at 100 h
    1 - p t is the first order of (1-p)^t: exact for lives uniform on 0..100 h only
not applicable
  birth-death chain of survivor_fraction[nodes]: members are not repaired
formulas: 2 agree, 2 disagree, 1 undecided, 1 not applicable; all rows: comparison.csv
";
    assert_eq!(table(&sample::paper(), 100, false), expected);
}

#[test]
fn data_reads_as_it_should() {
    let expected = "\
Conversations with nightly backups
data: 1,000 replications, horizon 1 y, seed 1, 163,240 events
means of one replication, ± half of the 95 % interval

scorecard           of                        mean  target
recovery time       conversations      8.1 ± 0.3 h  -
data recovery rate  conversations  0.9962 ± 0.0004  -
availability        -                            -  no service
cost-effectiveness  -                            -  no costs are given
user satisfaction   -                            -  no serving workload
  of several services or datasets the worst one; cost-effectiveness: what one replication costs in
  all

place         times down  down in all
domain/east  0.11 ± 0.02  42 ± 12 min

dataset          incidents      RPA mean  RPA p95     RTA mean  RTA p95  restore mean   failed tries
conversations  0.42 ± 0.04  13.2 ± 0.7 h   20.3 h  8.1 ± 0.3 h   12.5 h   6.4 ± 0.2 h  0.012 ± 0.007
weights        0.42 ± 0.04  13.2 ± 0.7 h   20.3 h  8.1 ± 0.3 h   12.5 h   6.4 ± 0.2 h  0.012 ± 0.007
  RPA: age of the restored copy at the loss; RTA: from the loss to whole again; restore: copying and
  checking alone; cause of each: incidents.csv; incidents given up, over all replications:
  conversations 3 of 420; incidents not over at the end, over all replications: conversations 4,
  weights 4

dataset                         P(loss)     nines of a year  data lost    recovery rate
conversations  0.003 (0.0006 to 0.0087)  2.5 (2.06 to 3.21)  31 ± 4 GB  0.9962 ± 0.0004
weights                        < 0.0037               > 2.4  31 ± 4 GB  0.9962 ± 0.0004
  P(loss): of a loss that no copy makes good, in one replication; nines of a year: -log10 of that
  within a year

backup          done      failed           volume            takes  takes p95
nightly  341.2 ± 0.4  23.8 ± 0.4  42.00 ± 0.10 TB  3.200 ± 0.010 h     4.93 h

store      backups held   at        on average
tape   2.152 ± 0.010 TB  1 y                 -
vault    3.95 ± 0.10 TB  1 y  3.100 ± 0.010 TB
FULL: vault had no room for 22.1 ± 0.4 backups a replication, which failed
";
    assert_eq!(table(&sample::data(), 100, false), expected);
    assert!(table(&sample::data(), 100, true).contains("\u{1b}[31mFULL: vault had no room"));
}

#[test]
fn of_many_places_those_down_longest_are_shown() {
    let mut results = sample::data();
    for k in 0..20_u32 {
        let (name, hours) = (format!("domain/rack[{k}]"), 1.0 + f64::from(k));
        results.metrics.push(metric(Metric::Downs, &name, estimate(1000, 1.0, 0.1)));
        results.metrics.push(metric(Metric::DownTime, &name, estimate(1000, hours, 0.1)));
    }
    let text = table(&results, 100, false);
    assert!(text.contains("the 12 of 21 that are down longest; all are in summary.csv"), "{text}");
    assert!(text.contains("rack[8]") && !text.contains("rack[7]"), "{text}");
}

#[test]
fn columns_line_up_with_wide_letters() {
    let mut results = sample::empty(sample::run("wide", "Wide", 10.0));
    for name in ["对话服务", "chat", "한국어 서비스"] {
        let availability = estimate(100, 0.99, 0.001);
        results.metrics.push(metric(Metric::Availability, name, availability));
    }
    let text = table(&results, 100, false);
    let section = text.find("\nservice").expect("the section on services");
    let rows = text[section..].lines().filter(|line| line.contains("0.9900 ± 0.0010"));
    let widths: Vec<usize> = rows.map(UnicodeWidthStr::width).collect();
    assert_eq!(widths.len(), 3);
    assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
}

#[test]
fn few_observations_are_marked_and_none_is_a_dash() {
    let text = table(&sample::many(), 110, false);
    let line = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.expect("every service has a line").to_string()
    };
    assert!(line("service number 0 ").ends_with('-'));
    assert!(line("对话服务").contains("3.0 ± 1.4 h*"));
    assert!(text.contains("* a mean of fewer than 30 observations"));
    assert!(text.contains("interrupted after 17 of 1,000 replications"));
    assert!(!table(&sample::paper(), 100, false).contains("fewer than 30"));
}

#[test]
fn long_names_give_way_to_a_narrow_terminal() {
    let text = table(&sample::many(), 90, false);
    assert!(text.lines().all(|line| line.width() <= 90), "{text}");
    assert!(text.contains('…'));
}

#[test]
fn colour_only_adds_colour() {
    let results = sample::gpu_pool();
    let coloured = table(&results, 100, true);
    assert!(coloured.contains("\u{1b}[31mnot met\u{1b}[0m"));
    let mut bare = coloured;
    for code in ["0", "1", "2", "31", "32", "33"] {
        bare = bare.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(bare, table(&results, 100, false));
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let mut results = sample::gpu_pool();
    results.run.title = "\u{1b}[2Jgone".to_string();
    results.metrics[0].subject = "\u{1b}[2Jgone".to_string();
    assert!(!table(&results, 100, false).contains('\u{1b}'));
}

/// Formulas of two quantities, one of them with bytes of a member, at eight times.
fn verdicts() -> Results {
    let mut results = sample::empty(sample::run("verdicts", "Verdicts", 8.0));
    let row = |formula: &str, quantity: &str, hours: f64, analytic: f64, verdict| Comparison {
        quantity: quantity.to_string(),
        unit: if quantity.starts_with("stored") { Unit::Bytes } else { Unit::Share },
        subject: "east".to_string(),
        time: Some(Time::from_hours(hours)),
        formula: formula.to_string(),
        source: String::new(),
        analytic: Some(analytic),
        simulated: Some(1e9 * hours),
        interval: sample::between(1e9 * hours - 1e7, 1e9 * hours + 1e7),
        verdict,
        note: String::new(),
    };
    let per_member = "stored_bytes_at per member";
    for hour in 1..=8_u32 {
        let hours = f64::from(hour);
        let agrees = if hour == 1 { Verdict::Agrees } else { Verdict::Disagrees };
        let rare = Verdict::Undecided { replications: None };
        let open = Verdict::Undecided { replications: Some(41_234 * u64::from(hour)) };
        results.comparison.extend([
            row("constant", per_member, hours, 1e8, agrees),
            row("exact", "reliability_at", hours, 0.5, Verdict::Agrees),
            row("exact", "availability_at", hours, 0.5, Verdict::Agrees),
            row("open", "reliability_at", hours, 0.5, if hour < 3 { open } else { rare }),
        ]);
    }
    let refused = |formula: &str, quantity: &str, note: &str| Comparison {
        analytic: None,
        simulated: None,
        interval: Interval::default(),
        note: note.to_string(),
        time: None,
        ..row(formula, quantity, 1.0, 0.0, Verdict::NotApplicable)
    };
    results.comparison.extend([
        refused("P1", "survivor_fraction", "members come back"),
        refused("P2", "survivor_fraction", "members come back"),
        refused("chain", "availability", "a part is waited for"),
        refused("chain", "members_up", "a part is waited for"),
    ]);
    results
}

#[test]
fn a_formula_takes_a_line_or_two_for_all_its_times() {
    let expected = "
formulas beside the simulation (intervals hold for all rows at once, 99.9 %)
constant  stored_bytes_at[east] per member  agrees at 1 h
                                            disagrees at 2 h .. 8 h: says 0.1 GB, simulated 8.000 ± 0.010 GB at 8 h
exact     reliability_at[east]              agrees at 8 times (1 h .. 8 h)
          availability_at[east]
open      reliability_at[east]              undecided at 1 h, 2 h: needs about 83,000 replications
                                            undecided at 3 h .. 8 h: needs over 10,000,000 replications
not applicable
  P1, P2 of survivor_fraction[east]: members come back
  chain of availability[east], members_up[east]: a part is waited for
formulas: 17 agree, 7 disagree, 8 undecided, 4 not applicable; all rows: comparison.csv
";
    let text = table(&verdicts(), 150, false);
    let section = &text[text.find("\nformulas").expect("there is the section")..];
    assert_eq!(section, expected);
}

#[test]
fn verdicts_fit_every_terminal_and_no_name_is_cut() {
    for width in [80, 100, 120] {
        let results = verdicts();
        for text in [table(&results, width, false), formulas(&results.comparison, width, false)] {
            assert!(text.lines().all(|line| line.width() <= width), "{width}: {text}");
            assert!(!text.contains('…'), "{text}");
            assert!(text.contains("stored_bytes_at[east] per member"), "{text}");
        }
    }
}

#[test]
fn formulas_alone_stand_under_what_they_are_of() {
    let results = sample::paper();
    let expected = "\
survivor_fraction[nodes]
  P1    1 h  0.99
  P3    1 h  0.99
  P1   69 h  0.499837
  P3   69 h  0.31
      100 h  0
      1 - p t is the first order of (1-p)^t: exact for lives uniform on 0..100 h only
not applicable
  birth-death chain of survivor_fraction[nodes]: members are not repaired
";
    assert_eq!(formulas(&results.comparison, 100, false), expected);
}

#[test]
fn a_service_that_never_comes_back_shows_how_long_it_holds_out() {
    let mut results = sample::gpu_pool();
    for row in &mut results.metrics {
        if row.metric == Metric::Rta {
            row.estimate = Estimate { censored: 250, ..Estimate::default() };
        }
    }
    results.metrics.push(metric(Metric::TimeToFirstOutage, "chat", estimate(250, 1000.0, 20.0)));
    let text = table(&results, 120, false);
    assert!(text.contains("R(1 y)  first outage      p5  median       availability"), "{text}");
    assert!(
        text.contains("outages not over at the end, over all replications: chat 250, "),
        "{text}"
    );
    assert!(!text.contains("down a year"), "a mission is not repeated over the year: {text}");
}

#[test]
fn what_never_happened_in_a_pool_takes_no_room() {
    let mut results = sample::gpu_pool();
    let before = table(&results, 120, false);
    assert!(!before.contains("retired") && !before.contains("wait for a part"), "{before}");
    results.metrics.extend([
        metric(Metric::Retired, "gpu", estimate(1000, 2.0, 0.1)),
        metric(Metric::PartWait, "gpu", estimate(1000, 3.0, 0.1)),
        metric(Metric::CrewWait, "gpu", estimate(1000, 0.0, 0.0)),
    ]);
    let text = table(&results, 120, false);
    assert!(text.contains("retired") && text.contains("gpu: wait for a part"), "{text}");
    assert!(!text.contains("wait for a crew"), "{text}");
}

/// Two services, of which the worse one is shown with its promises, what both cost, and no more.
#[test]
fn the_scorecard_shows_the_worst_and_what_is_promised_of_it() {
    let mut results = sample::gpu_pool();
    results.run.currency = Some("USD".to_string());
    results.metrics.push(metric(Metric::Cost, "all", estimate(1000, 1_234_567.0, 23_456.0)));
    let text = table(&results, 120, false);
    let expected = "
scorecard           of                                 mean  target
recovery time       code completion          24.0 ± 0.2 min  -
data recovery rate  -                                     -  no dataset that can lose data
availability        fine-tuning             0.9862 ± 0.0011  not met: at least 0.999 in 95 % of replications
cost-effectiveness  all              1,230,000 ± 20,000 USD  -
user satisfaction   -                                     -  no serving workload
";
    let start = text.find("\nscorecard").expect("the scorecard");
    let end = text[start..].find("  of several").expect("its remark");
    assert_eq!(&text[start..start + end], expected);
}

/// Of two services with a workload the one with the lower share, which has no lower levels; then, as
/// the other one's requests are worth less than the share that is served, that one.
#[test]
fn the_scorecard_tells_of_the_least_satisfied_users() {
    let mut results = sample::empty(sample::run("serving", "Serving", 8760.0));
    let row = |results: &Results| {
        let text = table(results, 120, false);
        let line = text.lines().find(|line| line.starts_with("user satisfaction"));
        line.expect("it is on the scorecard").to_owned()
    };
    results.metrics = vec![
        metric(Metric::ServedFraction, "chat", estimate(1000, 0.9821, 0.0011)),
        metric(Metric::ServedFraction, "code", estimate(1000, 0.9921, 0.0011)),
        metric(Metric::Satisfaction, "code", estimate(1000, 0.9874, 0.0012)),
    ];
    results.objectives = vec![ObjectiveResult {
        objective: "served".to_string(),
        subject: "chat".to_string(),
        target: "at least 0.98 of requests on average".to_string(),
        estimate: Some(0.9821),
        interval: Interval { low: Some(0.981), high: Some(0.9832) },
        probability: Some(0.8),
        met: Some(true),
        needed: None,
    }];
    let expected =
        "user satisfaction   chat  0.9821 ± 0.0011  met: at least 0.98 of requests on average";
    assert_eq!(row(&results), expected);
    let words: Vec<String> =
        table(&results, 120, false).split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains("user satisfaction: what requests that are served are worth"));
    results.metrics[2].estimate = estimate(1000, 0.9621, 0.0011);
    assert_eq!(row(&results), "user satisfaction   code  0.9621 ± 0.0011  -");
    results.metrics.iter_mut().for_each(|row| row.estimate = Estimate::default());
    assert_eq!(row(&results), "user satisfaction   -      -  nothing was demanded");
}

#[test]
fn costs_are_told_by_kind_the_largest_first() {
    let mut results = sample::empty(sample::run("costs", "Costs", 8760.0));
    results.run.currency = Some("USD".to_string());
    let exact = |mean: f64| Estimate { quantiles: Vec::new(), ..estimate(1000, mean, 0.0) };
    results.metrics = vec![
        metric(Metric::Cost, "all", exact(1000.0)),
        metric(Metric::CostByKind, "all/members", exact(250.0)),
        metric(Metric::CostByKind, "all/outages", exact(750.0)),
    ];
    let text = table(&results, 100, false);
    let expected = "
cost [USD]   mean  share  median  p95  p99
in all      1,000  100 %       -    -    -
outages       750   75 %       -    -    -
members       250   25 %       -    -    -
";
    assert!(text.contains(expected), "{text}");
}
