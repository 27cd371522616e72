//! Rooms import only from those before them: the sources are read to keep it so.

use std::fs;

use crate::files::{root, texts};

/// The rooms in their order, each with the earlier ones that it may import all the same.
const ROOMS: [(&str, &[&str]); 11] = [
    ("quantity", &[]),
    ("model", &["quantity"]),
    ("engine", &["quantity", "model"]),
    ("measure", &["quantity", "model", "engine"]),
    ("estimate", &["quantity"]),
    ("analytic", &["quantity", "model", "measure"]),
    ("catalog", &[]),
    ("scenario", &["quantity", "model", "catalog"]),
    ("study", &["quantity", "model", "engine", "measure", "estimate", "analytic"]),
    ("report", &["quantity", "measure", "estimate", "study"]),
    (
        "cli",
        &[
            "quantity", "model", "measure", "estimate", "analytic", "catalog", "scenario", "study",
            "report",
        ],
    ),
];

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
    for (room, allowed) in ROOMS {
        let sources = texts(&[&format!("src/{room}")]);
        assert!(!sources.is_empty(), "{room} has sources");
        for source in sources {
            let path = &source.path;
            assert!(!source.text.contains("use crate::{"), "{path}: one room a line");
            for import in imports(&source.text).filter(|import| *import != room) {
                let is_room = ROOMS.iter().any(|(name, _)| *name == import);
                assert!(is_room, "{path} names crate::{import}, no room");
                assert!(allowed.contains(&import), "{path} imports {import}");
            }
        }
    }
}

#[test]
fn the_rooms_are_those_of_the_library() {
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("sources are text");
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
