//! P2: `R(t) = 1 - p(t)`, the probability that one member has not failed. Sections 4.2 and 4.3.
//!
//! For the system the paper's words ask for `P(no member failed) = (1 - p)^N`, which is set
//! beside it, and so is P2 itself taken for the system.

use super::plain;
use super::shape::MemberShape;
use crate::analytic::Prediction;
use crate::measure::Metric;
use crate::quantity::Time;

pub(super) const SOURCE: &str = "paper, sections 4.2 and 4.3";
pub(super) const LABEL: &str = "1 - p(t)";

pub(super) fn predict(members: &MemberShape<'_>, times: &[Time]) -> Vec<Prediction> {
    let mut predictions: Vec<_> = times.iter().map(|&time| member(members, time)).collect();
    predictions.extend(times.iter().map(|&time| system(members, time)));
    predictions.extend(times.iter().map(|&time| mistaken(members, time)));
    predictions
}

fn member(members: &MemberShape<'_>, time: Time) -> Prediction {
    let none = members.none_failed(time);
    let note = format!(
        "P1 in expectation: a member's reliability, not the system's; P(no member failed) = \
         (1-p)^N = {} here, so some member fails with {:.1} %, against \"low\" in 4.4",
        plain(none),
        100.0 * (1.0 - none)
    );
    let quantity = Metric::SurvivorFraction.name();
    Prediction::new(quantity, members.pool, "P2", SOURCE, members.survival(time))
        .of_series(Metric::SurvivorFraction, time)
        .note(note)
        .if_wrong("p(t) is the probability that a member fails on its own within t")
}

/// How far off is still agreement for a chance of a third: closer takes half a million
/// replications.
const OF_A_CHANCE: f64 = 0.05;

fn system(members: &MemberShape<'_>, time: Time) -> Prediction {
    let quantity = Metric::NoMemberFailed.name();
    let source = "independent members in series: Barlow and Proschan 1975, 1.2";
    let row =
        Prediction::new(quantity, members.pool, "(1 - p)^N", source, members.none_failed(time))
            .of_series(Metric::NoMemberFailed, time)
            .note(format!("all {} members in series; held to 5 %", members.members));
    Prediction { tolerance: OF_A_CHANCE, ..row }
}

fn mistaken(members: &MemberShape<'_>, time: Time) -> Prediction {
    let why = format!(
        "1 - p(t) is one member's; that none of {} fails has probability (1-p)^N",
        members.members
    );
    let (quantity, formula) = (Metric::NoMemberFailed.name(), "P2 for the system");
    Prediction::new(quantity, members.pool, formula, SOURCE, members.survival(time))
        .of_series(Metric::NoMemberFailed, time)
        .note("P2 taken for the reliability of the whole system")
        .if_wrong(why)
}
