//! The table that a run prints: what a planner reads in one screen.
//!
//! Means carry their 95 % intervals as `±`, rounded to what the interval supports. `-` is what was
//! never observed; `*` marks a mean carried by fewer than 30 observations.

mod comparison;
mod formulas;
mod grid;
mod objectives;
mod refusals;
mod scorecard;
mod sections;
mod times;
mod value;

use std::fmt::Write as _;

use super::number::{count, length};
use crate::study::{Comparison, Results, Run};

use grid::{Style, paint, wrapped};

/// The table, at most `width` columns wide as far as names can be shortened, with ANSI colours if
/// asked for. It ends with a line end.
#[must_use]
pub fn table(results: &Results, width: usize, colour: bool) -> String {
    let page = Page { width: width.max(40), colour };
    let mut text = header(&results.run, page);
    text += &scorecard::draw(results, page);
    text += &objectives::draw(results, page);
    let mut few = false;
    for section in sections::all(results) {
        few |= section.has_few();
        text += &section.draw(page);
    }
    text += &comparison::draw(results, page);
    if few {
        let note = "* a mean of fewer than 30 observations: its interval cannot be trusted";
        let _ = writeln!(text, "\n{}", wrapped(note, page.width, 0));
    }
    text
}

/// The formulas alone, at most `width` columns wide as far as names can be shortened.
#[must_use]
pub fn formulas(formulas: &[Comparison], width: usize, colour: bool) -> String {
    formulas::draw(formulas, Page { width: width.max(40), colour })
}

/// What the text is set on.
#[derive(Clone, Copy, Debug)]
struct Page {
    width: usize,
    colour: bool,
}

fn header(run: &Run, page: Page) -> String {
    let title = if run.title.is_empty() { &run.scenario } else { &run.title };
    let mut line = format!("{}: {}", run.scenario, replications(run));
    let _ = write!(line, ", horizon {}", length(run.horizon.hours()));
    if run.warm_up.hours() > 0.0 {
        let _ = write!(line, " after a warm-up of {}", length(run.warm_up.hours()));
    }
    let _ = write!(line, ", seed {}, {} events", run.seed, count(run.events));
    let title = paint(&wrapped(title, page.width, 0), Style::Heading, page.colour);
    let line = wrapped(&line, page.width, 2);
    let reading = wrapped("means of one replication, ± half of the 95 % interval", page.width, 2);
    let reading = paint(&reading, Style::Faint, page.colour);
    format!("{title}\n{line}\n{}{reading}\n", condition(run, page))
}

/// What the results are given by, where something was put into the run.
fn condition(run: &Run, page: Page) -> String {
    let Some(failure) = &run.injected else { return String::new() };
    let given = format!(
        "given {failure}: it strikes once in every replication, at a random time, beside what \
         comes by itself; all results are conditional on that"
    );
    format!(
        "{}\n",
        paint(&format!("  {}", wrapped(&given, page.width - 2, 2)), Style::Open, page.colour)
    )
}

fn replications(run: &Run) -> String {
    let done = count(run.replications);
    match run.asked {
        Some(asked) if run.interrupted => {
            format!("interrupted after {done} of {} replications", count(asked))
        }
        None if run.interrupted => format!("interrupted after {done} replications"),
        _ => format!("{done} replications"),
    }
}
