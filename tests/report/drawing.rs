//! What an SVG shows: its texts, lines and areas.

use firedrill::report::plot::Plot;

/// The texts of an SVG, in its order.
pub fn texts(svg: &str) -> Vec<&str> {
    let mut lines = svg.lines();
    let mut texts = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with("<text ") {
            texts.extend(lines.next());
        }
    }
    texts
}

pub fn says(plot: &Plot, text: &str) -> bool {
    texts(&plot.svg()).contains(&text)
}

/// The points of every line of an SVG that is one of a subject, in pixels.
pub fn polylines(svg: &str) -> Vec<Vec<(f64, f64)>> {
    svg.split("<polyline").skip(1).filter_map(points).collect()
}

/// From where to where every area of an SVG goes, to the right and down, in the sheet's pixels.
pub fn areas(svg: &str) -> Vec<[(f64, f64); 2]> {
    let polygons = svg.split("<polygon").skip(1).filter_map(points);
    let around = |points: Vec<(f64, f64)>| {
        let range = |of: fn(&(f64, f64)) -> f64| {
            let all = || points.iter().map(of);
            (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
        };
        [range(|point| point.0), range(|point| point.1)].map(|(from, to)| (from / FINE, to / FINE))
    };
    polygons.map(around).collect()
}

/// As many units of an SVG as a pixel of the sheet has.
const FINE: f64 = 3.0;

fn points(element: &str) -> Option<Vec<(f64, f64)>> {
    let points = element.split("points=\"").nth(1)?.split('"').next()?;
    let pair = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    points.split_whitespace().map(pair).collect()
}
