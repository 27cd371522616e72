//! Where repairs come from: a pipeline for each reason to enter it, with streams of its own.

use super::plan::{Class, Origin, StagePlan};
use super::site::{Site, pool_name};
use super::stream::Key;
use crate::model::{Model, Recovery, RepairId, Stage};

pub(super) fn class_origin<'m>(
    model: &'m Model,
    sites: &[Site],
    seed: u64,
    class: &Class<'m>,
    purpose: &str,
) -> Origin<'m> {
    let names = [class.mode.name.as_str(), pool_name(model, sites, class.pool)];
    match class.mode.recovery {
        Recovery::Repair(repair) => origin(model, seed, repair, &names, purpose),
        Recovery::None | Recovery::Lasts(_) | Recovery::Traced | Recovery::Restore => Vec::new(),
    }
}

pub(super) fn origin<'m>(
    model: &'m Model,
    seed: u64,
    repair: RepairId,
    names: &[&str],
    purpose: &str,
) -> Origin<'m> {
    let key = |stage: &str, what: &str| {
        let mut subject = names.to_vec();
        subject.push(stage);
        Key::new(seed, &subject, &format!("{purpose} {what}"))
    };
    let stages = model.repairs[repair].stages.iter();
    let plan = |stage: &'m Stage| StagePlan {
        stage,
        repair,
        work: key(&stage.name, "work"),
        sticks: key(&stage.name, "sticks"),
    };
    stages.map(plan).collect()
}

/// Adds where the repairs come from that follow a drain after a warning.
pub(super) fn add_drain_origins<'m>(
    model: &'m Model,
    sites: &[Site],
    seed: u64,
    classes: &mut [Class<'m>],
    origins: &mut Vec<Origin<'m>>,
) {
    for class in classes {
        let names = [class.mode.name.as_str(), pool_name(model, sites, class.pool)];
        let foresight = class.watch.as_mut().and_then(|watch| watch.foresight.as_mut());
        if let Some(drain) = foresight.and_then(|foresight| foresight.drain.as_mut()) {
            drain.origin = origins.len() as u32;
            origins.push(origin(model, seed, drain.repaired_by, &names, "drained repair"));
        }
    }
}
