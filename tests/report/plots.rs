//! Plots: their text, their bytes, and what they leave out.

use std::fs;
use std::path::Path;

use firedrill::report::plot::{FontBytes, plots};
use firedrill::report::terminal;

use crate::sample;

/// Draws all samples, to be looked at: `cargo test --test report -- --ignored`.
#[test]
#[ignore = "draws pictures for people"]
fn draw_the_samples() {
    let fallback = fs::read("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf");
    let fallback = fallback.ok().and_then(FontBytes::read);
    let fallbacks: Vec<FontBytes> = fallback.into_iter().collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for results in [sample::paper(), sample::gpu_pool(), sample::many()] {
        println!("{}", terminal::table(&results, 100, false));
        for plot in plots(&results) {
            let name = format!("{}-{}", results.run.scenario, plot.name());
            fs::write(folder.join(format!("{name}.svg")), plot.svg()).unwrap();
            fs::write(folder.join(format!("{name}.png")), plot.png(&fallbacks)).unwrap();
            println!("{}", folder.join(name).display());
        }
    }
}
