//! Rooms import only from those before them: the sources are read to keep it so.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in their order, each with the earlier ones that it may import all the same.
const ROOMS: [(&str, &[&str]); 10] = [
    ("quantity", &[]),
    ("model", &["quantity"]),
    ("engine", &["quantity", "model"]),
    ("measure", &["quantity", "model", "engine"]),
    ("estimate", &["quantity"]),
    ("analytic", &["quantity", "model", "measure"]),
    ("scenario", &["quantity", "model"]),
    ("study", &["quantity", "model", "engine", "measure", "estimate", "analytic"]),
    ("report", &["quantity", "measure", "estimate", "study"]),
    (
        "cli",
        &["quantity", "model", "measure", "estimate", "analytic", "scenario", "study", "report"],
    ),
];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a room is a folder") {
        let path = entry.expect("a room can be listed").path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The rooms that a source names as `crate::room`, comments included.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let named = text.split("crate::").skip(1);
    named.map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[test]
fn a_room_imports_only_what_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, allowed) in ROOMS {
        let mut files = Vec::new();
        sources(&src.join(room), &mut files);
        assert!(!files.is_empty(), "{room} is there");
        for file in files {
            let text = fs::read_to_string(&file).expect("sources are text");
            assert!(!text.contains("use crate::{"), "{}: one room a line", file.display());
            for import in imports(&text).filter(|import| *import != room) {
                let is_room = ROOMS.iter().any(|(name, _)| *name == import);
                assert!(is_room, "{} names crate::{import}, no room", file.display());
                assert!(allowed.contains(&import), "{} imports {import}", file.display());
            }
        }
    }
}

#[test]
fn the_rooms_are_those_of_the_library() {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = fs::read_to_string(lib).expect("sources are text");
    let mut declared: Vec<_> =
        text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut rooms: Vec<_> = ROOMS.iter().map(|(name, _)| *name).collect();
    declared.sort_unstable();
    rooms.sort_unstable();
    assert_eq!(declared, rooms);
}

#[test]
fn no_room_is_allowed_a_later_one() {
    for (place, (room, allowed)) in ROOMS.iter().enumerate() {
        let earlier = |name: &&str| ROOMS[..place].iter().any(|(other, _)| other == name);
        assert!(allowed.iter().all(earlier), "{room} may import a later room");
    }
}
