//! Columns of text, aligned by how wide a terminal draws them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Page;

/// What a text is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Heading,
    Good,
    Bad,
    Open,
    Faint,
}

/// A text in its colour, where colours are wanted.
pub(super) fn paint(text: &str, style: Style, colour: bool) -> String {
    let code = match style {
        Style::Plain => return text.to_string(),
        Style::Heading => "1",
        Style::Good => "32",
        Style::Bad => "31",
        Style::Open => "33",
        Style::Faint => "2",
    };
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
}

/// One cell: its text and colour.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) style: Style,
}

impl Cell {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: printable(&text.into()), style: Style::Plain }
    }

    pub(super) fn styled(text: impl Into<String>, style: Style) -> Self {
        Self { style, ..Self::plain(text) }
    }
}

/// Which side a column keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// The room between columns.
const GAP: usize = 2;
/// Names are not made shorter than this.
const LEAST: usize = 10;

/// Rows of cells under a heading each.
pub(super) struct Grid {
    pub(super) sides: Vec<Side>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// The column whose texts are shortened when the page is too narrow.
    pub(super) shortens: usize,
}

impl Grid {
    /// The lines, each with a line end.
    pub(super) fn lines(&self, page: Page) -> Vec<String> {
        let widths = self.widths(page.width);
        let line = |row: &Vec<Cell>| {
            let mut line = String::new();
            for (at, cell) in row.iter().enumerate() {
                let text = shortened(&cell.text, widths[at]);
                let pad = " ".repeat(widths[at] - text.width());
                let text = paint(&text, cell.style, page.colour);
                match self.sides[at] {
                    Side::Left => line += &format!("{text}{pad}"),
                    Side::Right => line += &format!("{pad}{text}"),
                }
                line += &" ".repeat(GAP);
            }
            line.trim_end().to_string() + "\n"
        };
        self.rows.iter().map(line).collect()
    }

    fn widths(&self, room: usize) -> Vec<usize> {
        let width = |at: usize| {
            let texts = self.rows.iter().filter_map(|row| row.get(at));
            texts.map(|cell| cell.text.width()).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.sides.len()).map(width).collect();
        let all = widths.iter().sum::<usize>() + GAP * (widths.len() - 1);
        let flexible = &mut widths[self.shortens];
        let wish = flexible.saturating_sub(all.saturating_sub(room));
        *flexible = wish.max(LEAST.min(*flexible));
        widths
    }
}

/// A text cut to a width, ending in an ellipsis where something is cut off.
fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if short.width() + letter.width().unwrap_or(0) + 1 > width {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

/// A text with spaces after it to a width.
pub(super) fn padded(text: &str, width: usize) -> String {
    let text = printable(text);
    let pad = " ".repeat(width.saturating_sub(text.width()));
    text + &pad
}

/// A text without characters that would steer the terminal.
fn printable(text: &str) -> String {
    let safe = |letter: char| {
        if letter.is_control() { '\u{fffd}' } else { letter }
    };
    text.chars().map(safe).collect()
}

/// A text broken into lines at spaces; all lines but the first begin with so many spaces.
pub(super) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut lines = vec![String::new()];
    for word in printable(text).split(' ') {
        let line = lines.last_mut().expect("there is a line");
        let used = line.width();
        if used > indent && used + 1 + word.width() > width {
            lines.push(" ".repeat(indent) + word);
            continue;
        }
        if !line.trim_start().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.join("\n")
}
