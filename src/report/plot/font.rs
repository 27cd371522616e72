//! The fonts that plots are lettered with: one that is shipped, and others to fall back on.

use std::collections::BTreeSet;

use ab_glyph::{Font as _, FontRef, FontVec, GlyphId, PxScale, ScaleFont as _};
use unicode_width::UnicodeWidthChar;

/// DejaVu Sans, reduced to Latin, Greek, Cyrillic and mathematics; its licence lies beside it.
const SHIPPED: &[u8] = include_bytes!("../../../assets/DejaVuSans-subset.ttf");

/// What an SVG names, first what is like the shipped font.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// A font found on the machine, to draw what the shipped one cannot.
pub struct FontBytes(FontVec);

impl FontBytes {
    /// The first font in a file's bytes, if it is an OpenType or TrueType font (or collection).
    #[must_use]
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        FontVec::try_from_vec_and_index(bytes, 0).ok().map(Self)
    }

    /// Whether the font can draw a character.
    #[must_use]
    pub fn draws(&self, letter: char) -> bool {
        let glyph = self.0.glyph_id(letter);
        // A font of coloured pictures has glyphs without outlines.
        glyph != NO_GLYPH && self.0.outline(glyph).is_some()
    }
}

const NO_GLYPH: GlyphId = GlyphId(0);

/// The fonts of one plot, in the order in which they are tried.
pub(super) struct Fonts<'a> {
    shipped: FontRef<'static>,
    others: &'a [FontBytes],
}

/// A font that covers a character, whichever way it is held.
#[derive(Clone, Copy)]
pub(super) enum Face<'a> {
    Shipped(&'a FontRef<'static>),
    Other(&'a FontVec),
}

impl<'a> Fonts<'a> {
    pub(super) fn with(others: &'a [FontBytes]) -> Self {
        let shipped = FontRef::try_from_slice(SHIPPED).expect("the shipped font is a font");
        Self { shipped, others }
    }

    /// The first font that can draw a character.
    pub(super) fn face(&self, letter: char) -> Option<Face<'_>> {
        if self.shipped.glyph_id(letter) != NO_GLYPH {
            return Some(Face::Shipped(&self.shipped));
        }
        let other = self.others.iter().find(|font| font.draws(letter));
        other.map(|font| Face::Other(&font.0))
    }

    /// The characters that no font can draw.
    pub(super) fn missing(&self, text: &str) -> BTreeSet<char> {
        let drawable = |letter: char| letter.is_whitespace() || self.face(letter).is_some();
        text.chars().filter(|letter| !drawable(*letter)).collect()
    }

    /// The width of a text in the unit of `em`, the same on every machine: what the shipped font
    /// lacks is reckoned by its width in a terminal.
    pub(super) fn width(&self, text: &str, em: f64) -> f64 {
        let scale = scale(&self.shipped, em);
        let font = self.shipped.as_scaled(scale);
        let letters = text.chars().map(|letter| {
            let glyph = self.shipped.glyph_id(letter);
            if glyph == NO_GLYPH {
                letter.width().unwrap_or(0) as f64 * em / 2.0
            } else {
                f64::from(font.h_advance(glyph))
            }
        });
        letters.sum()
    }

    /// The text, or its beginning and an ellipsis where it is wider than `most`.
    pub(super) fn fitted(&self, text: &str, em: f64, most: f64) -> String {
        if self.width(text, em) <= most {
            return text.to_string();
        }
        let mut short: String = text.to_string();
        while !short.is_empty() && self.width(&short, em) + self.width("…", em) > most {
            short.pop();
        }
        short.trim_end().to_string() + "…"
    }
}

/// The scale at which a font's em is `em` pixels.
pub(super) fn scale<F: ab_glyph::Font>(font: &F, em: f64) -> PxScale {
    let per_em = font.units_per_em().unwrap_or(1000.0);
    PxScale::from(em as f32 * font.height_unscaled() / per_em)
}

/// Draws one character with its origin at `at`, calls `dot(x, y, coverage)` for every pixel it
/// touches, and returns how far the next one is from it.
pub(super) fn draw(
    face: Face<'_>,
    letter: char,
    em: f64,
    at: (f64, f64),
    dot: &mut dyn FnMut(i32, i32, f32),
) -> f64 {
    match face {
        Face::Shipped(font) => draw_glyph(font, letter, em, at, dot),
        Face::Other(font) => draw_glyph(font, letter, em, at, dot),
    }
}

fn draw_glyph<F: ab_glyph::Font>(
    font: &F,
    letter: char,
    em: f64,
    (x, y): (f64, f64),
    dot: &mut dyn FnMut(i32, i32, f32),
) -> f64 {
    let scale = scale(font, em);
    let id = font.glyph_id(letter);
    let place = ab_glyph::point(x as f32, y as f32);
    if let Some(outline) = font.outline_glyph(id.with_scale_and_position(scale, place)) {
        let corner = outline.px_bounds().min;
        let (left, top) = (corner.x as i32, corner.y as i32);
        outline.draw(|x, y, coverage| dot(left + x as i32, top + y as i32, coverage.min(1.0)));
    }
    f64::from(font.as_scaled(scale).h_advance(id))
}
