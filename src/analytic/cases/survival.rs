//! C01: one member, exponential life.

use super::sketch::Sketch;
use super::{Answers, Ask, Case};
use crate::analytic::formula::survival::Life;
use crate::analytic::paper;
use crate::quantity::{Law, Probability, Rate, Span, Time};

pub(super) fn answers(case: &Case) -> Answers {
    let hour = Span::from_hours(1.0);
    if case.ask == Ask::HourlyRate {
        let p = Probability::new(case.parameter("p_per_h"));
        let law = Law::exponential_within(p, hour).expect("a proper law");
        let rate = law.memoryless().expect("an exponential law has a rate");
        return vec![("law", rate.as_per_hour())];
    }
    let rate = case.parameter("failure_rate_per_h");
    let hours = case.hours();
    if case.ask == Ask::StraightLine {
        return vec![("P3", paper::straight_line(rate, Time::from_hours(hours)))];
    }
    let law = Law::exponential_rate(Rate::per_hour(rate)).expect("a proper law");
    let age = Span::from_hours(hours);
    let life = Life { laws: vec![&law] };
    vec![
        ("law", law.survival(age)),
        ("hazard", life.survival(age)),
        ("chain", Sketch::of(1, law.clone()).solve().reliability(hours)),
    ]
}
