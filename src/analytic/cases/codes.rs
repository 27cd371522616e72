//! C09: mirrors and codes with exponential rebuilds, alone and waiting for each other.

use super::sketch::{Sketch, exponential};
use super::{Answers, Ask, Case};
use crate::analytic::formula::redundancy::{Alike, Group};
use crate::analytic::groups::{Groups, Station};
use crate::model::Sharing;

pub(super) fn answers(case: &Case) -> Answers {
    if case.name == "groups_sharing_crews" {
        let groups = groups(case, case.count("groups"));
        return vec![("chain of groups", within(&groups, case.hours()))];
    }
    let (group, one) = (group(case), groups(case, 1));
    let sketch = sketch(&group);
    match case.ask {
        Ask::MeanTime => {
            let mean_time = one.mean_time().expect("one group is small");
            let mut answers =
                vec![("steps of the chain", group.mean_time()), ("chain of groups", mean_time)];
            answers.extend(sketch.map(|sketch| ("chain", sketch.solve().mean_time())));
            answers
        }
        ask => {
            let hours = case.hours();
            let of_all = |lost| match ask {
                Ask::UnreliabilityOfAny => Alike(case.count("copies")).any(lost),
                _ => lost,
            };
            let mut answers = vec![("chain of groups", of_all(within(&one, hours)))];
            let lost = sketch.map(|sketch| sketch.solve().unreliability(hours));
            answers.extend(lost.map(|lost| ("chain", of_all(lost))));
            answers
        }
    }
}

fn within(groups: &Groups, hours: f64) -> f64 {
    groups.loss_within(hours).expect("the groups are few")
}

fn group(case: &Case) -> Group {
    let either = |one: &str, other: &str| {
        let found = case.params.get(one).or_else(|| case.params.get(other));
        *found.unwrap_or_else(|| panic!("case {} has `{one}` or `{other}`", case.id))
    };
    let pieces = case.count("n");
    let unreadable = case.params.get("p_latent_error_per_rebuild").copied();
    // A mirror with latent errors says only how many pieces it has.
    let needed = case.params.get("k").map_or(1, |&needed| needed as u32);
    let at_once = match unreadable {
        Some(_) => 1,
        None => either("parallel_rebuilds", "crews") as u32,
    };
    let life = ["disk_mttf_h", "component_mttf_h"].map(|name| case.params.get(name));
    let life = life.into_iter().flatten().next().or_else(|| case.params.get("mttf_h"));
    Group {
        pieces,
        to_spare: pieces - needed,
        failures: 1.0 / life.expect("a case says how long a piece lives"),
        rebuilds: 1.0 / either("rebuild_mean_h", "repair_mean_h"),
        sharing: Sharing::Queued(at_once),
        unreadable: unreadable.unwrap_or(0.0),
    }
}

fn groups(case: &Case, groups: u32) -> Groups {
    let Group { pieces, to_spare, failures, rebuilds, sharing, unreadable } = group(case);
    Groups {
        groups,
        width: pieces,
        parity: to_spare,
        failures,
        stations: vec![Station::own(rebuilds, sharing)],
        unreadable,
        // Fifty pieces in ten groups would make too many queues; more than nine are never gone.
        most_gone: (to_spare > 1 && groups > 1).then_some(9),
    }
}

/// The same as a pool with crews; it knows nothing that is found at the end of a repair.
fn sketch(group: &Group) -> Option<Sketch> {
    let Sharing::Queued(crews) = group.sharing else {
        return None;
    };
    (group.unreadable == 0.0).then(|| Sketch {
        needed: group.pieces - group.to_spare,
        repair: Some(exponential(1.0 / group.rebuilds)),
        crews: Some(crews),
        ..Sketch::of(group.pieces, exponential(1.0 / group.failures))
    })
}
