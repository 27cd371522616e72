//! `trace`: one replication as lanes over time, a subject each.

use super::font::Fonts;
use super::scale::Axis;
use super::sheet::{BODY, Colour, HEAD, INK, Letters, MARGIN, Pen, SOLID, Sheet, point};
use crate::measure::{Lane, Timeline, Tone};
use crate::quantity::Time;

/// The most lanes that are drawn.
const MOST: usize = 40;

/// The height of a lane with the room below it.
const LANE: f64 = 38.0;
/// The height of what is drawn in it.
const BAR: f64 = 24.0;

/// The narrowest bar: shorter stretches would not be seen.
const NARROW: f64 = 1.5;

const WELL: Colour = Colour(0xD5, 0xE8, 0xD8);
const DEGRADED: Colour = Colour(0xF0, 0xE4, 0x42);
const PLANNED: Colour = Colour(0x56, 0xB4, 0xE9);
const DOWN: Colour = Colour(0xD5, 0x5E, 0x00);

const fn colour(tone: Tone) -> Colour {
    match tone {
        Tone::Well => WELL,
        Tone::Degraded => DEGRADED,
        Tone::Planned => PLANNED,
        Tone::Down => DOWN,
    }
}

/// The lanes from one time to another.
pub(super) fn sheet(
    timeline: &Timeline,
    (from, until): (Time, Time),
    (title, run): (&str, &str),
    fonts: &Fonts<'_>,
) -> Sheet {
    let lanes = &timeline.lanes[..timeline.lanes.len().min(MOST)];
    let left_out = timeline.lanes.len() - lanes.len();
    let rows = lanes.len().max(1) as f64;
    let height = HEAD + KEY + rows * LANE + BELOW;
    let mut sheet = Sheet::new(height.ceil() as u32, title.to_owned());
    sheet.heading(fonts, run);
    key(&mut sheet, fonts);
    let widths = lanes.iter().map(|lane| fonts.width(&lane.subject, BODY));
    let widest = widths.fold(80.0, f64::max).min(420.0);
    let left = MARGIN + widest + 14.0;
    let frame = Frame {
        left,
        right: f64::from(sheet.width) - MARGIN,
        top: HEAD + KEY,
        from: from.hours(),
        until: until.hours(),
    };
    frame.axis(&mut sheet, rows, left_out);
    for (row, lane) in lanes.iter().enumerate() {
        let top = frame.top + row as f64 * LANE;
        let name = fonts.fitted(&lane.subject, BODY, widest);
        sheet.text(point(MARGIN, top + BAR / 2.0), &name, Letters::ink(BODY));
        frame.lane(&mut sheet, lane, top);
    }
    sheet
}

/// The room for the key, and below the lanes for the axis.
const KEY: f64 = 40.0;
const BELOW: f64 = 74.0;

fn key(sheet: &mut Sheet, fonts: &Fonts<'_>) {
    let tones = [
        (Tone::Well, "well"),
        (Tone::Degraded, "up, not in full"),
        (Tone::Planned, "down as planned"),
        (Tone::Down, "down"),
    ];
    let mut x = MARGIN;
    let y = HEAD + 6.0;
    for (tone, text) in tones {
        bar(sheet, (x, x + 26.0), (y - 8.0, y + 8.0), colour(tone));
        sheet.text(point(x + 34.0, y), text, Letters::ink(BODY));
        x += 34.0 + fonts.width(text, BODY) + 28.0;
    }
    sheet.line(vec![point(x, y - 8.0), point(x, y + 8.0)], strike());
    sheet.text(point(x + 10.0, y), "something fails", Letters::ink(BODY));
}

const fn strike() -> Pen {
    Pen { colour: INK, width: 1.0, dash: SOLID }
}

fn bar(sheet: &mut Sheet, (left, right): (f64, f64), (top, bottom): (f64, f64), colour: Colour) {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    sheet.area(corners.map(|(x, y)| point(x, y)).to_vec(), colour, 1.0);
}

/// Where the lanes are drawn.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    /// Hours.
    from: f64,
    until: f64,
}

impl Frame {
    fn across(&self, at: Time) -> f64 {
        let share = (at.hours() - self.from) / (self.until - self.from);
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    fn axis(&self, sheet: &mut Sheet, rows: f64, left_out: usize) {
        let axis = Axis::times(Time::from_hours(self.from), Time::from_hours(self.until));
        let bottom = self.top + rows * LANE;
        for (at, text) in &axis.ticks {
            let x = self.across(Time::from_hours(*at));
            let pen = Pen { colour: super::sheet::GRID, width: 1.0, dash: SOLID };
            sheet.line(vec![point(x, self.top - 6.0), point(x, bottom)], pen);
            let letters = Letters::ink(BODY).anchored(super::sheet::Anchor::Middle);
            sheet.text(point(x, bottom + 14.0), text, letters);
        }
        let mut title = axis.title.clone();
        if left_out > 0 {
            title += &format!("; {left_out} more subjects are in the table");
        }
        sheet.text(point(self.left, bottom + 42.0), &title, Letters::faint(BODY));
    }

    fn lane(&self, sheet: &mut Sheet, lane: &Lane, top: f64) {
        let bottom = top + BAR;
        bar(sheet, (self.left, self.right), (top, bottom), WELL);
        for stretch in &lane.stretches {
            let outside = stretch.until.hours() < self.from || stretch.from.hours() > self.until;
            if stretch.tone == Tone::Well || outside {
                continue;
            }
            let left = self.across(stretch.from);
            let right = self.across(stretch.until).max(left + NARROW).min(self.right + NARROW);
            // A pool that has lost a part of its members is coloured from the top by as much.
            let lost = (1.0 - stretch.level).max(0.12);
            let depth = if stretch.tone == Tone::Degraded && stretch.level < 1.0 {
                lost * BAR
            } else {
                BAR
            };
            bar(sheet, (left, right), (top, top + depth), colour(stretch.tone));
        }
        let inside = |at: &&Time| at.hours() >= self.from && at.hours() <= self.until;
        for at in lane.strikes.iter().filter(inside) {
            let x = self.across(*at);
            sheet.line(vec![point(x, bottom + 1.0), point(x, bottom + 7.0)], strike());
        }
    }
}
