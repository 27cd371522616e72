//! A picture as a list of shapes in pixels, which both formats are painted from.

use super::font::Fonts;

/// Where a shape lies, in pixels from the upper left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A point in pixels.
pub(super) const fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// A colour as red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// How a line is broken, so that it is told from others without its colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dash {
    /// Lengths drawn and left out in turn; a whole line where there are none.
    pub(super) pattern: &'static [f64],
    /// How far into the pattern the line begins.
    pub(super) phase: f64,
}

/// A pen: colour, width in pixels, dashes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pen {
    pub(super) colour: Colour,
    pub(super) width: f64,
    pub(super) dash: Dash,
}

/// Which end of a text is at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// Something on the sheet. A text is centred on its point's height.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Line { points: Vec<Point>, pen: Pen },
    Area { points: Vec<Point>, colour: Colour, opacity: f64 },
    Text { at: Point, text: String, em: f64, anchor: Anchor, colour: Colour },
}

/// The picture: its size in pixels, what it shows, and its shapes from back to front.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) title: String,
    pub(super) shapes: Vec<Shape>,
}

/// A whole line.
pub(super) const SOLID: Dash = Dash { pattern: &[], phase: 0.0 };

/// Near black, for text and axes.
pub(super) const INK: Colour = Colour(0x22, 0x22, 0x22);
/// For text that explains.
pub(super) const FAINT: Colour = Colour(0x59, 0x59, 0x59);
/// For the grid.
pub(super) const GRID: Colour = Colour(0xDD, 0xDD, 0xDD);

/// The size of the letters of a heading, of a panel's title, and of all else, in pixels.
pub(super) const HEADING: f64 = 26.0;
pub(super) const TITLE: f64 = 21.0;
pub(super) const BODY: f64 = 18.0;

impl Sheet {
    pub(super) fn new(height: u32, title: String) -> Self {
        Self { width: 1200, height, title, shapes: Vec::new() }
    }

    pub(super) fn line(&mut self, points: Vec<Point>, pen: Pen) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line { points, pen });
        }
    }

    pub(super) fn area(&mut self, points: Vec<Point>, colour: Colour, opacity: f64) {
        if points.len() > 2 {
            self.shapes.push(Shape::Area { points, colour, opacity });
        }
    }

    pub(super) fn text(&mut self, at: Point, text: &str, letters: Letters) {
        self.shapes.push(Shape::Text {
            at,
            text: text.to_string(),
            em: letters.em,
            anchor: letters.anchor,
            colour: letters.colour,
        });
    }

    /// All text on the sheet.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }

    /// The heading over all panels, and a line under it that says what was run.
    pub(super) fn heading(&mut self, fonts: &Fonts<'_>, run: &str) {
        let room = f64::from(self.width) - 2.0 * MARGIN;
        let small = fonts.width(&self.title, HEADING) > room;
        let size = if small { TITLE } else { HEADING };
        let title = fonts.fitted(&self.title, size, room);
        let run = fonts.fitted(run, BODY, room);
        self.text(point(MARGIN, 28.0), &title, Letters::ink(size));
        self.text(point(MARGIN, 58.0), &run, Letters::faint(BODY));
    }
}

/// The room left and right of everything.
pub(super) const MARGIN: f64 = 24.0;
/// The height of the heading with the line under it.
pub(super) const HEAD: f64 = 86.0;

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    em: f64,
    anchor: Anchor,
    colour: Colour,
}

impl Letters {
    pub(super) const fn ink(em: f64) -> Self {
        Self { em, anchor: Anchor::Left, colour: INK }
    }

    pub(super) const fn faint(em: f64) -> Self {
        Self { colour: FAINT, ..Self::ink(em) }
    }

    pub(super) const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}
