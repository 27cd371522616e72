//! Exact answers, embedded so that `firedrill verify` checks them on the user's machine.
//!
//! Each case has its answer to 15 digits, worked out in 50-digit arithmetic independently of this
//! crate, and is computed in every way that this crate knows: by closed form and by the chain of
//! a model. The worst of them counts.

mod checkpoints;
mod codes;
mod common_cause;
mod crews;
mod missions;
mod rebuilds;
mod recovery_points;
mod restores;
pub mod sketch;
pub mod solved;
mod standby;
mod survival;

use std::collections::BTreeMap;

use serde::Deserialize;

/// One exact answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its family and number, such as `C03-007`.
    pub id: String,
    /// What kind of system it is about.
    pub name: String,
    /// The system in words: what fails when, and what is asked.
    pub words: String,
    /// What is asked, in words.
    pub quantity: String,
    /// The exact answer, to the digits that are known.
    pub digits: String,
    /// How the answer was found.
    pub method: String,
    ask: Ask,
    hours: Option<f64>,
    /// As far off the answer may be, relative to it, where fewer digits of it are known.
    tolerance: Option<f64>,
    params: BTreeMap<String, f64>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Ask {
    /// The probability of no outage until a time.
    Reliability,
    Unreliability,
    /// The paper-style rule 1 - p t, to be shown beside the truth.
    StraightLine,
    /// The paper-style rule 1 - n p.
    OneMinusNp,
    /// The rate that gives a probability within an hour.
    HourlyRate,
    Availability,
    Unavailability,
    UnavailabilityAt,
    /// Expected hours down until a time.
    Downtime,
    /// Outages per hour.
    Frequency,
    OutageDuration,
    /// Mean hours up between outages.
    TimeUp,
    /// Mean hours to the first outage.
    MeanTime,
    /// Members waiting for a crew.
    Waiting,
    /// Positions not filled.
    Unfilled,
    /// Repairs per hour.
    Throughput,
    /// The probability that any of some independent ones fails until a time.
    UnreliabilityOfAny,
    Mean,
    StdDev,
    /// What is not exceeded with a probability.
    Quantile,
    /// The probability of more.
    Exceedance,
    Longest,
    /// The probability that no clean copy is left.
    NoCopyLeft,
    /// The probability that the newest point can be restored.
    Restorable,
    /// Increments applied before one that cannot be read.
    Applied,
    /// The interval between checkpoints of least expected time, exactly.
    OptimalInterval,
    YoungInterval,
    /// At higher order.
    DalyInterval,
}

/// What came of checking a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseResult {
    /// In which way the answer was found: the worst one.
    pub way: &'static str,
    pub expected: f64,
    pub got: f64,
    /// `None` where the exact answer is 0.
    pub relative_error: Option<f64>,
    pub passed: bool,
}

/// As far off an answer may be, relative to it, unless its case says that fewer digits are known.
pub const RELATIVE: f64 = 1e-9;
/// As far off an answer of 0 may be.
pub const ABSOLUTE: f64 = 1e-12;

/// Every case, in the order of their ids.
///
/// # Panics
/// Never: the embedded files are read by a test.
#[must_use]
pub fn all() -> Vec<Case> {
    let files = [
        include_str!("c01.json"),
        include_str!("c02.json"),
        include_str!("c03.json"),
        include_str!("c04.json"),
        include_str!("c08.json"),
        include_str!("c09.json"),
        include_str!("c10.json"),
        include_str!("c13.json"),
        include_str!("c14.json"),
        include_str!("c15.json"),
    ];
    let read = |text: &str| -> Vec<Case> {
        serde_json::from_str(text).expect("the embedded cases can be read")
    };
    files.into_iter().flat_map(read).collect()
}

/// Computes a case in every way there is and holds the worst against the exact answer.
#[must_use]
pub fn check(case: &Case) -> CaseResult {
    let (expected, tolerance) = (case.expected(), case.tolerance.unwrap_or(RELATIVE));
    let judged = |(way, got)| judge(way, Exact { expected, tolerance }, got);
    let results = case.answers().into_iter().map(judged);
    let worst = results.max_by(|a, b| error(a).total_cmp(&error(b)));
    worst.expect("there is a way to find the answer")
}

/// An exact answer, and how far off one may be, relative to it.
#[derive(Clone, Copy)]
struct Exact {
    expected: f64,
    tolerance: f64,
}

fn judge(way: &'static str, exact: Exact, got: f64) -> CaseResult {
    let Exact { expected, tolerance } = exact;
    let off = (got - expected).abs();
    let relative_error = (expected != 0.0).then(|| off / expected.abs());
    CaseResult {
        way,
        expected,
        got,
        relative_error,
        passed: relative_error.map_or(off <= ABSOLUTE, |error| error <= tolerance),
    }
}

/// For finding the worst: something that is not a number is worse than everything.
fn error(result: &CaseResult) -> f64 {
    let off = result.relative_error.unwrap_or((result.got - result.expected).abs());
    if off.is_nan() { f64::INFINITY } else { off }
}

/// Ways of finding an answer, with what each finds.
type Answers = Vec<(&'static str, f64)>;

impl Case {
    /// The family, such as `C03`.
    #[must_use]
    pub fn family(&self) -> &str {
        self.id.split('-').next().unwrap_or(&self.id)
    }

    /// The exact answer.
    ///
    /// # Panics
    /// Never: the embedded files are read by a test.
    #[must_use]
    pub fn expected(&self) -> f64 {
        self.digits.parse().expect("an exact answer is a number")
    }

    fn answers(&self) -> Answers {
        match self.family() {
            "C01" => survival::answers(self),
            "C02" => missions::answers(self),
            "C03" => crews::answers(self),
            "C04" => standby::answers(self),
            "C08" => common_cause::answers(self),
            "C09" => codes::answers(self),
            "C10" => rebuilds::answers(self),
            "C13" => recovery_points::answers(self),
            "C14" => restores::answers(self),
            "C15" => checkpoints::answers(self),
            other => unreachable!("no family {other} is embedded"),
        }
    }

    fn parameter(&self, name: &str) -> f64 {
        let found = self.params.get(name).copied();
        found.unwrap_or_else(|| panic!("case {} has a parameter `{name}`", self.id))
    }

    fn count(&self, name: &str) -> u32 {
        self.parameter(name) as u32
    }

    fn hours(&self) -> f64 {
        let hours = self.hours;
        hours.unwrap_or_else(|| panic!("case {} is about a time", self.id))
    }
}

#[cfg(test)]
mod tests;
