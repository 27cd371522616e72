//! The scorecard: the five measures that the source paper judges a design by, a line each, with the
//! promise where an objective makes one. Of several subjects the worst one is shown.

use super::Page;
use super::grid::{Cell, Grid, Side, Style, paint, wrapped};
use super::value::{mean, unknown};
use crate::measure::{Metric, Unit};
use crate::study::{MetricResult, ObjectiveResult, Results};

/// What is said under it.
const REMARK: &str = "of several services or datasets the worst one; cost-effectiveness: what one \
                      replication costs in all";
/// What is said besides where there is a workload.
const OF_REQUESTS: &str = "; user satisfaction: what requests that are served are worth, over \
                           requests demanded";

pub(super) fn draw(results: &Results, page: Page) -> String {
    let heading = ["scorecard", "of", "mean", "target"];
    let heading = heading.map(|text| Cell::styled(text, Style::Heading)).to_vec();
    let lines = [
        recovery_time(results),
        recovery_rate(results),
        availability(results),
        cost(results),
        satisfaction(results),
    ];
    let rows = lines.into_iter().map(|line| line.row(results));
    let rows: Vec<Vec<Cell>> = [heading].into_iter().chain(rows).collect();
    let longest = |at: usize| rows.iter().map(|row| row[at].text.chars().count()).max();
    let shortens = if longest(1) > longest(3) { 1 } else { 3 };
    let sides = vec![Side::Left, Side::Left, Side::Right, Side::Left];
    let grid = Grid { sides, rows, shortens };
    let more = if has(results, Metric::ServedFraction) { OF_REQUESTS } else { "" };
    let remark = format!("  {}", wrapped(&format!("{REMARK}{more}"), page.width - 2, 2));
    format!("\n{}{}\n", grid.lines(page).concat(), paint(&remark, Style::Faint, page.colour))
}

/// One measure: what the run says of it, or why it says nothing.
struct Line<'a> {
    measure: &'static str,
    found: Result<(&'a MetricResult, Unit), &'static str>,
    /// The kind of objective that promises it.
    objective: &'static str,
}

fn recovery_time(results: &Results) -> Line<'_> {
    let of = |metric| worst(results, metric, |one, other| one > other);
    let found = of(Metric::Rta).or_else(|| of(Metric::DataRta));
    let has_any = has(results, Metric::Rta) || has(results, Metric::DataRta);
    let why = if has_any { "no outage or loss was over" } else { "no service or dataset" };
    let found = found.map(|row| (row, Unit::Hours)).ok_or(why);
    Line { measure: "recovery time", found, objective: "recovery_time" }
}

fn recovery_rate(results: &Results) -> Line<'_> {
    let found = worst(results, Metric::RecoveryRate, |one, other| one < other);
    let has_any = has(results, Metric::RecoveryRate);
    let why = if has_any { "no loss was over" } else { "no dataset that can lose data" };
    let found = found.map(|row| (row, Unit::Share)).ok_or(why);
    Line { measure: "data recovery rate", found, objective: "recovery_rate" }
}

fn availability(results: &Results) -> Line<'_> {
    let found = worst(results, Metric::Availability, |one, other| one < other);
    let found = found.map(|row| (row, Unit::Share)).ok_or("no service");
    Line { measure: "availability", found, objective: "availability" }
}

fn cost(results: &Results) -> Line<'_> {
    let found = worst(results, Metric::Cost, |one, other| one > other);
    let found = found.map(|row| (row, Unit::Money)).ok_or("no costs are given");
    Line { measure: "cost-effectiveness", found, objective: "cost" }
}

/// Where no level of lower quality can be used, each request that is served is worth 1.
fn satisfaction(results: &Results) -> Line<'_> {
    let has_levels =
        |subject: &str| results.metrics.iter().any(|row| is_of(row, Metric::Satisfaction, subject));
    let found = worst_of(
        results,
        |one, other| one < other,
        |row| match row.metric {
            Metric::Satisfaction => true,
            Metric::ServedFraction => !has_levels(&row.subject),
            _ => false,
        },
    );
    let has_any = has(results, Metric::ServedFraction);
    let why = if has_any { "nothing was demanded" } else { "no serving workload" };
    let found = found.map(|row| (row, Unit::Share)).ok_or(why);
    Line { measure: "user satisfaction", found, objective: "served" }
}

fn is_of(row: &MetricResult, metric: Metric, subject: &str) -> bool {
    row.metric == metric && row.subject == subject
}

fn has(results: &Results, metric: Metric) -> bool {
    results.metrics.iter().any(|row| row.metric == metric)
}

/// Of the subjects of which a metric is known, the first than which none is worse.
fn worst(
    results: &Results,
    metric: Metric,
    worse: impl Fn(f64, f64) -> bool,
) -> Option<&MetricResult> {
    worst_of(results, worse, |row| row.metric == metric)
}

/// Of these rows, the first than which none is worse.
fn worst_of(
    results: &Results,
    worse: impl Fn(f64, f64) -> bool,
    counts: impl Fn(&MetricResult) -> bool,
) -> Option<&MetricResult> {
    let known = results.metrics.iter().filter(|row| counts(row));
    let known = known.filter_map(|row| Some((row, row.estimate.mean?)));
    let worst = known.reduce(|a, b| if worse(b.1, a.1) { b } else { a });
    worst.map(|(row, _)| row)
}

impl Line<'_> {
    fn row(&self, results: &Results) -> Vec<Cell> {
        let measure = Cell::plain(self.measure);
        let (found, unit) = match self.found {
            Ok(found) => found,
            Err(why) => {
                return vec![measure, unknown(), unknown(), Cell::styled(why, Style::Faint)];
            }
        };
        let mut value = mean(Some(&found.estimate), unit);
        if let (Unit::Money, Some(currency)) = (unit, &results.run.currency) {
            value.text += &format!(" {currency}");
        }
        let target = promise(results, self.objective, &found.subject);
        vec![measure, Cell::plain(found.subject.as_str()), value, target.unwrap_or_else(unknown)]
    }
}

/// What is promised of a subject, the worst kept promise of several.
fn promise(results: &Results, objective: &str, subject: &str) -> Option<Cell> {
    let is_of = |it: &&ObjectiveResult| it.objective == objective && it.subject == subject;
    let verdict = |it: &&ObjectiveResult| match it.met {
        Some(false) => 0,
        None => 1,
        Some(true) => 2,
    };
    let promised = results.objectives.iter().filter(is_of).min_by_key(verdict)?;
    let style = match promised.met {
        Some(true) => Style::Good,
        Some(false) => Style::Bad,
        None => Style::Open,
    };
    Some(Cell::styled(format!("{}: {}", promised.verdict(), promised.target), style))
}
