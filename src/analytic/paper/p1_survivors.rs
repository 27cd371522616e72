//! P1: `R(t) = (N - F(t)) / N`, the share of members that have not failed. Section 4.1.

use super::shape::MemberShape;
use crate::analytic::Prediction;
use crate::measure::Metric;
use crate::quantity::Time;

pub(super) const SOURCE: &str = "paper, section 4.1";
pub(super) const LABEL: &str = "(N - F(t)) / N, expected";

pub(super) fn predict(members: &MemberShape<'_>, times: &[Time]) -> Vec<Prediction> {
    let quantity = Metric::SurvivorFraction.name();
    let at = |&time: &Time| {
        Prediction::new(quantity, members.pool, "P1", SOURCE, members.survival(time))
            .of_series(Metric::SurvivorFraction, time)
            .note("the survivor fraction, in expectation; it holds for members without repair")
            .if_wrong("F(t) failures are expected of members that fail on their own")
    };
    times.iter().map(at).collect()
}
