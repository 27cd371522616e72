//! The sections on services, pools, crews and data: one line a subject.

use super::Page;
use super::grid::{Cell, Grid, Side, Style};
use super::value::{find, mean, quantile_h};
use crate::estimate::{Estimate, Interval};
use crate::measure::{Metric, Unit};
use crate::quantity::Time;
use crate::study::Results;

/// Hours in a year.
const YEAR: f64 = 8760.0;

/// A heading, and a line of cells a subject under it.
pub(super) struct Section {
    columns: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

/// The sections that have subjects.
pub(super) fn all(results: &Results) -> Vec<Section> {
    let sections =
        [services(results), pools(results), crews(results), backups(results), stores(results)];
    let filled = |section: &Section| !section.rows.is_empty();
    sections.into_iter().filter(filled).collect()
}

impl Section {
    fn of(
        results: &Results,
        named_by: &[Metric],
        columns: &'static [&'static str],
        row: impl Fn(&str) -> Vec<Cell>,
    ) -> Self {
        let mut subjects: Vec<&str> = Vec::new();
        for result in &results.metrics {
            let subject = result.subject.as_str();
            if named_by.contains(&result.metric) && !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        let named = |subject: &&str| [vec![Cell::plain(*subject)], row(subject)].concat();
        Self { columns, rows: subjects.iter().map(named).collect() }
    }

    /// Whether a mean in it is marked.
    pub(super) fn has_few(&self) -> bool {
        let mut cells = self.rows.iter().flat_map(|row| &row[1..]);
        cells.any(|cell| cell.text.ends_with('*'))
    }

    pub(super) fn draw(mut self, page: Page) -> String {
        let heading = |text: &&str| Cell::styled(*text, Style::Heading);
        self.rows.insert(0, self.columns.iter().map(heading).collect());
        let mut sides = vec![Side::Right; self.columns.len()];
        sides[0] = Side::Left;
        let grid = Grid { sides, rows: self.rows, shortens: 0 };
        format!("\n{}", grid.lines(page).concat())
    }
}

fn services(results: &Results) -> Section {
    let columns = &["service", "availability", "down a year", "outages", "RTA mean", "RTA p95"];
    Section::of(results, &[Metric::Availability], columns, |name| {
        let of = |metric| find(results, metric, name);
        let availability = of(Metric::Availability);
        let rta = of(Metric::Rta);
        vec![
            mean(availability, Unit::Share),
            mean(availability.map(down_a_year).as_ref(), Unit::Hours),
            mean(of(Metric::Outages), Unit::Count),
            mean(rta, Unit::Hours),
            quantile_h(rta, 0.95),
        ]
    })
}

/// The hours in a year during which a service of this availability is down.
fn down_a_year(availability: &Estimate) -> Estimate {
    let down = |share: f64| (1.0 - share) * YEAR;
    Estimate {
        mean: availability.mean.map(down),
        interval: Interval {
            low: availability.interval.high.map(down),
            high: availability.interval.low.map(down),
        },
        n: availability.n,
        ..Estimate::default()
    }
}

fn pools(results: &Results) -> Section {
    let columns = &["pool", "members up", "failures", "repairs", "spares used", "no spare left"];
    let named_by = [Metric::MembersUp, Metric::Failures];
    Section::of(results, &named_by, columns, |name| {
        let of = |metric| find(results, metric, name);
        vec![
            mean(of(Metric::MembersUp), Unit::Members),
            mean(of(Metric::Failures), Unit::Count),
            mean(of(Metric::Repairs), Unit::Count),
            mean(of(Metric::SpareUse), Unit::Count),
            mean(of(Metric::SpareExhaustedTime), Unit::Hours),
        ]
    })
}

fn crews(results: &Results) -> Section {
    let columns = &["crew", "at work"];
    Section::of(results, &[Metric::CrewUtilisation], columns, |name| {
        let at_work = find(results, Metric::CrewUtilisation, name);
        vec![mean(at_work, Unit::Share)]
    })
}

fn backups(results: &Results) -> Section {
    let columns = &["backup", "done", "failed", "volume"];
    Section::of(results, &[Metric::BackupsDone], columns, |name| {
        let of = |metric| find(results, metric, name);
        vec![
            mean(of(Metric::BackupsDone), Unit::Count),
            mean(of(Metric::BackupsFailed), Unit::Count),
            mean(of(Metric::BackupVolume), Unit::Bytes),
        ]
    })
}

/// What each store holds at the last of its points in time.
fn stores(results: &Results) -> Section {
    let stored = results.series.iter();
    let stored = stored.filter(|point| point.metric == Metric::StoredBytesAt);
    let mut last: Vec<(&str, Time, Estimate)> = Vec::new();
    for point in stored {
        if last.last().is_some_and(|(name, ..)| *name == point.subject) {
            last.pop();
        }
        let estimate = Estimate {
            n: results.run.replications,
            mean: Some(point.mean),
            interval: point.interval,
            ..Estimate::default()
        };
        last.push((&point.subject, point.time, estimate));
    }
    let row = |(name, time, estimate): (&str, Time, Estimate)| {
        let stored = mean(Some(&estimate), Unit::Bytes);
        let at = Cell::plain(crate::report::number::length(time.hours()));
        vec![Cell::plain(name), stored, at]
    };
    Section { columns: &["store", "stored", "at"], rows: last.into_iter().map(row).collect() }
}
