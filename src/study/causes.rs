//! What is behind it: how much of the outage time of each service, of the data that each dataset
//! loses, of the interruptions of each training, and of what disruptions cost, is due to each root
//! cause.

use super::results::CauseShare;
use crate::estimate::{CONFIDENCE, Proportion};
use crate::measure::{Layout, Metric, Outcome};

/// The metrics that are told by cause, with what of they are shares.
const METRICS: [(Metric, Metric); 4] = [
    (Metric::OutageTimeByCause, Metric::OutageTime),
    (Metric::DataLostByCause, Metric::DataLost),
    (Metric::CostByCause, Metric::DisruptionCost),
    (Metric::InterruptionsByCause, Metric::Interruptions),
];

/// One subject's total, by cause.
#[derive(Clone, Debug)]
struct Total {
    metric: Metric,
    subject: String,
    /// Each cause with its column among those of one value a replication.
    causes: Vec<(String, usize, Proportion)>,
}

/// What is kept of the outcomes to tell causes by.
#[derive(Clone, Debug)]
pub struct Causes {
    totals: Vec<Total>,
}

impl Causes {
    pub fn new(layout: &Layout) -> Self {
        let mut totals: Vec<Total> = Vec::new();
        for (at, column) in layout.values.iter().enumerate() {
            let told = METRICS.iter().find(|(by_cause, _)| *by_cause == column.metric);
            let Some(&(_, metric)) = told else { continue };
            let parts = column.subject.split_once('/');
            let (subject, cause) = parts.expect("the subject is one with a cause");
            if totals.last().is_none_or(|last| last.metric != metric || last.subject != subject) {
                totals.push(Total { metric, subject: subject.to_owned(), causes: Vec::new() });
            }
            let total = totals.last_mut().expect("one was pushed if there was none");
            total.causes.push((cause.to_owned(), at, Proportion::default()));
        }
        Self { totals }
    }

    /// Takes in the next outcome.
    pub fn take_in(&mut self, outcome: &Outcome) {
        for total in &mut self.totals {
            let part = |at: usize| outcome.values[at].unwrap_or(0.0);
            let whole: f64 = total.causes.iter().map(|(_, at, _)| part(*at)).sum();
            if whole > 0.0 {
                for (_, at, proportion) in &mut total.causes {
                    proportion.push(part(*at), whole);
                }
            }
        }
    }

    /// The shares of the causes that had any: by subject, the largest first.
    pub fn shares(&self) -> Vec<CauseShare> {
        let mut shares = Vec::new();
        for Total { metric, subject, causes } in &self.totals {
            let had_any = causes.iter().filter(|(_, _, proportion)| proportion.n() > 0);
            let mut of_subject: Vec<_> = had_any
                .map(|(cause, _, proportion)| CauseShare {
                    cause: cause.clone(),
                    subject: subject.clone(),
                    metric: *metric,
                    share: proportion.share().expect("there is some"),
                    interval: proportion.interval(CONFIDENCE),
                    replications: proportion.n(),
                })
                .collect();
            // Equal shares stay in the order of the columns.
            of_subject.sort_by(|a, b| b.share.total_cmp(&a.share));
            shares.extend(of_subject);
        }
        shares
    }
}

#[cfg(test)]
#[path = "causes_tests.rs"]
mod tests;
