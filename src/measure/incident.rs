//! Incidents as the files tell them: one row each, with names in place of ids.

pub use super::cause::name as cause;
use super::cost;
use crate::engine::{Disruption, Incident, OutageStage, Scope};
use crate::model::{Model, Named};
use crate::quantity::{Bytes, Money, Span, Time};

/// What an incident is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disrupted {
    Service,
    Dataset,
}

/// One incident of one subject: an outage of a service or a loss from a dataset. Stages that its
/// kind does not have are `None`; those of one that has come back sum to `rta`.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentRow {
    /// The onset.
    pub start: Time,
    pub of: Disrupted,
    pub subject: String,
    /// What set things going that ended in it.
    pub cause: String,
    /// Whether that is there because the run put it there once.
    pub injected: bool,
    /// What was struck when it began, such as `store/vault`; of a service that failed in being
    /// moved, the service.
    pub scope: String,
    /// Until it was detected.
    pub detect: Option<Span>,
    pub acknowledge: Option<Span>,
    pub decide: Option<Span>,
    /// Repairing, or waiting, once detected, until there is something to go on with.
    pub repair: Option<Span>,
    pub restore: Option<Span>,
    pub activate: Option<Span>,
    pub verify: Option<Span>,
    /// From the onset to its coming back, or to the end of observation.
    pub rta: Span,
    /// From the onset to its being in full again; to the end of observation where it has not come
    /// back by then, and `None` where it has, but not in full.
    pub full_recovery: Option<Span>,
    /// How far the state that it came back to lies before the onset; `None`: not known, or not
    /// come back to any.
    pub rpa: Option<Span>,
    /// `None` while it is not over, and where it had no data to lose.
    pub bytes_lost: Option<Bytes>,
    /// What it costs, as far as it was seen; `None` where it has no price, or the data lost is
    /// not known.
    pub cost: Option<Money>,
    /// Whether it was over, in full, when observation ended.
    pub finished: bool,
}

impl IncidentRow {
    /// Every name of a model that a row can have, or have in it.
    pub fn names(model: &Model) -> impl Iterator<Item = &str> {
        let failures = model.failures.iter().map(Named::name);
        let detectors = model.detectors.iter().map(Named::name);
        let people = model.people.iter().map(Named::name);
        let predictors = model.predictors.iter().map(Named::name);
        let maintenance = model.maintenance.iter().map(Named::name);
        let causes = failures.chain(detectors).chain(people).chain(predictors).chain(maintenance);
        let services = model.services.iter().map(Named::name);
        let datasets = model.datasets.iter().map(Named::name);
        let domains = model.domains.iter().map(Named::name);
        let stores = model.stores.iter().map(Named::name);
        let links = model.links.iter().map(Named::name);
        let keys = model.keys.iter().map(Named::name);
        let pools = model.pools.iter().map(Named::name);
        let credentials = model.credentials.iter().map(Named::name);
        let places = domains.chain(stores).chain(links).chain(keys).chain(pools).chain(credentials);
        causes.chain(services).chain(datasets).chain(places)
    }

    /// An outage of a service, which is over or has been seen until `end`.
    #[must_use]
    pub fn of_service(model: &Model, disruption: &Disruption, end: Time) -> Self {
        let name = &model.services[disruption.service].name;
        let stage = |stage: OutageStage| Some(disruption.stages[stage as usize]);
        let since_onset = |at: Time| at - disruption.onset;
        let rta = since_onset(disruption.up.unwrap_or(end));
        let version = disruption.version;
        Self {
            start: disruption.onset,
            of: Disrupted::Service,
            subject: name.clone(),
            cause: cause(model, disruption.root.cause),
            injected: disruption.root.injected,
            scope: disruption
                .scope
                .map_or_else(|| format!("service/{name}"), |it| scope(model, it)),
            detect: stage(OutageStage::Detect),
            acknowledge: stage(OutageStage::Acknowledge),
            decide: stage(OutageStage::Decide),
            repair: stage(OutageStage::Repair),
            restore: stage(OutageStage::Restore),
            activate: stage(OutageStage::Activate),
            verify: stage(OutageStage::Verify),
            rta,
            full_recovery: match (disruption.up, disruption.full) {
                (_, Some(full)) => Some(since_onset(full)),
                (Some(_), None) => None,
                (None, None) => Some(rta),
            },
            // A mirror may have followed on after the onset: then nothing is lost.
            rpa: version.map(|version| (disruption.onset - version).max(Span::ZERO)),
            bytes_lost: version.map(|_| disruption.lost),
            cost: cost::of_outage(model, disruption, rta),
            finished: disruption.full.is_some(),
        }
    }

    /// Whether it had come back, in full or not, when observation ended: `rta` is then what it took
    /// and not only what was seen of it.
    #[must_use]
    pub const fn is_back(&self) -> bool {
        self.finished || self.full_recovery.is_none()
    }

    /// An incident of a dataset, which is over or has been seen until `end`.
    #[must_use]
    pub fn of_data(model: &Model, incident: &Incident, end: Time) -> Self {
        let finished = incident.over.is_some();
        Self {
            start: incident.onset,
            of: Disrupted::Dataset,
            subject: model.datasets[incident.dataset].name.clone(),
            cause: cause(model, incident.root.cause),
            injected: incident.root.injected,
            scope: scope(model, incident.scope),
            detect: Some(incident.detecting),
            acknowledge: None,
            decide: None,
            activate: None,
            repair: Some(incident.waiting),
            restore: Some(incident.restoring),
            verify: Some(incident.verifying),
            rta: incident.over.unwrap_or(end) - incident.onset,
            full_recovery: Some(incident.over.unwrap_or(end) - incident.onset),
            rpa: recovery_point(incident),
            bytes_lost: finished.then_some(incident.lost),
            cost: cost::of_incident(model, incident),
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
pub(super) fn scope(model: &Model, scope: Scope) -> String {
    match scope {
        Scope::Place(place) => model.place_name(place),
        Scope::Members(pool) => format!("pool/{}", model.pools[pool].name),
        Scope::Data => "data".to_owned(),
        Scope::Credential(id) => format!("credential/{}", model.credentials[id].name),
    }
}
