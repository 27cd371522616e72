//! `firedrill check`: read and check a scenario, and say what one should know of it.

use std::fmt::Write as _;

use indicatif::HumanCount;

use super::args::Check as Args;
use super::{Answer, Failure, say, source};
use crate::analytic::copies::{CopyRule, Part};
use crate::model::Model;
use crate::quantity::text::write_span;

pub fn check(args: &Args) -> Result<Answer, Failure> {
    let loaded = source::load(&args.scenario)?;
    let mut text = String::new();
    for note in &loaded.notes {
        let _ = writeln!(text, "{note}");
    }
    let _ = writeln!(text, "{}: no problems; {}", loaded.file, summary(&loaded.model));
    for dataset in loaded.model.datasets.ids() {
        text += &rule(&CopyRule::of(&loaded.model, dataset));
    }
    say(&text)?;
    Ok(Answer::Done)
}

/// How the copies of a dataset stand with the 3-2-1-1-0 rule, a line a part.
fn rule(rule: &CopyRule) -> String {
    let verdict = |kept: bool| if kept { "kept" } else { "broken" };
    let mut text =
        format!("\ndataset `{}`: 3-2-1-1-0 is {}\n", rule.dataset, verdict(rule.is_kept()));
    for Part { name, kept, why } in rule.all() {
        let _ = writeln!(text, "  {:6}  {name:24}  {why}", verdict(*kept));
    }
    text
}

fn summary(model: &Model) -> String {
    let members: u64 = model.pools.iter().map(|pool| u64::from(pool.size())).sum();
    let counts = [
        (model.pools.len() as u64, "pool", "pools"),
        (members, "member", "members"),
        (model.failures.len() as u64, "failure mode", "failure modes"),
        (model.services.len() as u64, "service", "services"),
        (model.training.len() as u64, "training", "trainings"),
        (model.stores.len() as u64, "store", "stores"),
        (model.datasets.len() as u64, "dataset", "datasets"),
        (model.mirrors.len() as u64, "mirror", "mirrors"),
        (model.backups.len() as u64, "backup job", "backup jobs"),
        (model.objectives.len() as u64, "objective", "objectives"),
        (model.replications, "replication", "replications"),
    ];
    let count = |(count, one, many): (u64, &str, &str)| {
        format!("{} {}", HumanCount(count), if count == 1 { one } else { many })
    };
    let present = counts.into_iter().filter(|&(count, ..)| count > 0).map(count);
    format!("{} of {}", present.collect::<Vec<_>>().join(", "), write_span(model.horizon))
}
