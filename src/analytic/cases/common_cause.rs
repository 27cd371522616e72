//! C08: common causes, by a beta factor or a binomial shock.

use super::sketch::{Shock, Sketch, exponential};
use super::{Answers, Ask, Case};
use crate::analytic::formula::beta_factor::{Common, RepairedPair};

pub(super) fn answers(case: &Case) -> Answers {
    let sketch = sketch(case);
    let solved = sketch.solve();
    let mut answers = vec![(
        "chain",
        match case.ask {
            Ask::Unavailability => solved.steady(&solved.share(false)),
            Ask::MeanTime => solved.mean_time(),
            Ask::Unreliability => solved.unreliability(case.hours()),
            other => unreachable!("no case of C08 asks for {other:?}"),
        },
    )];
    if case.params.contains_key("beta") {
        answers.extend(closed(case).map(|value| ("beta factor", value)));
    }
    answers
}

fn closed(case: &Case) -> Option<f64> {
    let failures = 1.0 / case.parameter("mttf_h");
    let beta = case.parameter("beta");
    if let Some(mean) = case.params.get("mttr_h") {
        let pair = RepairedPair { failures, beta, repairs: 1.0 / mean };
        return match case.ask {
            Ask::Unavailability => Some(pair.unavailability()),
            Ask::MeanTime => Some(pair.mean_time()),
            _ => None,
        };
    }
    let common = Common { count: case.count("units"), needed: 1, beta };
    match case.ask {
        Ask::MeanTime => Some(common.mean_time(failures)),
        _ => Some(common.too_few(failures * case.hours())),
    }
}

fn sketch(case: &Case) -> Sketch {
    let life = exponential(case.parameter("mttf_h"));
    let repair = case.params.get("mttr_h").map(|&mean| exponential(mean));
    if let Some(&beta) = case.params.get("beta") {
        return Sketch { needed: 1, beta, repair, ..Sketch::of(case.count("units"), life) };
    }
    let shock = Shock {
        comes: exponential(case.parameter("shock_mean_h")),
        each: case.parameter("kill_probability"),
    };
    let needed = case.count("k");
    Sketch { needed, repair, shock: Some(shock), ..Sketch::of(case.count("n"), life) }
}
