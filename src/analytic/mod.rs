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
mod paper;
mod pool;
mod prediction;
mod quadrature;
mod service;
mod times;
mod transform;
mod weights;

pub use prediction::{Against, FormulaCurve, Prediction};

use crate::model::Model;

/// What every formula says about a model: the paper's, then of every pool, every service, every
/// built store and every dataset that can be lost.
#[must_use]
pub fn predict(model: &Model) -> Vec<Prediction> {
    let mut predictions = paper::predict(model);
    for pool in model.pools.ids() {
        predictions.extend(pool::predict(model, pool));
    }
    for service in model.services.ids() {
        predictions.extend(service::predict(model, service));
    }
    predictions.extend(data::predict(model));
    predictions
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
