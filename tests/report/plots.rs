//! Plots: their text, their bytes, and what they leave out.

use std::fs;
use std::path::Path;

use firedrill::cli::fonts;
use firedrill::report::plot::{FontBytes, Plot, plots};
use firedrill::report::terminal;
use firedrill::study::Results;

use crate::drawing::{polylines, says};
use crate::sample;

/// Draws all samples, to be looked at: `cargo test --test report -- --ignored draw`.
#[test]
#[ignore = "draws pictures for people"]
fn draw_the_samples() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for results in [sample::paper(), sample::gpu_pool(), sample::many(), sample::data(), wide()] {
        println!("{}", terminal::table(&results, 100, false));
        for plot in plots(&results) {
            let fallbacks = fonts::find(&plot.undrawable(&[]));
            let name = format!("{}-{}", results.run.scenario, plot.name());
            fs::write(folder.join(format!("{name}.svg")), plot.svg()).unwrap();
            fs::write(folder.join(format!("{name}.png")), plot.png(&fallbacks)).unwrap();
            println!("{}", folder.join(name).display());
        }
    }
}

/// Recovery points from a mirror's seconds to a backup's days, often with no copy at all.
fn wide() -> Results {
    let mut results = sample::data();
    results.run.scenario = "wide".to_string();
    let mirrored = |k: f64| if k < 0.7 { k / 30.0 } else { 24.0 * k };
    results.setbacks = vec![
        sample::setback("conversations", 80, mirrored),
        sample::setback("weights", 0, |k| 24.0 * 7.0 * k),
    ];
    results
}

fn names(results: &Results) -> Vec<&'static str> {
    plots(results).iter().map(Plot::name).collect()
}

fn plot(results: &Results, name: &str) -> Plot {
    let plots = plots(results);
    let plot = plots.into_iter().find(|plot| plot.name() == name);
    plot.expect("the results have data for this plot")
}

#[test]
fn only_plots_with_data_are_made() {
    let nothing = sample::empty(sample::run("nothing", "Nothing", 1.0));
    assert!(plots(&nothing).is_empty());
    let paper = ["reliability", "backup-volume", "availability"];
    assert_eq!(names(&sample::paper()), paper);
    let pool = ["reliability", "availability", "outage-durations"];
    assert_eq!(names(&sample::gpu_pool()), pool);
    let data = ["backup-volume", "recovery-points", "restore-times"];
    assert_eq!(names(&sample::data()), data);
}

#[test]
fn labels_are_text_and_axes_have_units() {
    let plot = plot(&sample::paper(), "reliability");
    for text in [
        "Reliability: Case study of the source paper",
        "survivor fraction",
        "time [h]",
        "simulated, 95 % band",
        "P2: 1 − p(t)",
        "nodes: the first hour, as the paper plots it",
    ] {
        assert!(says(&plot, text), "the plot says {text}");
    }
    assert!(plot.svg().contains("font-family=\"DejaVu Sans, Verdana, sans-serif\""));
}

#[test]
fn what_leaves_the_range_is_clipped_and_said() {
    let mut results = sample::paper();
    let clipped = "P3 leaves the plotted range and is clipped";
    assert!(says(&plot(&results, "reliability"), clipped));
    results.curves.retain(|curve| curve.formula != "P3");
    assert!(!says(&plot(&results, "reliability"), clipped));
}

#[test]
fn formulas_of_shares_stand_over_shares() {
    let plot = plot(&sample::paper(), "backup-volume");
    for text in [
        "vault: the whole system",
        "B(t) [GB]",
        "vault: the share of each of 100 members",
        "B(t) per member [GB]",
        "P4: B0 + Nb / N",
    ] {
        assert!(says(&plot, text), "the plot says {text}");
    }
}

#[test]
fn too_many_services_are_cut_down_and_it_is_said() {
    let results = sample::many();
    let availability = plot(&results, "availability");
    let told = "the 6 lowest of 20 services; all are in series.csv";
    assert!(says(&availability, told));
    assert!(says(&availability, "the 3 emptiest of 5 pools; all are in series.csv"));
    let durations = plot(&results, "outage-durations");
    assert!(says(&durations, "the 4 of 20 services with the most outages"));
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let draw = || {
        let plot = plot(&sample::gpu_pool(), "outage-durations");
        (plot.svg(), plot.png(&[]))
    };
    let (svg, png) = draw();
    assert_eq!((svg, png), draw());
}

#[test]
fn the_png_is_as_large_as_the_svg_says() {
    let plot = plot(&sample::paper(), "reliability");
    let png = plot.png(&[]);
    let mut reader = png::Decoder::new(png.as_slice()).read_info().unwrap();
    let (width, height) = reader.info().size();
    let size = format!("<svg width=\"{width}\" height=\"{height}\"");
    assert!(plot.svg().starts_with(&size));
    let mut pixels = vec![0; reader.output_buffer_size()];
    reader.next_frame(&mut pixels).unwrap();
    assert!(pixels.iter().any(|value| *value < 64), "something dark is drawn");
    assert!(pixels[..300].iter().all(|value| *value == 255), "the margin is white");
}

#[test]
fn names_are_escaped_in_svg() {
    let mut results = sample::paper();
    results.run.title = "a < b & c > d".to_string();
    let svg = plot(&results, "reliability").svg();
    assert!(svg.contains("<title>Reliability: a &lt; b &amp; c &gt; d</title>"));
    assert!(!svg.contains("a < b"));
}

#[test]
fn what_no_font_can_draw_is_told() {
    let mut results = sample::paper();
    assert!(plot(&results, "reliability").undrawable(&[]).is_empty());
    results.run.title = "机房 A".to_string();
    let plot = plot(&results, "reliability");
    let missing: Vec<char> = plot.undrawable(&[]).into_iter().collect();
    assert_eq!(missing, ['房', '机']);
    assert!(says(&plot, "Reliability: 机房 A"), "an SVG keeps them as text");
}

#[test]
fn a_font_is_known_from_what_is_none() {
    assert!(FontBytes::read(b"no font".to_vec()).is_none());
    let shipped = fs::read("assets/DejaVuSans-subset.ttf").unwrap();
    let font = FontBytes::read(shipped).expect("the shipped font is a font");
    assert!(font.draws('≤') && !font.draws('机'));
}

#[test]
fn recovery_points_fall_to_the_floor_of_what_is_beyond() {
    let plot = plot(&wide(), "recovery-points");
    assert!(says(&plot, "conversations, floor 17 %") && says(&plot, "weights"));
    assert!(says(&plot, "recovery point (RPA), logarithmic"));
    let svg = plot.svg();
    let curve = polylines(&svg).into_iter().max_by_key(Vec::len).expect("there are lines");
    assert!(curve.windows(2).all(|pair| pair[0].1 <= pair[1].1), "a share never rises");
    let data = sample::data();
    let narrow = plots(&data).into_iter().find(|plot| plot.name() == "recovery-points").unwrap();
    assert!(says(&narrow, "recovery point (RPA) [h]"), "days beside weeks stay linear");
}

#[test]
fn stores_stand_beside_each_other_below_formulas() {
    let mut results = sample::paper();
    let before = plot(&results, "backup-volume");
    let title = "Backups held by each store (95 % bands)";
    assert!(!says(&before, title), "the one store is seen with its formulas");
    let mut tape = results.series.clone();
    tape.retain(|point| point.metric == firedrill::measure::Metric::StoredBytesAt);
    tape.iter_mut().for_each(|point| point.subject = "tape".to_string());
    results.series.extend(tape);
    assert!(says(&plot(&results, "backup-volume"), title));
}

#[test]
fn restore_times_have_the_words_of_restores() {
    let plot = plot(&sample::data(), "restore-times");
    assert!(says(&plot, "restores [%]"));
    assert!(says(&plot, "time to restore and check, logarithmic"));
}
