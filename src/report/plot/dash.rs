//! Lines broken into dashes, since not every backend knows them.

use super::sheet::{Dash, Point, point};

/// The pieces of a line that are drawn.
pub(super) fn dashes(points: &[Point], dash: Dash) -> Vec<Vec<Point>> {
    if dash.pattern.is_empty() {
        return vec![points.to_vec()];
    }
    let mut walk = Walk::along(dash);
    for pair in points.windows(2) {
        walk.step(pair[0], pair[1]);
    }
    walk.pieces.retain(|piece| piece.len() > 1);
    walk.pieces
}

struct Walk {
    pattern: &'static [f64],
    /// Which length of the pattern is being used up; the even ones are drawn.
    at: usize,
    left: f64,
    pieces: Vec<Vec<Point>>,
}

impl Walk {
    fn along(dash: Dash) -> Self {
        let mut walk =
            Self { pattern: dash.pattern, at: 0, left: dash.pattern[0], pieces: vec![Vec::new()] };
        let mut phase = dash.phase;
        while phase >= walk.left {
            phase -= walk.left;
            walk.turn();
        }
        walk.left -= phase;
        walk
    }

    fn drawn(&self) -> bool {
        self.at.is_multiple_of(2)
    }

    fn turn(&mut self) {
        self.at = (self.at + 1) % self.pattern.len();
        self.left = self.pattern[self.at];
        if self.drawn() {
            self.pieces.push(Vec::new());
        }
    }

    fn put(&mut self, place: Point) {
        if self.drawn() {
            let piece = self.pieces.last_mut().expect("there is always a piece");
            piece.push(place);
        }
    }

    fn step(&mut self, from: Point, to: Point) {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        let mut gone = 0.0;
        self.put(from);
        while length - gone > self.left {
            gone += self.left;
            let part = gone / length;
            let place = point(from.x + dx * part, from.y + dy * part);
            self.put(place);
            self.turn();
            self.put(place);
        }
        self.left -= length - gone;
        self.put(to);
    }
}
