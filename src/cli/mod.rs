//! Arguments and wiring. This room alone prints, reads the clock, the environment and the file
//! system for the user, and decides on the exit status:
//!
//! | status | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | the answer is no: an objective is not met under `--enforce`, a case fails in `verify` |
//! | 2 | a bad scenario or argument |
//! | 3 | something could not be read or written |
//! | 130 | interrupted: what was finished has been written |

mod analytic;
mod args;
mod catalog;
mod check;
mod explain;
mod failure;
pub mod fonts;
mod inject;
mod new;
mod progress;
mod run;
mod screen;
mod signals;
mod source;
mod trace;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use failure::Failure;
use screen::{say, tell};

/// What a command that went through answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Done,
    No,
    Interrupted,
}

/// Runs the program as its arguments say.
#[must_use]
pub fn main() -> ExitCode {
    signals::outlive_large_files();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let asked_for = !error.use_stderr();
            let _ = error.print();
            return ExitCode::from(if asked_for { 0 } else { 2 });
        }
    };
    match command(args.command.unwrap_or_else(Command::default_run)) {
        Ok(Answer::Done) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Ok(Answer::Interrupted) => ExitCode::from(130),
        Err(failure) => failure.report(),
    }
}

/// The known word that was meant, if it is likely: less than a third of it is wrong.
fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let distance = |known: &&str| strsim::damerau_levenshtein(word, known);
    known.min_by_key(distance).filter(|known| 3 * distance(known) < known.chars().count())
}

fn command(command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Check(args) => check::check(&args),
        Command::Trace(args) => trace::trace(&args),
        Command::Analytic(args) => analytic::analytic(&args),
        Command::Verify(args) => verify::verify(&args),
        Command::New(args) => new::new(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Catalog(args) => catalog::catalog(&args),
    }
}
