//! `firedrill check`: read and check a scenario, and say what one should know of it.

use std::fmt::Write as _;

use indicatif::HumanCount;

use super::args::Check as Args;
use super::{Answer, Failure, say, source};
use crate::model::Model;
use crate::quantity::text::write_span;

pub fn check(args: &Args) -> Result<Answer, Failure> {
    let loaded = source::load(&args.scenario)?;
    let mut text = String::new();
    for note in &loaded.notes {
        let _ = writeln!(text, "{note}");
    }
    let _ = writeln!(text, "{}: no problems; {}", loaded.file, summary(&loaded.model));
    say(&text)?;
    Ok(Answer::Done)
}

fn summary(model: &Model) -> String {
    let members: u64 = model.pools.iter().map(|pool| u64::from(pool.size())).sum();
    let counts = [
        (model.pools.len() as u64, "pool", "pools"),
        (members, "member", "members"),
        (model.failures.len() as u64, "failure mode", "failure modes"),
        (model.services.len() as u64, "service", "services"),
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
