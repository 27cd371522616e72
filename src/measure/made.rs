//! A model with nothing in it, for tests to fill.

use super::layout::Layout;
use super::outcome::Observed;
use crate::model::{Effect, Ends, Failure, Model, Occurs, Recovery, Starts, Strikes, Table};
use crate::quantity::{Law, Probability, Span, Time};

pub fn hours(hours: f64) -> Time {
    Time::from_hours(hours)
}

/// From the end of the warm-up to the horizon.
pub fn observed() -> Observed {
    Observed { start: hours(10.0), end: hours(110.0) }
}

/// A layout without columns.
pub fn no_columns() -> Layout {
    Layout {
        values: Vec::new(),
        pooled: Vec::new(),
        series: Vec::new(),
        times: Vec::new(),
        incidents: false,
    }
}

/// Nothing, watched from 10 h on until 110 h.
pub fn nothing() -> Model {
    Model {
        title: String::new(),
        horizon: Span::from_hours(110.0),
        warm_up: Span::from_hours(10.0),
        ends: Ends::Horizon,
        series: Vec::new(),
        replications: 1,
        seed: 1,
        domains: Table::new(Vec::new()),
        pools: Table::new(Vec::new()),
        failures: Table::new(Vec::new()),
        detectors: Table::new(Vec::new()),
        repairs: Table::new(Vec::new()),
        crews: Table::new(Vec::new()),
        parts: Table::new(Vec::new()),
        stores: Table::new(Vec::new()),
        datasets: Table::new(Vec::new()),
        backups: Table::new(Vec::new()),
        mirrors: Table::new(Vec::new()),
        links: Table::new(Vec::new()),
        credentials: Table::new(Vec::new()),
        keys: Table::new(Vec::new()),
        people: Table::new(Vec::new()),
        predictors: Table::new(Vec::new()),
        maintenance: Table::new(Vec::new()),
        training: Table::new(Vec::new()),
        services: Table::new(Vec::new()),
        service_order: Vec::new(),
        objectives: Vec::new(),
        costs: None,
    }
}

/// A failure that lasts an hour, at no time.
pub fn failure(name: &str, strikes: Strikes, destroys: f64) -> Failure {
    Failure {
        name: name.to_owned(),
        strikes,
        occurs: Occurs::At(Vec::new()),
        effect: Effect::destroying(Probability::new(destroys)),
        detected_by: None,
        recovery: Recovery::Lasts(Law::Fixed(Span::from_hours(1.0))),
        renews_all: false,
        minimal_repair: false,
        beta: Probability::NEVER,
        triggers: Vec::new(),
        ages_by_calendar: false,
        starts: Starts::New,
    }
}
