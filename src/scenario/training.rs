//! Training: jobs of whole pools, with the checkpoints that they go back to.

use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::names::{Named, Section, check_name, reference};
use super::pool;
use super::problem::Finding;
use super::quantities::{count, flag, positive_bytes, positive_span, text};
use super::reader::{Fields, Reading, bare, every, list, variant};
use super::tree::{Node, Place};
use crate::model::{Checkpoint, Clock, Ends, Kept, Model, Moves, Pool, PoolId, StoreId, Training};
use crate::quantity::{Bytes, Law, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Training.on": "name of a pool" = "required",
        "the pool, all of whose positions work together: it runs only while all are up";
    "Training.work": "duration" = "none",
        "what there is to do, in time at full speed; left out: it goes on until the horizon";
    "Training.selects": "law of time" = "\"0s\"",
        "choosing hosts, once what interrupted it is known";
    "Training.initialises": "law of time" = "\"0s\"",
        "bringing the gang up, at the start and after each load";
    "Training.checkpoints": "list of Checkpoint(..)" = "[]",
        "what it can go back to; where several are due they are taken in this order, and the last \
         one saves the work once that is done";
    "Training.elastic": "Elastic(..)" = "none", "that it can go on with fewer members, more slowly";
    "Training.uninterrupted": "true or false" = "false",
        "whether what fails while it is being restarted does not begin that anew";
    "Elastic.at_least": "count" = "required", "the fewest members with which it goes on";
    "Checkpoint.name": "text" = "required", "what the tier is called";
    "Checkpoint.kept": "Peers(groups_of: n), Local or Remote(..)" = "required",
        "where it lies: the newest one in the members' memory, where each group of so many \
         positions can lose one; the newest one on the members' own disks; or in a store";
    "Checkpoint.every": "duration" = "required", "from one to the next";
    "Checkpoint.clock": "Work or Wall" = "Work",
        "what that is measured in: the job's work, at its multiples, or the time since the last \
         one began";
    "Checkpoint.blocks": "law of time" = "\"0s\"", "how long work stands still for one";
    "Checkpoint.saves": "law of time" = "\"0s\"",
        "how long it is then saved beside the work, until it can be used; give this or `size`";
    "Checkpoint.size": "amount of data" = "none",
        "what is written to the store instead, and read from it, beside all else that moves there";
    "Checkpoint.loads": "law of time" = "by `size`, else \"0s\"", "how long reading it back takes";
    "Peers.groups_of": "count from 2" = "required",
        "how many positions, one after the other, hold each other's parts; it divides them all";
    "Remote.store": "name of a store" = "required", "the store";
    "Remote.keeps": "count" = "all", "how many of the newest are kept";
};

/// The most tiers of one training.
const MOST_TIERS: usize = 100;

/// A training, as far as it can be read. `pools` are the rows of the ids, where readable.
pub(super) fn read(
    named: &Named<'_>,
    pools: &[pool::Read],
    reading: &mut Reading,
) -> Option<Training> {
    let fields = Fields::of(named.value, "Training", reading)?;
    let on = fields.required(reading, "on", |node, reading| gang(node, pools, reading));
    let work = fields.optional(reading, "work", positive_span);
    let selects = fields.or(reading, "selects", Law::Fixed(Span::ZERO), law);
    let initialises = fields.or(reading, "initialises", Law::Fixed(Span::ZERO), law);
    let pool = on.and_then(|on| pools[usize::from(on)].pool.as_ref());
    let checkpoints = fields
        .or(reading, "checkpoints", Vec::new(), |node, reading| checkpoints(node, pool, reading));
    let at_least =
        fields.optional(reading, "elastic", |node, reading| elastic(node, pool, reading));
    let uninterrupted = fields.or(reading, "uninterrupted", false, flag);
    Some(Training {
        name: named.name.clone(),
        on: on?,
        work: work?,
        selects: selects?,
        initialises: initialises?,
        checkpoints: checkpoints?,
        at_least: at_least?,
        uninterrupted: uninterrupted?,
    })
}

fn gang(node: &Node, pools: &[pool::Read], reading: &mut Reading) -> Option<PoolId> {
    let on: PoolId = reference(Section::Pools, node, reading)?;
    if pools[usize::from(on)].pool.as_ref()?.members > 0 {
        return Some(on);
    }
    reading.report(
        Finding::at(node.place, "this pool has no positions to train on")
            .label("it has spares only")
            .help("give the pool `members`, or name another one"),
    )
}

fn elastic(node: &Node, pool: Option<&Pool>, reading: &mut Reading) -> Option<u32> {
    let fields = Fields::of(node, "Elastic", reading)?;
    let least = fields.required(reading, "at_least", |it, reading| count(it, reading, 1))?;
    let Some(pool) = pool.filter(|pool| least > pool.members) else { return Some(least) };
    let message = format!("pool `{}` never has {least} members in service", pool.name);
    reading.report(
        Finding::at(fields.place_of("at_least"), message)
            .label(format!("it has {} positions", pool.members))
            .help(format!("ask for at most {}", pool.members)),
    )
}

fn checkpoints(node: &Node, pool: Option<&Pool>, reading: &mut Reading) -> Option<Vec<Checkpoint>> {
    let example = "checkpoints: [Checkpoint(name: \"peers\", kept: Local, every: \"30min\")]";
    let listed = list(node, "a list of tiers of checkpoints", example, reading)?;
    if listed.len() > MOST_TIERS {
        return reading.report(
            Finding::at(node.place, format!("a training has at most {MOST_TIERS} tiers"))
                .label(format!("{} of them", listed.len()))
                .help("list fewer"),
        );
    }
    let mut names: Vec<(String, Place)> = Vec::new();
    every(listed, reading, |node, reading| {
        let fields = Fields::of(node, "Checkpoint", reading)?;
        let tier = checkpoint(&fields, pool, reading)?;
        let place = fields.place_of("name");
        if let Some((_, first)) = names.iter().find(|(name, _)| *name == tier.name) {
            return reading.report(
                Finding::at(place, format!("a tier named `{}` is there already", tier.name))
                    .label("the second of this name")
                    .first(*first)
                    .help("give each its own name"),
            );
        }
        names.push((tier.name.clone(), place));
        Some(tier)
    })
}

fn checkpoint(
    fields: &Fields<'_>,
    pool: Option<&Pool>,
    reading: &mut Reading,
) -> Option<Checkpoint> {
    let name = fields.required(reading, "name", |node, reading| {
        let name = text(node, reading)?;
        check_name(&name, node.place, reading);
        Some(name)
    });
    let kept = fields.required(reading, "kept", |node, reading| kept(node, pool, reading));
    let interval = fields.required(reading, "every", positive_span);
    let clock = fields.or(reading, "clock", Clock::Work, clock);
    let blocks = fields.or(reading, "blocks", Law::Fixed(Span::ZERO), law);
    let size = fields.optional(reading, "size", positive_bytes);
    let saves = fields.optional(reading, "saves", law);
    let loads = fields.optional(reading, "loads", law);
    let (kept, size) = (kept?, size?);
    check_size(fields, kept, size, reading)?;
    let moves = |law: Option<Law>| match (law, size) {
        (Some(law), _) => Moves::Takes(law),
        (None, Some(bytes)) => Moves::Carries(bytes),
        (None, None) => Moves::Takes(Law::Fixed(Span::ZERO)),
    };
    Some(Checkpoint {
        name: name?,
        kept,
        every: interval?,
        clock: clock?,
        blocks: blocks?,
        saves: moves(saves?),
        loads: moves(loads?),
    })
}

/// Reports a size that means nothing beside the rest.
fn check_size(
    fields: &Fields<'_>,
    kept: Kept,
    size: Option<Bytes>,
    reading: &mut Reading,
) -> Option<()> {
    let finding = match (size, kept, fields.get("saves")) {
        (None, ..) | (Some(_), Kept::Remote(..), None) => return Some(()),
        (Some(_), Kept::Remote(..), Some(saves)) => {
            Finding::at(saves.place, "a checkpoint has both `size` and `saves`")
                .label("how long it is saved, twice")
                .help("keep `size` for the store's bandwidth, or `saves` for a time")
        }
        _ => Finding::at(fields.place_of("size"), "only what is kept in a store has a `size`")
            .label("`size` has no meaning here")
            .reason("members have no bandwidth")
            .help("write `saves` and `loads` as times, or `kept: Remote(store: ..)`"),
    };
    reading.report(finding)
}

fn clock(node: &Node, reading: &mut Reading) -> Option<Clock> {
    let (word, call) = variant(node, "a clock", &["Work", "Wall"], reading)?;
    bare(call, node, reading)?;
    Some(if word == "Work" { Clock::Work } else { Clock::Wall })
}

fn kept(node: &Node, pool: Option<&Pool>, reading: &mut Reading) -> Option<Kept> {
    let what = "where a checkpoint is kept";
    let (word, call) = variant(node, what, &["Peers", "Local", "Remote"], reading)?;
    match word {
        "Local" => {
            bare(call, node, reading)?;
            Some(Kept::Local)
        }
        "Peers" => {
            let fields = Fields::of_call(call, node.place, word, reading)?;
            let group = fields.required(reading, "groups_of", |it, reading| count(it, reading, 2));
            check_groups(&fields, group?, pool, reading)?;
            group.map(Kept::Peers)
        }
        _ => {
            let fields = Fields::of_call(call, node.place, word, reading)?;
            let store = fields.required(reading, "store", |node, reading| {
                reference::<StoreId>(Section::Stores, node, reading)
            });
            let keeps = fields.optional(reading, "keeps", |it, reading| count(it, reading, 1));
            Some(Kept::Remote(store?, keeps?))
        }
    }
}

/// Reports positions that are no whole number of groups.
fn check_groups(
    fields: &Fields<'_>,
    group: u32,
    pool: Option<&Pool>,
    reading: &mut Reading,
) -> Option<()> {
    let Some(pool) = pool.filter(|pool| pool.members % group != 0) else { return Some(()) };
    reading.report(
        Finding::at(
            fields.place_of("groups_of"),
            format!("the positions of pool `{}` are no whole number of groups", pool.name),
        )
        .label(format!("{} positions in groups of {group}", pool.members))
        .reason("a position that is left over would have nobody to hold its part")
        .help("take a size that divides the positions"),
    )
}

/// Reports an end that never comes, and notes what begins anew each time.
pub(super) fn check(
    model: &Model,
    named: &[Named<'_>],
    scenario: &Fields<'_>,
    reading: &mut Reading,
) {
    if let Ends::Completed(id) = model.ends
        && model.training[id].work.is_none()
    {
        let message = format!("training `{}` is never complete", model.training[id].name);
        let finding = Finding::at(scenario.place_of("ends"), message)
            .label("it has no `work`")
            .help("say what there is to do: `work: \"90d\"`");
        reading.findings.push(finding);
    }
    for (named, training) in named.iter().zip(model.training.iter()) {
        if training.checkpoints.is_empty() {
            let message = format!("training `{}` keeps no checkpoints", named.name);
            reading.note(named.key, format!("{message}: each interruption loses all of its work"));
        }
    }
}
