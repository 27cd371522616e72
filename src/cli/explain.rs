//! `firedrill explain`: what a metric or a field means.

use std::fmt::Write as _;

use super::args::Explain as Args;
use super::{Answer, Failure, catalog, nearest, say};
use crate::catalog::entries;
use crate::measure::{Kind, Metric, Subject};
use crate::scenario::{FieldDoc, fields};

pub fn explain(args: &Args) -> Result<Answer, Failure> {
    let Some(word) = &args.word else {
        say(&everything())?;
        return Ok(Answer::Done);
    };
    let name = word.split_once('[').map_or(word.as_str(), |(name, _)| name);
    let same: fn(&str, &str) -> bool = |a, b| a == b;
    let found = [same, str::eq_ignore_ascii_case].map(|alike| about(name, alike));
    let found = found.into_iter().find(|text| !text.is_empty());
    say(&found.ok_or_else(|| Failure::Argument(unknown(name)))?)?;
    Ok(Answer::Done)
}

/// All that has a name like this; empty when nothing has.
fn about(name: &str, alike: fn(&str, &str) -> bool) -> String {
    let metrics = Metric::ALL.iter().filter(|metric| alike(metric.name(), name));
    let is_named = |field: &&FieldDoc| {
        [field.path, field.name(), field.of()].iter().any(|known| alike(known, name))
    };
    let texts = metrics.map(|&metric| about_metric(metric));
    let texts = texts.chain(fields().iter().filter(is_named).map(about_field));
    let texts = texts.chain(alike(PRESET, name).then(about_presets));
    let presets = entries().iter().filter(|entry| alike(entry.name, name));
    let texts = texts.chain(presets.map(catalog::everything));
    texts.collect::<Vec<_>>().join("\n")
}

fn about_metric(metric: Metric) -> String {
    let definition = metric.definition();
    format!(
        "{} (metric of {}, in {})\n  {}\n  {}\n",
        definition.name,
        subject(definition.subject),
        definition.unit.name(),
        definition.text,
        kind(definition.kind)
    )
}

fn about_field(field: &FieldDoc) -> String {
    format!(
        "{} (field: {}; default: {})\n  {}\n",
        field.path, field.type_, field.default, field.text
    )
}

/// The word with which a scenario names an entry of the catalog.
const PRESET: &str = "Preset";

fn about_presets() -> String {
    format!(
        "{PRESET} (in place of a law of time, a detector or a probability: {PRESET}(\"name\"))\n  \
         Published data by name, the same as what it stands for written out; {} entries with \
         value, source and caveat: `firedrill catalog`.\n",
        entries().len()
    )
}

const fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Pool => "a pool",
        Subject::PoolState => "a pool and a state of its members, `pool/state`",
        Subject::PoolMode => "a pool and a failure mode, `pool/mode`",
        Subject::Crew => "a crew",
        Subject::Service => "a service",
        Subject::ServiceStage => "a service and a stage of its outages, `service/stage`",
        Subject::ServiceCause => "a service and a root cause, `service/cause`",
        Subject::Store => "a store",
        Subject::Backup => "a backup job",
        Subject::Place => "what is up or down as a whole, such as `store/vault`",
        Subject::Dataset => "a dataset",
        Subject::DatasetCause => "a dataset and a root cause, `dataset/cause`",
        Subject::People => "people on call",
        Subject::Predictor => "a predictor",
        Subject::Maintenance => "planned maintenance",
        Subject::System => "the whole system, `all`",
        Subject::SystemPart => "the whole system and a part, `all/part`",
        Subject::Training => "a training",
        Subject::TrainingCategory => "a training and where its time goes, `training/category`",
        Subject::TrainingCause => "a training and a root cause, `training/cause`",
        Subject::TrainingTier => "a training and a tier of checkpoints, `training/tier`",
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::PerReplication => {
            "One value a replication; mean with Student's interval, quantiles over replications."
        }
        Kind::Chance => {
            "The share of replications in which it happened, with the exact (Clopper-Pearson) \
             interval."
        }
        Kind::Nines => "Worked out of a probability and its exact interval.",
        Kind::Pooled => {
            "Pooled over all that happened in all replications; the mean's interval by \
             replications, quantiles by the product-limit estimator where some were unfinished."
        }
        Kind::FirstTime => {
            "At most one value a replication; those in which it did not happen are censored, and \
             the mean is unknown while they hide it."
        }
        Kind::OverTime => {
            "At each of the scenario's series times, in series.csv; mean with Student's interval."
        }
        Kind::OverTimeChance => {
            "At each of the scenario's series times, in series.csv; the share of replications, \
             with the exact (Clopper-Pearson) interval."
        }
    }
}

fn everything() -> String {
    let mut text = "metrics, as in `firedrill explain availability`\n".to_owned();
    for &metric in Metric::ALL {
        let definition = metric.definition();
        let _ = writeln!(text, "  {:24} {}", definition.name, first_sentence(definition.text));
    }
    text += "\nfields, as in `firedrill explain Pool.members`, or all of a type: \
             `firedrill explain Pool`\n";
    for field in fields() {
        let _ = writeln!(text, "  {:32} {}", field.path, first_sentence(field.text));
    }
    text += "\npublished data, as in `firedrill explain Preset`: `firedrill catalog` lists it\n";
    text
}

/// What comes before the first semicolon or full stop.
fn first_sentence(text: &str) -> &str {
    let end = text.find(['.', ';', ':']).unwrap_or(text.len());
    &text[..end]
}

fn unknown(name: &str) -> String {
    let metrics = Metric::ALL.iter().map(|metric| metric.name());
    let paths = fields().iter().flat_map(|field| [field.path, field.name(), field.of()]);
    let presets = entries().iter().map(|entry| entry.name).chain([PRESET]);
    let help = nearest(name, metrics.chain(paths).chain(presets)).map_or_else(
        || "`firedrill explain` lists what there is".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no metric or field `{name}`; {help}")
}
