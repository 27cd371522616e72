//! Domains: written by name and count, each meaning one or several instances; and what refers to
//! them: `"hall"` to all instances of that name, `"hall[2]"` to the second.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fields::{FieldDoc, field_table};
use super::names::{MOST, Named, Section, rank};
use super::problem::Finding;
use super::quantities::{grouped, text_of, whole};
use super::reader::{Fields, Reading, every};
use super::tree::{Kind, Node, Place};
use crate::model::{Domain, DomainId};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Domain.within": "name of a domain" = "none",
        "what it lies in: all domains of that name, or one of them, such as \"hall[2]\"";
    "Domain.count": "count from 1 to 65,535" = "one, without a number",
        "how many there are in each domain that it lies in, numbered through: \"hall[1]\", \
         \"hall[2]\"";
};

/// The instances that a name stands for.
#[derive(Debug)]
pub(super) struct Instances {
    /// Their ids; `None` where they cannot be told, which has been reported.
    ids: Option<Range<usize>>,
    /// Whether each has a number behind its name.
    numbered: bool,
}

/// A domain as written.
struct Written<'t> {
    /// For each one that it lies in.
    count: Option<usize>,
    within: Option<Within<'t>>,
    key: Place,
}

/// Where a domain says what it lies in.
struct Within<'t> {
    /// The rank of the name.
    name: usize,
    node: &'t Node,
}

/// Every domain, by name and number; `None` when some cannot be read. From here on references to
/// domains can be read.
pub(super) fn read(named: &[Named<'_>], reading: &mut Reading) -> Option<Vec<Domain>> {
    let unknown = || Instances { ids: None, numbered: false };
    reading.names.domains = named.iter().map(|_| unknown()).collect();
    let written: Vec<_> = named.iter().map(|named| written(named, reading)).collect();
    let mut outer = vec![None; named.len()];
    for index in in_order(named, &written, reading) {
        if let Some(written) = &written[index] {
            outer[index] = resolve(index, written, reading);
        }
    }
    number_through(reading);
    let rows = named.iter().enumerate().map(|(index, named)| {
        rows(named, index, written[index].as_ref()?, outer[index].clone()?, reading)
    });
    rows.collect::<Option<Vec<_>>>().map(|rows| rows.concat())
}

fn written<'t>(named: &Named<'t>, reading: &mut Reading) -> Option<Written<'t>> {
    let fields = Fields::of(named.value, "Domain", reading)?;
    let count = fields.optional(reading, "count", |node, reading| {
        whole(node, reading, 1, MOST as u64).and_then(|count| usize::try_from(count).ok())
    });
    let within = fields.optional(reading, "within", |node, reading| {
        let (name, _) = split(domain_text(node, reading)?);
        let name = rank(Section::Domains, name, node, reading)?;
        Some(Within { name, node })
    });
    Some(Written { count: count?, within: within?, key: named.key })
}

/// The ranks of the names, each after what it lies in; those in a circle, reported, are left out.
fn in_order(
    named: &[Named<'_>],
    written: &[Option<Written<'_>>],
    reading: &mut Reading,
) -> Vec<usize> {
    let mut seen = vec![false; named.len()];
    let mut order = Vec::new();
    for start in 0..named.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut next = Some(start);
        while let Some(index) = next.filter(|&index| !seen[index]) {
            seen[index] = true;
            path.push(index);
            let within = written[index].as_ref().and_then(|it| it.within.as_ref());
            if let Some(within) = within
                && let Some(from) = path.iter().position(|&it| it == within.name)
            {
                let around = path[from..].iter().chain([&within.name]);
                let names: Vec<_> = around.map(|&it| format!("`{}`", named[it].name)).collect();
                let finding =
                    Finding::at(within.node.place, "domains lie in each other in a circle")
                        .label("closes the circle")
                        .reason(names.join(" lies in "))
                        .help("take one `within` out");
                reading.findings.push(finding);
                path.clear();
                break;
            }
            next = within.map(|within| within.name);
        }
        order.extend(path.into_iter().rev());
    }
    order
}

/// Settles how many instances a name has; returns those that it lies in, counted within their name.
fn resolve(index: usize, written: &Written<'_>, reading: &mut Reading) -> Option<Range<usize>> {
    let outer = match &written.within {
        None => 0..1,
        Some(within) => pick(within.name, within.node, reading)?,
    };
    let count = written.count.unwrap_or(1) * outer.len();
    let others = reading.names.domains.iter().filter_map(|it| it.ids.as_ref());
    let all = count + others.map(Range::len).sum::<usize>();
    if all > MOST {
        let most = grouped(MOST as u64);
        let message = format!("there are {} domains, and more than {most}", grouped(all as u64));
        return reading.report(
            Finding::at(written.key, message)
                .label("too many with these")
                .help(format!("a scenario has at most {most} domains, all counted")),
        );
    }
    let numbered = written.count.is_some() || outer.len() > 1;
    reading.names.domains[index] = Instances { ids: Some(0..count), numbered };
    Some(outer)
}

/// Gives every instance its id.
fn number_through(reading: &mut Reading) {
    let mut next = 0;
    for instances in &mut reading.names.domains {
        if let Some(ids) = &mut instances.ids {
            *ids = next..next + ids.len();
            next = ids.end;
        }
    }
}

/// The instances of a name; `outer` are those that they lie in, counted within their name.
fn rows(
    named: &Named<'_>,
    index: usize,
    written: &Written<'_>,
    outer: Range<usize>,
    reading: &Reading,
) -> Option<Vec<Domain>> {
    let Instances { ids, numbered } = &reading.names.domains[index];
    let first = match &written.within {
        None => None,
        Some(within) => Some(reading.names.domains[within.name].ids.as_ref()?.start),
    };
    let each = written.count.unwrap_or(1);
    let one = |at: usize| Domain {
        name: match numbered {
            true => format!("{}[{}]", named.name, at + 1),
            false => named.name.clone(),
        },
        within: first.map(|first| DomainId::from(first + outer.start + at / each)),
    };
    Some((0..ids.as_ref()?.len()).map(one).collect())
}

/// What an instance is called.
pub(super) fn name_of(id: DomainId, reading: &Reading) -> String {
    let index = usize::from(id);
    let names = reading.names.of(Section::Domains).iter().zip(&reading.names.domains);
    let mut found = names.filter_map(|(name, instances)| {
        let ids = instances.ids.clone()?;
        ids.contains(&index).then(|| match instances.numbered {
            true => format!("{name}[{}]", index - ids.start + 1),
            false => name.clone(),
        })
    });
    found.next().unwrap_or_default()
}

/// All instances that a reference means.
pub(super) fn instances(node: &Node, reading: &mut Reading) -> Option<Vec<DomainId>> {
    let (name, _) = split(domain_text(node, reading)?);
    let name = rank(Section::Domains, name, node, reading)?;
    pick(name, node, reading).map(|ids| ids.map(DomainId::from).collect())
}

/// The one instance that a reference means.
pub(super) fn one(node: &Node, reading: &mut Reading) -> Option<DomainId> {
    let all = instances(node, reading)?;
    if let [one] = all.as_slice() {
        return Some(*one);
    }
    let name = text_of(node).unwrap_or_default();
    reading.report(
        Finding::at(
            node.place,
            format!("`{name}` means {} domains, where one is needed", all.len()),
        )
        .label("several domains")
        .help(format!("name one of them, such as `\"{name}[1]\"`")),
    )
}

/// The domains that members are dealt out to: of one reference, or of a list of them.
pub(super) fn across(node: &Node, reading: &mut Reading) -> Option<Vec<DomainId>> {
    let Kind::List(items) = &node.kind else {
        return instances(node, reading);
    };
    if items.is_empty() {
        return reading.report(
            Finding::at(node.place, "this list of domains is empty")
                .label("nowhere")
                .help("name at least one domain, or leave `across` out"),
        );
    }
    let mut seen: BTreeSet<DomainId> = BTreeSet::new();
    let each = every(items, reading, |item, reading| {
        let ids = instances(item, reading)?;
        if ids.iter().any(|id| seen.contains(id)) {
            return reading.report(
                Finding::at(item.place, "a domain is listed twice")
                    .label("listed before")
                    .help("name each domain once; members are dealt out evenly"),
            );
        }
        seen.extend(&ids);
        Some(ids)
    });
    each.map(|each| each.concat())
}

fn domain_text<'t>(node: &'t Node, reading: &mut Reading) -> Option<&'t str> {
    text_of(node).or_else(|| {
        let help = "write the name of a domain in quotes";
        reading.mismatch(node, "the name of a domain", help)
    })
}

/// A name, and what stands in brackets behind it.
fn split(text: &str) -> (&str, Option<&str>) {
    let inside = text.strip_suffix(']').and_then(|it| it.split_once('['));
    inside.map_or((text, None), |(name, number)| (name, Some(number)))
}

/// What a reference means of the instances of its name.
fn pick(name: usize, node: &Node, reading: &mut Reading) -> Option<Range<usize>> {
    let Instances { ids, numbered } = &reading.names.domains[name];
    let (ids, numbered) = (ids.clone()?, *numbered);
    let written = text_of(node).unwrap_or_default();
    let (name, number) = split(written);
    let Some(number) = number else {
        return Some(ids);
    };
    match number.parse::<usize>() {
        Ok(number) if numbered && (1..=ids.len()).contains(&number) => {
            let at = ids.start + number - 1;
            Some(at..at + 1)
        }
        _ => {
            let help = match (numbered, ids.len()) {
                (false, _) => format!("there is one `{name}`; write `\"{name}\"`"),
                (true, 1) => format!("there is only `{name}[1]`"),
                (true, count) => format!("there are `{name}[1]` to `{name}[{count}]`"),
            };
            let message = format!("no domain is named `{written}`");
            reading.report(Finding::at(node.place, message).label("unknown domain").help(help))
        }
    }
}
