//! What a person should know of a scenario that is not wrong.

use std::collections::BTreeSet;

use super::data_notes;
use super::names::Named;
use super::reader::{Fields, Reading};
use super::root::Sections;
use crate::model::{Failure, Model, PoolId, Recovery, Strikes};
use crate::quantity::Probability;

/// Notes what a whole scenario has that is without effect or surprising.
pub(super) fn add(
    model: &Model,
    sections: &Sections<'_>,
    scenario: &Fields<'_>,
    reading: &mut Reading,
) {
    unused(model, sections, reading);
    unstruck(model, &sections.pools, reading);
    idle_alarms(model, &sections.detectors, reading);
    data_notes::add(model, sections, scenario, reading);
}

/// Notes what is there but not used.
fn unused(model: &Model, sections: &Sections<'_>, reading: &mut Reading) {
    let stages = || model.repairs.iter().flat_map(|it| &it.stages);
    let detectors = ids(model.failures.iter().filter_map(|it| it.detected_by));
    let repairs = model.failures.iter().filter_map(|it| match it.recovery {
        Recovery::Repair(repair) => Some(repair),
        _ => None,
    });
    let alarms = model.detectors.iter().filter_map(|it| it.false_alarms.as_ref());
    let repairs = ids(repairs.chain(alarms.map(|it| it.repaired_by)));
    let crews = ids(stages().filter_map(|it| it.crew));
    let parts = ids(stages().filter_map(|it| it.part));
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
}

/// Notes pools that nothing strikes, and bad members that are like all others.
fn unstruck(model: &Model, pools: &[Named<'_>], reading: &mut Reading) {
    let strikes = |pool: PoolId, bad: bool| {
        model.failures.iter().any(|failure| match &failure.strikes {
            Strikes::Each(pools) => !bad && pools.contains(&pool),
            Strikes::EachBad(pools) => bad && pools.contains(&pool),
            Strikes::One(one) | Strikes::Several(_, one) => !bad && *one == pool,
            Strikes::Places(_) | Strikes::Dataset(_) | Strikes::Credential(_) => false,
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
        let watches = |failure: &Failure| match failure.strikes {
            Strikes::Each(_) | Strikes::EachBad(_) | Strikes::One(_) | Strikes::Several(..) => {
                failure.detected_by == Some(id)
            }
            Strikes::Places(_) | Strikes::Dataset(_) | Strikes::Credential(_) => false,
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
