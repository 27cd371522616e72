//! The sections on services, training, pools, people, places, data, costs and risks: one line a
//! subject.

mod costs;
mod data;
mod outages;
mod people;
mod places;
mod pools;
mod risks;
mod services;
mod serving;
mod training;

use super::Page;
use super::grid::{Cell, Grid, Side, Style, paint, wrapped};
use crate::measure::Metric;
use crate::study::Results;

/// A heading, and a line of cells a subject under it.
pub(super) struct Section {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// What a reader must know of it; may be empty.
    remark: String,
    /// What nobody may overlook.
    alarms: Vec<String>,
}

/// The sections that have subjects.
pub(super) fn all(results: &Results) -> Vec<Section> {
    let sections = [
        services::section(results),
        serving::section(results),
        outages::by_stage(results),
        outages::moves(results),
        training::work(results),
        training::interruptions(results),
        pools::counts(results),
        pools::durations(results),
        pools::crews(results),
        people::people(results),
        people::predictors(results),
        people::maintenance(results),
        places::section(results),
        data::restores(results),
        data::losses(results),
        data::backups(results),
        data::stores(results),
        costs::section(results),
        risks::section(results),
    ];
    let filled = |section: &Section| !section.rows.is_empty();
    sections.into_iter().filter(filled).collect()
}

/// The subjects that have one of these metrics, in the order of the results.
fn subjects<'a>(results: &'a Results, metrics: &[Metric]) -> Vec<&'a str> {
    let mut subjects: Vec<&str> = Vec::new();
    for result in &results.metrics {
        let subject = result.subject.as_str();
        if metrics.contains(&result.metric) && !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    subjects
}

impl Section {
    fn new(columns: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        let columns = columns.iter().map(|text| (*text).to_string()).collect();
        Self { columns, rows, remark: String::new(), alarms: Vec::new() }
    }

    /// Without the columns from this one on that say nothing of any subject.
    fn without_empty_columns(mut self, from: usize) -> Self {
        let empty = |at: &usize| self.rows.iter().all(|row| says_nothing(&row[*at]));
        let empty: Vec<usize> = (from..self.columns.len()).filter(empty).collect();
        for at in empty.into_iter().rev() {
            self.columns.remove(at);
            for row in &mut self.rows {
                row.remove(at);
            }
        }
        self
    }

    /// Whether a mean in it is marked.
    pub(super) fn has_few(&self) -> bool {
        let mut cells = self.rows.iter().flat_map(|row| &row[1..]);
        cells.any(|cell| cell.text.ends_with('*'))
    }

    pub(super) fn draw(mut self, page: Page) -> String {
        let heading = |text: &String| Cell::styled(text.as_str(), Style::Heading);
        self.rows.insert(0, self.columns.iter().map(heading).collect());
        let sides =
            (0..self.columns.len()).map(|at| if at == 0 { Side::Left } else { Side::Right });
        let grid = Grid { sides: sides.collect(), rows: self.rows, shortens: 0 };
        let mut table = grid.lines(page).concat();
        for alarm in &self.alarms {
            let alarm = wrapped(alarm, page.width, 2);
            table += &format!("{}\n", paint(&alarm, Style::Bad, page.colour));
        }
        if self.remark.is_empty() {
            return format!("\n{table}");
        }
        let remark = format!("  {}", wrapped(&self.remark, page.width - 2, 2));
        format!("\n{table}{}\n", paint(&remark, Style::Faint, page.colour))
    }
}

/// Whether a cell is about what did not happen.
fn says_nothing(cell: &Cell) -> bool {
    matches!(cell.text.as_str(), "-" | "0" | "0*" | "0 h" | "0 h*" | "0 B" | "0 B*")
}
