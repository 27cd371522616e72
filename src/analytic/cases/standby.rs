//! C04: one member at work with others standing by, without repair.

use super::sketch::{Sketch, cold};
use super::{Answers, Ask, Case};
use crate::analytic::formula::poisson::Stream;
use crate::analytic::formula::standby::Pair;
use crate::model::{SpareKind, Spares};
use crate::quantity::{Law, Rate};

pub(super) fn answers(case: &Case) -> Answers {
    let failures = case.parameter("failure_rate_per_h");
    let law = Law::exponential_rate(Rate::per_hour(failures)).expect("a proper law");
    let units = case.count("units");
    if case.name == "standby_cold_spares_erlang" {
        let hours = case.hours();
        let stream = Stream { mean: failures * hours };
        let sketch = Sketch { spares: vec![cold(units - 1)], ..Sketch::of(1, law) };
        return vec![
            ("Erlang", stream.at_most(units - 1)),
            ("chain", sketch.solve().reliability(hours)),
        ];
    }
    let pair = Pair {
        failures,
        dormancy: case.parameter("dormancy"),
        switching: case.parameter("switch_coverage"),
    };
    let spare = Spares { kind: SpareKind::Warm, dormancy: pair.dormancy, ..cold(1) };
    let sketch = Sketch { spares: vec![spare], switching: pair.switching, ..Sketch::of(1, law) };
    let solved = sketch.solve();
    match case.ask {
        Ask::MeanTime => vec![("standby pair", pair.mean_time()), ("chain", solved.mean_time())],
        _ => {
            let hours = case.hours();
            vec![("standby pair", pair.survival(hours)), ("chain", solved.reliability(hours))]
        }
    }
}
