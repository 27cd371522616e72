//! Tests of what the language says about the response: people, warnings, maintenance, common
//! causes, and services that move.

use super::data_tests::{failure, probability, row};
use super::tests::source;
use super::{Files, Scenario, load};
use crate::model::{
    Action, Bring, DecidedBy, Due, Escalation, Failback, Failover, FailureId, GoesWrong, Hits,
    Hours, Maintained, Model, Named, Need, Objective, Occurs, Place, PoolId, Recovery, Seeing,
    Serves, Service, Strikes, Table, Target, Window,
};
use crate::model::{Drilled, Trigger};
use crate::quantity::{Law, Probability, Span, Time};

/// Uses everything that the language has about the response.
const RESPONSE: &str = include_str!("../../tests/ron/response.ron");

/// The trace that it names.
const SEEN: &str = "time,target,duration\n2d,front[3],1h\n12h,,30min\n2d,front,90min\n";

struct Seen;

impl Files for Seen {
    fn read(&self, relative: &str) -> Result<String, String> {
        let found = (relative == "seen.csv").then(|| SEEN.to_owned());
        found.ok_or_else(|| "no such file".to_owned())
    }
}

fn read(text: &str) -> Scenario {
    load(&source(text), &[], &Seen).unwrap_or_else(|problems| panic!("{problems}"))
}

fn response() -> Model {
    read(RESPONSE).model
}

fn h(hours: f64) -> Span {
    Span::from_hours(hours)
}

fn minutes(minutes: f64) -> Span {
    Span::from_seconds(60.0 * minutes)
}

fn fixed(span: Span) -> Law {
    Law::Fixed(span)
}

fn memoryless(mean: Span) -> Law {
    Law::Exponential { mean }
}

fn id<Id: From<usize> + Into<usize>, Row: Named>(table: &Table<Id, Row>, name: &str) -> Id {
    table.find(name).expect("it is there")
}

fn mode(model: &Model, name: &str) -> FailureId {
    id(&model.failures, name)
}

fn pool(model: &Model, name: &str) -> PoolId {
    id(&model.pools, name)
}

fn domain(model: &Model, name: &str) -> Place {
    Place::Domain(id(&model.domains, name))
}

fn racks(model: &Model) -> Vec<Place> {
    (1..=3).map(|number| domain(model, &format!("rack[{number}]"))).collect()
}

/// Hours of the day, on so many days of each week.
fn working(opens: f64, closes: f64, days: u32) -> Option<Hours> {
    Some(Hours { window: Window { opens: h(opens), closes: h(closes) }, days })
}

#[test]
fn the_scenario_of_the_response_means_the_same_in_its_canonical_text() {
    let scenario = read(RESPONSE);
    let again = read(&scenario.canonical);
    assert_eq!(scenario.canonical, again.canonical);
    let (model, again) = (scenario.model, again.model);
    assert_eq!(model.failures, again.failures);
    assert_eq!(model.people, again.people);
    assert_eq!(model.predictors, again.predictors);
    assert_eq!(model.maintenance, again.maintenance);
    assert_eq!(model.services, again.services);
    assert_eq!(model.objectives, again.objectives);
}

#[test]
fn failures_bring_others_about() {
    let model = response();
    let [cooling, node] = ["cooling", "node"].map(|name| mode(&model, name));
    let expected = [
        Trigger {
            failure: cooling,
            probability: probability(0.3),
            after: fixed(minutes(10.0)),
            hits: Hits::All,
        },
        Trigger {
            failure: node,
            probability: Probability::SURE,
            after: fixed(Span::ZERO),
            hits: Hits::One,
        },
    ];
    assert_eq!(failure(&model, "power").triggers, expected);
    assert_eq!(failure(&model, "cooling").occurs, Occurs::Triggered);
    assert_eq!(failure(&model, "bad-firmware").occurs, Occurs::Triggered);
    assert!(failure(&model, "cooling").triggers.is_empty());
}

#[test]
fn shocks_and_the_beta_factor_are_as_written() {
    let model = response();
    let pools = ["front", "back"].map(|name| pool(&model, name)).to_vec();
    let of_places =
        Strikes::Shock { each: probability(0.5), pools: Vec::new(), places: racks(&model) };
    assert_eq!(failure(&model, "cooling").strikes, of_places);
    let surge = failure(&model, "surge");
    let of_members =
        Strikes::Shock { each: probability(0.3), pools: pools.clone(), places: Vec::new() };
    assert_eq!(surge.strikes, of_members);
    assert_eq!(surge.occurs, Occurs::At(vec![Time::from_hours(2400.0)]));
    let node = failure(&model, "node");
    assert_eq!(node.strikes, Strikes::Each(pools));
    assert_eq!(node.occurs, Occurs::Random(memoryless(h(154.0 * 24.0))));
    assert_eq!(node.beta, probability(0.05));
    assert_eq!(failure(&model, "wear").beta, Probability::NEVER);
}

/// The rows of a trace come in the order of their times, those of one time as written.
#[test]
fn traces_are_those_of_their_files() {
    let model = response();
    let seen = failure(&model, "seen");
    let Occurs::Traced(trace) = &seen.occurs else { panic!("a trace, not {:?}", seen.occurs) };
    assert_eq!(trace.repeats, Some(h(720.0)));
    let front = pool(&model, "front");
    let rows: Vec<_> =
        trace.strikes.iter().map(|row| (row.at.hours(), row.target, row.lasts)).collect();
    let expected = [
        (12.0, Target::Any, Some(h(0.5))),
        (48.0, Target::Member(front, 2), Some(h(1.0))),
        (48.0, Target::AnyOf(front), Some(h(1.5))),
    ];
    assert_eq!(rows, expected);
    assert_eq!(seen.recovery, Recovery::Traced);
}

#[test]
fn watchers_people_and_services_can_be_struck() {
    let model = response();
    let struck = |name: &str| failure(&model, name).strikes.clone();
    let detector = Place::Detector(id(&model.detectors, "hb"));
    assert_eq!(struck("hb-down"), Strikes::Places(vec![detector]));
    let people = Place::OnCall(id(&model.people, "sre"));
    assert_eq!(struck("no-pager"), Strikes::Places(vec![people]));
    let service = Place::Service(id(&model.services, "chat"));
    assert_eq!(struck("rollout"), Strikes::Places(vec![service]));
    let rollback = Recovery::Repair(id(&model.repairs, "rollback"));
    assert_eq!(failure(&model, "rollout").recovery, rollback);
    let detectors = ["hb", "probe"].map(|name| row(&model.detectors, name));
    let within = detectors.map(|it| model.domains[it.within.expect("it stands")].name.as_str());
    assert_eq!(within, ["west", "rack[2]"]);
    let beats = Seeing::Heartbeat { period: h(10.0 / 3600.0), misses: 3, jitter: Span::ZERO };
    assert_eq!(detectors[0].seeing, beats);
    assert_eq!(detectors[1].seeing, Seeing::Delay(fixed(minutes(1.0))));
}

#[test]
fn people_and_crews_have_their_hours() {
    let model = response();
    let [sre, lead] = ["sre", "lead"].map(|name| row(&model.people, name));
    let to = id(&model.people, "lead");
    assert_eq!((sre.size, lead.size), (2, 1));
    assert_eq!(sre.acknowledges, memoryless(minutes(5.0)));
    assert_eq!(lead.acknowledges, fixed(minutes(10.0)));
    assert_eq!(sre.escalates, Some(Escalation { after: minutes(15.0), to }));
    assert_eq!(lead.escalates, None);
    assert_eq!(sre.hours, working(22.0, 10.0, 7), "over midnight, every day");
    assert_eq!(lead.hours, None);
    let techs = row(&model.crews, "techs");
    assert_eq!((techs.size, techs.hours), (2, working(9.0, 17.0, 5)));
}

#[test]
fn stages_of_repairs_call_people_or_a_crew() {
    let model = response();
    let stages = |name: &str| {
        let stages = row(&model.repairs, name).stages.iter();
        let told = stages.map(|it| (it.name.as_str(), it.people, it.crew, it.remote));
        told.collect::<Vec<_>>()
    };
    let (sre, techs) = (id(&model.people, "sre"), id(&model.crews, "techs"));
    let bench = [("look", Some(sre), None, true), ("swap", None, Some(techs), false)];
    assert_eq!(stages("bench"), bench);
    assert_eq!(stages("rollback"), [("roll back", Some(sre), None, false)]);
}

#[test]
fn predictors_are_as_written() {
    let model = response();
    let smart = row(&model.predictors, "smart");
    assert_eq!(smart.watches, [mode(&model, "wear")]);
    assert_eq!((smart.recall, smart.precision), (probability(0.7), probability(0.5)));
    assert_eq!(smart.lead, memoryless(h(24.0)));
    let repaired_by = id(&model.repairs, "bench");
    let expected = [
        Action::Drain { takes: fixed(h(1.0)), repaired_by },
        Action::Backup(id(&model.backups, "nightly")),
        Action::Switchover(id(&model.services, "chat")),
    ];
    assert_eq!(smart.actions, expected);
}

#[test]
fn maintenance_is_as_written() {
    let model = response();
    let [firmware, replace, inspection] =
        ["firmware", "replace", "inspection"].map(|name| row(&model.maintenance, name));
    let front = Maintained::Pools(vec![pool(&model, "front")]);
    assert_eq!((&firmware.of, &replace.of), (&front, &front));
    assert_eq!(firmware.due, Due::Every { first: Time::from_hours(72.0), every: h(720.0) });
    assert_eq!(firmware.hours, working(1.0, 5.0, 7));
    assert_eq!((&firmware.drains, &firmware.takes), (&fixed(h(1.0 / 6.0)), &fixed(h(0.5))));
    assert_eq!((firmware.crew, firmware.at_once), (model.crews.find("techs"), 2));
    let into = mode(&model, "bad-firmware");
    let wrong = GoesWrong { probability: probability(0.01), into, stops: true };
    assert_eq!(firmware.goes_wrong, Some(wrong));
    assert_eq!(replace.due, Due::AtAge(h(354.0)));
    assert_eq!(replace.renews, [mode(&model, "wear")]);
    assert_eq!((replace.hours, replace.crew, replace.at_once), (None, None, 1));
    assert_eq!((&replace.drains, &replace.goes_wrong), (&fixed(Span::ZERO), &None));
    let domains = (1..=3).map(|number| id(&model.domains, &format!("rack[{number}]")));
    assert_eq!(inspection.of, Maintained::Domains(domains.collect()));
    let first = Time::from_hours(90.0 * 24.0);
    assert_eq!(inspection.due, Due::Every { first, every: h(90.0 * 24.0) });
    let wrong =
        GoesWrong { probability: probability(0.1), into: mode(&model, "cooling"), stops: false };
    assert_eq!(inspection.goes_wrong, Some(wrong));
}

/// Each placement with what makes it differ from the others, and how fast it ages meanwhile.
fn placements(service: &Service) -> Vec<(&str, f64)> {
    service.placements.iter().map(|it| (it.name.as_str(), it.dormancy)).collect()
}

fn failover<'m>(model: &'m Model, service: &str) -> &'m Failover {
    row(&model.services, service).failover.as_ref().expect("it moves")
}

#[test]
fn placements_have_their_needs_and_share_the_traffic_or_not() {
    let model = response();
    let chat = row(&model.services, "chat");
    assert_eq!(placements(chat), [("east", 1.0), ("west", 0.1)]);
    let data = |name, at| Need::Data(id(&model.datasets, name), model.stores.find(at));
    let west = Need::All(vec![
        Need::AtLeast(4, pool(&model, "back")),
        data("chats", "far"),
        data("models", "far"),
    ]);
    let east = Need::All(vec![
        Need::AtLeast(5, pool(&model, "front")),
        data("chats", "nvme"),
        Need::Domain(id(&model.domains, "east")),
    ]);
    let needs: Vec<_> = chat.placements.iter().map(|it| &it.needs).collect();
    assert_eq!(needs, [&east, &west]);
    assert_eq!(chat.needs, Need::Any(vec![east, west]));
    let serves = |name: &str| row(&model.services, name).serves;
    assert_eq!((serves("chat"), serves("mail")), (Serves::One, Serves::One));
    assert_eq!(serves("edge"), Serves::All { at_least: 2, mbco: probability(0.6) });
    assert_eq!(serves("web"), Serves::All { at_least: 1, mbco: Probability::NEVER });
    let edge = row(&model.services, "edge");
    assert_eq!(placements(edge), [("a", 1.0), ("b", 1.0), ("c", 1.0)]);
    let mail = &row(&model.services, "mail").placements;
    assert_eq!(mail[0].needs, Need::Service(id(&model.services, "edge")));
    let places =
        |name: &str| model.service_order.iter().position(|&it| it == id(&model.services, name));
    assert!(places("edge") < places("mail"), "what needs another comes after it");
}

#[test]
fn failovers_are_as_written() {
    let model = response();
    let [sre, lead] = ["sre", "lead"].map(|name| id(&model.people, name));
    let expected = Failover {
        detected_by: model.detectors.find("probe"),
        decided_by: DecidedBy::Runbook {
            takes: fixed(minutes(2.0)),
            succeeds: probability(0.8),
            people: sre,
            decides: fixed(minutes(20.0)),
        },
        data: vec![
            Bring::Promote(id(&model.mirrors, "live")),
            Bring::Restore(id(&model.datasets, "models")),
        ],
        activation: fixed(minutes(10.0)),
        verifies: fixed(minutes(5.0)),
        succeeds: probability(0.95),
        retry: minutes(20.0),
        manual: None,
        failback: Failback::Manual { healthy: h(1.0), people: sre },
        switchover: fixed(minutes(2.0)),
    };
    assert_eq!(failover(&model, "chat"), &expected);
    let by_itself = Failover {
        detected_by: None,
        decided_by: DecidedBy::Automatic(fixed(h(1.0 / 120.0))),
        data: Vec::new(),
        activation: fixed(Span::ZERO),
        verifies: fixed(Span::ZERO),
        succeeds: Probability::SURE,
        retry: minutes(10.0),
        manual: None,
        failback: Failback::AfterHealthy(Span::ZERO),
        switchover: fixed(Span::ZERO),
    };
    assert_eq!(failover(&model, "web"), &by_itself, "what is left out has its default");
    let expected = Failover {
        decided_by: DecidedBy::OnCall { people: lead, decides: fixed(minutes(1.0)) },
        activation: fixed(h(1.0 / 120.0)),
        failback: Failback::AfterHealthy(minutes(5.0)),
        ..by_itself.clone()
    };
    assert_eq!(failover(&model, "edge"), &expected);
    let expected = Failover {
        decided_by: DecidedBy::OnCall { people: lead, decides: fixed(Span::ZERO) },
        succeeds: probability(0.5),
        manual: Some(fixed(h(1.0))),
        failback: Failback::Never,
        ..by_itself
    };
    assert_eq!(failover(&model, "mail"), &expected);
}

#[test]
fn drills_are_held_when_written() {
    let model = response();
    let drills = |name: &str| row(&model.services, name).drills.clone();
    let chat = drills("chat").expect("chat is drilled");
    assert_eq!(chat.due, Drilled::At([2160.0, 6480.0].map(Time::from_hours).to_vec()));
    assert_eq!(chat.stays, h(2.0));
    let mail = drills("mail").expect("mail is drilled");
    assert_eq!((mail.due, mail.stays), (Drilled::Every(h(2160.0)), h(1.0)));
    assert_eq!((drills("edge"), drills("web")), (None, None));
}

#[test]
fn objectives_are_about_recovery_times_and_requests() {
    let model = response();
    let of = id(&model.services, "chat");
    let causes = ["power", "rollout"].map(|name| mode(&model, name)).to_vec();
    let within = |span, share, caused_by| Objective::RecoveryTime {
        of,
        within: span,
        share: probability(share),
        caused_by,
    };
    let (at_least, share) = (probability(0.999), Some(probability(0.9)));
    let served = Objective::Served { of, at_least, share };
    let expected = [within(h(0.5), 0.95, Vec::new()), within(h(4.0), 0.99, causes), served];
    assert_eq!(model.objectives, expected);
}
