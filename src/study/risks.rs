//! Frequency and consequence together: how often each root cause disrupts each subject, and what
//! that takes when it does.

use std::collections::BTreeMap;

use super::results::Risk;
use crate::estimate::Moments;
use crate::measure::{Disrupted, IncidentRow, Outcome};
use crate::model::{Failure, FailureId, Model, Occurs, Strikes};
use crate::quantity::{Bytes, Money, Span};

/// Hours in a year.
const YEAR_H: f64 = 8760.0;

/// What is kept of the outcomes to tell risks by.
#[derive(Clone, Debug, Default)]
pub struct Risks {
    /// Hours observed, over all replications.
    observed_h: f64,
    /// What came by itself, and what the run injected.
    natural: BTreeMap<Key, Incidents>,
    injected: BTreeMap<Key, Incidents>,
}

/// Cause, subject, and what that is.
type Key = (String, String, Disrupted);

/// Incidents of one subject by one cause.
#[derive(Clone, Debug, Default)]
struct Incidents {
    count: u64,
    rta: Moments,
    rpa: Moments,
    lost: Moments,
    cost: Moments,
    /// The replications that had any, and those that had one with a recovery time.
    replications: u64,
    carrying: u64,
    /// The last of each, counted from 1.
    last: u64,
    last_carrying: u64,
}

impl Incidents {
    fn push(&mut self, row: &IncidentRow, replication: u64) {
        self.count += 1;
        self.replications += u64::from(self.last != replication + 1);
        self.last = replication + 1;
        self.rpa.extend(row.rpa.map(Span::hours));
        self.lost.extend(row.bytes_lost.map(Bytes::get));
        // A dataset that was given up has not come back.
        let back = row.is_back() && (row.of == Disrupted::Service || row.rpa.is_some());
        if back {
            self.rta.push(row.rta.hours());
        }
        // Of an outage that is not over it is not known what it will have cost.
        if row.of == Disrupted::Dataset || back {
            self.cost.extend(row.cost.map(Money::amount));
        }
        if back || row.bytes_lost.is_some() {
            self.carrying += u64::from(self.last_carrying != replication + 1);
            self.last_carrying = replication + 1;
        }
    }
}

impl Risks {
    /// Takes in the next outcome.
    pub fn take_in(&mut self, outcome: &Outcome) {
        self.observed_h += outcome.observed.map_or(0.0, Span::hours);
        for row in &outcome.incidents {
            let side = if row.injected { &mut self.injected } else { &mut self.natural };
            let key = (row.cause.clone(), row.subject.clone(), row.of);
            side.entry(key).or_default().push(row, outcome.replication);
        }
    }

    /// The risks of so many replications, by cause, then subject.
    ///
    /// Of the failure that was injected, rows are of injected incidents alone, and their frequency
    /// is that of its strikes by its law times the share of replications in which one disrupted the
    /// subject. Of all others they are of incidents that came by themselves, and their frequency is
    /// counted.
    pub fn rows(&self, model: &Model, injected: Option<FailureId>, replications: u64) -> Vec<Risk> {
        let name = injected.map(|id| model.failures[id].name.as_str());
        let counted = self.natural.iter().filter(|((cause, ..), _)| Some(cause.as_str()) != name);
        let counted = counted.map(|(key, incidents)| {
            let years = self.observed_h / YEAR_H;
            (key, incidents, (years > 0.0).then(|| incidents.count as f64 / years))
        });
        let strikes = injected.and_then(|id| strikes_a_year(model, &model.failures[id]));
        let struck = self.injected.iter().map(|(key, incidents)| {
            let share = incidents.replications as f64 / replications as f64;
            (key, incidents, strikes.map(|strikes| strikes * share))
        });
        let mut rows: Vec<_> = counted.chain(struck).collect();
        rows.sort_by_key(|(key, ..)| *key);
        let risk = |((cause, subject, of), incidents, frequency): (&Key, &Incidents, _)| Risk {
            cause: cause.clone(),
            subject: subject.clone(),
            of: *of,
            frequency,
            rta: incidents.rta.mean().map(Span::from_hours),
            rpa: incidents.rpa.mean().map(Span::from_hours),
            bytes_lost: incidents.lost.mean().map(Bytes::new),
            cost: incidents.cost.mean().map(Money::new),
            annual_loss: (frequency.zip(incidents.cost.mean()))
                .map(|(frequency, cost): (f64, f64)| Money::new(frequency * cost)),
            replications: incidents.carrying,
        };
        rows.into_iter().map(risk).collect()
    }
}

/// How often a year a failure strikes by its own law, in the long run; `None` where other things
/// decide.
fn strikes_a_year(model: &Model, failure: &Failure) -> Option<f64> {
    let window = model.window();
    match &failure.occurs {
        Occurs::Random(law) => Some(targets(model, &failure.strikes) * YEAR_H / law.mean().hours()),
        Occurs::At(times) => {
            let seen = times.iter().filter(|&&at| at >= model.warm_up.after_start());
            let seen = seen.filter(|&&at| at <= model.horizon.after_start()).count();
            Some(seen as f64 * YEAR_H / window.hours())
        }
        Occurs::Traced(_) | Occurs::Triggered => None,
    }
}

/// How many clocks of a failure run at once, when all is well.
fn targets(model: &Model, strikes: &Strikes) -> f64 {
    let members = |pools: &[_]| -> f64 {
        pools.iter().map(|&pool| f64::from(model.pools[pool].members)).sum()
    };
    match strikes {
        Strikes::Each(pools) => members(pools),
        Strikes::EachBad(pools) => {
            let bad = pools.iter().map(|&pool| {
                let pool = &model.pools[pool];
                f64::from(pool.members) * pool.bad.get()
            });
            bad.sum()
        }
        Strikes::Places(places) => places.len() as f64,
        Strikes::One(_) | Strikes::Several(..) | Strikes::Shock { .. } => 1.0,
        Strikes::Dataset(_) | Strikes::Credential(_) => 1.0,
    }
}

#[cfg(test)]
#[path = "risks_tests.rs"]
mod tests;
