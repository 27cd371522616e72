//! `firedrill verify`: hold this build against exact answers, on the user's machine.

use std::fmt::Write as _;

use super::args::Verify as Args;
use super::progress::Progress;
use super::{Answer, Failure, say, signals, tell};
use crate::analytic::cases::{self, Case, CaseResult};
use crate::scenario::{NoFiles, Source, load, template};
use crate::study::{self, Comparison, MAX_EVENTS, Results, Run, Settings, Stop, Verdict};

/// Shipped scenarios whose whole comparison must hold, but for the paper's own formulas.
const SIMULATED: [&str; 4] = ["machine-repair", "standby-pair", "k-of-n", "erasure-coded-store"];

pub fn verify(args: &Args) -> Result<Answer, Failure> {
    signals::listen_for_ctrl_c();
    let exact = exact_answers(args.verbose)?;
    let simulated = if args.exact_only { Answer::Done } else { simulations(args.verbose)? };
    Ok(if exact { simulated } else { Answer::No })
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

/// Runs the small exact scenarios; done when no formula disagrees.
fn simulations(verbose: bool) -> Result<Answer, Failure> {
    let mut good = true;
    for name in SIMULATED {
        let results = simulate(name)?;
        if results.run.interrupted {
            tell(&format!("interrupted: {name} and what follows have not been checked"));
            return Ok(Answer::Interrupted);
        }
        let mut rows = results.comparison;
        rows.retain(|row| !is_on_trial(&row.formula));
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
    Ok(if good { Answer::Done } else { Answer::No })
}

fn simulate(name: &str) -> Result<Results, Failure> {
    let shipped = template(name).expect("the simulated scenarios are shipped");
    let source = Source { name: format!("{name}.ron"), text: shipped.text.to_owned() };
    let model = load(&source, &[], &NoFiles).map_err(Failure::Scenario)?.model;
    let settings = Settings {
        seed: model.seed,
        stop: Stop::Replications(model.replications),
        threads: None,
        max_events: MAX_EVENTS,
        inject: None,
    };
    let run = Run::of_model(name, &model, &settings);
    let mut progress = Progress::new(None);
    let results = study::run(&model, run, &settings, &mut progress);
    progress.finish();
    Ok(results?)
}

/// Whether it is one of the source paper's own formulas, P1 to P8, some of which are wrong.
fn is_on_trial(formula: &str) -> bool {
    formula.strip_prefix('P').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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
