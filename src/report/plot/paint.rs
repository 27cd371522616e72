//! Sheets painted by plotters, as SVG and as PNG, from the same shapes.
//!
//! Plotters works in whole pixels and without smoothing of wide lines, so both are painted at
//! [`FINE`] times the size: the SVG's view box scales it back, and every pixel of the PNG is the
//! mean of the fine ones under it.

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{PathElement, Polygon, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, IntoFont, RGBColor, WHITE};

use super::dash::dashes;
use super::font::{FAMILY, Fonts};
use super::lettering::Lettered;
use super::sheet::{Anchor, Colour, Pen, Point, Shape, Sheet};

/// Fine pixels a pixel, along each side.
const FINE: u32 = 3;

/// What plotters divides the size of a font by to get its em.
pub(super) const PLOTTERS_EM: f64 = 1.24;

const IN_MEMORY: &str = "painting in memory does not fail";

/// The sheet as SVG: its text stays text.
pub(super) fn svg(sheet: &Sheet) -> String {
    let (width, height) = (sheet.width * FINE, sheet.height * FINE);
    let mut svg = String::new();
    paint(sheet, &SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area());
    let size = format!(r#"<svg width="{width}" height="{height}""#);
    assert!(svg.starts_with(&size), "an SVG begins with its size");
    let (tag, rest) = svg[size.len()..].split_once('\n').expect("a tag a line");
    let title = escaped(&sheet.title);
    format!(
        "<svg width=\"{}\" height=\"{}\" role=\"img\"{tag}\n<title>{title}</title>\n{rest}",
        sheet.width, sheet.height
    )
}

/// The sheet as PNG.
pub(super) fn png(sheet: &Sheet, fonts: &Fonts<'_>) -> Vec<u8> {
    let (width, height) = (sheet.width * FINE, sheet.height * FINE);
    let mut fine = vec![0; (width * height * 3) as usize];
    let bitmap = BitMapBackend::with_buffer(&mut fine, (width, height));
    paint(sheet, &Lettered::new(bitmap, fonts).into_drawing_area());
    encoded(&coarse(&fine, width as usize), sheet)
}

fn paint<B: DrawingBackend>(sheet: &Sheet, area: &DrawingArea<B, Shift>) {
    area.fill(&WHITE).expect(IN_MEMORY);
    for shape in &sheet.shapes {
        put(shape, area);
    }
    area.present().expect(IN_MEMORY);
}

fn put<B: DrawingBackend>(shape: &Shape, area: &DrawingArea<B, Shift>) {
    match shape {
        Shape::Line { points, pen } => put_line(points, *pen, area),
        Shape::Area { points, colour, opacity } => {
            let points: Vec<_> = points.iter().map(|point| fine(*point)).collect();
            let style = rgb(*colour).mix(*opacity).filled();
            area.draw(&Polygon::new(points, style)).expect(IN_MEMORY);
        }
        Shape::Text { at, text, em, anchor, colour } => {
            let side = match anchor {
                Anchor::Left => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::Right => HPos::Right,
            };
            let size = em * f64::from(FINE) * PLOTTERS_EM;
            let colour = rgb(*colour);
            let style = (FontFamily::Name(FAMILY), size)
                .into_font()
                .color(&colour)
                .pos(Pos::new(side, VPos::Center));
            area.draw(&Text::new(text.as_str(), fine(*at), style)).expect(IN_MEMORY);
        }
    }
}

fn put_line<B: DrawingBackend>(points: &[Point], pen: Pen, area: &DrawingArea<B, Shift>) {
    let width = (pen.width * f64::from(FINE)).round().max(1.0) as u32;
    // Plotters rounds half pixels now up, now down, so the halves of wide lines are whole.
    let width = if width > FINE { width & !1 } else { width };
    let style = rgb(pen.colour).stroke_width(width);
    for piece in dashes(points, pen.dash) {
        let mut points: Vec<_> = piece.into_iter().map(fine).collect();
        points.dedup();
        if points.len() > 1 {
            area.draw(&PathElement::new(points, style)).expect(IN_MEMORY);
        }
    }
}

fn rgb(Colour(red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

fn fine(point: Point) -> (i32, i32) {
    let place = |pixels: f64| (pixels * f64::from(FINE)).round() as i32;
    (place(point.x), place(point.y))
}

/// Every pixel as the mean of the fine ones under it.
fn coarse(fine: &[u8], width: usize) -> Vec<u8> {
    let side = FINE as usize;
    let stride = width * 3;
    let mut pixels = Vec::with_capacity(fine.len() / (side * side));
    for rows in fine.chunks_exact(stride * side) {
        for left in (0..width).step_by(side) {
            for channel in 0..3 {
                let mut sum = 0;
                for row in rows.chunks_exact(stride) {
                    for column in left..left + side {
                        sum += u32::from(row[column * 3 + channel]);
                    }
                }
                pixels.push(((sum + FINE * FINE / 2) / (FINE * FINE)) as u8);
            }
        }
    }
    pixels
}

fn encoded(pixels: &[u8], sheet: &Sheet) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, sheet.width, sheet.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Best);
    let mut writer = encoder.write_header().expect(IN_MEMORY);
    writer.write_image_data(pixels).expect(IN_MEMORY);
    writer.finish().expect(IN_MEMORY);
    bytes
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
