//! What a run injects, and that nothing else changes by it.

use std::error::Error;
use std::num::NonZeroUsize;

use super::*;
use firedrill::measure::Outcome;
use firedrill::model::{Occurs, Strikes};
use firedrill::study::{self, MAX_EVENTS, Run, Settings, Stop, Watch};

const CAMPUS: &str = r#"Scenario(
    format: 1, title: "A campus", horizon: "8760h", warm_up: "760h",
    domains: { "hall": Domain(count: 3), "yard": Domain(count: 2) },
    pools: { "gpu": Pool(members: 50), "disk": Pool(members: 20) },
    failures: {
        "crack": Failure(strikes: Each(["disk"]), time_to_failure: Weibull(shape: 2, mean: "3000h"), lasts: "2h"),
        "flood": Failure(strikes: Domain("yard"), time_to_failure: Exponential(mean: "500h"), lasts: "1min"),
        "power": Failure(strikes: Domain("hall"), time_to_failure: Exponential(mean: "1000h"), lasts: "1min"),
        "wear": Failure(strikes: Each(["gpu"]), time_to_failure: Exponential(mean: "2000h"), lasts: "1min"),
    },
)"#;

/// Seed 10, 20,000 replications; hypothesis: once in each, uniform over the 8000 h after the
/// warm-up; chi-squared of 20 cells, so with 19 degrees of freedom, below 51 (p 1e-4).
#[test]
fn an_injected_failure_strikes_once_at_any_time() {
    let model = model(CAMPUS, |failure, _| failure.occurs = Occurs::Triggered);
    let plan = Plan::new(&model, 10, 1_000).injecting(named(&model, "power"));
    let mut cells = [0_u32; 20];
    let mut halls = std::collections::BTreeMap::new();
    for replication in 0..20_000 {
        let happened = strikes(&plan, replication);
        let [(at, what, root)] = &happened[..] else { panic!("one strike, not {happened:?}") };
        assert!(root.injected);
        cells[((at - 760.0) / 400.0) as usize] += 1;
        *halls.entry(what.clone()).or_insert(0_u64) += 1;
    }
    let squares =
        cells.iter().map(|&count| (f64::from(count) - 1000.0) * (f64::from(count) - 1000.0));
    let squared = squares.sum::<f64>() / 1000.0;
    assert!(squared < 51.0, "chi-squared is {squared}");
    assert_eq!(halls.len(), 3);
    halls.values().for_each(|&hits| assert_share(hits, 20_000, 1.0 / 3.0));
}

/// What an injected failure finds down is tried again an hour later, and not in vain for ever.
#[test]
fn an_injected_failure_waits_until_there_is_something_to_strike() {
    let mut model = model(CAMPUS, |failure, _| {
        failure.recovery = firedrill::model::Recovery::Lasts(Law::Fixed(Span::from_hours(8758.5)));
        failure.occurs = match failure.name.as_str() {
            "power" => Occurs::At(vec![Time::START]),
            _ => Occurs::Triggered,
        };
    });
    model.warm_up = Span::ZERO;
    let plan = Plan::new(&model, 11, 100_000).injecting(named(&model, "power"));
    for replication in 0..20 {
        let injected: Vec<_> =
            strikes(&plan, replication).into_iter().filter(|(_, _, root)| root.injected).collect();
        assert_eq!(injected.len(), 1, "once in the last hour and a half");
        assert!(injected[0].0 > 8758.5);
    }
}

/// Seeds 12 to 31: with a failure injected, and with a mode added, all that comes by itself comes as
/// it did.
#[test]
fn natural_strikes_stay_as_they_are() {
    let base = model(CAMPUS, |_, _| {});
    let mut more = base.clone();
    let mut failures: Vec<Failure> = base.failures.iter().cloned().collect();
    let flood = failures[usize::from(named(&base, "flood"))].clone();
    let places = flood.strikes.places().to_vec();
    let each = Probability::new(0.5);
    let strikes_ = Strikes::Shock { each, pools: Vec::new(), places };
    failures.insert(0, Failure { name: "added".to_owned(), strikes: strikes_, ..flood });
    more.failures = Table::new(failures);
    for seed in 12..32 {
        let natural = |plan: &Plan<'_>| {
            let mut all = strikes(plan, seed);
            all.retain(|(_, what, root)| !root.injected && !what.ends_with("added"));
            all.into_iter().map(|(at, what, _)| (at, what)).collect::<Vec<_>>()
        };
        let expected = natural(&Plan::new(&base, seed, 100_000));
        assert!(expected.len() > 100, "much happens");
        for injected in ["flood", "power", "wear"] {
            let plan = Plan::new(&base, seed, 100_000).injecting(named(&base, injected));
            assert_eq!(natural(&plan), expected, "with {injected} injected");
        }
        assert_eq!(natural(&Plan::new(&more, seed, 100_000)), expected, "with a shock added");
    }
}

/// Nobody looks on.
struct Nobody;

impl Watch for Nobody {
    fn outcomes(&mut self, _: &[Outcome], _: u64) -> Result<(), Box<dyn Error>> {
        Ok(())
    }

    fn stops(&self) -> bool {
        false
    }
}

/// Seed 12, 100 replications of a year, struck once each: by its law the fire comes once in a
/// hundred thousand years, and its risk says so. Exact: each strike within the year disrupts the
/// service, and a natural fire among the hundred years has a chance of 0.1 %.
#[test]
fn frequencies_do_not_count_what_was_injected() {
    let text = r#"Scenario(
        format: 1, horizon: "8760h", pools: { "gpu": Pool(members: 1) },
        failures: {
            "fire": Failure(strikes: One("gpu"), time_to_failure: Exponential(mean: "100_000y"),
                lasts: "2h"),
        },
        services: { "chat": Service(needs: AtLeast(1, "gpu")) },
    )"#;
    let model = model(text, |_, _| {});
    let settings = Settings {
        seed: 12,
        stop: Stop::Replications(100),
        threads: NonZeroUsize::new(1),
        max_events: MAX_EVENTS,
        inject: Some(named(&model, "fire")),
    };
    let run = Run::of_model("injected", &model, &settings);
    let results = study::run(&model, run, &settings, &mut Nobody).expect("few events");
    let [risk] = &results.risks[..] else { panic!("one risk: {:?}", results.risks) };
    assert_eq!((risk.cause.as_str(), risk.subject.as_str()), ("fire", "chat"));
    let frequency = risk.frequency.expect("its law tells how often it comes");
    assert!((frequency * 1e5 - 1.0).abs() < 1e-9, "{frequency} a year");
}
