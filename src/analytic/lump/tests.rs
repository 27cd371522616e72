use super::*;
use crate::analytic::cases::sketch::{Sketch, exponential};
use crate::analytic::chain::{System, Transient, explore};
use crate::model::{
    Detector, Failure, Occurs, Recovery, Repair, Seeing, SpareKind, Spares, Stage, Strikes, Table,
};
use crate::quantity::{Law, Probability, Span};

fn spares(kind: SpareKind, count: u32, activation: Law, dormancy: f64) -> Spares {
    Spares { kind, count, activation, dormancy }
}

fn at_once() -> Law {
    Law::Fixed(Span::ZERO)
}

fn machines(crews: u32) -> Sketch {
    Sketch {
        needed: 8,
        repair: Some(exponential(50.0)),
        crews: Some(crews),
        ..Sketch::of(10, exponential(1000.0))
    }
}

fn pair(kind: SpareKind, dormancy: f64) -> Sketch {
    Sketch {
        spares: vec![spares(kind, 1, at_once(), dormancy)],
        repair: Some(exponential(24.0)),
        crews: Some(1),
        ..Sketch::of(1, exponential(1000.0))
    }
}

struct Solved {
    availability: f64,
    frequency: f64,
    mean_time: f64,
    states: usize,
}

fn solve(model: &Model) -> Solved {
    let service = model.services.ids().next().unwrap();
    let lumped = Lumped::of_service(model, service).unwrap();
    let up = lumped.up(model, service).unwrap();
    let steady = lumped.chain.steady().unwrap();
    let chain = &lumped.chain;
    let of_up = |value: &dyn Fn(usize) -> f64| {
        let states = (0..chain.len()).filter(|&state| up[state]);
        states.map(|state| steady[state] * value(state)).sum::<f64>()
    };
    Solved {
        availability: of_up(&|_| 1.0),
        frequency: of_up(&|state| chain.rate_out_of(state, &up)),
        mean_time: chain.mean_time_until_outside(&up).unwrap(),
        states: chain.len(),
    }
}

/// As many digits as the expectation has, half a unit of the last one.
fn assert_digits(got: f64, expected: f64, half_unit: f64) {
    assert!((got - expected).abs() <= half_unit, "{got} is not {expected}");
}

#[test]
fn ten_machines_of_which_eight_are_needed() {
    let known = [(10, 0.989_935_121_3, 5.525_219e-4), (2, 0.983_465_629_4, 5.489_110e-4)];
    for (crews, availability, frequency) in
        known.into_iter().chain([(1, 0.927_986_465_9, 9.683_337e-4)])
    {
        let solved = solve(&machines(crews).model());
        assert_digits(solved.availability, availability, 5e-11);
        assert_digits(solved.frequency, frequency, 5e-11);
        assert_eq!(solved.states, 11, "like machines are counted");
    }
}

#[test]
fn pairs_hot_and_cold() {
    let hot = solve(&pair(SpareKind::Hot, 1.0).model());
    assert_digits(hot.availability, 0.998_901_970_353, 5e-13);
    assert_digits(hot.mean_time, 22_333.33, 5e-3);
    let cold = solve(&pair(SpareKind::Cold, 0.0).model());
    assert_digits(cold.availability, 0.999_437_816_228, 5e-13);
    assert_digits(cold.mean_time, 43_666.67, 5e-3);
}

#[test]
fn a_spare_that_takes_time_leaves_the_service_down_meanwhile() {
    // Cycle of one member with one spare activating in mean 0.5 h, repairs without a crew:
    // states by hand: full, activating, activating with none left, alone, none.
    let mut sketch = pair(SpareKind::Cold, 0.0);
    sketch.crews = None;
    sketch.spares[0].activation = exponential(0.5);
    let solved = solve(&sketch.model());
    // full -> activating (1/1000); activating -> alone-with-repair (2), -> activating-and-spare
    // (1/24: the repaired member becomes a spare, for the position is promised); and so on.
    let (l, m, a): (f64, f64, f64) = (1e-3, 1.0 / 24.0, 2.0);
    // With x = activating with one under repair, y = up with one under repair,
    // z = activating with a spare, f = up with a spare, d = both under repair.
    let chain = Chain::new(vec![
        vec![(1, l)],
        vec![(2, a), (3, m)],
        vec![(4, l), (0, m)],
        vec![(0, a)],
        vec![(2, 2.0 * m)],
    ]);
    let steady = chain.steady().unwrap();
    assert_digits(solved.availability, steady[0] + steady[2], 1e-14);
    assert_eq!(solved.states, 5);
}

#[test]
fn undetected_members_hold_their_position_until_they_are_seen() {
    // One member, no spare: down for a detection and a repair, one after the other.
    let mut model =
        Sketch { repair: Some(exponential(20.0)), ..Sketch::of(1, exponential(500.0)) }.model();
    watch(&mut model, Seeing::Delay(exponential(5.0)));
    let solved = solve(&model);
    assert_digits(solved.availability, 500.0 / 525.0, 1e-14);
    assert_digits(solved.frequency, 1.0 / 525.0, 1e-16);
}

/// Two members told apart, one position: each is up in it, standing by hot, failed unseen in the
/// position or outside it, or under repair.
struct ToldApart {
    failure: f64,
    detection: f64,
    repair: f64,
}

impl System for ToldApart {
    type State = [char; 2];

    fn start(&self) -> [char; 2] {
        ['a', 's']
    }

    fn moves(&self, state: &[char; 2], moves: &mut Vec<([char; 2], f64)>) {
        for me in 0..2 {
            let (mut next, other) = (*state, 1 - me);
            let rate = match state[me] {
                'a' => {
                    next[me] = 'u';
                    self.failure
                }
                's' => {
                    next[me] = 'v';
                    self.failure
                }
                'u' => {
                    next[me] = 'r';
                    if state[other] == 's' {
                        next[other] = 'a';
                    }
                    self.detection
                }
                'v' => {
                    next[me] = 'r';
                    self.detection
                }
                _ => {
                    let taken = matches!(state[other], 'a' | 'u');
                    next[me] = if taken { 's' } else { 'a' };
                    self.repair
                }
            };
            moves.push((next, rate));
        }
    }
}

#[test]
fn spares_fail_unseen_too() {
    let mut sketch = pair(SpareKind::Hot, 1.0);
    sketch.crews = None;
    let mut model = sketch.model();
    watch(&mut model, Seeing::Delay(exponential(5.0)));
    let apart = ToldApart { failure: 1e-3, detection: 0.2, repair: 1.0 / 24.0 };
    let (chain, states) = explore(&apart, 100).unwrap();
    let up: Vec<bool> = states.iter().map(|state| state.contains(&'a')).collect();
    let steady = chain.steady().unwrap();
    let available = steady.iter().zip(&up).filter(|(_, up)| **up).map(|(p, _)| p).sum::<f64>();
    let solved = solve(&model);
    assert_digits(solved.availability, available, 1e-14);
    assert_digits(solved.mean_time, chain.mean_time_until_outside(&up).unwrap(), 1e-9);
}

fn watch(model: &mut Model, seeing: Seeing) {
    model.detectors = Table::new(vec![Detector {
        within: None,
        name: "watch".to_string(),
        seeing,
        coverage: Probability::SURE,
        backstop: None,
        false_alarms: None,
        misdiagnosed: Probability::NEVER,
        undiagnosed: Probability::NEVER,
    }]);
    let mut failure = model.failures.iter().next().unwrap().clone();
    failure.detected_by = model.detectors.ids().next();
    model.failures = Table::new(vec![failure]);
}

#[test]
fn a_stage_that_fixes_only_some_sends_the_others_on() {
    // Reboot 0.5 h fixes 60 %, else a swap of 5 h: mean down time 0.5 + 0.4 * 5.
    let mut model =
        Sketch { repair: Some(exponential(0.5)), ..Sketch::of(1, exponential(100.0)) }.model();
    let stage = |name: &str, hours, fixes| Stage {
        people: None,
        name: name.to_string(),
        takes: exponential(hours),
        crew: None,
        remote: false,
        part: None,
        fixes: Probability::new(fixes),
        sticks: Probability::new(0.9),
    };
    let stages = vec![stage("reboot", 0.5, 0.6), stage("swap", 5.0, 1.0)];
    model.repairs = Table::new(vec![Repair { name: "bench".to_string(), stages }]);
    let solved = solve(&model);
    assert_digits(solved.availability, 100.0 / 102.5, 1e-14);
}

#[test]
fn two_kinds_of_repair_wait_for_one_crew_in_the_order_they_came() {
    // Two modes share one crew. When both repairs take 5 h, the chain must come to what the plain
    // machine repair model says.
    let equal = two_modes(5.0, 5.0);
    let plain = Sketch {
        needed: 3,
        repair: Some(exponential(5.0)),
        crews: Some(1),
        ..Sketch::of(3, exponential(50.0))
    };
    let (equal, plain) = (solve(&equal), solve(&plain.model()));
    assert_digits(equal.availability, plain.availability, 1e-14);
    assert_digits(equal.mean_time, plain.mean_time, 1e-11);
    assert!(equal.states > plain.states, "the order in the queue is kept");
    // A crew of one, first come first served: Takacs' closed form for the share of time in which
    // it is idle, by the transform B of the repair time.
    let transform = |s: f64| 0.5 / (1.0 + s) + 0.5 / (1.0 + 9.0 * s);
    let odds = |s: f64| (1.0 - transform(s)) / transform(s);
    let rate = 1.0 / 50.0;
    let sum = 1.0 + 2.0 * odds(rate) + odds(rate) * odds(2.0 * rate);
    let idle = 1.0 / (1.0 + 3.0 * rate * 5.0 * sum);
    assert_digits(solve(&two_modes(1.0, 9.0)).availability, idle, 1e-14);
}

fn two_modes(first_h: f64, second_h: f64) -> Model {
    let mut model = Sketch {
        needed: 3,
        repair: Some(exponential(first_h)),
        crews: Some(1),
        ..Sketch::of(3, exponential(100.0))
    }
    .model();
    let first = model.repairs.iter().next().unwrap().clone();
    let mut second = first.clone();
    second.name = "second".to_string();
    second.stages[0].takes = exponential(second_h);
    model.repairs = Table::new(vec![first, second]);
    let one = model.failures.iter().next().unwrap().clone();
    let two =
        Failure { name: "other".to_string(), recovery: Recovery::Repair(1.into()), ..one.clone() };
    model.failures = Table::new(vec![one, two]);
    model
}

#[test]
fn a_mode_that_strikes_one_of_a_pool_has_one_clock() {
    let mut model = machines(10).model();
    let mut failure = model.failures.iter().next().unwrap().clone();
    failure.strikes = Strikes::One(0.into());
    model.failures = Table::new(vec![failure]);
    // Failures come at 1/1000 h while someone is up: M/M/10 with 10 places.
    let solved = solve(&model);
    let mut weights = vec![1.0];
    for failed in 1..=10 {
        let last = weights[weights.len() - 1];
        weights.push(last * 0.001 * 50.0 / f64::from(failed));
    }
    let total: f64 = weights.iter().sum();
    assert_digits(solved.availability, weights[..3].iter().sum::<f64>() / total, 1e-14);
}

#[test]
fn a_failed_switch_ends_the_chain_where_it_is_an_outage() {
    let mut sketch = Sketch {
        spares: vec![spares(SpareKind::Hot, 1, at_once(), 1.0)],
        switching: 0.95,
        ..Sketch::of(1, exponential(1000.0))
    };
    let solved = sketch.model();
    let service = solved.services.ids().next().unwrap();
    let lumped = Lumped::of_service(&solved, service).unwrap();
    assert!(lumped.ends_with_a_failed_switch());
    let up = lumped.up(&solved, service).unwrap();
    let mean = lumped.chain.mean_time_until_outside(&up).unwrap();
    assert_digits(mean, 1475.0, 1e-10);
    sketch.members = 2;
    sketch.needed = 1;
    let survives = sketch.model();
    let lumped = Lumped::of_service(&survives, service).unwrap();
    assert!(lumped.up(&survives, service).unwrap_err().contains("survives a failed switch"));
}

#[test]
fn broken_assumptions_are_named() {
    let reason = |model: &Model| Lumped::of_service(model, 0.into()).err().unwrap();
    let fixed = Law::Fixed(Span::from_hours(5.0));
    let mut sketch = machines(2);
    sketch.repair = Some(fixed.clone());
    assert_eq!(
        reason(&sketch.model()),
        "the time of stage `stage` of `repair` is Fixed(\"5h\"), the chain needs exponential"
    );
    let mut sketch = machines(2);
    sketch.life = fixed.clone();
    assert!(reason(&sketch.model()).starts_with("the time to failure of `failure` is Fixed("));
    let mut sketch = pair(SpareKind::Warm, 0.3);
    sketch.spares[0].activation = fixed.clone();
    assert!(reason(&sketch.model()).starts_with("the activation of warm spares of pool `pool`"));
    let mut model = machines(2).model();
    let mut failure = model.failures.iter().next().unwrap().clone();
    failure.occurs = Occurs::At(Vec::new());
    model.failures = Table::new(vec![failure]);
    assert_eq!(reason(&model), "`failure` strikes at fixed times");
    let mut model = machines(2).model();
    watch(&mut model, Seeing::Delay(fixed));
    assert!(reason(&model).starts_with("the delay of detector `watch` is Fixed("));
    let mut model = machines(2).model();
    let heartbeat =
        Seeing::Heartbeat { period: Span::from_seconds(10.0), misses: 3, jitter: Span::ZERO };
    watch(&mut model, heartbeat);
    assert!(reason(&model).contains("takes a heartbeat's time"));
    let mut large = two_modes(1.0, 9.0);
    let mut pool = large.pools.iter().next().unwrap().clone();
    pool.members = 30;
    large.pools = Table::new(vec![pool]);
    assert_eq!(reason(&large), "the chain has more than 20000 states");
}

#[test]
fn pools_that_share_a_crew_are_solved_together() {
    // Two pools of one, one crew, equal rates: together they are the machine repair model of 2.
    let mut model = Sketch {
        repair: Some(exponential(50.0)),
        crews: Some(1),
        ..Sketch::of(1, exponential(1000.0))
    }
    .model();
    let first = model.pools.iter().next().unwrap().clone();
    let mut second = first.clone();
    second.name = "second".to_string();
    model.pools = Table::new(vec![first, second]);
    let mut failure = model.failures.iter().next().unwrap().clone();
    failure.strikes = Strikes::Each(vec![0.into(), 1.into()]);
    model.failures = Table::new(vec![failure]);
    let lumped = Lumped::of_service(&model, 0.into()).unwrap();
    let steady = lumped.chain.steady().unwrap();
    let mean = |values: Vec<f64>| values.iter().zip(&steady).map(|(x, p)| x * p).sum::<f64>();
    let both = mean(lumped.members_up(0.into())) + mean(lumped.members_up(1.into()));
    let r = 50.0 / 1000.0;
    let weights = [1.0, 2.0 * r, 2.0 * r * r];
    let expected = (2.0 * weights[0] + weights[1]) / weights.iter().sum::<f64>();
    assert_digits(both, expected, 1e-14);
}

#[test]
fn long_runs_keep_flows_in_balance() {
    // With warm spares that take time, two crews and 20 positions: what fails is repaired.
    let sketch = Sketch {
        needed: 18,
        spares: vec![
            spares(SpareKind::Hot, 1, at_once(), 1.0),
            spares(SpareKind::Warm, 2, exponential(0.05), 0.3),
        ],
        repair: Some(exponential(24.0)),
        crews: Some(2),
        ..Sketch::of(20, exponential(1000.0))
    };
    let model = sketch.model();
    let lumped = Lumped::of_service(&model, 0.into()).unwrap();
    let steady = lumped.chain.steady().unwrap();
    let rewards = vec![lumped.failures(0.into()), lumped.repairs(0.into())];
    let mean = |values: &[f64]| values.iter().zip(&steady).map(|(x, p)| x * p).sum::<f64>();
    assert_digits(mean(&rewards[0]), mean(&rewards[1]), 1e-14);
    let mut transient = Transient::new(&lumped.chain, rewards).settling_into(&steady);
    transient.advance_to(8760.0).unwrap();
    let earned = transient.earned();
    assert!(earned[0] > earned[1], "repairs come after failures");
    assert!(earned[0] - earned[1] < 23.0, "at most all members are down");
}

#[test]
fn a_failure_that_ends_by_itself_needs_no_detection_without_spares() {
    let mut model = Sketch::of(1, exponential(500.0)).model();
    let heartbeat =
        Seeing::Heartbeat { period: Span::from_seconds(10.0), misses: 3, jitter: Span::ZERO };
    watch(&mut model, heartbeat.clone());
    let lasting = |model: &mut Model| {
        let mut failure = model.failures.iter().next().unwrap().clone();
        failure.recovery = Recovery::Lasts(exponential(20.0));
        model.failures = Table::new(vec![failure]);
    };
    lasting(&mut model);
    let solved = solve(&model);
    assert_digits(solved.availability, 500.0 / 520.0, 1e-15);
    let lumped = Lumped::of_service(&model, 0.into()).unwrap();
    assert_eq!(lumped.repairs(0.into()), [0.0, 0.0], "nobody repairs it");
    let mut spared = pair(SpareKind::Cold, 0.0).model();
    watch(&mut spared, Seeing::Delay(exponential(1.0)));
    lasting(&mut spared);
    let reason = Lumped::of_service(&spared, 0.into()).err().unwrap();
    assert!(reason.contains("may end by itself before it is detected"), "{reason}");
}
