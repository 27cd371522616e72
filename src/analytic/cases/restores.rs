//! C14: chains of a full copy and what was changed since.

use super::{Answers, Ask, Case};
use crate::analytic::formula::restore_chain::Cycle;
use crate::model::Partial;

/// A copy a day.
const EVERY_H: f64 = 24.0;

pub(super) fn answers(case: &Case) -> Answers {
    let bandwidth = case.parameter("bandwidth_tb_per_h");
    let cycle = Cycle {
        full_every: (case.parameter("week_h") / EVERY_H) as u32,
        between: match case.name.as_str() {
            "restore_full_differential" => Partial::Differential,
            _ => Partial::Incremental,
        },
        start: case.parameter("setup_h"),
        full: case.parameter("full_tb") / bandwidth,
        change: case.parameter("incremental_tb") / bandwidth,
        each: case.parameter("per_incremental_h"),
    };
    let sound = || 1.0 - case.parameter("p_unreadable");
    let value = match case.ask {
        Ask::Mean => cycle.mean(),
        Ask::StdDev => cycle.std_dev(),
        Ask::Exceedance => cycle.exceeds(case.hours()),
        Ask::Longest => cycle.longest(),
        Ask::Restorable => cycle.newest_usable(sound()),
        Ask::Applied => cycle.increments_applied(sound()),
        other => unreachable!("no case of C14 asks for {other:?}"),
    };
    vec![("restore chain", value)]
}
