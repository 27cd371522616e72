//! Failures that bring about others.

use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::mention::field;
use super::names::{Named, Section, reference};
use super::problem::Finding;
use super::quantities::probability;
use super::reader::{Fields, Reading, bare, every, list, variant};
use super::tree::Node;
use crate::model::{Failure, FailureId, Hits, Trigger};
use crate::quantity::{Law, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Trigger.failure": "name of a failure" = "required", "the failure that is brought about";
    "Trigger.probability": "probability" = "1.0", "that a strike brings it about";
    "Trigger.after": "law of time" = "\"0s\"", "how long after the strike it follows";
    "Trigger.hits": "One or All" = "One",
        "how much it strikes of what is exposed then: as much as one strike of its own, or \
         everything that it can strike";
};

/// What a failure brings about.
pub(super) fn triggers(node: &Node, reading: &mut Reading) -> Option<Vec<Trigger>> {
    let example = "triggers: [Trigger(failure: \"cooling\", probability: 0.3)]";
    let listed = list(node, "a list of triggers", example, reading)?;
    every(listed, reading, one)
}

fn one(node: &Node, reading: &mut Reading) -> Option<Trigger> {
    let fields = Fields::of(node, "Trigger", reading)?;
    let failure = fields.required(reading, "failure", |node, reading| {
        reference::<FailureId>(Section::Failures, node, reading)
    });
    let probability = fields.or(reading, "probability", Probability::SURE, probability);
    let after = fields.or(reading, "after", Law::Fixed(Span::ZERO), law);
    let hits = fields.or(reading, "hits", Hits::One, |node, reading| {
        let (word, call) = variant(node, "an amount that is struck", &["One", "All"], reading)?;
        bare(call, node, reading)?;
        Some(if word == "All" { Hits::All } else { Hits::One })
    });
    Some(Trigger { failure: failure?, probability: probability?, after: after?, hits: hits? })
}

/// Reports failures that bring each other about again and again in one instant.
pub(super) fn check_circles(
    named: &[Named<'_>],
    failures: &[Option<Failure>],
    reading: &mut Reading,
) {
    let next: Vec<Vec<usize>> = failures.iter().map(at_once).collect();
    let ends = ending(&next);
    let Some(mut at) = ends.iter().position(|ends| !ends) else {
        return;
    };
    let mut path: Vec<usize> = Vec::new();
    let from = loop {
        if let Some(from) = path.iter().position(|&it| it == at) {
            break from;
        }
        path.push(at);
        let on = next[at].iter().find(|&&to| !ends[to]);
        at = *on.expect("what does not end goes on to what does not end");
    };
    let circle = path[from..].iter().chain([&at]);
    let names: Vec<String> = circle.map(|&it| format!("`{}`", named[it].name)).collect();
    let place = field(named[at].value, "triggers").map_or(named[at].key, |node| node.place);
    let finding = Finding::at(place, "failures trigger each other at once in a circle")
        .label("begins the circle")
        .reason(names.join(" triggers "))
        .help("let one of them follow after some time: `after: \"1s\"`");
    reading.findings.push(finding);
}

/// The failures that one can bring about in the instant of its own strike.
fn at_once(failure: &Option<Failure>) -> Vec<usize> {
    let triggers = failure.iter().flat_map(|failure| &failure.triggers);
    let at_once =
        |it: &&Trigger| it.after.mean() == Span::ZERO && it.probability > Probability::NEVER;
    triggers.filter(at_once).map(|it| it.failure.into()).collect()
}

/// For each failure whether all that follows from it at once comes to an end.
fn ending(next: &[Vec<usize>]) -> Vec<bool> {
    let mut before = vec![Vec::new(); next.len()];
    for (at, next) in next.iter().enumerate() {
        next.iter().for_each(|&to| before[to].push(at));
    }
    let mut open: Vec<usize> = next.iter().map(Vec::len).collect();
    let mut ended: Vec<usize> = (0..next.len()).filter(|&at| open[at] == 0).collect();
    let mut ends = vec![false; next.len()];
    while let Some(at) = ended.pop() {
        ends[at] = true;
        for &from in &before[at] {
            open[from] -= 1;
            if open[from] == 0 {
                ended.push(from);
            }
        }
    }
    ends
}
