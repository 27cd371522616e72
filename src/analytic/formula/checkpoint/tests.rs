use super::*;
use crate::quantity::Rate;

fn hours(hours: f64) -> Span {
    Span::from_hours(hours)
}

/// C = 300 s, R = 600 s, MTBF 3 h.
const WRITES: Writes = Writes { write: Span::from_seconds(300.0), mtbf: Span::from_hours(3.0) };

fn every(interval: Span) -> Checkpointing {
    let restart = Restart::Exposed(Span::from_seconds(600.0));
    let failures = Failures { mtbf: WRITES.mtbf, restart };
    Checkpointing { interval, write: WRITES.write, failures }
}

#[test]
fn published_intervals_and_their_efficiency() {
    let close = |found: Span, seconds: f64| {
        assert!((found.seconds() - seconds).abs() < 5e-4, "{found:?} is not {seconds} s");
    };
    close(WRITES.optimum(), 2349.638);
    close(WRITES.daly(), 2349.513);
    close(WRITES.young(), 2545.584);
    // sqrt(2 * 300 * 11400) - 300.
    close(WRITES.daly_first_order(Span::from_seconds(600.0)).unwrap(), 2315.339);
    let efficiency = every(WRITES.optimum()).efficiency();
    assert!((efficiency - 0.740_157).abs() < 5e-7, "{efficiency}");
}

#[test]
fn nothing_is_better_than_the_best_interval() {
    for write in [1e-6, 1e-3, 0.1, 1.0, 30.0] {
        let writes = Writes { write: hours(write), mtbf: hours(10.0) };
        for restart in [Restart::Exposed(hours(0.5)), Restart::Uninterrupted(hours(2.0))] {
            let failures = Failures { mtbf: writes.mtbf, restart };
            let at = |factor: f64| {
                let interval = writes.optimum() * factor;
                Checkpointing { interval, write: writes.write, failures }.efficiency()
            };
            assert!(at(1.0) > at(0.999) && at(1.0) > at(1.001), "{writes:?} {restart:?}");
        }
    }
}

/// The condition `e^(l (tau + C)) (1 - l tau) = 1`, in its logarithm, to 1e-13 of l C.
#[test]
fn the_optimum_keeps_its_digits_for_the_shortest_of_writes() {
    for write in [1e-10, 1e-6, 1e-2] {
        let tau = Writes { write: hours(write), mtbf: hours(1.0) }.optimum().hours();
        // -ln(1 - tau) - tau, term by term: tau^2/2 + tau^3/3 + ...
        let found: f64 = (2..60).map(|n| libm::pow(tau, f64::from(n)) / f64::from(n)).rev().sum();
        assert!((found / write - 1.0).abs() < 1e-13, "C = {write}: {found}");
    }
}

#[test]
fn approximations_say_where_they_end() {
    let writes = |write: f64| Writes { write: hours(write), mtbf: hours(1.0) };
    assert_eq!(writes(2.0).daly(), hours(1.0));
    assert_eq!(writes(50.0).daly(), hours(1.0));
    assert!(writes(1.999).daly() > Span::ZERO);
    // 2 (M + R) = C is where the write fills the period.
    assert_eq!(writes(3.01).daly_first_order(hours(0.5)), None);
    assert!(writes(2.99).daly_first_order(hours(0.5)).is_some());
    let free = writes(0.0);
    assert_eq!([free.optimum(), free.young(), free.daly()], [Span::ZERO; 3]);
    let never = Writes { write: hours(0.1), mtbf: Span::FOREVER };
    assert_eq!([never.optimum(), never.young(), never.daly()], [Span::FOREVER; 3]);
    let neither = Writes { write: Span::ZERO, ..never };
    assert_eq!([neither.optimum(), neither.young(), neither.daly()], [Span::ZERO; 3]);
}

#[test]
fn without_failures_work_takes_its_time_and_its_writes() {
    let (mtbf, restart) = (Span::FOREVER, Restart::Exposed(hours(1.0)));
    let failures = Failures { mtbf, restart };
    let job = Checkpointing { interval: hours(2.0), write: hours(0.5), failures };
    let expected = Takes { mean: hours(125.0), std_dev: Span::ZERO };
    assert_eq!(job.completion(hours(100.0)), expected);
    assert_eq!(job.efficiency(), 0.8);
    // Failures that hardly ever come change hardly anything.
    let failures = Failures { mtbf: hours(1e12), restart };
    let rare = Checkpointing { failures, ..job }.completion(hours(100.0));
    assert!((rare.mean.hours() / 125.0 - 1.0).abs() < 1e-11, "{rare:?}");
    // Of 50 segments of s = 2.5 h each is struck with 2.5e-12, at a time uniform over it: the
    // square of what that costs is R^2 + R s + s^2 / 3 in the mean.
    let square: f64 = 50.0 * (2.5e-12 * (1.0 + 2.5 + 2.5 * 2.5 / 3.0));
    let ratio = rare.std_dev.hours() / square.sqrt();
    assert!((ratio - 1.0).abs() < 1e-11, "{ratio}");
}

#[test]
fn what_no_double_can_hold_is_forever_and_not_a_number_nowhere() {
    for restart in [Restart::Exposed(Span::ZERO), Restart::Uninterrupted(Span::ZERO)] {
        let failures = Failures { mtbf: hours(1.0), restart };
        let takes = failures.until_unbroken(hours(1000.0));
        assert_eq!(takes, Takes { mean: Span::FOREVER, std_dev: Span::FOREVER });
        // Its square is no double any more, and it is nearly exponential.
        let takes = failures.until_unbroken(hours(600.0));
        assert!((takes.std_dev / takes.mean - 1.0).abs() < 1e-12, "{takes:?}");
        let job = Checkpointing { interval: hours(1000.0), write: hours(1.0), failures };
        assert_eq!(job.efficiency(), 0.0);
        let none = Takes { mean: Span::ZERO, std_dev: Span::ZERO };
        assert_eq!(job.completion(Span::ZERO), none);
    }
}

#[test]
fn gangs_of_published_sizes_fail_as_published() {
    let gang = |nodes| Gang { nodes, failures: Rate::per_hour(6.5 / 24_000.0) };
    let (small, large) = (gang(2048).mttf().hours(), gang(16_384).mttf().hours());
    assert!((small - 1.803).abs() < 5e-4, "{small}");
    assert!((large - 0.2254).abs() < 5e-5, "{large}");
    assert_eq!(Gang { nodes: 1, failures: Rate::ZERO }.mttf(), Span::FOREVER);
}

#[test]
fn the_ratio_is_that_of_completion_where_failures_are_rare_and_ends_where_they_are_not() {
    let gang = Gang { nodes: 100, failures: Rate::per_hour(1e-6) };
    let saving = Saving { interval: hours(1.0), write: hours(0.05), restart: hours(0.2) };
    let ratio = gang.ettr(saving).unwrap();
    let by_hand = (1.0 - 1e-4 * 0.7) / 1.05;
    assert!((ratio - by_hand).abs() < 1e-15, "{ratio}");
    let failures = Failures { mtbf: gang.mttf(), restart: Restart::Uninterrupted(saving.restart) };
    let Saving { interval, write, .. } = saving;
    let exact = Checkpointing { interval, write, failures }.efficiency();
    // It leaves out failures that strike the write, l C / 2 of the time, and what is of order l^2.
    let left_out = ratio - exact;
    assert!((left_out - 1e-4 * 0.05 / 2.0 / 1.05).abs() < 2e-8, "{left_out:e}");
    let hopeless = Saving { restart: hours(9999.6), ..saving };
    assert_eq!(gang.ettr(hopeless), None, "l (u0 + dt/2) is 1.00001");
    assert!(gang.ettr(Saving { restart: hours(9999.4), ..saving }).is_some());
}

#[test]
#[should_panic(expected = "there is work between checkpoints")]
fn no_work_between_checkpoints_is_refused() {
    let _ = every(Span::ZERO).efficiency();
}

/// Times of a job by chance, knowing nothing of the formulas.
struct Lottery {
    state: u64,
    failures: Failures,
}

impl Lottery {
    /// A life, by SplitMix64 (Steele, Lea and Flood 2014).
    fn life(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        let uniform = ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        -libm::log(uniform) * self.failures.mtbf.hours()
    }

    /// The hours until so many have gone by without a failure.
    fn unbroken(&mut self, length: f64) -> f64 {
        let mut passed = 0.0;
        loop {
            let life = self.life();
            if life >= length {
                return passed + length;
            }
            passed += life + self.restart();
        }
    }

    fn restart(&mut self) -> f64 {
        let length = match self.failures.restart {
            Restart::Uninterrupted(length) => return length.hours(),
            Restart::Exposed(length) => length.hours(),
        };
        let mut passed = 0.0;
        loop {
            let life = self.life();
            if life >= length {
                return passed + length;
            }
            passed += life;
        }
    }
}

/// Seeds 15 to 18, 100,000 segments each; hypothesis: mean and variance are those of the formulas,
/// |z| < 4 for each of the eight.
#[test]
fn segments_drawn_by_chance_have_the_mean_and_spread_that_is_worked_out() {
    let exposed = Restart::Exposed(hours(2.0));
    let uninterrupted = Restart::Uninterrupted(hours(2.0));
    let cases = [(15, 4.0, exposed), (16, 0.3, exposed), (17, 4.0, uninterrupted)];
    for (seed, interval, restart) in cases.into_iter().chain([(18, 0.3, uninterrupted)]) {
        let failures = Failures { mtbf: hours(5.0), restart };
        let job = Checkpointing { interval: hours(interval), write: hours(0.2), failures };
        let Takes { mean, std_dev } = job.segment();
        let mut lottery = Lottery { state: seed, failures };
        let (number, mut off, mut square, mut fourth) = (100_000, 0.0, 0.0, 0.0);
        for _ in 0..number {
            let from_mean = lottery.unbroken(interval + 0.2) - mean.hours();
            off += from_mean;
            square += from_mean * from_mean;
            fourth += libm::pow(from_mean, 4.0);
        }
        let [off, square, fourth] = [off, square, fourth].map(|sum| sum / f64::from(number));
        let z = off / (square / f64::from(number)).sqrt();
        assert!(z.abs() < 4.0, "seed {seed}: mean off by {z} standard errors");
        let variance = std_dev.hours() * std_dev.hours();
        let z = (square - variance) / ((fourth - square * square) / f64::from(number)).sqrt();
        assert!(z.abs() < 4.0, "seed {seed}: variance off by {z} standard errors");
    }
}
