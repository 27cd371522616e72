//! `firedrill check`: read and check a scenario, and say what one should know of it.

use std::fmt::Write as _;

use super::args::Check as Args;
use super::{Answer, Failure, say, source};
use crate::model::Model;

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
        (model.pools.len(), "pool", "pools"),
        (usize::try_from(members).unwrap_or(usize::MAX), "member", "members"),
        (model.failures.len(), "failure mode", "failure modes"),
        (model.services.len(), "service", "services"),
        (model.backups.len(), "backup job", "backup jobs"),
        (model.objectives.len(), "objective", "objectives"),
    ];
    let count = |(count, one, many): (usize, &str, &str)| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    let present = counts.into_iter().filter(|&(count, ..)| count > 0);
    present.map(count).collect::<Vec<_>>().join(", ")
}
