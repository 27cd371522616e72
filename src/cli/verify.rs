//! `firedrill verify`: hold this build against exact answers, on the user's machine.

use std::fmt::Write as _;

use super::args::Verify as Args;
use super::progress::{self, Progress};
use super::{Answer, Failure, say};
use crate::analytic::cases::{self, Case, CaseResult};
use crate::scenario::{NoFiles, Source, load, template};
use crate::study::{self, Comparison, MAX_EVENTS, Run, Settings, Stop, Verdict};

/// Shipped scenarios whose whole comparison must hold, but for the paper's own formulas.
const SIMULATED: [&str; 3] = ["machine-repair", "standby-pair", "k-of-n"];

pub fn verify(args: &Args) -> Result<Answer, Failure> {
    let exact = exact_answers(args.verbose)?;
    let simulated = if args.exact_only { true } else { simulations(args.verbose)? };
    Ok(if exact && simulated { Answer::Done } else { Answer::No })
}

/// Checks every exact case; whether all pass.
fn exact_answers(verbose: bool) -> Result<bool, Failure> {
    let results: Vec<_> =
        cases::all().into_iter().map(|case| (cases::check(&case), case)).collect();
    let mut families: Vec<&str> = results.iter().map(|(_, case)| family(case)).collect();
    families.dedup();
    let mut text = String::new();
    for name in families {
        let rows: Vec<_> = results.iter().filter(|(_, case)| family(case) == name).collect();
        let passed = rows.iter().filter(|(result, _)| result.passed).count();
        let worst = rows.iter().filter_map(|(result, _)| result.relative_error);
        let worst = worst.fold(0.0, f64::max);
        let verdict = if passed == rows.len() { "pass" } else { "FAIL" };
        let count = rows.len();
        let _ = writeln!(
            text,
            "{verdict}  {name}: {passed} of {count} exact answers, worst relative error {worst:.1e}"
        );
        for (result, case) in rows.iter().filter(|(result, _)| verbose || !result.passed) {
            text += &line(result, case);
        }
    }
    say(&text)?;
    Ok(results.iter().all(|(result, _)| result.passed))
}

fn family(case: &Case) -> &str {
    case.id.split('-').next().unwrap_or(&case.id)
}

fn line(result: &CaseResult, case: &Case) -> String {
    let verdict = if result.passed { "pass" } else { "FAIL" };
    format!(
        "      {verdict}  {} {}: exact {}, got {} ({})\n",
        case.id, case.quantity, case.digits, result.got, result.way
    )
}

/// Runs the small exact scenarios; whether no formula disagrees.
fn simulations(verbose: bool) -> Result<bool, Failure> {
    progress::listen_for_ctrl_c();
    let mut good = true;
    for name in SIMULATED {
        let rows = simulate(name)?;
        let count =
            |wanted: fn(&Verdict) -> bool| rows.iter().filter(|r| wanted(&r.verdict)).count();
        let disagree = count(|verdict| *verdict == Verdict::Disagrees);
        let agree = count(|verdict| *verdict == Verdict::Agrees);
        let open = count(|verdict| matches!(verdict, Verdict::Undecided { .. }));
        good &= disagree == 0;
        let verdict = if disagree == 0 { "pass" } else { "FAIL" };
        let mut text = format!(
            "{verdict}  {name}, simulated: {agree} formulas agree, {open} undecided, \
             {disagree} disagree\n"
        );
        for row in rows.iter().filter(|row| verbose || row.verdict == Verdict::Disagrees) {
            text += &row_line(row);
        }
        say(&text)?;
    }
    Ok(good)
}

fn simulate(name: &str) -> Result<Vec<Comparison>, Failure> {
    let shipped = template(name).expect("the simulated scenarios are shipped");
    let source = Source { name: format!("{name}.ron"), text: shipped.text.to_owned() };
    let model = load(&source, &[], &NoFiles).map_err(Failure::Scenario)?.model;
    let settings = Settings {
        seed: model.seed,
        stop: Stop::Replications(model.replications),
        threads: None,
        max_events: MAX_EVENTS,
    };
    let run = Run::of_model(name, &model, &settings);
    let mut progress = Progress::new(None);
    let results = study::run(&model, run, &settings, &mut progress);
    progress.finish();
    Ok(results?.comparison)
}

fn row_line(row: &Comparison) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| v.to_string());
    let at = row.time.map_or_else(String::new, |time| format!(" at {} h", time.hours()));
    format!(
        "      {}  {}[{}]{at} by {}: {}, simulated {} ({} to {})\n",
        row.verdict.name(),
        row.quantity,
        row.subject,
        row.formula,
        number(row.analytic),
        number(row.simulated),
        number(row.interval.low),
        number(row.interval.high)
    )
}
