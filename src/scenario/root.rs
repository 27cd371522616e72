//! The scenario as a whole: its sections in the order in which they refer to each other.

use std::collections::BTreeSet;

use super::fields::{FieldDoc, field_table};
use super::names::{Named, Section, entries};
use super::problem::Finding;
use super::quantities::{positive_span, text};
use super::reader::{Fields, Reading};
use super::service::order;
use super::tree::{Kind, Node, Place};
use super::{data, detector, failure, objective, pool, repair, service, settings};
use crate::model::{
    Backup, Crew, Dataset, Detector, DetectorId, Ends, Failure, Model, Part, Pool, Repair, Service,
    ServiceId, Store, Strikes, Table,
};
use crate::quantity::{Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Scenario.pools": "map of Pool" = "{}", "like members behind a number of positions";
    "Scenario.failures": "map of Failure" = "{}", "the ways in which things fail";
    "Scenario.detectors": "map of Heartbeat, Delay or Immediate" = "{}",
        "how failures come to be known";
    "Scenario.repairs": "map of lists of Stage" = "{}", "pipelines through which members come back";
    "Scenario.crews": "map of Crew" = "{}", "people who do repairs";
    "Scenario.parts": "map of Part" = "{}", "what repairs use up";
    "Scenario.stores": "map of Store" = "{}", "where data lies";
    "Scenario.datasets": "map of Dataset" = "{}", "data on stores";
    "Scenario.backups": "map of Backup" = "{}", "periodic full copies of datasets";
    "Scenario.services": "map of Service" = "{}", "what the business sees";
    "Scenario.objectives": "list of Availability" = "[]", "what the system is meant to achieve";
};

/// The sections, unread, in order of name.
struct Sections<'t> {
    pools: Vec<Named<'t>>,
    failures: Vec<Named<'t>>,
    detectors: Vec<Named<'t>>,
    repairs: Vec<Named<'t>>,
    crews: Vec<Named<'t>>,
    parts: Vec<Named<'t>>,
    stores: Vec<Named<'t>>,
    datasets: Vec<Named<'t>>,
    backups: Vec<Named<'t>>,
    services: Vec<Named<'t>>,
}

/// The rows of every section, `None` where one cannot be read.
struct Rows {
    pools: Vec<Option<Pool>>,
    failures: Vec<Option<Failure>>,
    detectors: Vec<Option<Detector>>,
    repairs: Vec<Option<Repair>>,
    crews: Vec<Option<Crew>>,
    parts: Vec<Option<Part>>,
    stores: Vec<Option<Store>>,
    datasets: Vec<Option<Dataset>>,
    backups: Vec<Option<Backup>>,
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
    let objectives = fields.or(reading, "objectives", Vec::new(), |node, reading| {
        objective::read(node, window, reading)
    });
    note_unused(&sections, &rows, reading);
    Some(Model {
        title: title?,
        horizon: horizon?,
        warm_up: warm_up?,
        ends: ends?,
        series: series?,
        replications: replications?,
        seed: seed?,
        pools: table(rows.pools)?,
        failures: table(rows.failures)?,
        detectors: table(rows.detectors)?,
        repairs: table(rows.repairs)?,
        crews: table(rows.crews)?,
        parts: table(rows.parts)?,
        stores: table(rows.stores)?,
        datasets: table(rows.datasets)?,
        backups: table(rows.backups)?,
        services: table(rows.services)?,
        service_order: rows.service_order?,
        objectives: objectives?,
    })
}

fn table<Id: From<usize> + Into<usize>, Row>(rows: Vec<Option<Row>>) -> Option<Table<Id, Row>> {
    rows.into_iter().collect::<Option<Vec<Row>>>().map(Table::new)
}

/// Every section's names, so that what is read first can refer to what is read later.
fn sections<'t>(fields: &Fields<'t>, reading: &mut Reading) -> Sections<'t> {
    let mut section = |section: Section| entries(section, fields.get(section.words().0), reading);
    Sections {
        pools: section(Section::Pools),
        failures: section(Section::Failures),
        detectors: section(Section::Detectors),
        repairs: section(Section::Repairs),
        crews: section(Section::Crews),
        parts: section(Section::Parts),
        stores: section(Section::Stores),
        datasets: section(Section::Datasets),
        backups: section(Section::Backups),
        services: section(Section::Services),
    }
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
    let pools = each(&sections.pools, reading, pool::read);
    let failures = each(&sections.failures, reading, |named, reading| {
        failure::read(named, &pools, horizon, reading)
    });
    let detectors =
        sections.detectors.iter().enumerate().map(|(index, named)| {
            detector::read(named, DetectorId::from(index), &failures, reading)
        });
    let detectors = detectors.collect();
    let datasets = each(&sections.datasets, reading, data::read_dataset);
    let backups = each(&sections.backups, reading, |named, reading| {
        data::read_backup(named, &datasets, reading)
    });
    let (services, service_order) = services(&sections.services, &pools, reading);
    Rows {
        detectors,
        repairs: each(&sections.repairs, reading, repair::read),
        crews: each(&sections.crews, reading, repair::read_crew),
        parts: each(&sections.parts, reading, repair::read_part),
        stores: each(&sections.stores, reading, data::read_store),
        pools: pools.into_iter().map(|read| read.pool).collect(),
        failures,
        datasets,
        backups,
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
    pools: &[pool::Read],
    reading: &mut Reading,
) -> (Vec<Option<Service>>, Option<Vec<ServiceId>>) {
    let mut rows = Vec::new();
    let mut links = Vec::new();
    for named in named {
        let read = service::read(named, pools, reading);
        rows.push(read.service);
        links.push(read.links);
    }
    let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
    let order = order(&names, &links, reading);
    (rows, order)
}

/// Notes what the scenario has but does not use. Says nothing where something that might use it
/// cannot be read.
fn note_unused(sections: &Sections<'_>, rows: &Rows, reading: &mut Reading) {
    if !reading.findings.is_empty() {
        return;
    }
    let (failures, stages) = (&rows.failures, &rows.repairs);
    let stages: Vec<_> = stages.iter().flatten().flat_map(|it| &it.stages).collect();
    let detectors: BTreeSet<usize> = ids(failures.iter().flatten().filter_map(|it| it.detected_by));
    let repairs = failures.iter().flatten().filter_map(|it| match it.recovery {
        crate::model::Recovery::Repair(repair) => Some(repair),
        _ => None,
    });
    let alarms = rows.detectors.iter().flatten().filter_map(|it| it.false_alarms.as_ref());
    let repairs: BTreeSet<usize> = ids(repairs.chain(alarms.map(|it| it.repaired_by)));
    let crews: BTreeSet<usize> = ids(stages.iter().filter_map(|it| it.crew));
    let parts: BTreeSet<usize> = ids(stages.iter().filter_map(|it| it.part));
    let used: [(&[Named<'_>], BTreeSet<usize>, &str, &str); 4] = [
        (&sections.detectors, detectors, "detector", "no failure is detected by it"),
        (&sections.repairs, repairs, "repair pipeline", "nothing is repaired by it"),
        (&sections.crews, crews, "crew", "no stage needs it"),
        (&sections.parts, parts, "part", "no stage uses it"),
    ];
    for (named, used, one, why) in used {
        for (index, named) in named.iter().enumerate() {
            if !used.contains(&index) {
                let message = format!("{one} `{}` is not used: {why}", named.name);
                reading.note(named.key, message);
            }
        }
    }
    note_unstruck(&sections.pools, rows, reading);
}

/// Notes pools that nothing strikes, and bad members that are like all others.
fn note_unstruck(pools: &[Named<'_>], rows: &Rows, reading: &mut Reading) {
    let (mut struck, mut bad_struck) = (BTreeSet::new(), BTreeSet::new());
    for failure in rows.failures.iter().flatten() {
        match &failure.strikes {
            Strikes::Each(pools) => struck.extend(ids(pools.iter().copied())),
            Strikes::EachBad(pools) => bad_struck.extend(ids(pools.iter().copied())),
            Strikes::One(pool) => struck.extend(ids([*pool].into_iter())),
        }
    }
    for (index, (named, pool)) in pools.iter().zip(&rows.pools).enumerate() {
        let name = &named.name;
        let has_bad = pool.as_ref().is_some_and(|it| it.bad > Probability::NEVER);
        if !struck.contains(&index) && !bad_struck.contains(&index) {
            reading.note(named.key, format!("pool `{name}` never fails: no failure strikes it"));
        } else if has_bad && !bad_struck.contains(&index) {
            let message = format!("bad members of pool `{name}` fail like all others");
            reading.note(named.key, format!("{message}: no failure strikes `EachBad` of it"));
        }
    }
}

fn ids<Id: Into<usize>>(ids: impl Iterator<Item = Id>) -> BTreeSet<usize> {
    ids.map(Into::into).collect()
}

/// The place of an empty file: its very start.
pub(super) const START: Place = Place { source: 0, start: 0, end: 0 };
