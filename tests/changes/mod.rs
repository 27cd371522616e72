//! Changes in words, by the names of what changes.

use firedrill::engine::{Change, Stretch};
use firedrill::model::Model;
use firedrill::quantity::Time;

/// A change in words that say all of it; `at` writes a time.
pub fn words(model: &Model, change: Change, at: &dyn Fn(Time) -> String) -> String {
    let pool = |pool| &model.pools[pool].name;
    match change {
        Change::Moved { pool: id, from, to } => {
            format!("{}: {} -> {}", pool(id), from.name(), to.name())
        }
        Change::Failed { pool: id, failure, first } => {
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
        Change::Service { service, up } => {
            format!("{}: {}", model.services[service].name, if up { "up" } else { "down" })
        }
        Change::Backup { backup, succeeded } => {
            let how = if succeeded { "done" } else { "failed" };
            format!("{}: {how}", model.backups[backup].name)
        }
    }
}
