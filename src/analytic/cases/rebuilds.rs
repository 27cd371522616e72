//! C10: a mirror of two with rebuilds of several laws.

use super::sketch::{Sketch, exponential};
use super::{Answers, Ask, Case};
use crate::analytic::formula::rebuild::OneToSpare;
use crate::quantity::{Cv, Law, LogNormal, Shape, Span, Weibull};

pub(super) fn answers(case: &Case) -> Answers {
    let rebuild = rebuild(case);
    let life = case.parameter("disk_mttf_h");
    let mirror = OneToSpare {
        pieces: case.count("n"),
        failures: 1.0 / life,
        rebuild: &rebuild,
        exposed: false,
        unreadable: 0.0,
    };
    let memoryless = rebuild.memoryless().is_some();
    let solved = memoryless.then(|| {
        let repair = Some(rebuild.clone());
        Sketch { needed: 1, repair, ..Sketch::of(2, exponential(life)) }.solve()
    });
    let (general, chain) = match case.ask {
        Ask::MeanTime => (mirror.mean_time(), solved.map(|solved| solved.mean_time())),
        _ => {
            let hours = case.hours();
            let chain = solved.map(|solved| solved.unreliability(hours));
            (mirror.loss_within(hours), chain)
        }
    };
    let mut answers = vec![("transform", general)];
    answers.extend(chain.map(|chain| ("chain", chain)));
    answers
}

fn rebuild(case: &Case) -> Law {
    let hours = |name: &str| Span::from_hours(case.parameter(name));
    match case.name.as_str() {
        "mirror_fixed_rebuild" => Law::Fixed(hours("value_h")),
        "mirror_exponential_rebuild" => exponential(case.parameter("mean_h")),
        "mirror_weibull_rebuild" => {
            let law = Weibull::with_mean(Shape(case.parameter("shape")), hours("mean_h"));
            Law::Weibull(law.expect("a proper law"))
        }
        "mirror_lognormal_rebuild" => {
            let cv = Cv(case.parameter("sd_h") / case.parameter("mean_h"));
            let law = LogNormal::with_mean(hours("mean_h"), cv);
            Law::LogNormal(law.expect("a proper law"))
        }
        other => unreachable!("no case is a {other}"),
    }
}
