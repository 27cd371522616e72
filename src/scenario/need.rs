//! What services need.

use super::domain;
use super::fields::{FieldDoc, field_table};
use super::names::{Section, reference};
use super::pool;
use super::problem::Finding;
use super::quantities::count;
use super::reader::{Fields, Reading, every, items, list, variant};
use super::tree::{Body, Call, Node, Place};
use crate::model::{Dataset, DatasetId, Mirror, Need, PoolId, ServiceId, StoreId};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Data.of": "name of a dataset" = "required",
        "the dataset that must be whole and readable; `Data(\"name\")` for short";
    "Data.at": "name of a store" = "any", "the store that it, or a mirror of it, must lie on";
};

const NEEDS: &[&str] = &["AtLeast", "Service", "Data", "Domain", "Link", "All", "Any", "KOfN"];

/// The rows that needs look into, by id, where readable.
#[derive(Clone, Copy)]
pub(super) struct Around<'r> {
    pub(super) pools: &'r [pool::Read],
    pub(super) datasets: &'r [Option<Dataset>],
    pub(super) mirrors: &'r [Option<Mirror>],
}

/// Needs that are being read.
pub(super) struct Needs<'r> {
    pub(super) around: Around<'r>,
    /// The services that are needed, each with the place of its name.
    pub(super) links: Vec<(ServiceId, Place)>,
}

impl Needs<'_> {
    /// A need, with all that it is put together of.
    pub(super) fn read(&mut self, node: &Node, reading: &mut Reading) -> Option<Need> {
        let (word, call) = variant(node, "a need", NEEDS, reading)?;
        match word {
            "AtLeast" => {
                let [least, pool] = items(call, node, "AtLeast(440, \"gpu\")", reading)?;
                self.at_least(least, pool, reading)
            }
            "Service" => {
                let [other] = items(call, node, "Service(\"database\")", reading)?;
                let id = reference(Section::Services, other, reading)?;
                self.links.push((id, other.place));
                Some(Need::Service(id))
            }
            "Data" => self.data(call, node, reading),
            "Domain" => {
                let [name] = items(call, node, "Domain(\"east\")", reading)?;
                domain::one(name, reading).map(Need::Domain)
            }
            "Link" => {
                let [name] = items(call, node, "Link(\"wan\")", reading)?;
                reference(Section::Links, name, reading).map(Need::Link)
            }
            "KOfN" => {
                let example = "KOfN(2, [AtLeast(1, \"a\"), AtLeast(1, \"b\")])";
                let [least, of] = items(call, node, example, reading)?;
                self.k_of_n(least, of, reading)
            }
            _ => {
                let example = format!("{word}([AtLeast(1, \"a\"), AtLeast(1, \"b\")])");
                let [of] = items(call, node, &example, reading)?;
                let needs = self.list(of, &example, reading)?;
                Some(match word {
                    "All" => Need::All(needs),
                    _ => Need::Any(needs),
                })
            }
        }
    }

    fn at_least(&self, least: &Node, pool: &Node, reading: &mut Reading) -> Option<Need> {
        let place = least.place;
        let least = count(least, reading, 0);
        let pool = reference::<PoolId>(Section::Pools, pool, reading);
        let least = positive(least?, place, reading)?;
        let pool = pool?;
        let row = &self.around.pools[usize::from(pool)];
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

    fn data(&self, call: &Call, node: &Node, reading: &mut Reading) -> Option<Need> {
        if !matches!(call.body, Body::Fields(_)) {
            let [of] = items(call, node, "Data(\"conversations\")", reading)?;
            return reference(Section::Datasets, of, reading).map(|of| Need::Data(of, None));
        }
        let fields = Fields::of_call(call, node.place, "Data", reading)?;
        let of = fields.required(reading, "of", |node, reading| {
            reference::<DatasetId>(Section::Datasets, node, reading)
        });
        let at = fields.optional(reading, "at", |node, reading| {
            reference::<StoreId>(Section::Stores, node, reading)
        });
        let (of, at) = (of?, at?);
        if at.is_some_and(|at| !self.may_lie(of, at)) {
            return reading.report(
                Finding::at(fields.place_of("at"), "this need can never be met")
                    .label("the dataset never lies there")
                    .reason("it lies on its own store, on those of its `restore`, or in a mirror")
                    .help(
                        "name one of these stores, or add this one to `restore: Restore(to: ..)`",
                    ),
            );
        }
        Some(Need::Data(of, at))
    }

    /// Whether a dataset, or a mirror of it, can lie on a store. Yes, where that cannot be told.
    fn may_lie(&self, of: DatasetId, at: StoreId) -> bool {
        let dataset = self.around.datasets[usize::from(of)].as_ref();
        let here = dataset.is_none_or(|it| it.on == at || it.restore.to.contains(&at));
        let mirrored =
            |mirror: &Option<Mirror>| mirror.as_ref().is_none_or(|it| it.of == of && it.to == at);
        here || self.around.mirrors.iter().any(mirrored)
    }

    fn k_of_n(&mut self, least: &Node, of: &Node, reading: &mut Reading) -> Option<Need> {
        let place = least.place;
        let least = count(least, reading, 0);
        let needs = self.list(of, "KOfN(2, [..])", reading);
        let least = positive(least?, place, reading)?;
        let listed = list(of, "a list of needs", "[..]", reading)?.len();
        if usize::try_from(least).is_ok_and(|least| least > listed) {
            return reading.report(
                Finding::at(place, format!("this need can never be met: {listed} are listed"))
                    .label(format!("more than {listed}"))
                    .help(format!("need at most {listed} of them, or list more")),
            );
        }
        Some(Need::KOfN(least, needs?))
    }

    fn list(&mut self, node: &Node, example: &str, reading: &mut Reading) -> Option<Vec<Need>> {
        let listed = list(node, "a list of needs", example, reading)?;
        if listed.is_empty() {
            return reading.report(
                Finding::at(node.place, "this list of needs is empty")
                    .label("nothing needed")
                    .help(format!("list what is needed: `{example}`")),
            );
        }
        every(listed, reading, |item, reading| self.read(item, reading))
    }
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
