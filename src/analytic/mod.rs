//! Closed forms and Markov solutions of a model, the source paper's formulas first.
//!
//! [`predict`] says what every formula gives for a model, and what of a run it is to be held
//! against; a formula whose assumptions the model breaks names the broken one. [`chain`] solves
//! Markov chains without subtraction, [`lump`] makes a model one, [`formula`] has the closed
//! forms, [`cases`] the exact answers that all of this is checked by.

pub mod cases;
pub mod chain;
pub mod copies;
mod data;
pub mod formula;
mod groups;
pub mod lump;
mod maintenance;
mod outside;
mod paper;
mod pool;
mod prediction;
mod quadrature;
mod service;
mod times;
mod training;
mod transform;
mod warnings;
mod weights;

pub use prediction::{Against, FormulaCurve, Prediction};

use crate::model::{FailureId, Model};

/// What every formula says about a model: the paper's, then of every pool, every service, all
/// maintenance at an age, all warnings and trainings, every built store and every dataset that can
/// be lost.
#[must_use]
pub fn predict(model: &Model) -> Vec<Prediction> {
    let mut predictions = paper::predict(model);
    for pool in model.pools.ids() {
        predictions.extend(pool::predict(model, pool));
    }
    for service in model.services.ids() {
        predictions.extend(service::predict(model, service));
    }
    predictions.extend(maintenance::predict(model));
    predictions.extend(warnings::predict(model));
    predictions.extend(training::predict(model));
    predictions.extend(data::predict(model));
    predictions
}

/// What every formula says about a run into which this failure is injected: formulas are about
/// what comes by itself, so that none of them is held against such a run. An identity still is.
#[must_use]
pub fn predict_injected(model: &Model, failure: FailureId) -> Vec<Prediction> {
    let name = &model.failures[failure].name;
    let mut refused: Vec<Prediction> = Vec::new();
    for row in predict(model) {
        let told = |other: &&Prediction| {
            (&other.quantity, &other.subject, &other.formula)
                == (&row.quantity, &row.subject, &row.formula)
        };
        if matches!(row.against, Against::Fixed(_)) || row.value.is_err() {
            refused.push(row);
        } else if !refused.iter().any(|other| told(&other)) {
            let reason = format!("`{name}` is injected, and does not come by itself");
            let Prediction { quantity, subject, formula, source, .. } = &row;
            let of = (quantity.as_str(), subject.as_str());
            refused.push(Prediction::not_applicable(of.0, of.1, formula, source, reason));
        }
    }
    refused
}

/// The formulas that have a graph, over a fine grid of times.
#[must_use]
pub fn curves(model: &Model) -> Vec<FormulaCurve> {
    let mut curves = paper::curves(model);
    for service in model.services.ids() {
        curves.extend(service::curves(model, service));
    }
    curves
}
