//! C03: k of n with repair crews, and a pool with cold spares.

use super::sketch::{Sketch, cold, exponential};
use super::{Answers, Ask, Case};
use crate::analytic::formula::machine_repair::{LongRun, Machines};

pub(super) fn answers(case: &Case) -> Answers {
    let (sketch, machines) = system(case);
    let solved = sketch.solve();
    let needed = sketch.needed;
    let long_run = machines.long_run();
    let mut answers = vec![(
        "chain",
        match case.ask {
            Ask::Availability => solved.steady(&solved.share(true)),
            Ask::Unavailability => solved.steady(&solved.share(false)),
            Ask::Frequency => solved.steady(&solved.outages()),
            Ask::OutageDuration => {
                solved.steady(&solved.share(false)) / solved.steady(&solved.outages())
            }
            Ask::TimeUp => solved.steady(&solved.share(true)) / solved.steady(&solved.outages()),
            Ask::MeanTime => solved.mean_time(),
            Ask::Unreliability => solved.unreliability(case.hours()),
            Ask::UnavailabilityAt => solved.unavailability_at(case.hours()),
            Ask::Downtime => solved.earned(solved.share(false), case.hours()),
            Ask::Waiting => solved.steady(&solved.waiting()),
            Ask::Unfilled => solved.steady(&solved.unfilled(machines.positions)),
            Ask::Throughput => solved.steady(&solved.repairs()),
            other => unreachable!("no case of C03 asks for {other:?}"),
        },
    )];
    answers.extend(closed(case.ask, &long_run, needed).map(|value| ("product form", value)));
    answers
}

fn closed(ask: Ask, long_run: &LongRun, needed: u32) -> Option<f64> {
    Some(match ask {
        Ask::Availability => long_run.availability(needed),
        Ask::Unavailability => long_run.unavailability(needed),
        Ask::Frequency => long_run.frequency(needed),
        Ask::OutageDuration => long_run.unavailability(needed) / long_run.frequency(needed),
        Ask::TimeUp => long_run.availability(needed) / long_run.frequency(needed),
        Ask::Waiting => long_run.waiting(),
        Ask::Unfilled => long_run.unfilled(),
        Ask::Throughput => long_run.throughput(),
        _ => return None,
    })
}

fn system(case: &Case) -> (Sketch, Machines) {
    let crews = case.count("crews");
    let life = exponential(case.parameter("mttf_h"));
    let (positions, cold_spares, repair_h) = if case.name == "pool_with_cold_spares" {
        let positions = case.count("n_active_wanted");
        (positions, case.count("cold_spares"), case.parameter("repair_mean_h"))
    } else {
        (case.count("n"), 0, case.parameter("mttr_h"))
    };
    let mut sketch = Sketch {
        repair: Some(exponential(repair_h)),
        crews: Some(crews),
        ..Sketch::of(positions, life)
    };
    if cold_spares > 0 {
        sketch.spares = vec![cold(cold_spares)];
    }
    if let Some(&needed) = case.params.get("k") {
        sketch.needed = needed as u32;
    }
    let machines = Machines {
        positions,
        cold_spares,
        crews,
        failures: 1.0 / case.parameter("mttf_h"),
        repairs: 1.0 / repair_h,
    };
    (sketch, machines)
}
