//! What closed forms and the exact chain say about a service.

mod exact;
mod failover;
mod fluid;
mod independent;
mod machines;
mod mission;
mod shape;
mod standby;
mod two_state;

use super::outside;
use super::prediction::{FormulaCurve, Prediction};
use crate::model::{Model, Named, ServiceId};
use shape::Simple;

/// All that is known about a service: the exact chain first, then the closed forms.
pub(super) fn predict(model: &Model, id: ServiceId) -> Vec<Prediction> {
    let mut predictions = exact::predict(model, id);
    predictions.extend(fluid::predict(model, id));
    if outside::of_service(model, id).is_err() {
        predictions.extend(failover::predict(model, id));
        return predictions;
    }
    if let Some(simple) = Simple::of(model, id) {
        predictions.extend(mission::predict(&simple));
        predictions.extend(standby::predict(&simple));
        predictions.extend(two_state::predict(&simple));
        predictions.extend(machines::predict(&simple));
        predictions.extend(independent::predict(&simple));
    }
    predictions
}

/// R(t) and A(t) of a service by the exact chain, or R(t) by a closed form.
pub(super) fn curves(model: &Model, id: ServiceId) -> Vec<FormulaCurve> {
    let exact = exact::curves(model, id);
    if !exact.is_empty() {
        return exact;
    }
    if outside::of_service(model, id).is_err() {
        return Vec::new();
    }
    Simple::of(model, id).map_or_else(Vec::new, |simple| mission::curves(&simple))
}

/// Why results of a whole replication do not compare: it may end with an outage.
pub(super) fn ends_early(model: &Model) -> Result<(), String> {
    use crate::model::Ends;
    match model.ends {
        Ends::Horizon => Ok(()),
        Ends::FirstOutage(service) => Err(format!(
            "replications end at the first outage of `{}`",
            model.services[service].name()
        )),
        Ends::Loss(dataset) => Err(format!(
            "replications end at the first loss of `{}`",
            model.datasets[dataset].name()
        )),
        Ends::Completed(training) => Err(format!(
            "replications end at the completion of `{}`",
            model.training[training].name()
        )),
    }
}

/// Why R(t) of a service does not compare: it is not followed from a start in which all is whole.
fn not_from_the_start(model: &Model, id: ServiceId) -> Result<(), String> {
    use crate::model::Ends;
    if model.warm_up.seconds() > 0.0 {
        return Err("results count from a warm-up on, not from the start".to_string());
    }
    match model.ends {
        Ends::FirstOutage(service) if service == id => Ok(()),
        _ => ends_early(model),
    }
}

#[cfg(test)]
mod tests;
