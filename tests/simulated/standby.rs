//! One active member and standbys, with and without repair (family C04).

use firedrill::measure::Metric::{Availability, ReliabilityAt, TimeToFirstOutage};

use super::harness::run;

/// A pair with MTTF 1000 h, repair 24 h and one crew.
fn repaired(spares: &str, settings: &str) -> String {
    format!(
        r#"Scenario(format: 1, {settings}, pools: {{ "pair": Pool(members: 1, spares: [{spares}]) }},
            failures: {{ "wear": Failure(strikes: Each(["pair"]),
                time_to_failure: Exponential(mean: "1000h"), repaired_by: "mend") }},
            repairs: {{ "mend": [Stage(name: "mend", crew: "crew",
                takes: Exponential(mean: "24h"))] }},
            crews: {{ "crew": Crew(size: 1) }},
            services: {{ "pair": Service(needs: AtLeast(1, "pair")) }})"#
    )
}

const HOT: &str = "Hot(count: 1)";
const COLD: &str = r#"Cold(count: 1, activation: "0s")"#;

/// Long-run availability, known to 1 % of the unavailability; a dip of zero length, as a cold
/// standby takes over, is no outage, or this fails.
#[test]
fn a_repaired_pair_in_the_long_run() {
    let settings = r#"horizon: "10001000h", warm_up: "1000h", series: Times(["10001000h"])"#;
    for (spares, seed, replications, exact) in
        [(HOT, 61, 320, 0.998_901_970_353), (COLD, 62, 480, 0.999_437_816_228)]
    {
        let pair = run(&repaired(spares, settings), seed, replications);
        pair.agrees_within(Availability, "pair", exact, 0.01, 1.0 - exact);
    }
}

/// Mean time to the first outage, known to 1 %.
#[test]
fn a_repaired_pair_until_the_first_outage() {
    let settings = r#"horizon: "2000000h", ends: FirstOutage("pair"), series: Times(["0h"])"#;
    for (spares, seed, exact) in [(HOT, 63, 22_333.333_333), (COLD, 64, 43_666.666_667)] {
        let pair = run(&repaired(spares, settings), seed, 42_000);
        pair.agrees_within(TimeToFirstOutage, "pair", exact, 0.01, exact);
    }
}

/// A pair without repair; a switch that fails is tried again only after all is over.
fn unrepaired(spares: &str, switching: f64) -> String {
    format!(
        r#"Scenario(format: 1, horizon: "80000h", ends: FirstOutage("pair"),
            series: Times(["500h", "1000h", "2000h", "3000h"]),
            pools: {{ "pair": Pool(members: 1, spares: [{spares}], switching: {switching:?},
                retry: "100000h") }},
            failures: {{ "wear": Failure(strikes: Each(["pair"]),
                time_to_failure: Exponential(mean: "1000h")) }},
            services: {{ "pair": Service(needs: AtLeast(1, "pair")) }})"#
    )
}

/// C04-001 to 024: hot, warm and cold, with sure and unsure switching: MTTF and R(t).
#[test]
fn c04_standby_with_imperfect_switching() {
    let warm = r#"Warm(count: 1, activation: "0s", dormancy: 0.3)"#;
    let cases = [
        (HOT, 1.0, 1500.0, [0.845_181_878_253_825, 0.600_423_599_106_272, 0.097_095_384_559_061_5]),
        (HOT, 0.95, 1475.0, [0.833_249_317_326_765, 0.588_796_391_209_53, 0.094_729_968_749_501_6]),
        (
            warm,
            1.0,
            1_769.230_769_230_77,
            [0.888_146_936_218_025, 0.685_704_934_962_875, 0.148_270_924_774_729],
        ),
        (
            warm,
            0.95,
            1_730.769_230_769_23,
            [0.874_066_122_392_755, 0.669_813_660_273_303, 0.143_346_731_954_386],
        ),
        (COLD, 1.0, 2000.0, [0.909_795_989_568_95, 0.735_758_882_342_885, 0.199_148_273_471_456]),
        (COLD, 0.95, 1950.0, [0.894_632_723_076_134, 0.717_364_910_284_313, 0.191_680_213_216_276]),
    ];
    for (number, (spares, switching, mttf, survival)) in cases.into_iter().enumerate() {
        let pair = run(&unrepaired(spares, switching), 70 + number as u64, 60_000);
        pair.agrees_within(TimeToFirstOutage, "pair", mttf, 0.01, mttf);
        for (hours, exact) in [500.0, 1000.0, 3000.0].into_iter().zip(survival) {
            pair.chance_agrees(ReliabilityAt, "pair", hours, exact);
        }
    }
}

/// C04-025 to 027: cold standbys with sure, instant switching: the life is Erlang.
#[test]
fn c04_cold_standbys_make_an_erlang_life() {
    for (standbys, seed, exact) in [
        (1, 81, 0.406_005_849_709_838),
        (2, 82, 0.676_676_416_183_063),
        (4, 83, 0.947_346_982_656_289),
    ] {
        let spares = format!(r#"Cold(count: {standbys}, activation: "0s")"#);
        let pair = run(&unrepaired(&spares, 1.0), seed, 60_000);
        pair.chance_agrees(ReliabilityAt, "pair", 2000.0, exact);
    }
}
