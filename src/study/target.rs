//! How well a study is to know something: `metric[subject]=1%`.

use std::fmt;

use super::accumulate::Accumulator;
use crate::estimate::{Precision, Progress, Scale};
use crate::measure::{Column, Kind, Layout, Metric, Unit};

/// After how many replications the first look is taken; the next ones follow at 1.2 times as
/// many each, since every look is a chance to stop at an interval that is narrow by luck.
pub const FIRST_LOOK: u64 = 128;

/// When to look again after a look at so many replications.
pub const fn next_look(last: u64) -> u64 {
    last + last.div_ceil(5)
}

/// A column of the results and how well it is to be known.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub column: Column,
    pub precision: Precision,
}

/// Why a target cannot be aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError {
    pub problem: String,
    pub help: String,
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.problem, self.help)
    }
}

impl std::error::Error for TargetError {}

impl Target {
    /// Reads `metric[subject]=1%`. For fractions the precision is relative to the lesser of x and
    /// 1 - x, so that an availability is judged by its unavailability.
    ///
    /// # Errors
    /// When it is not written so, or the layout has no such column.
    pub fn parse(text: &str, layout: &Layout) -> Result<Self, TargetError> {
        let error = |problem: String, help: String| Err(TargetError { problem, help });
        let form = "write it as `availability[chat]=1%`".to_owned();
        let Some((column, share)) = text.rsplit_once('=') else {
            return error(format!("`{text}` is no precision"), form);
        };
        let Some((name, subject)) = column.strip_suffix(']').and_then(|c| c.split_once('[')) else {
            return error(format!("`{column}` names no metric of a subject"), form);
        };
        let Some(relative) = percent(share) else {
            return error(
                format!("`{share}` is no precision"),
                "write a share above 0 % and below 100 %, such as `1%`".to_owned(),
            );
        };
        let known = || {
            let names = layout.values.iter().chain(&layout.pooled);
            names.map(ToString::to_string).collect::<Vec<_>>()
        };
        let metric = Metric::find(name);
        let found = known().iter().any(|known| known == column);
        let (Some(metric), true) = (metric, found) else {
            let near = nearest(column, known());
            return error(format!("the scenario has no metric `{column}`"), near);
        };
        let scale = match metric.definition().unit {
            Unit::Share => Scale::Fraction,
            _ => Scale::Mean,
        };
        let column = Column { metric, subject: subject.to_owned() };
        Ok(Self { column, precision: Precision { relative, scale } })
    }
}

fn percent(text: &str) -> Option<f64> {
    let value = text.trim().strip_suffix('%')?.trim().parse::<f64>().ok()? / 100.0;
    (value > 0.0 && value < 1.0).then_some(value)
}

fn nearest(wanted: &str, known: Vec<String>) -> String {
    let distance = |name: &String| strsim::damerau_levenshtein(wanted, name);
    match known.iter().min_by_key(|name| distance(name)) {
        Some(near) if distance(near) <= 6 => format!("did you mean `{near}`?"),
        _ => "`firedrill explain` lists the metrics".to_owned(),
    }
}

/// How far all targets together have come.
pub fn judge(targets: &[Target], total: &Accumulator<'_>) -> Progress {
    let mut all = Progress { reached: true, needed: Some(0) };
    for target in targets {
        let progress = match target.column.metric.definition().kind {
            Kind::Pooled | Kind::FirstTime => {
                let pooled = total.pooled(&target.column).expect("targets are columns");
                target.precision.of_pooled(pooled)
            }
            Kind::Chance => {
                let chance = total.chance(&target.column).expect("targets are columns");
                target.precision.of_chance(&chance)
            }
            _ => {
                let sample = total.value(&target.column).expect("targets are columns");
                target.precision.of_mean(sample.moments())
            }
        };
        all.reached &= progress.reached;
        all.needed = all.needed.zip(progress.needed).map(|(a, b)| a.max(b));
    }
    all
}
