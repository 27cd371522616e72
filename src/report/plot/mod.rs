//! Plots, drawn by plotters as SVG and PNG from one list of shapes each.
//!
//! They are lettered with a font that is shipped, so that a PNG comes out the same everywhere.
//! What that font lacks is drawn with the fonts that the caller found on the machine, or the plot
//! tells which characters could not be drawn. Colours are Okabe and Ito's; lines also differ by
//! their dashes, so that a grey print can be read.

mod availability;
mod backup_volume;
mod costs;
mod dash;
mod data;
mod durations;
mod font;
mod formulas;
mod lettering;
mod outage_time;
mod paint;
mod panel;
mod recovery_points;
mod reliability;
mod scale;
mod served;
mod sheet;
mod timeline;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Folder, ReportError};
use crate::measure::Timeline;
use crate::quantity::Time;
use crate::study::Results;

pub use font::FontBytes;

use font::Fonts;
use sheet::Sheet;

/// What a plot is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
}

/// A plot, ready to be written in either format.
#[derive(Clone, Debug)]
pub struct Plot {
    name: &'static str,
    sheet: Sheet,
}

/// The plots for which there is data.
#[must_use]
pub fn plots(results: &Results) -> Vec<Plot> {
    let fonts = Fonts::with(&[]);
    let plot = |name, sheet: Option<Sheet>| sheet.map(|sheet| Plot { name, sheet });
    let all = [
        plot("reliability", reliability::sheet(results, &fonts)),
        plot("backup-volume", backup_volume::sheet(results, &fonts)),
        plot("availability", availability::sheet(results, &fonts)),
        plot("demand-served", served::sheet(results, &fonts)),
        plot("outage-durations", durations::sheet(results, &fonts, &durations::OUTAGES)),
        plot("outage-stages", outage_time::by_stage(results, &fonts)),
        plot("outage-causes", outage_time::by_cause(results, &fonts)),
        plot("training-time", outage_time::of_training(results, &fonts)),
        plot("recovery-points", recovery_points::sheet(results, &fonts)),
        plot("restore-times", durations::sheet(results, &fonts, &durations::RESTORES)),
        plot("costs", costs::sheet(results, &fonts)),
    ];
    all.into_iter().flatten().collect()
}

/// One replication as lanes, from one time to a later one; `title` and `run` stand over it.
#[must_use]
pub fn trace(timeline: &Timeline, between: (Time, Time), title: &str, run: &str) -> Plot {
    let fonts = Fonts::with(&[]);
    Plot { name: "trace", sheet: timeline::sheet(timeline, between, (title, run), &fonts) }
}

impl Plot {
    /// The file's name without its extension.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Writes the plot under its name and returns the file's path. The fallbacks are for PNG.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(
        &self,
        folder: &Folder,
        format: Format,
        fallbacks: &[FontBytes],
    ) -> Result<PathBuf, ReportError> {
        match format {
            Format::Svg => folder.write(&format!("{}.svg", self.name), self.svg().as_bytes()),
            Format::Png => folder.write(&format!("{}.png", self.name), &self.png(fallbacks)),
        }
    }

    /// The plot as SVG, the same bytes on every machine. Its text is text, in the shipped font's
    /// family or what the viewer has in its place.
    #[must_use]
    pub fn svg(&self) -> String {
        paint::svg(&self.sheet)
    }

    /// The plot as PNG, the same bytes on every machine as long as the shipped font has all its
    /// characters; `fallbacks` are tried in order for those that it lacks.
    #[must_use]
    pub fn png(&self, fallbacks: &[FontBytes]) -> Vec<u8> {
        paint::png(&self.sheet, &Fonts::with(fallbacks))
    }

    /// The characters that neither the shipped font nor the fallbacks have. A PNG shows `□` for
    /// each.
    #[must_use]
    pub fn undrawable(&self, fallbacks: &[FontBytes]) -> BTreeSet<char> {
        let fonts = Fonts::with(fallbacks);
        let texts = self.sheet.texts();
        texts.flat_map(|text| fonts.missing(text)).collect()
    }
}
