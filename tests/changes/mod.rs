//! Changes in words, by the names of what changes.

use firedrill::engine::{Change, Scope, ServiceState, Spent, Stretch, TrainingPhase, TrainingStep};
use firedrill::measure::cause_name;
use firedrill::model::{Model, TrainingId};
use firedrill::quantity::Time;

/// A change in words that say all of it; `at` writes a time.
pub fn words(model: &Model, change: Change, at: &dyn Fn(Time) -> String) -> String {
    let pool = |pool| &model.pools[pool].name;
    match change {
        Change::Moved { pool: id, from, to, .. } => {
            format!("{}: {} -> {}", pool(id), from.name(), to.name())
        }
        Change::Failed { pool: id, failure, first, .. } => {
            let first = if first { ", its first" } else { "" };
            format!("{}: fails by {}{first}", pool(id), model.failures[failure].name)
        }
        Change::Missed { pool: id } => format!("{}: missed", pool(id)),
        Change::TakenInVain { pool: id } => format!("{}: taken in vain", pool(id)),
        Change::Retired { pool: id } => format!("{}: retires", pool(id)),
        Change::SpareCalled { pool: id } => format!("{}: spare called", pool(id)),
        Change::SwitchFailed { pool: id } => format!("{}: switch failed", pool(id)),
        Change::SparesExhausted { pool: id, exhausted } => {
            format!("{}: {}", pool(id), if exhausted { "no spare left" } else { "all filled" })
        }
        Change::Stretch { pool: id, stretch, since, finished } => {
            let what = match stretch {
                Stretch::Detection => "detection",
                Stretch::PartWait => "part wait",
                Stretch::CrewWait => "crew wait",
                Stretch::Repair => "repair",
            };
            let end = if finished { "" } else { ", unfinished" };
            format!("{}: {what} since {}{end}", pool(id), at(since))
        }
        Change::CrewBusy { crew, busy } => format!("{}: {busy} at work", model.crews[crew].name),
        Change::Service { service, state } => {
            let state = match state {
                ServiceState::Full => "up",
                ServiceState::Outage => "down",
                other => other.name(),
            };
            format!("{}: {state}", model.services[service].name)
        }
        Change::Struck { failure, scope, .. } => {
            format!("{}: struck by {}", place(model, scope), model.failures[failure].name)
        }
        Change::Seen { failure, scope } => {
            format!("{}: {} seen", place(model, scope), model.failures[failure].name)
        }
        Change::Warned { predictor, rightly, .. } => {
            let rightly = if rightly { "rightly" } else { "for nothing" };
            format!("{}: warns {rightly}", model.predictors[predictor].name)
        }
        Change::Averted { pool: id } => format!("{}: failure averted", pool(id)),
        Change::MaintenanceDone { maintenance, since, well } => {
            let well = if well { "done" } else { "gone wrong" };
            format!("{}: {well} since {}", model.maintenance[maintenance].name, at(since))
        }
        Change::MaintenanceSkipped { maintenance } => {
            format!("{}: round skipped", model.maintenance[maintenance].name)
        }
        Change::Alarm { people } => format!("{}: alarm", model.people[people].name),
        Change::Acknowledged { people, since, finished } => {
            let end = if finished { "acknowledged" } else { "not acknowledged" };
            format!("{}: {end} since {}", model.people[people].name, at(since))
        }
        Change::Escalated { people } => format!("{}: escalated", model.people[people].name),
        Change::PeopleBusy { people, busy } => {
            format!("{}: {busy} busy", model.people[people].name)
        }
        Change::Move { service, step } => {
            format!("{}: {step:?}", model.services[service].name)
        }
        Change::Disruption { disruption } => format!("disruption {disruption}"),
        Change::Training { training: id, step } => {
            format!("{}: {}", model.training[id].name, trained(model, id, step, at))
        }
        Change::Place { place, up } => {
            format!("{}: {}", model.place_name(place), if up { "up" } else { "down" })
        }
        Change::BackupDone { backup, since, bytes } => {
            let name = &model.backups[backup].name;
            format!("{name}: done since {}, {} GB", at(since), bytes.get() / 1e9)
        }
        Change::BackupFailed { backup, fault } => {
            format!("{}: failed by {fault:?}", model.backups[backup].name)
        }
        Change::BackupSkipped { backup } => format!("{}: skipped", model.backups[backup].name),
        Change::Stored { store, bytes } => {
            format!("{}: {} GB", model.stores[store].name, bytes / 1e9)
        }
        Change::UnsoundFound { backup } => {
            format!("{}: unsound copy found", model.backups[backup].name)
        }
        Change::Exposed { dataset } => format!("{}: exposed", model.datasets[dataset].name),
        Change::RestoreFailed { dataset } => {
            format!("{}: restore failed", model.datasets[dataset].name)
        }
        Change::StoreLost { store } => format!("{}: lost a group", model.stores[store].name),
        Change::Incident { incident } => format!("incident {incident}"),
        Change::Spent(Spent::Repair(id)) => format!("paid: {}", model.repairs[id].name),
        Change::Spent(Spent::Part(id)) => format!("paid: {}", model.parts[id].name),
        Change::Spent(Spent::Flow { link, bytes_per_second }) => {
            format!("{}: {} MB/s", model.links[link].name, bytes_per_second / 1e6)
        }
        Change::Spent(Spent::Carried { link, bytes }) => {
            format!("{}: {} GB at once", model.links[link].name, bytes / 1e9)
        }
        Change::Serving { service, traffic, serving } => {
            format!("{}: {serving:b} of {traffic:b} serve", model.services[service].name)
        }
        Change::Dead { pool: id, dead } => format!("{}: {dead} dead", pool(id)),
        Change::BackupWorks { backup, at_work } => {
            let what = if at_work { "at work" } else { "no longer at work" };
            format!("{}: {what}", model.backups[backup].name)
        }
    }
}

fn trained(
    model: &Model,
    id: TrainingId,
    step: TrainingStep,
    at: &dyn Fn(Time) -> String,
) -> String {
    match step {
        TrainingStep::Turns { phase: TrainingPhase::Running, speed } if speed < 1.0 => {
            format!("running at {speed}")
        }
        TrainingStep::Turns { phase, .. } => phase.name().to_string(),
        TrainingStep::Interrupted { root } => {
            format!("interrupted by {}", cause_name(model, root.cause))
        }
        TrainingStep::Saved { tier } => {
            format!("{} saved", model.training[id].checkpoints[usize::from(tier)].name)
        }
        TrainingStep::Lost { work, .. } => format!("loses {} of work", at(work.after_start())),
    }
}

fn place(model: &Model, scope: Scope) -> String {
    match scope {
        Scope::Place(place) => model.place_name(place),
        Scope::Members(pool) => model.pools[pool].name.clone(),
        Scope::Data => "data".to_string(),
        Scope::Credential(id) => model.credentials[id].name.clone(),
    }
}
