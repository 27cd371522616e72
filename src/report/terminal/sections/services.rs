//! Services: how much of the time they are up and how long outages last; or, where no outage ever
//! ends, how long they hold out.

use super::{Section, subjects};
use crate::estimate::{Estimate, Interval};
use crate::measure::{Metric, Unit};
use crate::report::number::{count, length};
use crate::report::terminal::grid::Cell;
use crate::report::terminal::value::{find, mean, quantile_h, unknown};
use crate::study::{Results, SeriesPoint};

/// Hours in a year.
const YEAR: f64 = 8760.0;

pub(super) fn section(results: &Results) -> Section {
    let services = subjects(results, &[Metric::Availability]);
    let rta = |name: &&str| find(results, Metric::Rta, name);
    let unfinished = |estimate: &Estimate| estimate.n == 0 && estimate.censored > 0;
    let ended = services.iter().filter_map(rta).any(|estimate| estimate.n > 0);
    if !ended && services.iter().filter_map(rta).any(unfinished) {
        return missions(results, &services);
    }
    let row = |name: &&str| {
        let of = |metric| find(results, metric, name);
        let availability = of(Metric::Availability);
        let rta = of(Metric::Rta);
        vec![
            Cell::plain(*name),
            mean(availability, Unit::Share),
            mean(availability.map(down_a_year).as_ref(), Unit::Hours),
            mean(of(Metric::Outages), Unit::Count),
            mean(rta, Unit::Hours),
            quantile_h(rta, 0.95),
        ]
    };
    let columns = ["service", "availability", "down a year", "outages", "RTA mean", "RTA p95"];
    let remark = unfinished_outages(results, &services);
    Section { remark, ..Section::new(&columns, services.iter().map(row).collect()) }
}

/// Services of which no outage ended: there is no repair, or the first outage ends the run.
fn missions(results: &Results, services: &[&str]) -> Section {
    let last = services.iter().filter_map(|name| last_reliability(results, name));
    let last = last.map(|point| point.time.hours()).fold(0.0, f64::max);
    let row = |name: &&str| {
        let first = find(results, Metric::TimeToFirstOutage, name);
        let reliability = last_reliability(results, name).map(|point| Estimate {
            n: results.run.replications,
            mean: Some(point.mean),
            interval: point.interval,
            ..Estimate::default()
        });
        vec![
            Cell::plain(*name),
            reliability.map_or_else(unknown, |known| mean(Some(&known), Unit::Share)),
            mean(first, Unit::Hours),
            quantile_h(first, 0.05),
            quantile_h(first, 0.5),
            mean(find(results, Metric::Availability, name), Unit::Share),
        ]
    };
    let reliability = format!("R({})", length(last));
    let columns = ["service", &reliability, "first outage", "p5", "median", "availability"];
    let remark = unfinished_outages(results, services);
    Section { remark, ..Section::new(&columns, services.iter().map(row).collect()) }
}

/// The probability that a service has had no outage, at the last time it is known for.
fn last_reliability<'a>(results: &'a Results, service: &str) -> Option<&'a SeriesPoint> {
    let mut points = results.series.iter().rev();
    points.find(|point| point.metric == Metric::ReliabilityAt && point.subject == service)
}

/// Which outages have no duration, in words.
fn unfinished_outages(results: &Results, services: &[&str]) -> String {
    let unfinished = services.iter().filter_map(|name| {
        let rta = find(results, Metric::Rta, name)?;
        (rta.censored > 0).then(|| format!("{name} {}", count(rta.censored)))
    });
    let unfinished: Vec<String> = unfinished.collect();
    if unfinished.is_empty() {
        return String::new();
    }
    format!("outages not over at the end, over all replications: {}", unfinished.join(", "))
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
