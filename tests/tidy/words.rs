//! Words that do not belong where they stand.

use crate::files::{Text, assert_none, everything, texts};

/// Lines of texts in which one of the words stands.
fn found(texts: impl IntoIterator<Item = Text>, words: &[String]) -> Vec<String> {
    let has_one = |line: &str| words.iter().any(|word| line.contains(word.as_str()));
    texts.into_iter().flat_map(|text| text.lines_where(has_one)).collect()
}

/// Words put together here from parts, so that this source is not found by itself.
fn words(parts: &[(&str, &str)]) -> Vec<String> {
    parts.iter().map(|(start, end)| format!("{start}{end}")).collect()
}

/// Sources of the rooms below the command line, without their tests.
fn below_the_command_line() -> impl Iterator<Item = Text> {
    let sources = texts(&["src"]).into_iter().filter(|text| {
        !text.is_tests() && !text.path.starts_with("src/cli/") && text.path != "src/main.rs"
    });
    sources.map(|text| text.without_tests())
}

#[test]
fn nothing_is_left_to_be_done() {
    let words = words(&[("TO", "DO"), ("FIX", "ME"), ("XX", "X:"), ("todo", "!("), ("dbg", "!(")]);
    assert_none("what is shipped is finished", found(everything(), &words));
}

#[test]
fn no_path_of_a_machine_is_named() {
    let mut words = words(&[("/ho", "me/"), ("/ro", "ot/"), ("/Us", "ers/"), ("/wo", "rk/")]);
    words.extend(self::words(&[("/tm", "p/"), ("C:\\Us", "ers")]));
    assert_none("files say nothing of the machine they were made on", found(everything(), &words));
}

#[test]
fn only_the_command_line_knows_of_the_world() {
    let clock = ["Instant", "SystemTime", "std::env", "std::process", "process::exit"];
    let entropy = ["from_os_rng", "rand::rng(", "thread_rng", "getrandom"];
    let words: Vec<_> = clock.iter().chain(&entropy).map(|&word| word.to_owned()).collect();
    assert_none(
        "no clock, environment or entropy reaches a result",
        found(below_the_command_line(), &words),
    );
}

#[test]
fn only_the_report_writes_files_below_the_command_line() {
    let sources = below_the_command_line().filter(|text| !text.path.starts_with("src/report/"));
    let words = ["std::fs", "std::net", "File::"].map(str::to_owned);
    assert_none("no other room touches a disk or a network", found(sources, &words));
}

#[test]
fn only_the_command_line_prints_and_through_its_screen() {
    let words = ["println!", "print!("].map(str::to_owned);
    let sources = texts(&["src"]).into_iter().map(|text| text.without_tests());
    assert_none("what is said goes through `cli::screen`", found(sources, &words));
}

#[test]
fn mathematics_is_the_same_on_every_machine() {
    // Clippy refuses calls; this refuses what is passed on by name, too, as in `map(f64::ln)`.
    let names = ["ln", "exp", "powf", "powi", "sin", "cos", "ln_1p", "exp_m1", "log10", "log2"];
    let words: Vec<_> = names
        .iter()
        .flat_map(|name| [format!("f64::{name})"), format!("f64::{name}("), format!(".{name}()")])
        .collect();
    assert_none("mathematics comes from `libm`", found(texts(&["src"]), &words));
}

#[test]
fn nothing_is_in_the_order_of_a_hash() {
    let words = ["HashMap", "HashSet", "RandomState"].map(str::to_owned);
    assert_none("maps and sets have an order", found(texts(&["src"]), &words));
}
