use super::*;

/// A birth-death chain of `n` members, `need` of them needed, with a crew of `crews`.
fn machine_repair(n: usize, failure: f64, repair: f64, crews: usize) -> Chain {
    let row = |failed: usize| {
        let mut row = Vec::new();
        if failed < n {
            row.push((failed + 1, (n - failed) as f64 * failure));
        }
        if failed > 0 {
            row.push((failed - 1, failed.min(crews) as f64 * repair));
        }
        row
    };
    Chain::new((0..=n).map(row).collect())
}

fn assert_close(got: f64, expected: f64, relative: f64) {
    assert!(
        (got - expected).abs() <= relative * expected.abs(),
        "{got} is not {expected}: off by {:e}",
        (got - expected).abs() / expected.abs()
    );
}

#[test]
fn steady_state_is_binomial_with_a_crew_for_everyone() {
    let steady = machine_repair(10, 1e-3, 0.1, 10).steady().unwrap();
    let down: f64 = 1e-3 / (0.1 + 1e-3);
    let all_up = libm::pow(1.0 - down, 10.0);
    assert_close(steady[0], all_up, 1e-14);
    assert_close(steady[10], libm::pow(down, 10.0), 1e-13);
}

#[test]
fn mean_time_to_loss_keeps_its_digits_at_1e20_hours() {
    // Mirror of 5 with rate 1e-6/h and rebuild 1/h each: leading term mu^4 / (5! lambda^5) times
    // 4!, and corrections of relative size 1e-5.
    let chain = machine_repair(5, 1e-6, 1.0, 5);
    let mut inside = vec![true; 6];
    inside[5] = false;
    let mean = chain.mean_time_until_outside(&inside).unwrap();
    // Sum over birth-death levels, in products only: sum_i sum_{j<=i} prod mu / prod lambda.
    let (birth, death) = (|i: f64| (5.0 - i) * 1e-6, |i: f64| i);
    let mut expected = 0.0;
    for i in 0..5 {
        for j in 0..=i {
            let mut term = 1.0 / birth(f64::from(j));
            for k in j + 1..=i {
                term *= death(f64::from(k)) / birth(f64::from(k));
            }
            expected += term;
        }
    }
    assert!(expected > 1e28, "rare indeed");
    assert_close(mean, expected, 1e-14);
}

#[test]
fn mean_time_is_infinite_where_the_end_may_never_come() {
    let chain = Chain::new(vec![vec![(1, 1.0), (2, 1.0)], vec![], vec![]]);
    let mean = chain.mean_time_until_outside(&[true, true, false]).unwrap();
    assert!(mean.is_infinite());
}

#[test]
fn a_long_run_that_depends_on_chance_is_refused() {
    let chain = Chain::new(vec![vec![(1, 1.0), (2, 1.0)], vec![], vec![]]);
    assert_eq!(chain.steady(), Err(ChainProblem::NoSteadyState));
}

#[test]
fn transient_states_have_no_share_of_the_long_run() {
    let chain = Chain::new(vec![vec![(1, 1.0)], vec![(2, 1.0)], vec![(1, 3.0)]]);
    let steady = chain.steady().unwrap();
    assert_eq!(steady[0], 0.0);
    assert_close(steady[1], 0.75, 1e-15);
}

fn two_state_availability(hours: f64) -> f64 {
    let (failure, repair) = (1.0 / 500.0, 1.0 / 20.0);
    (repair + failure * libm::exp(-(failure + repair) * hours)) / (failure + repair)
}

#[test]
fn two_states_follow_their_closed_form() {
    let chain = machine_repair(1, 1.0 / 500.0, 1.0 / 20.0, 1);
    let mut walk = Transient::new(&chain, vec![vec![1.0, 0.0]]);
    for hours in [0.0, 10.0, 24.0, 1000.0, 1e6] {
        walk.advance_to(hours).unwrap();
        let expected = two_state_availability(hours);
        assert_close(walk.probabilities()[0], expected, 1e-13);
        let total = 1.0 / 500.0 + 1.0 / 20.0;
        let up = (1.0 / 20.0) / total * hours
            - (1.0 / 500.0) / (total * total) * libm::expm1(-total * hours);
        assert!((walk.earned()[0] - up).abs() <= 1e-12 * up.max(1.0));
    }
}

#[test]
fn both_ways_agree_to_twelve_digits_in_every_state() {
    // From 1e-2 to 1e3 hours, states as rare as 1e-40 among them.
    let chain = machine_repair(12, 1e-4, 0.5, 2);
    let walk = uniform::Walk::new(&chain);
    let rewards = vec![(0..13).map(f64::from).collect::<Vec<_>>()];
    let mut start = vec![0.0; 13];
    start[0] = 1.0;
    for hours in [0.01, 1.0, 1000.0] {
        let (walked, spent) = walk.advance(&start, hours);
        let (squared, earned) = dense::Propagator::new(&walk, &rewards, hours).advance(&start);
        for state in 0..13 {
            assert!(walked[state] > 0.0);
            assert_close(squared[state], walked[state], 1e-12);
        }
        assert_close(earned[0], dense::dot(&spent, &rewards[0]), 1e-12);
    }
}

#[test]
fn squaring_bears_ten_million_and_more_steps() {
    // A pair that repairs in 0.1 ms and is watched for ten years: 3e12 steps of the walk. The
    // time to loss is exponential to 1e-10, with the mean that state reduction gives.
    let (failure, repair) = (1e-3, 3.6e7);
    let chain = machine_repair(2, failure, repair, 2);
    let (stopped, _) = chain.stopped_outside(&[true, true, false]);
    let mean = chain.mean_time_until_outside(&[true, true, false]).unwrap();
    let mut walk = Transient::new(&stopped, Vec::new());
    walk.advance_to(87_600.0).unwrap();
    assert_close(walk.probabilities()[2], -libm::expm1(-87_600.0 / mean), 1e-9);
}

#[test]
fn survival_to_one_in_1e30_keeps_its_digits() {
    let chain = Chain::new(vec![vec![(1, 0.07)], vec![]]);
    let mut walk = Transient::new(&chain, Vec::new());
    walk.advance_to(1000.0).unwrap();
    assert_close(walk.probabilities()[0], libm::exp(-70.0), 1e-12);
}

#[test]
fn a_settled_chain_goes_on_for_nothing() {
    let chain = machine_repair(200, 1e-3, 1.0, 200);
    let steady = chain.steady().unwrap();
    let rewards = vec![vec![1.0; 201]];
    let mut walk = Transient::new(&chain, rewards).settling_into(&steady);
    for day in 1..=365 {
        walk.advance_to(24.0 * f64::from(day)).unwrap();
    }
    assert!(walk.work < 1e8, "spent {:e}", walk.work);
    assert_close(walk.earned()[0], 8760.0, 1e-12);
}

struct Counter(u32);

impl System for Counter {
    type State = u32;
    fn start(&self) -> u32 {
        0
    }
    fn moves(&self, state: &u32, moves: &mut Vec<(u32, f64)>) {
        if *state < self.0 {
            moves.push((state + 1, 1.0));
        }
    }
}

#[test]
fn exploration_stops_at_its_limit() {
    assert_eq!(explore(&Counter(9), 10).unwrap().1.len(), 10);
    let too_many = explore(&Counter(10), 10).unwrap_err();
    assert_eq!(too_many, ChainProblem::TooManyStates(10));
}
