//! Incidents as the files tell them: one row each, with names in place of ids.

use crate::engine::{Incident, Scope};
use crate::model::{Model, Named};
use crate::quantity::{Bytes, Span, Time};

/// One incident of one subject. Stages that its kind does not have are `None`; those of a finished
/// one sum to `rta`.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentRow {
    /// The onset.
    pub start: Time,
    pub subject: String,
    /// The failure that began it.
    pub cause: String,
    /// What that failure struck, such as `store/vault`.
    pub scope: String,
    /// Until it was detected.
    pub detect: Option<Span>,
    /// Waiting, once detected, until there is something to go on with.
    pub repair: Option<Span>,
    pub restore: Option<Span>,
    pub verify: Option<Span>,
    /// From the onset to its end, or to the end of observation.
    pub rta: Span,
    /// How far the state that it came back to lies before the onset; `None`: not known, or not
    /// come back to any.
    pub rpa: Option<Span>,
    /// `None` while it is not over.
    pub bytes_lost: Option<Bytes>,
    /// Whether it was over when observation ended.
    pub finished: bool,
}

impl IncidentRow {
    /// Every name of a model that a row can have.
    pub fn names(model: &Model) -> impl Iterator<Item = &str> {
        let failures = model.failures.iter().map(Named::name);
        let datasets = model.datasets.iter().map(Named::name);
        let domains = model.domains.iter().map(Named::name);
        let stores = model.stores.iter().map(Named::name);
        let pools = model.pools.iter().map(Named::name);
        let credentials = model.credentials.iter().map(Named::name);
        failures.chain(datasets).chain(domains).chain(stores).chain(pools).chain(credentials)
    }

    /// An incident of a dataset, which is over or has been seen until `end`.
    #[must_use]
    pub fn of_data(model: &Model, incident: &Incident, end: Time) -> Self {
        let finished = incident.over.is_some();
        Self {
            start: incident.onset,
            subject: model.datasets[incident.dataset].name.clone(),
            cause: model.failures[incident.cause].name.clone(),
            scope: scope(model, incident.scope),
            detect: Some(incident.detecting),
            repair: Some(incident.waiting),
            restore: Some(incident.restoring),
            verify: Some(incident.verifying),
            rta: incident.over.unwrap_or(end) - incident.onset,
            rpa: recovery_point(incident),
            bytes_lost: finished.then_some(incident.lost),
            finished,
        }
    }
}

/// How far the copy that a dataset was restored from lies before the onset; `None`: it was not.
pub fn recovery_point(incident: &Incident) -> Option<Span> {
    let restored = incident.over.is_some() && !incident.beyond_recovery;
    incident.version.filter(|_| restored).map(|version| incident.onset - version)
}

/// What a failure struck, in words.
fn scope(model: &Model, scope: Scope) -> String {
    match scope {
        Scope::Place(place) => model.place_name(place),
        Scope::Members(pool) => format!("pool/{}", model.pools[pool].name),
        Scope::Data => "data".to_owned(),
        Scope::Credential(id) => format!("credential/{}", model.credentials[id].name),
    }
}
