//! Services and what they need.

use super::fields::{FieldDoc, field_table};
use super::names::{Named, Section, reference};
use super::pool;
use super::problem::Finding;
use super::quantities::count;
use super::reader::{Fields, Reading, every, items, list, variant};
use super::tree::{Node, Place};
use crate::model::{Need, PoolId, Service, ServiceId};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Service.needs": "need" = "required",
        "what must hold for it to be up: AtLeast(k, \"pool\"), Service(\"name\"), All([..]), \
         Any([..]) or KOfN(k, [..])";
};

const NEEDS: &[&str] = &["AtLeast", "Service", "All", "Any", "KOfN"];

/// A service as read: what it is, and where it names others.
pub(super) struct Read {
    pub(super) service: Option<Service>,
    /// The services that it needs, each with the place of its name.
    pub(super) links: Vec<(ServiceId, Place)>,
}

/// A service, as far as it can be read. `pools` are the rows of the ids, where readable.
pub(super) fn read(named: &Named<'_>, pools: &[pool::Read], reading: &mut Reading) -> Read {
    let mut links = Vec::new();
    let fields = Fields::of(named.value, "Service", reading);
    let needs = fields.and_then(|fields| {
        fields.required(reading, "needs", |node, reading| need(node, pools, &mut links, reading))
    });
    let service = needs.map(|needs| Service { name: named.name.clone(), needs });
    Read { service, links }
}

fn need(
    node: &Node,
    pools: &[pool::Read],
    links: &mut Vec<(ServiceId, Place)>,
    reading: &mut Reading,
) -> Option<Need> {
    let (word, call) = variant(node, "a need", NEEDS, reading)?;
    match word {
        "AtLeast" => {
            let [least, pool] = items(call, node, "AtLeast(440, \"gpu\")", reading)?;
            at_least(least, pool, pools, reading)
        }
        "Service" => {
            let [other] = items(call, node, "Service(\"database\")", reading)?;
            let id = reference(Section::Services, other, reading)?;
            links.push((id, other.place));
            Some(Need::Service(id))
        }
        "KOfN" => {
            let example = "KOfN(2, [AtLeast(1, \"a\"), AtLeast(1, \"b\")])";
            let [least, of] = items(call, node, example, reading)?;
            k_of_n(least, of, pools, links, reading)
        }
        _ => {
            let example = format!("{word}([AtLeast(1, \"a\"), AtLeast(1, \"b\")])");
            let [of] = items(call, node, &example, reading)?;
            let needs = need_list(of, &example, pools, links, reading)?;
            Some(match word {
                "All" => Need::All(needs),
                _ => Need::Any(needs),
            })
        }
    }
}

fn at_least(
    least: &Node,
    pool: &Node,
    pools: &[pool::Read],
    reading: &mut Reading,
) -> Option<Need> {
    let place = least.place;
    let least = count(least, reading, 0);
    let pool = reference::<PoolId>(Section::Pools, pool, reading);
    let least = positive(least?, place, reading)?;
    let pool = pool?;
    let row = &pools[usize::from(pool)];
    if let Some(members) = row.members
        && least > members
    {
        let name = &row.name;
        return reading.report(
            Finding::at(
                place,
                format!("this need can never be met: `{name}` has {members} members"),
            )
            .label(format!("more than {members}"))
            .reason("spares only fill the positions of members, they add none")
            .help(format!("need at most {members}, or give the pool more members")),
        );
    }
    Some(Need::AtLeast(least, pool))
}

fn positive(least: u32, place: Place, reading: &mut Reading) -> Option<u32> {
    if least > 0 {
        return Some(least);
    }
    reading.report(
        Finding::at(place, "a need of at least 0 always holds")
            .label("zero")
            .help("need at least 1, or leave this need out"),
    )
}

fn k_of_n(
    least: &Node,
    of: &Node,
    pools: &[pool::Read],
    links: &mut Vec<(ServiceId, Place)>,
    reading: &mut Reading,
) -> Option<Need> {
    let place = least.place;
    let least = count(least, reading, 0);
    let needs = need_list(of, "KOfN(2, [..])", pools, links, reading);
    let least = positive(least?, place, reading)?;
    let listed = super::reader::list(of, "a list of needs", "[..]", reading)?.len();
    if usize::try_from(least).is_ok_and(|least| least > listed) {
        return reading.report(
            Finding::at(place, format!("this need can never be met: {listed} are listed"))
                .label(format!("more than {listed}"))
                .help(format!("need at most {listed} of them, or list more")),
        );
    }
    Some(Need::KOfN(least, needs?))
}

fn need_list(
    node: &Node,
    example: &str,
    pools: &[pool::Read],
    links: &mut Vec<(ServiceId, Place)>,
    reading: &mut Reading,
) -> Option<Vec<Need>> {
    let listed = list(node, "a list of needs", example, reading)?;
    if listed.is_empty() {
        return reading.report(
            Finding::at(node.place, "this list of needs is empty")
                .label("nothing needed")
                .help(format!("list what is needed: `{example}`")),
        );
    }
    every(listed, reading, |item, reading| need(item, pools, links, reading))
}

/// Every service, each after those it needs; `None` when they go round in circles, reported.
pub(super) fn order(
    names: &[&str],
    links: &[Vec<(ServiceId, Place)>],
    reading: &mut Reading,
) -> Option<Vec<ServiceId>> {
    let mut walk = Walk {
        names,
        links,
        state: vec![State::Unseen; names.len()],
        path: Vec::new(),
        order: Vec::new(),
        cycles: Vec::new(),
    };
    for index in 0..names.len() {
        walk.visit(index);
    }
    let (order, cycles) = (walk.order, walk.cycles);
    if cycles.is_empty() {
        return Some(order.into_iter().map(ServiceId::from).collect());
    }
    reading.findings.extend(cycles);
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Open,
    Done,
}

struct Walk<'w> {
    names: &'w [&'w str],
    links: &'w [Vec<(ServiceId, Place)>],
    state: Vec<State>,
    path: Vec<usize>,
    order: Vec<usize>,
    cycles: Vec<Finding>,
}

impl Walk<'_> {
    /// Depth first, without recursion, since a chain of services may be long.
    fn visit(&mut self, start: usize) {
        let mut stack = vec![(start, 0)];
        while let Some((index, next)) = stack.pop() {
            if next == 0 {
                if self.state[index] != State::Unseen {
                    continue;
                }
                self.state[index] = State::Open;
                self.path.push(index);
            }
            let Some(&(needed, place)) = self.links[index].get(next) else {
                self.state[index] = State::Done;
                self.path.pop();
                self.order.push(index);
                continue;
            };
            stack.push((index, next + 1));
            let needed = usize::from(needed);
            match self.state[needed] {
                State::Unseen => stack.push((needed, 0)),
                State::Open => self.cycle(needed, place),
                State::Done => {}
            }
        }
    }

    fn cycle(&mut self, back_to: usize, place: Place) {
        let from = self.path.iter().position(|it| *it == back_to).unwrap_or(0);
        let names: Vec<String> = self.path[from..]
            .iter()
            .chain([&back_to])
            .map(|&index| format!("`{}`", self.names[index]))
            .collect();
        let finding = Finding::at(place, "services need each other in a circle")
            .label("closes the circle")
            .reason(names.join(" needs "))
            .help("take one of these needs out");
        self.cycles.push(finding);
    }
}
