//! A panel: axes with a light grid, lines and bands clipped to it, and labels at the lines' ends.

use super::font::Fonts;
use super::scale::Axis;
use super::sheet::{
    Anchor, BODY, Colour, Dash, GRID, INK, Letters, MARGIN, Pen, Point, SOLID, Sheet, TITLE, point,
};

/// A frame on the sheet with its axes.
pub(super) struct Panel {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    x: Axis,
    y: Axis,
}

/// How a subject or formula is told from others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) colour: Colour,
    pub(super) width: f64,
    pub(super) dash: Dash,
}

/// A label that stands right of the frame, beside the end of its line.
pub(super) struct Label {
    pub(super) text: String,
    pub(super) look: Look,
    /// The height of the line's end in the axis' units, if it has one.
    pub(super) value: Option<f64>,
}

/// Where a panel stands on its sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) top: f64,
    pub(super) height: f64,
    /// The room right of the frame for labels.
    pub(super) labels: f64,
}

impl Slot {
    pub(super) const fn new(top: f64, height: f64) -> Self {
        Self { top, height, labels: 0.0 }
    }

    /// The slot with as much room for labels as it has, or as they need, within bounds.
    pub(super) fn beside(self, fonts: &Fonts<'_>, labels: &[Label]) -> Self {
        let texts = labels.iter().map(|label| label.text.as_str());
        self.beside_texts(fonts, texts)
    }

    /// The same, from the labels' texts.
    pub(super) fn beside_texts<'a>(
        self,
        fonts: &Fonts<'_>,
        texts: impl Iterator<Item = &'a str>,
    ) -> Self {
        let widths = texts.map(|text| fonts.width(text, BODY));
        let widest = widths.fold(0.0, f64::max);
        let room = (BEFORE + SAMPLE + 10.0 + widest + 16.0).clamp(250.0, 400.0);
        Self { labels: room.max(self.labels), ..self }
    }
}

/// From the frame to the samples of labels.
const BEFORE: f64 = 26.0;
/// From the top of a slot to the frame: the panel's title and the name of the vertical axis.
const ABOVE: f64 = 58.0;
/// From the frame to the bottom of the slot: ticks and the name of the horizontal axis.
const BELOW: f64 = 62.0;
/// The distance of labels.
const LINE: f64 = 24.0;
/// The length of a label's sample of its line.
const SAMPLE: f64 = 44.0;

impl Panel {
    /// Draws the axes, the grid and the titles.
    pub(super) fn new(
        sheet: &mut Sheet,
        fonts: &Fonts<'_>,
        slot: Slot,
        title: &str,
        (x, y): (Axis, Axis),
    ) -> Self {
        let widths = y.ticks.iter().map(|(_, text)| fonts.width(text, BODY));
        let ticks = widths.fold(62.0, f64::max);
        let panel = Self {
            left: MARGIN + ticks + 12.0,
            right: f64::from(sheet.width) - slot.labels,
            top: slot.top + ABOVE,
            bottom: slot.top + slot.height - BELOW,
            x,
            y,
        };
        let title = fonts.fitted(title, TITLE, f64::from(sheet.width) - 2.0 * MARGIN);
        sheet.text(point(MARGIN, slot.top + 14.0), &title, Letters::ink(TITLE));
        panel.axes(sheet);
        panel
    }

    fn axes(&self, sheet: &mut Sheet) {
        let grid = thin(GRID);
        let axis = thin(INK);
        sheet.text(point(MARGIN, self.top - 20.0), &self.y.title, Letters::faint(BODY));
        for (value, text) in &self.y.ticks {
            let y = self.height(*value);
            sheet.line(vec![point(self.left, y), point(self.right, y)], grid);
            let letters = Letters::ink(BODY).anchored(Anchor::Right);
            sheet.text(point(self.left - 10.0, y), text, letters);
        }
        for (value, text) in &self.x.ticks {
            let x = self.across(*value);
            sheet.line(vec![point(x, self.top), point(x, self.bottom)], grid);
            sheet.line(vec![point(x, self.bottom), point(x, self.bottom + 6.0)], axis);
            let letters = Letters::ink(BODY).anchored(Anchor::Middle);
            sheet.text(point(x, self.bottom + 20.0), text, letters);
        }
        let middle = f64::midpoint(self.left, self.right);
        let letters = Letters::faint(BODY).anchored(Anchor::Middle);
        sheet.text(point(middle, self.bottom + 44.0), &self.x.title, letters);
        sheet.line(
            vec![
                point(self.left, self.top),
                point(self.left, self.bottom),
                point(self.right, self.bottom),
            ],
            axis,
        );
    }

    /// Whether all values of a line lie in the vertical range, as far as it is in the horizontal.
    pub(super) fn holds(&self, values: &[(f64, f64)]) -> bool {
        let slack = 1e-9 * (self.y.high - self.y.low);
        let range = self.y.low - slack..=self.y.high + slack;
        let mut seen = values.iter().filter(|(x, _)| *x <= self.x.high);
        seen.all(|(_, y)| range.contains(y))
    }

    /// A line through values, clipped to the frame.
    pub(super) fn line(&self, sheet: &mut Sheet, values: &[(f64, f64)], look: Look) {
        let points: Vec<Point> = values.iter().map(|value| self.place(*value)).collect();
        for piece in self.clipped(&points) {
            sheet.line(piece, Pen { colour: look.colour, width: look.width, dash: look.dash });
        }
    }

    /// A band between two lines: values are `(x, low, high)`. It is one of so many in the panel.
    pub(super) fn band(
        &self,
        sheet: &mut Sheet,
        values: &[(f64, f64, f64)],
        (colour, bands): (Colour, usize),
    ) {
        let values = values.iter().filter(|(x, ..)| *x <= self.x.high * (1.0 + 1e-12));
        if values.clone().all(|(_, low, high)| low == high) {
            return;
        }
        let inside = |at: Point| point(at.x, at.y.clamp(self.top, self.bottom));
        let values: Vec<_> = values.copied().collect();
        let upper = values.iter().map(|(x, _, high)| inside(self.place((*x, *high))));
        let lower = values.iter().map(|(x, low, _)| inside(self.place((*x, *low))));
        let opacity = (0.5 / bands as f64).min(0.25);
        sheet.area(upper.chain(lower.rev()).collect(), colour, opacity);
    }

    /// A bar from the axis up.
    pub(super) fn bar(
        &self,
        sheet: &mut Sheet,
        (from, to): (f64, f64),
        value: f64,
        colour: Colour,
    ) {
        let (left, right, top) = (self.across(from), self.across(to), self.height(value));
        let corners = vec![
            point(left, self.bottom),
            point(left, top),
            point(right, top),
            point(right, self.bottom),
        ];
        sheet.area(corners.clone(), colour, 0.55);
        sheet.line(corners, thin(colour));
    }

    /// A line across the frame at one place of the horizontal axis.
    pub(super) fn mark(&self, sheet: &mut Sheet, at: f64, look: Look) {
        let x = self.across(at);
        if (self.left..=self.right).contains(&x) {
            let pen = Pen { colour: look.colour, width: look.width, dash: look.dash };
            sheet.line(vec![point(x, self.top), point(x, self.bottom)], pen);
        }
    }

    /// A remark under the panel's title, at the right.
    pub(super) fn remark(&self, sheet: &mut Sheet, text: &str) {
        let letters = Letters::faint(BODY).anchored(Anchor::Right);
        sheet.text(point(self.right, self.top - 20.0), text, letters);
    }

    /// Says which formulas leave the frame.
    pub(super) fn clipped_remark(&self, sheet: &mut Sheet, formulas: &[&str]) {
        if let Some((last, others)) = formulas.split_last() {
            let text = if others.is_empty() {
                format!("{last} leaves the plotted range and is clipped")
            } else {
                format!("{} and {last} leave the plotted range and are clipped", others.join(", "))
            };
            self.remark(sheet, &text);
        }
    }

    /// Labels of marks, in their order from the top, right of the frame.
    pub(super) fn legend(&self, sheet: &mut Sheet, fonts: &Fonts<'_>, labels: &[Label]) {
        for (at, label) in labels.iter().enumerate() {
            let y = self.top + LINE * (at as f64 + 0.5);
            self.label(sheet, fonts, label, (y, y));
        }
    }

    /// Labels right of the frame: each beside the end of its line as near as there is room, with a
    /// sample of the line.
    pub(super) fn labels(&self, sheet: &mut Sheet, fonts: &Fonts<'_>, mut labels: Vec<Label>) {
        let wish = |label: &Label| {
            let value = label.value.map(|value| self.height(value));
            value.map(|y| y.clamp(self.top, self.bottom))
        };
        labels.sort_by(|a, b| {
            let (a, b) = (wish(a), wish(b));
            a.unwrap_or(f64::MAX).total_cmp(&b.unwrap_or(f64::MAX))
        });
        let wishes: Vec<f64> =
            labels.iter().map(|label| wish(label).unwrap_or(self.bottom)).collect();
        let heights = spread(&wishes, self.top, self.bottom + BELOW / 2.0);
        for ((label, wish), y) in labels.iter().zip(wishes).zip(heights) {
            self.label(sheet, fonts, label, (wish, y));
        }
    }

    fn label(&self, sheet: &mut Sheet, fonts: &Fonts<'_>, label: &Label, (wish, y): (f64, f64)) {
        let look = label.look;
        let from = self.right + BEFORE;
        if label.value.is_some() {
            let leader = vec![point(self.right + 4.0, wish), point(from - 4.0, y)];
            sheet.line(leader, thin(look.colour));
        }
        let pen =
            Pen { colour: look.colour, width: look.width, dash: Dash { phase: 0.0, ..look.dash } };
        sheet.line(vec![point(from, y), point(from + SAMPLE, y)], pen);
        let start = from + SAMPLE + 10.0;
        let room = f64::from(sheet.width) - 8.0 - start;
        let text = fonts.fitted(&label.text, BODY, room);
        sheet.text(point(start, y), &text, Letters::ink(BODY));
    }

    fn across(&self, value: f64) -> f64 {
        self.left + self.x.part(value) * (self.right - self.left)
    }

    fn height(&self, value: f64) -> f64 {
        self.bottom - self.y.part(value) * (self.bottom - self.top)
    }

    fn place(&self, (x, y): (f64, f64)) -> Point {
        point(self.across(x), self.height(y))
    }

    /// The pieces of a line inside the frame.
    fn clipped(&self, points: &[Point]) -> Vec<Vec<Point>> {
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        for pair in points.windows(2) {
            let Some((from, to)) = self.inside(pair[0], pair[1]) else {
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if piece.last() == Some(&from) => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
        }
        pieces
    }

    /// The part of a straight line inside the frame (Liang and Barsky, 1984).
    fn inside(&self, from: Point, to: Point) -> Option<(Point, Point)> {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let edges = [
            (-dx, from.x - self.left),
            (dx, self.right - from.x),
            (-dy, from.y - self.top),
            (dy, self.bottom - from.y),
        ];
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for (speed, room) in edges {
            // A line on the very edge is inside.
            let room = if room.abs() < 1e-6 { 0.0 } else { room };
            if speed == 0.0 && room < 0.0 {
                return None;
            } else if speed < 0.0 {
                enters = enters.max(room / speed);
            } else if speed > 0.0 {
                leaves = leaves.min(room / speed);
            }
        }
        let at = |part: f64| point(from.x + dx * part, from.y + dy * part);
        let start = if enters == 0.0 { from } else { at(enters) };
        let end = if leaves == 1.0 { to } else { at(leaves) };
        (enters <= leaves).then_some((start, end))
    }
}

fn thin(colour: Colour) -> Pen {
    Pen { colour, width: 1.0, dash: SOLID }
}

/// Heights as near to the wishes as can be, in their order, at least [`LINE`] apart, and between
/// `top` and `bottom` as long as they fit there.
fn spread(wishes: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    // Groups of labels that touch: their first height and how many they are.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for (at, wish) in wishes.iter().enumerate() {
        let mut group = (*wish, 1);
        while let Some((first, count)) = groups.last().copied() {
            if first + count as f64 * LINE <= group.0 {
                break;
            }
            groups.pop();
            let members = &wishes[at + 1 - group.1 - count..=at];
            let offsets = members.iter().enumerate().map(|(k, wish)| wish - k as f64 * LINE);
            let first = offsets.sum::<f64>() / members.len() as f64;
            group = (first, members.len());
        }
        let most = bottom - (group.1 - 1) as f64 * LINE;
        group.0 = group.0.min(most).max(top);
        groups.push(group);
    }
    let heights =
        groups.iter().flat_map(|(first, count)| (0..*count).map(move |k| first + k as f64 * LINE));
    heights.collect()
}

/// Colours that people with any colour vision tell apart (Okabe and Ito, 2008).
pub(super) const BLUE: Colour = Colour(0x00, 0x72, 0xB2);
/// Their sky blue, lighter.
pub(super) const LIGHT_BLUE: Colour = Colour(0x8C, 0xC8, 0xEE);
pub(super) const VERMILLION: Colour = Colour(0xD5, 0x5E, 0x00);
pub(super) const GREEN: Colour = Colour(0x00, 0x9E, 0x73);
pub(super) const PURPLE: Colour = Colour(0xCC, 0x79, 0xA7);
pub(super) const ORANGE: Colour = Colour(0xE6, 0x9F, 0x00);
pub(super) const BLACK: Colour = Colour(0x00, 0x00, 0x00);

/// What the simulation gave, where formulas lie over it: wide and light.
pub(super) const SIMULATED: Look = Look { colour: LIGHT_BLUE, width: 7.0, dash: SOLID };

/// Lines of several subjects, as many as one panel shows.
pub(super) const SUBJECTS: [Look; 6] = [
    look(BLUE, 3.0, &[]),
    look(VERMILLION, 3.0, &[16.0, 6.0]),
    look(GREEN, 3.0, &[4.0, 5.0]),
    look(PURPLE, 3.0, &[18.0, 5.0, 4.0, 5.0]),
    look(ORANGE, 3.0, &[9.0, 5.0]),
    look(BLACK, 2.0, &[18.0, 4.0, 3.0, 4.0, 3.0, 4.0]),
];

/// Lines of formulas over the simulation's. The dashes of the first three fill each other's gaps,
/// so that all are seen where they coincide.
pub(super) const FORMULAS: [Look; 5] = [
    look(BLACK, 3.0, &[9.0, 15.0]),
    look(BLUE, 4.0, &[4.0, 20.0]).from(13.5),
    look(VERMILLION, 4.0, &[3.5, 2.0, 3.5, 15.0]).from(8.5),
    look(GREEN, 3.0, &[14.0, 5.0, 3.0, 5.0]),
    look(PURPLE, 3.0, &[8.0, 5.0]),
];

impl Look {
    /// The look with its dashes begun elsewhere.
    const fn from(mut self, phase: f64) -> Self {
        self.dash.phase = phase;
        self
    }
}

/// A line of few words.
pub(super) const fn look(colour: Colour, width: f64, pattern: &'static [f64]) -> Look {
    Look { colour, width, dash: Dash { pattern, phase: 0.0 } }
}
