//! Every broken scenario in `tests/problems` is refused with exactly the message beside it.
//!
//! `name.ron` is the scenario, `name.set` its overrides (one a line, optional), `name.expected`
//! the whole message. After a change of wording, `FIREDRILL_BLESS=1 cargo test --test problems`
//! writes the messages anew; read the difference before committing it.

use std::fs;
use std::path::{Path, PathBuf};

use firedrill::scenario::{Files, NoFiles, Override, Problems, Source, load, templates};

/// Uses everything that the language has about domains and data.
const EVERYTHING: &str = include_str!("ron/everything.ron");
/// Uses everything that the language has about the response.
const RESPONSE: &str = include_str!("ron/response.ron");

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, relative: &str) -> Result<String, String> {
        fs::read_to_string(self.0.join(relative)).map_err(|_| "no such file".to_string())
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

fn scenarios() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of broken scenarios is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|it| it == "ron"))
        .collect();
    paths.sort();
    paths
}

fn problems(path: &Path) -> Problems {
    let name = path.file_name().expect("a file has a name");
    let source = Source {
        name: name.to_string_lossy().into_owned(),
        text: fs::read_to_string(path).expect("a broken scenario can be read"),
    };
    let overrides = fs::read_to_string(path.with_extension("set")).unwrap_or_default();
    let overrides: Vec<Override> = overrides
        .lines()
        .map(|line| Override::parse(line).expect("an override has an `=`"))
        .collect();
    load(&source, &overrides, &Folder(folder())).expect_err(&format!("{name:?} is broken"))
}

#[test]
fn every_broken_scenario_says_what_is_expected() {
    let bless = std::env::var_os("FIREDRILL_BLESS").is_some();
    let paths = scenarios();
    assert!(paths.len() >= 60, "there are many broken scenarios");
    let mut wrong = Vec::new();
    for path in paths {
        let found = format!("{}\n", problems(&path));
        let beside = path.with_extension("expected");
        if bless {
            fs::write(&beside, &found).expect("the expected message can be written");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if expected != found {
            wrong.push(format!("{}\nfound:\n{found}\nexpected:\n{expected}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_problem_has_a_place_a_lower_case_message_and_a_next_action() {
    for path in scenarios() {
        for problem in problems(&path).iter() {
            let at = format!("{}: {}", path.display(), problem.message);
            assert!(problem.line > 0 && problem.column > 0, "a place: {at}");
            assert!(!problem.label.is_empty(), "a label: {at}");
            assert!(problem.help.is_some(), "a next action: {at}");
            assert!(!problem.message.ends_with('.'), "no full stop: {at}");
            let first = problem.message.chars().next().expect("a message");
            assert!(!first.is_uppercase(), "lower case: {at}");
        }
    }
}

#[test]
fn problems_are_in_the_order_of_the_file() {
    for path in scenarios() {
        let found = problems(&path);
        let places: Vec<(bool, usize, usize)> = found
            .iter()
            .filter(|problem| problem.source != "--set")
            .map(|problem| (false, problem.line, problem.column))
            .collect();
        assert!(places.is_sorted(), "{}", path.display());
    }
}

/// Numbers that look random, the same every time (splitmix64; Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

/// The text in words, numbers, quoted texts, brackets and blanks.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut quoted = false;
    for character in text.chars() {
        let word = character.is_alphanumeric() || character == '_';
        let joins = tokens
            .last()
            .and_then(|it| it.chars().next_back())
            .is_some_and(|last| quoted || (word && (last.is_alphanumeric() || last == '_')));
        if joins {
            tokens.last_mut().expect("it was just looked at").push(character);
        } else {
            tokens.push(character.to_string());
        }
        quoted ^= character == '"';
    }
    tokens
}

/// What does not belong into a scenario, or begins what must be ended.
const STRANGE: &[&str] = &[
    "\u{202e}", "€", "\\", "'", "\"", "\0", "计", "\t", "#", "!", "b'", "r#\"", "b\"", "/*", "//",
    "#![", "0x", "-", "1e999", "'a'", "r#type", "Some(", "()", "\r\n", "..", "1_", "_",
];

/// Valid scenarios with some tokens deleted, doubled, swapped or added never panic, never loop, and
/// are read or refused with at least one problem inside the text. Seed of the mutations: 20260211.
#[test]
fn mutated_scenarios_are_read_or_refused() {
    let mut dice = Dice(20260211);
    let texts = templates().iter().map(|it| it.text).chain([EVERYTHING, RESPONSE]);
    let texts: Vec<Vec<String>> = texts.map(tokens).collect();
    let mut refused = 0;
    for round in 0..2000_usize {
        let mut mutated = texts[round % texts.len()].clone();
        for _ in 0..=dice.below(4) {
            if mutated.is_empty() {
                break;
            }
            let at = dice.below(mutated.len());
            let other = dice.below(mutated.len());
            match dice.below(5) {
                3 => mutated.insert(at, STRANGE[dice.below(STRANGE.len())].to_string()),
                0 => drop(mutated.remove(at)),
                1 => mutated.insert(other, mutated[at].clone()),
                2 => mutated.swap(at, other),
                _ => mutated.truncate(at.max(1)),
            }
        }
        let source = Source { name: "mutated.ron".to_string(), text: mutated.concat() };
        if let Err(problems) = load(&source, &[], &NoFiles) {
            refused += 1;
            assert!(problems.len() > 0, "problems are never empty");
            let lines = source.text.lines().count() + 1;
            for problem in problems.iter() {
                assert!((1..=lines).contains(&problem.line), "a place in the text");
            }
            assert!(problems.to_string().contains("mutated.ron:"));
        }
    }
    assert!(refused > 1000, "mutations break most scenarios, not {refused}");
}

/// Any override of a valid scenario is applied or refused, never a panic. Seed: 20260212.
#[test]
fn random_overrides_are_applied_or_refused() {
    let mut dice = Dice(20260212);
    let pieces = [
        "pools",
        "gpu",
        "members",
        ".",
        ".",
        "[",
        "]",
        "1",
        "\"",
        "spares",
        "Warm",
        "failures",
        "node",
        "strikes",
        "time_to_failure",
        "mean",
        "=",
        "services",
        "chat",
        "needs",
        "3",
        "5h",
        "(",
        ")",
        "{",
        "}",
        "None",
        "repairs",
        "bench",
        "swap",
        "domains",
        "hall",
        "hall[1]",
        "stores",
        "vault",
        "backups",
        "nightly",
        "over",
        "keeps",
        "people",
        "sre",
        "hours",
        "predictors",
        "then",
        "Drain",
        "maintenance",
        "placements",
        "failover",
        "decided_by",
        "decides",
        "节点",
        "-",
        ",",
    ];
    for _ in 0..2000 {
        let count = 1 + dice.below(9);
        let text: String = (0..count).map(|_| pieces[dice.below(pieces.len())]).collect();
        let Some(change) = Override::parse(&format!("{text}=4")) else {
            continue;
        };
        let text = [templates()[0].text, EVERYTHING, RESPONSE][dice.below(3)].to_string();
        let source = Source { name: "changed.ron".to_string(), text };
        if let Err(problems) = load(&source, &[change], &NoFiles) {
            assert!(!problems.to_string().is_empty());
        }
    }
}
