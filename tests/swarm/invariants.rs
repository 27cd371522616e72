//! What holds of every replication.

use firedrill::engine::{
    Change, Disruption, Incident, MemberState, Plan, ServiceState, Step, World,
};
use firedrill::measure::{Layout, Metric, Outcome, Recorder};
use firedrill::model::{Model, Overflow};
use firedrill::quantity::{Span, Time};

use super::MAX_EVENTS;

/// Relative, of the times and bytes that must sum up.
const CLOSE: f64 = 1e-9;

/// Plays a replication and checks what it tells and what is measured of it.
pub fn check(model: &Model, plan: &Plan<'_>, number: u64) {
    let end = check_changes(model, plan, number);
    let outcome = Recorder::new(plan).run(number).expect("the limit is far");
    check_outcome(model, &outcome, end);
}

/// What is known from the changes alone.
struct Tally {
    /// Members in each state, by pool.
    members: Vec<[i64; MemberState::ALL.len()]>,
    services: Vec<ServiceState>,
    /// Since when each service is down otherwise than as planned.
    down_since: Vec<Option<Time>>,
    outages: Vec<Vec<(Time, Option<Time>)>>,
}

fn check_changes(model: &Model, plan: &Plan<'_>, number: u64) -> Time {
    let mut world = World::new(plan);
    world.restart(number);
    let mut tally = Tally {
        members: model
            .pools
            .iter()
            .map(|pool| {
                let mut states = [0; MemberState::ALL.len()];
                states[MemberState::Active as usize] = i64::from(pool.members);
                states[MemberState::Standby as usize] = i64::from(pool.spare_count());
                states
            })
            .collect(),
        services: vec![ServiceState::Full; model.services.len()],
        down_since: vec![None; model.services.len()],
        outages: vec![Vec::new(); model.services.len()],
    };
    let mut now = Time::START;
    let mut disruptions = Vec::new();
    loop {
        for &change in world.changes() {
            take(model, &world, &mut tally, now, change, &mut disruptions);
        }
        for (states, pool) in tally.members.iter().zip(model.pools.iter()) {
            let up = states[MemberState::Active as usize];
            assert!(up <= i64::from(pool.members), "{}: no position has two members", pool.name);
        }
        match world.step().expect("the limit is far") {
            Step::Served(at) => {
                assert!(at >= now, "time never runs backwards");
                now = at;
            }
            Step::Ended(at) => {
                for &change in world.changes() {
                    take(model, &world, &mut tally, at, change, &mut disruptions);
                }
                check_disruptions(model, &mut tally, &disruptions, at);
                return at;
            }
        }
    }
}

fn take(
    model: &Model,
    world: &World<'_>,
    tally: &mut Tally,
    now: Time,
    change: Change,
    disruptions: &mut Vec<Disruption>,
) {
    match change {
        Change::Moved { pool, from, to, .. } => {
            let states = &mut tally.members[usize::from(pool)];
            states[from as usize] -= 1;
            states[to as usize] += 1;
            assert!(states[from as usize] >= 0, "a member leaves the state that it is in");
        }
        Change::Service { service, state } => {
            let index = usize::from(service);
            let from = std::mem::replace(&mut tally.services[index], state);
            assert_ne!(from, state, "a service turns");
            if state == ServiceState::Outage {
                tally.down_since[index] = Some(now);
            } else if let Some(since) = tally.down_since[index].take() {
                assert!(since < now, "a dip of zero length is no outage");
                tally.outages[index].push((since, Some(now)));
            }
        }
        Change::Dead { pool, dead } => {
            let states = &tally.members[usize::from(pool)];
            let can_be = [MemberState::Undetected, MemberState::Dark];
            let most: i64 = can_be.iter().map(|state| states[*state as usize]).sum();
            assert!(i64::from(dead) <= most, "who is given requests in vain is dead and unseen");
        }
        Change::Serving { traffic, serving, .. } => {
            assert!(traffic != 0 && serving & !traffic == 0, "only what has traffic serves it");
        }
        Change::Incident { incident } => check_incident(model, world.incident(incident), now),
        Change::Disruption { disruption } => disruptions.push(*world.disruption(disruption)),
        _ => {}
    }
}

fn close(one: f64, other: f64, scale: f64) -> bool {
    (one - other).abs() <= CLOSE * scale.abs().max(1.0)
}

fn check_incident(model: &Model, told: &Incident, now: Time) {
    let until = told.over.unwrap_or(now);
    let stages = [told.detecting, told.waiting, told.restoring, told.verifying];
    let spent: f64 = stages.iter().map(|stage| stage.seconds()).sum();
    let name = &model.datasets[told.dataset].name;
    assert!(stages.iter().all(|stage| *stage >= Span::ZERO), "{name}: {told:?}");
    assert!(close(spent, (until - told.onset).seconds(), until.seconds()), "{name}: {told:?}");
    assert!(told.version.is_none_or(|version| version <= told.onset), "{name}: {told:?}");
    if told.over.is_some() {
        let sum = told.lost.get() + told.recovered.get();
        assert!(close(sum, told.existed.get(), told.existed.get()), "{name}: {told:?}");
    }
}

/// Every outage is told once as a disruption, its stages sum to it, and its marks are in order.
fn check_disruptions(model: &Model, tally: &mut Tally, told: &[Disruption], end: Time) {
    for (service, since) in tally.down_since.iter().enumerate() {
        if let Some(since) = since {
            tally.outages[service].push((*since, None));
        }
    }
    for (id, service) in model.services.entries() {
        let mut mine: Vec<_> = told.iter().filter(|it| it.service == id).collect();
        mine.sort_by(|one, other| one.onset.seconds().total_cmp(&other.onset.seconds()));
        let spans: Vec<_> = mine.iter().map(|it| (it.onset, it.up)).collect();
        assert_eq!(spans, tally.outages[usize::from(id)], "{}: every outage is told", service.name);
        for told in mine {
            let until = told.up.unwrap_or(end);
            let spent: f64 = told.stages.iter().map(|stage| stage.seconds()).sum();
            assert!(told.stages.iter().all(|stage| *stage >= Span::ZERO), "{told:?}");
            let rta = (until - told.onset).seconds();
            assert!(close(spent, rta, until.seconds()), "{}: {told:?}", service.name);
            if let Some(full) = told.full {
                assert!(told.up.is_some_and(|up| full >= up), "{told:?}");
            }
            assert!(told.version.is_none_or(|version| version <= told.onset), "{told:?}");
            assert!(told.lost.get() >= 0.0, "{told:?}");
        }
    }
}

fn check_outcome(model: &Model, outcome: &Outcome, end: Time) {
    let layout = Layout::new(model);
    assert_eq!(layout.values.len(), outcome.values.len(), "a value a column");
    let observed = end.since_start().hours() - model.warm_up.hours();
    if observed <= 0.0 {
        return;
    }
    let sum = |metric: Metric, is: &dyn Fn(&str) -> bool| -> f64 {
        let columns = layout.values.iter().zip(&outcome.values);
        let mine = columns.filter(|(it, _)| it.metric == metric && is(&it.subject));
        mine.map(|(_, value)| value.unwrap_or(0.0)).sum()
    };
    for pool in model.pools.iter() {
        let prefix = format!("{}/", pool.name);
        let hours = sum(Metric::MemberHours, &|subject| subject.starts_with(&prefix));
        let whole = f64::from(pool.size()) * observed;
        assert!(close(hours, whole, f64::from(pool.size()) * end.hours()), "{}", pool.name);
    }
    for service in model.services.iter() {
        let is = |subject: &str| subject == service.name;
        let up = sum(Metric::Availability, &is) * observed;
        let down = sum(Metric::OutageTime, &is);
        let planned = sum(Metric::PlannedTime, &is);
        assert!(close(up + down + planned, observed, end.hours()), "{}", service.name);
        let prefix = format!("{}/", service.name);
        let under = |subject: &str| subject.starts_with(&prefix);
        // What began in the warm-up counts as time down, but is no incident of the observed time.
        if model.warm_up == Span::ZERO {
            let by_stage = sum(Metric::OutageTimeByStage, &under);
            assert!(close(by_stage, down, end.hours()), "{}: by stage", service.name);
            let by_cause = sum(Metric::OutageTimeByCause, &under);
            assert!(close(by_cause, down, end.hours()), "{}: by cause", service.name);
        }
    }
    super::costs::check(model, &layout, outcome);
    check_requests(model, &sum, end);
    for training in model.training.iter() {
        let is = |subject: &str| subject == training.name;
        let prefix = format!("{}/", training.name);
        let under = |subject: &str| subject.starts_with(&prefix);
        let all = sum(Metric::TrainingTime, &under);
        assert!(close(all, observed, end.hours()), "{}: {all} of {observed} h", training.name);
        let by_cause = sum(Metric::InterruptionsByCause, &under);
        assert!(by_cause == sum(Metric::Interruptions, &is), "{}: by cause", training.name);
        let useful = sum(Metric::TrainingTime, &|subject| subject == format!("{prefix}useful"));
        let lost = sum(Metric::TrainingTime, &|subject| subject == format!("{prefix}lost"));
        let (done, in_vain) = (sum(Metric::WorkDone, &is), sum(Metric::LostWork, &is));
        assert!(done <= useful + CLOSE * end.hours(), "{}: work takes time", training.name);
        assert!(in_vain <= lost + CLOSE * end.hours(), "{}: lost work took time", training.name);
        assert!(useful >= 0.0 && done >= 0.0, "{}", training.name);
        if let (Some(work), true) = (training.work, model.warm_up == Span::ZERO) {
            assert!(done <= work.hours() + CLOSE * end.hours(), "{}", training.name);
            let completed = sum(Metric::Completed, &is) > 0.5;
            assert!(!completed || close(done, work.hours(), end.hours()), "{}", training.name);
        }
    }
    for row in &outcome.incidents {
        assert!(row.start >= model.warm_up.after_start(), "incidents begin in the observed time");
        assert!(row.rta >= Span::ZERO);
    }
    assert!(outcome.events < MAX_EVENTS);
}

/// The sum of a metric over the subjects for which something holds.
type Sum<'s> = &'s dyn Fn(Metric, &dyn Fn(&str) -> bool) -> f64;

/// Requests are served or lost, but for those that wait at the end.
fn check_requests(model: &Model, sum: Sum<'_>, end: Time) {
    for service in model.services.iter() {
        let Some(workload) = &service.workload else { continue };
        let is = |subject: &str| subject == service.name;
        let share = sum(Metric::ServedFraction, &is);
        let within = sum(Metric::TimeWithinSlo, &is);
        assert!((0.0..=1.0 + CLOSE).contains(&within) && share >= 0.0, "{share} {within}");
        if model.warm_up > Span::ZERO {
            continue;
        }
        let demand = &workload.demand;
        let demanded = demand.total(demand.at(end.seconds(), 0.0), end.seconds());
        let all = share * demanded + sum(Metric::TransactionsLost, &is);
        let most = match workload.overflow {
            Overflow::Drop => 0.0,
            Overflow::Queue { .. } => sum(Metric::PeakQueue, &is),
        };
        let left = (demanded - all) / demanded;
        assert!((-CLOSE..=most / demanded + CLOSE).contains(&left), "{left} of {demanded}");
    }
}
