//! Fonts of this machine, for characters that the shipped one lacks.

use std::fs;
use std::path::{Path, PathBuf};

use crate::report::plot::{FontBytes, Plot};

/// How deep folders of fonts are searched.
const DEPTH: usize = 4;

/// An installed font for each character that the plots cannot draw, as far as there is one.
pub fn for_plots(plots: &[Plot]) -> Vec<FontBytes> {
    let mut missing: Vec<_> = plots.iter().flat_map(|plot| plot.undrawable(&[])).collect();
    let mut fonts: Vec<FontBytes> = Vec::new();
    if missing.is_empty() {
        return fonts;
    }
    let mut files: Vec<_> = folders().iter().flat_map(|folder| files_in(folder, DEPTH)).collect();
    files.sort();
    for file in files {
        if missing.is_empty() {
            break;
        }
        let Some(font) = fs::read(&file).ok().and_then(FontBytes::read) else { continue };
        let before = missing.len();
        missing.retain(|&letter| !font.draws(letter));
        if missing.len() < before {
            fonts.push(font);
        }
    }
    fonts
}

/// Where systems keep their fonts.
fn folders() -> Vec<PathBuf> {
    let fixed = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
        r"C:\Windows\Fonts",
    ];
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let own = [".fonts", ".local/share/fonts", "Library/Fonts"];
    let own = home.iter().flat_map(|home| own.map(|folder| home.join(folder)));
    fixed.iter().map(PathBuf::from).chain(own).collect()
}

fn files_in(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc")) {
            files.push(path);
        } else if depth > 0 && path.is_dir() {
            files.extend(files_in(&path, depth - 1));
        }
    }
    files
}
