//! The terminal's table: what it says, and that it lines up.

use firedrill::measure::Metric;
use firedrill::report::terminal::table;
use unicode_width::UnicodeWidthStr;

use crate::sample::{self, estimate, metric};

#[test]
fn a_run_reads_as_it_should() {
    let expected = "\
Case study of the source paper
paper: 1,000 replications, horizon 100 h, seed 1, 163,240 events
means of one replication, ± half of the 95 % interval

pool   members up    failures  repairs  spares used  no spare left
nodes  63.1 ± 0.2  63.4 ± 0.3        -            -              -

backup  done  failed  volume
hourly   100       0    1 TB

store  stored     at
vault    1 TB  100 h

formula            of                           at      says      simulated  verdict
P1                 survivor_fraction[nodes]    1 h      0.99  0.990 ± 0.002  agrees
P3                 survivor_fraction[nodes]    1 h      0.99  0.990 ± 0.002  agrees
P1                 survivor_fraction[nodes]   69 h  0.499837  0.500 ± 0.002  undecided, needs 12,000
P3                 survivor_fraction[nodes]   69 h      0.31  0.500 ± 0.002  disagrees
P3                 survivor_fraction[nodes]  100 h         0  0.366 ± 0.002  disagrees
    1 - p t is the first order of (1-p)^t: exact for lives uniform on 0..100 h only
birth-death chain  survivor_fraction[nodes]                -              -  not applicable
    members are not repaired
formulas: 2 agree, 2 disagree, 1 undecided, 1 not applicable
";
    assert_eq!(table(&sample::paper(), 100, false), expected);
}

#[test]
fn columns_line_up_with_wide_letters() {
    let mut results = sample::empty(sample::run("wide", "Wide", 10.0));
    for name in ["对话服务", "chat", "한국어 서비스"] {
        let availability = estimate(100, 0.99, 0.001);
        results.metrics.push(metric(Metric::Availability, name, availability));
    }
    let text = table(&results, 100, false);
    let rows = text.lines().filter(|line| line.contains("0.9900 ± 0.0010"));
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
