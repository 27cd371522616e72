use crate::analytic::cases::sketch::{Sketch, cold, exponential};
use crate::analytic::{Against, Prediction, curves, predict};
use crate::measure::Metric;
use crate::model::{Ends, Model, SpareKind, Spares};
use crate::quantity::{Cv, Law, LogNormal, Shape, Span, Time, Weibull};

fn machines(crews: u32) -> Sketch {
    Sketch {
        needed: 8,
        repair: Some(exponential(50.0)),
        crews: Some(crews),
        horizon: Span::from_hours(8760.0),
        series: [10.0, 24.0, 1000.0].map(Time::from_hours).to_vec(),
        ..Sketch::of(10, exponential(1000.0))
    }
}

fn one(up_h: f64, down_h: f64) -> Sketch {
    Sketch {
        members: 1,
        needed: 1,
        life: exponential(up_h),
        repair: Some(exponential(down_h)),
        crews: None,
        ..machines(1)
    }
}

fn pair(spare: Spares) -> Sketch {
    Sketch { spares: vec![spare], crews: Some(1), ..one(1000.0, 24.0) }
}

fn hot() -> Spares {
    Spares { kind: SpareKind::Hot, dormancy: 1.0, ..cold(1) }
}

fn log_normal(mean_h: f64, cv: f64) -> Law {
    Law::LogNormal(LogNormal::with_mean(Span::from_hours(mean_h), Cv(cv)).unwrap())
}

fn find(rows: &[Prediction], formula: &str, quantity: &str) -> Prediction {
    let of = |row: &&Prediction| row.formula == formula && row.quantity == quantity;
    let found = rows.iter().find(of).cloned();
    found.unwrap_or_else(|| panic!("{formula} says something about {quantity}"))
}

fn value(rows: &[Prediction], formula: &str, quantity: &str) -> f64 {
    find(rows, formula, quantity).value.unwrap()
}

fn at(rows: &[Prediction], formula: &str, quantity: &str, hours: f64) -> f64 {
    let time = Some(Time::from_hours(hours));
    let of =
        |row: &&Prediction| row.formula == formula && row.quantity == quantity && row.time == time;
    *rows.iter().find(of).unwrap().value.as_ref().unwrap()
}

fn reason(model: &Model, formula: &str) -> String {
    let rows = predict(model);
    let row = rows.iter().find(|row| row.formula == formula && row.value.is_err());
    row.unwrap_or_else(|| panic!("{formula} does not apply")).value.clone().unwrap_err()
}

/// As many digits as the expectation has: half a unit of the last one.
fn assert_digits(got: f64, expected: f64, half_unit: f64) {
    assert!((got - expected).abs() <= half_unit, "{got} is not {expected}");
}

#[test]
fn machine_repair_in_the_long_run() {
    let known = [
        (10, 0.989_935_121_3, 5.525_219e-4),
        (2, 0.983_465_629_4, 5.489_110e-4),
        (1, 0.927_986_465_9, 9.683_337e-4),
    ];
    for (crews, availability, frequency) in known {
        let rows = predict(&machines(crews).model());
        assert_digits(value(&rows, "exact chain", "steady availability"), availability, 5e-11);
        assert_digits(value(&rows, "machine repair", "availability"), availability, 5e-11);
        let exact = value(&rows, "exact chain", "outage frequency per hour");
        assert_digits(exact, frequency, 5e-11);
        let closed = value(&rows, "machine repair", "outages") / 8760.0;
        assert_digits(closed, frequency, 5e-11);
    }
}

#[test]
fn what_is_compared_is_of_the_observed_time() {
    // A system that starts whole is up more than in the long run.
    let rows = predict(&machines(2).model());
    let observed = find(&rows, "exact chain", "availability");
    let against = Against::Metric(Metric::Availability, "service".to_string());
    assert_eq!(observed.against, against);
    assert!(observed.value.unwrap() > value(&rows, "exact chain", "steady availability") + 1e-5);
    let long_run = find(&rows, "machine repair", "availability");
    assert_eq!(long_run.against, Against::Nothing);
    assert!(long_run.note.contains("only after a warm-up of 5000 h"), "{}", long_run.note);
    let mut settled = machines(2).model();
    settled.warm_up = Span::from_hours(5000.0);
    let rows = predict(&settled);
    let long_run = find(&rows, "machine repair", "availability");
    assert_eq!(long_run.against, against);
    let (exact, long_run) = (value(&rows, "exact chain", "availability"), long_run.value.unwrap());
    assert_digits(exact, long_run, 1e-13);
}

#[test]
fn two_states_at_a_time_and_over_time() {
    let rows = predict(&one(500.0, 20.0).model());
    for formula in ["exact chain", "two-state availability"] {
        assert_digits(at(&rows, formula, "availability_at", 10.0), 0.984_404_636_5, 5e-11);
        assert_digits(at(&rows, formula, "availability_at", 24.0), 0.972_579_937_7, 5e-11);
    }
    let rates =
        crate::analytic::formula::two_state::TwoState { failures: 1.0 / 500.0, repairs: 0.05 };
    let down = 8760.0 - rates.uptime(8760.0);
    assert_digits(value(&rows, "exact chain", "outage_time"), down, 1e-8);
    assert_digits(value(&rows, "exact chain", "outages"), rates.uptime(8760.0) / 500.0, 1e-9);
}

#[test]
fn repaired_pairs_until_their_first_outage() {
    let known = [(hot(), 0.998_901_970_353, 22_333.33), (cold(1), 0.999_437_816_228, 43_666.67)];
    for (spare, availability, mean_time) in known {
        let rows = predict(&pair(spare).model());
        assert_digits(value(&rows, "exact chain", "steady availability"), availability, 5e-13);
        let first = find(&rows, "exact chain", "time_to_first_outage");
        assert_eq!(first.against, Against::Nothing, "most replications see no outage");
        assert!(first.note.contains("a longer horizon lets it"));
        assert_digits(first.value.unwrap(), mean_time, 5e-3);
    }
    let mut long = pair(hot());
    long.horizon = Span::from_hours(1e6);
    let mut model = long.model();
    model.ends = Ends::FirstOutage(0.into());
    let rows = predict(&model);
    let first = find(&rows, "exact chain", "time_to_first_outage");
    let metric = Metric::TimeToFirstOutage;
    assert_eq!(first.against, Against::Metric(metric, "service".to_string()));
    assert!(reason(&model, "exact chain").contains("end at the first outage of `service`"));
}

#[test]
fn missions_without_repair() {
    let mut sketch = Sketch { needed: 8, repair: None, crews: None, ..machines(1) };
    let rows = predict(&sketch.model());
    for hours in [10.0, 24.0, 1000.0] {
        let chain = at(&rows, "exact chain", "reliability_at", hours);
        let closed = at(&rows, "k of n mission", "reliability_at", hours);
        assert_digits(chain, closed, 1e-14);
    }
    // Any law of life: Weibull with a scale, by hand for 1 of 2.
    let shape = Weibull::with_scale(Shape(2.0), Span::from_hours(1000.0)).unwrap();
    sketch = Sketch { members: 2, needed: 1, life: Law::Weibull(shape), ..sketch };
    let rows = predict(&sketch.model());
    let alive = libm::exp(-1.0);
    let one_of_two = 1.0 - (1.0 - alive) * (1.0 - alive);
    assert_digits(at(&rows, "k of n mission", "reliability_at", 1000.0), one_of_two, 1e-15);
    assert_digits(at(&rows, "Weibull R(t)", "survivor_fraction", 1000.0), alive, 1e-15);
    let chain = reason(&sketch.model(), "exact chain");
    assert!(chain.starts_with("the time to failure of `failure` is Weibull("), "{chain}");
}

#[test]
fn standby_without_repair() {
    let mut sketch = Sketch { repair: None, crews: None, ..pair(hot()) };
    sketch.switching = 0.95;
    let rows = predict(&sketch.model());
    for formula in ["standby pair", "exact chain"] {
        assert_digits(value(&rows, formula, "time_to_first_outage"), 1475.0, 1e-9);
        let survival = at(&rows, formula, "reliability_at", 1000.0);
        assert_digits(survival, 0.588_796_391_209_53, 1e-14);
    }
    assert!(reason(&sketch.model(), "exact chain").contains("a failed switch is tried again"));
    let mut cold_spare = Sketch { repair: None, crews: None, ..pair(cold(1)) };
    cold_spare.series = vec![Time::from_hours(2000.0)];
    let rows = predict(&cold_spare.model());
    for formula in ["cold spares mission", "standby pair", "exact chain"] {
        let survival = at(&rows, formula, "reliability_at", 2000.0);
        assert_digits(survival, 0.406_005_849_709_838, 1e-14);
    }
}

#[test]
fn the_shape_of_repair_does_not_matter_with_a_crew_for_everyone() {
    let laws = [exponential(50.0), log_normal(50.0, 2.0), Law::Fixed(Span::from_hours(50.0))];
    for repair in laws {
        let mut model = Sketch { repair: Some(repair), ..machines(10) }.model();
        model.warm_up = Span::from_hours(1000.0);
        let rows = predict(&model);
        let row = find(&rows, "alternating renewal", "availability");
        assert_digits(row.value.unwrap(), 0.989_935_121_3, 5e-11);
        let against = Against::Metric(Metric::Availability, "service".to_string());
        assert_eq!(row.against, against);
        let outages = value(&rows, "alternating renewal", "outages") / 7760.0;
        assert_digits(outages, 5.525_219e-4, 5e-11);
    }
    let waits = Sketch { repair: Some(log_normal(50.0, 2.0)), ..machines(2) }.model();
    assert_eq!(reason(&waits, "alternating renewal"), "stage `stage` may wait for its crew");
}

#[test]
fn downtime_has_the_spread_of_renewal_theory() {
    let up = Weibull::with_mean(Shape(1.5), Span::from_hours(500.0)).unwrap();
    let mut sketch = one(500.0, 20.0);
    sketch.life = Law::Weibull(up);
    sketch.repair = Some(log_normal(20.0, 1.0));
    sketch.horizon = Span::from_hours(87_600.0);
    let rows = predict(&sketch.model());
    // By hand: sU = 500 sqrt(Gamma(1 + 2/1.5) / Gamma(1 + 1/1.5)^2 - 1), sD = 20.
    let (g1, g2) = (libm::tgamma(1.0 + 1.0 / 1.5), libm::tgamma(1.0 + 2.0 / 1.5));
    let (mean_up, mean_down, std_down): (f64, f64, f64) = (500.0, 20.0, 20.0);
    let std_up = mean_up * (g2 / (g1 * g1) - 1.0).sqrt();
    let variance = 87_600.0
        * (mean_up * mean_up * std_down * std_down + mean_down * mean_down * std_up * std_up)
        / libm::pow(520.0, 3.0);
    let row = "standard deviation of outage_time in hours";
    assert_digits(value(&rows, "alternating renewal", row), variance.sqrt(), 1e-9);
}

#[test]
fn a_pool_with_spares_keeps_its_positions_filled() {
    let mut sketch = machines(2);
    sketch.members = 20;
    sketch.needed = 20;
    sketch.spares = vec![cold(3)];
    sketch.repair = Some(exponential(24.0));
    sketch.horizon = Span::from_hours(1e6);
    let rows = predict(&sketch.model());
    assert_digits(value(&rows, "exact chain", "steady availability"), 0.994_754_565_745_243, 1e-14);
    // Nearly the long run over such a time: 20 positions less what is not filled on average.
    assert_digits(value(&rows, "exact chain", "members_up"), 20.0 - 0.006_736_178, 1e-6);
    assert_digits(value(&rows, "exact chain", "repairs") / 1e6, 0.019_993_26, 1e-5);
    let (failures, repairs) =
        (value(&rows, "exact chain", "failures"), value(&rows, "exact chain", "repairs"));
    assert!(failures > repairs && failures < repairs + 23.0);
}

/// Rows of different formulas about the same thing say the same, save those of the paper.
#[test]
fn formulas_do_not_contradict_each_other() {
    let mut settled = machines(10).model();
    settled.warm_up = Span::from_hours(1000.0);
    let models = [
        settled,
        one(500.0, 20.0).model(),
        Sketch { repair: None, crews: None, ..machines(1) }.model(),
        Sketch { repair: None, crews: None, ..pair(cold(1)) }.model(),
        pair(hot()).model(),
    ];
    let mut pairs = 0;
    for model in models {
        let rows = predict(&model);
        let exact = |row: &&Prediction| {
            row.value.is_ok() && row.against != Against::Nothing && !row.formula.starts_with('P')
        };
        for row in rows.iter().filter(exact) {
            for other in rows.iter().filter(exact).filter(|other| other.against == row.against) {
                let (a, b) = (row.value.clone().unwrap(), other.value.clone().unwrap());
                assert!((a - b).abs() <= 1e-8 * a.abs(), "{row:?} contradicts {other:?}");
                pairs += usize::from(row.formula != other.formula);
            }
        }
    }
    assert!(pairs > 20, "there is something to compare: {pairs}");
}

#[test]
fn curves_start_at_one_and_agree_with_the_rows() {
    let mut sketch = machines(2);
    sketch.horizon = Span::from_hours(200.0);
    sketch.series = vec![Time::from_hours(100.0)];
    let model = sketch.model();
    let (rows, curves) = (predict(&model), curves(&model));
    for metric in [Metric::ReliabilityAt, Metric::AvailabilityAt] {
        let curve = curves.iter().find(|curve| curve.metric == metric).unwrap();
        assert_eq!(curve.points[0], (Time::START, 1.0));
        assert_eq!(curve.points[100].0, Time::from_hours(100.0));
        let row = at(&rows, "exact chain", metric.name(), 100.0);
        assert_digits(curve.points[100].1, row, 1e-13);
    }
}

#[test]
fn a_large_pool_is_solved_in_no_time() {
    // 2,048 members, at least 2,000 needed, a crew of 40: 2,049 states.
    let sketch =
        Sketch { needed: 2000, repair: Some(exponential(5.0)), crews: Some(40), ..machines(1) };
    let model = Sketch { members: 2048, life: exponential(3692.0), ..sketch }.model();
    let rows = predict(&model);
    assert!(value(&rows, "exact chain", "availability") > 0.999);
    assert!(value(&rows, "exact chain", "steady availability") > 0.999);
    assert!(at(&rows, "exact chain", "reliability_at", 1000.0) > 0.99);
}
