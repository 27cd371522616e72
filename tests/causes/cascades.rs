//! Failures that others trigger.

use super::*;
use firedrill::model::Occurs;

/// Cooling fails at 4:00, all three gpus half an hour later, and 2 h after that the disks crash,
/// with all that is on them. Nothing else fails.
const HALL: &str = r#"Scenario(
    format: 1, title: "A cascade", horizon: "24h",
    domains: { "hall": Domain() },
    pools: { "gpu": Pool(members: 3) },
    stores: { "disks": Store() },
    datasets: { "mail": Dataset(on: "disks", size: "100 GB") },
    failures: {
        "cooling": Failure(strikes: Domain("hall"), at: ["4h"], lasts: "10min"),
        "crash": Failure(strikes: Store("disks"), at: ["4h"], lasts: "1h", destroys: 1.0),
        "heat": Failure(strikes: Each(["gpu"]), at: ["4h"], lasts: "1h"),
    },
)"#;

fn hall() -> Model {
    model(HALL, |failure, model| match failure.name.as_str() {
        "cooling" => {
            failure.triggers = vec![Trigger { hits: Hits::All, ..trigger(model, "heat", 0.5) }];
        }
        "heat" => {
            failure.occurs = Occurs::Triggered;
            failure.triggers = vec![trigger(model, "crash", 2.0)];
        }
        _ => failure.occurs = Occurs::Triggered,
    })
}

#[test]
fn a_cascade_strikes_in_its_time_and_keeps_its_root() {
    let model = hall();
    let plan = Plan::new(&model, 1, 10_000);
    let happened: Vec<_> = strikes(&plan, 0).into_iter().map(|(at, what, _)| (at, what)).collect();
    let heat = |member| (4.5, format!("gpu[{member}] heat"));
    let crash = (6.5, "Place(Store(StoreId(0))) crash".to_owned());
    let cooling = (4.0, "Place(Domain(DomainId(0))) cooling".to_owned());
    assert_eq!(happened, [cooling, heat(1), heat(2), heat(3), crash]);
    for (_, _, root) in strikes(&plan, 0) {
        assert_eq!((root_name(&model, root), root.injected), ("cooling", false));
    }
    assert_eq!(root_of_loss(&plan, 0), Some(("cooling".to_owned(), false)));
}

#[test]
fn what_an_injected_failure_sets_going_is_injected() {
    let mut model = hall();
    model.horizon = Span::from_hours(1000.0);
    let quiet = |failure: &Failure| Failure { occurs: Occurs::Triggered, ..failure.clone() };
    model.failures = Table::new(model.failures.iter().map(quiet).collect());
    let plan = Plan::new(&model, 2, 10_000).injecting(named(&model, "cooling"));
    let happened = strikes(&plan, 0);
    assert_eq!(happened.len(), 5);
    for (_, _, root) in &happened {
        assert_eq!((root_name(&model, *root), root.injected), ("cooling", true));
    }
    assert_eq!(root_of_loss(&plan, 0), Some(("cooling".to_owned(), true)));
}

/// The root of the one loss of a replication.
fn root_of_loss(plan: &Plan<'_>, replication: u64) -> Option<(String, bool)> {
    let mut found = None;
    watch(plan, replication, |world, _, change| {
        if let Change::Incident { incident } = change {
            assert!(found.is_none(), "data is lost once");
            let root = world.incident(incident).root;
            found = Some((root_name(plan.model(), root).to_owned(), root.injected));
        }
    });
    found
}

const TWO: &str = r#"Scenario(
    format: 1, title: "A circle", horizon: "10h",
    domains: { "hall": Domain(count: 2) }, pools: { "gpu": Pool(members: 1) },
    failures: {
        "a": Failure(strikes: Domain("hall[1]"), at: ["1h"], lasts: "30min"),
        "b": Failure(strikes: Domain("hall[2]"), at: ["1h"], lasts: "30min"),
    },
)"#;

fn circle(after: Law, change: impl Fn(&mut Failure)) -> Model {
    model(TWO, |failure, model| {
        let other = if failure.name == "a" { "b" } else { "a" };
        failure.triggers = vec![Trigger { after: after.clone(), ..trigger(model, other, 0.0) }];
        if failure.name == "b" {
            failure.occurs = Occurs::Triggered;
        }
        change(failure);
    })
}

#[test]
fn failures_trigger_each_other_until_one_strikes_nothing() {
    let hour = Law::Fixed(Span::from_hours(1.0));
    let model_ = circle(hour.clone(), |_| {});
    let plan = Plan::new(&model_, 1, 10_000);
    assert_eq!(hours_of(&plan, 0, "a"), [1.0, 3.0, 5.0, 7.0, 9.0]);
    assert_eq!(hours_of(&plan, 0, "b"), [2.0, 4.0, 6.0, 8.0, 10.0]);
    let lasting = circle(hour, |failure| {
        failure.recovery = firedrill::model::Recovery::Lasts(Law::Fixed(Span::from_hours(3.0)));
    });
    let plan = Plan::new(&lasting, 1, 10_000);
    assert_eq!(hours_of(&plan, 0, "a"), [1.0], "at 3:00 it is down already");
    assert_eq!(hours_of(&plan, 0, "b"), [2.0]);
}

/// Seed 3: no two delays of a circle are the same draw.
#[test]
fn a_circle_draws_anew_each_time_round() {
    let soon = Law::exponential(Span::from_hours(1.0)).expect("a mean above 0");
    let mut model = circle(soon, |failure| {
        failure.recovery = firedrill::model::Recovery::Lasts(Law::Fixed(Span::ZERO));
    });
    model.horizon = Span::from_hours(100.0);
    let plan = Plan::new(&model, 3, 10_000);
    let mut times: Vec<_> = strikes(&plan, 0).iter().map(|(at, _, _)| *at).collect();
    times.sort_by(f64::total_cmp);
    let mut gaps: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.len() > 50, "the circle goes on");
    gaps.sort_by(f64::total_cmp);
    let twins = gaps.windows(2).filter(|pair| pair[1] - pair[0] < 1e-9).count();
    assert_eq!(twins, 0, "a delay came twice");
}

#[test]
fn a_circle_without_end_at_one_instant_is_given_up() {
    let model = circle(Law::Fixed(Span::ZERO), |failure| {
        failure.recovery = firedrill::model::Recovery::Lasts(Law::Fixed(Span::ZERO));
    });
    let plan = Plan::new(&model, 1, 10_000);
    let mut world = World::new(&plan);
    world.restart(0);
    let end = (0..=10_000).find_map(|_| world.step().err());
    assert_eq!(end.map(|error| error.at), Some(Time::from_hours(1.0)));
}

/// Seed 4, 20,000 strikes; hypothesis: a half and a third trigger; two triggers for one failure are
/// independent, so that a sixth does both.
#[test]
fn triggers_for_one_failure_have_chances_of_their_own() {
    let mut both = 0;
    let (mut first, mut second) = (0, 0);
    let mut model = model(TWO, |failure, model| {
        failure.recovery = firedrill::model::Recovery::Lasts(Law::Fixed(Span::ZERO));
        if failure.name == "a" {
            let chance = |of, hours| Trigger {
                probability: Probability::new(of),
                ..trigger(model, "b", hours)
            };
            failure.triggers = vec![chance(1.0 / 2.0, 0.25), chance(1.0 / 3.0, 0.5)];
            let times = (0..20_000).map(|hour| Time::from_hours(f64::from(hour)));
            failure.occurs = Occurs::At(times.collect());
        } else {
            failure.occurs = Occurs::Triggered;
        }
    });
    model.horizon = Span::from_hours(20_000.0);
    let plan = Plan::new(&model, 4, 1_000_000);
    let mut before = f64::NEG_INFINITY;
    for at in hours_of(&plan, 0, "b") {
        let early = (at - at.floor() - 0.25).abs() < 1e-6;
        *(if early { &mut first } else { &mut second }) += 1;
        both += u64::from(!early && before.floor() == at.floor());
        before = at;
    }
    assert_share(first, 20_000, 1.0 / 2.0);
    assert_share(second, 20_000, 1.0 / 3.0);
    assert_share(both, 20_000, 1.0 / 6.0);
}
