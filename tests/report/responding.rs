//! What the response comes to: made-up results of two services, as tables and as drawings.

use firedrill::estimate::Interval;
use firedrill::measure::{Disrupted, Metric};
use firedrill::quantity::{Bytes, Span};
use firedrill::report::csv as tables;
use firedrill::report::plot::{Plot, plots};
use firedrill::report::terminal::table;
use firedrill::study::{CauseShare, Results, Risk};

use crate::drawing::{areas, says, texts};
use crate::sample::{between, empty, estimate, metric, run};

fn share(
    (cause, subject): (&str, &str),
    metric: Metric,
    (share, half): (f64, Option<f64>),
    replications: u64,
) -> CauseShare {
    let interval = half.map_or(Interval::default(), |half| between(share - half, share + half));
    let (cause, subject) = (cause.to_string(), subject.to_string());
    CauseShare { cause, subject, metric, share, interval, replications }
}

fn risk(cause: &str, subject: &str, frequency: Option<f64>, replications: u64) -> Risk {
    Risk {
        cause: cause.to_string(),
        subject: subject.to_string(),
        of: Disrupted::Service,
        frequency,
        rta: Some(Span::from_hours(1.5)),
        rpa: None,
        bytes_lost: None,
        cost: None,
        annual_loss: None,
        replications,
    }
}

/// `chat` fails over and is drilled; `mail` just runs, and is down for a sixth as long.
fn response() -> Results {
    let mut results = empty(run("response", "Two services", 8760.0));
    for (service, hours) in [("chat", 12.0), ("mail", 2.0)] {
        results.metrics.extend([
            metric(Metric::Rta, service, estimate(400, 1.2, 0.1)),
            metric(Metric::OutageTime, service, estimate(1000, hours, 0.5)),
        ]);
    }
    // Not in the order in which the stages come; nothing is restored and nobody acknowledges.
    let parts = [
        ("chat", "activate", 3.0),
        ("chat", "detect", 1.5),
        ("chat", "decide", 4.5),
        ("chat", "repair", 3.0),
        ("mail", "repair", 1.5),
        ("mail", "detect", 0.5),
        ("mail", "restore", 0.0),
    ];
    for (service, stage, hours) in parts {
        let subject = format!("{service}/{stage}");
        let part = estimate(1000, hours, 0.01);
        results.metrics.push(metric(Metric::OutageTimeByStage, &subject, part));
    }
    let of = |counted, mean, half| metric(counted, "chat", estimate(1000, mean, half));
    results.metrics.extend([
        of(Metric::Failovers, 4.2, 0.1),
        of(Metric::FailedFailovers, 0.31, 0.02),
        of(Metric::Failbacks, 3.9, 0.1),
        of(Metric::Drills, 4.0, 0.0),
        of(Metric::FailedDrills, 0.0, 0.0),
        of(Metric::DegradedTime, 0.0, 0.0),
        of(Metric::PlannedTime, 0.25, 0.01),
        of(Metric::FullRecovery, 2.2, 0.2),
        metric(Metric::Alarms, "sre", estimate(1000, 30.5, 0.4)),
        metric(Metric::Escalations, "sre", estimate(1000, 2.5, 0.1)),
        metric(Metric::PeopleUtilisation, "sre", estimate(1000, 0.014, 0.001)),
        metric(Metric::AcknowledgeTime, "sre", estimate(12, 0.1, 0.05)),
        metric(Metric::Alarms, "lead", estimate(1000, 2.5, 0.1)),
        metric(Metric::PeopleUtilisation, "lead", estimate(1000, 0.002, 0.001)),
        metric(Metric::WarningsTrue, "smart", estimate(1000, 7.0, 0.2)),
        metric(Metric::WarningsFalse, "smart", estimate(1000, 3.0, 0.1)),
        metric(Metric::Maintained, "firmware", estimate(1000, 72.0, 0.0)),
        metric(Metric::MaintenanceFailed, "firmware", estimate(1000, 0.7, 0.1)),
        metric(Metric::RoundsSkipped, "firmware", estimate(1000, 0.0, 0.0)),
        metric(Metric::Maintained, "check", estimate(1000, 12.0, 0.0)),
    ]);
    let outage = Metric::OutageTime;
    results.causes = vec![
        share(("power", "chat"), outage, (0.75, Some(0.04)), 700),
        share(("move of chat", "chat"), outage, (0.25, Some(0.04)), 300),
        share(("power", "mail"), outage, (1.0, None), 12),
        share(("ransom", "logs"), Metric::DataLost, (1.0, None), 40),
    ];
    results.risks = vec![
        Risk {
            rpa: Some(Span::from_hours(0.01)),
            bytes_lost: Some(Bytes::new(2.5e9)),
            ..risk("power", "chat", Some(3.25), 700)
        },
        risk("power", "mail", Some(0.012), 12),
        Risk { rta: None, ..risk("rollout", "chat", None, 0) },
    ];
    results
}

/// Stages without any time and columns that say nothing of any service are left out. What is held
/// by few replications is marked.
#[test]
fn outages_moves_people_and_risks_read_as_they_should() {
    let expected = "\
Two services
response: 1,000 replications, horizon 1 y, seed 1, 163,240 events
means of one replication, ± half of the 95 % interval

scorecard           of             mean  target
recovery time       chat  1.20 ± 0.10 h  -
data recovery rate  -                 -  no dataset that can lose data
availability        -                 -  no service
cost-effectiveness  -                 -  no costs are given
user satisfaction   -                 -  no serving workload
  of several services or datasets the worst one; cost-effectiveness: what one replication costs in
  all

service        outage       mostly by    detect   decide   repair  activate
chat     12.0 ± 0.5 h  power 75 ± 4 %   1.500 h  4.500 h  3.000 h   3.000 h
mail      2.0 ± 0.5 h    power 100 %*  30.0 min        -  1.500 h         -
  outage: time in one replication, then what of it went by in each stage (repair: until what is
  needed is there); all causes: causes.csv

service    failovers       failed    failbacks  drills    planned down  in full after
chat     4.20 ± 0.10  0.31 ± 0.02  3.90 ± 0.10       4  15.0 ± 0.6 min    2.2 ± 0.2 h

on call       alarms  acknowledged after       p95       share busy  went to the next
sre       30.5 ± 0.4          6 ± 3 min*  9.24 min  0.0140 ± 0.0010       2.50 ± 0.10
lead     2.50 ± 0.10                   -         -  0.0020 ± 0.0010                 -

predictor  true warnings  false warnings
smart          7.0 ± 0.2     3.00 ± 0.10

maintenance  done   went wrong
firmware       72  0.70 ± 0.10
check          12            -

risk: cause    of  a year  RTA mean  RPA mean    lost  in replications
power        chat    3.25     1.5 h      36 s  2.5 GB              700
power        mail   0.012    1.5 h*         -       -              12*
rollout      chat       -         -         -       -               0*
  RTA, RPA, lost: means of one incident; in replications: how many carry them, marked where the
  means are thin

* a mean of fewer than 30 observations: its interval cannot be trusted
";
    assert_eq!(table(&response(), 100, false), expected);
}

#[test]
fn a_service_without_outages_has_no_line_of_stages() {
    let mut results = response();
    results.metrics.retain(|row| row.metric != Metric::Rta || row.subject != "mail");
    results.metrics.push(metric(Metric::Rta, "mail", estimate(0, 0.0, 0.0)));
    let page = table(&results, 110, false);
    let section = page.split("\n\n").find(|it| it.contains("mostly by")).expect("chat has some");
    assert!(section.contains("\nchat ") && !section.contains("\nmail "), "{section}");
}

#[test]
fn of_many_risks_those_that_take_most_time_a_year_are_shown() {
    let mut results = response();
    results.risks.clear();
    for k in 1..=20_u32 {
        results.risks.push(risk(&format!("cause {k}"), "chat", Some(f64::from(k)), 100));
    }
    results.risks.push(risk("unknown", "chat", None, 100));
    let page = table(&results, 110, false);
    assert!(page.contains("the 12 of 21 that take most time a year, all: risks.csv"), "{page}");
    assert!(page.contains("\nunknown "), "what is not known may be the worst");
    assert!(page.contains("\ncause 10 ") && !page.contains("\ncause 9 "), "{page}");
    results.risks.truncate(12);
    let page = table(&results, 110, false);
    assert!(page.contains("\ncause 1 ") && !page.contains("all: risks.csv"), "{page}");
}

fn text(results: &Results, name: &str) -> String {
    let mut tables = tables::tables(results).into_iter();
    let (_, bytes) = tables.find(|(file, _)| *file == name).expect("there is this table");
    String::from_utf8(bytes).expect("tables are UTF-8")
}

/// Names that a spreadsheet would run never come from a file; what does come is made harmless.
#[test]
fn causes_and_risks_have_their_bytes() {
    let mut results = response();
    results.causes[1].cause = "=cmd()".to_string();
    let expected = "cause,subject,metric,share,ci_low,ci_high\r\n\
                    power,chat,outage_time,0.75,0.71,0.79\r\n\
                    '=cmd(),chat,outage_time,0.25,0.21,0.29\r\n\
                    power,mail,outage_time,1,,\r\n\
                    ransom,logs,data_lost,1,,\r\n";
    assert_eq!(text(&results, "causes.csv"), expected);
    results.risks[1].subject = "=cmd()".to_string();
    let expected = "cause,subject,frequency_per_year,rta_h,rpa_h,bytes_lost,cost,annual_loss,\
                    replications\r\n\
                    power,chat,3.25,1.5,0.01,2500000000,,,700\r\n\
                    power,'=cmd(),0.012,1.5,,,,,12\r\n\
                    rollout,chat,,,,,,,0\r\n";
    assert_eq!(text(&results, "risks.csv"), expected);
}

#[test]
fn without_disruptions_both_tables_are_their_headers() {
    let nothing = empty(run("nothing", "Nothing", 1.0));
    assert_eq!(text(&nothing, "causes.csv").lines().count(), 1);
    assert_eq!(text(&nothing, "risks.csv").lines().count(), 1);
}

fn plot(results: &Results, name: &str) -> Option<Plot> {
    plots(results).into_iter().find(|plot| plot.name() == name)
}

/// The parts of each service's bar, as shares of it. The samples of the key are less high.
fn bars(svg: &str, rows: usize) -> Vec<Vec<f64>> {
    let high = |[_, (top, bottom)]: &[(f64, f64); 2]| bottom - top > 20.0;
    let drawn: Vec<_> = areas(svg).into_iter().filter(high).collect();
    let same = |one: &[(f64, f64); 2], other: &[(f64, f64); 2]| one[1].0 == other[1].0;
    let shares = |bar: &[[(f64, f64); 2]]| -> Vec<f64> {
        let widths = || bar.iter().map(|[(left, right), _]| right - left);
        let all: f64 = widths().sum();
        widths().map(|width| width / all).collect()
    };
    let bars: Vec<_> = drawn.chunk_by(same).map(shares).collect();
    assert_eq!(bars.len(), rows, "{drawn:?}");
    bars
}

fn alike(found: &[f64], expected: &[f64]) {
    let close = found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 5e-3);
    assert!(close && found.len() == expected.len(), "{found:?}, not {expected:?}");
}

/// `chat` spends 1.5 h, 4.5 h, 3 h and 3 h of 12 h on its stages, `mail` 0.5 h and 1.5 h of 2 h.
#[test]
fn stages_are_bars_in_their_order_with_what_they_sum_to() {
    let plot = plot(&response(), "outage-stages").expect("there are outages");
    let svg = plot.svg();
    let texts = texts(&svg);
    let at = |text: &str| {
        let found = texts.iter().position(|it| *it == text);
        found.unwrap_or_else(|| panic!("{text} is drawn, in {texts:?}"))
    };
    let keys = ["detect", "decide", "repair", "activate"].map(at);
    assert!(keys.is_sorted(), "{texts:?}");
    assert!(!texts.contains(&"restore"), "what takes no time has no key");
    assert!(at("chat") < at("12 h") && at("12 h") < at("mail") && at("mail") < at("2 h"));
    at("Outage time by what was being done: Two services");
    at("share of the outage time [%]; beside it: in one replication");
    let bars = bars(&svg, 2);
    alike(&bars[0], &[0.125, 0.375, 0.25, 0.25]);
    alike(&bars[1], &[0.25, 0.75]);
}

/// Of nine causes six have their own colour, the others share one.
#[test]
fn causes_are_bars_from_the_largest_on_and_the_least_share_one() {
    let mut results = response();
    assert!(plot(&results, "outage-causes").is_none(), "nothing is told by cause");
    for k in 0..9_u32 {
        let subject = format!("chat/cause {k}");
        let hours = estimate(1000, f64::from(k + 1), 0.01);
        results.metrics.push(metric(Metric::OutageTimeByCause, &subject, hours));
    }
    let few = metric(Metric::OutageTimeByCause, "mail/cause 0", estimate(1000, 4.0, 0.01));
    results.metrics.push(few);
    let plot = plot(&results, "outage-causes").expect("there are outages");
    let svg = plot.svg();
    let told = texts(&svg);
    let names: Vec<_> =
        told.iter().filter(|it| it.starts_with("cause ") || **it == "all others").collect();
    let own = ["cause 8", "cause 7", "cause 6", "cause 5", "cause 0", "cause 4", "all others"];
    assert_eq!(names, own.iter().collect::<Vec<_>>(), "with those of mail, 0 has 5 h like 4");
    assert!(says(&plot, "45 h") && says(&plot, "4 h"));
    let bars = bars(&svg, 2);
    let parts = [9.0, 8.0, 7.0, 6.0, 1.0, 5.0, 4.0, 3.0, 2.0].map(|hours| hours / 45.0);
    assert_eq!(bars[0].len(), parts.len());
    alike(&bars[0][..6], &parts[..6]);
    let others: f64 = bars[0][6..].iter().sum();
    alike(&[others], &[9.0 / 45.0]);
    alike(&bars[1], &[1.0]);
}

#[test]
fn of_many_services_the_twelve_with_most_outage_time_are_drawn() {
    let mut results = empty(run("many", "Many", 8760.0));
    for k in 1..=15_u32 {
        let subject = format!("service {k}/repair");
        let hours = estimate(1000, f64::from(k), 0.01);
        results.metrics.push(metric(Metric::OutageTimeByStage, &subject, hours));
    }
    let plot = plot(&results, "outage-stages").expect("there are outages");
    assert!(says(&plot, "3 more with less time: summary.csv"));
    assert!(says(&plot, "service 4") && !says(&plot, "service 3"));
    assert_eq!(bars(&plot.svg(), 12).len(), 12);
}
