//! A plotters backend that sets text itself, glyph by glyph, with fonts to fall back on.
//!
//! Plotters would place glyphs on whole pixels without their bearings, in one font alone.

use plotters::backend::DrawingBackend;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

use super::font::{Fonts, draw};
use super::paint::PLOTTERS_EM;

/// A backend with our lettering.
pub(super) struct Lettered<'a, B> {
    inner: B,
    fonts: &'a Fonts<'a>,
}

/// What stands for a character that no font can draw; the plot says which these are.
const MISSING: char = '□';

/// Half of an x-height, in ems: the distance of a centred text's baseline from its point. An SVG
/// says `0.5ex`.
const HALF_EX: f64 = 0.27;

impl<'a, B: DrawingBackend> Lettered<'a, B> {
    pub(super) fn new(inner: B, fonts: &'a Fonts<'a>) -> Self {
        Self { inner, fonts }
    }

    /// Sets a text from `start` to the right and returns where it ends; `None` draws nothing.
    fn set(
        &mut self,
        text: &str,
        em: f64,
        start: (f64, f64),
        colour: Option<BackendColor>,
    ) -> Result<f64, DrawingErrorKind<B::ErrorType>> {
        let (mut x, y) = start;
        let mut dots = Vec::new();
        for letter in text.chars() {
            let drawn = self.fonts.face(letter).map(|face| (face, letter));
            let (face, letter) = match drawn.or_else(|| Some((self.fonts.face(MISSING)?, MISSING)))
            {
                Some(drawn) => drawn,
                None => continue,
            };
            x += draw(face, letter, em, (x, y), &mut |x, y, coverage| {
                dots.push((x, y, coverage));
            });
        }
        let Some(colour) = colour else { return Ok(x) };
        let (width, height) = self.inner.get_size();
        for (x, y, coverage) in dots {
            if (0..width as i32).contains(&x) && (0..height as i32).contains(&y) {
                let alpha = colour.alpha * f64::from(coverage);
                let BackendColor { rgb, .. } = colour;
                self.inner.draw_pixel((x, y), BackendColor { alpha, rgb })?;
            }
        }
        Ok(x)
    }
}

impl<B: DrawingBackend> DrawingBackend for Lettered<'_, B> {
    type ErrorType = B::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let em = style.size() / PLOTTERS_EM;
        let (x, y) = (f64::from(at.0), f64::from(at.1) + HALF_EX * em);
        let width = self.set(text, em, (0.0, 0.0), None)?;
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2.0,
            HPos::Right => x - width,
        };
        self.set(text, em, (left, y), Some(style.color()))?;
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let em = style.size() / PLOTTERS_EM;
        let width = self.fonts.width(text, em);
        Ok((width.ceil() as u32, em.ceil() as u32))
    }
}
