//! What one disruption costs.

use crate::engine::{Disruption, Incident};
use crate::model::Model;
use crate::quantity::{Money, Span};

/// What an outage costs that takes so long, or has so far: by the hour, and once; `None` where
/// neither has a price.
pub fn of_outage(model: &Model, disruption: &Disruption, took: Span) -> Option<Money> {
    let costs = model.costs.as_ref()?;
    let by_time = costs.outage_hour.get(&disruption.service).map(|price| price.over(took));
    let once = costs.incident.get(&disruption.service).copied();
    match (by_time, once) {
        (None, None) => None,
        (by_time, once) => Some([by_time, once].into_iter().flatten().sum()),
    }
}

/// What the data costs that an incident lost; `None` where it has no price, or while the incident
/// is not over.
pub fn of_incident(model: &Model, incident: &Incident) -> Option<Money> {
    let price = model.costs.as_ref()?.data_loss.get(&incident.dataset)?;
    incident.over.map(|_| price.of(incident.lost))
}
