//! The section on objectives: each with its verdict, first of all.

use super::Page;
use super::grid::{Cell, Grid, Side, Style, paint, wrapped};
use super::value::unknown;
use crate::report::number::{count, significant, with_interval};
use crate::study::{ObjectiveResult, Results};

pub(super) fn draw(results: &Results, page: Page) -> String {
    if results.objectives.is_empty() {
        return String::new();
    }
    let heading = ["objective", "of", "target", "estimate", "met in"];
    let heading = heading.map(|text| Cell::styled(text, Style::Heading)).to_vec();
    let rows = results.objectives.iter().map(row);
    let grid = Grid {
        sides: vec![Side::Left, Side::Left, Side::Left, Side::Right, Side::Right],
        rows: [heading].into_iter().chain(rows).collect(),
        shortens: 1,
    };
    let mut remark = "met in: the share of replications that meet it".to_string();
    let open = results.objectives.iter().filter_map(needed).collect::<Vec<_>>();
    if !open.is_empty() {
        remark += &format!("; about so many would decide: {}", open.join(", "));
    }
    let remark = format!("  {}", wrapped(&remark, page.width - 2, 2));
    let remark = paint(&remark, Style::Faint, page.colour);
    format!("\n{}{remark}\n", grid.lines(page).concat())
}

fn row(objective: &ObjectiveResult) -> Vec<Cell> {
    let style = match objective.met {
        Some(true) => Style::Good,
        Some(false) => Style::Bad,
        None => Style::Open,
    };
    let estimate = objective.estimate;
    let estimate = estimate.map(|value| Cell::plain(with_interval(value, objective.interval, "")));
    let meet = objective.probability;
    let meet = meet.map(|share| Cell::plain(format!("{} %", significant(100.0 * share, 3))));
    vec![
        Cell::styled(objective.verdict(), style),
        Cell::plain(objective.subject.as_str()),
        Cell::plain(format!("{} {}", objective.objective, objective.target)),
        estimate.unwrap_or_else(unknown),
        meet.unwrap_or_else(unknown),
    ]
}

/// With how many replications an objective would be decided that is not.
fn needed(objective: &ObjectiveResult) -> Option<String> {
    let ObjectiveResult { objective, subject, needed, .. } = objective;
    needed.map(|needed| format!("{objective}[{subject}] {}", count(needed)))
}
