use super::ledger::ServingLedger;
use crate::measure::made::{hours, nothing};
use crate::model::{
    Autoscale, Demand, Level, Model, Need, Overflow, Pool, PoolId, Serves, Service, Serving, Table,
};
use crate::quantity::{Probability, Rate, Span};

const GPU: usize = 0;
const NEVER: Probability = Probability::NEVER;

/// A service on ten members, of whom eight carry the mean of a daily curve.
fn model(change: impl Fn(&mut Serving)) -> Model {
    let pool = Pool {
        name: "gpu".to_owned(),
        members: 10,
        across: Vec::new(),
        spares: Vec::new(),
        switching: Probability::SURE,
        retry: Span::from_hours(1.0),
        bad: Probability::NEVER,
        retirement: None,
    };
    let mut workload = Serving {
        demand: Demand::diurnal(Rate::per_second(80.0), 1.4, Span::from_hours(14.0)),
        per_member: Rate::per_second(10.0),
        of: vec![vec![PoolId::from(GPU)]],
        balancing: 1.0,
        overflow: Overflow::Drop,
        levels: Vec::new(),
        mbco: None,
        backup_load: 0.0,
        autoscale: None,
    };
    change(&mut workload);
    let plain = Service::plain("chat".to_owned(), Need::AtLeast(1, GPU.into()));
    let service = Service { workload: Some(workload), ..plain };
    Model { pools: Table::new(vec![pool]), services: Table::new(vec![service]), ..nothing() }
}

fn ledger(model: &Model) -> ServingLedger<'_> {
    let workload = model.services[0.into()].workload.as_ref().expect("it has one");
    let mut ledger = ServingLedger::new(model, 0.into(), workload);
    ledger.serving(hours(0.0), 0.into(), (1, 1));
    ledger
}

/// Digits that look like chance, by a linear congruence (Knuth's MMIX).
fn digits() -> impl FnMut(u32) -> u32 {
    let mut state: u64 = 20_240_501;
    move |below| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % below
    }
}

#[test]
fn what_is_demanded_is_served_lost_or_waits() {
    let queue = |patience| Overflow::Queue { patience };
    let level = Level { name: "small".to_owned(), capacity: 1.5, satisfaction: 0.5 };
    let models = [
        model(|_| {}),
        model(|load| load.overflow = queue(Span::from_hours(0.01))),
        model(|load| load.overflow = queue(Span::from_hours(2.0))),
        model(|load| load.overflow = queue(Span::FOREVER)),
        model(|load| {
            load.overflow = queue(Span::from_hours(0.2));
            load.levels = vec![level.clone()];
            load.autoscale = Some(Autoscale { delay: Span::from_hours(0.3), target: 0.9 });
        }),
    ];
    for (number, model) in models.iter().enumerate() {
        let (mut ledger, mut digit, mut at) = (ledger(model), digits(), 0.0);
        for _ in 0..2_000 {
            at += f64::from(digit(100)) / 50.0;
            match digit(4) {
                0 => ledger.members_dead(hours(at), GPU.into(), digit(3)),
                1 => ledger.serving(hours(at), 0.into(), (1, u64::from(digit(5).min(1)))),
                _ => {
                    let up = 5 + digit(7);
                    ledger.members_up(hours(at), GPU.into(), |_| up);
                }
            }
        }
        ledger.now(hours(at + 1.0));
        let sums = ledger.sums;
        let all = sums.served + sums.lost + ledger.queue();
        assert!((all / sums.demanded - 1.0).abs() < 1e-9, "model {number}: {all}, {sums:?}");
        let demanded = 80.0 * 3600.0 * (at + 1.0);
        assert!((sums.demanded / demanded - 1.0).abs() < 1e-2, "{sums:?} of about {demanded}");
        assert!(sums.lost > 0.0 || number == 3, "some requests are lost: {sums:?}");
    }
}

#[test]
fn a_leap_over_quiet_days_is_the_same_as_step_by_step() {
    let plenty = |load: &mut Serving| load.per_member = Rate::per_second(20.0);
    let (quiet, scaled) = (
        model(plenty),
        model(|load| {
            plenty(load);
            // Keeps more than all members carry: it never matters, but is looked at step by step.
            load.autoscale = Some(Autoscale { delay: Span::ZERO, target: 1e-3 });
        }),
    );
    let (mut leaping, mut stepping) = (ledger(&quiet), ledger(&scaled));
    for at in [0.1, 3.33, 47.0, 1_000.77] {
        leaping.now(hours(at));
        stepping.now(hours(at));
        let (leapt, stepped) = (leaping.sums, stepping.sums);
        assert!((leapt.demanded / stepped.demanded - 1.0).abs() < 1e-12, "{leapt:?} {stepped:?}");
        assert!((leapt.served / stepped.served - 1.0).abs() < 1e-12, "{leapt:?} {stepped:?}");
        assert_eq!((leapt.lost, stepped.lost), (0.0, 0.0));
    }
}

#[test]
fn what_waits_moves_with_a_service_that_is_in_one_place_at_a_time() {
    for (serves, rests) in [(Serves::One, 0.0), (Serves::All { at_least: 1, mbco: NEVER }, 360.0)] {
        let mut model = model(|load| {
            load.demand = Demand::constant(Rate::per_second(110.0));
            load.overflow = Overflow::Queue { patience: Span::FOREVER };
            load.of = vec![vec![PoolId::from(GPU)], vec![PoolId::from(GPU)]];
        });
        let chat = Service { serves, ..model.services[0.into()].clone() };
        model.services = Table::new(vec![chat]);
        let mut ledger = ledger(&model);
        // 10/s too many for 36 s; then the demand goes to the other place, where all are up.
        ledger.serving(hours(0.01), 0.into(), (2, 2));
        ledger.members_up(hours(0.01), GPU.into(), |_| 20);
        ledger.now(hours(0.1));
        assert!((ledger.queue() - rests).abs() < 1e-6, "{} wait", ledger.queue());
    }
}
