//! What a person should know of the stores, datasets and copies of a scenario.

use super::names::Named;
use super::reader::{Fields, Reading};
use super::root::Sections;
use super::tree::{Kind, Place};
use crate::model::{
    Backup, Dataset, DatasetId, DomainId, Ends, Keep, LinkId, Model, Need, Objective, Place as At,
    PoolId, Route, Store, StoreId, Strikes, Window,
};
use crate::quantity::text::{write_bytes, write_span};
use crate::quantity::{Bytes, DataRate, Probability, Span};

/// Notes what is without effect or surprising about data.
pub(super) fn add(
    model: &Model,
    sections: &Sections<'_>,
    scenario: &Fields<'_>,
    reading: &mut Reading,
) {
    stores(model, &sections.stores, reading);
    datasets(model, &sections.datasets, reading);
    backups(model, &sections.backups, reading);
    mirrors(model, &sections.mirrors, reading);
    links(model, &sections.links, reading);
    names_alone(model, &sections.failures, reading);
    untouched(model, scenario, reading);
}

fn stores(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, (id, store)) in named.iter().zip(model.stores.entries()) {
        let name = &named.name;
        if let Some(built) = &store.built
            && !destroys_members(model, built.pool)
        {
            let pool = &model.pools[built.pool].name;
            let message = format!("store `{name}` never loses a piece");
            reading.note(named.key, format!("{message}: nothing destroys members of `{pool}`"));
        }
        if store.offline && store.credential.is_some() {
            let message = format!("the credential of store `{name}` opens nothing: it is offline");
            reading.note(named.key, message);
        }
        let lies = lies_at_start(model, id, store);
        if let Some(capacity) = store.capacity.filter(|capacity| lies > *capacity) {
            let [lies, capacity] = [lies, capacity].map(write_bytes);
            let message = format!("store `{name}` is full from the start: {lies} of {capacity}");
            reading.note(named.key, message);
        }
    }
}

/// Everything on a store at the start.
fn lies_at_start(model: &Model, id: StoreId, store: &Store) -> Bytes {
    let live = model.datasets.iter().filter(|it| it.on == id).map(|it| it.size);
    let mirrors = model.mirrors.iter().filter(|it| it.to == id).map(|it| it.of);
    let seeds = model.backups.iter().filter(|it| it.to == id && it.seeded).map(|it| it.of);
    let copies = mirrors.chain(seeds).map(|of| model.datasets[of].size);
    live.chain(copies).fold(store.holds, |sum, size| sum + size)
}

fn datasets(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, (id, dataset)) in named.iter().zip(model.datasets.entries()) {
        let copied = model.backups_of(id).next().is_some() || model.mirrors_of(id).next().is_some();
        if !copied && can_be_hit(model, id, dataset) {
            let message = format!("dataset `{}` has neither backup nor mirror", named.name);
            reading.note(named.key, format!("{message}: what is lost of it stays lost"));
        }
    }
}

fn backups(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, backup) in named.iter().zip(model.backups.iter()) {
        let name = &named.name;
        let dataset = &model.datasets[backup.of];
        if dataset.on == backup.to {
            let message = format!("backup `{name}` goes to the store that its dataset lies on");
            reading.note(named.key, message);
        }
        if let Some(verifies) = &backup.verifies
            && backup.sound == Probability::SURE
            && verifies.finds > Probability::NEVER
        {
            let message = format!("the checks of backup `{name}` find nothing");
            reading.note(named.key, format!("{message}: all its copies are sound"));
        }
        pace(model, backup, named, reading);
        retention(backup, named, reading);
        let what = format!("backup `{name}`");
        joins(model, &what, [dataset.on, backup.to], backup.over.as_ref(), named.key, reading);
    }
}

/// Notes a job that is due more often than it can run, and one that its window always cuts.
fn pace(model: &Model, backup: &Backup, named: &Named<'_>, reading: &mut Reading) {
    let dataset = &model.datasets[backup.of];
    let changed = dataset.changes.over(backup.every).get().min(dataset.size.get());
    let usual = if backup.full_every == 1 { dataset.size } else { Bytes::new(changed) };
    let takes = duration(model, backup, usual);
    let name = &named.name;
    if takes > backup.every {
        let [every, takes] = [write_span(backup.every), about(takes)];
        let message = format!("backup `{name}` is due every {every}, but takes about {takes}");
        reading.note(named.key, format!("{message}: runs due meanwhile are skipped"));
    }
    let full = duration(model, backup, dataset.size);
    if takes <= backup.every && full > backup.every {
        let [every, full] = [write_span(backup.every), about(full)];
        let message = format!("a full copy of backup `{name}` takes about {full}");
        let skipped = format!("the runs that are due each {every} meanwhile are skipped");
        reading.note(named.key, format!("{message}: {skipped}"));
    }
    if let Some(open) = backup.window.map(open_for).filter(|open| full > *open) {
        let [open, full] = [write_span(open), about(full)];
        let message = format!("a full copy of backup `{name}` takes about {full}");
        reading.note(named.key, format!("{message}: it is cut when its window of {open} closes"));
    }
}

/// Notes a rule that keeps copies for less time than passes between them.
fn retention(backup: &Backup, named: &Named<'_>, reading: &mut Reading) {
    if let Keep::For(kept) = backup.keeps
        && kept < backup.every
    {
        let [kept, every] = [kept, backup.every].map(write_span);
        let message = format!("backup `{}` keeps copies for {kept}", named.name);
        reading.note(named.key, format!("{message}, but makes one every {every}"));
    }
}

/// The mean time of an attempt that moves so much, alone on its way.
fn duration(model: &Model, backup: &Backup, bytes: Bytes) -> Span {
    let from = &model.stores[model.datasets[backup.of].on];
    let to = &model.stores[backup.to];
    let way = backup.over.iter().flat_map(|over| &over.alternatives[0]);
    let links = way.map(|&link| model.links[link].bandwidth);
    let rates = links.chain([from.read, to.write]).flatten().map(DataRate::per_second);
    let slowest = rates.fold(f64::INFINITY, f64::min);
    let throughput = backup.encryption.map_or(1.0, |it| it.throughput);
    backup.takes.mean() + Span::from_seconds(bytes.get() / (slowest * throughput))
}

fn open_for(window: Window) -> Span {
    let open = window.closes - window.opens;
    if open > Span::ZERO { open } else { open + Span::from_hours(24.0) }
}

/// A time to two places or so.
fn about(span: Span) -> String {
    let seconds = span.seconds();
    let step = [86_400.0, 3600.0, 60.0, 1.0].into_iter().find(|step| seconds >= 10.0 * step);
    let step = step.unwrap_or(0.1);
    write_span(Span::from_seconds((seconds / step).round() * step))
}

fn mirrors(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, mirror) in named.iter().zip(model.mirrors.iter()) {
        let what = format!("mirror `{}`", named.name);
        let ends = [model.datasets[mirror.of].on, mirror.to];
        joins(model, &what, ends, mirror.over.as_ref(), named.key, reading);
    }
}

/// Notes a way that does not lead from one store to the other.
fn joins(
    model: &Model,
    what: &str,
    ends: [StoreId; 2],
    over: Option<&Route>,
    key: Place,
    reading: &mut Reading,
) {
    let [from, to] = ends.map(|store| &model.stores[store]);
    for way in over.iter().flat_map(|over| &over.alternatives) {
        if !leads(model, from.within, to.within, way) {
            let names: Vec<_> =
                way.iter().map(|&it| format!("`{}`", model.links[it].name)).collect();
            let message = format!("{what} goes over {}", names.join(" and "));
            let [from, to] = [&from.name, &to.name];
            reading.note(key, format!("{message}, which do not join stores `{from}` and `{to}`"));
        }
    }
}

/// Whether links lead from one domain to another, as far as it is told where they are.
fn leads(model: &Model, from: Option<DomainId>, to: Option<DomainId>, way: &[LinkId]) -> bool {
    let meet = |one, other| model.lies_in(one, other) || model.lies_in(other, one);
    let mut at = from;
    for &link in way {
        at = match (at, model.links[link].between) {
            (Some(at), Some([one, other])) if meet(at, one) => Some(other),
            (Some(at), Some([one, other])) if meet(at, other) => Some(one),
            (Some(_), Some(_)) => return false,
            (None, _) | (_, None) => None,
        };
    }
    at.zip(to).is_none_or(|(at, to)| meet(at, to))
}

/// Notes links that nothing goes over and nothing needs.
fn links(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    let backups = model.backups.iter().filter_map(|it| it.over.as_ref());
    let ways = backups.chain(model.mirrors.iter().filter_map(|it| it.over.as_ref()));
    let mut used: Vec<LinkId> = ways.flat_map(|it| it.alternatives.concat()).collect();
    for service in model.services.iter() {
        used.extend(service.needs.leaves().filter_map(|need| match need {
            Need::Link(link) => Some(*link),
            _ => None,
        }));
    }
    for (named, id) in named.iter().zip(model.links.ids()) {
        if !used.contains(&id) {
            let message = format!("link `{}` is not used", named.name);
            reading
                .note(named.key, format!("{message}: no copy goes over it, no service needs it"));
        }
    }
}

/// Notes failures of keys and credentials that nothing else mentions.
fn names_alone(model: &Model, named: &[Named<'_>], reading: &mut Reading) {
    for (named, failure) in named.iter().zip(model.failures.iter()) {
        let name = &named.name;
        if let Strikes::Places(places) = &failure.strikes
            && let [At::Key(key)] = places.as_slice()
        {
            let backups = model.backups.iter().filter_map(|it| it.encryption);
            let mirrors = model.mirrors.iter().filter_map(|it| it.encryption);
            if !backups.chain(mirrors).any(|it| it.key == Some(*key)) {
                let key = &model.keys[*key].name;
                let message = format!("failure `{name}` strikes key `{key}`");
                reading.note(named.key, format!("{message}: nothing is encrypted with it"));
            }
        }
        let struck = match failure.strikes {
            Strikes::Credential(credential) => Some(credential),
            _ => failure.effect.abuses,
        };
        if let Some(credential) = struck
            && !model.stores.iter().any(|it| it.credential == Some(credential))
        {
            let credential = &model.credentials[credential].name;
            let message = format!("failure `{name}` uses credential `{credential}`");
            reading.note(named.key, format!("{message}: it opens no store"));
        }
    }
}

/// Notes promises about datasets of which nothing is ever lost.
fn untouched(model: &Model, scenario: &Fields<'_>, reading: &mut Reading) {
    let message = |of: DatasetId| {
        let dataset = &model.datasets[of];
        let name = &dataset.name;
        (!can_be_hit(model, of, dataset))
            .then(|| format!("no failure can destroy any of dataset `{name}`"))
    };
    let items = match scenario.get("objectives").map(|node| &node.kind) {
        Some(Kind::List(items)) => items.as_slice(),
        _ => &[],
    };
    for (node, objective) in items.iter().zip(&model.objectives) {
        if let Objective::RecoveryPoint { of, .. } | Objective::Loss { of, .. } = objective
            && let Some(message) = message(*of)
        {
            reading.note(node.place, format!("{message}: this objective is about nothing"));
        }
    }
    if let Ends::Loss(of) = model.ends
        && let Some(message) = message(of)
    {
        reading.note(scenario.place_of("ends"), format!("{message}: it never ends before"));
    }
}

/// Whether some failure can destroy some of a dataset.
fn can_be_hit(model: &Model, id: DatasetId, dataset: &Dataset) -> bool {
    let mut stores = dataset.restore.to.iter().chain([&dataset.on]);
    let opens = |credential| {
        let store = &model.stores[dataset.on];
        store.credential == Some(credential) && !store.offline
    };
    stores.any(|&store| destroys_store(model, store))
        || model.failures.iter().any(|failure| match failure.strikes {
            Strikes::Dataset(struck) => struck == id && destroys(failure),
            Strikes::Credential(credential) => opens(credential),
            _ => false,
        })
}

fn destroys(failure: &crate::model::Failure) -> bool {
    failure.effect.destroys > Probability::NEVER
}

/// Whether some failure can destroy what lies on a store.
fn destroys_store(model: &Model, id: StoreId) -> bool {
    let store = &model.stores[id];
    let itself = strikes_place(model, |place| match place {
        At::Store(struck) => struck == id,
        At::Domain(struck) => store.within.is_some_and(|within| model.lies_in(within, struck)),
        _ => false,
    });
    itself || store.built.as_ref().is_some_and(|built| destroys_members(model, built.pool))
}

/// Whether some failure can destroy what members of a pool hold.
fn destroys_members(model: &Model, id: PoolId) -> bool {
    let members = model
        .failures
        .iter()
        .any(|failure| destroys(failure) && failure.strikes.pools().contains(&id));
    let across = &model.pools[id].across;
    members
        || strikes_place(model, |place| match place {
            At::Domain(struck) => across.iter().any(|&at| model.lies_in(at, struck)),
            _ => false,
        })
}

/// Whether some failure destroys and strikes a place of this kind.
fn strikes_place(model: &Model, is: impl Fn(At) -> bool) -> bool {
    model
        .failures
        .iter()
        .filter(|failure| destroys(failure))
        .any(|failure| failure.strikes.places().iter().any(|&place| is(place)))
}
