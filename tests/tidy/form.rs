//! The form of files: lengths, line ends, first lines.

use crate::files::{assert_none, everything, texts};

/// Columns of a line of code.
const COLUMNS: usize = 100;

/// Lines of a source.
const LINES: usize = 500;

#[test]
fn lines_of_code_fit_the_screen() {
    // Tests hold screens that are wider.
    let code = texts(&["benches", "scenarios", "src"]).into_iter();
    let code = code.filter(|text| text.is("rs") || text.is("ron"));
    let long = code.flat_map(|text| text.lines_where(|line| line.chars().count() > COLUMNS));
    assert_none("lines of code have at most 100 columns", long);
}

#[test]
fn sources_are_short() {
    let sources = everything().into_iter().filter(|text| text.is("rs"));
    let long = sources.filter(|text| text.text.lines().count() > LINES);
    assert_none("a source is about one thing, in at most 500 lines", long.map(|text| text.path));
}

#[test]
fn lines_end_where_their_text_ends() {
    // A patch keeps the empty lines of what it changes.
    let loose = everything().into_iter().filter(|text| !text.is("csv") && !text.is("patch"));
    let loose = loose.flat_map(|text| {
        let ends_loosely = |line: &str| line.ends_with([' ', '\t', '\r']);
        let mut broken = text.lines_where(ends_loosely);
        if !text.text.ends_with('\n') || text.text.ends_with("\n\n") {
            broken.push(format!("{}: ends without a line end, or with many", text.path));
        }
        broken
    });
    assert_none("nothing stands behind a line's text, and a file ends with one line end", loose);
}

#[test]
fn a_scenario_says_first_what_it_shows() {
    let scenarios = texts(&["scenarios"]).into_iter().filter(|text| text.is("ron"));
    let silent = scenarios.filter(|text| !text.text.starts_with("// "));
    assert_none("a scenario begins with a comment", silent.map(|text| text.path));
}

#[test]
fn a_source_says_first_what_it_is() {
    let sources = texts(&["src", "tests", "benches"]).into_iter().filter(|text| text.is("rs"));
    let silent = sources.filter(|text| !text.is_tests() && !text.text.starts_with("//! "));
    assert_none("a source begins with its description", silent.map(|text| text.path));
}
