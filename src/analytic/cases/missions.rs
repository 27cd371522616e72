//! C02: missions without repair, k of n or with pooled cold spares.

use super::sketch::{Sketch, cold};
use super::{Answers, Ask, Case};
use crate::analytic::formula::k_of_n::Members;
use crate::analytic::formula::poisson::Stream;
use crate::quantity::{Law, Probability, Span};

pub(super) fn answers(case: &Case) -> Answers {
    if case.ask == Ask::OneMinusNp {
        return vec![("1 - n p", 1.0 - case.parameter("n") * case.parameter("p"))];
    }
    let p = Probability::new(case.parameter("p_fail_1h"));
    let law = Law::exponential_within(p, Span::from_hours(1.0)).expect("a proper law");
    let hours = case.hours();
    if case.name == "pooled_cold_spares_mission" {
        return pooled(case, &law, hours);
    }
    let age = Span::from_hours(hours);
    let members = Members {
        count: case.count("n"),
        needed: case.count("k"),
        up: law.survival(age),
        down: law.cdf(age),
    };
    let sketch = Sketch { needed: members.needed, ..Sketch::of(members.count, law.clone()) };
    let solved = sketch.solve();
    match case.ask {
        Ask::Unreliability => {
            vec![("binomial", members.too_few()), ("chain", solved.unreliability(hours))]
        }
        _ => vec![("binomial", members.enough()), ("chain", solved.reliability(hours))],
    }
}

fn pooled(case: &Case, law: &Law, hours: f64) -> Answers {
    let (members, spares) = (case.count("n_active"), case.count("cold_spares"));
    let rate = law.memoryless().expect("an exponential law has a rate").as_per_hour();
    let stream = Stream { mean: f64::from(members) * rate * hours };
    let sketch = Sketch { spares: vec![cold(spares)], ..Sketch::of(members, law.clone()) };
    vec![("Poisson", stream.at_most(spares)), ("chain", sketch.solve().reliability(hours))]
}
