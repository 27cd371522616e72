//! The printed 95 % intervals, over many small studies of a system that is known.

use firedrill::measure::Metric::{Availability, Outages};

use super::harness::run;

/// Eight of ten with two crews, MTTF 1000 h, MTTR 50 h: of 400 studies of 40 replications (seeds
/// 1000 to 1399) 366 to 394 must have the exact value in their interval, as they do with 99.8 %
/// if it covers 95 %.
#[test]
fn intervals_of_availability_and_outages_cover() {
    let text = r#"Scenario(format: 1, horizon: "25000h", warm_up: "5000h",
        series: Times(["25000h"]),
        pools: { "machines": Pool(members: 10) },
        failures: { "wear": Failure(strikes: Each(["machines"]),
            time_to_failure: Exponential(mean: "1000h"), repaired_by: "mend") },
        repairs: { "mend": [Stage(name: "mend", crew: "crew",
            takes: Exponential(mean: "50h"))] },
        crews: { "crew": Crew(size: 2) },
        services: { "line": Service(needs: AtLeast(8, "machines")) })"#;
    let exact = [(Availability, 0.983_465_629_4), (Outages, 5.489_110e-4 * 20_000.0)];
    let mut covered = [0, 0];
    for seed in 1000..1400 {
        let line = run(text, seed, 40);
        for (count, (metric, exact)) in covered.iter_mut().zip(exact) {
            *count += u32::from(line.estimate(metric, "line").interval.contains(exact));
        }
    }
    for (count, (metric, _)) in covered.into_iter().zip(exact) {
        assert!((366..=394).contains(&count), "{} covered {count} of 400", metric.name());
    }
}
