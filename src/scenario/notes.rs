//! What a person should know of a scenario that is not wrong.

use std::collections::BTreeSet;

use super::data_notes;
use super::names::Named;
use super::preset;
use super::reader::{Fields, Reading};
use super::response_notes;
use super::root::Sections;
use crate::model::{
    Action, DecidedBy, Failback, Failover, Failure, Model, OnCallId, PoolId, Recovery, Strikes,
};
use crate::quantity::Probability;

/// Notes what a whole scenario has that is without effect or surprising.
pub(super) fn add(
    model: &Model,
    sections: &Sections<'_>,
    scenario: &Fields<'_>,
    reading: &mut Reading,
) {
    presets(reading);
    unused(model, sections, reading);
    unstruck(model, &sections.pools, reading);
    idle_alarms(model, &sections.detectors, reading);
    response_notes::add(model, sections, reading);
    data_notes::add(model, sections, scenario, reading);
}

/// Notes what each preset stands for, where it comes from and what to mind, where it is first used.
fn presets(reading: &mut Reading) {
    for (place, entry) in preset::used(reading) {
        reading.note(place, entry.note());
    }
}

/// Notes what is there but not used.
fn unused(model: &Model, sections: &Sections<'_>, reading: &mut Reading) {
    let stages = || model.repairs.iter().flat_map(|it| &it.stages);
    let failovers = || model.services.iter().filter_map(|it| it.failover.as_ref());
    let watched = failovers().filter_map(|it| it.detected_by);
    let detectors = ids(model.failures.iter().filter_map(|it| it.detected_by).chain(watched));
    let repairs = model.failures.iter().filter_map(|it| match it.recovery {
        Recovery::Repair(repair) => Some(repair),
        _ => None,
    });
    let alarms = model.detectors.iter().filter_map(|it| it.false_alarms.as_ref());
    let drained = model.predictors.iter().flat_map(|it| &it.actions).filter_map(|it| match it {
        Action::Drain { repaired_by, .. } => Some(*repaired_by),
        Action::Backup(_) | Action::Switchover(_) | Action::Checkpoint(_) => None,
    });
    let repairs = ids(repairs.chain(alarms.map(|it| it.repaired_by)).chain(drained));
    let planned = model.maintenance.iter().filter_map(|it| it.crew);
    let crews = ids(stages().filter_map(|it| it.crew).chain(planned));
    let escalated = model.people.iter().filter_map(|it| it.escalates).map(|it| it.to);
    let called = stages().filter_map(|it| it.people).chain(failovers().flat_map(deciders));
    let people = ids(called.chain(escalated));
    let parts = ids(stages().filter_map(|it| it.part));
    let used: [(&[Named<'_>], BTreeSet<usize>, &str, &str); 5] = [
        (
            &sections.detectors,
            detectors,
            "detector",
            "it sees nothing: no failure or failover is detected by it",
        ),
        (&sections.repairs, repairs, "repair pipeline", "nothing is repaired by it"),
        (&sections.crews, crews, "crew", "no stage or maintenance needs it"),
        (&sections.people, people, "on-call team", "no stage or failover calls it"),
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
}

/// Who is called to decide on a failover or to go back.
fn deciders(failover: &Failover) -> impl Iterator<Item = OnCallId> + use<> {
    let decides = match failover.decided_by {
        DecidedBy::Automatic(_) => None,
        DecidedBy::OnCall { people, .. } | DecidedBy::Runbook { people, .. } => Some(people),
    };
    let goes_back = match failover.failback {
        Failback::Manual { people, .. } => Some(people),
        Failback::Never | Failback::AfterHealthy(_) => None,
    };
    decides.into_iter().chain(goes_back)
}

/// Notes pools that nothing strikes, and bad members that are like all others.
fn unstruck(model: &Model, pools: &[Named<'_>], reading: &mut Reading) {
    let strikes = |pool: PoolId, bad: bool| {
        model.failures.iter().any(|failure| match &failure.strikes {
            Strikes::EachBad(pools) => bad && pools.contains(&pool),
            strikes => !bad && strikes.pools().contains(&pool),
        })
    };
    for (named, (id, pool)) in pools.iter().zip(model.pools.entries()) {
        let name = &named.name;
        let bad_struck = strikes(id, true);
        if !strikes(id, false) && !bad_struck && model.darkens(id).is_none() {
            reading.note(named.key, format!("pool `{name}` never fails: no failure strikes it"));
        } else if pool.bad > Probability::NEVER && !bad_struck {
            let message = format!("bad members of pool `{name}` fail like all others");
            reading.note(named.key, format!("{message}: no failure strikes `EachBad` of it"));
        }
    }
}

/// Notes false alarms of detectors that watch no members.
fn idle_alarms(model: &Model, detectors: &[Named<'_>], reading: &mut Reading) {
    for (named, (id, detector)) in detectors.iter().zip(model.detectors.entries()) {
        let watches = |failure: &Failure| {
            !failure.strikes.pools().is_empty() && failure.detected_by == Some(id)
        };
        if detector.false_alarms.is_some() && !model.failures.iter().any(watches) {
            let message = format!("the false alarms of detector `{}` do nothing", named.name);
            reading.note(named.key, format!("{message}: it sees no failure of members"));
        }
    }
}

fn ids<Id: Into<usize>>(ids: impl Iterator<Item = Id>) -> BTreeSet<usize> {
    ids.map(Into::into).collect()
}
