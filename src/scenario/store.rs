//! Stores, plain or built on the members of a pool.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::mention::credential;
use super::names::{Named, Section, reference};
use super::pool;
use super::problem::Finding;
use super::quantities::{
    bytes, count, flag, positive_bytes, positive_data_rate, probability, span, text,
};
use super::reader::{Fields, Reading, bare, items, later, variant};
use super::tree::Node;
use crate::model::{Built, PoolId, Rebuild, RebuildWork, Sharing, Store};
use crate::quantity::text::write_bytes;
use crate::quantity::{Bytes, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Store.holds": "amount of data" = "\"0 GB\"", "backups that it holds from before the start";
    "Store.within": "name of a domain" = "none", "where it lies: one domain";
    "Store.read": "data rate" = "unlimited", "how fast it is read, shared fairly among transfers";
    "Store.write": "data rate" = "unlimited",
        "how fast it is written, shared fairly among transfers";
    "Store.medium": "text" = "\"disk\"", "what it is made of, such as \"disk\" or \"tape\"";
    "Store.offline": "true or false" = "false", "whether no credential reaches what lies on it";
    "Store.capacity": "amount of data" = "unlimited",
        "how much it holds: datasets, mirrors and backups together";
    "Store.immutable_for": "duration" = "\"0s\"",
        "how long after its start a backup on it can be deleted by nobody";
    "Store.credential": "name of a credential" = "none", "what opens it";
    "Store.built": "Mirrored(..) or Coded(..)" = "none",
        "how it is spread over the members of a pool; left out: it is one plain thing";
    "Mirrored.of": "name of a pool" = "required",
        "the pool; each `copies` members in order make a group";
    "Mirrored.copies": "count" = "required", "how many members hold the same";
    "Mirrored.rebuild": "Rebuild(..)" = "at once",
        "how a piece that is gone comes back once a member is there to take it";
    "Coded.of": "name of a pool" = "required",
        "the pool; each `data` + `parity` members in order make a group";
    "Coded.data": "count" = "required", "how many pieces data is cut into";
    "Coded.parity": "count from 0" = "required",
        "how many further pieces: how many of a group may be gone";
    "Coded.rebuild": "Rebuild(..)" = "at once",
        "how a piece that is gone comes back once a member is there to take it";
    "Rebuild.takes": "law of time" = "none",
        "how long one piece takes when nothing slows it; give this or `bandwidth`";
    "Rebuild.bandwidth": "data rate" = "none",
        "how fast what a member holds is made anew; give this or `takes`";
    "Rebuild.sharing": "Parallel, Shared or Queued(n)" = "Parallel",
        "how rebuilds of the store get on: each as if alone, all sharing the speed of one, or n at \
         once and the rest in turn";
    "Rebuild.unreadable": "probability" = "0.0",
        "that a rebuild with no further piece to spare meets something unreadable: the group is \
         lost";
};

/// A store, as far as it can be read. `pools` are the rows of the ids, where readable.
pub(super) fn read(
    named: &Named<'_>,
    pools: &[pool::Read],
    reading: &mut Reading,
) -> Option<Store> {
    let fields = Fields::of(named.value, "Store", reading)?;
    let holds = fields.or(reading, "holds", Bytes::ZERO, bytes);
    let within = fields.optional(reading, "within", domain::one);
    let read = fields.optional(reading, "read", positive_data_rate);
    let write = fields.optional(reading, "write", positive_data_rate);
    let medium = fields.or(reading, "medium", "disk".to_string(), text);
    let offline = fields.or(reading, "offline", false, flag);
    let capacity = fields.optional(reading, "capacity", positive_bytes);
    let immutable_for = fields.or(reading, "immutable_for", Span::ZERO, span);
    let credential = fields.optional(reading, "credential", credential);
    let built = fields.optional(reading, "built", |node, reading| built(node, pools, reading));
    let store = Store {
        name: named.name.clone(),
        holds: holds?,
        within: within?,
        read: read?,
        write: write?,
        medium: medium?,
        offline: offline?,
        capacity: capacity?,
        immutable_for: immutable_for?,
        credential: credential?,
        built: built?,
    };
    check_fits(&store, &fields, reading);
    Some(store)
}

fn check_fits(store: &Store, fields: &Fields<'_>, reading: &mut Reading) {
    if let Some(capacity) = store.capacity
        && store.holds > capacity
    {
        let message = format!("this store holds more than fits: {}", write_bytes(store.holds));
        let finding = Finding::at(fields.place_of("holds"), message)
            .label(format!("above its capacity of {}", write_bytes(capacity)))
            .help("lower `holds`, or raise `capacity`");
        reading.findings.push(finding);
    }
}

fn built(node: &Node, pools: &[pool::Read], reading: &mut Reading) -> Option<Built> {
    let (word, call) = variant(node, "a way of building a store", &["Mirrored", "Coded"], reading)?;
    let fields = Fields::of_call(call, node.place, word, reading)?;
    let of = fields.required(reading, "of", |node, reading| {
        reference::<PoolId>(Section::Pools, node, reading)
    });
    let (data, parity) = match word {
        "Mirrored" => {
            let copies = fields.required(reading, "copies", |it, reading| count(it, reading, 1));
            (Some(1), copies.map(|copies| copies - 1))
        }
        _ => (
            fields.required(reading, "data", |it, reading| count(it, reading, 1)),
            fields.required(reading, "parity", |it, reading| count(it, reading, 0)),
        ),
    };
    let rebuild = fields.optional(reading, "rebuild", rebuild);
    let built = Built { pool: of?, data: data?, parity: parity?, rebuild: rebuild? };
    check_groups(&built, &pools[usize::from(built.pool)], &fields, reading);
    Some(built)
}

fn check_groups(built: &Built, pool: &pool::Read, fields: &Fields<'_>, reading: &mut Reading) {
    let width = built.width();
    let Some(members) = pool.members.filter(|members| *members == 0 || members % width != 0) else {
        return;
    };
    let name = &pool.name;
    let above = u64::from(members / width + 1) * u64::from(width);
    let below = members / width * width;
    let fitting = match below {
        0 => above.to_string(),
        below => format!("{below} or {above}"),
    };
    let message = format!("the {members} members of pool `{name}` make no whole number of groups");
    let finding = Finding::at(fields.place_of("of"), message)
        .label(format!("a group has {width} members"))
        .help(format!("give the pool {fitting} members, or make groups of another size"));
    reading.findings.push(finding);
}

fn rebuild(node: &Node, reading: &mut Reading) -> Option<Rebuild> {
    let fields = Fields::of(node, "Rebuild", reading)?;
    let work = match (fields.get("takes"), fields.get("bandwidth")) {
        (Some(takes), None) => law(takes, reading).map(RebuildWork::Takes),
        (None, Some(rate)) => positive_data_rate(rate, reading).map(RebuildWork::Copies),
        (Some(takes), Some(rate)) => reading.report(
            Finding::at(later(takes, rate).place, "a rebuild has both `takes` and `bandwidth`")
                .label("the second of the two")
                .help("keep `takes` for a time, or `bandwidth` for one by the bytes"),
        ),
        (None, None) if fields.lacks("takes") && fields.lacks("bandwidth") => reading.report(
            Finding::at(fields.place, "this rebuild does not say how long it takes")
                .label("neither `takes` nor `bandwidth`")
                .help("add `takes: \"4h\"` or `bandwidth: \"200 MB/s\"`"),
        ),
        (None, None) => None,
    };
    let sharing = fields.or(reading, "sharing", Sharing::Parallel, sharing);
    let unreadable = fields.or(reading, "unreadable", Probability::NEVER, probability);
    Some(Rebuild { work: work?, sharing: sharing?, unreadable: unreadable? })
}

fn sharing(node: &Node, reading: &mut Reading) -> Option<Sharing> {
    let what = "a way of sharing";
    let (word, call) = variant(node, what, &["Parallel", "Shared", "Queued"], reading)?;
    if word == "Queued" {
        let [at_once] = items(call, node, "Queued(2)", reading)?;
        return count(at_once, reading, 1).map(Sharing::Queued);
    }
    bare(call, node, reading)?;
    Some(match word {
        "Parallel" => Sharing::Parallel,
        _ => Sharing::Shared,
    })
}
