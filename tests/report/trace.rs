//! A replication told: as text, as a table, and as a drawing.

use firedrill::measure::{Entry, Lane, Stretch, Timeline, Tone};
use firedrill::quantity::Time;
use firedrill::report::{csv as tables, plot, timeline};

use crate::drawing::{areas, polylines, says, texts};

fn entry(hours: f64, subject: &str, event: &'static str, detail: &str, routine: bool) -> Entry {
    let (subject, detail) = (subject.to_string(), detail.to_string());
    Entry { at: Time::from_hours(hours), subject, event, detail, routine }
}

fn stretch(from: f64, until: f64, tone: Tone, level: f64) -> Stretch {
    Stretch { from: Time::from_hours(from), until: Time::from_hours(until), tone, level }
}

fn lane(subject: &str, stretches: Vec<Stretch>, strikes: &[f64]) -> Lane {
    let strikes = strikes.iter().map(|hours| Time::from_hours(*hours)).collect();
    Lane { subject: subject.to_string(), stretches, strikes }
}

/// Two days: a service is down from 10 h to 20 h, and as planned from 30 h to 31 h; a quarter of a
/// pool is missing from 10 h to 40 h.
fn told() -> Timeline {
    use Tone::{Degraded, Down, Planned, Well};
    let chat = vec![
        stretch(0.0, 10.0, Well, 1.0),
        stretch(10.0, 20.0, Down, 0.0),
        stretch(20.0, 30.0, Well, 1.0),
        stretch(30.0, 31.0, Planned, 0.0),
        stretch(31.0, 48.0, Well, 1.0),
    ];
    let gpu = vec![
        stretch(0.0, 10.0, Well, 1.0),
        stretch(10.0, 40.0, Degraded, 0.75),
        stretch(40.0, 48.0, Well, 1.0),
    ];
    Timeline {
        replication: 7,
        end: Time::from_hours(48.0),
        entries: vec![
            entry(1.0, "backup/nightly", "is done", "1 TB in 10min", true),
            entry(10.0, "pool/gpu[17]", "fails", "by wear", false),
            entry(10.0, "service/chat", "is down", "", false),
            entry(25.5, "backup/nightly", "fails", "=cmd()", false),
        ],
        lanes: vec![lane("service/chat", chat, &[]), lane("pool/gpu", gpu, &[10.0, 44.0])],
    }
}

#[test]
fn the_text_lines_up_and_leaves_out_what_is_routine() {
    let expected = "\
replication 7

day    1 10:00:00.000  pool/gpu[17]    fails    by wear
day    1 10:00:00.000  service/chat    is down
day    2 01:30:00.000  backup/nightly  fails    =cmd()
day    3 00:00:00.000  the replication ends

1 routine entry is not shown (--all prints them)
";
    assert_eq!(timeline::text(&told(), false), expected);
    let all = timeline::text(&told(), true);
    assert!(all.contains("\nday    1 01:00:00.000  backup/nightly  is done  1 TB in 10min\n"));
    assert!(!all.contains("routine"), "{all}");
    let nothing = Timeline { entries: Vec::new(), ..told() };
    let expected =
        "replication 7\n\nnothing happens\nday    3 00:00:00.000  the replication ends\n";
    assert_eq!(timeline::text(&nothing, false), expected);
}

#[test]
fn a_long_text_is_cut_and_says_how_to_have_the_rest() {
    let fails = |k: u32| entry(f64::from(k) / 100.0, "pool/gpu[1]", "fails", "", false);
    let long = Timeline { entries: (0..1500).map(fails).collect(), ..told() };
    let text = timeline::text(&long, false);
    assert_eq!(text.matches("pool/gpu[1]").count(), 400);
    assert!(text.contains("\n1,100 more entries: narrow it with --from and --until, "), "{text}");
    assert_eq!(timeline::text(&long, true).matches("pool/gpu[1]").count(), 1500);
}

#[test]
fn the_table_has_every_entry_and_no_cell_is_run_as_a_formula() {
    let expected = "time_h,subject,event,detail\r\n\
                    1,backup/nightly,is done,1 TB in 10min\r\n\
                    10,pool/gpu[17],fails,by wear\r\n\
                    10,service/chat,is down,\r\n\
                    25.5,backup/nightly,fails,'=cmd()\r\n";
    assert_eq!(String::from_utf8(tables::timeline(&told())).unwrap(), expected);
}

#[test]
fn between_two_times_both_are_included_and_lanes_stay_whole() {
    let part = told().between(Time::from_hours(10.0), Time::from_hours(25.5));
    assert_eq!(part.entries, told().entries[1..]);
    assert_eq!(part.lanes, told().lanes);
    let before = told().between(Time::START, Time::from_hours(9.0));
    assert_eq!(before.entries.len(), 1);
}

fn drawing(told: &Timeline, from: f64, until: f64) -> plot::Plot {
    let between = (Time::from_hours(from), Time::from_hours(until));
    plot::trace(told, between, "One bad day", "day.ron, replication 7, seed 1")
}

/// From where to where a part of a lane goes, and how deep, as shares of the lane.
type Part = (f64, f64, f64);

/// The parts of each lane that are drawn over it. The first four areas are samples of the key.
fn lanes(svg: &str) -> Vec<Vec<Part>> {
    let drawn: Vec<_> = areas(svg).into_iter().skip(4).collect();
    let same = |one: &[(f64, f64); 2], other: &[(f64, f64); 2]| one[1].0 == other[1].0;
    let parts = |lane: &[[(f64, f64); 2]]| {
        let [(from, to), (top, bottom)] = lane[0];
        let across = |x: f64| (x - from) / (to - from);
        let part = |[(left, right), (above, below)]: &[(f64, f64); 2]| {
            (across(*left), across(*right), (below - above) / (bottom - top))
        };
        lane[1..].iter().map(part).collect()
    };
    drawn.chunk_by(same).map(parts).collect()
}

fn alike(found: &[Part], expected: &[Part]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (one, other) in found.iter().zip(expected) {
        let apart = [one.0 - other.0, one.1 - other.1, one.2 - other.2];
        assert!(apart.iter().all(|it| it.abs() < 0.02), "{one:?}, not {other:?}");
    }
}

#[test]
fn a_trace_is_drawn_as_lanes_with_what_went_wrong() {
    let plot = drawing(&told(), 0.0, 48.0);
    assert_eq!(plot.name(), "trace");
    for text in ["One bad day", "day.ron, replication 7, seed 1", "service/chat", "pool/gpu"] {
        assert!(says(&plot, text), "the drawing says {text}");
    }
    let svg = plot.svg();
    let key = ["well", "up, not in full", "down as planned", "down", "something fails"];
    let told: Vec<_> = texts(&svg).into_iter().filter(|it| key.contains(it)).collect();
    assert_eq!(told, key);
    let lanes = lanes(&svg);
    assert_eq!(lanes.len(), 2);
    let hours = |from: f64, until: f64, deep| (from / 48.0, until / 48.0, deep);
    alike(&lanes[0], &[hours(10.0, 20.0, 1.0), hours(30.0, 31.0, 1.0)]);
    alike(&lanes[1], &[hours(10.0, 40.0, 0.25)]);
}

/// From 15 h to 39 h: what lies outside is cut off, and strikes before and after are not drawn.
#[test]
fn a_part_of_the_time_is_drawn_alone() {
    let whole = drawing(&told(), 0.0, 48.0).svg();
    let svg = drawing(&told(), 15.0, 39.0).svg();
    let lanes = lanes(&svg);
    alike(&lanes[0], &[(0.0, 5.0 / 24.0, 1.0), (15.0 / 24.0, 16.0 / 24.0, 1.0)]);
    alike(&lanes[1], &[(0.0, 1.0, 0.25)]);
    // Upright lines that are no higher than a lane: one in the key, and the strikes.
    let strikes = |svg: &str| {
        let low = |line: &Vec<(f64, f64)>| {
            line.len() == 2 && line[0].0 == line[1].0 && (line[0].1 - line[1].1).abs() < 60.0
        };
        polylines(svg).iter().filter(|line| low(line)).count()
    };
    assert_eq!((strikes(&whole), strikes(&svg)), (3, 1));
}

#[test]
fn what_is_too_short_to_be_seen_is_drawn_all_the_same() {
    let mut told = told();
    told.lanes[0].stretches = vec![stretch(10.0, 10.001, Tone::Down, 0.0)];
    let svg = drawing(&told, 0.0, 48.0).svg();
    let lane = &lanes(&svg)[0];
    assert!(lane.len() == 1 && lane[0].1 - lane[0].0 > 0.001, "{lane:?}");
}

#[test]
fn more_than_forty_lanes_are_cut_and_counted() {
    let quiet = |k: u32| lane(&format!("pool/p{k}"), Vec::new(), &[1.0]);
    let many = Timeline { lanes: (1..=45).map(quiet).collect(), ..told() };
    let plot = drawing(&many, 0.0, 48.0);
    assert!(says(&plot, "pool/p40") && !says(&plot, "pool/p41"));
    let svg = plot.svg();
    assert!(svg.contains("; 5 more subjects are in the table"), "it is said under the axis");
    assert_eq!(svg, drawing(&many, 0.0, 48.0).svg(), "the same lanes give the same bytes");
}
