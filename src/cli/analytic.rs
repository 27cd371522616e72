//! `firedrill analytic`: what the formulas alone say.

use super::args::Analytic as Args;
use super::{Answer, Failure, say, screen, source};
use crate::report::{Folder, csv, terminal};
use crate::study;

/// The file's name.
const FILE: &str = "analytic.csv";

pub fn analytic(args: &Args) -> Result<Answer, Failure> {
    let loaded = source::load(&args.scenario)?;
    let formulas = study::formulas(&loaded.model);
    if formulas.is_empty() {
        say("no formula applies to this scenario: it has no pool with a failure mode\n")?;
        return Ok(Answer::Done);
    }
    say(&terminal::formulas(&formulas, screen::width(), screen::colour()))?;
    if let Some(out) = &args.out {
        let folder = Folder::open(out)?;
        let path = folder.write(FILE, &csv::formulas(&formulas))?;
        say(&format!("\n{}\n", path.display()))?;
    }
    Ok(Answer::Done)
}
