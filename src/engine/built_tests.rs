//! The counters of built stores against a look at every member.

use super::*;
use crate::engine::world::Step;
use crate::model::{
    Crew, CrewId, Domain, DomainId, Effect, Ends, Failure, Occurs, Place, Pool, Rebuild,
    RebuildWork, Recovery, Repair, RepairId, Retirement, Sharing, SpareKind, Spares, Stage, Starts,
    Strikes, Table,
};
use crate::quantity::{Law, Probability, Span};

fn exponential(mean_h: f64) -> Law {
    Law::Exponential { mean: Span::from_hours(mean_h) }
}

fn mode(name: &str, strikes: Strikes, mean_h: f64, destroys: f64, recovery: Recovery) -> Failure {
    Failure {
        name: name.to_string(),
        strikes,
        occurs: Occurs::Random(exponential(mean_h)),
        effect: Effect::destroying(Probability::new(destroys)),
        detected_by: None,
        recovery,
        renews_all: false,
        minimal_repair: false,
        beta: Probability::NEVER,
        triggers: Vec::new(),
        ages_by_calendar: false,
        starts: Starts::New,
    }
}

/// Four groups of 2+1 over two halls, with spares, struck in every way.
fn model(sharing: Sharing) -> Model {
    let halls = [DomainId::from(0), DomainId::from(1)];
    let (disks, shelf) = (PoolId::from(0), StoreId::from(0));
    let each = || Strikes::Each(vec![disks]);
    let places = |place| Strikes::Places(vec![place]);
    let lasts = |mean_h| Recovery::Lasts(exponential(mean_h));
    let modes = vec![
        mode("burnt", Strikes::Several(3, disks), 40.0, 1.0, Recovery::None),
        mode("crash", each(), 60.0, 0.5, Recovery::Repair(RepairId::from(0))),
        mode("fire", places(Place::Domain(halls[1])), 90.0, 0.6, lasts(10.0)),
        mode("pause", each(), 50.0, 0.0, lasts(4.0)),
        mode("power", places(Place::Domain(halls[0])), 60.0, 0.0, lasts(3.0)),
        mode("wipe", places(Place::Store(shelf)), 120.0, 0.3, lasts(1.0)),
    ];
    let pool = Pool {
        name: "disks".to_string(),
        members: 12,
        across: halls.to_vec(),
        spares: vec![Spares {
            kind: SpareKind::Warm,
            count: 40,
            activation: exponential(1.0),
            dormancy: 0.5,
        }],
        switching: Probability::new(0.9),
        retry: Span::from_hours(2.0),
        bad: Probability::NEVER,
        retirement: Some(Retirement { failures: 6, window: Span::from_hours(100.0) }),
    };
    let rebuild = Rebuild {
        work: RebuildWork::Takes(exponential(5.0)),
        sharing,
        unreadable: Probability::NEVER,
    };
    let built = Built { pool: disks, data: 2, parity: 1, rebuild: Some(rebuild) };
    let stage = Stage {
        people: None,
        name: "swap".to_string(),
        takes: exponential(6.0),
        crew: Some(CrewId::from(0)),
        part: None,
        remote: false,
        fixes: Probability::SURE,
        sticks: Probability::SURE,
    };
    let hall = |name: &str| Domain { name: name.to_string(), within: None };
    Model {
        title: String::new(),
        horizon: Span::from_hours(400.0),
        warm_up: Span::ZERO,
        ends: Ends::Horizon,
        series: Vec::new(),
        replications: 1,
        seed: 1,
        domains: Table::new(vec![hall("hall[1]"), hall("hall[2]")]),
        pools: Table::new(vec![pool]),
        failures: Table::new(modes),
        detectors: Table::new(Vec::new()),
        repairs: Table::new(vec![Repair { name: "swap".to_string(), stages: vec![stage] }]),
        crews: Table::new(vec![Crew { name: "techs".to_string(), size: 2, hours: None }]),
        parts: Table::new(Vec::new()),
        stores: Table::new(vec![Store { built: Some(built), ..Store::named("shelf") }]),
        datasets: Table::new(Vec::new()),
        backups: Table::new(Vec::new()),
        mirrors: Table::new(Vec::new()),
        links: Table::new(Vec::new()),
        credentials: Table::new(Vec::new()),
        keys: Table::new(Vec::new()),
        people: Table::new(Vec::new()),
        predictors: Table::new(Vec::new()),
        maintenance: Table::new(Vec::new()),
        training: Table::new(Vec::new()),
        services: Table::new(Vec::new()),
        service_order: Vec::new(),
        objectives: Vec::new(),
        costs: None,
    }
}

/// What is known of the store is what a look at every member and every piece finds.
fn assert_consistent(world: &World<'_>) {
    let state = &world.built[0];
    let members = &world.pools[0];
    let size = state.codes.len() as u32;
    let is_active = |member| members.state(member) == MemberState::Active;
    let mut groups = BTreeMap::<u32, Group>::new();
    let (mut waiting, mut taken) = (0, 0);
    for piece in 0..state.pieces {
        let holders: Vec<_> =
            (0..size).filter(|&member| state.held_by(member) == Some(piece)).collect();
        let place = state.whereabouts(piece);
        let group = groups.entry(piece / state.width).or_default();
        match place {
            Whereabouts::Waiting => {
                assert!(holders.is_empty(), "nobody has a piece that waits");
                waiting += 1;
            }
            _ => assert_eq!(holders.len(), 1, "one member has a piece that is not waiting"),
        }
        let active = holders.iter().all(|&member| is_active(member));
        if place == Whereabouts::Whole {
            let shows = |&member: &MemberNo| {
                world.shows_what_it_holds(0.into(), members.state_and_kind(member))
            };
            group.hidden += u32::from(!holders.iter().all(shows));
        } else {
            assert!(active, "rebuilds run on members in service");
            taken += usize::from(place != Whereabouts::Waiting);
            group.gone += 1;
        }
    }
    let unreadable = |group: &&Group| group.gone + group.hidden > state.parity;
    for group in groups.values_mut() {
        group.lost = group.gone > state.parity;
    }
    assert_eq!(groups.values().filter(unreadable).count(), state.unreadable as usize);
    assert_eq!(groups.values().filter(|group| group.lost).count(), state.lost as usize);
    groups.retain(|_, group| *group != Group::default());
    assert_eq!(groups, state.groups);
    assert_eq!(state.waiting.len(), waiting);
    assert_eq!(state.queue.len() + state.at_work as usize, taken);
    let free = (0..size).filter(|&member| is_active(member) && state.held_by(member).is_none());
    assert_eq!(free.count(), state.free.len(), "who is free is listed");
    assert!(state.free.is_empty() || state.waiting.is_empty(), "what waits is taken");
}

/// 40 replications of each sharing, looked at after every event; each loses groups and makes
/// hundreds of pieces anew.
#[test]
fn counters_are_what_a_look_at_every_member_finds() {
    for sharing in [Sharing::Parallel, Sharing::Shared, Sharing::Queued(1), Sharing::Queued(3)] {
        let model = model(sharing);
        let plan = Plan::new(&model, 1, 1_000_000);
        let mut world = World::new(&plan);
        let (mut lost, mut rebuilt) = (0, 0);
        for replication in 0..40 {
            world.restart(replication);
            assert_consistent(&world);
            while let Step::Served(_) = world.step().expect("few events") {
                assert_consistent(&world);
                let losses = world.changes().iter();
                lost += losses.filter(|it| matches!(it, Change::StoreLost { .. })).count();
            }
            let known = world.built[0].known.values();
            rebuilt += known.map(|piece| piece.rebuilds).sum::<u32>();
        }
        assert!(lost > 100 && rebuilt > 1000, "{sharing:?}: {lost} lost, {rebuilt} rebuilt");
    }
}
