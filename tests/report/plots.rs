//! Plots: their text, their bytes, and what they leave out.

use std::fs;
use std::path::Path;

use firedrill::report::plot::plots;

use crate::sample;

/// Draws all samples, to be looked at: `cargo test --test report -- --ignored`.
#[test]
#[ignore = "draws pictures for people"]
fn draw_the_samples() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for results in [sample::paper(), sample::gpu_pool()] {
        for plot in plots(&results) {
            let name = format!("{}-{}", results.run.scenario, plot.name());
            fs::write(folder.join(format!("{name}.svg")), plot.svg()).unwrap();
            fs::write(folder.join(format!("{name}.png")), plot.png(&[])).unwrap();
            println!("{}", folder.join(name).display());
        }
    }
}
