//! Finds fonts on the machine for characters that the shipped font lacks.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::report::plot::FontBytes;

/// Where systems keep fonts; `~` is the user's home.
const FOLDERS: [&str; 9] = [
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "C:\\Windows\\Fonts",
];

/// Parts of the names of fonts that cover much, which are tried first.
const WIDE: [&str; 9] =
    ["cjk", "fallback", "wqy", "hei", "pingfang", "msyh", "gothic", "unifont", "unicode"];

/// Folders in folders are followed so far down.
const DEEPEST: usize = 4;
/// No more files are opened than this.
const MOST: usize = 500;

/// Fonts that together draw the missing characters, as far as some are found. What cannot be read
/// is passed over.
#[must_use]
pub fn find(missing: &BTreeSet<char>) -> Vec<FontBytes> {
    let mut missing = missing.clone();
    let mut fonts = Vec::new();
    if missing.is_empty() {
        return fonts;
    }
    for file in files().into_iter().take(MOST) {
        let font = fs::read(file).ok().and_then(FontBytes::read);
        let Some(font) = font else { continue };
        let before = missing.len();
        missing.retain(|letter| !font.draws(*letter));
        if missing.len() < before {
            fonts.push(font);
        }
        if missing.is_empty() {
            break;
        }
    }
    fonts
}

/// All font files, those that are likely to cover much first, then by path.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let home = env::var_os("HOME").map(PathBuf::from);
    for folder in FOLDERS {
        match folder.strip_prefix("~/") {
            None => collect(Path::new(folder), 0, &mut files),
            Some(rest) => {
                if let Some(home) = &home {
                    collect(&home.join(rest), 0, &mut files);
                }
            }
        }
    }
    files.sort_by_cached_key(|path| {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().to_lowercase();
        let wide = WIDE.iter().any(|part| name.contains(part));
        (!wide, path.clone())
    });
    files.dedup();
    files
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth < DEEPEST {
                collect(&path, depth + 1, files);
            }
        } else if is_font(&path) {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["ttf", "otf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}
