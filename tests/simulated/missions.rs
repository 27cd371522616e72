//! Missions without repair (families C01 and C02).

use firedrill::measure::Metric::{NoMemberFailed, ReliabilityAt, SurvivorFraction};

use super::harness::run;

/// C01: the survival of one member, rate 0.01/h; the straight line 1 - p t is not it.
#[test]
fn c01_survival_of_one_member() {
    let text = r#"Scenario(format: 1, horizon: "200h",
        series: Times(["1h", "10h", "50h", "100h", "200h"]),
        pools: { "one": Pool(members: 1) },
        failures: { "wear": Failure(strikes: Each(["one"]),
            time_to_failure: Exponential(rate: "0.01/h")) },
        services: { "one": Service(needs: AtLeast(1, "one")) })"#;
    let one = run(text, 11, 400_000);
    for (hours, exact) in [
        (1.0, 0.990_049_833_749_168),
        (10.0, 0.904_837_418_035_96),
        (50.0, 0.606_530_659_712_633),
        (100.0, 0.367_879_441_171_442),
        (200.0, 0.135_335_283_236_613),
    ] {
        one.chance_agrees(ReliabilityAt, "one", hours, exact);
        one.chance_agrees(NoMemberFailed, "one", hours, exact);
        one.chance_agrees(SurvivorFraction, "one", hours, exact);
    }
}

/// C02: at least k of 100 survive an hour and a day, each failing with 0.01 in an hour.
#[test]
fn c02_k_of_n_missions() {
    let text = r#"Scenario(format: 1, horizon: "24h", series: Times(["1h", "24h"]),
        pools: { "pool": Pool(members: 100) },
        failures: { "wear": Failure(strikes: Each(["pool"]),
            time_to_failure: Exponential(probability: 0.01, within: "1h")) },
        services: { "100": Service(needs: AtLeast(100, "pool")),
            "99": Service(needs: AtLeast(99, "pool")), "98": Service(needs: AtLeast(98, "pool")),
            "95": Service(needs: AtLeast(95, "pool")), "90": Service(needs: AtLeast(90, "pool")) })"#;
    let pool = run(text, 12, 200_000);
    for (service, hours, exact) in [
        ("100", 1.0, 0.366_032_341_273_23),
        ("99", 1.0, 0.735_761_978_922_956),
        ("98", 1.0, 0.920_626_797_747_82),
        ("95", 1.0, 0.999_465_465_536_007),
        ("90", 24.0, 0.002_125_686_729_088_26),
    ] {
        pool.chance_agrees(ReliabilityAt, service, hours, exact);
    }
}

/// C02-014 to 018: a hundred active members for a day, cold spares taking over at once.
#[test]
fn c02_pooled_cold_spares() {
    for (spares, seed, exact) in [
        (20, 13, 0.235_179_008_198_913),
        (21, 14, 0.305_381_296_883_886),
        (22, 15, 0.382_351_105_498_626),
        (23, 16, 0.463_071_706_593_359),
        (25, 17, 0.622_472_485_129_322),
    ] {
        let text = format!(
            r#"Scenario(format: 1, horizon: "24h", series: Times(["24h"]),
                pools: {{ "pool": Pool(members: 100,
                    spares: [Cold(count: {spares}, activation: "0s")]) }},
                failures: {{ "wear": Failure(strikes: Each(["pool"]),
                    time_to_failure: Exponential(probability: 0.01, within: "1h")) }},
                services: {{ "all": Service(needs: AtLeast(100, "pool")) }})"#
        );
        run(&text, seed, 60_000).chance_agrees(ReliabilityAt, "all", 24.0, exact);
    }
}
