//! The scenario as a whole: its sections in the order in which they refer to each other.

use super::fields::{FieldDoc, field_table};
use super::mention::Mentioning;
use super::names::{MOST, Named, Section, entries};
use super::need::Around;
use super::problem::Finding;
use super::quantities::{grouped, positive_span, text};
use super::reader::{Fields, Reading};
use super::service_order::order;
use super::tree::{Kind, Node, Place};
use super::{
    backup, called, costs, dataset, detector, domain, failure, link, maintenance, mention, mirror,
    notes, objective, people, pool, predictor, repair, service, serving, settings, store, training,
    trigger,
};
use crate::model::{
    Backup, Credential, Crew, Dataset, Detector, DetectorId, Domain, EncryptionKey, Ends, Failure,
    Link, Maintenance, Mirror, Model, OnCall, Part, Pool, Predictor, Repair, Service, ServiceId,
    Store, Strikes, Table, Training,
};
use crate::quantity::Span;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Scenario.domains": "map of Domain" = "{}", "what fails together: racks, halls, sites";
    "Scenario.pools": "map of Pool" = "{}", "like members behind a number of positions";
    "Scenario.failures": "map of Failure" = "{}", "the ways in which things fail";
    "Scenario.detectors": "map of Heartbeat, Delay, Immediate, Scrub or Audit" = "{}",
        "how failures come to be known";
    "Scenario.repairs": "map of lists of Stage" = "{}", "pipelines through which members come back";
    "Scenario.crews": "map of Crew" = "{}", "people who do repairs";
    "Scenario.people": "map of OnCall" = "{}", "people on call, by level, who answer alarms";
    "Scenario.predictors": "map of Predictor" = "{}", "what warns of failures before they happen";
    "Scenario.maintenance": "map of Maintenance" = "{}", "work that is planned";
    "Scenario.parts": "map of Part" = "{}", "what repairs use up";
    "Scenario.stores": "map of Store" = "{}", "where data lies";
    "Scenario.links": "map of Link" = "{}", "ways for data between domains";
    "Scenario.datasets": "map of Dataset" = "{}", "data on stores";
    "Scenario.mirrors": "map of Mirror" = "{}", "continuous copies of datasets";
    "Scenario.backups": "map of Backup" = "{}", "periodic copies of datasets";
    "Scenario.services": "map of Service" = "{}", "what the business sees";
    "Scenario.training": "map of Training" = "{}", "jobs that a whole pool works on together";
    "Scenario.objectives": "list of Availability, RecoveryPoint, RecoveryTime, Loss, Cost, Served, \
         Goodput or Completion" = "[]",
        "what the system is meant to achieve";
    "Scenario.costs": "Costs(..)" = "none", "what things cost; left out: nothing is said of money";
};

/// The sections, unread, in order of name.
pub(super) struct Sections<'t> {
    pub(super) domains: Vec<Named<'t>>,
    pub(super) pools: Vec<Named<'t>>,
    pub(super) failures: Vec<Named<'t>>,
    pub(super) detectors: Vec<Named<'t>>,
    pub(super) repairs: Vec<Named<'t>>,
    pub(super) crews: Vec<Named<'t>>,
    pub(super) people: Vec<Named<'t>>,
    pub(super) parts: Vec<Named<'t>>,
    pub(super) stores: Vec<Named<'t>>,
    pub(super) links: Vec<Named<'t>>,
    pub(super) datasets: Vec<Named<'t>>,
    pub(super) mirrors: Vec<Named<'t>>,
    pub(super) backups: Vec<Named<'t>>,
    pub(super) services: Vec<Named<'t>>,
    pub(super) predictors: Vec<Named<'t>>,
    pub(super) maintenance: Vec<Named<'t>>,
    pub(super) training: Vec<Named<'t>>,
}

/// The rows of every section, `None` where one cannot be read.
struct Rows {
    domains: Option<Vec<Domain>>,
    pools: Vec<Option<Pool>>,
    failures: Vec<Option<Failure>>,
    detectors: Vec<Option<Detector>>,
    repairs: Vec<Option<Repair>>,
    crews: Vec<Option<Crew>>,
    people: Vec<Option<OnCall>>,
    parts: Vec<Option<Part>>,
    stores: Vec<Option<Store>>,
    links: Vec<Option<Link>>,
    datasets: Vec<Option<Dataset>>,
    mirrors: Vec<Option<Mirror>>,
    backups: Vec<Option<Backup>>,
    predictors: Vec<Option<Predictor>>,
    maintenance: Vec<Option<Maintenance>>,
    training: Vec<Option<Training>>,
    services: Vec<Option<Service>>,
    service_order: Option<Vec<ServiceId>>,
}

/// What the whole tree means. Sound only if no problem was reported.
pub(super) fn read(tree: &Node, reading: &mut Reading) -> Option<Model> {
    let fields = Fields::of(tree, "Scenario", reading)?;
    fields.required(reading, "format", settings::format);
    let sections = sections(&fields, reading);
    check_not_empty(&fields, reading);
    let horizon = fields.required(reading, "horizon", positive_span);
    let rows = rows(&sections, horizon, reading);
    let title = fields.or(reading, "title", String::new(), text);
    let warm_up = fields.or(reading, "warm_up", Span::ZERO, |node, reading| {
        settings::warm_up(node, horizon, reading)
    });
    let ends = fields.or(reading, "ends", Ends::Horizon, settings::ends);
    let series = settings::series(&fields, horizon, reading);
    let replications = fields.or(reading, "replications", 1000, settings::replications);
    let seed = fields.or(reading, "seed", 1, settings::seed);
    let window = horizon.zip(warm_up).map(|(horizon, warm_up)| horizon - warm_up);
    let priced = costs::Priced { pools: &rows.pools, services: &rows.services };
    let costs =
        fields.optional(reading, "costs", |node, reading| costs::read(node, &priced, reading));
    let given = objective::Given {
        window,
        horizon,
        services: &rows.services,
        training: &rows.training,
        currency: costs.as_ref().map(|costs| costs.as_ref().map(|it| it.currency.clone())),
    };
    let objectives = fields.or(reading, "objectives", Vec::new(), |node, reading| {
        objective::read(node, &given, reading)
    });
    let model = Model {
        title: title?,
        horizon: horizon?,
        warm_up: warm_up?,
        ends: ends?,
        series: series?,
        replications: replications?,
        seed: seed?,
        domains: rows.domains.map(Table::new)?,
        pools: table(rows.pools)?,
        failures: table(rows.failures)?,
        detectors: table(rows.detectors)?,
        repairs: table(rows.repairs)?,
        crews: table(rows.crews)?,
        parts: table(rows.parts)?,
        stores: table(rows.stores)?,
        datasets: table(rows.datasets)?,
        backups: table(rows.backups)?,
        mirrors: table(rows.mirrors)?,
        links: table(rows.links)?,
        credentials: mentioned(Section::Credentials, reading, |name| Credential { name }),
        keys: mentioned(Section::Keys, reading, |name| EncryptionKey { name }),
        people: table(rows.people)?,
        predictors: table(rows.predictors)?,
        maintenance: table(rows.maintenance)?,
        training: table(rows.training)?,
        services: table(rows.services)?,
        service_order: rows.service_order?,
        objectives: objectives?,
        costs: costs?,
    };
    check_pairs(&model, &fields, reading);
    training::check(&model, &sections.training, &fields, reading);
    if reading.findings.is_empty() {
        notes::add(&model, &sections, &fields, reading);
    }
    Some(model)
}

/// Pools and pairs of a failure and a thing that it strikes are counted by one kind of id.
fn check_pairs(model: &Model, fields: &Fields<'_>, reading: &mut Reading) {
    let struck = |strikes: &Strikes| (strikes.pools().len() + strikes.places().len()).max(1);
    let pairs: usize = model.failures.iter().map(|failure| struck(&failure.strikes)).sum();
    if pairs + model.pools.len() > MOST {
        let most = grouped(MOST as u64);
        reading.findings.push(
            Finding::at(fields.place_of("failures"), "the failures strike too many things")
                .label(format!("{} in all", grouped(pairs as u64)))
                .help(format!("let what they strike and the pools be at most {most} together")),
        );
    }
}

fn table<Id: From<usize> + Into<usize>, Row>(rows: Vec<Option<Row>>) -> Option<Table<Id, Row>> {
    rows.into_iter().collect::<Option<Vec<Row>>>().map(Table::new)
}

fn mentioned<Id: From<usize> + Into<usize>, Row>(
    section: Section,
    reading: &Reading,
    row: impl Fn(String) -> Row,
) -> Table<Id, Row> {
    Table::new(reading.names.of(section).iter().cloned().map(row).collect())
}

/// Every section's names, so that what is read first can refer to what is read later.
fn sections<'t>(fields: &Fields<'t>, reading: &mut Reading) -> Sections<'t> {
    let mut section = |section: Section| entries(section, fields.get(section.words().0), reading);
    let sections = Sections {
        domains: section(Section::Domains),
        pools: section(Section::Pools),
        failures: section(Section::Failures),
        detectors: section(Section::Detectors),
        repairs: section(Section::Repairs),
        crews: section(Section::Crews),
        people: section(Section::People),
        parts: section(Section::Parts),
        stores: section(Section::Stores),
        links: section(Section::Links),
        datasets: section(Section::Datasets),
        mirrors: section(Section::Mirrors),
        backups: section(Section::Backups),
        services: section(Section::Services),
        predictors: section(Section::Predictors),
        maintenance: section(Section::Maintenance),
        training: section(Section::Training),
    };
    let Sections { stores, failures, backups, mirrors, maintenance, .. } = &sections;
    called::collect(failures, maintenance, reading);
    mention::collect(&Mentioning { stores, failures, backups, mirrors }, fields.place, reading);
    sections
}

fn check_not_empty(fields: &Fields<'_>, reading: &mut Reading) {
    let empty = |name| match fields.get(name) {
        Some(node) => matches!(&node.kind, Kind::Map(entries) if entries.is_empty()),
        None => fields.lacks(name),
    };
    if empty("pools") && empty("stores") {
        let finding = Finding::at(fields.place, "this scenario has neither a pool nor a store")
            .label("nothing to simulate")
            .help("add `pools: { \"gpu\": Pool(members: 8) }` or a store");
        reading.findings.push(finding);
    }
}

/// Every row, those that are looked into by others first.
fn rows(sections: &Sections<'_>, horizon: Option<Span>, reading: &mut Reading) -> Rows {
    let domains = domain::read(&sections.domains, reading);
    let pools = each(&sections.pools, reading, pool::read);
    let failures = each(&sections.failures, reading, |named, reading| {
        failure::read(named, &pools, horizon, reading)
    });
    trigger::check_circles(&sections.failures, &failures, reading);
    let detectors =
        sections.detectors.iter().enumerate().map(|(index, named)| {
            detector::read(named, DetectorId::from(index), &failures, reading)
        });
    let detectors = detectors.collect();
    let stores =
        each(&sections.stores, reading, |named, reading| store::read(named, &pools, reading));
    let datasets = each(&sections.datasets, reading, dataset::read);
    let mirrors =
        each(&sections.mirrors, reading, |named, reading| mirror::read(named, &datasets, reading));
    let around = Around { pools: &pools, datasets: &datasets, mirrors: &mirrors };
    let (services, service_order) = services(&sections.services, around, horizon, reading);
    let seen = predictor::Seen { failures: &failures, services: &services };
    let predictors = predictor::read(&sections.predictors, seen, reading);
    let maintenance = each(&sections.maintenance, reading, |named, reading| {
        maintenance::read(named, &failures, reading)
    });
    let training =
        each(&sections.training, reading, |named, reading| training::read(named, &pools, reading));
    Rows {
        predictors,
        maintenance,
        training,
        domains,
        detectors,
        repairs: each(&sections.repairs, reading, repair::read),
        crews: each(&sections.crews, reading, repair::read_crew),
        people: people::read(&sections.people, reading),
        parts: each(&sections.parts, reading, repair::read_part),
        links: each(&sections.links, reading, link::read),
        backups: each(&sections.backups, reading, backup::read),
        stores,
        pools: pools.into_iter().map(|read| read.pool).collect(),
        failures,
        datasets,
        mirrors,
        services,
        service_order,
    }
}

fn each<Row>(
    named: &[Named<'_>],
    reading: &mut Reading,
    mut read: impl FnMut(&Named<'_>, &mut Reading) -> Row,
) -> Vec<Row> {
    named.iter().map(|named| read(named, reading)).collect()
}

fn services(
    named: &[Named<'_>],
    around: Around<'_>,
    horizon: Option<Span>,
    reading: &mut Reading,
) -> (Vec<Option<Service>>, Option<Vec<ServiceId>>) {
    let read =
        each(named, reading, |named, reading| service::read(named, around, horizon, reading));
    service::check_dormant(&read, reading);
    serving::check_shared(&read, reading);
    let (rows, links): (Vec<_>, Vec<_>) =
        read.into_iter().map(|read| (read.service, read.links)).unzip();
    let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
    let order = order(&names, &links, reading);
    (rows, order)
}

/// The place of an empty file: its very start.
pub(super) const START: Place = Place { source: 0, start: 0, end: 0 };
