//! How long is observed, how often, and when values are sampled.

use super::fields::{FieldDoc, field_table};
use super::names::{Section, reference};
use super::problem::Finding;
use super::quantities::{grouped, positive_span, span, times, whole};
use super::reader::{Fields, Reading, bare, items, variant};
use super::tree::Node;
use crate::model::Ends;
use crate::quantity::{Span, Time};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Scenario.format": "1" = "required", "the version of the scenario language";
    "Scenario.title": "text" = "\"\"", "what a person calls the scenario";
    "Scenario.horizon": "duration" = "required", "how long each replication is observed";
    "Scenario.replications": "count" = "1000", "how many replications are run";
    "Scenario.seed": "whole number" = "1", "what all random numbers are derived from";
    "Scenario.warm_up": "duration" = "\"0s\"", "how long the system settles before results count";
    "Scenario.ends": "Horizon, FirstOutage(\"service\"), Loss(\"dataset\") or \
                      Completed(\"training\")" = "Horizon",
        "what ends a replication before its horizon";
    "Scenario.series": "Times([..]) or Every(\"1h\")" = "100 even steps",
        "when values over time are sampled";
};

/// Steps of the series when the scenario does not say.
const STEPS: u32 = 100;
/// The most times of a series.
const MOST_TIMES: u64 = 100_000;
/// The most replications.
const MOST_REPLICATIONS: u64 = 1_000_000_000_000;

/// The version of the language.
pub(super) fn format(node: &Node, reading: &mut Reading) -> Option<u64> {
    match whole(node, reading, 0, u64::MAX)? {
        1 => Some(1),
        other => reading.report(
            Finding::at(node.place, format!("format {other} is not known"))
                .label("unknown format")
                .help("this version reads format 1: write `format: 1`"),
        ),
    }
}

/// How many replications.
pub(super) fn replications(node: &Node, reading: &mut Reading) -> Option<u64> {
    whole(node, reading, 1, MOST_REPLICATIONS)
}

/// The seed.
pub(super) fn seed(node: &Node, reading: &mut Reading) -> Option<u64> {
    whole(node, reading, 0, u64::MAX)
}

/// The warm-up, shorter than the horizon.
pub(super) fn warm_up(node: &Node, horizon: Option<Span>, reading: &mut Reading) -> Option<Span> {
    let warm_up = span(node, reading)?;
    match horizon {
        Some(horizon) if warm_up >= horizon => reading.report(
            Finding::at(node.place, "the warm-up leaves nothing to observe")
                .label("not shorter than the horizon")
                .help("make it shorter than the horizon"),
        ),
        _ => Some(warm_up),
    }
}

/// What ends a replication.
pub(super) fn ends(node: &Node, reading: &mut Reading) -> Option<Ends> {
    let what = "an end of a replication";
    let (word, call) =
        variant(node, what, &["Horizon", "FirstOutage", "Loss", "Completed"], reading)?;
    if word == "Horizon" {
        bare(call, node, reading)?;
        return Some(Ends::Horizon);
    }
    if word == "Loss" {
        let [dataset] = items(call, node, "Loss(\"conversations\")", reading)?;
        return reference(Section::Datasets, dataset, reading).map(Ends::Loss);
    }
    if word == "Completed" {
        let [training] = items(call, node, "Completed(\"pretrain\")", reading)?;
        return reference(Section::Training, training, reading).map(Ends::Completed);
    }
    let [service] = items(call, node, "FirstOutage(\"chat\")", reading)?;
    reference(Section::Services, service, reading).map(Ends::FirstOutage)
}

/// When values over time are sampled; 100 even steps when the field is left out.
pub(super) fn series(
    fields: &Fields<'_>,
    horizon: Option<Span>,
    reading: &mut Reading,
) -> Option<Vec<Time>> {
    let Some(node) = fields.get("series") else {
        return horizon.map(even_steps);
    };
    let (word, call) = variant(node, "a series of times", &["Times", "Every"], reading)?;
    if word == "Times" {
        let [listed] = items(call, node, "Times([\"1h\", \"69h\"])", reading)?;
        return listed_times(listed, horizon, reading);
    }
    let [step] = items(call, node, "Every(\"1h\")", reading)?;
    let place = step.place;
    let step = positive_span(step, reading)?;
    let horizon = horizon?;
    let count = (horizon / step + 1e-9).floor();
    if count > MOST_TIMES as f64 {
        return reading.report(
            Finding::at(place, "this series has too many times")
                .label(format!("more than {} steps to the horizon", grouped(MOST_TIMES)))
                .help("sample less often"),
        );
    }
    let times = (0..=count as u32).map(|k| step.seconds() * f64::from(k));
    Some(times.map(|at| Time::from_seconds(at.min(horizon.seconds()))).collect())
}

fn even_steps(horizon: Span) -> Vec<Time> {
    (0..=STEPS).map(|k| (horizon * (f64::from(k) / f64::from(STEPS))).after_start()).collect()
}

fn listed_times(node: &Node, horizon: Option<Span>, reading: &mut Reading) -> Option<Vec<Time>> {
    let super::tree::Kind::List(items) = &node.kind else {
        return times(node, reading);
    };
    let mut at = super::reader::every(items, reading, |item, reading| {
        let at = span(item, reading)?;
        match horizon {
            Some(horizon) if at > horizon => reading.report(
                Finding::at(item.place, "this time of the series is beyond the horizon")
                    .label("after the end")
                    .help("take it out, or make the horizon longer"),
            ),
            _ => Some(at.after_start()),
        }
    })?;
    at.sort_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    at.dedup();
    Some(at)
}
