//! Ten like machines of which eight are needed, repaired by crews; and spares behind twenty
//! positions (families C03, and the same with a repair of 50 h).

use firedrill::measure::Metric::{
    Availability, AvailabilityAt, MemberHours, MembersUp, OutageTime, Outages, ReliabilityAt,
    Repairs, Rta, TimeToFirstOutage,
};

use super::harness::{Simulated, run};

/// Ten members, eight needed, MTTF 1000 h.
fn machines(crews: u32, repair: &str, settings: &str) -> String {
    format!(
        r#"Scenario(format: 1, {settings},
            pools: {{ "machines": Pool(members: 10) }},
            failures: {{ "wear": Failure(strikes: Each(["machines"]),
                time_to_failure: Exponential(mean: "1000h"), repaired_by: "mend") }},
            repairs: {{ "mend": [Stage(name: "mend", crew: "crew", takes: {repair})] }},
            crews: {{ "crew": Crew(size: {crews}) }},
            services: {{ "line": Service(needs: AtLeast(8, "machines")) }})"#
    )
}

const WARM_UP_H: f64 = 5_000.0;
const LONG: &str = r#"horizon: "1005000h", warm_up: "5000h", series: Times(["1005000h"])"#;
const WINDOW_H: f64 = 1_005_000.0 - WARM_UP_H;

fn in_the_long_run(crews: u32, repair: &str, seed: u64, replications: u64) -> Simulated {
    run(&machines(crews, repair, LONG), seed, replications)
}

/// Availability and outage frequency, known to 1 % of the unavailability.
#[test]
fn eight_of_ten_with_ten_two_and_one_crew() {
    for (crews, seed, availability, frequency) in [
        (10, 31, 0.989_935_121_3, 5.525_219e-4),
        (2, 32, 0.983_465_629_4, 5.489_110e-4),
        (1, 33, 0.927_986_465_9, 9.683_337e-4),
    ] {
        let line = in_the_long_run(crews, r#"Exponential(mean: "50h")"#, seed, 400);
        line.agrees_within(Availability, "line", availability, 0.01, 1.0 - availability);
        line.agrees(Outages, "line", frequency * WINDOW_H);
    }
}

/// With as many crews as members, long-run availability knows only the mean of the repair law.
#[test]
fn the_shape_of_repair_does_not_matter_without_waiting() {
    for (seed, repair) in [
        (34, r#"LogNormal(mean: "50h", cv: 2.0)"#),
        (35, r#""50h""#),
        (36, r#"Gamma(shape: 0.5, mean: "50h")"#),
    ] {
        let line = in_the_long_run(10, repair, seed, 200);
        line.agrees_within(Availability, "line", 0.989_935_121_3, 0.03, 0.010_064_878_7);
        line.agrees(Outages, "line", 5.525_219e-4 * WINDOW_H);
    }
}

/// With one crew the shape does matter: fixed repairs make for shorter queues, so this test would
/// see a waiting line that is not one.
#[test]
fn the_shape_of_repair_matters_with_one_crew() {
    let fixed = in_the_long_run(1, r#""50h""#, 37, 100);
    let exact = 0.927_986_465_9;
    assert!(fixed.mean(Availability, "line") - exact > fixed.half_width(Availability, "line"));
}

/// C03: repair of 10 h, in the long run.
#[test]
fn c03_in_the_long_run() {
    for (crews, seed, unavailability, frequency, outage, waiting) in [
        (
            1,
            41,
            6.970_623_972_739_78e-4,
            6.487_809_874_427_08e-5,
            10.744_186_570_904,
            0.009_555_182_935_372_65,
        ),
        (
            2,
            42,
            1.688_205_857_271_72e-4,
            3.258_843_137_973_18e-5,
            5.180_383_914_770_72,
            1.748_789_201_147_84e-4,
        ),
        (10, 43, 1.105_585_415_999_59e-4, 3.259_033_036_894_74e-5, 3.392_372_533_458_61, 0.0),
    ] {
        let line = in_the_long_run(crews, r#"Exponential(mean: "10h")"#, seed, 400);
        line.agrees_within(Availability, "line", 1.0 - unavailability, 0.05, unavailability);
        line.agrees(Outages, "line", frequency * WINDOW_H);
        line.agrees(Rta, "line", outage);
        line.agrees(MemberHours, "machines/awaiting_crew", waiting * WINDOW_H);
    }
}

/// C03: from all up on, over a year.
#[test]
fn c03_from_the_start() {
    let settings = r#"horizon: "8760h", series: Times(["50h", "100h", "1000h", "8760h"])"#;
    for (crews, seed, failed, down_at_50, downtime) in [
        (
            1,
            44,
            [0.004_844_744_501_246_64, 0.057_037_318_191_558_9, 0.407_395_851_998_826],
            5.840_384_621_083_24e-4,
            6.083_839_723_387_06,
        ),
        (
            2,
            45,
            [0.002_678_688_466_124_86, 0.030_347_290_016_935_4, 0.239_214_529_279_679],
            1.641_572_303_746_37e-4,
            1.475_487_512_241_94,
        ),
        (
            10,
            46,
            [0.002_678_688_466_124_86, 0.030_347_290_016_935_4, 0.239_214_529_279_679],
            1.084_826_133_720_54e-4,
            0.966_500_342_771_991,
        ),
    ] {
        let line = run(&machines(crews, r#"Exponential(mean: "10h")"#, settings), seed, 40_000);
        for (hours, failed) in [100.0, 1000.0, 8760.0].into_iter().zip(failed) {
            line.chance_agrees(ReliabilityAt, "line", hours, 1.0 - failed);
        }
        line.chance_agrees(AvailabilityAt, "line", 50.0, 1.0 - down_at_50);
        line.agrees(OutageTime, "line", downtime);
    }
}

/// C03: mean time to the first outage, from all up.
#[test]
fn c03_until_the_first_outage() {
    let settings = r#"horizon: "1000000h", ends: FirstOutage("line"), series: Times(["0h"])"#;
    for (crews, seed, exact) in [(1, 47, 16_725.0), (2, 48, 32_002.777_777_777_8)] {
        let line = run(&machines(crews, r#"Exponential(mean: "10h")"#, settings), seed, 20_000);
        line.agrees_within(TimeToFirstOutage, "line", exact, 0.02, exact);
    }
}

/// C03-037 to 040: twenty positions, three cold spares that switch at once, two crews.
#[test]
fn c03_spares_behind_twenty_positions() {
    let text = format!(
        r#"Scenario(format: 1, {LONG},
            pools: {{ "pool": Pool(members: 20, spares: [Cold(count: 3, activation: "0s")]) }},
            failures: {{ "wear": Failure(strikes: Each(["pool"]),
                time_to_failure: Exponential(mean: "1000h"), repaired_by: "mend") }},
            repairs: {{ "mend": [Stage(name: "mend", crew: "crew",
                takes: Exponential(mean: "24h"))] }},
            crews: {{ "crew": Crew(size: 2) }},
            services: {{ "all": Service(needs: AtLeast(20, "pool")),
                "most": Service(needs: AtLeast(18, "pool")) }})"#
    );
    let pool = run(&text, 49, 100);
    pool.agrees_within(Availability, "all", 0.994_754_565_745_243, 0.02, 0.005_245_434);
    pool.agrees(Availability, "most", 0.999_749_288_951_706);
    pool.agrees(MembersUp, "pool", 20.0 - 0.006_736_178_419_088_12);
    pool.agrees(Repairs, "pool", 0.019_993_263_821_580_9 * WINDOW_H);
}

/// One member, MTTF 500 h, MTTR 20 h: A(t), known to 1 % of the unavailability.
#[test]
fn two_states_from_up() {
    let text = r#"Scenario(format: 1, horizon: "24h", series: Times(["10h", "24h"]),
        pools: { "one": Pool(members: 1) },
        failures: { "wear": Failure(strikes: Each(["one"]),
            time_to_failure: Exponential(mean: "500h"), repaired_by: "mend") },
        repairs: { "mend": [Stage(name: "mend", takes: Exponential(mean: "20h"))] },
        services: { "one": Service(needs: AtLeast(1, "one")) })"#;
    let replications = 2_500_000;
    let one = run(text, 50, replications);
    for (hours, exact) in [(10.0, 0.984_404_636_5), (24.0, 0.972_579_937_7)] {
        one.chance_agrees(AvailabilityAt, "one", hours, exact);
        let half = 1.96 * (exact * (1.0 - exact) / replications as f64).sqrt();
        assert!(half < 0.01 * (1.0 - exact), "the interval is narrow enough");
    }
}
