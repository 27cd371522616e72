//! What failures strike.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::mention::{credential, key};
use super::names::{Section, reference};
use super::pool;
use super::problem::Finding;
use super::quantities::{count, probability};
use super::reader::{Fields, Reading, every, items, list, variant};
use super::tree::{Call, Node};
use crate::model::{Place, PoolId, Strikes};
use crate::quantity::Probability;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Several.count": "count" = "required",
        "how many are struck at one instant, all different; all in service where there are fewer";
    "Several.of": "name of a pool" = "required", "the pool whose members are struck";
    "Shock.each": "probability above 0" = "required",
        "the probability with which each of them is struck, by itself, every time";
    "Shock.of": "Each([..]), Domain(\"name\"), Store(\"name\") or Link(\"name\")" = "required",
        "everything that is exposed to it";
};

const KINDS: &[&str] = &[
    "Each",
    "EachBad",
    "One",
    "Several",
    "Shock",
    "Domain",
    "Store",
    "Link",
    "Key",
    "Dataset",
    "Credential",
    "Detector",
    "OnCall",
    "Service",
    "Training",
];

const SHOCKED: &[&str] = &["Each", "Domain", "Store", "Link"];

/// What a failure strikes. `pools` are the rows of the ids, where readable.
pub(super) fn strikes(node: &Node, pools: &[pool::Read], reading: &mut Reading) -> Option<Strikes> {
    let (word, call) = variant(node, "what a failure strikes", KINDS, reading)?;
    match word {
        "Each" | "EachBad" => members(word, call, node, pools, reading),
        "One" => {
            let [pool] = items(call, node, "One(\"gpu\")", reading)?;
            reference(Section::Pools, pool, reading).map(Strikes::One)
        }
        "Several" => several(&Fields::of_call(call, node.place, word, reading)?, pools, reading),
        "Shock" => shock(&Fields::of_call(call, node.place, word, reading)?, pools, reading),
        _ => {
            let [name] = items(call, node, &format!("{word}(\"name\")"), reading)?;
            named(word, name, reading)
        }
    }
}

fn named(word: &str, name: &Node, reading: &mut Reading) -> Option<Strikes> {
    let place = match word {
        "Domain" => {
            let domains = domain::instances(name, reading)?.into_iter();
            return Some(Strikes::Places(domains.map(Place::Domain).collect()));
        }
        "Dataset" => {
            return reference(Section::Datasets, name, reading).map(Strikes::Dataset);
        }
        "Credential" => return credential(name, reading).map(Strikes::Credential),
        "Store" => reference(Section::Stores, name, reading).map(Place::Store),
        "Link" => reference(Section::Links, name, reading).map(Place::Link),
        "Detector" => reference(Section::Detectors, name, reading).map(Place::Detector),
        "OnCall" => reference(Section::People, name, reading).map(Place::OnCall),
        "Service" => reference(Section::Services, name, reading).map(Place::Service),
        "Training" => reference(Section::Training, name, reading).map(Place::Training),
        _ => key(name, reading).map(Place::Key),
    };
    place.map(|place| Strikes::Places(vec![place]))
}

fn members(
    word: &str,
    call: &Call,
    node: &Node,
    pools: &[pool::Read],
    reading: &mut Reading,
) -> Option<Strikes> {
    let example = format!("{word}([\"gpu\"])");
    let [listed] = items(call, node, &example, reading)?;
    if word == "Each" {
        return pool_list(listed, &example, reading, |_, _, _| {}).map(Strikes::Each);
    }
    let listed = pool_list(listed, &example, reading, |id, place, reading| {
        if pools[usize::from(id)].bad == Some(Probability::NEVER) {
            no_bad_members(place, reading);
        }
    });
    listed.map(Strikes::EachBad)
}

fn no_bad_members(node: &Node, reading: &mut Reading) {
    let finding = Finding::at(node.place, "this pool has no bad members to strike")
        .label("its `bad` is 0")
        .help("give the pool a share of bad members, such as `bad: 0.02`, or strike `Each`");
    reading.findings.push(finding);
}

/// A list of pools, each named once.
fn pool_list(
    node: &Node,
    example: &str,
    reading: &mut Reading,
    mut check: impl FnMut(PoolId, &Node, &mut Reading),
) -> Option<Vec<PoolId>> {
    let listed = list(node, "a list of pools", example, reading)?;
    if listed.is_empty() {
        return reading.report(
            Finding::at(node.place, "this failure strikes nothing")
                .label("an empty list")
                .help("name at least one pool, or remove the failure"),
        );
    }
    let mut seen = Vec::new();
    every(listed, reading, |item, reading| {
        let id: PoolId = reference(Section::Pools, item, reading)?;
        if seen.contains(&id) {
            return reading.report(
                Finding::at(item.place, "this pool is listed twice")
                    .label("listed before")
                    .help("name each pool once; for two clocks a member, write a second failure"),
            );
        }
        seen.push(id);
        check(id, item, reading);
        Some(id)
    })
}

fn several(fields: &Fields<'_>, pools: &[pool::Read], reading: &mut Reading) -> Option<Strikes> {
    let many = fields.required(reading, "count", |it, reading| count(it, reading, 1));
    let of = fields.required(reading, "of", |node, reading| {
        reference::<PoolId>(Section::Pools, node, reading)
    });
    let (many, of) = (many?, of?);
    let row = &pools[usize::from(of)];
    let Some(size) = row.pool.as_ref().map(|pool| pool.size()).filter(|size| many > *size) else {
        return Some(Strikes::Several(many, of));
    };
    reading.report(
        Finding::at(
            fields.place_of("count"),
            format!("pool `{}` never has {many} members to strike at once", row.name),
        )
        .label(format!("it has {size}, spares included"))
        .help(format!("strike at most {size}, or give the pool more members")),
    )
}

/// A shock to members or places of one kind.
fn shock(fields: &Fields<'_>, pools: &[pool::Read], reading: &mut Reading) -> Option<Strikes> {
    let each = fields.required(reading, "each", |node, reading| {
        let each = probability(node, reading)?;
        if each > Probability::NEVER {
            return Some(each);
        }
        reading.report(
            Finding::at(node.place, "this shock strikes nothing")
                .label("zero")
                .help("write a probability above 0, or remove the failure"),
        )
    });
    let of = fields.required(reading, "of", |node, reading| {
        let (word, call) = variant(node, "what a shock can strike", SHOCKED, reading)?;
        if word == "Each" {
            return members(word, call, node, pools, reading);
        }
        let [name] = items(call, node, &format!("{word}(\"name\")"), reading)?;
        named(word, name, reading)
    });
    let (each, of) = (each?, of?);
    let (pools, places) = (of.pools().to_vec(), of.places().to_vec());
    Some(Strikes::Shock { each, pools, places })
}
