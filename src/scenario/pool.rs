//! Pools and their spares.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::names::Named;
use super::problem::Finding;
use super::quantities::{MOST, count, grouped, positive_span, probability, share};
use super::reader::{Fields, Reading, every, list, variant};
use super::tree::Node;
use crate::model::{Pool, Retirement, SpareKind, Spares};
use crate::quantity::{Law, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Pool.members": "count" = "required",
        "how many positions it has, each filled by a member at the start";
    "Pool.across": "name of a domain, or list of them" = "none",
        "the domains that its members, spares too, are dealt out to in turn: \"hall\" for all of \
         that name";
    "Pool.spares": "list of Hot, Warm, Cold" = "[]",
        "spares by kind, in the order in which they are switched in";
    "Pool.switching": "probability" = "1.0",
        "the probability that a spare that is switched in takes its position";
    "Pool.retry": "duration" = "none",
        "how long after a failed switch it is tried again; needed where `switching` is below 1";
    "Pool.bad": "probability" = "0.0",
        "the share of members, spares too, that are bad: struck by failures of `EachBad`";
    "Pool.retire": "AfterFailures(..)" = "none",
        "when a member that keeps failing leaves the pool for good";
    "Hot.count": "count" = "required",
        "how many there are; they age and fail like active members and take over at once";
    "Warm.count": "count" = "required", "how many there are";
    "Warm.activation": "law of time" = "\"0s\"", "how long one takes to take over";
    "Warm.dormancy": "number from 0 to 1" = "1.0",
        "the rate of ageing and failing while standing by, over that of an active member";
    "Cold.count": "count" = "required",
        "how many there are; they neither age nor fail while standing by";
    "Cold.activation": "law of time" = "\"0s\"", "how long one takes to take over";
    "AfterFailures.count": "count" = "required", "a member that failed this often is retired";
    "AfterFailures.within": "duration" = "required",
        "the length of the window in which failures are counted";
};

/// A pool as read, with what others look into even where the rest cannot be read.
pub(super) struct Read {
    pub(super) pool: Option<Pool>,
    pub(super) name: String,
    pub(super) members: Option<u32>,
    pub(super) bad: Option<Probability>,
}

/// A pool, as far as it can be read.
pub(super) fn read(named: &Named<'_>, reading: &mut Reading) -> Read {
    let mut read = Read { pool: None, name: named.name.clone(), members: None, bad: None };
    read.pool = read_whole(named, &mut read, reading);
    read
}

fn read_whole(named: &Named<'_>, read: &mut Read, reading: &mut Reading) -> Option<Pool> {
    let fields = Fields::of(named.value, "Pool", reading)?;
    let members = fields.required(reading, "members", |it, reading| count(it, reading, 0));
    let across = fields.or(reading, "across", Vec::new(), domain::across);
    let spares = fields.or(reading, "spares", Vec::new(), spares);
    let switching = fields.or(reading, "switching", Probability::SURE, probability);
    let retry = fields.optional(reading, "retry", positive_span);
    let bad = fields.or(reading, "bad", Probability::NEVER, probability);
    (read.members, read.bad) = (members, bad);
    let retirement = fields.optional(reading, "retire", retirement);
    if let (Some(switching), Some(None)) = (switching, retry)
        && switching < Probability::SURE
        && fields.lacks("retry")
    {
        retry_missing(&fields, reading);
    }
    let pool = Pool {
        name: named.name.clone(),
        members: members?,
        across: across?,
        spares: spares?,
        switching: switching?,
        retry: retry?.unwrap_or(Span::ZERO),
        bad: bad?,
        retirement: retirement?,
    };
    check_size(&pool, &fields, reading)?;
    Some(pool)
}

fn retry_missing(fields: &Fields<'_>, reading: &mut Reading) {
    let finding =
        Finding::at(fields.place_of("switching"), "a switch can fail, but there is no `retry`")
            .label("below 1")
            .reason("after a failed switch the position stays empty until it is tried again")
            .help("add `retry: \"1min\"` to the pool");
    reading.findings.push(finding);
}

fn check_size(pool: &Pool, fields: &Fields<'_>, reading: &mut Reading) -> Option<()> {
    let spares: u64 = pool.spares.iter().map(|it| u64::from(it.count)).sum();
    let size = u64::from(pool.members) + spares;
    let place = fields.place_of("members");
    if size == 0 {
        return reading.report(
            Finding::at(place, "a pool of 0 members and no spares holds nothing")
                .label("zero")
                .help("give it at least one member, or remove the pool"),
        );
    }
    if size > u64::from(MOST) {
        let most = grouped(u64::from(MOST));
        return reading.report(
            Finding::at(place, format!("a pool of {} members is too large", grouped(size)))
                .label("members and spares together")
                .help(format!("a pool holds at most {most}, spares included")),
        );
    }
    Some(())
}

fn spares(node: &Node, reading: &mut Reading) -> Option<Vec<Spares>> {
    let example = "spares: [Warm(count: 8, activation: \"3min\"), Cold(count: 16)]";
    let items = list(node, "a list of spares", example, reading)?;
    let mut kinds = Vec::new();
    every(items, reading, |item, reading| {
        let spares = one_kind(item, reading)?;
        if kinds.contains(&spares.kind) {
            return reading.report(
                Finding::at(item.place, "spares of this kind are listed twice")
                    .label("the second entry of its kind")
                    .help("put all spares of one kind into one entry"),
            );
        }
        kinds.push(spares.kind);
        Some(spares)
    })
}

fn one_kind(node: &Node, reading: &mut Reading) -> Option<Spares> {
    let (word, call) = variant(node, "a kind of spares", &["Hot", "Warm", "Cold"], reading)?;
    let fields = Fields::of_call(call, node.place, word, reading)?;
    let amount = fields.required(reading, "count", |it, reading| count(it, reading, 0));
    let at_once = Law::Fixed(Span::ZERO);
    let (kind, activation, dormancy) = match word {
        "Hot" => (SpareKind::Hot, Some(at_once), Some(1.0)),
        "Warm" => (
            SpareKind::Warm,
            fields.or(reading, "activation", at_once, law),
            fields.or(reading, "dormancy", 1.0, share),
        ),
        _ => (SpareKind::Cold, fields.or(reading, "activation", at_once, law), Some(0.0)),
    };
    Some(Spares { kind, count: amount?, activation: activation?, dormancy: dormancy? })
}

fn retirement(node: &Node, reading: &mut Reading) -> Option<Retirement> {
    let (word, call) = variant(node, "a rule of retirement", &["AfterFailures"], reading)?;
    let fields = Fields::of_call(call, node.place, word, reading)?;
    let failures = fields.required(reading, "count", |it, reading| count(it, reading, 1));
    let window = fields.required(reading, "within", positive_span);
    Some(Retirement { failures: failures?, window: window? })
}
