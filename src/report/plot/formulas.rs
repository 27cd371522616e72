//! A panel that sets formulas over what was simulated.

use super::Fonts;
use super::data::{Track, curves, points, value_at};
use super::panel::{BLUE, FORMULAS, Label, Look, Panel, SIMULATED, Slot};
use super::scale::Axis;
use super::sheet::Sheet;
use crate::measure::Metric;
use crate::quantity::Span;
use crate::study::Results;

/// A formula as a line, in the units of the panel.
pub(super) struct Line {
    id: String,
    pub(super) label: String,
    look: Look,
    /// What the formula's values are the simulation's divided by.
    pub(super) divided_by: Option<f64>,
    pub(super) points: Vec<(f64, f64)>,
}

/// The formulas over a subject's track. Those that share a panel have different looks.
pub(super) fn lines(results: &Results, metric: Metric, subject: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for curve in curves(results, metric, subject) {
        let beside = |line: &&Line| line.divided_by == curve.divided_by;
        let before = lines.iter().filter(beside).count();
        lines.push(Line {
            id: curve.formula.clone(),
            label: format!("{}: {}", curve.formula, curve.label),
            look: FORMULAS[before % FORMULAS.len()],
            divided_by: curve.divided_by,
            points: points(curve),
        });
    }
    lines
}

impl Line {
    /// Whether it is one of the source paper's formulas, whose ids are `P` and a number.
    pub(super) fn is_papers(&self) -> bool {
        let number = self.id.strip_prefix('P');
        number.is_some_and(|number| number.starts_with(|digit: char| digit.is_ascii_digit()))
    }
}

/// A simulated track and formulas over it, up to a time in hours.
pub(super) struct Against<'a> {
    pub(super) title: String,
    pub(super) axis: Axis,
    pub(super) until: f64,
    pub(super) track: Track,
    pub(super) lines: Vec<&'a Line>,
    /// What the formulas' values are divided by, to be in the unit of the axis.
    pub(super) unit: f64,
}

impl Against<'_> {
    /// The greatest and least that the formulas come to by a time, in their own unit.
    pub(super) fn ends<'b>(lines: &'b [&Line], until: f64) -> impl Iterator<Item = f64> + 'b {
        let ends = lines.iter().map(move |line| value_at(&line.points, until));
        ends.flatten()
    }

    pub(super) fn draw(self, sheet: &mut Sheet, fonts: &Fonts<'_>, slot: Slot) {
        let track = &self.track;
        let mut labels = vec![Label {
            text: "simulated, 95 % band".to_string(),
            look: SIMULATED,
            value: Some(track.last()),
        }];
        labels.extend(self.lines.iter().map(|line| Label {
            text: line.label.clone(),
            look: line.look,
            value: value_at(&line.points, self.until).map(|value| value / self.unit),
        }));
        let axes = (Axis::time(Span::from_hours(self.until)), self.axis);
        let panel = Panel::new(sheet, fonts, slot.beside(fonts, &labels), &self.title, axes);
        panel.band(sheet, &track.band, (BLUE, 1));
        panel.line(sheet, &track.mean, SIMULATED);
        let mut clipped = Vec::new();
        for line in self.lines {
            let points = line.points.iter();
            let points: Vec<_> = points.map(|(time, value)| (*time, value / self.unit)).collect();
            panel.line(sheet, &points, line.look);
            if !panel.holds(&points) {
                clipped.push(line.id.as_str());
            }
        }
        panel.clipped_remark(sheet, &clipped);
        panel.labels(sheet, fonts, labels);
    }
}
