//! What a failure does beside making fail what it strikes, and which fields mean something for what
//! is struck.

use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::mention::credential;
use super::problem::Finding;
use super::quantities::{flag, probability, share};
use super::reader::{Fields, Reading};
use super::tree::Node;
use crate::model::{Effect, Place, Recovery, Strikes};
use crate::quantity::{Law, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Failure.destroys": "probability" = "1.0 for members (0.0 with `lasts`) and datasets, else 0.0",
        "the share that is gone for good: for members, the probability that what one holds is \
         gone; for a domain or store, the share of the live data there, and the probability for \
         each copy there and for what each member holds; for a dataset, the share of it; for a \
         key, the probability for each copy encrypted with it until then, which no other key \
         opens";
    "Failure.leaves": "number from 0, below 1" = "0.0",
        "the share of its bandwidth that a struck store or link keeps; 0: it is down";
    "Failure.breach": "true or false" = "false",
        "whether strangers only read what lies on the struck store, which stays up";
    "Failure.dwells": "law of time" = "none",
        "how long what struck a dataset or credential goes unnoticed before it acts and shows \
         itself; copies made meanwhile are spoiled; detected before, it does nothing";
    "Failure.abuses": "name of a credential" = "none",
        "the credential with which what struck a dataset also deletes every copy that it opens";
    "Failure.corrupts": "true or false" = "false",
        "whether a struck training goes on unknowing: its work, and checkpoints begun since, are \
         worth nothing, and once that is detected it goes back to one begun before";
};

/// The kinds of what is struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Struck {
    Members,
    Domain,
    Store,
    Link,
    Key,
    Dataset,
    Credential,
    Detector,
    OnCall,
    Service,
    Training,
}

impl Struck {
    pub(super) fn of(strikes: &Strikes) -> Self {
        match strikes {
            Strikes::Each(_) | Strikes::EachBad(_) | Strikes::One(_) | Strikes::Several(..) => {
                Self::Members
            }
            Strikes::Shock { pools, .. } if !pools.is_empty() => Self::Members,
            Strikes::Places(places) | Strikes::Shock { places, .. } => match places.first() {
                Some(Place::Detector(_)) => Self::Detector,
                Some(Place::OnCall(_)) => Self::OnCall,
                Some(Place::Service(_)) => Self::Service,
                Some(Place::Training(_)) => Self::Training,
                Some(Place::Store(_)) => Self::Store,
                Some(Place::Link(_)) => Self::Link,
                Some(Place::Key(_)) => Self::Key,
                Some(Place::Domain(_)) | None => Self::Domain,
            },
            Strikes::Dataset(_) => Self::Dataset,
            Strikes::Credential(_) => Self::Credential,
        }
    }

    /// What it is called where something means nothing for it.
    const fn words(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Domain => "a domain",
            Self::Store => "a store",
            Self::Link => "a link",
            Self::Key => "a key",
            Self::Dataset => "a dataset",
            Self::Credential => "a credential",
            Self::Detector => "a detector",
            Self::OnCall => "people on call",
            Self::Service => "a service",
            Self::Training => "a training",
        }
    }

    /// Whether it comes back by no repair and no end of the failure, but otherwise.
    const fn is_restored(self) -> bool {
        matches!(self, Self::Dataset | Self::Credential)
    }
}

/// A field, for what it means something, and why not for the rest.
type Meaning = (&'static str, &'static [Struck], &'static str);

const MEANINGS: &[Meaning] = &[
    (
        "destroys",
        &[Struck::Members, Struck::Domain, Struck::Store, Struck::Key, Struck::Dataset],
        "no data lies there that could be destroyed",
    ),
    ("leaves", &[Struck::Store, Struck::Link], "only stores and links have a bandwidth to lose"),
    ("breach", &[Struck::Store], "only what lies on a store can be read by strangers"),
    (
        "dwells",
        &[Struck::Dataset, Struck::Credential],
        "only what strikes a dataset or a credential can go unnoticed",
    ),
    ("abuses", &[Struck::Dataset], "only what strikes a dataset deletes copies besides"),
    ("corrupts", &[Struck::Training], "only a training goes on with what is not right"),
];

/// What a failure does, as far as it can be read; `lasts` says that it ends by itself.
pub(super) fn effect(
    fields: &Fields<'_>,
    strikes: Option<&Strikes>,
    lasts: bool,
    reading: &mut Reading,
) -> Option<Effect> {
    let destroys = fields.optional(reading, "destroys", probability);
    let leaves = fields.or(reading, "leaves", 0.0, leaves);
    let breach = fields.or(reading, "breach", false, flag);
    let dwells = fields.optional(reading, "dwells", dwells);
    let abuses = fields.optional(reading, "abuses", credential);
    let corrupts = fields.or(reading, "corrupts", false, flag);
    let struck = Struck::of(strikes?);
    let breach = breach?;
    let corrupts = corrupts?;
    check_meanings(struck, breach, fields, reading);
    check_recovery(struck, breach, fields, reading);
    if corrupts && struck == Struck::Training {
        check_silence(fields, reading);
    }
    Some(Effect {
        destroys: destroys?.unwrap_or_else(|| destroyed(struck, lasts)),
        leaves: leaves?,
        breach,
        dwells: dwells?,
        abuses: abuses?,
        corrupts,
    })
}

/// The share that is destroyed where nothing is said.
fn destroyed(struck: Struck, lasts: bool) -> Probability {
    match struck {
        Struck::Members if !lasts => Probability::SURE,
        Struck::Dataset => Probability::SURE,
        _ => Probability::NEVER,
    }
}

fn leaves(node: &Node, reading: &mut Reading) -> Option<f64> {
    let leaves = share(node, reading)?;
    if leaves < 1.0 {
        return Some(leaves);
    }
    reading.report(
        Finding::at(node.place, "a failure that leaves all of the bandwidth does nothing")
            .label("not below 1")
            .help("write the share that is left, such as `0.5`, or remove the failure"),
    )
}

fn dwells(node: &Node, reading: &mut Reading) -> Option<Law> {
    let dwells = law(node, reading)?;
    if dwells.mean() > Span::ZERO {
        return Some(dwells);
    }
    reading.report(
        Finding::at(node.place, "what goes unnoticed for no time acts at once")
            .label("always zero")
            .help("leave `dwells` out, or write a time above zero"),
    )
}

/// How what is struck comes back, where that does not depend on the file.
pub(super) fn fixed_recovery(strikes: &Strikes, effect: &Effect) -> Option<Recovery> {
    let restored = Struck::of(strikes).is_restored() || effect.breach || effect.corrupts;
    restored.then_some(Recovery::Restore)
}

fn check_meanings(struck: Struck, breach: bool, fields: &Fields<'_>, reading: &mut Reading) {
    for (field, meant, why) in MEANINGS {
        let given = fields.get(field).is_some() && (*field != "breach" || breach);
        if given && !meant.contains(&struck) {
            let message = format!("a failure that strikes {} has no `{field}`", struck.words());
            let finding = Finding::at(fields.place_of(field), message)
                .label(format!("`{field}` has no meaning here"))
                .reason(*why)
                .help("leave it out, or strike something else");
            reading.findings.push(finding);
        }
    }
}

/// Reports an end or a repair of what comes back otherwise, and effects beside a breach.
fn check_recovery(struck: Struck, breach: bool, fields: &Fields<'_>, reading: &mut Reading) {
    let breach = breach && struck == Struck::Store;
    let (what, why) = match struck {
        Struck::Dataset => ("a struck dataset", "it is restored from a copy once that is detected"),
        Struck::Credential => ("a struck credential", "it is changed once that is detected"),
        _ => ("a breached store", "it stays up, and strangers only read what lies on it"),
    };
    let restored = struck.is_restored() || breach;
    let beside: &[&str] = if breach { &["destroys", "leaves"] } else { &[] };
    let recovery: &[&str] = if restored { &["lasts", "repaired_by"] } else { &[] };
    for field in beside.iter().chain(recovery) {
        if fields.get(field).is_some() {
            let finding = Finding::at(fields.place_of(field), format!("{what} has no `{field}`"))
                .label(format!("`{field}` has no meaning here"))
                .reason(why)
                .help("leave it out");
            reading.findings.push(finding);
        }
    }
}

/// Reports an end or a repair of what a training does not know of, and what nobody looks for.
fn check_silence(fields: &Fields<'_>, reading: &mut Reading) {
    for field in ["lasts", "repaired_by"] {
        if fields.get(field).is_some() {
            let message = format!("silent corruption has no `{field}`");
            let finding = Finding::at(fields.place_of(field), message)
                .label(format!("`{field}` has no meaning here"))
                .reason("it is over once the training has gone back behind it")
                .help("leave it out");
            reading.findings.push(finding);
        }
    }
    if fields.lacks("detected_by") {
        let finding = Finding::at(fields.place, "nothing detects this corruption")
            .label("`detected_by` is missing here")
            .reason("what is seen at once is not silent")
            .help("add `detected_by`: such as a `Scrub` or a `Delay`");
        reading.findings.push(finding);
    }
}
