//! C15: work in segments with checkpoints, struck at any time, and the intervals between them.

use super::{Answers, Ask, Case};
use crate::analytic::formula::checkpoint::{Checkpointing, Failures, Restart, Writes};
use crate::quantity::Span;
use crate::quantity::special::lambert_w0;

pub(super) fn answers(case: &Case) -> Answers {
    let hours = |name: &str| Span::from_hours(case.parameter(name));
    let (write, mtbf) = (hours("checkpoint_cost_h"), hours("mtbf_h"));
    let writes = Writes { write, mtbf };
    let takes = || {
        let failures = Failures { mtbf, restart: Restart::Exposed(hours("restart_cost_h")) };
        let work = hours("work_h");
        match case.name.as_str() {
            "no_checkpoint" => failures.until_unbroken(work),
            _ => Checkpointing { interval: hours("interval_h"), write, failures }.completion(work),
        }
    };
    let closed = |span: Span| vec![("closed form", span.hours())];
    match case.ask {
        Ask::OptimalInterval => {
            let through_w = 1.0 + lambert_w0(-libm::exp(-1.0 - write / mtbf));
            vec![
                ("from the branch point", writes.optimum().hours()),
                ("Lambert W", through_w * mtbf.hours()),
            ]
        }
        Ask::YoungInterval => closed(writes.young()),
        Ask::DalyInterval => closed(writes.daly()),
        Ask::Mean => closed(takes().mean),
        Ask::StdDev => closed(takes().std_dev),
        other => unreachable!("no case of C15 asks for {other:?}"),
    }
}
