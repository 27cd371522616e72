//! What reaches a part of a model from outside the formulas about it: cascades, traces, detectors
//! that can be down, warnings, planned maintenance, people, placements. Whatever does is named.

use super::lump;
use crate::model::{
    Action, Bring, Checkpoint, CrewId, DatasetId, DetectorId, DomainId, Failure, Kept, Maintained,
    Model, Moves, Need, Occurs, Place, PoolId, Recovery, RepairId, Service, ServiceId, StoreId,
    Strikes,
};

/// Nothing is done to the members of a pool but what its failure modes do, each by itself, and
/// repairs that wait for nobody but their crews.
///
/// # Errors
/// The first thing that is done to them.
pub(super) fn of_pool(model: &Model, id: PoolId) -> Result<(), String> {
    of_members(model, id)?;
    always_active(model, id)?;
    let foreseen = lump::modes_of(model, id).map(|(_, mode)| drained(model, mode));
    foreseen.collect::<Result<(), _>>()?;
    match maintained(model, id) {
        Some(work) => {
            Err(format!("maintenance `{work}` takes members of `{}` away", model.pools[id].name))
        }
        None => Ok(()),
    }
}

/// The same, whether or not warnings are heeded, maintenance is planned, or they rest.
///
/// # Errors
/// The first thing that is done to them.
pub(super) fn of_members(model: &Model, id: PoolId) -> Result<(), String> {
    let pool = &model.pools[id].name;
    for (_, mode) in lump::modes_of(model, id) {
        of_mode(model, mode)?;
        if let Recovery::Repair(repair) = mode.recovery {
            of_repair(model, repair)?;
        }
    }
    for &domain in &model.pools[id].across {
        lit(model, domain, || format!("a domain of pool `{pool}`"))?;
    }
    Ok(())
}

/// Members of a pool fail as fast wherever services run.
pub(super) fn always_active(model: &Model, id: PoolId) -> Result<(), String> {
    let pool = &model.pools[id].name;
    let rests = |service: &&Service| {
        let counts = |need: &Need| {
            let mut pools = Vec::new();
            lump::pools_of(model, need, &mut pools);
            pools.contains(&id)
        };
        service.placements.iter().any(|it| it.dormancy < 1.0 && counts(&it.needs))
    };
    match model.services.iter().find(rests) {
        Some(service) => {
            Err(format!("members of pool `{pool}` rest while `{}` is elsewhere", service.name))
        }
        None => Ok(()),
    }
}

/// A mode comes by its own law only, and its detector sees all the time.
pub(super) fn of_mode(model: &Model, mode: &Failure) -> Result<(), String> {
    let name = &mode.name;
    if matches!(mode.occurs, Occurs::Traced(_)) || mode.recovery == Recovery::Traced {
        return Err(format!("`{name}` strikes as a trace tells"));
    }
    let is_it = |id| &model.failures[id].name == name;
    let triggers = |other: &&Failure| other.triggers.iter().any(|it| is_it(it.failure));
    if let Some(other) = model.failures.iter().find(triggers) {
        return Err(format!("`{}` can trigger `{name}`", other.name));
    }
    let into = |work: &&crate::model::Maintenance| {
        work.goes_wrong.as_ref().is_some_and(|wrong| is_it(wrong.into))
    };
    if let Some(work) = model.maintenance.iter().find(into) {
        return Err(format!("maintenance `{}` can go wrong into `{name}`", work.name));
    }
    mode.detected_by.map_or(Ok(()), |detector| of_detector(model, detector))
}

/// A detector sees all the time.
pub(super) fn of_detector(model: &Model, id: DetectorId) -> Result<(), String> {
    let detector = &model.detectors[id];
    if let Some(mode) = striking(model, Place::Detector(id)) {
        return Err(format!("`{}` takes down detector `{}`", mode.name, detector.name));
    }
    let around = |domain| lit(model, domain, || format!("detector `{}`", detector.name));
    detector.within.map_or(Ok(()), around)
}

/// Stages of a repair begin once a crew that does nothing else is free.
pub(super) fn of_repair(model: &Model, id: RepairId) -> Result<(), String> {
    let repair = &model.repairs[id];
    for stage in &repair.stages {
        let name = format!("stage `{}` of `{}`", stage.name, repair.name);
        if stage.people.is_some() {
            return Err(format!("{name} waits for people"));
        }
        let Some(crew) = stage.crew else { continue };
        if model.crews[crew].hours.is_some() {
            return Err(format!("{name} waits for its crew's hours"));
        }
        if let Some(other) = busy_elsewhere(model, crew) {
            return Err(format!("{name} shares its crew with {other}"));
        }
    }
    Ok(())
}

/// Work of a crew on what is no failed member.
fn busy_elsewhere(model: &Model, crew: CrewId) -> Option<String> {
    let uses = |id: RepairId| model.repairs[id].stages.iter().any(|stage| stage.crew == Some(crew));
    let places = |mode: &&Failure| {
        !mode.strikes.places().is_empty()
            && matches!(mode.recovery, Recovery::Repair(repair) if uses(repair))
    };
    let drains =
        |action: &Action| matches!(action, Action::Drain { repaired_by, .. } if uses(*repaired_by));
    let maintains = model.maintenance.iter().find(|work| work.crew == Some(crew));
    let warned = model.predictors.iter().find(|it| it.actions.iter().any(drains));
    maintains
        .map(|work| format!("maintenance `{}`", work.name))
        .or_else(|| warned.map(|it| format!("what `{}` warns of", it.name)))
        .or_else(|| model.failures.iter().find(places).map(|mode| format!("`{}`", mode.name)))
}

/// Maintenance of the members of a pool.
pub(super) fn maintained(model: &Model, id: PoolId) -> Option<&str> {
    let takes = |of: &Maintained| matches!(of, Maintained::Pools(pools) if pools.contains(&id));
    model.maintenance.iter().find(|work| takes(&work.of)).map(|work| work.name.as_str())
}

/// Members are not taken away because this mode is foreseen.
pub(super) fn drained(model: &Model, mode: &Failure) -> Result<(), String> {
    for predictor in model.predictors.iter() {
        let watched = predictor.watches.iter().any(|&id| model.failures[id].name == mode.name);
        let drains = |action: &Action| matches!(action, Action::Drain { .. });
        if watched && predictor.actions.iter().any(drains) {
            return Err(format!("`{}` warns of `{}`", predictor.name, mode.name));
        }
    }
    Ok(())
}

/// A service, and every one that it needs, runs in one place and fails by its needs alone.
pub(super) fn of_service(model: &Model, id: ServiceId) -> Result<(), String> {
    let service = &model.services[id];
    if !service.placements.is_empty() {
        return Err(format!("service `{}` has placements, and moves between them", service.name));
    }
    itself(model, id)?;
    by_needs_alone(model, id)?;
    // The services among what is needed.
    service.needs.leaves().try_for_each(|need| match need {
        Need::Service(id) => of_service(model, *id),
        _ => Ok(()),
    })
}

/// Whether a service is up depends on its needs, and not on its demand.
pub(super) fn by_needs_alone(model: &Model, id: ServiceId) -> Result<(), String> {
    let service = &model.services[id];
    let by_demand = service.workload.as_ref().is_some_and(|workload| workload.mbco.is_some());
    if by_demand {
        return Err(format!("whether service `{}` is up depends on its demand", service.name));
    }
    Ok(())
}

/// Nothing strikes a service itself.
pub(super) fn itself(model: &Model, id: ServiceId) -> Result<(), String> {
    match striking(model, Place::Service(id)) {
        Some(mode) => {
            Err(format!("`{}` strikes service `{}` itself", mode.name, model.services[id].name))
        }
        None => Ok(()),
    }
}

/// A dataset stays where it lies, what strikes it comes by its own law, one thing at a time, and
/// its copies are made at their times.
pub(super) fn of_dataset(model: &Model, id: DatasetId) -> Result<(), String> {
    let dataset = &model.datasets[id];
    for service in model.services.iter() {
        let brings = |bring: &Bring| match *bring {
            Bring::Promote(mirror) => model.mirrors[mirror].of == id,
            Bring::Restore(restored) => restored == id,
        };
        if service.failover.iter().any(|failover| failover.data.iter().any(brings)) {
            return Err(format!("a failover of `{}` moves it", service.name));
        }
    }
    for (backup, job) in model.backups.entries().filter(|(_, job)| job.of == id) {
        of_backup(model, backup)?;
        of_store(model, job.to)?;
    }
    let mirrors = model.mirrors_of(id).map(|mirror| mirror.to);
    let stores: Vec<_> = mirrors.chain(dataset.restore.to.iter().copied()).collect();
    for store in [dataset.on].into_iter().chain(stores) {
        of_store(model, store)?;
    }
    let strikes = |mode: &&Failure| mode.strikes == Strikes::Dataset(id);
    model.failures.iter().filter(strikes).try_for_each(|mode| by_itself(model, mode))
}

/// Backups of a job begin at their times only.
pub(super) fn of_backup(model: &Model, id: crate::model::BackupId) -> Result<(), String> {
    let begins = |action: &Action| *action == Action::Backup(id);
    match model.predictors.iter().find(|it| it.actions.iter().any(begins)) {
        Some(predictor) => {
            Err(format!("`{}` begins backups by `{}`", predictor.name, model.backups[id].name))
        }
        None => Ok(()),
    }
}

/// A store is down by failures alone, each of which comes by its own law and takes nothing else.
pub(super) fn of_store(model: &Model, id: StoreId) -> Result<(), String> {
    let store = &model.stores[id];
    if let Some(training) = moves_checkpoints(model, id) {
        return Err(format!(
            "training `{training}` shares the bandwidth of store `{}`",
            store.name
        ));
    }
    let domains: Vec<_> = store.within.into_iter().flat_map(|at| model.outwards(at)).collect();
    for &domain in &domains {
        if let Some(work) = maintaining(model, domain) {
            return Err(format!("maintenance `{work}` takes down store `{}`", store.name));
        }
    }
    let reaches = |mode: &&Failure| {
        mode.strikes.places().iter().any(|place| match place {
            Place::Store(store) => *store == id,
            Place::Domain(domain) => domains.contains(domain),
            _ => false,
        })
    };
    model.failures.iter().filter(reaches).try_for_each(|mode| by_itself(model, mode))
}

/// A training whose checkpoints are transfers from and to a store.
fn moves_checkpoints(model: &Model, id: StoreId) -> Option<&str> {
    let carries = |moves: &Moves| matches!(moves, Moves::Carries(_));
    let here = |tier: &Checkpoint| {
        let on_it = matches!(tier.kept, Kept::Remote(store, _) if store == id);
        on_it && (carries(&tier.saves) || carries(&tier.loads))
    };
    let mut training = model.training.iter();
    training.find(|it| it.checkpoints.iter().any(here)).map(|it| it.name.as_str())
}

fn by_itself(model: &Model, mode: &Failure) -> Result<(), String> {
    if matches!(mode.strikes, Strikes::Shock { .. }) {
        return Err(format!("`{}` can strike several things at one instant", mode.name));
    }
    if let Recovery::Repair(repair) = mode.recovery {
        of_repair(model, repair)?;
    }
    of_mode(model, mode)
}

/// Neither failures nor maintenance take down a domain or one around it.
fn lit(model: &Model, domain: DomainId, what: impl Fn() -> String) -> Result<(), String> {
    for outer in model.outwards(domain) {
        if let Some(mode) = striking(model, Place::Domain(outer)) {
            return Err(format!("`{}` takes down {}", mode.name, what()));
        }
        if let Some(work) = maintaining(model, outer) {
            return Err(format!("maintenance `{work}` takes down {}", what()));
        }
    }
    Ok(())
}

fn striking(model: &Model, place: Place) -> Option<&Failure> {
    model.failures.iter().find(|mode| mode.strikes.places().contains(&place))
}

fn maintaining(model: &Model, domain: DomainId) -> Option<&str> {
    let down =
        |of: &Maintained| matches!(of, Maintained::Domains(domains) if domains.contains(&domain));
    model.maintenance.iter().find(|work| down(&work.of)).map(|work| work.name.as_str())
}

#[cfg(test)]
mod tests;
